"""Comparing two sessions on screen: from a session, from the lists, from the command line."""

import re
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from tests.drive import NOW_MS, Explorer, Turns, explorer, settings_for
from tests.real.truth import LOGS
from tests.shots import WORLD
from tests.tui.test_sessions import looked_at
from tests.unit.playback.logs import answer_of, log_of, row
from vpe_tui.api.client import VpeClient
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.errors import NetworkFault
from vpe_tui.qoe.declarations import METRIC_OF
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.targets import Comparing
from vpe_tui.service.watch import Watch
from vpe_tui.tui.compare.rows import RowsSideBySide
from vpe_tui.tui.polling import EVERY_S
from vpe_tui.tui.screens.compare import CompareScreen
from vpe_tui.tui.screens.dialogs import Choices
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.shell import Shell

BAD = simulate(Kind.FATAL_ERROR, 1).uuid
GOOD = simulate(Kind.CLEAN_VOD).uuid
Saved = Callable[..., tuple[str, str]]
FETCH, COPY = Lookup.fetch, Shell.copy
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


# What one side has alone for long


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Saves two sessions of a start and of so many rows more, half a minute apart; gives the names of the files."""

    def saved(a: int, b: int, action: str = "rebuffering") -> tuple[str, str]:
        names = []
        for letter, count in (("a", a), ("b", b)):
            start = (row("player_start", 0.1), row("startup", 1.0), row("playing", 10, 10))
            body = answer_of(log_of(*start, *(row(action, 2.0, 10, silent_s=28) for _ in range(count))))
            names.append(str(tmp_path / f"{letter}.json"))
            Path(names[-1]).write_bytes(body)
        return names[0], names[1]

    return saved


async def test_a_long_run_of_one_side_stands_in_one_line_that_opens(saved: Saved, tmp_path: Path) -> None:
    a, b = saved(12, 0)
    async with explorer(None, tmp_path, uuid=a, other=b) as ui:
        await ui.sees("… 12 rows only on the left: 12 rebuffering")
        assert next(line for line in ui.lines if "… 12 rows" in line).rstrip("│ ").endswith("◂ first")
        await ui.sees("12 rows only in A: 12 rebuffering, ")
        await ui.sees("of 15")
        folded = rows(ui).count
        await ui.press("n")
        await ui.sees("no difference below")
        await ui.press("enter")
        assert rows(ui).count == folded + 11 and "only on the left" not in ui.text
        await ui.press("n")
        await ui.sees("row 5 of 15")
        await ui.press("h")
        await ui.sees("stand in one line: h shows each row")
        assert rows(ui).count == folded and len(rows(ui).places) == 12
        await ui.press("h")
        await ui.sees("every row by itself")
        assert rows(ui).count == folded + 11


async def test_below_one_another_a_run_says_whose_it_is(saved: Saved, tmp_path: Path) -> None:
    a, b = saved(0, 9)
    async with explorer(None, tmp_path, uuid=a, other=b, size=(80, 24)) as ui:
        await ui.sees("… 9 rows only in B: 9 rebuffering")


async def test_an_error_is_in_no_run(saved: Saved, tmp_path: Path) -> None:
    a, b = saved(12, 0, "error")
    async with explorer(None, tmp_path, uuid=a, other=b) as ui:
        await ui.sees("differ · first ")
        assert rows(ui).count == len(ui.app.screen.view.comparison.pairs) >= 12


# The letters of the other screens


async def test_errors_stalls_quality_changes_and_silence_are_gone_to_as_everywhere(
    saved: Saved, tmp_path: Path
) -> None:
    a, b = saved(3, 0)
    async with explorer(None, tmp_path, uuid=a, other=b) as ui:
        await ui.sees("differ · first ")
        pairs = ui.app.screen.view.comparison.pairs
        stalls = [place for place, pair in enumerate(pairs) if pair.a and pair.a.action == "rebuffering"]
        await ui.press("home", "w")
        assert rows(ui).place == stalls[0]
        await ui.press("d")
        assert rows(ui).place == stalls[1], "nothing for 28 s before it"
        await ui.press("D", "W")
        await ui.sees("no stall above")
        await ui.press("e")
        await ui.sees("there is no error")
        await ui.press("v")
        await ui.sees("there is no quality change")


async def test_z_tells_the_wall_clock_in_the_next_zone(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        assert ui.lines[1].endswith(" KST") and ui.lines[2].endswith(" KST")
        await ui.press("z", "z")
        await ui.sees("wall clock in utc")
        assert ui.lines[1].endswith(" UTC") and ui.lines[2].endswith(" UTC")
        await ui.press("x")
        await ui.sees(" UTC")


async def test_r_asks_for_both_again_and_a_fault_takes_nothing_away(server: DemoServer, tmp_path: Path) -> None:
    asked: list[str] = []
    known = Lookup.fetch

    async def fetch(lookup: Lookup, uuid: str, *more: object, **named: object) -> object:
        asked.append(uuid)
        if len(asked) > 4:
            raise NetworkFault("No answer", "it is gone", "wait")
        return await known(lookup, uuid, *more, **named)  # type: ignore[arg-type]

    with mock.patch.object(Lookup, "fetch", fetch):
        async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
            await ui.sees("differ · first ")
            await ui.until(lambda: len(asked) == 2, "both")
            await ui.press("r")
            await ui.until(lambda: sorted(asked) == sorted([BAD, GOOD] * 2), "both again")
            await ui.until(lambda: "refreshing" not in ui.lines[0], "both answers")
            await ui.press("r")
            await ui.sees("No answer")
            await ui.sees("not refreshed")
            assert "◂ first" in ui.text


async def test_r_tries_again_what_could_not_be_had(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        with mock.patch.object(Lookup, "fetch", side_effect=NetworkFault("No answer", "it is gone", "wait")):
            ui.app.shell.open_comparison(Comparing(BAD, GOOD))
            await ui.sees("cannot be compared")
            await ui.sees("r tries again")
        await ui.press("r")
        await ui.sees("differ · first ")


async def test_p_asks_for_both_again_and_again(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        await ui.until(lambda: "fetching" not in ui.lines[0], "both answers")
        turns, asked = Turns(), list[str]()
        ui.app.shell.worker.watch = Watch(turns.sleep)

        async def fetch(lookup: Lookup, uuid: str, *more: object, **named: object) -> object:
            asked.append(uuid)
            return await FETCH(lookup, uuid, *more, **named)  # type: ignore[arg-type]

        with mock.patch.object(Lookup, "fetch", fetch):
            await ui.press("p")
            await ui.sees(f"again every {EVERY_S} s")
            for count in (2, 4):
                turns.next()
                await ui.until(lambda count=count: len(asked) == count, f"asked {count} times")
            await ui.press("p")
            await ui.until(lambda: "again every" not in ui.lines[0], "no longer")


async def test_y_and_shift_y_take_along_what_others_may_see(server: DemoServer, tmp_path: Path) -> None:
    texts: list[str] = []

    def copy(app: Shell, way: object, text: str, name: str = "") -> object:
        texts.append(text)
        return COPY(app, way, text, name)  # type: ignore[arg-type]

    with mock.patch.object(Shell, "copy", copy):
        async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
            await ui.sees("differ · first ")
            before = ui.lines[:-2]
            await ui.press("y")
            await ui.until(lambda: len(texts) == 1, "the line")
            assert texts[0] == rows(ui).said and ui.lines[:-2] == before
            for place in range(5):
                await ui.press("Y")
                await ui.sees("the UUID of B")
                await ui.press(*["down"] * place, "enter")
                await ui.until(lambda place=place: len(texts) == place + 2, f"number {place}")
    report, command, line, a, b = texts[1:]
    assert report.startswith("## ") and command in report and line == texts[0]
    assert command.startswith("vpe-tui --demo compare ") and (a, b) == (BAD, GOOD)


# What an explanation leads to


async def test_a_number_leads_to_the_rows_that_it_counts_on_either_side(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, uuid=STALLS, other=NORMAL) as ui:
        await ui.sees("differ · first ")
        numbers = ui.app.screen.view.numbers
        await ui.press("2")
        stalls = METRIC_OF["rebuffer_count"]
        numbers.cursor = next(n for n, each in enumerate(numbers._lines) if getattr(each, "metric", None) is stalls)
        await ui.press("x")
        await ui.until(lambda: re.search("A  ≥ 3 +3 rows: 3, 5, 7", ui.text), "the stalls of A")
        assert "no row to go to" not in ui.text
        await ui.press("enter")
        assert rows(ui).has_focus and rows(ui).row_of["A"].meaning == "rebuffering"
        await ui.press("2", "x", "f")
        await ui.until(lambda: isinstance(ui.app.screen, SessionScreen), "the session")
        await ui.sees("filter metric:")


async def test_a_field_has_no_row_to_go_to(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, uuid=STALLS, other=NORMAL) as ui:
        await ui.sees("differ · first ")
        await ui.press("1", "x")
        await ui.sees("no row to go to")


async def test_x_tells_all_about_a_row_in_both(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=BAD, other=GOOD) as ui:
        await ui.sees("differ · first ")
        await ui.press("home", "x")
        await ui.sees("The row, in both")
        assert "— A" in ui.text and "exact to the millisecond" in ui.text
        await ui.press("end")
        await ui.sees("1 row: 0")
        assert "(actionType)" in ui.text, "as it came"


# With which


async def test_those_of_the_same_title_are_offered_first_and_others_of_the_window_after_them(tmp_path: Path) -> None:
    with DemoServer(now_ms=NOW_MS, world=WORLD) as server:
        async with explorer(server, tmp_path) as ui:
            await ui.sees("100 sessions")
            await ui.press("T")
            await ui.sees("who else")
            await ui.until(lambda: "read ·" in ui.lines[0] or " unread" in ui.lines[0], "logs that were read")
            await ui.until(lambda: "esc stops" not in ui.lines[0] and "…" not in ui.lines[0], "all of them")
            await ui.press("4", "home")
            title = ui.app.screen.view.table.row.summary.title
            with (
                mock.patch.object(Lookup, "fetch", side_effect=AssertionError),
                mock.patch.object(Lookup, "recent", side_effect=AssertionError),
            ):
                await ui.press("c")
                await ui.sees("Compare with")
                offered = [text for _, text in ui.app.screen.query_one(Choices)._choices]
            titles = [text.split(" · ")[1] == title for text in offered if not text.startswith("good by the list")]
            assert any(titles) and not all(titles) and titles == sorted(titles, reverse=True), offered


async def test_nothing_is_fetched_before_enter(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, GOOD)
    async with explorer(server, tmp_path, uuid=BAD) as ui:
        await ui.settled()
        await ui.keeps(BAD)
        asked = mock.AsyncMock(side_effect=NetworkFault("No answer", "it is gone", "wait"))
        with mock.patch.object(VpeClient, "session", asked), mock.patch.object(VpeClient, "recent", asked):
            await ui.press("c")
            await ui.sees("Compare with")
            await ui.press("down", "up", "question_mark", "escape")
            await ui.sees("Compare with")
            assert not asked.called
