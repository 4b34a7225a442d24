"""Rows laid on one line of time, so that no two overlap."""

from collections.abc import Sequence
from itertools import compress, count
from operator import ne
from typing import NamedTuple

OVERLAP_MS = 1_000
"""Where rows overlap by more, they were written in a burst: by a page that was put to sleep, after it woke."""

HALF = 0.5
"""A row of which less than this fits before its burst is unknown: what is left of it says too little."""


class Laid(NamedTuple):
    """Starts and ends of rows: each begins where the one before it ends, or later."""

    begin_ms: int
    """The earliest start."""
    start_ms: Sequence[int]
    end_ms: Sequence[int]
    apart: Sequence[int]
    """Rows that do not begin where the one before ends."""
    cut: frozenset[int]
    """Rows of a burst that did not fit."""
    burst: frozenset[int]
    """The first row of each burst."""


def laid(starts: Sequence[int], ends: Sequence[int], slack_ms: int) -> Laid:
    """Rows by their starts and ends, which rise.

    Rows that differ by no more than `slack_ms` from following one another do: in a log of seconds, durations are laid
    end to end, and the stamps anchor them. Of two rows that overlap the later gives way; those of a burst keep their
    lengths and move back into the silence before them (background-burst).
    """
    apart = _apart(starts, ends)
    if not slack_ms and all(starts[row] > ends[row - 1] for row in apart):
        return Laid(starts[0] if starts else 0, starts, ends, apart, frozenset(), frozenset())
    new_starts, new_ends = list(starts), list(ends)
    cut: set[int] = set()
    bursts: set[int] = set()
    cursor = begin = min(starts, default=0)
    row, end = 0, len(starts)
    while row < end:
        last = row
        while last + 1 < end and starts[last + 1] < ends[last] - OVERLAP_MS:
            last += 1
        if last > row:
            cut |= _moved_back(new_starts, new_ends, range(row, last + 1), cursor)
            bursts.add(row)
            cursor = new_ends[last]
        else:
            cursor = new_ends[row] = _follows(new_starts, row, cursor, ends[row], slack_ms)
        row = last + 1
    return Laid(begin, new_starts, new_ends, _apart(new_starts, new_ends), frozenset(cut), frozenset(bursts))


def _apart(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    return list(compress(count(1), map(ne, starts[1:], ends)))


def _follows(starts: list[int], row: int, cursor: int, end: int, slack_ms: int) -> int:
    """Sets a row's start after what came before it, and returns its end."""
    start = starts[row]
    if start == cursor:
        return end
    if abs(start - cursor) <= slack_ms:
        starts[row] = cursor
        return cursor + end - start
    if start > cursor:
        return end
    starts[row] = cursor
    return max(end, cursor)


def _moved_back(starts: list[int], ends: list[int], rows: range, floor: int) -> set[int]:
    """Lays the rows of a burst end to end before the last one's end, but not before `floor`. Returns what was cut."""
    limit = max(ends[rows[-1]], floor)
    cut = set()
    for row in reversed(rows):
        length = ends[row] - starts[row]
        ends[row] = min(ends[row], limit) if row != rows[-1] else limit
        starts[row] = limit = max(ends[row] - length, min(floor, ends[row]))
        if ends[row] - starts[row] < HALF * length:
            cut.add(row)
    return cut
