"""CUSUM: whether more sessions are bad than usual, one session after the other, and since which.

Page's test with the log-likelihood ratio of three times the usual rate against the usual one.
"""

from math import log
from typing import NamedTuple, Self

LOUD = 8.0
"""The score that is an alarm. With nothing in them, of 1,500 runs of 5,000 sessions one in 100 has one where the usual
rate is 1 %, one in 20 at 5 %, one in 4 at 20 %. Three times the usual rate is told after 496, 92 and 19 sessions
(medians)."""
_HIGHEST = 2 * LOUD
"""What is over is heard to be over: a score that could grow for hours would take hours to come down."""
_TIMES = 3
_LEAST, _MOST = 0.002, 0.5
"""Rates that are rarer or more frequent are held for these: nothing is certain."""


class Weights(NamedTuple):
    """What a bad session adds to the score, and what a good one takes off."""

    bad: float
    good: float

    @classmethod
    def of(cls, bad: int, judged: int) -> Self:
        """Against a usual rate, that so many of so many are bad."""
        usual = min(max((bad + 0.5) / (judged + 1), _LEAST), _MOST)
        looked_for = min(_TIMES * usual, (1 + usual) / 2)
        return cls(log(looked_for / usual), log((1 - looked_for) / (1 - usual)))


class Score(NamedTuple):
    """The score after some sessions, and when the first of those began that it is made of."""

    value: float = 0.0
    since_ms: int | None = None
    is_loud: bool = False
    """It was loud, and has not come down to nothing since."""

    def after(self, began_ms: int, weights: Weights, *, is_bad: bool) -> "Score":
        """The score after one session more."""
        value = min(self.value + (weights.bad if is_bad else weights.good), _HIGHEST)
        if value <= 0:
            return _NOTHING
        since_ms = began_ms if self.since_ms is None else self.since_ms
        return Score(value, since_ms, self.is_loud or value >= LOUD)


_NOTHING = Score()
