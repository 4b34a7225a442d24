"""The alarm of a window that is watched: how often it is false, and how soon it comes."""

import random

import pytest

from vpe_tui.fleet.watch.cusum import Score, Weights

SESSIONS = 5_000


def alarm_after(rng: random.Random, weights: Weights, rate: float) -> int | None:
    """The sessions up to the alarm, of 5,000 of which `rate` are bad; None: no alarm."""
    score = Score()
    for number in range(SESSIONS):
        score = score.after(number, weights, is_bad=rng.random() < rate)
        if score.is_loud:
            return number
    return None


@pytest.mark.parametrize("usual, most_false, soon", [(0.01, 0.04, 700), (0.05, 0.10, 140), (0.2, 0.32, 30)])
def test_it_is_seldom_false_and_comes_soon(usual: float, most_false: float, soon: int) -> None:
    rng = random.Random(1)
    weights = Weights.of(round(SESSIONS * usual), SESSIONS)
    alarms = [alarm_after(rng, weights, usual) for _ in range(150)]
    assert sum(each is not None for each in alarms) / len(alarms) <= most_false
    delays = sorted(alarm_after(rng, weights, 3 * usual) or SESSIONS for _ in range(50))
    assert delays[25] <= soon and delays[-1] < SESSIONS
