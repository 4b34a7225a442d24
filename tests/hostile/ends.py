"""How `vpe-tui show` ends: its exit code, what it said, how long it took, the most memory it had."""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.pace import PATIENCE_S
from tests.pty.line import settings
from tests.terminal import TELLS_PEAK, clean_environment

UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
DEADLINE_S = 1.0
START_S = PATIENCE_S / 3
"""What a start may take on a machine that runs other tests beside this one; the deadline counts from the call. Without
one these would take a minute, or never end; how exactly it is kept is told by `test_wire`, without a start."""

OUT_OF_TIME = f"{DEADLINE_S:g} s were not enough"


class Ended(NamedTuple):
    code: int
    said: str
    took_s: float
    peak_mib: float


def ended(directory: Path, base_url: str, timeout_s: float = PATIENCE_S, first: str = "", **environment: str) -> Ended:
    """`vpe-tui show`, with what it said on stderr and the most memory it had; `first` is Python to run before."""
    began = time.monotonic()
    done = subprocess.run(
        (sys.executable, "-c", first + TELLS_PEAK, "show", "--timeout", f"{timeout_s}s", UUID),
        env=clean_environment(directory, **settings(base_url), **environment),
        capture_output=True,
        text=True,
        check=False,
    )
    took_s = time.monotonic() - began
    return Ended(done.returncode, done.stderr, took_s, int(done.stdout.splitlines()[-1]) / 1024)
