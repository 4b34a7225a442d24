"""What a timeline shows of a session's log: the rows a filter lets through, what a search finds, where one is."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from vpe_tui.playback.heartbeats import heartbeats
from vpe_tui.playback.model import State
from vpe_tui.playback.playback import Playback
from vpe_tui.session.days import days_of
from vpe_tui.session.index import Chapter, EventIndex, Landmark, index_of
from vpe_tui.session.model import Session
from vpe_tui.session.places import Place, place_of, row_at
from vpe_tui.session.query import EVERYTHING, Contains, Filter, Named, parts_of
from vpe_tui.session.search_texts import SearchTexts
from vpe_tui.text.cells import cut
from vpe_tui.text.clean import counted
from vpe_tui.text.times import KST
from vpe_tui.tui.timeline.cells import CELLS, COLUMNS, From
from vpe_tui.tui.timeline.held import Held, Naming
from vpe_tui.tui.timeline.visible_rows import VisibleRows
from vpe_tui.tui.timeline.walk import Matches, has, step_in

_MINUTE_MS = 60_000


class TimelineModel:
    """A session's log as it is walked: filtered, searched, jumped through. It draws nothing, and moves no cursor."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.session: Session | None = None
        self.zone: tzinfo = KST
        self.is_whole = True
        """Whether all the rows are here; the first of a large session are shown before the others are read."""
        self.matches = Matches()
        self.texts: SearchTexts | None = None
        """What a search looks through."""
        self.lines = VisibleRows(0)
        self.playback: Playback | None = None
        """What was lived through, once that is known."""
        self.is_read_otherwise = False
        """Whether there are rows that tell of something else than their word."""
        self.notes: Mapping[int, str] = {}
        """The notes on rows."""
        self.is_folded = True
        """Whether the heartbeats of a stretch of playing stand in one line, once it is known which they are."""
        self._heartbeats: Sequence[range] = ()
        self._index: EventIndex | None = None
        self._days: Sequence[Chapter] = ()
        """Where another day begins."""

    # What is shown

    def show(self, session: Session) -> None:
        """Another session, or the same one with other rows."""
        self.session = session
        self.playback, self.is_read_otherwise, self._heartbeats = None, False, ()
        self._index = None
        self.read_in(self.zone)

    def read_in(self, zone: tzinfo) -> None:
        """Wall clocks are told in this zone."""
        self.zone = zone
        if self.session is not None:
            self.texts = SearchTexts(self.session.events, zone)
            self.texts.named = self.held.named
            self._days = days_of(self.session.events, zone)

    def know(self, index: EventIndex) -> bool:
        """What was worked out of the session meanwhile. Whether the lines are to be laid anew."""
        self._index = index
        return bool(index.chapters)

    def name_rows(self, named: Naming) -> bool:
        """What the words `finding:ID` and `metric:KEY` of a filter stand for. Whether the filter has such a word."""
        self.held.named = named
        if self.texts is not None:
            self.texts.named = named
        return any(isinstance(part, Named) for part in parts_of(self.filter))

    def lay(self) -> None:
        """The lines, and what is found in them, anew."""
        if self.session is None or self.texts is None:
            return
        log = self.session.events
        rows = None if self.filter == EVERYTHING else self.filter.rows(log, self.texts)
        folds = self._heartbeats if self.is_folded and rows is None and not self.matches.text else ()
        self.lines = VisibleRows(len(log), rows, self._headings, folds)
        if self.matches.text:
            self.matches = self._found(self.matches.text)

    @property
    def _headings(self) -> Sequence[Chapter]:
        """What stands before rows: a track, a day; one heading where both begin."""
        chapters = self._index.chapters if self._index else ()
        titles: dict[int, str] = {}
        for row, title in sorted((*chapters, *self._days), key=lambda each: each.row):
            titles[row] = f"{titles[row]} · {title}" if row in titles else title
        return [Chapter(row, title) for row, title in titles.items()]

    def find(self, text: str) -> None:
        """What is searched for, in every column of the rows shown; found once there are rows. A search looks at every
        row by itself."""
        unfolds = bool(text) != bool(self.matches.text) and self.is_folded and bool(self._heartbeats)
        self.matches = self._found(text)
        if unfolds:
            self.lay()

    def _found(self, text: str) -> Matches:
        found: Sequence[int] = ()
        if text and self.session is not None and self.texts is not None:
            found = (self.filter & Contains(text)).rows(self.session.events, self.texts)
        return Matches(text, found)

    def note_of(self, rows: Sequence[int]) -> str:
        """The notes on rows that stand in one line."""
        return " · ".join(self.notes[row] for row in rows if row in self.notes)

    def live_through(self, playback: Playback) -> None:
        """What was lived through: rows are coloured by it, and say where it is not what their word says."""
        if playback.session is self.session:
            self.playback = playback
            self.is_read_otherwise = any(rule.beside for rule in playback.read_as.used)
            self._heartbeats = tuple(heartbeats(playback, self.held.flags))

    def state_of(self, row: int) -> State | None:
        """The state that a row tells of, once that is known."""
        if self.playback is None:
            return None
        rule = self.playback.read_as[row]
        return None if rule.is_nothing else rule.then or rule.state

    def beside(self, row: int) -> str:
        """What is said beside a row that tells of something else than its word."""
        return self.playback.beside(row) if self.playback else ""

    def retell(self, session: Session, search: str, shown: Filter) -> None:
        """The same rows in the words of another telling; `search` and `shown` are said for what they are."""
        self.session = session
        self.matches = Matches(search, self.matches.rows)
        self.held.filter = shown

    @property
    def is_ready(self) -> bool:
        """Whether all that is worked out of the session is known."""
        return self._index is not None

    @property
    def filter(self) -> Filter:
        """What lets the rows through that are shown."""
        return self.held.filter

    @property
    def rows(self) -> Sequence[int]:
        """The rows that the filter lets through."""
        return self.lines.rows

    @property
    def rows_in_all(self) -> int:
        return len(self.session.events) if self.session else 0

    def hides(self, row: int) -> bool:
        """Whether the filter does not let a row through."""
        return not has(self.rows, row)

    # What is under the cursor

    def position(self, row: int | None) -> str:
        """Where the cursor stands and what is shown: `row 88 · “E0003” 1 of 3 · 214 of 1,204 · filter errors`."""
        if self.session is None:
            return ""
        so_far, total, shown = "" if self.is_whole else " so far", self.rows_in_all, len(self.rows)
        text, mark = self.matches.text, self.held.mark
        parts = [
            _named(self.lines.rows_at(self.lines.line_of(row))) if row is not None and len(self.lines) else "",
            f"mark {mark:,}" if mark is not None else "",
            f"“{cut(text, 20)}” {self.matches.told(row or 0)}{so_far}" if text else "",
            (f"{shown:,} of {total:,}" if shown < total else counted(total, "event")) + so_far,
            f"filter {cut(str(self.filter), 40)}" if self.filter != EVERYTHING else "",
        ]
        return " · ".join(part for part in parts if part)

    def row_text(self, row: int) -> str:
        """A row as a line of text, every column in it that is not for wide terminals alone."""
        assert self.session is not None
        log = self.session.events
        told = From(log.zero_ms, self.zone)  # since the start: whoever reads it knows of no mark
        cells = (CELLS[column.name](log, row, told) for column in COLUMNS if column.name and column.rank > 0)
        return " ".join(part for cell in cells for part in cell.split())

    # Where one can go

    def landmark(self, landmark: Landmark, row: int, by: int) -> int | None:
        """The next or previous error, stall, quality change or gap that is shown."""
        return step_in(self._rows_of(landmark), row, by, self.rows)

    def landmarks_hidden(self, landmark: Landmark, row: int, by: int) -> int:
        """How many there are on, or back, that the filter hides, where `landmark` has none to go to."""
        rows = self._rows_of(landmark)
        return len(rows) - bisect_right(rows, row) if by > 0 else bisect_left(rows, row)

    def _rows_of(self, landmark: Landmark) -> Sequence[int]:
        assert self.session is not None
        known = self._index.landmarks if self._index else index_of(self.session).landmarks
        return known[landmark]

    def place_of(self, words: str) -> Place:
        """The place of a time, as `places.place_of` reads it. Raises ValueError with a sentence."""
        if self.session is None or not len(self.lines):
            raise ValueError("there is no event to go to")
        place = place_of(words, self.session.events, self.zone)
        if not self.is_whole and (place.beyond or "%" in words):
            raise ValueError("the rest is still being read: enter tries again")
        return place

    def row_at_instant(self, instant: int) -> int:
        """The row that was under way then (epoch ms)."""
        return row_at(self.session.events, instant) if self.session else 0

    def minutes_from(self, row: int, by: int) -> int:
        """A minute back or on; out of a row longer than that in any case."""
        assert self.session is not None
        log = self.session.events
        there = row_at(log, log.start_ms[row] + by * _MINUTE_MS)
        return max(there, min(row + 1, len(log) - 1)) if by > 0 else min(there, max(row - 1, 0))

    def jumped_from(self, row: int, by: int) -> int | None:
        """Back (-1) or forward (1) through the jumps. None at the end."""
        step: Callable[[int], int | None] = self.held.jumps.back if by < 0 else self.held.jumps.forward
        return step(row)


def _named(rows: range) -> str:
    return f"row {rows[0]:,}" if len(rows) == 1 else f"rows {rows[0]:,} to {rows[-1]:,}"
