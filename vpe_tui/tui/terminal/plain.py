"""The plain view: a value on the terminal's own screen, unwrapped and unadorned, to select with its own mouse."""

import os
import signal
import sys

from vpe_tui.text.clean import clean
from vpe_tui.tui.terminal.signals import ENDING_SIGNALS

_RULE = "-" * 20


def show(text: str) -> None:
    """Prints `text`, and waits for enter. The terminal must have been given back.

    While it is, an ending signal may simply end us: there is nothing to restore.
    """
    for each in ENDING_SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, signal.default_int_handler if each is signal.SIGINT else signal.SIG_DFL)
    lines = "\n".join(clean(line) for line in text.split("\n"))
    stderr, stdin = sys.__stderr__, sys.__stdin__
    if stderr is not None and stdin is not None:
        stderr.write(f"\n{_RULE}\n{lines}\n{_RULE}\nenter comes back to vpe-tui ")
        stderr.flush()
        _wait_for_line(stdin.fileno())


def _wait_for_line(stdin: int) -> None:
    try:
        os.read(stdin, 4096)
    except (KeyboardInterrupt, OSError):  # ctrl+c comes back too; a terminal that is gone is noticed by the screen
        return
