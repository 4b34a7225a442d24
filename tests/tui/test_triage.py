"""Who else is hit, on screen: asked for with `T`, read while it is looked at, narrowed, explained, taken along."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from unittest import mock

import pytest

from tests.drive import NOW_MS, Explorer, explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.shots import WORLD
from vpe_tui.demo.server import DemoServer, recent
from vpe_tui.errors import NetworkFault
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.triaging import Question, Triaging
from vpe_tui.text.times import KST, date_time
from vpe_tui.tui.shell import Shell

HOST = "host edge2.video.example.com"


@pytest.fixture(scope="module")
def incident() -> Iterator[DemoServer]:
    with DemoServer(now_ms=NOW_MS, world=WORLD) as server:
        yield server


@asynccontextmanager
async def triage(server: DemoServer, directory: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Explorer]:
    """The triage of what the list of sessions shows."""
    async with explorer(server, directory, size=size) as ui:
        await ui.sees("100 sessions")
        await ui.press("T")
        await ui.sees("who else")
        yield ui


async def all_read(ui: Explorer) -> None:
    await ui.until(lambda: "read ·" in ui.lines[0] or " unread" in ui.lines[0], "logs that were read")
    await ui.until(lambda: "…" not in ui.lines[0] and "esc stops" not in ui.lines[0], "all of them")


async def test_T_says_what_the_bad_ones_share_and_since_when(incident: DemoServer, tmp_path: Path) -> None:
    async with triage(incident, tmp_path) as ui:
        await all_read(ui)
        first = " ".join(line.strip() for line in ui.lines[1:4])
        assert first.startswith("✗ ") and f"with {HOST} are bad" in first and "since 17:" in first, first
        assert ui.lines[0].startswith(" vpe-tui › who else · 16:53–17:53 KST")
        assert "150 listed · 147 read · 3 unread" in ui.lines[0]


async def test_the_sentence_is_there_after_the_list_alone(incident: DemoServer, tmp_path: Path) -> None:
    may_read = asyncio.Event()
    known = Lookup.fetch

    async def waits(*given: object, **more: object) -> object:
        await may_read.wait()
        return await known(*given, **more)  # type: ignore[arg-type]

    with mock.patch.object(Lookup, "fetch", waits):
        async with triage(incident, tmp_path) as ui:
            await ui.sees("sessions are bad by the list")
            await ui.sees("reading 150: esc stops")
            assert " 0 read" in ui.lines[0]
            await ui.press("4", "end")
            assert ui.app.focused is ui.app.screen.view.table, "keys work meanwhile"
            ui.app.shell.worker.submit(set_(may_read)).result()
            await ui.sees(f"with {HOST} are bad")
            assert ui.app.screen.view.table.cursor > 0, "nothing jumps"


async def set_(event: asyncio.Event) -> None:
    event.set()


async def test_esc_stops_the_reading_and_keeps_what_is_there_and_R_reads_the_rest(
    incident: DemoServer, tmp_path: Path
) -> None:
    goes_on = Event()
    known = Triaging._loaded

    def slowly(*given: object) -> Iterator[object]:
        for number, each in enumerate(known(*given)):  # type: ignore[arg-type]
            if number == 5:
                goes_on.wait()
            yield each

    with mock.patch.object(Triaging, "_loaded", slowly):
        async with triage(incident, tmp_path) as ui:
            await ui.sees("esc stops")
            await ui.press("escape")
            await ui.sees("no more is read: R reads the rest")
            goes_on.set()
            await ui.until(lambda: "esc stops" not in ui.lines[0], "the end of the reading")
            assert " 150 listed" in ui.lines[0] and "147 read" not in ui.lines[0]
            await ui.press("R")
            await ui.sees("147 read")


@asynccontextmanager
async def triage_of(server: DemoServer, directory: Path, most_read: int) -> AsyncIterator[Explorer]:
    """The triage of an hour in which so many logs are read unasked."""
    async with explorer(server, directory) as ui:
        await ui.sees("100 sessions")
        ui.app.shell.open_triage(Question(NOW_MS - 3_600_000, most_read=most_read))
        await ui.sees("who else")
        yield ui


async def test_above_the_most_it_says_what_reading_costs_and_waits_for_enter(
    incident: DemoServer, tmp_path: Path
) -> None:
    async with triage_of(incident, tmp_path, 60) as ui:
        with mock.patch.object(Lookup, "fetch", side_effect=AssertionError):
            await ui.sees("60 logs of the 150 are to be read, in about ")
            await ui.sees(" s: enter reads them, esc leaves.")
            assert "enter reads 60" in ui.lines[0] and "sessions are bad by the list" in ui.text
            await ui.press("B")
            await ui.sees("it did not start, or broke off")
            await ui.press("home", "enter")
            await ui.until(lambda: "--bad failed" in ui.app.screen.view.told.again, "another judgement")
            await ui.sees("enter reads 60")
        await ui.press("enter")
        await all_read(ui)
        assert " 60 read" in ui.lines[0] or " unread" in ui.lines[0]
        assert "are to be read" not in ui.text


async def test_where_most_cannot_be_read_it_says_why(incident: DemoServer, tmp_path: Path) -> None:
    async with triage_of(incident, tmp_path, 60) as ui:
        await ui.sees("enter reads 60")
        with mock.patch.object(Lookup, "fetch", side_effect=NetworkFault("Not reachable", "nobody answers", "")):
            await ui.press("enter")
            await ui.sees("could not be read: Not reachable: nobody answers; r asks again")
        await ui.press("r")
        await ui.sees("enter reads 60")


async def test_enter_typed_ahead_of_the_list_begins_the_reading(incident: DemoServer, tmp_path: Path) -> None:
    may_list = Event()
    known = Triaging.listed

    def waits(*given: object) -> object:
        may_list.wait()
        return known(*given)  # type: ignore[arg-type]

    with mock.patch.object(Triaging, "listed", waits):
        async with triage_of(incident, tmp_path, 60) as ui:
            await ui.press("enter")
            may_list.set()
            await all_read(ui)
            assert "are to be read" not in ui.text and " 0 read" not in ui.lines[0]


async def test_up_to_the_most_reading_begins_by_itself(incident: DemoServer, tmp_path: Path) -> None:
    async with triage_of(incident, tmp_path, 150) as ui:
        await all_read(ui)
        assert "147 read" in ui.lines[0]


async def test_who_leaves_while_it_waits_has_read_nothing(incident: DemoServer, tmp_path: Path) -> None:
    async with triage_of(incident, tmp_path, 60) as ui:
        await ui.sees("enter reads 60")
        with mock.patch.object(Lookup, "fetch", side_effect=AssertionError):
            await ui.press("escape")
            await ui.sees("Recent sessions")


async def test_esc_takes_marks_away_then_the_words_then_stops_reading_then_leaves(
    incident: DemoServer, tmp_path: Path
) -> None:
    goes_on = Event()
    known = Triaging._loaded

    def slowly(*given: object) -> Iterator[object]:
        for number, each in enumerate(known(*given)):  # type: ignore[arg-type]
            if number == 5:
                goes_on.wait()
            yield each

    with mock.patch.object(Triaging, "_loaded", slowly):
        async with triage(incident, tmp_path) as ui:
            await ui.sees("reading 150: esc stops")
            table = ui.app.screen.view.table
            await ui.press("4", "slash", *"ios", "enter", "space")
            assert table.marked and table.words
            await ui.press("escape")
            assert not table.marked and table.words
            await ui.press("escape")
            assert not table.words and "esc stops" in ui.lines[0]
            await ui.press("escape")
            await ui.sees("no more is read")
            goes_on.set()
            await ui.until(lambda: "esc stops" not in ui.lines[0], "the end of the reading")
            await ui.press("escape")
            await ui.sees("Recent sessions")


async def test_enter_on_a_group_shows_its_sessions_and_opens_one_and_comes_back(
    incident: DemoServer, tmp_path: Path
) -> None:
    async with triage(incident, tmp_path) as ui:
        await all_read(ui)
        await ui.press("3", "home", "enter")
        await ui.sees(f"only {HOST}")
        table = ui.app.screen.view.table
        assert {row.summary.host for row in table.rows} == {HOST.partition(" ")[2]}
        await ui.press("down", "down", "enter")
        await ui.sees("vpe-tui › sessions › ")
        await ui.press("escape")
        await ui.sees("who else")
        assert table.cursor == 2
        await ui.press("F")
        assert len(table.rows) == 150


async def test_what_is_bad_can_be_something_else_without_a_call(incident: DemoServer, tmp_path: Path) -> None:
    async with triage(incident, tmp_path) as ui:
        await all_read(ui)
        with mock.patch.object(Lookup, "fetch", side_effect=AssertionError):
            await ui.press("B")
            await ui.sees("it did not start, or broke off")
            await ui.press("home", "enter")
            await ui.until(lambda: "--bad failed" in ui.app.screen.view.told.again, "another judgement")
            await ui.until(lambda: "esc stops" not in ui.lines[0], "nothing to read")


async def test_the_window_goes_back_and_on(incident: DemoServer, tmp_path: Path) -> None:
    async with triage(incident, tmp_path) as ui:
        await ui.press("left_square_bracket")
        await ui.sees("who else · 15:53–16:53 KST")
        await ui.sees("No session is listed from")
        await ui.press("right_square_bracket")
        await ui.sees("who else · 16:53–17:53 KST")
        await ui.sees("150 listed")
        await ui.press("right_square_bracket")
        await ui.sees("later ones have not begun yet")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("1",), "isError"),
        (("1", "home"), "sessions of the window that are bad"),
        (("3", "home"), "hypergeometric"),
        (("3", "end"), "May be chance"),
        (("4", "home"), "isError"),
        (("2",), "values and pairs"),
    ],
)
async def test_x_explains_what_is_at_the_cursor(
    incident: DemoServer, tmp_path: Path, keys: tuple[str, ...], said: str
) -> None:
    async with triage(incident, tmp_path) as ui:
        await all_read(ui)
        await ui.press(*keys, *(["down"] if keys == ("1",) else []), "x")
        await ui.sees(said)


async def test_the_report_is_saved_and_copied_redacted(
    incident: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts: list[str] = []
    known = Shell.copy

    def copy(app: Shell, way: object, text: str, name: str = "") -> object:
        texts.append(text)
        return known(app, way, text, name)  # type: ignore[arg-type]

    with mock.patch.object(Shell, "copy", copy):
        async with triage(incident, tmp_path) as ui:
            await all_read(ui)
            await ui.press("s")
            await ui.sees("saved ")
            await ui.press("y")
            await ui.until(lambda: len(texts) == 1, "the command line")
            await ui.press("Y", "Y")
            await ui.until(lambda: len(texts) == 2, "the report")
    (report,) = (path.read_text(encoding="utf-8") for path in tmp_path.glob("vpe-triage-*.md"))
    assert texts[1] == report and f"with {HOST} are bad" in report
    assert texts[0] in report and texts[0].startswith("vpe-tui --demo triage --from 2025-10-09T07:53:19")


async def test_words_narrow_the_sessions(incident: DemoServer, tmp_path: Path) -> None:
    async with triage(incident, tmp_path) as ui:
        await all_read(ui)
        await ui.press("slash", *"os:ios", "enter")
        assert {row.os.partition(" ")[0].lower() for row in ui.app.screen.view.table.rows} == {"ios"}
        await ui.press("escape")
        assert len(ui.app.screen.view.table.rows) == 150


@pytest.mark.parametrize("number", "1234")
async def test_on_a_small_screen_there_is_one_pane_at_a_time(incident: DemoServer, tmp_path: Path, number: str) -> None:
    async with triage(incident, tmp_path, (80, 24)) as ui:
        await all_read(ui)
        await ui.press(number)
        view = ui.app.screen.view
        shown = [pane for pane in (view.numbers, view.over, view.shared, view.table) if pane.region.height]
        assert shown == [view.fronts.pane] and shown[0].region.height >= 15
        assert "a bar" in ui.text, "the window over time stands above every pane"


# What goes wrong


async def test_a_list_that_fails_says_so_and_r_asks_again(incident: DemoServer, tmp_path: Path) -> None:
    async with explorer(incident, tmp_path) as ui:
        await ui.sees("100 sessions")
        with mock.patch.object(Triaging, "listed", side_effect=NetworkFault("No answer", "it is gone", "wait")):
            await ui.press("T")
            await ui.sees("No answer")
            await ui.sees("r tries again")
        await ui.press("r")
        await ui.sees("sessions are bad by the list")


async def test_what_is_known_outlives_a_refresh_that_fails(incident: DemoServer, tmp_path: Path) -> None:
    async with triage(incident, tmp_path) as ui:
        await all_read(ui)
        sentence = ui.lines[1]
        with mock.patch.object(Triaging, "listed", side_effect=NetworkFault("No answer", "it is gone", "wait")):
            await ui.press("r")
            await ui.sees("not refreshed: No answer")
        assert ui.lines[1] == sentence and "147 read" in ui.lines[0]
        await ui.press("X")
        await ui.sees("tried")


async def test_a_day_before_that_cannot_be_listed_takes_nothing_away(incident: DemoServer, tmp_path: Path) -> None:
    fault = NetworkFault("No answer", "it is gone", "wait")
    with mock.patch.object(Triaging, "list_day_before", side_effect=fault):
        async with triage(incident, tmp_path) as ui:
            await ui.sees(f"with {HOST} are bad")
            assert "a day before " not in " ".join(ui.lines[1:4])


async def test_who_leaves_while_it_reads_is_not_called_back(incident: DemoServer, tmp_path: Path) -> None:
    async with triage(incident, tmp_path) as ui:
        feed = ui.app.screen.feed
        await ui.press("q")
        if "who else" in ui.text:
            await ui.press("q")  # the first of them stopped the reading
        await ui.sees("Recent sessions")
        assert feed._triaging is None or feed._triaging._is_stopped
        await ui.press("T")
        await all_read(ui)


async def test_without_a_key_it_says_what_is_needed(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, settings=settings_for("http://127.0.0.1:9", project_id="")) as ui:
        await ui.press("T")
        await ui.sees("vpe-tui triage FILE tells it of files")


@pytest.mark.parametrize("bad", [0, 1, 2, 30])
async def test_few_bad_ones_or_all_are_told_in_a_sentence(tmp_path: Path, bad: int) -> None:
    well = {"isError": False, "rebufferingTime": 0, "totalStartTime": 1, "playingTime": 300}
    rows = [row | well for row in recent({}, NOW_MS, WORLD)][:30]
    rows = [row | {"isError": True} if number < bad else row for number, row in enumerate(rows)]
    now = {"logDate": date_time(NOW_MS - 600_000, KST)}
    with FakeApi({"": listing([row | now for row in rows])}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            await ui.sees("30 sessions")
            await ui.press("T")
            said = {0: "None of", 1: "1 of", 2: "2 of", 30: "30 sessions are bad"}[bad]
            await ui.sees(said)
            await ui.until(lambda: "30 unread" in ui.lines[0], "sessions that could not be read")
            await ui.sees("30 of 30 could not be read: ")
