"""A session that is fetched again and has other rows now: nothing that was held on to means a row that is gone."""

import json
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path
from unittest import mock

import pytest

from tests.drive import Explorer, explorer, settings_for
from tests.hostile.api import FakeApi, listing
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.session.events import EventLog
from vpe_tui.session.index import EventIndex
from vpe_tui.session.model import Session
from vpe_tui.session.query import OfRows, parts_of
from vpe_tui.tui.screens.dialogs import ChoiceScreen, ExplainScreen, ValueScreen
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.timeline.held import Held

STORM = simulate(Kind.STALL_STORM, 1)
UUID = STORM.uuid


def with_rows(keep: Callable[[list[object]], list[object]], **more: object) -> bytes:
    """The session with some of its rows."""
    answer = json.loads(STORM.body)
    answer["result"] |= {"sessionLog": keep(answer["result"]["sessionLog"])} | more
    return json.dumps(answer).encode()


WHOLE = with_rows(list)
ANSWERS = {
    "fewer rows": with_rows(lambda rows: rows[:5]),
    "one row": with_rows(lambda rows: rows[:1]),
    "no rows": with_rows(lambda rows: []),
    "the later half": with_rows(lambda rows: rows[17:]),
    "other tracks": simulate(Kind.TWO_TRACKS).body,
    "more rows": simulate(Kind.STALL_STORM, 3).body,
}


EVERY_DAY = ("fewer rows", "other tracks")


class Again:
    """The session screen, and an API that answers as it is told next."""

    def __init__(self, ui: Explorer, api: FakeApi) -> None:
        self.ui = ui
        self._api = api

    @property
    def screen(self) -> SessionScreen:
        return next(each for each in self.ui.app.screen_stack if isinstance(each, SessionScreen))

    async def fetch(self, body: bytes) -> None:
        """As `r`, watching or the answer behind a kept session do, whatever is open; drawn at every step."""
        before = self.screen.view.session
        self._api.answers[UUID] = body
        self.screen.feed.refresh()
        await self.ui.until(lambda: self.screen.view.session is not before, "another session")
        assert self.ui.text
        await self.ui.until(lambda: self.screen.view.diagnosis is not None and self.screen.view.timeline.model.is_ready)
        assert self.ui.text


async def a_finding(ui: Explorer) -> None:
    await ui.press("4", "5")
    assert "▶" in ui.text or ui.app.screen.view.held.evidence


async def a_finding_in_its_pane(ui: Explorer) -> None:
    await ui.press("4", "j")


async def a_mark_and_the_time_since(ui: Explorer) -> None:
    await ui.press("5", "j", "j", "j", "j", "j", "j", "m", "G")


async def jumps(ui: Explorer) -> None:
    await ui.press("5", "g", "w", "w", "w", "v", "[", "[")


async def a_search(ui: Explorer) -> None:
    await ui.press("5", "slash", *"rebuf", "enter", "n", "n")


async def a_filter_by_rows(ui: Explorer) -> None:
    await ui.press("5", "f", *"row:7-20", "enter", "G")


async def a_filter_by_a_finding(ui: Explorer) -> None:
    await ui.press("4", "x", "f", "G")


async def a_zoom(ui: Explorer) -> None:
    await ui.press("5", "G", "plus", "plus")


async def an_explanation(ui: Explorer) -> None:
    await ui.press("5", "G", "X")
    assert isinstance(ui.app.screen, ExplainScreen)


async def an_explanation_of_a_row(ui: Explorer) -> None:
    await ui.press("5", "G", "x")
    assert isinstance(ui.app.screen, ExplainScreen)


async def a_value(ui: Explorer) -> None:
    await ui.press("5", "G", "enter")
    assert isinstance(ui.app.screen, ValueScreen)


async def a_choice(ui: Explorer) -> None:
    await ui.press("5", "G", "Y")
    assert isinstance(ui.app.screen, ChoiceScreen)


async def a_prompt_to_search(ui: Explorer) -> None:
    await ui.press("5", "G", "slash", *"rebuf")


async def a_prompt_to_filter(ui: Explorer) -> None:
    await ui.press("5", "f", *"row:9-30", "enter", "G", "f", *"stalls")


async def a_prompt_for_a_time(ui: Explorer) -> None:
    await ui.press("5", "G", "t", *"33")


async def a_selection(ui: Explorer) -> None:
    ui.app.screen.text_select_all()


HOLDING = (
    *(a_finding, a_finding_in_its_pane, a_mark_and_the_time_since, jumps, a_search, a_filter_by_rows),
    *(a_filter_by_a_finding, a_zoom, an_explanation, an_explanation_of_a_row, a_value, a_choice),
    *(a_prompt_to_search, a_prompt_to_filter, a_prompt_for_a_time, a_selection),
)
WALKING = ("5", "Z", "n", "N", "[", "]", "w", "W", "e", "G", "y", "g", "minus", "4", "j", "5")


def all_the_same(held: Held, before: EventLog, log: EventLog) -> None:
    """No number that is held means another row than it did."""
    filters = [part for part in parts_of(held.filter) if isinstance(part, OfRows)]
    rows = [
        *held.evidence,
        *held.flags,
        *(row for part in held.offered for row in part),
        *([held.mark] if held.mark is not None else []),
    ]
    rows += [row for part in filters for first, last in part.stretches for row in range(first, last + 1)]
    for row in rows:
        assert (log.end_ms[row], log.kinds[row]) == (before.end_ms[row], before.kinds[row])


async def back_at_the_timeline(ui: Explorer) -> None:
    for _ in range(8):
        if not isinstance(ui.app.screen, SessionScreen):
            await ui.press("escape")
        elif not ui.app.screen.view.step_out():
            break
    await ui.press("5", "g")


@pytest.mark.parametrize(
    "answer", [each if each in EVERY_DAY else pytest.param(each, marks=pytest.mark.nightly) for each in ANSWERS]
)
@pytest.mark.parametrize("part", [0, 1], ids=["rows held", "dialogs and prompts open"])
async def test_everything_that_holds_rows_while_others_come(tmp_path: Path, answer: str, part: int) -> None:
    with FakeApi({"": listing([]), UUID: WHOLE}) as api:
        async with explorer(None, tmp_path, uuid=UUID, settings=settings_for(api.base_url)) as ui:
            await ui.sees("live · fetched")
            await ui.settled()
            again = Again(ui, api)
            view = again.screen.view

            def replaced(before: Session, now: Session) -> None:
                all_the_same(view.held, before.events, now.events)

            view.watch(view, "session", replaced, init=False)
            for hold in HOLDING[:8] if part == 0 else HOLDING[8:]:
                await hold(ui)
                await again.fetch(ANSWERS[answer])
                await ui.press("enter")
                if isinstance(ui.app.screen, SessionScreen) and not ui.app.screen.view.prompt.is_asking:
                    await ui.press(*WALKING)
                await back_at_the_timeline(ui)
                await again.fetch(WHOLE)
                assert ui.app._exception is None, hold


Then = Callable[[Explorer, Again], Awaitable[None]]


async def seen(tmp_path: Path, hold: Callable[[Explorer], Awaitable[None]], answer: bytes, then: Then) -> None:
    with FakeApi({"": listing([]), UUID: WHOLE}) as api:
        async with explorer(None, tmp_path, uuid=UUID, settings=settings_for(api.base_url)) as ui:
            await ui.sees("live · fetched")
            await ui.settled()
            await hold(ui)
            again = Again(ui, api)
            await again.fetch(answer)
            await then(ui, again)


async def test_a_finding_that_is_looked_at_is_looked_at_in_the_new_rows(tmp_path: Path) -> None:
    async def then(ui: Explorer, again: Again) -> None:
        pane = ui.app.screen.query_one("#findings")
        assert pane.finding is not None and again.screen.view.diagnosis is not None
        assert pane.finding.id == again.screen.view.diagnosis.findings[1].id
        assert again.screen.view.held.evidence == sorted(pane.finding.rows)

    await seen(tmp_path, a_finding_in_its_pane, with_rows(lambda rows: rows[:-1]), then)


async def test_what_no_longer_is_found_is_pointed_out_no_longer(tmp_path: Path) -> None:
    async def then(ui: Explorer, again: Again) -> None:
        assert not again.screen.view.held.evidence

    await seen(tmp_path, a_finding, ANSWERS["one row"], then)


async def test_an_explanation_of_rows_that_are_gone_goes_nowhere_and_says_why(tmp_path: Path) -> None:
    async def then(ui: Explorer, again: Again) -> None:
        assert "Row" in ui.text or "row" in ui.text
        await ui.press("enter")
        await ui.sees("these rows are no longer there")
        assert again.screen.view.timeline.row == 4

    await seen(tmp_path, an_explanation_of_a_row, ANSWERS["fewer rows"], then)


async def test_a_cursor_that_came_after_all_rows_stands_on_the_last(tmp_path: Path) -> None:
    async def then(ui: Explorer, again: Again) -> None:
        await ui.sees("row 4 · 5 events")

    await seen(tmp_path, a_zoom, ANSWERS["fewer rows"], then)


async def test_a_selection_is_gone_with_its_lines(tmp_path: Path) -> None:
    async def then(ui: Explorer, again: Again) -> None:
        assert not again.screen.selections

    await seen(tmp_path, a_selection, ANSWERS["other tracks"], then)


async def test_a_refresh_with_the_same_rows_and_more_changes_nothing(tmp_path: Path) -> None:
    shorter = with_rows(lambda rows: rows[:-3])

    async def hold(ui: Explorer) -> None:
        await ui.press("5", "j", "j", "m", "w", "f", *"row:2-9", "enter")

    async def then(ui: Explorer, again: Again) -> None:
        held, kept = again.screen.view.held, str(again.screen.view.held.filter)
        at = held.row
        await again.fetch(WHOLE)
        assert (held.mark, held.row, str(held.filter), kept) == (2, at, "row:2-9", "row:2-9")
        await ui.press("[")
        assert held.row == 2

    await seen(tmp_path, hold, shorter, then)


async def test_a_picture_before_the_shape_is_there(tmp_path: Path) -> None:
    """It is drawn from a redacted session, and gives back what was known of that one only."""
    never: Future[EventIndex] = Future()
    with FakeApi({"": listing([]), UUID: ANSWERS["other tracks"]}) as api:
        async with explorer(None, tmp_path, uuid=UUID, settings=settings_for(api.base_url, redact=True)) as ui:
            await ui.sees("live · fetched")
            await ui.settled()
            again = Again(ui, api)
            before = again.screen.view.session
            api.answers[UUID] = ANSWERS["fewer rows"]
            with mock.patch.object(ui.app.shell.worker, "index", return_value=never):
                again.screen.feed.refresh()
                await ui.until(lambda: again.screen.view.session is not before)
                assert "<svg" in again.screen.picture()
                assert not again.screen.view.timeline.model.is_ready
                assert ui.text
