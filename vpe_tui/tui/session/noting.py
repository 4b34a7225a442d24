"""Notes on a session and its rows, and where it is left: what is kept of a look at it."""

from vpe_tui.fleet.notes import NO_NOTES, Left, Notes
from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.session.places import row_of
from vpe_tui.session.query import EVERYTHING
from vpe_tui.text.times import relative
from vpe_tui.tui.says import Says, Tell, WantsNote
from vpe_tui.tui.session.asking import Asking
from vpe_tui.tui.timeline.view import Timeline


class Noting:
    """Times stand for rows: what is written outlives the numbers of this log."""

    def __init__(self, timeline: Timeline, asking: Asking, tell: Tell) -> None:
        self._timeline = timeline
        self._asking = asking
        self._tell = tell
        self.notes = NO_NOTES
        """What was noted."""
        self._found: Left | None = None
        """Where it stood when it was shown first."""

    def show(self, notes: Notes) -> None:
        """What was noted; a note on a row that is gone stands at what was under way then."""
        session = self._timeline.model.session
        self.notes = notes
        if session is None:
            return
        self._timeline.model.notes = {row_of(session.events, ms): note for ms, note in notes.rows.items()}
        self._timeline.refresh()

    def ask(self, *, on_row: bool) -> None:
        """Asks for a note on the row at the cursor, or on the session."""
        session, row = self._timeline.model.session, self._timeline.row
        if session is None or (on_row and row is None):
            self._tell(Says("there is nothing yet that a note could be on"))
        elif on_row and row is not None:
            at_ms = session.events.start_ms[row]
            about = f"note at {relative(at_ms - session.events.zero_ms)}"
            self._asking.note(about, self.notes.rows.get(at_ms, ""), lambda text: self._tell(WantsNote(text, at_ms)))
        else:
            self._asking.note("note on this session", self.notes.session, lambda text: self._tell(WantsNote(text)))

    # Where it is left

    def begins(self) -> None:
        """From here on who looks at it may go elsewhere."""
        self._found = self._stands

    @property
    def left(self) -> Left | None:
        """Where it stands; None where that is where it stood at first."""
        return self._stands if self._found is not None and self._stands != self._found else None

    @property
    def _stands(self) -> Left:
        held, session = self._timeline.held, self._timeline.model.session
        starts = session.events.start_ms if session else ()
        rows = (held.mark, held.row)
        mark_ms, at_ms = (starts[row] if row is not None and row < len(starts) else None for row in rows)
        return Left("" if held.filter == EVERYTHING else str(held.filter), mark_ms, at_ms)

    def come_back(self, left: Left) -> None:
        """As it was left: filter, mark, cursor."""
        session = self._timeline.model.session
        if session is None or left == Left():
            return
        log = session.events
        if left.filter:
            self._timeline.set_filter(named_filter(left.filter))
        if left.mark_ms in log.start_ms:
            self._timeline.held.mark = log.start_ms.index(left.mark_ms)
        if left.at_ms is not None:
            self._timeline.stay_on(row_of(log, left.at_ms))
        self._timeline.show_changes()
