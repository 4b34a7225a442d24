"""The timeline: every row of the log, drawn a line at a time, so that 100,000 rows cost no more than ten."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex
from vpe_tui.session.model import Session
from vpe_tui.session.query import Filter
from vpe_tui.text.cells import cut, width_of
from vpe_tui.text.clean import composed
from vpe_tui.text.times import KST, zone_name
from vpe_tui.tui.theme import EVIDENCE, MARK_STYLES, SEVERITY_GLYPHS, state_class
from vpe_tui.tui.timeline.cells import AT_THEIR_WORD, CELLS, COLUMNS, ERROR, LIVED, STATE_COLUMNS, From, folded
from vpe_tui.tui.timeline.held import Held, Naming
from vpe_tui.tui.timeline.model import TimelineModel
from vpe_tui.tui.timeline.walk import has
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.selecting import restyled
from vpe_tui.tui.widgets.table import Column, Table

_STATES = ("start", "playing", "paused", "seeking", "rebuffering", "error", "ended")


class Timeline(Table):
    """Every row of a session's log, oldest first. What is shown of it the model knows; here the cursor moves."""

    HEAD = 1
    COLUMNS = COLUMNS
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--match",
        "timeline--mark",
        *(f"timeline--{state}" for state in _STATES),
    }

    session: reactive[Session | None] = reactive(None, always_update=True)
    zone: reactive[tzinfo] = reactive(KST)

    def __init__(self, id: str, held: Held) -> None:
        super().__init__(id=id)
        self.border_title = "5 Timeline"
        self.held = held
        self.model = TimelineModel(held)

    # What is shown

    def watch_session(self, session: Session | None) -> None:
        if session is None:
            return
        missed = bool(self.model.matches.text) and not self.model.matches.rows
        self.model.show(session)
        self.say("No event was logged.", "The player reported nothing, or nothing of it was kept.")
        row = self.held.row
        self.look(row)
        if missed and (found := self.model.matches.nearest(row)) is not None:
            self.stay_on(found)  # what was searched for among the first rows of a large session came with the rest

    def watch_zone(self, zone: tzinfo) -> None:
        self.model.read_in(zone)
        self.look(self.held.row)  # what was filtered or found by its wall clock may be another row now
        self.refresh()

    def know(self, session: Session, index: EventIndex) -> None:
        """What was worked out of a session meanwhile."""
        if session is self.model.session and self.model.know(index):
            self.look(self.held.row)

    def name_rows(self, named: Naming) -> None:
        """What the words `finding:ID` and `metric:KEY` of a filter stand for."""
        if self.model.name_rows(named):
            self.look(self.held.row)

    def set_filter(self, wanted: Filter, near: int | None = None) -> None:
        """Shows the rows that `wanted` lets through; the cursor goes to row `near` (its own), or the next one shown."""
        if wanted != self.model.filter:
            row = self.held.row if near is None else near
            self.held.filter = wanted
            self.look(row)

    def find(self, text: str, origin: int) -> None:
        """Searches every column of the rows shown, and goes to the first match from row `origin` on."""
        self.model.find(text)
        row, lines = self.model.matches.nearest(origin), self.model.lines
        self.show_lines(len(lines), cursor=lines.line_of(origin if row is None else row))
        self.post_message(self.Moved(self))

    def retell(self, session: Session, search: str, shown: Filter) -> None:
        """Draws the same rows from another telling of the session."""
        self.model.retell(session, search, shown)
        self.refresh()

    def show_changes(self) -> None:
        """What is said of the rows is other than it was."""
        self.post_message(self.Moved(self))
        self.refresh()

    def look(self, row: int) -> None:
        """Lays the lines anew, with the cursor on `row`."""
        self.held.row = row
        session = self.model.session
        if session is None:
            return
        self.model.lay()
        self.columns = COLUMNS if self.model.is_read_otherwise else AT_THEIR_WORD
        lines = self.model.lines
        if not len(lines) and len(session.events):
            self.say("No event passes this filter.", f"{self.model.filter}", "F clears it.")
        self.show_lines(len(lines), cursor=lines.line_of(row))
        self.post_message(self.Moved(self))

    # Where the cursor is

    @property
    def row(self) -> int | None:
        """The row under the cursor."""
        return self.model.lines.row_at(self.cursor) if self.count else None

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor stands on the last line."""
        return self.count > 0 and self.cursor == self.count - 1

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        self.held.row = self.held.row if self.row is None else self.row

    def go(self, row: int) -> None:
        """A jump: the cursor goes to `row`, and back can come from there."""
        if self.row is not None:
            self.held.jumps.jumped(self.row)
            self.cursor = self.model.lines.line_of(row)

    def stay_on(self, row: int) -> None:
        """The cursor goes to `row`, and that is no jump."""
        self.held.row = row
        if self.count:
            self.cursor = self.model.lines.line_of(row)

    # Drawing

    def runs(self, index: int, width: int) -> Sequence[Run]:
        heading = self.model.lines.heading_at(index)
        if heading is not None:
            title = f"  ── {cut(heading.title, width - 8)} "
            return [(title + "─" * (width - width_of(title)), "lines--accent")]
        mark, runs = _gutter(self.held, self.model.lines.rows_at(index)), super().runs(index, width)
        if mark is None:
            return runs
        (text, style), *rest = runs
        return [mark, (text[1:], style), *rest]  # in the gap before the first column

    def heading(self, column: Column) -> str:
        """The name of a column; those of times say what they are told from."""
        if column.name == "clock" and self.model.session is not None:
            log = self.model.session.events
            zones = zone_name(self.model.zone, log.zero_ms, log.end_ms[-1] if len(log) else 0)
            return zones if "/" in zones else f"clock {zones}"  # both have no room beside the word
        if column.name == ERROR and self.model.is_read_otherwise and not _tells_lived(self):
            return LIVED
        return "since mark" if column.name == "since start" and self.held.mark is not None else column.name

    def cell(self, index: int, column: Column) -> str:
        assert self.model.session is not None
        if column.name == LIVED:
            return self.model.beside(self.model.lines.row_at(index))
        log, rows = self.model.session.events, self.model.lines.rows_at(index)
        mark = self.held.mark
        told = From(log.zero_ms if mark is None else log.start_ms[mark], self.model.zone)
        text = folded(column.name, log, rows, told) if len(rows) > 1 else CELLS[column.name](log, rows[0], told)
        if column.name == ERROR and (note := self.model.note_of(rows) if self.model.notes else ""):
            return f"“{note}” {text}"
        if column.name == ERROR:
            return text or ("" if _tells_lived(self) else self.model.beside(rows[0]))
        return f"● {text}" if mark in rows and column.name == "since start" else text

    def cell_style(self, index: int, column: Column) -> str:
        if self.model.session is None or column.name not in (*STATE_COLUMNS, ERROR):
            return column.style
        row = self.model.lines.row_at(index)
        kind = self.model.session.events.kinds[row]
        if column.name == ERROR:
            return column.style if kind is Kind.ERROR else "lines--dim" if self.model.beside(row) else ""
        return f"timeline--{state_class(kind, self.model.state_of(row))}"

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        index, matches = y - self.HEAD + self.scroll_offset.y, self.model.matches
        if (
            not matches.text
            or not 0 <= index < self.count
            or y < self.HEAD
            or self.model.lines.row_at(index) not in matches
        ):
            return strip
        return _highlighted(strip, matches.text, self.get_component_rich_style("timeline--match", partial=True))


def _gutter(held: Held, rows: range) -> Run | None:
    """What is said of rows before their first column."""
    if any(has(held.evidence, row) for row in rows):
        return EVIDENCE, "lines--accent"
    severity = held.flags.get(rows[0])
    return (SEVERITY_GLYPHS[severity], MARK_STYLES[severity]) if severity else None


def _tells_lived(table: Table) -> bool:
    """Whether there is room for a column of what rows tell of."""
    return any(column.name == LIVED for column, _ in table.rooms(table.size.width))


def _highlighted(strip: Strip, wanted: str, style: Style) -> Strip:
    """The first place where `wanted` stands in the line, set off; what is found in a hidden column cannot be."""
    text, wanted = composed(strip.text), composed(wanted)  # its cells are the same
    place = text.casefold().find(wanted.casefold())
    if place < 0:
        return strip
    start = cell_len(text[:place])
    return restyled(strip, start, start + cell_len(text[place : place + len(wanted)]), style)
