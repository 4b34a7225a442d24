"""The lines that the rows of two sessions stand in: by pairs, by sides, and a long run of one side alone in one."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from vpe_tui.fleet.compare.rows import Pair, Row
from vpe_tui.text.clean import counted

LONG_RUN = 8
"""Rows of one side alone, one after another, that stand in one line."""

RunKey = tuple[str, int]
"""What tells a run from another: the letter of its side, and the number of its first row there."""


class Line(NamedTuple):
    """A line: a pair of rows, one side of it, or a run; `AB` where both are the same."""

    places: Sequence[int]
    """In the pairs of the comparison: several of a run."""
    sides: str
    kinds: str = ""
    """What the rows of a run are: `8 playing, 4 rebuffering`."""

    @property
    def place(self) -> int:
        """The first of its places."""
        return self.places[0]

    @property
    def is_run(self) -> bool:
        """Whether several rows stand in it."""
        return len(self.places) > 1


def lines_of(
    pairs: Sequence[Pair], shown: Iterable[int], *, wide: bool, opened: Collection[RunKey] | None
) -> list[Line]:
    """The lines of the places that are shown. A run that was `opened` stands row by row; with None each does."""
    return [
        line
        for lone, run in groupby(shown, key=lambda place: _lone(pairs[place]))
        for line in _lines_of_run(pairs, list(run), lone, wide=wide, opened=opened)
    ]


def _lines_of_run(
    pairs: Sequence[Pair], places: Sequence[int], lone: str, *, wide: bool, opened: Collection[RunKey] | None
) -> Iterator[Line]:
    run = Line(places, lone[:1])
    if lone and opened is not None and len(places) >= LONG_RUN and run_of(pairs, run) not in opened:
        yield run._replace(kinds=_kinds(pairs, run))
        return
    for place in places:
        pair = pairs[place]
        yield from (Line((place,), sides) for sides in (("AB",) if wide or pair.alike else rows_of(pair)))


def _lone(pair: Pair) -> str:
    """What pairs of a run share: which side is alone, and whether that differs. An error always stands by itself."""
    sides = rows_of(pair)
    if len(sides) == 2 or any(row.error_code or row.meaning == "error" for row in sides.values()):
        return ""
    return f"{next(iter(sides))} {pair.differs}"


def rows_of(pair: Pair) -> Mapping[str, Row]:
    """The rows of a pair that are there, by the letters of their sessions."""
    return {letter: row for letter, row in (("A", pair.a), ("B", pair.b)) if row is not None}


def run_of(pairs: Sequence[Pair], line: Line) -> RunKey:
    """What tells a run from the others, also when the sessions were asked for again."""
    return line.sides, rows_of(pairs[line.place])[line.sides].rows.start


def run_said(line: Line, where: str) -> str:
    """A run in words: `12 rows only on the left: 8 playing, 4 rebuffering`."""
    return f"{counted(len(line.places), 'row')} only {where}: {line.kinds}"


def _kinds(pairs: Sequence[Pair], line: Line) -> str:
    rows = (rows_of(pairs[place])[line.sides] for place in line.places)
    kinds = Counter(row.beside or row.action for row in rows)
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
