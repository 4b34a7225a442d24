"""How long a test waits before it gives up. `VPE_TEST_PACE=3` triples all of it, where a machine is slow or busy."""

import os

PACE = float(os.environ.get("VPE_TEST_PACE", "1"))
PATIENCE_S = 30 * PACE
"""For what should come at once: nothing is measured by it, and a test that passes never waits so long."""
LONG_S = 60 * PACE
"""For a program of its own, from its start to its end."""
