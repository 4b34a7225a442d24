"""The startup of a group beside that of the others: medians, and the chance of a rank test."""

from math import erfc, sqrt
from random import Random

import pytest

from tests.unit.triage.made import read
from vpe_tui.fleet.triage.sessions import ReadSession
from vpe_tui.fleet.triage.startup import startup_of


def sessions(*seconds: float | None) -> list[ReadSession]:
    return [read(0)._replace(metrics={"video_startup_s": each}) for each in seconds]


def test_medians_and_the_chance_that_counting_pairs_gives() -> None:
    own, others = [number + 0.5 for number in range(1, 9)], list(range(5, 15))
    found = startup_of(sessions(*own), sessions(*others))
    assert found is not None
    assert (found.median_s, found.rest_median_s) == (5.0, 9.5)
    assert found.p == pytest.approx(pvalue(own, others), rel=1e-9)


def pvalue(own: list[float], others: list[float]) -> float:
    """By pairs that one side wins, where no two are the same."""
    wins = sum(a > b for a in own for b in others)
    n, m = len(own), len(others)
    return erfc((abs(wins - n * m / 2) - 0.5) / sqrt(2 * n * m * (n + m + 1) / 12))


def test_ties_alone_are_no_difference() -> None:
    found = startup_of(sessions(*[1.0] * 9), sessions(*[1.0] * 9))
    assert found is not None and found.p == 1.0


def test_too_few_tell_nothing() -> None:
    assert startup_of(sessions(1, 2, 3, 4, None, None), sessions(*range(20))) is None


def test_where_nothing_differs_it_is_small_as_often_as_it_says() -> None:
    rng, small = Random(1), 0
    for _ in range(400):
        drawn = [rng.expovariate(1) for _ in range(40)]
        found = startup_of(sessions(*drawn[:15]), sessions(*drawn[15:]))
        small += found is not None and found.p <= 0.05
    assert 5 <= small <= 35
