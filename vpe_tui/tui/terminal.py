"""The terminal is borrowed: it is given back whole, whatever ends the app."""

import asyncio
import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def end_on_signals(leave: Callable[[int], None]) -> None:
    """Each ending signal leaves through `leave(exit code)`, which restores the terminal."""
    loop = asyncio.get_running_loop()
    for each in ENDING_SIGNALS:
        loop.add_signal_handler(each, leave, 128 + each)


def crash_page(error: BaseException, directory: Path) -> str:
    """Writes where it broke to a log only its owner can read, without values of variables. A page that says so."""
    log = directory / "crash.log"
    trace = "".join(traceback.format_exception(error))
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(trace)
        where = f"Where it broke stands in {log}."
    except OSError as fault:
        where = f"Where it broke could not be written to {log}: {fault.strerror}."
    return f"vpe-tui broke: {type(error).__name__}. This is a defect of vpe-tui, not of the session.\n{where}\n"
