"""What work is begun with is told to nobody: Textual would take `repr` of all of it, of an answer of 20 MB too."""

from functools import partial
from pathlib import Path

from tests.drive import explorer
from vpe_tui.demo.server import DemoServer


class Large:
    def __repr__(self) -> str:
        raise AssertionError("an answer was printed into a description")


async def nothing(_: Large) -> None:
    return


async def test_work_is_described_without_what_it_is_given(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        worker = ui.app.screen.run_worker(partial(nothing, Large()), group="test")
        await worker.wait()
        assert worker.description == "work"
