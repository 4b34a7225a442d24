"""The timeline: every row of the log, drawn a line at a time, so that 100,000 rows cost no more than ten."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from vpe_tui.session.index import EventIndex, Landmark, index_of
from vpe_tui.session.model import Session
from vpe_tui.session.places import Place, place_of, row_at
from vpe_tui.session.query import EVERYTHING, Contains, Filter, Named, parts_of
from vpe_tui.session.search_texts import SearchTexts
from vpe_tui.text.cells import cut, width_of
from vpe_tui.text.clean import composed, counted
from vpe_tui.text.times import KST, zone_name
from vpe_tui.tui.theme import EVIDENCE, SEVERITY_GLYPHS, SEVERITY_STYLES, state_class
from vpe_tui.tui.timeline.cells import CELLS, COLUMNS, STATE_COLUMNS, From
from vpe_tui.tui.timeline.held import Held, Naming
from vpe_tui.tui.timeline.visible_rows import VisibleRows
from vpe_tui.tui.timeline.walk import Matches, has, step_in
from vpe_tui.tui.widgets.lines import Run, restyled
from vpe_tui.tui.widgets.table import Column, Table

_STATES = ("start", "playing", "paused", "seeking", "rebuffering", "error", "ended")
_MINUTE_MS = 60_000


class Timeline(Table):
    """Every row of a session's log, oldest first: filtered, searched, walked."""

    HEAD = 1
    COLUMNS = COLUMNS
    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--match", *(f"timeline--{state}" for state in _STATES)}

    session: reactive[Session | None] = reactive(None, always_update=True)
    zone: reactive[tzinfo] = reactive(KST)

    def __init__(self, id: str, held: Held) -> None:
        super().__init__(id=id)
        self.border_title = "5 Timeline"
        self.held = held
        self.matches = Matches()
        self.is_whole = True
        """Whether all the rows are here; the first of a large session are shown before the others are read."""
        self._visible = VisibleRows(0)
        self._index: EventIndex | None = None
        self._texts: SearchTexts | None = None

    # What is shown

    def watch_session(self, session: Session | None) -> None:
        missed = bool(self.matches.text) and not self.matches.rows
        self._texts = self._texts_of(session) if session else None
        self._index = None
        if session is not None:
            self.say("No event was logged.", "The player reported nothing, or nothing of it was kept.")
            row = self.held.row
            self._look(row)
            if missed and (found := self.matches.nearest(row)) is not None:
                self.stay_on(found)  # what was searched for among the first rows of a large session came with the rest

    def _texts_of(self, session: Session) -> SearchTexts:
        texts = SearchTexts(session.events, self.zone)
        texts.named = self.held.named
        return texts

    def name_rows(self, named: Naming) -> None:
        """What the words `finding:ID` and `metric:KEY` of a filter stand for."""
        self.held.named = named
        if self._texts is not None:
            self._texts.named = named
        if any(isinstance(part, Named) for part in parts_of(self.filter)):
            self._look(self.held.row)

    def watch_zone(self, zone: tzinfo) -> None:
        if self.session is not None:
            self._texts = self._texts_of(self.session)
            self._look(self.held.row)  # what was filtered or found by its wall clock may be another row now
        self.refresh()

    def know(self, session: Session, index: EventIndex) -> None:
        """What was worked out of a session meanwhile."""
        if session is self.session:
            self._index = index
            if index.chapters:
                self._look(self.held.row)

    @property
    def filter(self) -> Filter:
        """What lets the rows through that are shown."""
        return self.held.filter

    def retell(self, session: Session, search: str, shown: Filter) -> None:
        """Draws the same rows from another telling of the session; `search` and `shown` are said for what they are."""
        self.set_reactive(Timeline.session, session)
        self.matches = Matches(search, self.matches.rows)
        self.held.filter = shown
        self.refresh()

    @property
    def is_ready(self) -> bool:
        """Whether all that is worked out of the session is known."""
        return self._index is not None

    @property
    def texts(self) -> SearchTexts | None:
        """What a search looks through."""
        return self._texts

    @property
    def row(self) -> int | None:
        """The row under the cursor."""
        return self._visible.row_at(self.cursor) if self.count else None

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor stands on the last line."""
        return self.count > 0 and self.cursor == self.count - 1

    @property
    def rows(self) -> Sequence[int]:
        """The rows that the filter lets through."""
        return self._visible.rows

    @property
    def rows_shown(self) -> int:
        return len(self._visible.rows)

    @property
    def rows_in_all(self) -> int:
        return len(self.session.events) if self.session else 0

    def set_filter(self, wanted: Filter, near: int | None = None) -> None:
        """Shows the rows that `wanted` lets through; the cursor goes to row `near` (its own), or the next one shown."""
        if wanted != self.filter:
            row = self.held.row if near is None else near
            self.held.filter = wanted
            self._look(row)

    def remember(self) -> None:
        """The prompt begins to ask: where the cursor is, and what is shown, can be come back to."""
        self.held.asked_at, self.held.asked_in = self.held.row, self.held.filter

    def _look(self, row: int) -> None:
        """Lays the lines anew, with the cursor on `row`."""
        self.held.row = row
        if self.session is None or self._texts is None:
            return
        log = self.session.events
        rows = None if self.filter == EVERYTHING else self.filter.rows(log, self._texts)
        self._visible = VisibleRows(len(log), rows, self._index.chapters if self._index else ())
        if self.matches.text:
            self.matches = self._matching(self.matches.text)
        if not len(self._visible) and len(log):
            self.say("No event passes this filter.", f"{self.filter}", "F clears it.")
        self.show_lines(len(self._visible), cursor=self._visible.line_of(row))
        self.post_message(self.Moved(self))

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        self.held.row = self.held.row if self.row is None else self.row

    @property
    def _so_far(self) -> str:
        return "" if self.is_whole else " so far"

    @property
    def position(self) -> str:
        """Where the cursor stands and what is shown: `row 88 · “E0003” 1 of 3 · 214 of 1,204 · filter errors`."""
        if self.session is None:
            return ""
        total = len(self.session.events)
        shown = self.rows_shown
        parts = [
            f"row {self.row:,}" if self.row is not None else "",
            f"mark {self.held.mark:,}" if self.held.mark is not None else "",
            f"“{cut(self.matches.text, 20)}” {self.matches.told(self.row or 0)}{self._so_far}"
            if self.matches.text
            else "",
            (f"{shown:,} of {total:,}" if shown < total else counted(total, "event")) + self._so_far,
            f"filter {cut(str(self.filter), 40)}" if self.filter != EVERYTHING else "",
        ]
        return " · ".join(part for part in parts if part)

    # Going somewhere

    def go(self, row: int) -> None:
        """A jump: the cursor goes to `row`, and back can come from there."""
        if self.row is not None:
            self.held.jumps.jumped(self.row)
            self.cursor = self._visible.line_of(row)

    def hides(self, row: int) -> bool:
        """Whether the filter does not let a row through."""
        return not has(self._visible.rows, row)

    def go_to_landmark(self, landmark: Landmark, by: int) -> int | None:
        """To the next or previous error, stall, quality change or gap that is shown. Without one: how many are hidden.

        None when it went.
        """
        if self.session is None or self.row is None:
            return 0
        known = self._index.landmarks if self._index else index_of(self.session).landmarks
        row = step_in(known[landmark], self.row, by, self._visible.rows)
        if row is not None:
            self.go(row)
            return None
        rows = known[landmark]
        return len(rows) - bisect_right(rows, self.row) if by > 0 else bisect_left(rows, self.row)

    def place_of(self, words: str) -> Place:
        """The place of a time, as `places.place_of` reads it. Raises ValueError with a sentence."""
        if self.session is None or not self.count:
            raise ValueError("there is no event to go to")
        place = place_of(words, self.session.events, self.zone)
        if not self.is_whole and (place.beyond or "%" in words):
            raise ValueError("the rest is still being read: enter tries again")
        return place

    def go_to_instant(self, instant: int, *, dragging: bool = False) -> None:
        """To the row that was under way then (epoch ms). A drag is one jump: the one it began with."""
        if self.session is not None:
            move = self.stay_on if dragging else self.go
            move(row_at(self.session.events, instant))

    def go_minutes(self, by: int) -> None:
        """A minute back or on; out of a row longer than that in any case."""
        if self.session is not None and self.row is not None:
            log, row = self.session.events, self.row
            there = row_at(log, log.start_ms[row] + by * _MINUTE_MS)
            self.go(max(there, min(row + 1, len(log) - 1)) if by > 0 else min(there, max(row - 1, 0)))

    def go_back(self, by: int) -> bool:
        """Back (-1) or forward (1) through the jumps. False at the end."""
        if self.row is None:
            return False
        step: Callable[[int], int | None] = self.held.jumps.back if by < 0 else self.held.jumps.forward
        row = step(self.row)
        if row is not None:
            self.cursor = self._visible.line_of(row)
        return row is not None

    def row_text(self) -> str:
        """The row under the cursor as a line of text, every column in it."""
        if self.row is None:
            return ""
        assert self.session is not None
        log, row = self.session.events, self.row
        told = From(log.zero_ms, self.zone)  # since the start: whoever reads it knows of no mark
        cells = (CELLS[column.name](log, row, told) for column in self.COLUMNS if column.name)
        return " ".join(part for cell in cells for part in cell.split())

    def toggle_mark(self) -> None:
        """Times are told from the marked row; on the marked row the mark goes."""
        self.held.mark = None if self.held.mark == self.row else self.row
        self.post_message(self.Moved(self))
        self.refresh()

    # Searching

    def find(self, text: str, origin: int) -> None:
        """Searches every column of the rows shown, and goes to the first match from row `origin` on."""
        self.matches = self._matching(text)
        row = self.matches.nearest(origin)
        self.cursor = self._visible.line_of(origin if row is None else row)
        self.post_message(self.Moved(self))
        self.refresh()

    def found_from(self, origin: int) -> None:
        """The search is kept: it was a jump from `origin`."""
        self.held.jumps.jumped(origin)

    def stay_on(self, row: int) -> None:
        """The cursor goes to `row`, and that is no jump."""
        self.held.row = row
        if self.count:
            self.cursor = self._visible.line_of(row)

    def next_match(self, by: int) -> None:
        row = self.matches.step(self.row or 0, by)
        if row is not None:
            self.go(row)

    def _matching(self, text: str) -> Matches:
        if not text or self.session is None or self._texts is None:
            return Matches(text)  # it is looked for once there are rows
        return Matches(text, (self.filter & Contains(text)).rows(self.session.events, self._texts))

    # Drawing

    def runs(self, index: int, width: int) -> Sequence[Run]:
        heading = self._visible.heading_at(index)
        if heading is not None:
            title = f"  ── {cut(heading.title, width - 8)} "
            return [(title + "─" * (width - width_of(title)), "lines--accent")]
        return self._in_gutter(self._visible.row_at(index), super().runs(index, width))

    def _in_gutter(self, row: int, runs: Sequence[Run]) -> Sequence[Run]:
        """What is said of a row stands in the gap before its first column."""
        if has(self.held.evidence, row):
            mark = (EVIDENCE, "lines--accent")
        elif severity := self.held.flags.get(row):
            mark = (SEVERITY_GLYPHS[severity], SEVERITY_STYLES[severity])
        else:
            return runs
        (text, style), *rest = runs
        return [mark, (text[1:], style), *rest]

    def heading(self, column: Column) -> str:
        """The name of a column; those of times say what they are told from."""
        if column.name == "clock" and self.session is not None:
            log = self.session.events
            zones = zone_name(self.zone, log.zero_ms, log.end_ms[-1] if len(log) else 0)
            return zones if "/" in zones else f"clock {zones}"  # both have no room beside the word
        return "since mark" if column.name == "since start" and self.held.mark is not None else column.name

    def cell(self, index: int, column: Column) -> str:
        assert self.session is not None
        log, row = self.session.events, self._visible.row_at(index)
        mark = self.held.mark
        zero = log.zero_ms if mark is None else log.start_ms[mark]
        text = CELLS[column.name](log, row, From(zero, self.zone))
        return f"● {text}" if row == mark and column.name == "since start" else text

    def cell_style(self, index: int, column: Column) -> str:
        if column.name not in STATE_COLUMNS or self.session is None:
            return column.style
        return f"timeline--{state_class(self.session.events.kinds[self._visible.row_at(index)])}"

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        index = y - self.HEAD + self.scroll_offset.y
        if (
            not self.matches.text
            or not 0 <= index < self.count
            or y < self.HEAD
            or self._visible.row_at(index) not in self.matches
        ):
            return strip
        return _highlighted(strip, self.matches.text, self.get_component_rich_style("timeline--match", partial=True))


def _highlighted(strip: Strip, wanted: str, style: Style) -> Strip:
    """The first place where `wanted` stands in the line, set off; what is found in a hidden column cannot be."""
    text, wanted = composed(strip.text), composed(wanted)  # its cells are the same
    place = text.casefold().find(wanted.casefold())
    if place < 0:
        return strip
    start = cell_len(text[:place])
    return restyled(strip, start, start + cell_len(text[place : place + len(wanted)]), style)
