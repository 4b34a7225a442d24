"""The command line: arguments in, an exit code out. stdout is data, stderr is messages."""

import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from vpe_tui.cli.stderr_line import stderr_line
from vpe_tui.cli.tree import parsed
from vpe_tui.errors import Fault, OutputFault

INTERRUPTED = 130


def run() -> NoReturn:
    """The program `vpe-tui`: `main`, then an end that waits for no thread.

    One may still sit in a name server's silence or a key command's; nobody who is done should sit there too.
    """
    _leave_no_trace()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # data and help are UTF-8 whatever the locale says
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(code)


def _leave_no_trace() -> None:
    """Nothing that a crash leaves behind has the key in it: no core on the disk, no traceback with its words."""
    import resource

    from vpe_tui.service.crash_log import end_broken

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.excepthook = end_broken


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
        return complain(_of_system(fault))
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _of_system(error: OSError) -> OutputFault:
    """What nobody else explained: the output, unless the machine gives us no files at all."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return OutputFault("No more files can be opened", error.strerror or "", "see ulimit -n")
    return OutputFault("The output cannot be written", error.strerror or str(error))


def complain(fault: Fault) -> int:
    """Writes a fault to stderr, a line each, safe for any terminal. Gives its exit code."""
    for line in fault.lines:
        stderr_line(line)
    return fault.exit_code


def _end_quietly() -> int:
    """Whoever read our output has enough (`| head`). Nothing may be written at exit any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
