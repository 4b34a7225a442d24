"""The columns of a list of sessions: those that somebody chose, else what it has room for and something to say in."""

from collections.abc import Sequence
from typing import NamedTuple

from vpe_tui.fleet.row import COLUMN_OF, SessionRow
from vpe_tui.tui.widgets.table import Column

_DIM = frozenset(("fetched", "when", "ISP", "browser", "origin", "nation", "place", "UUID"))
_GROWING = ("title", "origin", "place")
"""What takes the room that is left: the first of them that is shown."""
_BY_HAND = frozenset(("note",))
"""What somebody wrote: one row that has it is enough."""
_LOOKED_AT = 500
"""Rows that tell what there is to say: of the first so many half, whatever thousands follow."""
_ALWAYS = 9
"""So many of the most important are there before anything is known: nothing jumps when it comes."""


class Layout(NamedTuple):
    """The columns that a list shows by itself."""

    order: tuple[str, ...] = ()
    importance: tuple[str, ...] = ()
    """The same, with the mark: the last of them gives way first."""

    def columns(self, chosen: Sequence[str], rows: Sequence[SessionRow]) -> tuple[Column, ...]:
        """The columns for some rows. None comes by itself that less than half of the first have something to say in.

        But for what was written by hand.
        """
        if chosen:
            return columns_of(chosen, chosen)
        always = self.importance[:_ALWAYS]
        return columns_of([name for name in self.order if name in always or _is_told(name, rows)], self.importance)


def _is_told(name: str, rows: Sequence[SessionRow]) -> bool:
    value = COLUMN_OF[name.lower()].value
    if name in _BY_HAND:
        return any(value(row) is not None for row in rows)
    first = rows[:_LOOKED_AT]
    return bool(first) and 2 * sum(value(row) is not None for row in first) >= len(first)


def columns_of(names: Sequence[str], importance: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these names, in this order, after the mark, which is always there."""
    growing = next((name for name in _GROWING if name in names), "")
    mark = Column("", COLUMN_OF[""].width, len(COLUMN_OF), style="lines--accent")
    return mark, *(
        Column(
            name,
            COLUMN_OF[name.lower()].width,
            len(importance) - importance.index(name),
            right=COLUMN_OF[name.lower()].is_number,
            style="lines--dim" if name in _DIM else "",
            grows=name == growing,
        )
        for name in names
    )
