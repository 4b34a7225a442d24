"""Chance: how likely it is that so many of a group are bad when the group has nothing to do with it. Exact, in logs."""

from bisect import bisect_left
from collections.abc import Sequence
from math import exp, inf, lgamma, log, sqrt
from typing import NamedTuple

_NEGLIGIBLE = 1e-17
"""Of the most likely count: what is less adds nothing to a double."""

_STEEPEST = 60.0
"""ln of the greatest odds that a distribution is tilted by: it then lies at its end."""


class Draw(NamedTuple):
    """A draw without replacement: of `all` sessions `bad` are bad, and a group has `drawn` of them."""

    all: int
    bad: int
    drawn: int

    @property
    def least(self) -> int:
        """The least bad ones that the group can have."""
        return max(0, self.drawn + self.bad - self.all)

    @property
    def most(self) -> int:
        """The most bad ones that the group can have."""
        return min(self.drawn, self.bad)


def ln_chance(draws: Sequence[Draw], count: int) -> float:
    """ln P(the draws together have `count` bad ones or more): the tail of a sum of independent hypergeometrics.

    Each distribution is tilted by the same odds, so that `count` lies where the sum is likeliest: there a convolution
    of doubles is exact to 12 digits however small the tail is.
    """
    count -= sum(draw.least for draw in draws if draw.least == draw.most)
    draws = [draw for draw in draws if draw.least < draw.most]
    if count <= sum(draw.least for draw in draws):
        return 0.0
    if count > sum(draw.most for draw in draws):
        return -inf
    tilt = _tilt(draws, count)
    first, weights, ln_total = 0, [1.0], 0.0
    for draw in draws:
        tilted = _tilted(draw, tilt)
        first += tilted.first
        ln_total += tilted.ln_total
        weights = _convolved(weights, tilted.weights)
    tail = sum(weights[at] * exp(-tilt * (first + at - count)) for at in range(max(count - first, 0), len(weights)))
    return min(ln_total - tilt * count + log(tail), 0.0)


def ln_probability(draw: Draw, count: int) -> float:
    """ln P(the group has just `count` bad ones)."""
    return (
        _ln_choose(draw.bad, count)
        + _ln_choose(draw.all - draw.bad, draw.drawn - count)
        - _ln_choose(draw.all, draw.drawn)
    )


def ln_most_extreme(draw: Draw) -> float:
    """ln P(the group has as many bad ones as it can): no chance of this draw is smaller."""
    return ln_probability(draw, draw.most)


def corrected_for(ln_least: Sequence[float], alpha: float) -> int:
    """Tarone's K: the least k such that no more than k candidates can have a chance of alpha ÷ k or less.

    `ln_least` are ln of the least chances that the candidates can have. Those that can have none so small need no
    correction: they could never have been found.
    """
    able = sorted(ln_least)
    k = 1
    while _up_to(able, log(alpha / k)) > k:
        k += 1
    return k


def _up_to(able: Sequence[float], limit: float) -> int:
    return bisect_left(able, limit + 1e-12)


class _Tilted(NamedTuple):
    """Probabilities times odds to the power of the count, from `first` on, their sum being 1 and that of all before
    e to the power of `ln_total`."""

    first: int
    weights: list[float]
    ln_total: float


def _tilted(draw: Draw, tilt: float) -> _Tilted:
    mode = min(max(round(_mean(draw, exp(tilt))), draw.least), draw.most)
    odds = exp(tilt)
    above, below = [1.0], []
    for at in range(mode, draw.most):
        above.append(above[-1] * odds * _ratio(draw, at))
        if above[-1] < _NEGLIGIBLE:
            break
    weight = 1.0
    for at in range(mode - 1, draw.least - 1, -1):
        weight /= odds * _ratio(draw, at)
        if weight < _NEGLIGIBLE:
            break
        below.append(weight)
    weights = [*reversed(below), *above]
    total = sum(weights)
    ln_total = ln_probability(draw, mode) + tilt * mode + log(total)
    return _Tilted(mode - len(below), [each / total for each in weights], ln_total)


def _convolved(some: Sequence[float], others: Sequence[float]) -> list[float]:
    found = [0.0] * (len(some) + len(others) - 1)
    if len(some) > len(others):
        some, others = others, some
    for at, weight in enumerate(some):
        for place, other in enumerate(others, at):
            found[place] += weight * other
    return found


def _ratio(draw: Draw, at: int) -> float:
    """P(at + 1) ÷ P(at)."""
    return (draw.bad - at) * (draw.drawn - at) / ((at + 1) * (draw.all - draw.bad - draw.drawn + at + 1))


def _tilt(draws: Sequence[Draw], count: int) -> float:
    """ln of the odds by which the draws together have about `count`; 0 where they have that or more anyhow."""
    low, high = 0.0, _STEEPEST
    if sum(_mean(draw, 1.0) for draw in draws) >= count:
        return 0.0
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_mean(draw, exp(middle)) for draw in draws) < count else (low, middle)
    return low


def _mean(draw: Draw, odds: float) -> float:
    """About how many a draw has by these odds: where x(N − B − n + x) = odds (B − x)(n − x)."""
    rest = draw.all - draw.bad - draw.drawn
    if odds == 1.0:
        return draw.bad * draw.drawn / draw.all
    a, b, c = odds - 1, odds * (draw.bad + draw.drawn) + rest, odds * draw.bad * draw.drawn
    return 2 * c / (b + sqrt(max(b * b - 4 * a * c, 0.0)))


def _ln_choose(some: int, of_them: int) -> float:
    return lgamma(some + 1) - lgamma(of_them + 1) - lgamma(some - of_them + 1)
