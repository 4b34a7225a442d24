"""The startup of a group beside that of the others: one more line about a group that is named already.

As a ranking it would find what always is so: mobile networks are slower.
"""

from collections.abc import Sequence
from math import erfc, sqrt
from statistics import median
from typing import NamedTuple

from vpe_tui.fleet.triage.sessions import ReadSession

_LEAST = 5
"""Sessions with a startup on either side; the normal approximation of the rank test holds from about there."""
_METRIC = "video_startup_s"


class Startup(NamedTuple):
    """Medians in seconds of a group and of the others, and the chance that they differ so by themselves."""

    median_s: float
    rest_median_s: float
    p: float


def startup_of(group: Sequence[ReadSession], rest: Sequence[ReadSession]) -> Startup | None:
    """None where too few of either side tell it. The chance is Mann and Whitney's, two-sided, corrected for ties."""
    own, others = _known(group), _known(rest)
    if min(len(own), len(others)) < _LEAST:
        return None
    return Startup(median(own), median(others), _rank_chance(own, others))


def _known(sessions: Sequence[ReadSession]) -> list[float]:
    return sorted(value for each in sessions if (value := each.metrics.get(_METRIC)) is not None)


def _rank_chance(own: Sequence[float], others: Sequence[float]) -> float:
    n, m = len(own), len(others)
    ranks, ties = _ranks(sorted([*own, *others]))
    excess = abs(sum(ranks[value] for value in own) - n * (n + m + 1) / 2)
    variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)))
    return erfc(max(excess - 0.5, 0) / sqrt(2 * variance)) if variance > 0 else 1.0


def _ranks(ordered: Sequence[float]) -> tuple[dict[float, float], float]:
    """The mean rank of each value, and the sum of t³ - t over the ties."""
    ranks: dict[float, float] = {}
    ties, first = 0.0, 0
    while first < len(ordered):
        last = first
        while last < len(ordered) and ordered[last] == ordered[first]:
            last += 1
        many = last - first
        ranks[ordered[first]] = (first + 1 + last) / 2
        ties += many**3 - many
        first = last
    return ranks, ties
