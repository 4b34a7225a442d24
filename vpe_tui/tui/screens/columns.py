"""What is asked about a list of sessions: which column it is sorted by, which columns it shows."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from vpe_tui.fleet.row import COLUMNS as KNOWN
from vpe_tui.text.cells import cut, fit
from vpe_tui.tui.commands import COLUMNS, DIALOG, MOVE, SORTING
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.screens.base import Dialog
from vpe_tui.tui.widgets.lines import Lines, Run

_NAME = 14
_BORDERS = 2


class ColumnLines(Lines, inherit_bindings=False):
    """A line a column: a mark, its name, what it says."""

    BINDINGS = bindings(MOVE)

    def __init__(self, title: str, names: Sequence[str]) -> None:
        super().__init__()
        self.border_title = title
        self.names = list(names)
        self.marks: dict[str, str] = {}

    @property
    def name_at_cursor(self) -> str:
        return self.names[self.cursor]

    def on_mount(self) -> None:
        self.show_lines(len(self.names))

    def runs(self, index: int, width: int) -> Sequence[Run]:
        name = self.names[index]
        says = next(column.says for column in KNOWN if column.name == name)
        mark = f" {fit(self.marks.get(name, ''), 2)}"
        return [(f"{mark}{fit(name or 'mark', _NAME)}", ""), (cut(says, max(width - _NAME - 4, 1)), "lines--dim")]


class SortScreen(Dialog[str | None], inherit_bindings=False):
    """Asks for the column that a list is sorted by; the one that it is sorted by already means the other way round."""

    BINDINGS = bindings(DIALOG, SORTING)

    def __init__(self, sorted_by: str, *, descending: bool) -> None:
        super().__init__()
        self._sorted_by = sorted_by
        self._lines = ColumnLines("Sort by", [column.name for column in KNOWN])
        self._lines.marks[sorted_by] = "▼" if descending else "▲"

    def middle(self) -> ComposeResult:
        with Vertical(classes="dialog choices") as dialog:
            dialog.styles.height = len(KNOWN) + _BORDERS
            yield self._lines

    def on_mount(self) -> None:
        self._lines.cursor = self._lines.names.index(self._sorted_by)

    @on(Lines.Chosen)
    def action_take(self) -> None:
        self.dismiss(self._lines.name_at_cursor)

    def action_turn(self) -> None:
        self.dismiss(self._sorted_by)


class ColumnsScreen(Dialog[Sequence[str] | None], inherit_bindings=False):
    """Asks for the columns of a list, in their order. Nothing chosen: those that the list shows by itself."""

    BINDINGS = bindings(DIALOG, COLUMNS)

    def __init__(self, shown: Sequence[str]) -> None:
        super().__init__()
        others = [column.name for column in KNOWN if column.name and column.name not in shown]
        self._lines = ColumnLines("Columns", [*shown, *others])
        self._lines.marks = dict.fromkeys(shown, "✓")

    def middle(self) -> ComposeResult:
        with Vertical(classes="dialog choices") as dialog:
            dialog.styles.height = len(self._lines.names) + _BORDERS
            yield self._lines

    def action_show(self) -> None:
        name = self._lines.name_at_cursor
        self._lines.marks[name] = "" if self._lines.marks.get(name) else "✓"
        self._lines.refresh_line(self._lines.cursor)

    def action_shift(self, by: int) -> None:
        names, place = self._lines.names, self._lines.cursor
        if 0 <= place + by < len(names):
            names.insert(place + by, names.pop(place))
            self._lines.cursor = place + by
            self._lines.refresh()

    @on(Lines.Chosen)
    def action_take(self) -> None:
        self.dismiss([name for name in self._lines.names if self._lines.marks.get(name)])

    def action_by_itself(self) -> None:
        self.dismiss([])
