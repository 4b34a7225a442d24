"""Candidates for causes: the values and pairs of values of a table, chosen without a look at who is bad."""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from vpe_tui.fleet.triage.chance import Draw, ln_most_extreme, ln_probability
from vpe_tui.fleet.triage.facets import FACETS
from vpe_tui.fleet.triage.table import Pool, Table, Value

Names = tuple[tuple[Value, ...], ...]

_SMALLEST = 2
_SMALLEST_PAIR = 3
_SMALLEST_PAIR_SHARE = 0.01
_PAIR_OF_PARENT = 0.8
"""A pair that is nearly one of its two values tells nothing of its own.

By the sessions that those read stand for: where good ones were sampled, a cause is nearly all that was read of its
values."""


class Candidate(NamedTuple):
    """A group of sessions that could be a cause."""

    names: Names
    """Each says the same sessions; the plainest first."""
    group: int
    bad: int
    draws: Sequence[Draw]
    ln_least: float
    """ln of the chance that all of a group of this size are bad, or it has all bad ones: none of it is less."""

    @property
    def plainness(self) -> tuple[int, tuple[Value, ...]]:
        """What the plainest candidate has least of: single values first, then in the order of the facets."""
        return len(self.names[0]), self.names[0]

    @property
    def surprise(self) -> float:
        """Standard deviations by which there are more bad ones than chance has it."""
        expected = sum(draw.bad * draw.drawn / draw.all for draw in self.draws)
        variance = sum(_variance(draw) for draw in self.draws)
        return (self.bad - expected) / sqrt(variance) if variance else 0.0

    def ln_bound(self, pools: Sequence[Pool]) -> float:
        """A bound that the chance is not under: that of just these bad ones in each pool."""
        counts = ((self.group & pool.bad).bit_count() for pool in pools)
        return sum(ln_probability(draw, count) for draw, count in zip(self.draws, counts, strict=True))


def candidates_of(table: Table, left: int, pools: Sequence[Pool]) -> list[Candidate]:
    """The candidates among the sessions that are left; those of the same sessions are one."""
    named: dict[int, list[tuple[Value, ...]]] = {}
    for names, group in _groups(table, left):
        named.setdefault(group, []).append(names)
    bad = table.bad & left
    sizes = [(pool, *pool.draw(0)[:2]) for pool in pools]
    least: dict[int, float] = {}
    found = []
    for group, all_names in named.items():
        draws = [Draw(whole, events, (pool.members & group).bit_count()) for pool, whole, events in sizes]
        size = group.bit_count()
        if size not in least:
            least[size] = ln_most_extreme(Draw(left.bit_count(), bad.bit_count(), size))
        found.append(Candidate(tuple(all_names), group, (group & bad).bit_count(), draws, least[size]))
    return found


def _groups(table: Table, left: int) -> Iterator[tuple[tuple[Value, ...], int]]:
    coarse: list[tuple[Value, int, float]] = []
    whole = left.bit_count()
    smallest = max(_SMALLEST_PAIR, whole * _SMALLEST_PAIR_SHARE)
    for value, those in table.values.items():
        group = those & left
        count = group.bit_count()
        if _SMALLEST <= count < whole:
            yield (value,), group
        if FACETS[value[0]].in_pairs and smallest <= count < whole:
            coarse.append((value, group, table.stands_for(group)))
    for place, (value, group, size) in enumerate(coarse):
        for other, those, other_size in coarse[place + 1 :]:
            both = group & those
            if other[0] == value[0] or both.bit_count() < smallest:
                continue
            if table.stands_for(both) <= _PAIR_OF_PARENT * min(size, other_size):
                yield (value, other), both


def _variance(draw: Draw) -> float:
    if draw.all < 2:
        return 0.0
    share = draw.bad / draw.all
    return draw.drawn * share * (1 - share) * (draw.all - draw.drawn) / (draw.all - 1)
