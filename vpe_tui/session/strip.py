"""The strip: a span of a session in a few cells, each with the worst row in its slice of time."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import WORST, Kind


class Span(NamedTuple):
    """A span of time, epoch ms; the end is not part of it. Never empty."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        """Its length."""
        return self.end_ms - self.start_ms

    def around(self, instant: int, length_ms: int) -> "Span":
        """A span of that length with the instant in its middle, held within this one."""
        length = min(max(length_ms, 1), self.length_ms)
        start = min(max(instant - length // 2, self.start_ms), self.end_ms - length)
        return Span(start, start + length)


class Cell(NamedTuple):
    """A slice of time: the worst kind of row in it (None: no row covers it), and the quality that held at its end."""

    span: Span
    kind: Kind | None
    quality: str | None


def whole(log: EventLog) -> Span:
    """The span from the start of the first action to the end of the last; an instant that is the end belongs to it."""
    if not len(log):
        return Span(0, 1)
    return Span(min(log.start_ms), log.end_ms[-1] + 1)


def cells(log: EventLog, span: Span, count: int) -> list[Cell]:
    """The cells of `span`, `count` of them, one after another without a gap, however the length divides.

    A row is in every cell that its time touches; one without length is in the cell of its instant.
    """
    edges = _edges(span, count)
    return [
        Cell(Span(start, end), WORST[rank] if rank else None, _quality(log, end))
        for start, end, rank in zip(
            edges[:-1], edges[1:], greatest(log, span, count, [kind.badness for kind in log.kinds]), strict=True
        )
    ]


def greatest(log: EventLog, span: Span, count: int, ranks: Sequence[int]) -> list[int]:
    """The greatest rank (0 is none) of the rows in each of `count` cells; `ranks` has one for each row of the log."""
    edges = _edges(span, count)
    found = [0] * count
    for (first, last), rank in _stretches(log, ranks, edges).items():
        if rank:
            for place in range(first, last + 1):
                found[place] = max(found[place], rank)
    return found


def _edges(span: Span, count: int) -> list[int]:
    return [span.start_ms + span.length_ms * place // count for place in range(count + 1)]


def _stretches(log: EventLog, ranks: Sequence[int], edges: Sequence[int]) -> dict[tuple[int, int], int]:
    """The worst rank of the rows from one cell to another.

    Rows are sorted by their end, so the rows that end inside a cell are one slice; only those that reach
    beyond it are looked at one by one.
    """
    starts, ends = log.start_ms, log.end_ms
    worst: dict[tuple[int, int], int] = {}
    reaching = [row for row in range(bisect_left(ends, edges[-1]), len(ends)) if starts[row] < edges[-1]]
    for place, (start, end) in enumerate(pairwise(edges)):
        low, inside, high = bisect_left(ends, start), bisect_right(ends, start), bisect_left(ends, end)
        if inside < high:
            worst[place, place] = max(ranks[inside:high])
        reaching += range(low, inside)
        reaching += [row for row in range(inside, high) if starts[row] < start]
    for row in reaching:
        stretch = _touched(starts[row], ends[row], edges)
        worst[stretch] = max(worst.get(stretch, 0), ranks[row])
    return worst


def _touched(start: int, end: int, edges: Sequence[int]) -> tuple[int, int]:
    """The first and the last cell that a row touches."""
    first = max(bisect_right(edges, start) - 1, 0)
    return first, first if start == end else min(bisect_left(edges, end), len(edges) - 1) - 1


def _quality(log: EventLog, end: int) -> str | None:
    """The quality just before `end`: of the row under way, else of the row before."""
    row = bisect_left(log.end_ms, end)
    if row == len(log) or log.start_ms[row] >= end:
        row -= 1
    return log.quality[row] if row >= 0 else None
