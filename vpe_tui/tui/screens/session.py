"""The session screen: user, player, media, errors, and the timeline of every event."""

import asyncio
from contextlib import suppress
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from vpe_tui.errors import Fault
from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.worker import PendingLookup
from vpe_tui.session.model import Session
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import KST, age, clocks_apart, date_time, zone_name, zone_named
from vpe_tui.tui.commands import SESSION, TIMELINE, bindings
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.panes.findings import FindingsPane
from vpe_tui.tui.panes.parts import MediaPane, PlayerPane, UserPane
from vpe_tui.tui.panes.verdict import VerdictBar
from vpe_tui.tui.screens.base import told
from vpe_tui.tui.screens.taking import TakingScreen
from vpe_tui.tui.shell import Opening, Shell
from vpe_tui.tui.timeline.strip_view import StripView
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.bars import Bar, Tabs
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.findings.finding import Finding

PANES = ("user", "player", "media", "findings", "timeline")
ZONES = ("kst", "local", "utc")
_AGE_EVERY_S = 30
WATCH_EVERY_S = 15
_FRAME_S = 0.1
_KEYS_WAIT_S = 0.5
"""So long keys wait for a session to be there; a disk or an API may take longer, or for ever."""


class SessionScreen(TakingScreen):
    """One session. What is kept is shown at once; the API's answer takes its place when it comes."""

    BINDINGS = bindings(TIMELINE, SESSION)
    AUTO_FOCUS = "#timeline"
    app: Shell

    session: reactive[Session | None] = reactive(None, always_update=True, init=False)
    diagnosis: reactive["Diagnosis | None"] = reactive(None, init=False)
    api_names: reactive[bool] = reactive(False)
    zone_name: reactive[str] = reactive("kst", init=False)
    zone: reactive[tzinfo] = reactive(KST)

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self.uuid = self.opened_by = opening.uuid
        self._opening: Opening | None = opening
        self._found: LoadedSession | None = None
        self._doing = "fetching… esc cancels"
        self._at_problem = False
        self._is_watched = False

    def middle(self) -> ComposeResult:
        yield Bar(id="summary")
        yield VerdictBar(id="verdict")
        tabs = Tabs(id="tabs")
        tabs.names = tuple(name.capitalize() for name in PANES)
        yield tabs
        with Horizontal(id="panes"):
            for number, (name, pane) in enumerate(zip(PANES, _FIELD_PANES, strict=False), 1):
                yield pane(number, name).data_bind(
                    SessionScreen.session, SessionScreen.diagnosis, SessionScreen.api_names
                )
        yield StripView("strip", self.held).data_bind(SessionScreen.session)
        yield Timeline("timeline", self.held).data_bind(SessionScreen.session, SessionScreen.zone)
        yield Prompt()

    def on_mount(self) -> None:
        self.zone_name = self._zones[0]
        self.query_one(Timeline).say("Fetching this session… esc cancels.")
        self._bring_forward("timeline")
        # A message would come a frame later: a key is answered with one.
        self.watch(self.timeline, "cursor", self.cursor_moved, init=False)
        for pane in self.query(FieldsPane):
            self.watch(pane, "cursor", self._pane_moved, init=False)
        self.watch(self.query_one(FindingsPane), "finding", self._look_at, init=False)
        self._say_state()
        self.every(_AGE_EVERY_S, self._say_state)
        self._open()

    def watch_session(self, session: Session | None) -> None:
        """Before any pane hears of it."""
        if session is not None:
            if not self.held.onto(session.events):
                self.clear_selection()  # it is of lines, and others stand there now
            self.call_later(self.take_keys)

    def watch_zone_name(self, name: str) -> None:
        self.zone = zone_named(name)
        if self.session is not None:
            self._say_summary(self.session)

    def _open(self) -> None:
        """The kept session first, in the first frame if it is there by then; and then the API's."""
        asked = self.app.worker.session(self.uuid)
        if asked.kept.done():
            self._show_kept(asked.kept.result())
        else:
            self.takes_keys = False
            self.set_timer(_KEYS_WAIT_S, self.take_keys)
        self._follow(asked)

    def _show_kept(self, kept: LoadedSession | None) -> None:
        if kept is not None:
            self._show(kept, "" if self.app.worker.is_fresh(kept) else "refreshing…")

    @work(group="load", exclusive=True)
    async def _follow(self, asked: PendingLookup) -> None:
        self._take_glimpse(asked)
        if self._found is None:
            self._show_kept(await asyncio.wrap_future(asked.kept))
        await self._renewed(asyncio.wrap_future(asked.renewed))
        asked.glimpse.cancel()

    @work(group="glimpse", exclusive=True)
    async def _take_glimpse(self, asked: PendingLookup) -> None:
        """The first rows of a large session, while the rest is still being read."""
        glimpse = await asyncio.wrap_future(asked.glimpse)
        if self._found is None:
            self.timeline.is_whole = False
            self.session = glimpse
            self._say_summary(glimpse)
        self.call_after_refresh(asked.glimpsed.set)

    @work(group="index", exclusive=True)
    async def _work_out(self, found: LoadedSession) -> None:
        """What finding and jumping need, what the session means; then it is kept. All of it on the worker's thread."""
        session = found.session
        await self._next_frame()
        index = await asyncio.wrap_future(self.app.worker.index(session))
        self.timeline.know(session, index)
        diagnosis = await asyncio.wrap_future(self.app.worker.diagnose(found, index))
        if session is self.session:
            self.diagnosis = diagnosis
        if self.timeline.texts is not None:
            self.app.worker.prepare(self.timeline.texts)
        not_kept = await asyncio.wrap_future(self.app.worker.keep(found, diagnosis))
        notes = (found.change, not_kept, self.app.worker.doubts())
        self.state_says("answer", clean("; ".join(note for note in notes if note)))

    async def _next_frame(self) -> None:
        """The rows first. The wait ends in any case: a callback goes with the screen that it waits for.

        `asyncio.wait_for` would swallow that the screen is left in the very moment of the frame.
        """
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        with suppress(TimeoutError):
            async with asyncio.timeout(_FRAME_S):
                await drawn.wait()

    def _look_at(self, finding: "Finding | None") -> None:
        if isinstance(self.focused, FindingsPane) and self.diagnosis is not None:
            self.point_out(finding)

    def cursor_moved(self) -> None:
        """Who has begun to walk is not led elsewhere."""
        self._at_problem = False
        super().cursor_moved()

    def watch_diagnosis(self, diagnosis: "Diagnosis | None") -> None:
        self._say_verdict(diagnosis)
        if diagnosis is None:
            return  # what was known of the rows that are the same stays until more is
        self.flag(diagnosis.flags)
        self.point_out_again(diagnosis.findings)
        if self.session:
            from vpe_tui.qoe.explain import named_rows

            self.timeline.name_rows(named_rows(self.session, diagnosis))
        if self._at_problem and self.timeline.row == 0:
            self._at_problem = False
            self.timeline.stay_on(diagnosis.problems[0] if diagnosis.problems else 0)

    def _say_verdict(self, diagnosis: "Diagnosis | None") -> None:
        self.query_one(VerdictBar).show(diagnosis.verdict if diagnosis else None)

    def say_around(self, session: Session, diagnosis: "Diagnosis | None") -> None:
        self._say_state()
        self._say_summary(session)
        self._say_verdict(diagnosis)

    @work(group="load", exclusive=True)
    async def action_refresh(self) -> None:
        await self._ask_again()

    async def _ask_again(self) -> bool:
        """Asks the API. Gives whether an answer came."""
        self._doing = "refreshing…" if self._found else "fetching… esc cancels"
        self._say_state()
        return await self._renewed(asyncio.wrap_future(self.app.worker.fetch(self.uuid, self._found)))

    async def _renewed(self, answer: "asyncio.Future[LoadedSession | None] | asyncio.Future[LoadedSession]") -> bool:
        try:
            found = await answer
        except Fault as fault:
            self._failed(fault)
            return False
        if found is not None:
            self._show(found, "")
        return True

    def action_watch(self) -> None:
        """Asks again and again, or no longer; a cursor at the end stays there."""
        self._is_watched = not self._is_watched
        if self._is_watched:
            self._keep_asking()
        else:
            self.workers.cancel_group(self, "watch")
            self._doing = ""
        self._say_state()

    @work(group="watch", exclusive=True)
    async def _keep_asking(self) -> None:
        await self.app.worker.watch.again(self._ask_again, WATCH_EVERY_S)

    @work(group="star")
    async def action_star(self) -> None:
        """A star, or none; what is not kept cannot have one."""
        if self._found is not None and self._found.source.kind == "file":
            self.status_says("only a session of the API can be starred: this one is a file")
            return
        cache = self.app.worker.cache
        try:
            wanted = not await asyncio.to_thread(cache.is_starred, self.uuid)
            starred = await asyncio.to_thread(cache.star, self.uuid, wanted)
        except OSError as fault:
            self.status_says(clean(f"no star: {fault.strerror or fault}"))
            return
        why = "starred: it is kept until the star is taken away" if starred else "no star"
        self.status_says("it is not kept, so it can have no star" if wanted and not starred else why)

    def _show(self, found: LoadedSession, doing: str) -> None:
        at_end = self.timeline.is_at_end and bool(self._is_watched or not self.timeline.is_whole)
        self.timeline.is_whole = True
        self._found = found
        self._doing = doing
        self.diagnosis = None
        self.session = found.session
        if at_end:
            self.timeline.action_last()
        self._say_state()
        self._say_summary(found.session)
        self._work_out(found)
        self.state_says("fault", "")
        self._go_to_opening()
        self.follow()

    def _go_to_opening(self) -> None:
        """Once: where the command line wanted to be."""
        opening, self._opening = self._opening, None
        if opening is None:
            return
        self._at_problem = self.app.settings.open_at_problem and opening.at is None and not opening.filter
        if opening.filter:
            self.timeline.set_filter(named_filter(opening.filter))
        if opening.at is not None:
            self.timeline.stay_on(opening.at)
            self._said_at_opening(opening.at)

    def _said_at_opening(self, row: int) -> None:
        if row >= self.timeline.rows_in_all:
            self.status_says(f"there is no row {row:,}: this is the last")
        else:
            self.say_hidden(row)

    def _failed(self, fault: Fault) -> None:
        self._doing = "not refreshed" if self._found else ""
        self._say_state()
        self.call_later(self.take_keys)
        if self._found is None:
            self.query_one(Timeline).say(*told(fault), "r tries again.")
        else:
            self.state_says("fault", clean(str(fault)))

    def _say_state(self) -> None:
        found = self._found
        state = apart = ""
        if found is not None:
            kind = {"api": "live · fetched", "cache": "kept · fetched", "file": "file · saved"}[found.source.kind]
            apart = clocks_apart(found.source.offset_ms)
            state = f"{kind} {age(found.source.age_ms(self.app.clock()))}"
        watched = f"asked every {WATCH_EVERY_S} s" if self._is_watched else ""
        parts = ("demo" if self.app.settings.demo else "", state, apart, watched, self._doing)
        self.title_says(f"sessions › {self.opened_by}", " · ".join(part for part in parts if part))

    def _say_summary(self, session: Session) -> None:
        events = session.events
        so_far = "" if self.timeline.is_whole else " so far"
        errors = counted(session.error_count, "error") if session.error_count else ""
        began = f"{date_time(events.zero_ms, self.zone)} {zone_name(self.zone, events.zero_ms)}" if len(events) else ""
        parts = (session.kind, counted(len(events), "event") + so_far, errors, began)
        summary = self.query_one("#summary", Bar)
        summary.left = session.title
        summary.right = " · ".join(part for part in parts if part)

    @property
    def at_cursor(self) -> str:
        """The value under the cursor, whole, where the panes have to cut it."""
        return self.focused.said if isinstance(self.focused, FieldsPane) else ""

    def _pane_moved(self) -> None:
        self.draw_status()

    def on_descendant_focus(self) -> None:
        """A click brings a pane forward too."""
        if self.focused is not None and self.focused.id in PANES and self.focused.id != self.query_one(Tabs).open:
            self._bring_forward(self.focused.id)

    def _bring_forward(self, name: str) -> None:
        """Where only one pane fits, this is the one."""
        self.query_one(Tabs).open = name
        self.query_one("#panes").set_class(name != "timeline", "-open")
        self.set_class(name != "timeline", "-reading")
        for each in PANES:
            self.query_one(f"#{each}").set_class(each == name, "-open")
        pane = self.query_one(f"#{name}")
        self.draw_status()
        if isinstance(pane, FindingsPane):
            self.point_out(pane.finding)

    def bring_timeline(self) -> None:
        self.action_pane("timeline")

    def action_pane(self, name: str) -> None:
        self.set_focus(self.query_one(f"#{name}"))
        self._bring_forward(name)

    def action_next_pane(self, by: int) -> None:
        here = PANES.index(self.focused.id) if self.focused and self.focused.id in PANES else 0
        self.action_pane(PANES[(here + by) % len(PANES)])

    def action_names(self) -> None:
        self.api_names = not self.api_names

    @property
    def _zones(self) -> list[str]:
        """The zones to go through, that of the settings first."""
        wanted = self.app.settings.zone
        return list(dict.fromkeys((wanted.lower() if wanted.lower() in ZONES else wanted, *ZONES)))

    def action_zone(self) -> None:
        zones = self._zones
        self.zone_name = zones[(zones.index(self.zone_name) + 1) % len(zones)]
        self.status_says(f"wall clock in {self.zone_name}")

    def action_value(self) -> None:
        """The evidence of a finding; of anything else the value whole."""
        if isinstance(self.focused, FindingsPane) and (finding := self.focused.finding) and finding.rows:
            self.bring_timeline()
            self.go_to(finding.rows[0])
            return
        self.show_value()

    @on(Lines.Chosen)
    def choose(self) -> None:
        self.action_value()

    def action_explain(self) -> None:
        """The number or finding under the cursor, or the row."""
        from vpe_tui.qoe.explain import explain_row

        pane, session, diagnosis = self.focused, self.session, self.diagnosis
        explained = pane.explained if isinstance(pane, FieldsPane) else None
        if isinstance(pane, Timeline) and pane.row is not None and session and diagnosis:
            explained = explain_row(session, diagnosis, pane.row)
        if explained is not None:
            self.explain(explained)
        else:
            self.status_says(
                "nothing to explain here; X explains the verdict" if diagnosis else "nothing to explain yet"
            )

    def action_explain_verdict(self) -> None:
        from vpe_tui.qoe.explain import explain_verdict

        if self.diagnosis is None:
            self.status_says("nothing to explain yet")
        else:
            self.explain(explain_verdict(self.diagnosis))


_FIELD_PANES = (UserPane, PlayerPane, MediaPane, FindingsPane)
