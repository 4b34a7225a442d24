"""The keys of the timeline and the session, one by one, as their user types them and what is then on screen.

Keys are written as they are on the keyboard, with ⏎ enter, ⎋ esc, ⌫ backspace, ↓ down, ⇱ Home, ⇲ End, ⇥ tab. They are
sent right after one another, as by a fast typist or a paste: nobody waits for the screen.
"""

import asyncio
import json
import unicodedata
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Literal
from unittest import mock

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.keys import _character_to_key

from tests.drive import NOW_MS, Explorer, explorer, settings_for
from tests.pace import PATIENCE_S
from tests.unit.playback import logs
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.fleet.summary import Summary
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.targets import Opening
from vpe_tui.session.parse import parse_session
from vpe_tui.session.redact import redacted_body
from vpe_tui.store.cache import Kept
from vpe_tui.tui.session import feed as session_feed
from vpe_tui.tui.timeline.strip_view import StripView
from vpe_tui.tui.timeline.view import Timeline

CASES = Path(__file__).parents[1] / "data/cases"
FAILED = simulate(Kind.FATAL_ERROR, 1).uuid
"""16 rows in 7:10: stalls in rows 8, 10, 12 and 14, the quality falls in row 8, the error is row 15."""

TRACKS = simulate(Kind.TWO_TRACKS, 0).uuid
GAP = simulate(Kind.FAILED_START, 0).uuid
LONG_PAUSE = simulate(Kind.OLD_FORM, 0).uuid
STORM = simulate(Kind.STALL_STORM, 1)

_KEYS = {"⏎": "enter", "⎋": "escape", "⌫": "backspace", "↓": "down", "⇱": "home", "⇲": "end", "⇥": "tab"}


@pytest.fixture
async def ui(server: DemoServer, tmp_path: Path) -> AsyncIterator[Explorer]:
    """The failed session, open, on a wide screen, every row in a line of its own."""
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("live · fetched")
        await ui.settled()
        await ui.press("h")
        yield ui


async def types(ui: Explorer, keys: str) -> None:
    for key in keys:
        ui.app.post_message(Key(_KEYS[key], None) if key in _KEYS else Key(_character_to_key(key), key))
    await ui.pilot.pause()


async def follows(ui: Explorer, *steps: tuple[str, str]) -> None:
    """Each step's keys bring its text on screen."""
    for keys, seen in steps:
        await types(ui, keys)
        await ui.sees(seen)


def on_prompt(ui: Explorer, start: str, end: str) -> bool:
    return ui.lines[-1].startswith(start) and ui.lines[-1].endswith(end)


def strip(ui: Explorer) -> tuple[str, float]:
    """The strip's cells, and the seconds each stands for."""
    line = next(line for line in ui.lines if "1 cell = " in line)
    drawn, each = line.split("1 cell = ")
    return drawn.strip(), float(each.split(" ")[0])


def strip_cursor(ui: Explorer) -> int:
    """The cell of the strip that is set off; -1 when none is."""
    place = 0
    for segment in ui.app.screen.query_one(StripView).render_line(0):
        if segment.style and segment.style.reverse:
            return place - 1
        place += len(segment.text)
    return -1


def last_cell(ui: Explorer) -> bool:
    return strip_cursor(ui) == len(strip(ui)[0]) - 1


@pytest.mark.parametrize(
    "steps",
    [
        # / n N: search
        [("/", "in every column: action, time, quality, error…"), ("E0003", "row 15 · “E0003” 1 of 1")],
        [("/E0003⏎", "row 15 · “E0003” 1 of 1"), ("", "? help")],
        [("/buffer⏎", "row 8 · “buffer” 1 of 4"), ("n", "row 10 · “buffer” 2 of 4"), ("nn", "4 of 4"), ("n", "1 of 4")],
        [("/buffer⏎", "1 of 4"), ("N", "row 14 · “buffer” 4 of 4"), ("N", "row 12 · “buffer” 3 of 4")],
        [("/zzz", "“zzz” no match"), ("", "row 0 ·"), ("⏎n", "row 0 ·")],
        [("n", "nothing is searched for: / searches"), ("N", "nothing is searched for: / searches")],
        [("/rebuf⏎n", "row 10 ·"), ("/E0003", "row 15 ·"), ("⎋", "row 10 · “rebuf” 2 of 4")],
        [("/rebuf⏎↓", "row 9 · “rebuf” 4 matches"), ("/E0003", "row 15 ·"), ("⎋", "row 9 · “rebuf” 4 matches")],
        [("/+5:37.7", "row 8 ·")],
        [("/16:53:23", "row 9 ·")],
        [("/11.4 s", "row 8 ·")],
        [("/240P", "row 8 ·")],
        [("/network err", "row 15 ·")],
        [("zz", "wall clock in utc"), ("/07:53:23", "row 9 ·")],
        [("/16:53:23⏎", "“16:53:23” 1 of 1"), ("zz", "“16:53:23” no match")],
        # f F: filter
        [("f", "errors 1 · stalls 4 · startup 1 · player_start 1 · playing 9 · quality:1080p 8 · quality:240p 8")],
        [("fstalls,errors⏎", "5 of 16 · filter"), ("f longer:5s⏎", "3 of 16 · filter stalls,errors long")],
        [("fstalls⏎", "4 of 16"), ("F", "· 16 events")],
        [("wwferrors,stalls", "row 10 · 5 of 16"), ("⏎F", "row 10 · 16 events")],
        [("wwferrors", "row 15 · 1 of 16"), ("⎋", "row 10 · 16 events")],
        [("flonger:soon⏎", "“soon” is no length of time; 2s, 500ms and 1m are"), ("⌫⌫⌫⌫1m⏎", "filter longer:60s")],
        [("fquality:9p⏎", "No event passes this filter."), ("", "F clears it."), ("", "0 of 16 · filter quality:9p")],
        [("fquality:9p⏎↓enmy⏎][<Z⇲", "No event passes this filter."), ("F", "player_start")],
        # e E w W v V d D: to the next, to the previous
        [("e", "row 15 ·"), ("e", "no error after this row"), ("E", "no error before this row")],
        [("w", "row 8 ·"), ("ww", "row 12 ·"), ("w", "row 14 ·"), ("w", "no stall after this row"), ("W", "row 12 ·")],
        [("W", "no stall before this row"), ("⇲W", "row 14 ·"), ("↓", "row 15 ·")],
        [("v", "row 8 ·"), ("v", "no quality change after this row"), ("⇲V", "row 8 ·"), ("V", "no quality change")],
        [("d", "no time without rows after this row"), ("⇲D", "no time without rows before this row")],
        [("flonger:10s⏎w", "row 8 ·"), ("w", "row 14 ·"), ("e", "no error after this row")],
        # t: to a time
        [("t", "+12:43 since the start, 12:52:00 or 10-08 12:52 on the clock, 43%"), ("43%⏎", "row 5 ·")],
        [("t+6:44⏎", "row 12 ·"), ("", "? help"), ("t+0⏎", "row 0 ·")],
        [("t100%⏎", "row 15 ·"), ("t3⏎", "row 3 ·"), ("t88⏎", "there is no row 88: this is the last")],
        [("↓t16:47:34⏎", "row 0 ·"), ("t16:53:24⏎", "row 9 ·"), ("t16:49⏎", "row 3 ·")],
        [("t9:00⏎", "that was before the session: this is the first row"), ("t+3h", "that was after the session")],
        [("zzt07:53:24⏎", "row 9 ·")],
        [("tnoon⏎", "“noon” is no time; +12:43, 12:52:00, 10-08 12:52, 43%"), ("⌫⌫⌫⌫5⏎", "row 5 ·")],
        [("t5⏎", "row 5 ·"), ("t9⎋", "row 5 ·"), ("", "? help")],
        # [ ] < >: a minute back and on; back and forward through jumps
        [("t5⏎", "row 5 ·"), ("[", "row 3 ·"), ("]", "row 4 ·"), ("[[[[[[", "row 0 ·"), ("]]]]]]]]]]", "row 15 ·")],
        [("<", "no jump to go back to"), (">", "no jump to go forward to")],
        [("w↓e", "row 15 ·"), ("<", "row 9 ·"), ("<", "row 0 ·"), (">", "row 9 ·"), (">", "row 15 ·")],
        [("w↓e<", "row 9 ·"), ("w", "row 10 ·"), (">", "no jump to go forward to")],
        [("/E0003⏎n<", "row 0 · “E0003” 1 match")],
        # m: a mark that times are told from
        [("wm", "row 8 · mark 8"), ("", "● +0.000  16:53:12.460  ▒ rebuffering"), ("", "since mark")],
        [("wm", "−5:37.717  16:47:34.743"), ("↓", "+11.406  16:53:23.866"), ("Wm", "+5:37.717  16:53:12.460")],
        # y: copy; a 1…5 tab: panes
        [("y", "the row as text: sent to the terminal")],
        [("1a", "visitedPage"), ("⇲", "Page (visitedPage): "), ("⏎", "esc close"), ("q5", "row 0 ·")],
        # all in one go
        [("/rebuf⏎nnmfstalls⏎ew", "row 14 · mark 12 · “rebuf” 4 of 4 · 4 of 16 · filter stalls"), ("", "? help")],
        [("/rebuf⏎t16:53:24⏎", "row 9 · “rebuf” 4 matches"), ('f"5.6 s",errors⏎', 'filter text:"5.6 s",')],
        [("ey", "the row as text: sent"), ("↓WWz", "wall clock in local")],
    ],
    ids=lambda steps: " ".join(keys for keys, _ in steps).strip(),
)  # fmt: skip
async def test_keys_and_what_they_bring(ui: Explorer, steps: list[tuple[str, str]]) -> None:
    await follows(ui, *steps)


async def test_the_prompt_tells_what_the_answer_does(ui: Explorer) -> None:
    await types(ui, "/rebuf")
    await ui.until(lambda: on_prompt(ui, " / rebuf", "1 of 4"), "count and position")
    await types(ui, "zz")
    await ui.until(lambda: on_prompt(ui, " / rebufzz", "no match"), "none")
    await types(ui, "⎋fstalls,errors")
    await ui.until(lambda: on_prompt(ui, " filter stalls,errors", "5 of 16 events"), "what is left")
    assert "▶ playing" not in ui.text
    await types(ui, "⏎f")
    await ui.until(lambda: on_prompt(ui, " filter stalls,errors", "5 of 16 events"), "the filter, to go on from")


async def test_esc_is_one_step_out_prompt_search_filter_zoom_screen(ui: Explorer) -> None:
    whole = strip(ui)[1]
    await follows(
        ui,
        ("+fstalls,errors⏎/5.6⏎/x", "“x” no match"),
        ("⎋", "row 12 · “5.6” 1 of 1 · 5 of 16 · filter stalls,errors"),
        ("⎋", "row 12 · 5 of 16 · filter stalls,errors"),
        ("⎋", "row 12 · 16 events"),
    )
    assert strip(ui)[1] == pytest.approx(whole / 2, abs=0.1)
    await types(ui, "⎋")
    await ui.until(lambda: strip(ui)[1] == whole, "the whole session")
    await follows(ui, ("⎋", "40 sessions"))


async def test_a_mark_goes_where_it_stands(ui: Explorer) -> None:
    await follows(ui, ("wm", "●"), ("m", "since start"))
    assert "●" not in ui.text and "+5:37.717" in ui.text


async def test_to_the_next_and_the_previous_gap(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=GAP) as ui:
        await ui.sees("live · fetched")
        await follows(
            ui,
            ("d", "row 1 ·"),
            ("d", "no time without rows after this row"),
            ("⇱D", "no time without rows before this row"),
        )


async def test_a_minute_on_leaves_a_row_longer_than_that(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=LONG_PAUSE, at=3) as ui:
        await follows(ui, ("", "row 3 ·"), ("]", "row 4 ·"))


# The strip


async def test_a_strip_may_change_its_size_while_another_session_comes(ui: Explorer) -> None:
    """What is drawn is of the one before, until more is known."""
    strip_view = ui.app.screen.view.strip
    other = simulate(Kind.STALL_STORM, 1)
    strip_view.session = parse_session(other.body, other.uuid)
    for width in (90, 130, 60):
        await ui.pilot.resize_terminal(width, 40)
        await ui.settled()
        assert strip_view.render_line(1).text.strip(), "its middle lane is drawn"


async def test_zoom_in_out_and_to_the_mark(ui: Explorer) -> None:
    cells, whole = strip(ui)
    assert whole == pytest.approx(430.5 / len(cells), abs=0.1)
    await follows(ui, ("-", "the strip shows the whole session"))
    for key, each in (("+", whole / 2), ("=", whole / 4), ("+", 1)):
        await types(ui, key)
        await ui.until(lambda each=each: abs(strip(ui)[1] - each) < 0.11, f"cells of {each} s")
    await follows(ui, ("+", "the strip cannot show less time"), ("-", "1 cell = 2.0 s"))
    await follows(ui, ("Z", "no row is marked: m marks one"), ("wm⇲Z", "1 cell = 1.1 s"))
    assert "▒▒▒▒▒▒▒▒▒▒✗" in strip(ui)[0] and strip(ui)[0].startswith("▶▶▶▶")


async def test_the_strip_follows_the_cursor(ui: Explorer) -> None:
    await ui.until(lambda: strip_cursor(ui) == 0, "the cursor, from the start")
    await types(ui, "⇲")
    await ui.until(lambda: last_cell(ui), "the cursor in the last cell")
    await types(ui, "⇱++e")
    await ui.until(lambda: "✗" in strip(ui)[0] and strip_cursor(ui) > 0, "the error's surroundings")


async def test_the_strip_follows_a_filter_that_brings_another_row_under_the_cursor(ui: Explorer) -> None:
    await ui.until(lambda: strip_cursor(ui) == 0, "the cursor in the first cell")
    await follows(ui, ("ferrors⏎", "row 15 ·"))
    await ui.until(lambda: last_cell(ui), "the cursor in the last cell")


async def test_a_click_on_the_strip_goes_there_and_a_drag_through_it_is_one_jump(ui: Explorer) -> None:
    cells, _ = strip(ui)
    y = next(number for number, line in enumerate(ui.lines) if cells in line)

    def share(percent: int) -> tuple[int, int]:
        return 1 + len(cells) * percent // 100, y

    await ui.pilot.click(offset=share(43))
    await ui.sees("row 5 ·")
    await ui.pilot.mouse_down(offset=share(10))
    await ui.sees("row 2 ·")
    for percent in (20, 30, 60, 80):
        await ui.pilot.hover(offset=share(percent))
    await ui.sees("row 8 ·")
    await ui.pilot.mouse_up(offset=share(80))
    await ui.pilot.hover(offset=share(20))
    await ui.sees("row 8 ·")
    await follows(ui, ("<", "row 5 ·"))


async def test_a_click_moves_and_a_double_click_tells_all(ui: Explorer) -> None:
    top = next(number for number, line in enumerate(ui.lines) if "player_start" in line)
    await ui.pilot.click(offset=(20, top + 3))
    await ui.sees("row 3 ·")
    await ui.pilot.double_click(offset=(20, top + 9))
    await follows(ui, ("", "Row 9"), ("⎋", "row 9 ·"))


# Details and copies


async def test_enter_tells_all_of_a_row(ui: Explorer) -> None:
    raw = simulate(Kind.FATAL_ERROR, 1).answer["result"]["sessionLog"][15]
    await follows(ui, ("e⏎", "Row 15"))
    for said in ("E0003 network error", "rebuffering (row 14), 4 ms", "2025-10-06 16:54:45.231", "exact to the milli"):
        assert said in ui.text, said
    assert all(f"({name})" in ui.text for name in raw)
    await follows(ui, ("⇲", f'"logDateUnix": "{raw["logDateUnix"]}"'), ("q", "row 15 ·"))


async def test_a_filter_says_when_a_name_before_a_colon_names_nothing(ui: Explorer) -> None:
    await types(ui, "fbogus:1")
    await ui.until(lambda: on_prompt(ui, " filter bogus:1", "it is looked for as text"), "why nothing is left")


async def test_y_copies_the_row_as_text(ui: Explorer) -> None:
    await follows(ui, ("ey", "the row as text: sent to the terminal"))
    assert ui.app.clipboard.startswith("+7:10.488 16:54:45.231 ✗ error 0 s")
    assert "E0003 network error · A network error occurred while loading the media." in ui.app.clipboard


async def test_the_copy_menu_has_uuid_row_link_and_session(ui: Explorer) -> None:
    await follows(ui, ("fstalls,E0003⏎e", "row 15 · 5 of 16"))
    answer = simulate(Kind.FATAL_ERROR, 1).answer
    wanted = {
        "a report (Markdown)": "## Playback failure",
        "the UUID": FAILED,
        "the row as text": "+7:10.488",
        "the row as JSON": answer["result"]["sessionLog"][15],
        "a link to this row": f"vpe-tui --demo {FAILED} --at 2025-10-06T07:54:45.231Z --filter stalls,text:E0003",
        "a report (text)": "Symphony No. 9",
        "the session as JSON": json.loads(redacted_body(json.dumps(answer).encode())),
    }
    for place, (name, value) in enumerate(wanted.items()):
        await follows(ui, ("Y", "a link to this row"), ("↓" * place + "⏎", f"{name}: sent to the terminal"))
        copied = ui.app.clipboard
        assert copied.startswith(value) if isinstance(value, str) else json.loads(copied) == value
    await follows(ui, ("Y", "a link to this row"), ("⎋", "5 of 16"))


# Openings, refresh, chapters, panes


async def test_a_link_opens_at_its_row_with_its_filter(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED, at=12, words="stalls,errors") as ui:
        await ui.sees("row 12 · 5 of 16 · filter stalls,errors")
    async with explorer(server, tmp_path, uuid=FAILED, at=99) as ui:
        await ui.sees("row 15 · 16 events")
    async with explorer(server, tmp_path, uuid=FAILED, at="+6:40") as ui:
        await ui.sees("row 12 · 16 events")
    async with explorer(server, tmp_path, uuid=FAILED, at="23:59") as ui:
        await ui.sees("that was after the session: this is the last row")


async def test_of_a_session_that_is_still_being_read_all_is_so_far(ui: Explorer) -> None:
    ui.app.screen.view.timeline.model.is_whole = False
    await follows(ui, ("Ge", "no error after this row so far: the rest is being read"), ("", "16 events so far"))
    await follows(ui, ("/nowhere⏎", "“nowhere” no match so far"), ("t43%⏎", "the rest is still being read"))


async def test_a_refresh_keeps_row_filter_search_and_mark(server: DemoServer, tmp_path: Path) -> None:
    older = json.loads(STORM.body)
    del older["result"]["sessionLog"][20:]
    kept = Kept(STORM.uuid, NOW_MS, json.dumps(older).encode())
    Lookup(settings_for(server.base_url), tmp_path).cache.put(kept, Summary())
    async with explorer(server, tmp_path, uuid=STORM.uuid) as ui:
        await ui.sees("20 events")
        await follows(ui, ("wmfstalls⏎/7.⏎ww", "row 8 · mark 4 · “7.” "), ("", "8 of 20 · filter stalls"))
        await follows(ui, ("r", "15 of 34 · filter stalls"), ("", "row 8 · mark 4 · “7.” "))


async def test_each_day_of_a_long_session_has_its_line(tmp_path: Path) -> None:
    rows = logs.log_of(*(logs.row("playing", 60, 60, silent_s=5 * 3_600) for _ in range(9)))
    path = tmp_path / "days.json"
    path.write_bytes(logs.answer_of(rows, live=True))
    async with explorer(None, tmp_path, uuid=str(path)) as ui:
        await ui.sees("── 2026-09-23 ──")
        await ui.settled()
        timeline = ui.app.screen.query_one(Timeline)
        assert timeline.count == 9 + 1
        await ui.press("z", "z")
        await ui.sees("── 2026-09-22 ──")
        assert timeline.count == 9 + 2, "two midnights of UTC"


async def test_keys_typed_while_the_session_is_fetched_are_about_its_rows(server: DemoServer, tmp_path: Path) -> None:
    may_come, known = asyncio.Event(), Lookup.fetch

    async def waits(*given: object, **more: object) -> object:
        await may_come.wait()
        return await known(*given, **more)  # type: ignore[arg-type]

    async def come() -> None:
        may_come.set()

    with mock.patch.object(Lookup, "fetch", waits), mock.patch.object(session_feed, "_KEYS_WAIT_S", PATIENCE_S):
        async with explorer(server, tmp_path) as ui:
            await ui.sees("40 sessions")
            worker = ui.app.shell.worker
            asked = worker.ahead(FAILED)
            await ui.until(asked.kept.done, "that nothing is kept")
            ui.app.shell.open_session(Opening(FAILED))
            await ui.sees("Fetching this session")
            for key in ("G", "k"):
                ui.app.simulate_key(key)
            await ui.pilot.pause()
            worker.submit(come()).result()
            await ui.sees("row 14 ")


async def test_tracks_stand_under_their_headings(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=TRACKS) as ui:
        await ui.sees("track 1 of 3")
        lines = [line.strip("│ ").split("  ") for line in ui.lines]
        headed = [after[0] for before, after in pairwise(lines) if before[0].startswith("── track")]
        assert headed == ["+0.000", "+59.786", "+1:26.061"]
        await follows(ui, ("⇱y", "the row as text: sent"))
        assert ui.app.clipboard.startswith("+0.000 09:40:47.025 ○ player_start")
        await follows(ui, ("fended⏎", "row 14 · 1 of 15"), ("", "── track 3 of 3"))
        assert "track 1 of 3" not in ui.text


async def test_panes_by_number_and_in_turn(ui: Explorer) -> None:
    panes = {"1": "user", "2": "player", "3": "media", "4": "findings", "5": "timeline", "⇥": "user", "⇥⇥": "media"}
    for keys, pane in panes.items():
        await types(ui, keys)
        await ui.until(lambda pane=pane: ui.app.focused and ui.app.focused.id == pane, pane)
    await ui.press("shift+tab")
    assert ui.app.focused is not None and ui.app.focused.id == "player"


async def test_names_zone_and_the_value_copied(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await follows(
            ui,
            ("", "clock KST"),
            ("zz", "clock UTC"),
            ("1a", "visitedPage"),
            ("⇲y", "Page (visitedPage): sent to the term"),
        )
        assert ui.app.clipboard == "/demo/scrollFloating"


async def test_a_command_from_another_pane_brings_the_timeline(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(80, 24), uuid=FAILED) as ui:
        await follows(ui, ("", "player_start"), ("1", "IP address"), ("/E0003⏎", "✗ error"), ("", "row 15"))


# Wide characters

WIDE = "한국어로 된 아주 긴 제목입니다 🍲🎬 " * 12
WIDE_UUID = "0fccf38c-ae4b-defd-c827-b6bf4a0874ef"


def keep_wide_session(directory: Path, base_url: str) -> None:
    """A session with Korean, emoji, marks and joiners wherever text can come from."""
    answer = json.loads(simulate(Kind.FATAL_ERROR, 1).body)
    result = answer["result"]
    for part in (result["user"], result["player"], *result["media"], *result["error"]):
        part.update({name: f"{WIDE}e\u0301👩‍👩‍👧 {value}" for name, value in part.items() if isinstance(value, str)})
    for number, row in enumerate(result["sessionLog"]):
        row["errorMessage"] = f"{'ㅎ' * number}네트워크 오류입니다. {WIDE}"
        row["actionType"] = "재생 중입니다 지금" if number % 5 == 3 else row["actionType"]
        row["quality"] = "초고화질 화면" if number % 7 == 2 else row["quality"]
    kept = Kept(WIDE_UUID, NOW_MS, json.dumps(answer, ensure_ascii=False).encode())
    Lookup(settings_for(base_url), directory).cache.put(kept, Summary())


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 15), (41, 11), (83, 25)], ids=str)
async def test_wide_characters_do_not_break_the_frame(server: DemoServer, tmp_path: Path, size) -> None:
    keep_wide_session(tmp_path, server.base_url)
    async with explorer(server, tmp_path, size=size, uuid=WIDE_UUID) as ui:
        await ui.settled()
        for keys in ("", "e", "/오류입", "⏎nm", "ferrors⏎", "Y", "⎋", "⏎", "⎋", "1⇲", "3↓", "4⇲", "5"):
            await types(ui, keys)
            await ui.until(lambda: ui.lines, "a screen that is laid out")
            strips = ui.app.screen._compositor.render_strips(ui.app.size)
            assert {cell_len(each.text) for each in strips} == {size[0]}, keys


async def test_a_cut_text_says_that_it_is_cut(server: DemoServer, tmp_path: Path) -> None:
    keep_wide_session(tmp_path, server.base_url)
    async with explorer(server, tmp_path, size=(80, 24), uuid=WIDE_UUID) as ui:
        await ui.sees("kept · fetched")
        title = next(line for line in ui.lines if line.startswith(" 한국어로"))
        assert "…" in title and "VOD · 16 events · 1 error" in title
        rows = [line for line in ui.lines if "네트" in line or "ㅎㅎㅎㅎ" in line]
        assert rows and all(row.rstrip("│ ").endswith("…") for row in rows)


@pytest.mark.parametrize("asked", ["NFC", "NFD"])
async def test_what_a_mac_wrote_is_found_and_set_off(tmp_path: Path, asked: Literal["NFC", "NFD"]) -> None:
    """Its letters come in pieces; whoever searches has them whole, or pastes them in pieces."""
    async with explorer(None, tmp_path, uuid=str(CASES / "nfd-title.json"), size=(160, 40)) as ui:
        await ui.sees("player_start")
        await ui.press("/", *unicodedata.normalize(asked, "네트워크"), "enter")
        await ui.sees("1 of 1")
        timeline = ui.app.screen.query_one(Timeline)
        strip = timeline.render_line(timeline.HEAD + 3)
        style = timeline.get_component_rich_style("timeline--match", partial=True)
        found = [part.text for part in strip if part.style and part.style.bgcolor == style.bgcolor]
        assert unicodedata.normalize("NFC", "".join(found)) == "네트워크"
