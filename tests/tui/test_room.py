"""Room goes where it is needed: values whole, findings in sentences, heartbeats folded, more columns."""

from functools import partial
from pathlib import Path

import pytest

from tests.drive import Explorer, explorer
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.player import Kind, simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.timeline.strip_view import StripView

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid
STORM = simulate(Kind.STALL_STORM, 1).uuid


async def understood(ui: Explorer) -> None:
    await ui.until(lambda: ui.app.screen.view.diagnosis is not None, "a diagnosis")
    await ui.settled()


def shown_in(ui: Explorer, name: str) -> str:
    """What a pane shows, without the spaces and breaks in it."""
    place = ui.app.screen.query_one(f"#{name}").region
    lines = ui.lines[place.y + 1 : place.bottom - 1]
    return "".join("".join(line[place.x + 1 : place.right - 1].split()) for line in lines)


async def test_a_short_session_shows_every_value_of_user_player_and_media_whole(
    server: DemoServer, tmp_path: Path
) -> None:
    async with explorer(server, tmp_path, size=(120, 40), uuid=DOCUMENTED_UUID) as ui:
        await understood(ui)
        session = ui.app.screen.view.session
        of_panes = {"user": session.user, "player": session.player, "media": session.media[0]}
        values = [(name, entry.text) for name, record in of_panes.items() for entry in record.entries]
        assert len(values) == 20
        for name, text in values:
            broken = "".join(text.split())
            seen = shown_in(ui, name)
            label_between = all(part in seen for part in (broken[:8], broken[-2:]))
            assert broken in seen or label_between, (name, text, seen)
        assert "…" not in "".join(shown_in(ui, name) for name in ("user", "media"))
        assert "The last row is a" in " ".join(ui.text.split()), "there is room for a sentence"


async def test_a_long_log_keeps_its_rows(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(120, 40), uuid=STORM) as ui:
        await understood(ui)
        assert ui.app.screen.query_one("#timeline").region.height >= 18


async def test_version_and_host_come_first_and_whole(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(110, 32), uuid=FAILED) as ui:
        await understood(ui)
        assert shown_in(ui, "player").startswith("Version1.2.14")
        assert shown_in(ui, "media").startswith("CDNhostvideo.example.com")


async def test_the_cursor_of_a_pane_stands_on_values_alone(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        for number in "1234":
            await ui.press(number, "home")
            pane = ui.app.focused
            assert isinstance(pane, FieldsPane)
            stood_on = set()
            moves = [partial(pane.action_move, 1)] * 45 + [partial(pane.action_move, -1)] * 45
            for move in (*moves, pane.action_last, pane.action_first):
                move()
                assert pane.line is not None and pane.line.value is not None
                stood_on.add(pane.cursor)
            assert len(stood_on) > 2


async def test_X_leads_to_the_rows_of_each_part(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.press("X")
        await ui.sees("playback failure")
        await ui.press("down", "f")
        await ui.sees("4 of 16 · filter metric:rebuffer_count")
        await ui.press("F", "X", "enter")
        await ui.sees("row 15 ·")


async def test_heartbeats_stand_in_one_line_until_h_shows_each(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.sees("5 m 36 s")
        await ui.sees("6 rows")
        await ui.press("down", "down")
        await ui.sees("rows 2 to 7 · 16 events")
        await ui.press("h")
        await ui.sees("every row by itself")
        await ui.until(lambda: "6 rows" not in ui.text and "row 2 ·" in ui.text)
        await ui.press("h")
        await ui.sees("6 rows")


async def test_a_search_looks_into_every_folded_row(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        await ui.press("slash", *"playing", "enter")
        await ui.sees("row 2 · “playing” 1 of 9")
        await ui.press("n")
        await ui.sees("row 3 · “playing” 2 of 9")
        await ui.press("escape")
        await ui.sees("6 rows")


@pytest.mark.parametrize(("width", "more"), [(120, False), (160, True), (200, True)])
async def test_a_wide_terminal_tells_when_a_row_ends(
    server: DemoServer, tmp_path: Path, width: int, more: bool
) -> None:
    async with explorer(server, tmp_path, size=(width, 45), uuid=FAILED) as ui:
        await understood(ui)
        head = next(line for line in ui.lines if "since start" in line)
        assert ("ends" in head and "gap" in head) is more
        assert any("E0003 netw" in line for line in ui.lines[-25:])


async def test_the_strip_tells_how_much_of_a_slice_was_waited(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await understood(ui)
        strip = ui.app.screen.query_one(StripView)
        drawn = [(cell.share, mark) for cell, (mark, _) in zip(strip._cells, strip._marked(), strict=True)]
        waited = [(share, "▁▂▃▄▅▆▇█".index(mark)) for share, mark in drawn if mark in "▁▂▃▄▅▆▇█"]
        assert waited and all(level == min(int(share * 8), 7) for share, level in waited)
