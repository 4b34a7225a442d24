"""Tables of text, and what a piece of text is for those who can show it in colour."""

from collections.abc import Callable, Sequence
from typing import Literal

from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.findings.facts import Severity
from vpe_tui.text.cells import pad, width_of

Role = Literal["title", "dim"] | Band | Severity
"""What a piece of text is, for those who can show it in colour."""

Paint = Callable[[str, Role], str]
"""Gives a piece of text its colour. It is called when all is laid out: colours have no width."""


def plain(text: str, role: Role) -> str:
    """No colour at all."""
    return text


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows as lines with aligned columns, two spaces apart; `right` are the columns with the text on their right."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            pad(cell, width, right=place in right) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def narrowed(rows: Sequence[Sequence[str]], gives_way: Sequence[int], width: int) -> list[int]:
    """The columns of a table that fit in `width` cells; those in `gives_way` go one after another."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    left = list(range(len(widths)))
    for place in gives_way:
        if sum(widths[each] + 2 for each in left) - 2 <= width:
            break
        left.remove(place)
    return left
