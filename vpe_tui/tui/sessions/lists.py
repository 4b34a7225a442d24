"""The two lists of the sessions screen: what the API lists, and what is kept here."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.content import Content

from vpe_tui.fleet.row import CELLS, LARGEST_FIRST, DisplayContext, SessionRow, sort_rows
from vpe_tui.text.clean import counted, folded
from vpe_tui.text.times import KST
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.table import Column, Table, merged, text

_MARK = Column("", 1, 20, style="lines--accent")
_VERDICT = Column("verdict", 16, 18)
_DEVICE = Column("device", 8, 5)
_START = Column("start", 8, 10, right=True)
_REBUFFERING = Column("rebuffering", 13, 11, right=True)
_PLAYING = Column("playing", 9, 9, right=True)
_ISP = Column("ISP", 16, 3, style="lines--dim")
_BROWSER = Column("browser", 14, 2, style="lines--dim")


class SessionTable(Table):
    """A row a session; narrowed to some words, in the order of a column."""

    HEAD = 1
    MARGIN = 1
    WHAT = ""
    EMPTY: ClassVar[tuple[str, ...]] = ()
    """What is said while there is nothing to list."""
    FIRST_BY = ""
    """The column it is sorted by at first."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = self.WHAT
        self.context: Callable[[], DisplayContext] = lambda: DisplayContext(0, KST)
        self.all: Sequence[SessionRow] = ()
        self.rows: Sequence[SessionRow] = ()
        self.words: tuple[str, ...] = ()
        self.sorted_by = self.FIRST_BY
        self.descending = True
        self._says: Sequence[str] = self.EMPTY

    @property
    def row(self) -> SessionRow | None:
        """The session under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def show(self, rows: Sequence[SessionRow]) -> None:
        """Other rows; the cursor stays on its session."""
        self.all = rows
        self._arrange()

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
        """Only the rows that have every one of the words."""
        self.words = tuple(folded(words).split())
        self._arrange()

    def sort(self, column: str, *, descending: bool | None = None) -> None:
        """In the order of a column; without a direction the largest number or the first word is first."""
        self.sorted_by = column
        self.descending = column in LARGEST_FIRST if descending is None else descending
        self._arrange()

    def sort_next(self, by: int) -> str:
        """In the order of another column, also one that has no room. Gives its name."""
        names = [column.name for column in self.COLUMNS]
        self.sort(names[(names.index(self.sorted_by) + by) % len(names)])
        return self.sorted_by

    def _arrange(self) -> None:
        before = self.row.uuid if self.row else None
        narrowed = [row for row in self.all if row.has(self.words)]
        self.rows = sort_rows(narrowed, self.sorted_by, descending=self.descending)
        self.border_subtitle = Content(self._counted() if self.all else "")
        self.say(*(self._says if not self.all else (f"None of {counted(len(self.all), 'session')} has all of that.",)))
        self.show_lines(len(self.rows), cursor=self._place_of(before))

    def _counted(self) -> str:
        whole = counted(len(self.all), "session")
        return f"{len(self.rows):,} of {whole} · {' '.join(self.words)}" if self.words else whole

    def cell(self, index: int, column: Column) -> str:
        return CELLS[column.name](self.rows[index], self.context())

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
    COLUMNS = (
        _MARK,
        Column("when", 14, 19, style="lines--dim"),
        _VERDICT,
        _DEVICE,
        Column("OS", 14, 4),
        _START,
        _REBUFFERING,
        _PLAYING,
        Column("origin", 14, 6, style="lines--dim"),
        Column("title", 20, 3, grows=True),
        _ISP,
        _BROWSER,
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
    COLUMNS = (
        _MARK,
        Column("fetched", 10, 17, style="lines--dim"),
        Column("when", 14, 15, style="lines--dim"),
        _VERDICT,
        Column("title", 20, 19, grows=True),
        Column("ISP", 15, 13, style="lines--dim"),
        Column("browser", 12, 12, style="lines--dim"),
        _REBUFFERING,
        _START,
        Column("playing", 9, 7, right=True),
        Column("device", 8, 9),
        Column("OS", 14, 8),
        Column("band", 6, 6),
    )
