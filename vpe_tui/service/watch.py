"""What is asked again, and when: one rule for a session that is watched, a list that is polled, and what will be."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextvars import Context

JITTER = 0.1
"""Of a wait, at most, more or less: many who began at the same moment do not ask at the same moment for ever."""
_LONGEST = 20
"""Times its wait that one which fails is waited for at most."""


async def _sleep(seconds: float) -> None:
    """`asyncio.sleep` in a context of its own: a loop holds on to the context of a wait that was called off until it
    would have ended, and a screen's holds the screen."""
    over = asyncio.Event()
    handle = Context().run(asyncio.get_running_loop().call_later, seconds, over.set)
    try:
        await over.wait()
    finally:
        handle.cancel()


class Watch:
    """The scheduler of what is asked again. `sleep` and `jitter` (0 to 1) are for tests."""

    def __init__(
        self, sleep: Callable[[float], Awaitable[None]] = _sleep, jitter: Callable[[], float] = random.random
    ) -> None:
        self._sleep = sleep
        self._jitter = jitter

    async def again(self, ask: Callable[[], Awaitable[bool]], every_s: float) -> None:
        """Waits and asks, until it is cancelled. `ask` gives whether an answer came.

        A wait begins where the last answer ended, so that a slow service is not asked while it is at it; each one in
        a row that failed doubles the next.
        """
        failed = 0
        while True:
            await self._sleep(self.wait_s(every_s, failed))
            failed = 0 if await ask() else failed + 1

    def wait_s(self, every_s: float, failed: int) -> float:
        """Seconds until the next, after so many failures in a row."""
        longer = min(2 ** min(failed, 10), _LONGEST)
        return float(every_s * longer * (1 + JITTER * (2 * self._jitter() - 1)))
