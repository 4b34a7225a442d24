"""The commands that walk the timeline, whatever pane has the focus."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on

from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.qoe.findings.finding import same_finding
from vpe_tui.session.index import Landmark
from vpe_tui.session.places import Place
from vpe_tui.session.query import EVERYTHING, Filter, these_rows
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.timeline.held import Held
from vpe_tui.tui.timeline.strip_view import StripView
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.bars import Bar
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.prompt import Prompt, Question

if TYPE_CHECKING:
    from vpe_tui.qoe.explain import Explained
    from vpe_tui.qoe.findings.facts import Severity
    from vpe_tui.qoe.findings.finding import Finding

_ZOOM = 2


class WalkingScreen(VpeScreen):
    """A screen with a timeline and its strip."""

    _said_by_answer = ""
    """What there is to say once the prompt is closed."""
    _pointed_out: "Finding | None" = None
    """The finding that is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.held = Held()

    @property
    def timeline(self) -> Timeline:
        return self.query_one(Timeline)

    @property
    def strip(self) -> StripView:
        return self.query_one(StripView)

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    def bring_timeline(self) -> None:
        """The timeline is in front and has the focus."""
        raise NotImplementedError

    # Prompts

    def action_search(self) -> None:
        from vpe_tui.tui.timeline.questions import SearchQuestion

        self._ask(SearchQuestion(self.timeline))

    def action_filter(self) -> None:
        from vpe_tui.tui.timeline.questions import FilterQuestion

        question = FilterQuestion(self.timeline)
        self._ask(question)
        self.status_says(question.choices())

    def action_go_to_time(self) -> None:
        from vpe_tui.tui.timeline.questions import TimeQuestion

        self._ask(TimeQuestion(self.timeline, self._go_to_place))

    def _ask(self, question: Question) -> None:
        self.bring_timeline()
        self.add_class("-asking")
        self.prompt.ask(question, self.timeline, self.close_prompt)

    def close_prompt(self) -> None:
        self.remove_class("-asking")
        self.status_says(self._said_by_answer)
        self._said_by_answer = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the prompt asks, the keys are its own."""
        return not self.prompt.is_asking

    def step_out(self) -> bool:
        """One step out: of the prompt, then the search, the filter, the rows pointed out, the zoom."""
        timeline = self.timeline
        if self.prompt.is_asking:
            self.prompt.cancel()
        elif timeline.matches.text:
            timeline.find("", timeline.row or 0)
        elif timeline.filter != EVERYTHING:
            timeline.set_filter(EVERYTHING)
        elif self.held.evidence:
            self.point_out(None)
        elif self.strip.is_zoomed:
            self.strip.reset()
        else:
            return False
        return True

    # Jumps

    def action_next_match(self, by: int) -> None:
        if not self.timeline.matches.text:
            self.status_says("nothing is searched for: / searches")
        self.timeline.next_match(by)

    def action_landmark(self, name: str, by: int) -> None:
        landmark = Landmark[name]
        if self.timeline.session is None:
            self.status_says("the session is still being fetched")
        elif (hidden := self.timeline.go_to_landmark(landmark, by)) is not None:
            where = "after" if by > 0 else "before"
            others = f": the filter hides {hidden:,}, F shows them" if hidden else ""
            so_far = "" if self.timeline.is_whole else " so far: the rest is being read"
            self.status_says(f"no {landmark.value} {where} this row{others}{so_far}")

    def go_to(self, row: int) -> None:
        """A jump to a row from elsewhere; where the filter hides it to the next one that is shown, and that is said."""
        self.timeline.go(row)
        self.say_hidden(row)

    def _go_to_place(self, place: Place) -> None:
        self._said_by_answer = place.beyond
        self.go_to(place.row)

    def say_hidden(self, row: int) -> None:
        if self.timeline.hides(row):
            there = "this is the next one it shows" if self.timeline.rows_shown else "it shows none"
            said = f"the filter hides row {row:,}: {there}; F shows every row"
            if self.prompt.is_asking:
                self._said_by_answer = said
            else:
                self.status_says(said)

    def action_minutes(self, by: int) -> None:
        self.timeline.go_minutes(by)

    def action_trail(self, by: int) -> None:
        if not self.timeline.go_back(by):
            self.status_says("no jump to go back to" if by < 0 else "no jump to go forward to")

    def action_mark(self) -> None:
        self.timeline.toggle_mark()

    def action_clear_filter(self) -> None:
        self.timeline.set_filter(EVERYTHING)

    # The strip

    def action_zoom(self, by: int) -> None:
        if not self.strip.zoom(_ZOOM ** (-by)):
            self.status_says("it goes no finer" if by > 0 else "this is the whole session")

    def action_zoom_to_mark(self) -> None:
        session, mark, row = self.timeline.session, self.held.mark, self.timeline.row
        if session is None or mark is None or row is None:
            self.status_says("no row is marked: m marks one")
            return
        if mark == row:
            self.status_says("the marked row is this one: go to another, and Z shows the time between them")
            return
        log = session.events
        self.strip.zoom_to(min(log.start_ms[mark], log.start_ms[row]), max(log.end_ms[mark], log.end_ms[row]))

    @on(StripView.Picked)
    def go_to_picked(self, picked: StripView.Picked) -> None:
        self.timeline.go_to_instant(picked.instant, dragging=picked.dragging)

    def follow(self) -> None:
        """The strip and the status line go with the cursor, in the same frame."""
        timeline = self.timeline
        self.query_one("#status", Bar).right = timeline.position
        if timeline.session is not None and timeline.row is not None:
            self.strip.cursor_ms = timeline.session.events.start_ms[timeline.row]

    def cursor_moved(self) -> None:
        self.follow()

    @on(Lines.Moved, "Timeline")
    def timeline_changed(self) -> None:
        """What is shown changed, with or without the cursor."""
        self.follow()

    def flag(self, flags: "Mapping[int, Severity]") -> None:
        """The rows to look at first stand out in timeline and strip."""
        self.held.flags = flags
        self._mark()

    def point_out(self, finding: "Finding | None") -> None:
        """The rows that show a finding stand out in timeline and strip."""
        self._pointed_out = finding
        self.held.evidence = sorted(finding.rows) if finding else ()
        self._mark()

    def point_out_again(self, findings: "Sequence[Finding]") -> None:
        """What was pointed out, where it is found in another log."""
        self.point_out(same_finding(self._pointed_out, findings) if self._pointed_out else None)

    def _mark(self) -> None:
        self.timeline.refresh()
        self.strip.mark()

    # Explanations

    def explain(self, explained: "Explained") -> None:
        """Opens an explanation, which offers to go to its rows or to show only them."""
        from vpe_tui.tui.screens.dialogs import ExplainScreen

        def answered(wanted: str | None) -> None:
            rows = self.held.offered
            if wanted:
                self.bring_timeline()
            if wanted and not rows:
                self.status_says("these rows are no longer there: the session was fetched again, x explains it anew")
            elif wanted == "filter":
                self.timeline.set_filter(_only(explained, rows), near=rows[0])
            elif wanted == "go":
                self.go_to(rows[0])

        self.held.offered = explained.rows
        self.app.push_screen(ExplainScreen(explained), answered)


def _only(explained: "Explained", rows: Sequence[int]) -> Filter:
    """What shows the rows of an explanation: a finding's and a number's by name, whatever they are by now."""
    return named_filter(explained.filter) if explained.filter else these_rows(rows)
