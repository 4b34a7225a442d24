"""The timeline walked key by key, as its user would."""

from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widget import Widget

from tests.drive import Explorer, explorer
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.panes.verdict import VerdictBar
from vpe_tui.tui.timeline.strip_view import StripView
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.bars import KeyBar

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid
STORM = simulate(Kind.STALL_STORM, 1).uuid
TRACKS = simulate(Kind.TWO_TRACKS).uuid
LONG = "00events-0000-4000-8000-000000001000"


async def ready(ui: Explorer) -> None:
    await ui.sees("live · fetched")
    await ui.settled()


def row(ui: Explorer) -> int | None:
    return ui.app.screen.query_one(Timeline).row


async def test_search_as_one_types_and_from_match_to_match(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=STORM) as ui:
        await ready(ui)
        await ui.press("slash", *"rebuf")
        await ui.sees("1 of 15")
        first = row(ui)
        await ui.press("enter", "n")
        await ui.sees("2 of 15")
        await ui.press("N", "N")
        await ui.sees("15 of 15")
        await ui.press("n")
        assert row(ui) == first
        await ui.press("slash", *"no such thing")
        await ui.sees("no match")
        await ui.press("escape")
        await ui.sees("“rebuf” 1 of 15")
        await ui.press("escape")
        await ui.until(lambda: "rebuf”" not in ui.text)


@pytest.mark.parametrize("wanted", ["E0003", "network", "+7:10.4", "16:54:45", "06:30", "240p"])
async def test_a_search_looks_through_every_column(server: DemoServer, tmp_path: Path, wanted: str) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("slash", *wanted, "enter")
        await ui.until(lambda: len(ui.app.screen.view.timeline.model.matches) > 0, wanted)


async def test_keys_typed_in_one_go_are_met_in_order(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        keys = ["f", *"stalls longer:3x", "backspace", *"s", "enter", "slash", *"1080", "enter", "n", "F", "G", "e"]
        for key in keys:
            ui.app.simulate_key(key)
        await ui.until(lambda: row(ui) == 999, "the last row")
        await ui.sees("no error after this row")
        assert ui.app.screen.view.timeline.model.matches.text == "1080"
        prompt = ui.app.screen.view.prompt
        assert not prompt.is_asking and not prompt.display


async def test_a_filter_in_words_with_what_each_would_leave(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=STORM) as ui:
        await ready(ui)
        await ui.press("f")
        await ui.sees("stalls 15 · ")
        await ui.press(*"stalls longer:5s")
        await ui.sees("5 of 34 events")
        await ui.press("enter")
        await ui.sees("5 of 34 · filter stalls longer:5s")
        await ui.press("f", *"longer:abc", "enter")
        await ui.sees("“abc” is no length of time")
        await ui.press("escape")
        await ui.sees("filter stalls longer:5s")
        await ui.press("f", *"nothing-like-this", "enter")
        await ui.sees("No event passes this filter.")
        await ui.press("F")
        await ui.sees("34 events")


async def test_esc_steps_out_one_thing_at_a_time(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        await ui.press("plus", "plus", "f", *"stalls", "enter", "slash", *"1080", "enter")
        strip = ui.app.screen.query_one(StripView)
        await ui.sees("“1080”")
        await ui.press("slash")
        await ui.until(lambda: ui.app.screen.view.prompt.is_asking)
        await ui.press("escape")
        assert "“1080”" in ui.text
        await ui.press("escape")
        await ui.until(lambda: "“1080”" not in ui.text)
        assert "filter stalls" in ui.text
        await ui.press("escape")
        await ui.until(lambda: "filter stalls" not in ui.text)
        assert strip.is_zoomed
        await ui.press("escape")
        assert not strip.is_zoomed
        await ui.press("escape")
        await ui.sees("Recent sessions")


@pytest.mark.parametrize(
    ("on", "back", "kind", "word"),
    [
        ("e", "E", Kind.FATAL_ERROR, "error"),
        ("w", "W", Kind.STALL_STORM, "stall"),
        ("v", "V", Kind.STALL_STORM, "quality"),
    ],
)
async def test_landmarks(server: DemoServer, tmp_path: Path, on: str, back: str, kind: Kind, word: str) -> None:
    async with explorer(server, tmp_path, uuid=simulate(kind, 1).uuid) as ui:
        await ready(ui)
        await ui.press(on)
        await ui.until(lambda: (row(ui) or 0) > 0, f"the next {word}")
        await ui.press("g", back)
        await ui.sees("before this row")
        await ui.press("d")
        await ui.sees("no time without rows after this row")


async def test_going_to_a_time(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        for words, expected in (("+0:20.5", 5), ("88", 88), ("100%", 999), ("0%", 0), ("04:53:00", 6)):
            await ui.press("t", *words, "enter")
            await ui.until(lambda expected=expected: row(ui) == expected, words)
        await ui.press("t", *"soon", "enter")
        await ui.sees("“soon” is no time")
        log = ui.app.screen.view.session.events
        later = next(row for row in range(len(log)) if log.end_ms[row] > log.start_ms[6] + 60_000)
        sooner = next(row for row in range(len(log)) if log.end_ms[row] > log.start_ms[later] - 60_000)
        await ui.press("escape", "right_square_bracket")
        assert row(ui) == later
        await ui.press("left_square_bracket")
        assert row(ui) == sooner
        await ui.press("less_than_sign")
        assert row(ui) == later
        await ui.press("greater_than_sign")
        assert row(ui) == sooner


async def test_times_are_told_from_the_mark(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("e", "m")
        await ui.sees("● +0.000")
        await ui.sees("since mark")
        await ui.sees("−7:10.488")
        await ui.press("g", "Z")
        await ui.press("G", "m")
        await ui.sees("since start")


async def test_details_of_a_row(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("e", "enter")
        for said in ("Row 15", "E0003 network error", "Before it", "rebuffering (row 14)", "Error code (errorCode)"):
            await ui.sees(said)
        await ui.press("G")
        await ui.sees('"errorCode": "E0003"')
        await ui.press("escape")
        await ui.until(lambda: "Row 15" not in ui.text)


async def test_copying(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("e", "y")
        await ui.sees("the row as text: sent")
        assert "E0003 network error" in ui.app.clipboard
        await ui.press("f", *"stalls,errors", "enter", "Y", *["down"] * 4)
        await ui.sees("a link to this row")
        await ui.press("enter")
        await ui.sees("a link to this row: sent")
        assert ui.app.clipboard == f"vpe-tui --demo {FAILED} --at 2025-10-06T07:54:45.231Z --filter stalls,errors"


async def test_a_link_opens_just_there(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=STORM, at=10, words="stalls longer:1s") as ui:
        await ready(ui)
        await ui.sees("filter stalls longer:1s")
        assert row(ui) == 10


async def test_a_track_change_opens_a_chapter(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=TRACKS) as ui:
        await ready(ui)
        for number in (1, 2, 3):
            await ui.sees(f"── track {number} of 3 · ")
        await ui.press("f", *"startup", "enter")
        await ui.sees("── track 3 of 3 · ")


async def test_the_mouse(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        await ui.pilot.click(Timeline, offset=(20, 6))
        assert row(ui) == 4
        await ui.pilot.click(StripView, offset=(60, 0))
        await ui.until(lambda: (row(ui) or 0) > 300, "the middle")
        await ui.pilot.click(Timeline, offset=(20, 6), times=2)
        await ui.sees("Before it")


async def test_a_refresh_keeps_the_place(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        await ui.press("t", *"500", "enter", "r")
        await ui.sees("live · fetched just now")
        assert row(ui) == 500


async def test_keys_while_a_large_session_is_still_being_read(
    server: DemoServer, tmp_path: Path, hundred_thousand: str
) -> None:
    async with explorer(server, tmp_path, uuid=hundred_thousand) as ui:
        await ui.sees("player_start")
        await ui.press("f", *"stalls,errors", "enter", "slash", *"12:3", "enter", "w", "G", "plus")
        await ui.sees("of 100,000")
        await ui.press("F")
        await ui.sees("100,000 events")


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 15), (40, 10)], ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("kind", [Kind.KOREAN_TITLE, Kind.TWO_TRACKS, Kind.ODD_TYPES])
async def test_every_line_is_as_wide_as_the_screen(server: DemoServer, tmp_path: Path, kind: Kind, size) -> None:
    async with explorer(server, tmp_path, uuid=simulate(kind).uuid, size=size) as ui:
        await ui.settled()
        for keys in ("3", "5", "enter", "escape", "question_mark", "escape"):
            await ui.press(keys)
            widths = {strip.cell_length for strip in ui.app.screen._compositor.render_strips(ui.app.size)}
            assert widths == {size[0]}


async def test_text_can_be_selected_and_copied(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        await ui.pilot.mouse_down(Timeline, offset=(10, 4))
        await ui.pilot.hover(Timeline, offset=(40, 6))
        await ui.pilot.mouse_up(Timeline, offset=(40, 6))
        await ui.press("y")
        await ui.sees("the selected text: sent")
        first, second, third = ui.app.clipboard.split("\n")
        assert "playing          12.0 s" in first
        assert "» seeking" in second
        assert third.endswith("playin")


async def dragged(ui: Explorer, start: tuple[int, int], end: tuple[int, int]) -> None:
    await ui.pilot.mouse_down(offset=start)
    await ui.pilot.hover(offset=end)
    await ui.pilot.mouse_up(offset=end)


def place_of(ui: Explorer, what: type[Widget] | str) -> Region:
    return ui.app.screen.query_one(what).region


async def test_the_verdict_can_be_selected(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        verdict = place_of(ui, VerdictBar)
        await dragged(ui, (3, verdict.y), (15, verdict.y))
        assert ui.app.screen.get_selected_text() == ui.lines[verdict.y][3:16].strip()
        await ui.press("y")
        await ui.sees("the selected text: sent")
        assert ui.app.clipboard == ui.lines[verdict.y][3:16].strip()


async def test_nothing_that_has_no_text_is_ever_selected(server: DemoServer, tmp_path: Path) -> None:
    """Clicked once, twice, three times, dragged through and over: no widget's name comes of it."""
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        for what in (StripView, KeyBar, VerdictBar, "#title"):
            await ui.pilot.click(what, offset=(30, 0), times=3)
            assert not ui.app.screen.get_selected_text(), what
        for what in (StripView, KeyBar):
            at = place_of(ui, what)
            await dragged(ui, (10, at.y), (60, at.y))
            assert not ui.app.screen.get_selected_text(), what
        await dragged(ui, (30, place_of(ui, KeyBar).y), (30, place_of(ui, VerdictBar).y))
        assert not ui.app.screen.get_selected_text()
        ui.app.screen.text_select_all()
        text = ui.app.screen.get_selected_text()
        assert text
        assert not [each for each in ui.app.screen.query("*") if f"{type(each).__name__}#" in text]


async def test_a_double_click_selects_nothing(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        for what in (Timeline, "#user"):
            for times in (2, 3):
                for y in (2, 0):  # a line, and its border
                    await ui.pilot.click(what, offset=(8, y), times=times)
                    while len(ui.app.screen_stack) > 1:
                        await ui.press("escape")
                    assert not ui.app.screen.selections


async def test_a_drag_stays_in_its_pane_and_moves_no_cursor(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        user, timeline = ui.app.screen.query_one("#user"), ui.app.screen.query_one(Timeline)
        cursor = timeline.cursor
        start = (user.region.x + 3, user.region.y + 2)
        await dragged(ui, start, (timeline.region.x + 40, timeline.region.y + 6))
        assert list(ui.app.screen.selections) == [user]
        await dragged(ui, (40, timeline.region.y + 5), start)
        assert list(ui.app.screen.selections) == [timeline]
        await dragged(ui, (20, timeline.region.y + 4), (60, timeline.region.y + 4))
        assert list(ui.app.screen.selections) == [timeline]
        assert timeline.cursor == cursor
        await ui.press("5", "j")
        assert not ui.app.screen.selections, "it goes with the next move of the cursor"


async def test_a_filter_that_leaves_nothing_does_not_lose_the_place(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG) as ui:
        await ready(ui)
        await ui.press("t", *"500", "enter", "f", *"zzzz", "enter")
        await ui.sees("0 of 1,000")
        await ui.press("F")
        await ui.until(lambda: row(ui) == 500, "the row before")
