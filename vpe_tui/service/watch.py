"""What is asked again, and when: one rule for a session that is watched, a list that is polled, and what will be."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextvars import Context
from math import inf

from vpe_tui.errors import Busy, Fault, SettingsFault

JITTER = 0.1
"""Of a wait, at most, more or less: many who began at the same moment do not ask at the same moment for ever."""
_LONGEST_S = 300.0
"""What fails is asked again after so long at most."""


async def _sleep(seconds: float) -> None:
    """`asyncio.sleep` in a context of its own: a loop holds on to the context of a wait that was called off until it
    would have ended, and a screen's holds the screen."""
    over = asyncio.Event()
    handle = Context().run(asyncio.get_running_loop().call_later, seconds, over.set)
    try:
        await over.wait()
    finally:
        handle.cancel()


Ask = Callable[[], Awaitable[Fault | None]]
"""Asks once. Gives what came in place of an answer, or None where one came."""


class Watch:
    """The scheduler of what is asked again. `sleep` and `jitter` (0 to 1) are for tests."""

    def __init__(
        self, sleep: Callable[[float], Awaitable[None]] = _sleep, jitter: Callable[[], float] = random.random
    ) -> None:
        self._sleep = sleep
        self._jitter = jitter

    async def again(self, ask: Ask, every_s: float, left_s: Callable[[], float] = lambda: inf) -> None:
        """Waits and asks, until it is cancelled, or refused, or nothing is `left_s` of the time that it goes on.

        A wait begins where the last answer ended, so that a slow service is not asked while it is at it; each one in
        a row that failed doubles the next, and a service that says how long it wants to be left alone is.
        """
        failed, least_s = 0, 0.0
        while (left := left_s()) > 0:
            await self._sleep(min(max(self.wait_s(every_s, failed), least_s), left))
            if left_s() <= 0:
                return
            fault = await ask()
            if isinstance(fault, SettingsFault):
                return  # who asks on with a key that is refused may be locked out
            failed = failed + 1 if fault else 0
            least_s = min(fault.wait_s or 0.0, _LONGEST_S) if isinstance(fault, Busy) else 0.0

    def wait_s(self, every_s: float, failed: int) -> float:
        """Seconds until the next, after so many failures in a row."""
        longer_s = min(every_s * 2 ** min(failed, 10), max(every_s, _LONGEST_S))
        return float(longer_s * (1 + JITTER * (2 * self._jitter() - 1)))
