"""Where it is measured: the demo API in a process of its own, clean environments, the programs' command lines."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.terminal import clean_environment
from vpe_tui.demo.player import long_uuid

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
PROGRAM = (PYTHON, "-m", "vpe_tui")
FLOOR_APP = (PYTHON, "-m", "tests.bench.floor_app")
FLOOR_GET = (PYTHON, "-m", "tests.bench.floor_get")
SLOW_API = (PYTHON, "-m", "tests.bench.slow_api")
WINDOW_API = (PYTHON, "-m", "tests.bench.window_api")
_SETTINGS = "open_at_problem = false\n[cache]\nfresh_for = 86400\nmax_sessions = 5000\n"
"""The first rows are looked for; what is kept stays fresh for a day, and there may be as much of it as is measured."""


class Api(NamedTuple):
    """The demo API: how to reach it."""

    base_url: str
    key: str
    project: str

    def url(self, events: int) -> str:
        return f"{self.base_url}/v1/sessionRecent/{long_uuid(events)}"

    def body(self, events: int) -> bytes:
        """The answer for a session; afterwards the API has it ready."""
        headers = {"x-api-key": self.key, "x-project-id": self.project}
        for coding in ("gzip", "identity"):
            asked = urllib.request.Request(self.url(events), headers=headers | {"accept-encoding": coding})
            with urllib.request.urlopen(asked, timeout=60) as answer:
                body: bytes = answer.read()
        return body

    def environment(self, directory: Path) -> dict[str, str]:
        """Of a program that keeps its things in `directory`."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "config.toml").write_text(_SETTINGS)
        reach = {"VPE_BASE_URL": self.base_url, "VPE_API_KEY": self.key, "VPE_PROJECT_ID": self.project}
        return clean_environment(directory, PYTHONPATH=str(ROOT), **reach)


@contextmanager
def demo_api() -> Iterator[Api]:
    """Runs the demo API on a free loopback port."""
    environment = clean_environment(Path("/nonexistent"), PYTHONPATH=str(ROOT))
    with subprocess.Popen([*PROGRAM, "demo"], stdout=subprocess.PIPE, env=environment, text=True) as server:
        assert server.stdout is not None
        try:
            yield Api(*re.findall(r"=(\S+)", server.stdout.readline()))
        finally:
            server.kill()


@contextmanager
def slow_api() -> Iterator[Api]:
    """Runs an API on loopback that answers every call after 100 ms."""
    with running(SLOW_API) as address:
        yield Api(address, "key", "project")


@contextmanager
def running(argv: Sequence[str]) -> Iterator[str]:
    """Runs a server that prints its address, and gives that."""
    environment = clean_environment(Path("/nonexistent"), PYTHONPATH=str(ROOT))
    with subprocess.Popen(argv, stdout=subprocess.PIPE, env=environment, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()
