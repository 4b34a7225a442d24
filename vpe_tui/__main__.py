"""`python -m vpe_tui` is the command `vpe-tui`."""

from vpe_tui.cli import run

run()
