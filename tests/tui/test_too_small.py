"""Under 40×10 a sentence; the terminal made larger again, everything is where it was."""

from pathlib import Path

import pytest

from tests.drive import explorer
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DemoServer


@pytest.mark.parametrize("size", [(39, 24), (80, 9)], ids=["narrow", "short"])
async def test_a_sentence_says_what_is_needed(server: DemoServer, tmp_path: Path, size: tuple[int, int]) -> None:
    async with explorer(server, tmp_path, size=(80, 24), uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.press("1", "down")
        before = ui.app.focused
        await ui.pilot.resize_terminal(*size)
        await ui.until(lambda: " ".join(ui.text.split()) == f"vpe-tui needs 40×10 cells; here are {size[0]}×{size[1]}.")
        await ui.pilot.resize_terminal(40, 10)
        await ui.sees("ISP")
        assert ui.app.focused is before


@pytest.mark.parametrize("keys", ["question_mark", "x", "Y", "colon"])
async def test_a_dialog_gives_way_to_it_and_is_there_again(server: DemoServer, tmp_path: Path, keys: str) -> None:
    async with explorer(server, tmp_path, size=(80, 24), uuid=DOCUMENTED_UUID) as ui:
        await ui.settled()
        await ui.press(keys)
        await ui.until(lambda: ui.app.screen.is_modal, "a dialog")
        await ui.pilot.pause()
        before = ui.text
        await ui.pilot.resize_terminal(80, 9)
        await ui.until(lambda: " ".join(ui.text.split()) == "vpe-tui needs 40×10 cells; here are 80×9.")
        await ui.pilot.resize_terminal(80, 24)
        await ui.until(lambda: ui.text == before, "the dialog as it was")
