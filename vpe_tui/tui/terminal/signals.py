"""The terminal is borrowed: it is given back whole, whatever ends the app."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)

_GRACE_S = 0.7
"""How long an end may take. Longer, and nobody reads what restores the screen."""


def end_on_signals(leave: Callable[[int], None], give_up: Callable[[], None]) -> None:
    """Each ending signal leaves through `leave(exit code)`, which restores the terminal.

    Where that cannot be, because the terminal takes no more bytes, `give_up()` is called and the process ends.
    A signal that was to be ignored (nohup) still is.
    """
    loop = asyncio.get_running_loop()

    def abandon(code: int) -> None:
        give_up()
        os._exit(code)

    def end(number: int, _: FrameType | None) -> None:
        last = threading.Timer(_GRACE_S, abandon, (128 + number,))
        last.daemon = True
        last.start()
        loop.call_soon_threadsafe(leave, 128 + number)

    for each in ENDING_SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            # Not the loop's own handlers: they wait for the loop, and it may be waiting for the terminal.
            signal.signal(each, end)
