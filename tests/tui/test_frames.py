"""What the screens look like, as text: a frame for each size, kept in `tests/data/frames`, compared to the letter."""

from pathlib import Path

import pytest

from tests.drive import explorer
from tests.shots import FRAMES, Frame
from vpe_tui.demo.server import DemoServer

KEPT = Path(__file__).parents[1] / "data" / "frames"


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.file)
async def test_the_screen_looks_as_it_did(server: DemoServer, tmp_path: Path, frame: Frame) -> None:
    async with explorer(server, tmp_path, size=frame.size, uuid=frame.uuid) as ui:
        await ui.sees(frame.sees)
        kept = (KEPT / frame.file).read_text(encoding="utf-8")
        await ui.until(lambda: f"{ui.text}\n" == kept, f"{frame.file}; if it is meant: python -m tests.generate")
