"""`python -m tests.hostile.mutations [WORD…]`: takes each guard out, in a copy, and expects its test to go red.

A guard whose test stays green is no guard, or has no test. Prints a table; exit 1 if any stays green.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from tests.hostile.guards import GUARDS, Guard

ROOT = Path(__file__).parents[2]
COPIED = ("vpe_tui", "tests", "pyproject.toml", "README.md")
TIMEOUT_S = 180


def main(words: list[str]) -> int:
    chosen = [guard for guard in GUARDS if not words or any(word in guard.name for word in words)]
    room = max(len(guard.name) for guard in chosen)
    ends: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        for guard, end in zip(chosen, pool.map(without, chosen), strict=True):
            print(f"{guard.name:<{room}}  {end:<7}  {guard.test}", flush=True)
            ends.append(end)
    red = sum(end in ("red", "hangs") for end in ends)
    print(f"{red} of {len(ends)} go red")
    return 0 if red == len(ends) else 1


def without(guard: Guard) -> str:
    """`red` when the guard's test fails without it, `hangs` when it does not end; else what happened instead."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        copy = Path(name)
        for each in COPIED:
            source = ROOT / each
            shutil.copytree(source, copy / each) if source.is_dir() else shutil.copy(source, copy / each)
        file = copy / "vpe_tui" / guard.file
        text = file.read_text(encoding="utf-8")
        if guard.text not in text:
            return "no text"
        file.write_text(text.replace(guard.text, guard.without, 1), encoding="utf-8")
        return _tested(copy, guard.test)


def _tested(copy: Path, test: str) -> str:
    argv = (sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", f"tests/{test}")
    environment = os.environ | {"PYTHONPATH": str(copy)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(argv, cwd=copy, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        code = process.wait(TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return "hangs"  # that is what some guards are for
    finally:
        _kill(process, copy)
    return {0: "green", 1: "red"}.get(code, f"pytest {code}")


def _kill(process: subprocess.Popen[bytes], copy: Path) -> None:
    """Pytest, and what it started: a program on a terminal has a group of its own, but the copy in its environment."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if os.fsencode(f"PYTHONPATH={copy}\0") in environment.read_bytes():
                os.kill(int(environment.parent.name), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
