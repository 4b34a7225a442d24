"""The clock that a log was written with, corrected: set back, or set for the first time, while it was written."""

from collections.abc import Sequence
from itertools import pairwise
from operator import add, sub

from vpe_tui.playback.model import ClockStep
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.text.times import DAY_MS

CLOCKS_SET_MS = 1_420_070_400_000
"""2015: no player of this service is older. An earlier time is of a clock that was not yet set."""


def reading_order(log: EventLog) -> Sequence[int]:
    """The rows in the order in which they were written.

    That of time, but for a clock that was set back: then, in the order in which rows came, time falls once, and goes
    on increasing to the end for two rows at least, or for an `error` (proved by the case clock-set-back). Anything
    else that came out of order was delivered late.
    """
    arrival = log.arrival
    if arrival is None:
        return range(len(log))
    came: list[int] = [row for _, row in sorted(zip(arrival, range(len(log)), strict=True))]
    falls = [place for place, (a, b) in enumerate(pairwise(came), 1) if log.end_ms[b] < log.end_ms[a]]
    if len(falls) != 1:
        return range(len(log))
    after = came[falls[0] :]
    return came if len(after) >= 2 or log.kinds[after[0]] is Kind.ERROR else range(len(log))


def corrected(
    starts: Sequence[int], ends: Sequence[int], numbers: Sequence[int]
) -> tuple[Sequence[int], Sequence[int], tuple[ClockStep, ...]]:
    """Starts and ends in the order of reading, on one clock, and the steps that were taken out.

    Where time falls the clock was set back: rows after that follow those before at once. A jump of more than a day is
    no time: rows on either side of it follow one another, by the clock that was set.
    """
    steps = [*(() if isinstance(numbers, range) else _falls(starts, ends)), *_jumps(starts, ends)]
    if not steps:
        return starts, ends, ()
    by = dict(steps)
    eras = list(pairwise([0, *sorted(by), len(ends)]))
    anchor = _anchor(eras, ends, by)
    offsets = _offsets(eras, anchor, by)
    told = tuple(
        ClockStep(numbers[step], by[step], (numbers[first], numbers[last - 1]))
        for place, (first, last) in enumerate(eras)
        if place != anchor and (step := first if place > anchor else last) in by
    )
    return list(map(add, starts, offsets)), list(map(add, ends, offsets)), told


def _offsets(eras: Sequence[tuple[int, int]], anchor: int, by: dict[int, int]) -> list[int]:
    """How far each row is moved, so that every era follows the one before it and the anchor stays."""
    offsets = [0] * eras[-1][1]
    for first, last in eras[anchor + 1 :]:
        offsets[first:last] = [offsets[first - 1] - by[first]] * (last - first)
    for first, last in reversed(eras[:anchor]):
        offsets[first:last] = [offsets[last] + by[last]] * (last - first)
    return offsets


def _falls(starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    return [(place, starts[place] - a) for place, (a, b) in enumerate(pairwise(ends), 1) if b < a]


def _jumps(starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    if max(map(sub, starts[1:], ends), default=0) <= DAY_MS:
        return []
    return [(place, silence) for place, silence in enumerate(map(sub, starts[1:], ends), 1) if silence > DAY_MS]


def _anchor(eras: Sequence[tuple[int, int]], ends: Sequence[int], by: dict[int, int]) -> int:
    """The era whose clock is right: before a step back; else the longest that is later than `CLOCKS_SET_MS`."""
    if any(step < 0 for step in by.values()):
        return 0
    return max(range(len(eras)), key=lambda place: (ends[eras[place][0]] >= CLOCKS_SET_MS, _rows(eras[place]), place))


def _rows(era: tuple[int, int]) -> int:
    return era[1] - era[0]
