"""`python -m vpe_tui` is the command `vpe-tui`."""

import sys

from vpe_tui.cli import main

sys.exit(main())
