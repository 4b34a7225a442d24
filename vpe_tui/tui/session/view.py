"""A session on screen: verdict, panes, strip, timeline and prompt, with the commands that work on them."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.session.model import Session
from vpe_tui.session.query import EVERYTHING
from vpe_tui.text.cells import cut_middle
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import KST, date_time, zone_name, zone_named
from vpe_tui.tui.commands import SESSION, TIMELINE
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.panes.findings import FindingsPane
from vpe_tui.tui.panes.parts import MediaPane, PlayerPane, UserPane
from vpe_tui.tui.panes.verdict import VerdictBar
from vpe_tui.tui.says import (
    LooksElsewhere,
    LosesLines,
    Moves,
    OffersCopies,
    OffersFiles,
    Said,
    Says,
    Shows,
    Tell,
    WantsPartner,
    WantsRefresh,
    WantsStar,
    WantsToCopy,
    WantsWatching,
)
from vpe_tui.tui.session.asking import Asking
from vpe_tui.tui.session.explaining import Explaining
from vpe_tui.tui.session.jumps import Jumps
from vpe_tui.tui.session.marks import Marks
from vpe_tui.tui.session.noting import Noting
from vpe_tui.tui.timeline.held import Held
from vpe_tui.tui.timeline.strip_view import StripView
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.bars import Bar, Tabs
from vpe_tui.tui.widgets.fronts import Fronts
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.paned import PanedView
from vpe_tui.tui.zones import zone_after, zone_said

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.findings.finding import Finding
    from vpe_tui.service.seen import Seen
    from vpe_tui.service.targets import Opening


_TITLE_BESIDE_NOTE = 30
"""Cells of a title that leaves room for a note."""
_AROUND_ROWS, _LEAST_TIMELINE = 3, 6
"""Lines of the timeline around its rows (borders and head), and all it has at least."""

IN_FRONT = "timeline"
"""The pane that is in front at first."""

_WANTS: Mapping[str, type[Said]] = {
    "copy": WantsToCopy,
    "copy_as": OffersCopies,
    "save": OffersFiles,
    "refresh": WantsRefresh,
    "watch": WantsWatching,
    "star": WantsStar,
    "compare": WantsPartner,
}


class SessionView(PanedView):
    """One session: verdict, panes, strip, timeline and prompt. What it shows is given to it."""

    BINDINGS = bindings(TIMELINE, SESSION)

    session: reactive[Session | None] = reactive(None, always_update=True, init=False)
    diagnosis: reactive["Diagnosis | None"] = reactive(None, init=False)
    api_names: reactive[bool] = reactive(False)
    zone_name: reactive[str] = reactive("kst", init=False)
    zone: reactive[tzinfo] = reactive(KST)

    def __init__(self, opened_by: str, zones: Sequence[str], tell: Tell) -> None:
        super().__init__(tell)
        self.opened_by = opened_by
        """The UUID or the file's name, as it is shown."""
        self._zones = zones
        self._at_problem = False
        self.held = held = Held()
        """The rows that are held on to."""
        self.summary, self.verdict = Bar(id="summary"), VerdictBar(id="verdict")
        self.findings = FindingsPane(4, "findings")
        self.fields: tuple[FieldsPane, ...] = (
            *(UserPane(1, "user"), PlayerPane(2, "player"), MediaPane(3, "media")),
            self.findings,
        )
        self.strip, self.timeline = StripView("strip", held), Timeline("timeline", held)
        self._row, self._tabs = Horizontal(id="panes"), Tabs(id="tabs")
        panes: tuple[Lines, ...] = (*self.fields, self.timeline)
        self.fronts = Fronts(self, self._row, self._tabs, {pane.id or "": pane for pane in panes}, IN_FRONT)
        bring_timeline = partial(self.action_pane, IN_FRONT)
        asking = Asking(self.prompt, self.timeline, bring_timeline, tell)
        self.asking, self.jumps = asking, Jumps(self.timeline, asking.say)
        self.marks = Marks(self.timeline, self.strip, asking.say)
        self.noting = Noting(self.timeline, asking, tell)
        self._explaining = Explaining(self.timeline, self.jumps, bring_timeline, tell)

    def compose(self) -> ComposeResult:
        yield self.summary
        yield self.verdict
        yield self._tabs
        with self._row:
            for pane in self.fields:
                yield pane.data_bind(SessionView.session, SessionView.diagnosis, SessionView.api_names)
        yield self.strip.data_bind(SessionView.session)
        yield self.timeline.data_bind(SessionView.session, SessionView.zone)
        yield self.prompt

    def on_mount(self) -> None:
        self.zone_name = self._zones[0]
        self.fronts.show(IN_FRONT)
        # A message would come a frame later: a key is answered with one.
        self.watch(self.timeline, "cursor", self._walked, init=False)
        self.watch(self.timeline, "virtual_size", self._share_room, init=False)  # with its lines, and with its room
        for pane in self.fields:
            self.watch(pane, "cursor", self._pane_moved, init=False)
        self.watch(self.findings, "finding", self._look_at, init=False)

    # What it is given

    def watch_session(self, session: Session | None) -> None:
        """Before any pane hears of it."""
        if session is not None and not self.held.onto(session.events):
            self.tell(LosesLines())

    def watch_zone_name(self, name: str) -> None:
        self.zone = zone_named(name)
        if self.session is not None:
            self.say_summary(self.session)

    def watch_diagnosis(self, diagnosis: "Diagnosis | None") -> None:
        self.verdict.show(diagnosis.verdict if diagnosis else None)
        if diagnosis is None:
            return  # what was known of the rows that are the same stays until more is
        self.strip.playback = diagnosis.playback
        self.marks.flag(diagnosis.flags)
        self.timeline.model.live_through(diagnosis.playback)
        self.timeline.look(self.held.row)  # heartbeats stand in one line from here on
        self.marks.point_out_again(diagnosis.findings)
        if self.session:
            from vpe_tui.qoe.explain import named_rows

            self.timeline.name_rows(named_rows(self.session, diagnosis))
        if self._at_problem and self.timeline.row == 0:
            self._at_problem = False
            self.timeline.stay_on(diagnosis.problems[0] if diagnosis.problems else 0)
        self.noting.begins()

    def show(self, session: Session, *, is_whole: bool, at_end: bool = False) -> None:
        """Shows a session, or its first rows; with `at_end` a cursor that stands on the last line stays there."""
        timeline = self.timeline
        at_end = timeline.is_at_end and (at_end or (is_whole and not timeline.model.is_whole))
        timeline.model.is_whole = is_whole
        self.diagnosis = None
        self.session = session
        if at_end:
            timeline.action_last()
        self.say_summary(session)

    def _share_room(self) -> None:
        """The panes have the room that the timeline's rows do not need; else what the styles say."""
        panes, timeline = self._row, self.timeline
        panes.styles.clear_rule("height")
        room = panes.outer_size.height + timeline.outer_size.height
        needed = max(timeline.model.rows_in_all + _AROUND_ROWS, _LEAST_TIMELINE)
        least = panes.styles.height.value if panes.styles.height else 0
        shown = self.session is not None and timeline.model.is_whole and panes.display and timeline.display
        if shown and room - needed > least:
            panes.styles.height = room - needed

    def open_at(self, opening: "Opening", *, at_problem: bool) -> None:
        """Goes where the command line wanted to be; else, with `at_problem`, to the first problem once it is known."""
        self._at_problem = at_problem and not opening.at and not opening.filter
        if opening.filter:
            self.timeline.set_filter(named_filter(opening.filter))
        if opening.at and self.session is not None:
            self.jumps.begin_at(opening.at, self.session.events, self.zone)

    def say_summary(self, session: Session) -> None:
        log = session.events
        so_far = "" if self.timeline.model.is_whole else " so far"
        count = session.error_count
        errors = counted(count, "error") if count else ""
        began = f"{date_time(log.zero_ms, self.zone)} {zone_name(self.zone, log.zero_ms)}" if len(log) else ""
        parts = (session.kind, counted(len(log), "event") + so_far, errors, began)
        note = self.noting.notes.session
        title = cut_middle(session.title, _TITLE_BESIDE_NOTE) if note else session.title
        self.summary.left = f"{title} · note: {note}" if note else title
        self.summary.right = " · ".join(part for part in parts if part)

    # What can be asked of it

    @property
    def at_cursor(self) -> str:
        """The value under the cursor, whole, where the panes have to cut it."""
        pane = self.fronts.pane
        return pane.said if isinstance(pane, FieldsPane) else ""

    @property
    def position(self) -> str:
        """Where the timeline's cursor stands, and what is shown."""
        return self.timeline.model.position(self.timeline.row)

    @property
    def seen(self) -> "Seen":
        """What all of it is drawn from."""
        from vpe_tui.service.seen import Seen

        assert self.session is not None
        model = self.timeline.model
        told = (self.session, self.diagnosis, self.opened_by)
        return Seen(*told, model.matches.text, model.filter, self.noting.notes)

    def draw_from(self, seen: "Seen") -> None:
        """Draws the same in the words of another telling of the session."""
        for pane in self.fields:
            pane.retell(seen.session, seen.diagnosis)
        self.timeline.retell(seen.session, seen.search, seen.filter)
        self.noting.show(seen.notes)
        self.opened_by = seen.name
        self.say_summary(seen.session)
        self.verdict.show(seen.diagnosis.verdict if seen.diagnosis else None)
        self.follow()

    def step_out(self) -> bool:
        """One step out: of the prompt, then the search, the filter, the rows pointed out, the zoom."""
        timeline = self.timeline
        if self.prompt.is_asking:
            self.prompt.cancel()
        elif timeline.model.matches.text:
            timeline.find("", timeline.row or 0)
        elif timeline.model.filter != EVERYTHING:
            timeline.set_filter(EVERYTHING)
        elif self.held.evidence:
            self.marks.point_out(None)
        elif self.strip.is_zoomed:
            self.strip.reset()
        else:
            return False
        return True

    # What happens in it

    @on(Lines.Moved, "Timeline")
    def follow(self) -> None:
        """What stands around the timeline goes with its cursor, and with what is shown: in the same frame."""
        self.marks.follow()
        self.tell(Moves())

    def _pane_moved(self) -> None:
        self.tell(LooksElsewhere())

    def _walked(self) -> None:
        """Who has begun to walk is not led elsewhere."""
        self._at_problem = False
        self.follow()

    def _look_at(self, finding: "Finding | None") -> None:
        if self.fronts.pane is self.findings and self.diagnosis is not None:
            self.marks.point_out(finding)

    @on(StripView.Picked)
    def go_to_picked(self, picked: StripView.Picked) -> None:
        self.jumps.to_instant(picked.instant, dragging=picked.dragging)

    def fronted(self) -> None:
        super().fronted()
        if self.fronts.pane is self.findings:
            self.marks.point_out(self.findings.finding)

    # Commands

    def action_names(self) -> None:
        self.api_names = not self.api_names

    def action_zone(self) -> None:
        self.zone_name = zone_after(self.zone_name, self._zones)
        self.tell(Says(zone_said(self.zone_name)))

    @on(Lines.Chosen)
    def action_value(self) -> None:
        """The evidence of a finding; of anything else the whole value, or everything about the row."""
        from vpe_tui.report.event import event_facts, event_json

        pane, session = self.fronts.pane, self.session
        if isinstance(pane, FindingsPane) and (finding := pane.finding) and finding.rows:
            self.action_pane(IN_FRONT)
            self.jumps.to_row(finding.rows[0])
        elif isinstance(pane, FieldsPane):
            if pane.value:
                self.tell(Shows(*pane.value))
        elif session is not None and (row := self.timeline.row) is not None:
            raw = "\n".join(map(clean, event_json(session.events[row]).split("\n")))
            playback = self.diagnosis.playback if self.diagnosis else None
            self.tell(Shows(f"Row {row:,}", raw, event_facts(session.events, row, self.zone, playback)))

    def action_explain(self) -> None:
        self._explaining.at_cursor(self.fronts.pane, self.session, self.diagnosis)

    def action_explain_verdict(self) -> None:
        self._explaining.verdict(self.diagnosis)

    def action_search(self) -> None:
        self.asking.search()

    def action_filter(self) -> None:
        self.asking.filter()

    def action_go_to_time(self) -> None:
        self.asking.time(self.jumps.to_place)

    def action_clear_filter(self) -> None:
        self.timeline.set_filter(EVERYTHING)

    def action_next_match(self, by: int) -> None:
        self.jumps.to_match(by)

    def action_landmark(self, name: str, by: int) -> None:
        self.jumps.to_landmark(name, by)

    def action_minutes(self, by: int) -> None:
        self.jumps.minutes(by)

    def action_trail(self, by: int) -> None:
        self.jumps.back(by)

    def action_fold(self) -> None:
        """The heartbeats of a stretch in one line, or each in its own."""
        model = self.timeline.model
        model.is_folded = not model.is_folded
        self.timeline.look(self.held.row)
        self.tell(Says("heartbeats stand in one line: h shows each" if model.is_folded else "every row by itself"))

    def action_note(self) -> None:
        self.noting.ask(on_row=self.fronts.pane is self.timeline)

    def action_mark(self) -> None:
        self.marks.toggle()

    def action_zoom(self, by: int) -> None:
        self.marks.zoom(by)

    def action_zoom_to_mark(self) -> None:
        self.marks.zoom_to_mark()

    def action_want(self, what: str) -> None:
        """What whoever holds it is to do."""
        self.tell(_WANTS[what]())
