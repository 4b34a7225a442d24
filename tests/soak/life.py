"""One program that is never quit, for as long as one likes: what it comes to hold. `q` closes its dialogs, no more."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tests.soak.hand import SIZES, Hand, Token
from tests.soak.keys import STAYING
from tests.soak.run import Told, do, end, judge, seated
from tests.soak.weight import Growth, Weight, growth, weighed
from tests.soak.world import World
from tests.terminal import PROGRAM

_WEIGHED_EVERY_S = 0.2
_WARM_PART = 0.2
"""The part of a life that is its warming up: modules are imported, caches filled."""


class Life(NamedTuple):
    """How it was, how many tokens it took, and what it came to weigh."""

    told: Told
    growth: Growth


def live(seed: int, seconds: float, tokens: int | None = None) -> Life:
    """A life of so many seconds, or one that does the same tokens twice and is warm when it has done them once."""
    told, weights = Told(seed), list[Weight]()
    config = "".join(f'keys."{id}" = "{key}"\n' for id, key in STAYING.items())
    with World(seed) as world, seated(world, PROGRAM, {}, SIZES[0], answers=True, config=config) as (seat, directory):
        seat.until_begun()
        began_s, warm_s = time.monotonic(), None
        for number, token in enumerate(_tokens(seed, tokens)):
            now_s = time.monotonic() - began_s
            if number == tokens:
                warm_s = now_s
            if seat.process.poll() is not None or told.wrong or now_s > seconds:
                break
            do(seat, iter((token,)), told)
            if not weights or now_s - weights[-1].at_s > _WEIGHED_EVERY_S:
                weights += filter(None, [weighed(seat.process.pid, now_s)])
        if seat.process.poll() is not None:
            told.wrong.append("it ended by itself")
        end(seat, told)
        judge(seat, directory, told)
        told.asked = world.asked
    return Life(told, growth(weights, _WARM_PART * weights[-1].at_s if warm_s is None else warm_s))


def _tokens(seed: int, most: int | None) -> Iterator[Token]:
    hand = Hand(seed, SIZES[0], stays=True)
    if most is None:
        return iter(hand)
    once = list(islice(hand, most))
    return iter(once + once)
