"""When what is asked again is asked again: by the end of the last answer, spread, and slower where nothing comes."""

import asyncio
import gc
import weakref
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from itertools import pairwise

import pytest

from tests.pace import PATIENCE_S
from vpe_tui.errors import Busy, CredentialsRefused, Fault, NetworkFault
from vpe_tui.service.watch import JITTER, Watch


class Clock:
    """A clock that is turned by waiting on it; answers take their time by it too."""

    def __init__(self) -> None:
        self.now_s = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds


NO_ANSWER = NetworkFault("No connection")
Came = Fault | None


async def asked_at(
    answers: Sequence[Came], takes_s: float = 0, jitter: float = 0.5, every_s: float = 10
) -> list[float]:
    """When each was asked, of one that is asked again and again."""
    clock, asked = Clock(), []
    left = iter(answers)

    async def ask() -> Came:
        asked.append(clock.now_s)
        await clock.sleep(takes_s)
        try:
            return next(left)
        except StopIteration:
            raise asyncio.CancelledError from None

    with suppress(asyncio.CancelledError):
        await Watch(clock.sleep, lambda: jitter).again(ask, every_s)
    return asked


async def test_a_wait_begins_where_the_last_answer_ended() -> None:
    assert await asked_at([None, None], takes_s=7) == [10, 27, 44]


@pytest.mark.parametrize(
    "every_s, waits_s", [(15, [30, 60, 120, 240, 300, 300]), (60, [120, 240, 300, 300, 300, 300]), (600, [600] * 6)]
)
async def test_each_failure_in_a_row_doubles_the_wait_up_to_five_minutes(every_s: float, waits_s: list[float]) -> None:
    at_s = await asked_at([None, *[NO_ANSWER] * 6, None, None], every_s=every_s)
    assert [after - before for before, after in pairwise(at_s)] == [every_s, *waits_s, *[every_s] * 2]


@pytest.mark.parametrize("asks_s, waited_s", [(90.0, 90), (5.0, 20), (None, 20), (86_400.0, 300)])
async def test_a_service_that_asks_to_wait_is_let_wait(asks_s: float | None, waited_s: float) -> None:
    assert await asked_at([Busy("Busy", "", "", asks_s)]) == [10, 10 + waited_s]


async def test_who_is_refused_asks_no_more() -> None:
    assert await asked_at([NO_ANSWER, CredentialsRefused("Refused"), None, None]) == [10, 30]


async def test_it_goes_on_for_so_long_and_no_wait_is_longer() -> None:
    clock, asked = Clock(), []

    async def ask() -> None:
        asked.append(clock.now_s)

    await Watch(clock.sleep, lambda: 0.5).again(ask, 10, lambda: 35 - clock.now_s)
    assert asked == [10, 20, 30] and clock.now_s == 35


@pytest.mark.parametrize("jitter, wait_s", [(0.0, 10 * (1 - JITTER)), (1.0, 10 * (1 + JITTER))])
async def test_waits_are_spread(jitter: float, wait_s: float) -> None:
    assert await asked_at([], jitter=jitter) == [pytest.approx(wait_s)]


async def test_the_clock_of_the_loop_is_the_default() -> None:
    asked = asyncio.Event()

    async def ask() -> None:
        asked.set()

    again = asyncio.create_task(Watch().again(ask, 0.001))
    await asyncio.wait_for(asked.wait(), PATIENCE_S)
    again.cancel()
    with suppress(asyncio.CancelledError):
        await again


async def test_a_wait_that_was_called_off_holds_nothing() -> None:
    """The loop holds on to a timer until it is due, and to the context it was made in."""

    class Screen:
        pass

    shown: ContextVar[Screen | None] = ContextVar("shown", default=None)

    async def ask() -> None:
        raise AssertionError("nobody waits that long")

    screen = Screen()
    seen = weakref.ref(screen)
    shown.set(screen)
    again = asyncio.create_task(Watch().again(ask, 3600))
    shown.set(None)
    del screen
    await asyncio.sleep(0)
    again.cancel()
    with suppress(asyncio.CancelledError):
        await again
    del again
    await asyncio.sleep(0)  # the round that woke us holds it too
    gc.collect()
    assert seen() is None
