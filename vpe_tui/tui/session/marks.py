"""What is marked in a session's timeline and strip: a row by hand, the rows to look at, the rows of a finding."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from vpe_tui.qoe.findings.finding import same_finding
from vpe_tui.tui.timeline.strip_view import StripView
from vpe_tui.tui.timeline.view import Timeline

if TYPE_CHECKING:
    from vpe_tui.qoe.findings.facts import Severity
    from vpe_tui.qoe.findings.finding import Finding

_ZOOM = 2


class Marks:
    """The rows that stand out, in timeline and strip alike, and the time that the strip shows of them."""

    def __init__(self, timeline: Timeline, strip: StripView, say: Callable[[str], None]) -> None:
        self._timeline = timeline
        self._strip = strip
        self._held = timeline.held
        self._say = say
        self._finding: Finding | None = None
        """The finding that is looked at."""

    def toggle(self) -> None:
        """Times are told from the marked row; on the marked row the mark goes."""
        self._held.mark = None if self._held.mark == self._timeline.row else self._timeline.row
        self._timeline.show_changes()

    def flag(self, flags: "Mapping[int, Severity]") -> None:
        """The rows to look at first."""
        self._held.flags = flags
        self._draw()

    def point_out(self, finding: "Finding | None") -> None:
        """The rows that show a finding."""
        self._finding = finding
        self._held.evidence = sorted(finding.rows) if finding else ()
        self._draw()

    def point_out_again(self, findings: "Sequence[Finding]") -> None:
        """What was pointed out, where it is found in another log."""
        self.point_out(same_finding(self._finding, findings) if self._finding else None)

    def zoom(self, by: int) -> None:
        if not self._strip.zoom(_ZOOM ** (-by)):
            self._say("the strip cannot show less time" if by > 0 else "the strip shows the whole session")

    def zoom_to_mark(self) -> None:
        session, mark, row = self._timeline.model.session, self._held.mark, self._timeline.row
        if session is None or mark is None or row is None:
            self._say("no row is marked: m marks one")
        elif mark == row:
            self._say("the marked row is this one: go to another, and Z shows the time between them")
        else:
            log = session.events
            self._strip.zoom_to(min(log.start_ms[mark], log.start_ms[row]), max(log.end_ms[mark], log.end_ms[row]))

    def follow(self) -> None:
        """The strip goes with the cursor, in the same frame."""
        session, row = self._timeline.model.session, self._timeline.row
        if session is not None and row is not None:
            self._strip.follow(row)

    def _draw(self) -> None:
        self._timeline.refresh()
        self._strip.mark()
