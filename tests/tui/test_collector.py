"""How often the collector looks for garbage: seldom while the program starts, as usual afterwards."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drive import explorer
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui import app

TOLD = """
import gc, os
os._exit = lambda code: print(gc.get_threshold()[0])
from vpe_tui.cli import run
run()
"""


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)


def test_a_start_is_not_looked_through_again_and_again(tmp_path: Path) -> None:
    argv = (sys.executable, "-c", TOLD, "config", "path")
    told = subprocess.run(argv, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert told.stdout.split()[-1] == "20000"


async def test_screens_that_are_left_are_collected_as_usual(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.set_threshold(20_000)
    monkeypatch.setattr(app, "START_S", 0.1)
    async with explorer(server, tmp_path) as ui:
        await ui.until(lambda: gc.get_threshold()[0] == 700, "as usual")
