"""The command line: arguments in, an exit code out. stdout is data, stderr is messages."""

import contextlib
import gc
import os
import sys
import warnings
from collections.abc import Sequence
from typing import NoReturn
from zipimport import zipimporter

from vpe_tui.cli.parser import parsed
from vpe_tui.cli.stderr_line import stderr_line
from vpe_tui.cli.stdout import speak_as_terminals_do
from vpe_tui.errors import Fault, OutputFault, no_more_files

INTERRUPTED = 130

_COLLECTED_EVERY = 20_000
"""Objects made, and not gone again, between two looks of the collector. A start makes 75,000 to 90,000 that stay: at
Python's 700 it takes a seventh of `show --json` to look through them again and again. At 100,000 a triage takes
70 MiB more. The app goes back to 700 when its start is over."""


def run() -> NoReturn:
    """The program `vpe-tui`: `main`, then an end that waits for no thread.

    One may still sit in a name server's silence or a key command's; nobody who is done should sit there too.
    """
    gc.set_threshold(_COLLECTED_EVERY)
    _leave_no_trace()
    speak_as_terminals_do()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(code)


def _leave_no_trace() -> None:
    """Nothing that a crash leaves behind has the key in it: no core on the disk, no traceback with its words.

    What goes with words of its own, as a loop does that was only half made, has them for who asks with `-W`.
    """
    import resource

    from vpe_tui.service.crash_log import end_broken

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.excepthook = end_broken
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
        sys.unraisablehook = lambda _: None


def main(argv: Sequence[str] | None = None) -> int:
    """The command `vpe-tui`. Gives the exit code."""
    try:
        arguments = parsed([*(sys.argv[1:] if argv is None else argv)])  # `list` is a module of this package
        if sys.stdout is None:
            raise OutputFault("Nowhere to write", "stdout is closed")
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except Fault as fault:
        return complain(fault)
    except BrokenPipeError:
        return _end_quietly()
    except OSError as fault:
        return complain(
            no_more_files(fault) or OutputFault("The output cannot be written", fault.strerror or str(fault))
        )
    except KeyboardInterrupt:
        return INTERRUPTED
    except ImportError as fault:
        if not isinstance(__spec__.loader, zipimporter):
            raise
        return complain(NotFromZip(str(fault.name)))
    return code


class NotFromZip(Fault):
    """Something compiled is needed, and Python imports that from a directory alone."""

    def __init__(self, name: str) -> None:
        unpack = "python3 -m zipfile -e vpe-tui.pyz DIR; PYTHONPATH=DIR python3 -m vpe_tui"
        super().__init__("Not from a zip file", f"{name} is compiled", f"unpack it: {unpack}")


def complain(fault: Fault) -> int:
    """Writes a fault to stderr, a line each, safe for any terminal. Gives its exit code."""
    for line in fault.lines:
        stderr_line(line)
    return fault.exit_code


def _end_quietly() -> int:
    """Whoever read our output has enough (`| head`). Nothing may be written at exit any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
