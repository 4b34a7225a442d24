"""Comparing two sessions on screen: from a session, from the lists, from the command line."""

from pathlib import Path

import pytest

from tests.drive import NOW_MS, Explorer, explorer, settings_for
from tests.real.truth import LOGS
from tests.shots import WORLD
from tests.tui.test_sessions import looked_at
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.compare.rows import RowsSideBySide
from vpe_tui.tui.screens.compare import CompareScreen
from vpe_tui.tui.screens.session import SessionScreen

BAD = simulate(Kind.FATAL_ERROR, 1).uuid
GOOD = simulate(Kind.CLEAN_VOD).uuid
STALLS, NORMAL = (str(LOGS / f"{name}.json") for name in ("stalls", "normal"))


def rows(ui: Explorer) -> RowsSideBySide:
    return ui.app.screen.query_one(RowsSideBySide)


async def test_two_sessions_stand_side_by_side_at_the_first_difference(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        assert "aligned at the first picture: both had a first picture" in ui.lines[0]
        assert ui.lines[1].startswith(f" A {BAD[:4]}…{BAD[-4:]} ✗ ") and ui.lines[2].startswith(f" B {GOOD[:4]}…")
        assert rows(ui).place == ui.app.screen.view.comparison.differences[0]
        assert next(line for line in ui.lines if "◂ first" in line).startswith("│ ≠")


async def test_n_and_shift_n_go_from_one_difference_to_the_next(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        first, second, *_ = ui.app.screen.view.comparison.differences
        await ui.press("n")
        assert rows(ui).place == second
        await ui.press("N")
        assert rows(ui).place == first
        await ui.press("N")
        await ui.sees("no difference above")


async def test_only_what_differs_is_shown_and_esc_shows_everything_again(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        everything = rows(ui).count
        await ui.press("U")
        assert rows(ui).count == len(ui.app.screen.view.comparison.differences) < everything
        await ui.press("escape")
        assert rows(ui).count == everything and isinstance(ui.app.screen, CompareScreen)


async def test_a_aligns_otherwise_and_says_why(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, uuid=STALLS, other=NORMAL) as ui:
        await ui.sees("aligned at the first picture")
        await ui.press("A")
        await ui.sees("aligned at the player's start: both have a start")
        assert "from start" in ui.text
        await ui.press("A")
        await ui.sees("aligned at the first picture")


async def test_swapped_a_is_b(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, uuid=STALLS, other=NORMAL) as ui:
        await ui.sees("A stal…json")
        await ui.press("I")
        await ui.sees("A norm…json")
        assert "B stal…json" in ui.text


async def test_enter_opens_the_side_that_has_the_row_and_esc_comes_back_to_it(
    server: DemoServer, tmp_path: Path
) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        lone = next(place for place, pair in enumerate(ui.app.screen.view.comparison.pairs) if pair.b is None)
        rows(ui).go_to(lone)
        await ui.press("enter")
        await ui.until(lambda: isinstance(ui.app.screen, SessionScreen), "the session")
        await ui.sees(BAD)
        row = ui.app.screen_stack[-2].view.comparison.pairs[lone].a.rows.start
        await ui.until(lambda: ui.app.screen.view.timeline.row == row, f"row {row}")
        await ui.press("escape")
        await ui.until(lambda: isinstance(ui.app.screen, CompareScreen), "back")
        assert rows(ui).place == lone


async def test_where_both_have_the_row_enter_asks_which(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        both = next(place for place, pair in enumerate(ui.app.screen.view.comparison.pairs) if pair.a and pair.b)
        rows(ui).go_to(both)
        await ui.press("enter")
        await ui.sees("─ Open ─")
        await ui.press("down", "enter")
        await ui.sees(GOOD)


async def test_in_a_small_terminal_both_stand_in_one_list_and_one_pane_is_in_front(
    server: DemoServer, tmp_path: Path
) -> None:
    async with explorer(server, tmp_path, size=(80, 24), uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        assert any(line.startswith("│ ≠A ") for line in ui.lines) and "1 Fields  2 Numbers  3 Rows" in ui.text
        await ui.press("tab")
        await ui.sees("of 2")
        await ui.sees("─ 1 Fields ─")
        await ui.press("2")
        await ui.sees("one session each: no statistics")
        await ui.press("down", "x")
        await ui.sees("Σ player_start")
        await ui.press("escape", "n")
        await ui.sees("─ 3 Rows ─")


async def test_another_size_stays_on_the_rows(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        await ui.press("n", "n")
        place = rows(ui).place
        for size in ((80, 24), (120, 40)):
            await ui.pilot.resize_terminal(*size)
            await ui.until(lambda size=size: len(ui.lines) == size[1] and rows(ui).place == place, f"{place} at {size}")


async def test_s_saves_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(None, tmp_path, uuid=STALLS, other=NORMAL) as ui:
        await ui.sees("differ · first ")
        await ui.press("s")
        await ui.sees("saved ")
    (saved,) = tmp_path.glob("*-compared.md")
    assert saved.read_text("utf-8").startswith("## ")


async def test_two_marked_in_a_list_are_compared(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("space", "space", "c")
        await ui.until(lambda: isinstance(ui.app.screen, CompareScreen), "the comparison")
        await ui.sees(" differ")


async def test_one_marked_is_compared_with_the_one_under_the_cursor(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        marked = ui.app.screen.view.table.row.uuid
        await ui.press("space", "c")
        await ui.until(lambda: isinstance(ui.app.screen, CompareScreen), "the comparison")
        assert ui.app.screen.feed.targets[1] == marked


async def test_without_a_mark_good_ones_are_offered_and_nothing_is_asked_for_before_enter(
    server: DemoServer, tmp_path: Path
) -> None:
    await looked_at(server, tmp_path, GOOD)
    async with explorer(server, tmp_path, uuid=BAD) as ui:
        await ui.settled()
        await ui.press("c")
        await ui.sees("Compare with")
        assert "■ completed" in ui.text
        await ui.press("enter")
        await ui.until(lambda: isinstance(ui.app.screen, CompareScreen), "the comparison")
        assert ui.app.screen.feed.targets == [BAD, GOOD]


async def test_where_none_is_known_it_says_how_to_get_one(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD) as ui:
        await ui.settled()
        await ui.press("c")
        await ui.sees("there is no other session to compare with")


async def test_one_that_cannot_be_had_says_why(server: DemoServer, tmp_path: Path) -> None:
    missing = "00000000-0000-4000-8000-000000000000"
    async with explorer(server, tmp_path, settings=settings_for(server.base_url), uuid=BAD, other=missing) as ui:
        await ui.sees(f"{missing} cannot be compared")


async def test_two_marked_in_a_triage_are_compared(tmp_path: Path) -> None:
    with DemoServer(now_ms=NOW_MS, world=WORLD) as server:
        async with explorer(server, tmp_path) as ui:
            await ui.sees("100 sessions")
            await ui.press("T")
            await ui.sees("who else")
            await ui.until(lambda: len(ui.app.screen.view.table.rows) > 1, "the sessions of the triage")
            await ui.press("4", "space", "space", "c")
            await ui.until(lambda: isinstance(ui.app.screen, CompareScreen), "the comparison")
            await ui.sees(" differ")
