"""When what is asked again is asked again: by the end of the last answer, spread, and slower where nothing comes."""

import asyncio
import gc
import weakref
from contextlib import suppress
from contextvars import ContextVar
from itertools import pairwise

import pytest

from tests.pace import PATIENCE_S
from vpe_tui.service.watch import JITTER, Watch


class Clock:
    """A clock that is turned by waiting on it; answers take their time by it too."""

    def __init__(self) -> None:
        self.now_s = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds


async def asked_at(answers: list[bool], takes_s: float, jitter: float = 0.5) -> list[float]:
    """When each was asked, of one that is again every 10 s."""
    clock, asked = Clock(), []
    left = iter(answers)

    async def ask() -> bool:
        asked.append(clock.now_s)
        await clock.sleep(takes_s)
        came = next(left, None)
        if came is None:
            raise asyncio.CancelledError
        return came

    with suppress(asyncio.CancelledError):
        await Watch(clock.sleep, lambda: jitter).again(ask, 10)
    return asked


async def test_a_wait_begins_where_the_last_answer_ended() -> None:
    assert await asked_at([True, True], takes_s=7) == [10, 27, 44]


async def test_each_failure_in_a_row_doubles_the_wait_up_to_a_bound() -> None:
    at_s = await asked_at([True, *[False] * 7, True, True], takes_s=0)
    assert [after - before for before, after in pairwise(at_s)] == [
        *(10, 20, 40, 80, 160, 200, 200, 200),
        *(10, 10),
    ]


@pytest.mark.parametrize("jitter, wait_s", [(0.0, 10 * (1 - JITTER)), (1.0, 10 * (1 + JITTER))])
async def test_waits_are_spread(jitter: float, wait_s: float) -> None:
    assert await asked_at([], takes_s=0, jitter=jitter) == [pytest.approx(wait_s)]


async def test_the_clock_of_the_loop_is_the_default() -> None:
    asked = asyncio.Event()

    async def ask() -> bool:
        asked.set()
        return True

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

    async def ask() -> bool:
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
