"""What people stumbled over who met the program for the first time."""

from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from tests.tui.test_timeline import types
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid


@pytest.mark.parametrize("opens", ["x", "X", "question_mark", "enter", "Y", "s"])
async def test_q_closes_a_dialog_and_nothing_else(server: DemoServer, tmp_path: Path, opens: str) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("✗ Playback failure")
        await ui.press(opens)
        await ui.until(lambda: ui.app.screen.is_modal, "the dialog")
        await ui.press("q")
        await ui.until(lambda: not ui.app.screen.is_modal, "the session")
        assert ui.app.is_running and "row 0 ·" in ui.text


@pytest.mark.parametrize("size", [(120, 30), (120, 24), (120, 18), (200, 12), (120, 32)], ids=str)
async def test_a_wide_but_short_terminal_has_rows(server: DemoServer, tmp_path: Path, size) -> None:
    async with explorer(server, tmp_path, size=size, uuid=FAILED) as ui:
        await ui.settled()
        await ui.press("h")
        rows = [line for line in ui.lines if "playing" in line and "16:" in line]
        assert len(rows) >= min(size[1] - 12, 6)
        assert "? help" in ui.lines[-1]


async def test_what_the_filter_hides_is_said(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.settled()
        await types(ui, "fstalls⏎e")
        await ui.sees("no error after this row: the filter hides 1, F shows them")
        await types(ui, "t9⏎")
        await ui.sees("the filter hides row 9: this is the next one it shows")
        await types(ui, "4⇱⏎")
        await ui.sees("the filter hides row 15")
        await types(ui, "F")
        await ui.sees("16 events")
    async with explorer(server, tmp_path, uuid=FAILED, at=9, words="stalls") as ui:
        await ui.sees("the filter hides row 9")
    async with explorer(server, tmp_path, uuid=FAILED, at=99) as ui:
        await ui.sees("there is no row 99: this is the last")


async def test_a_burst_after_a_prompt_keeps_its_order(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.settled()
        for _ in range(5):
            await types(ui, "/rebuf⏎G/16:53:2⏎t3⏎")
            await ui.sees("row 3 · “16:53:2” 1 match")


async def test_a_zone_of_the_settings_is_gone_through_once(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED, settings=settings_for(server.base_url, zone="UTC")) as ui:
        await ui.sees("clock UTC")
        await types(ui, "z")
        await ui.sees("wall clock in kst")


@pytest.mark.parametrize("key", ["pagedown", "G", "ctrl+d"])
async def test_what_an_explanation_of_several_parts_has_no_room_for_is_gone_to(
    server: DemoServer, tmp_path: Path, key: str
) -> None:
    async with explorer(server, tmp_path, size=(80, 20), uuid=simulate(Kind.STALL_STORM).uuid) as ui:
        await ui.settled()
        await ui.press("X")
        await ui.sees("more below ↓")
        await ui.press(*[key] * 6)
        await ui.until(lambda: "more below" not in ui.text, "its end")
