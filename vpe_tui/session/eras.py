"""Repair of stamps from a clock that was years off. Devices start in 1970 or 2000 and set it in mid-session."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vpe_tui.text.times import DAY_MS

YEAR_MS = 365 * DAY_MS
"""No session is silent for so long: stamps that are further apart are of different clocks."""

FIRST_MS = 1_451_606_400_000
"""2016: what is before it was stamped by a clock that nobody had set."""


class Era(NamedTuple):
    """A run of stamps by one clock, epoch ms."""

    first_ms: int
    last_ms: int
    rows: int


class Righted(NamedTuple):
    """Repaired stamps: the ends of all rows by one clock, epoch ms, and row → by how much it was moved, ms."""

    end_ms: Sequence[int]
    moved: dict[int, int]


def by_one_clock(end_ms: Sequence[int], lengths_s: Sequence[float | None]) -> Righted:
    """The stamps, other eras moved next to their neighbours, in the order they came; how far apart is not known.

    The era is the one of most rows that a clock which was set can have written. Nearly always there is but one.
    """
    if not end_ms or max(end_ms) - min(end_ms) < YEAR_MS:
        return Righted(end_ms, {})
    eras = _eras(sorted(end_ms))
    home = max(eras, key=lambda era: (era.first_ms >= FIRST_MS, era.rows, era.first_ms))
    era_of = [next(era for era in eras if era.first_ms <= end <= era.last_ms) for end in end_ms]
    steps = [_step_ms(era_of, end_ms, lengths_s, row) for row in range(1, len(end_ms))]
    righted = list(end_ms)
    at_home = [row for row, era in enumerate(era_of) if era is home]
    for row in range(at_home[-1] - 1, -1, -1):
        if era_of[row] is not home:
            righted[row] = righted[row + 1] - steps[row]
    for row in range(at_home[-1] + 1, len(end_ms)):
        righted[row] = righted[row - 1] + steps[row - 1]
    return Righted(righted, {row: righted[row] - end_ms[row] for row, era in enumerate(era_of) if era is not home})


def _eras(stamps: Sequence[int]) -> list[Era]:
    """Of sorted stamps."""
    firsts = [0, *(place for place, (a, b) in enumerate(pairwise(stamps), 1) if b - a >= YEAR_MS)]
    return [
        Era(stamps[first], stamps[end - 1], end - first)
        for first, end in zip(firsts, [*firsts[1:], len(stamps)], strict=True)
    ]


def _step_ms(era_of: Sequence[Era], end_ms: Sequence[int], lengths_s: Sequence[float | None], row: int) -> int:
    """From the end of the row before to the end of this one: by the clock where both have the same, else its length."""
    if era_of[row] is era_of[row - 1]:
        return end_ms[row] - end_ms[row - 1]
    return round((lengths_s[row] or 0) * 1000)
