"""`Table`: lines made of columns that give way, the least important first, as the width shrinks."""

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from rich.cells import cell_len

from vpe_tui.tui.widgets.lines import Lines, Run, fit

GAP = 2


class Column(NamedTuple):
    """A column. The one of the lowest `rank` gives way first; the last one takes what room is left."""

    name: str
    width: int
    rank: int
    right: bool = False
    style: str = ""
    """The component class of its cells, where the table does not say otherwise."""


class Table(Lines):
    """Lines of cells. A subclass says its columns and what a cell holds."""

    COLUMNS: ClassVar[tuple[Column, ...]] = ()

    def cell(self, index: int, column: Column) -> str:
        """The text of a cell."""
        raise NotImplementedError

    def heading(self, column: Column) -> str:
        """What the head says of a column."""
        return column.name

    def cell_style(self, index: int, column: Column) -> str:
        return column.style

    def runs(self, index: int, width: int) -> Sequence[Run]:
        columns = columns_for(self.COLUMNS, width)
        return merged(
            [(text(self.cell(index, c), c, room), self.cell_style(index, c)) for c, room in rooms(columns, width)]
        )

    def head(self, width: int) -> Sequence[Run]:
        columns = columns_for(self.COLUMNS, width)
        return [("".join(text(self.heading(c), c, room) for c, room in rooms(columns, width)), "lines--dim")]


@lru_cache(maxsize=256)
def columns_for(columns: tuple[Column, ...], width: int) -> tuple[Column, ...]:
    """The columns that have room in `width` cells."""
    shown = list(columns)
    while len(shown) > 1 and sum(column.width + GAP for column in shown) > width:
        shown.remove(min(shown, key=lambda column: column.rank))
    return tuple(shown)


@lru_cache(maxsize=256)
def rooms(columns: tuple[Column, ...], width: int) -> list[tuple[Column, int]]:
    """The columns with the cells each has; text in the last one has the rest of the line."""
    if columns[-1].right:
        return [(column, column.width) for column in columns]
    rest = width - sum(column.width + GAP for column in columns[:-1]) - GAP
    return [*((column, column.width) for column in columns[:-1]), (columns[-1], max(rest, 0))]


def text(cell: str, column: Column, room: int) -> str:
    """A cell with the gap before it."""
    return " " * (GAP + (max(room - cell_len(cell), 0) if column.right else 0)) + (
        cell if column.right and cell_len(cell) <= room else fit(cell, room)
    )


def merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one style as one run: every change of style is bytes on the wire."""
    joined: list[Run] = []
    for cell, style in runs:
        if joined and (joined[-1][1] == style or not cell.strip()):
            joined[-1] = (joined[-1][0] + cell, joined[-1][1])
        else:
            joined.append((cell, style))
    return joined
