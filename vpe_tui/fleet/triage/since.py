"""Since when: the step in a row of sessions from which on more of them are bad, and the step back if it is over."""

from collections.abc import Callable, Sequence
from math import log
from random import Random
from typing import NamedTuple

LEAST_BAD = 10
"""Of fewer bad sessions no step can be told from chance."""

_PERMUTATIONS = 199
_MOST_P = 0.025
_WITHIN = 3.0
"""Units of log-likelihood: so much less likely splits are in the interval, which then has the true one in 19 of 20."""


class Step(NamedTuple):
    """A split of a row of sessions, as places in it: before `at` it was otherwise than from there on."""

    at: int
    first: int
    last: int
    """The splits that are nearly as likely lie from `first` to `last`."""
    p: float


class Instant(NamedTuple):
    """When a session began at which something changed, epoch ms, and within which interval that is sure."""

    at_ms: int
    from_ms: int
    to_ms: int


class Since(NamedTuple):
    """When trouble began, and when it was over."""

    began: Instant
    p: float
    """How often chance makes a step as clear."""
    over: Instant | None
    """None where it was not seen to end."""


def since(began: Sequence[tuple[int, bool]], seed: str) -> Since | None:
    """Since when more sessions are bad: instants at which sessions began, in order, and whether each is bad.

    None where no step is clearer than 39 of 40 that chance makes, or too few are bad. Seeded: it says the same again.
    """
    bad = [place for place, (_, is_bad) in enumerate(began) if is_bad]
    if len(bad) < LEAST_BAD:
        return None
    step = _step(bad, len(began), seed, rising=True)
    if step is None:
        return None
    after = [place - step.at for place in bad if place >= step.at]
    back = _step(after, len(began) - step.at, seed, rising=False)
    times = [ms for ms, _ in began]
    return Since(_instant(step, times), step.p, _instant(back, times[step.at :]) if back else None)


def _instant(step: Step, times: Sequence[int]) -> Instant:
    return Instant(times[step.at], times[step.first], times[step.last])


def _step(bad: Sequence[int], count: int, seed: str, *, rising: bool) -> Step | None:
    """The likeliest step among `count` sessions; None where chance makes as likely ones too often.

    More bad ones after a split are fewer good ones: the rarer of both are looked at, which are sooner looked through.
    """
    likelihood = _likelihood(count)
    if 2 * len(bad) > count:
        is_bad = set(bad)
        rare, rising_rare = [place for place in range(count) if place not in is_bad], not rising
    else:
        rare, rising_rare = list(bad), rising
    found = _greatest(rare, count, likelihood, rising_rare)
    rng, beyond = Random(seed), 0
    for _ in range(_PERMUTATIONS):
        beyond += _greatest(sorted(rng.sample(range(count), len(rare))), count, likelihood, rising_rare) >= found
        if 1 + beyond > _MOST_P * (1 + _PERMUTATIONS):
            return None
    first, at, last = _interval(rare, count, likelihood, rising_rare)
    return Step(at, first, last, (1 + beyond) / (1 + _PERMUTATIONS))


Likelihood = Callable[[int, int, int], float]


def _likelihood(count: int) -> Likelihood:
    """The log-likelihood that a split adds to one rate for all: by what stands before it, the marked ones of that, and
    all marked ones. It counts for nothing of which side has more."""
    of = [0.0, *(number * log(number) for number in range(1, count + 1))]

    def gained(split: int, before: int, marked: int) -> float:
        after, rest = marked - before, count - split
        apart = of[before] + of[split - before] - of[split] + of[after] + of[rest - after] - of[rest]
        return apart - (of[marked] + of[count - marked] - of[count])

    return gained


def _is_step(split: int, before: int, marked: int, count: int, rising: bool) -> bool:
    """Whether the rate of the marked ones is another after a split in the direction that is looked for."""
    difference = (marked - before) * split - before * (count - split)
    return difference > 0 if rising else difference < 0


def _greatest(marked: Sequence[int], count: int, likelihood: Likelihood, rising: bool) -> float:
    """The most that a split adds. A rise is likeliest just before a marked session, a fall just after one."""
    greatest, total = 0.0, len(marked)
    for number, place in enumerate(marked):
        split, before = (place, number) if rising else (place + 1, number + 1)
        if 0 < split < count and _is_step(split, before, total, count, rising):
            gained = likelihood(split, before, total)
            if gained > greatest:
                greatest = gained
    return greatest


def _interval(marked: Sequence[int], count: int, likelihood: Likelihood, rising: bool) -> tuple[int, int, int]:
    """The first split that is nearly as likely as the likeliest, the likeliest, and the last."""
    gains, before, is_marked = [0.0] * count, 0, set(marked)
    for split in range(1, count):
        before += split - 1 in is_marked
        if _is_step(split, before, len(marked), count, rising):
            gains[split] = likelihood(split, before, len(marked))
    greatest = max(gains)
    near = [split for split, gained in enumerate(gains) if gained >= greatest - _WITHIN and gained > 0]
    return near[0], gains.index(greatest), near[-1]
