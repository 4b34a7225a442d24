"""`Table`: lines made of columns that give way, the least important first, as the width shrinks."""

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from textual import events
from textual.message import Message

from vpe_tui.text.cells import cut, fit, pad
from vpe_tui.tui.widgets.lines import Lines, Run

GAP = 2
WIDE = 150
"""Cells of a table on a terminal of 160, with what stands around it."""


class Column(NamedTuple):
    """A column. The one of the lowest `rank` gives way first; one below 0 is there on wide terminals only.

    What room is left goes to the first that `grows`; where none does, to the last one, if that is text.
    """

    name: str
    width: int
    rank: int
    right: bool = False
    style: str = ""
    """The component class of its cells, where the table does not say otherwise."""
    grows: bool = False


class Table(Lines):
    """Lines of cells. A subclass says its columns and what a cell holds."""

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    MARGIN: ClassVar[int] = 0
    """Cells at the right that stay free."""

    class HeadClicked(Message):
        """The head of a column was clicked."""

        def __init__(self, table: "Table", column: Column) -> None:
            super().__init__()
            self.table = table
            self.column = column

        @property
        def control(self) -> "Table":
            return self.table

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = self.COLUMNS
        """Those that are shown where there is room for all."""

    def cell(self, index: int, column: Column) -> str:
        """The text of a cell."""
        raise NotImplementedError

    def heading(self, column: Column) -> str:
        """What the head says of a column."""
        return column.name

    def cell_style(self, index: int, column: Column) -> str:
        return column.style

    def on_click(self, event: events.Click) -> None:
        """A click on the head is no click on the line that would stand there."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= self.HEAD or not self.count:
            return
        event.prevent_default()
        left = 0
        for column, room in self.rooms(self.size.width):
            left += GAP + room
            if offset.x < left:
                self.post_message(self.HeadClicked(self, column))
                return

    def runs(self, index: int, width: int) -> Sequence[Run]:
        return merged(
            [(text(self.cell(index, c), c, room), self.cell_style(index, c)) for c, room in self.rooms(width)]
        )

    def head(self, width: int) -> Sequence[Run]:
        return [("".join(text(self.heading(c), c, room) for c, room in self.rooms(width)), "lines--dim")]

    def rooms(self, width: int) -> list[tuple[Column, int]]:
        """The columns that have room in `width` cells, with the cells each has."""
        room = width - self.MARGIN
        return rooms(columns_for(self.columns, room), room)


@lru_cache(maxsize=256)
def columns_for(columns: tuple[Column, ...], width: int) -> tuple[Column, ...]:
    """The columns that have room in `width` cells."""
    shown = [column for column in columns if column.rank >= 0 or width >= WIDE]
    while len(shown) > 1 and sum(column.width + GAP for column in shown) > width:
        shown.remove(min(shown, key=lambda column: column.rank))
    return tuple(shown)


@lru_cache(maxsize=256)
def rooms(columns: tuple[Column, ...], width: int) -> list[tuple[Column, int]]:
    """The columns with the cells each has."""
    spare = width - sum(column.width + GAP for column in columns)
    last = columns[-1]
    growing = next((column for column in columns if column.grows), None if last.right else last)
    return [(each, max(each.width + spare, 0) if each == growing else each.width) for each in columns]


def text(cell: str, column: Column, room: int) -> str:
    """A cell with the gap before it."""
    return " " * GAP + (pad(cut(cell, room), room, right=True) if column.right else fit(cell, room))


def merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one style as one run: every change of style is bytes on the wire."""
    joined: list[Run] = []
    for cell, style in runs:
        if joined and (joined[-1][1] == style or not cell.strip()):
            joined[-1] = (joined[-1][0] + cell, joined[-1][1])
        else:
            joined.append((cell, style))
    return joined
