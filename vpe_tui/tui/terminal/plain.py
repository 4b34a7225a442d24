"""The plain view: a value on the terminal's own screen, unwrapped and unadorned, to select with its own mouse."""

import os
import select
import shlex
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from vpe_tui.text.clean import clean
from vpe_tui.tui.terminal.signals import ENDING_SIGNALS

_RULE = "-" * 20
_REST_S = 0.05
"""One key may be several bytes, and none of them is a command of the screen."""


def show(text: str) -> None:
    """Prints `text`, and waits for any key. The terminal must have been given back."""
    lines = "\n".join(clean(line) for line in text.split("\n"))
    stderr, stdin = sys.__stderr__, sys.__stdin__
    if stderr is None or stdin is None:
        return
    try:
        with _keys_one_by_one(stdin.fileno()):
            stderr.write(f"\n{_RULE}\n{lines}\n{_RULE}\nany key comes back to vpe-tui ")
            stderr.flush()
            _wait_for_key(stdin.fileno())
    except (
        KeyboardInterrupt,
        OSError,
        termios.error,
    ):  # ctrl+c comes back too; that a terminal is gone the screen sees
        return


def run(words: Sequence[str]) -> str:
    """Runs a command, which has the terminal, and waits for any key. What can be said of how it ended."""
    try:
        code = subprocess.run(words, check=False, stdout=sys.__stderr__).returncode
    except OSError as fault:
        return clean(f"{words[0]}: {fault.strerror or fault}")
    show(clean(shlex.join(words)))
    return "" if code == 0 else clean(f"{words[0]} ended with {code}")


def _wait_for_key(stdin: int) -> None:
    os.read(stdin, 4096)
    while select.select([stdin], [], [], _REST_S)[0] and os.read(stdin, 4096):
        pass


@contextmanager
def _keys_one_by_one(stdin: int) -> Iterator[None]:
    """A key is read without enter and without an echo; as it was afterwards, also where a signal ends us meanwhile."""
    before = termios.tcgetattr(stdin)
    raw = termios.tcgetattr(stdin)
    raw[3] &= ~(termios.ECHO | termios.ICANON)
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0

    def ended(number: int, _: FrameType | None) -> None:
        termios.tcsetattr(stdin, termios.TCSANOW, before)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for each in ENDING_SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, signal.default_int_handler if each is signal.SIGINT else ended)
    termios.tcsetattr(stdin, termios.TCSANOW, raw)
    try:
        yield
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)
