"""The two lists of the sessions screen: what the API lists, and what is kept here."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.content import Content

from vpe_tui.fleet.query import parse_row_filter
from vpe_tui.fleet.row import COLUMN_OF, DisplayContext, SessionRow, sort_rows
from vpe_tui.text.clean import counted
from vpe_tui.text.times import KST
from vpe_tui.tui.commands import MOVE
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.sessions.layout import Layout
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.table import Column, Table, merged, text

_MARKED = "+"


def every_row(row: SessionRow) -> bool:
    """Lets every row through."""
    return True


class SessionTable(Table, inherit_bindings=False):
    """A row a session; narrowed to some words, in the order of a column; some of them marked."""

    BINDINGS = bindings(MOVE)
    HEAD = 1
    MARGIN = 1
    WHAT = ""
    EMPTY: ClassVar[tuple[str, ...]] = ()
    """What is said while there is nothing to list."""
    FIRST_BY = ""
    """The column it is sorted by at first."""
    LAYOUT: ClassVar = Layout()

    def __init__(self, id: str, chosen: Sequence[str] = ()) -> None:
        super().__init__(id=id)
        self.chosen = chosen
        """The columns that somebody chose; none: those that it shows by itself."""
        self.border_title = self.WHAT
        self.context: Callable[[], DisplayContext] = lambda: DisplayContext(0, KST)
        self.all: Sequence[SessionRow] = ()
        self.rows: Sequence[SessionRow] = ()
        self.marked: set[str] = set()
        """The UUIDs of those that are marked, also where the words hide them."""
        self.words = ""
        self._means = parse_row_filter("")
        self.only: Callable[[SessionRow], bool] = every_row
        """What of them is shown, beside what the words mean."""
        self.reach = ""
        """How far it goes, where it does not go all the way."""
        self.sorted_by = self.FIRST_BY
        self.descending = True
        self._says: Sequence[str] = self.EMPTY
        self.columns = self.LAYOUT.columns(self.chosen, self.all)

    @property
    def row(self) -> SessionRow | None:
        """The session under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def shown(self) -> Sequence[str]:
        """The names of the columns that have room now."""
        return [column.name for column, _ in self.rooms(self.size.width) if column.name]

    def choose(self, names: Sequence[str]) -> None:
        """These columns, in this order; none: those that it shows by itself."""
        self.chosen = names
        self.show(self.all)

    def show(self, rows: Sequence[SessionRow]) -> None:
        """Other rows; the cursor stays on its session, and on the first line where it stood there."""
        self.all = rows
        self.columns = self.LAYOUT.columns(self.chosen, rows)  # of all of them, however few the words leave
        self._arrange(stays_first=True)

    def toggle_mark(self) -> None:
        """Marks the session under the cursor, or takes its mark away, and goes to the next."""
        if self.row is not None and self.row.has_uuid:
            self.marked ^= {self.row.uuid}
            self.refresh_line(self.cursor)
            self.action_move(1)
            self._tell_counts()

    def unmark(self) -> bool:
        """Takes all marks away. False when there is none."""
        had, self.marked = bool(self.marked), set()
        self.refresh()
        self._tell_counts()
        return had

    @property
    def wanted(self) -> Sequence[SessionRow]:
        """The marked sessions; where none is marked all that are shown."""
        return [row for row in self.all if row.uuid in self.marked] or [row for row in self.rows if row.has_uuid]

    def stand_on(self, uuid: str) -> bool:
        """The cursor goes to a session. False when it is not shown."""
        place = self._place_of(uuid)
        if place is not None:
            self.cursor = place
        return place is not None

    def _place_of(self, uuid: str | None) -> int | None:
        return next((number for number, row in enumerate(self.rows) if row.uuid == uuid), None)

    def says(self, *paragraphs: str) -> None:
        """What to say while nothing is listed."""
        self._says = paragraphs
        self._arrange()

    def narrow(self, words: str) -> None:
        """Only the rows that the words mean. Raises ValueError, with a sentence, for words that mean none."""
        self._means = parse_row_filter(words)
        self.words = words.strip()
        self._arrange()

    def sort(self, column: str, *, descending: bool | None = None) -> None:
        """In the order of a column, from its first line; without a direction the largest number, or the first word."""
        self.sorted_by = column
        self.descending = COLUMN_OF[column.lower()].largest_first if descending is None else descending
        self._arrange()
        self.cursor = 0

    def sort_by(self, column: str) -> None:
        """In the order of a column; where that is the order already, the other way round."""
        self.sort(column, descending=not self.descending if column == self.sorted_by else None)

    def _arrange(self, *, stays_first: bool = False) -> None:
        before = self.row.uuid if self.row and not (stays_first and self.cursor == 0) else None
        narrowed = [row for row in self.all if self._means(row) and self.only(row)]
        self.rows = sort_rows(narrowed, self.sorted_by, descending=self.descending)
        self._tell_counts()
        self.say(*(self._says if not self.all else (f"None of {counted(len(self.all), 'session')} fits these words.",)))
        self.show_lines(len(self.rows), cursor=self._place_of(before))

    def _tell_counts(self) -> None:
        marked = f"{len(self.marked):,} marked of " if self.marked else ""
        whole = marked + counted(len(self.all), "session") + self.reach
        some = f"{len(self.rows):,} of {whole}" if self.words or len(self.rows) < len(self.all) else whole
        told = f"{some} · {self.words}" if self.words else some
        self.border_subtitle = Content(told if self.all else "")

    def cell(self, index: int, column: Column) -> str:
        row = self.rows[index]
        is_mark = not column.name and row.uuid in self.marked
        return _MARKED if is_mark else COLUMN_OF[column.name.lower()].cell(row, self.context())

    def cell_style(self, index: int, column: Column) -> str:
        return self.rows[index].verdict_style if column.name == "verdict" else column.style

    def heading(self, column: Column) -> str:
        name = column.name
        if column.name != self.sorted_by or not name:
            return name
        arrow = "▼" if self.descending else "▲"
        return f"{arrow} {name}" if column.right else f"{name} {arrow}"

    def head(self, width: int) -> Sequence[Run]:
        return merged(
            [
                (text(self.heading(c), c, room), "lines--accent" if c.name == self.sorted_by else "lines--dim")
                for c, room in self.rooms(width)
            ]
        )


class RecentList(SessionTable):
    """What the API lists."""

    WHAT = "Recent sessions"
    FIRST_BY = "when"
    LAYOUT = Layout(
        (
            *(
                "when",
                "verdict",
                "device",
                "OS",
                "start",
                "rebuffering",
                "playing",
                "origin",
                "title",
                "ISP",
                "browser",
            ),
            *("version", "host", "nation", "type", "stalls", "ratio", "longest", "note", "UUID"),
        ),
        (
            *("", "when", "verdict", "rebuffering", "start", "playing", "origin", "device", "OS"),
            *("note", "title", "version"),
            *("host", "ISP", "browser", "UUID", "ratio", "stalls", "nation", "type", "longest"),
        ),
    )


class KeptList(SessionTable):
    """What was looked at here."""

    WHAT = "Kept sessions"
    FIRST_BY = "fetched"
    EMPTY = (
        "Nothing is kept here yet.",
        "A session that is looked at is kept, so that it opens at once the next time, offline too.",
        "1 goes to the recent sessions, o opens one by its UUID.",
    )
    LAYOUT = Layout(
        (
            *(
                "fetched",
                "when",
                "verdict",
                "title",
                "ISP",
                "browser",
                "rebuffering",
                "start",
                "playing",
                "device",
                "OS",
            ),
            *("band", "version", "host", "nation", "type", "code", "stalls", "ratio", "longest", "note", "UUID"),
        ),
        (
            *("", "title", "verdict", "fetched", "when", "ISP", "browser", "rebuffering", "start"),
            *("device", "OS", "note", "version", "host"),
            *("playing", "ratio", "stalls", "nation", "UUID", "code", "longest", "type", "band"),
        ),
    )
