"""Crash reports: where the program broke, in a log of the user's own, without the value of any variable."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from vpe_tui.errors import Defect, Fault, no_more_files
from vpe_tui.settings.secret import Secret, without_secrets
from vpe_tui.settings.sources import config_directory

BROKE = 1

_REPORT = "it is a defect of vpe-tui, not of the session: please report it"


@contextmanager
def as_its_own_fault(*, many: bool) -> Iterator[None]:
    """Whatever breaks inside, work on one session of `many`, becomes a `Defect`. The one place that catches all.

    One must not take the others along, and nobody can list what a defect raises. Of one alone the program ends.
    """
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        if not many:
            raise
        if fault := no_more_files(error):
            raise fault from None
        where = _logged(error, config_directory(os.environ))
        raise Defect(f"vpe-tui broke on this session: {type(error).__name__}", where.rstrip("."), _REPORT) from None


def crash_page(error: BaseException, directory: Path) -> str:
    """Writes where it broke to a log only its owner can read. A page that says so."""
    if fault := no_more_files(error):
        return f"vpe-tui: {fault}\n"
    where = _logged(error, directory)
    return f"vpe-tui broke: {type(error).__name__}. This is a defect of vpe-tui, not of the session.\n{where}\n"


def _logged(error: BaseException, directory: Path) -> str:
    """Writes where it broke; a sentence that tells where to."""
    log = directory / "crash.log"
    named = str(log) if str(log).isprintable() else ascii(str(log))  # the last words lean on nothing of ours
    trace = without_secrets("".join(traceback.format_exception(error)))
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(trace)
    except OSError as fault:
        return f"Where it broke could not be written to {named}: {fault.strerror}."
    return f"Where it broke stands in {named}."


def end_broken(_: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
    """`sys.excepthook` of the program: the crash page instead of a traceback, and an end that waits for no thread."""
    Secret(os.environ.get("VPE_API_KEY", ""))  # known even where it broke before the settings were read
    try:
        page = crash_page(error.with_traceback(trace), config_directory(os.environ))
    except Fault:  # a user without a home has no place for a log
        page = f"vpe-tui broke: {type(error).__name__}. Set HOME or VPE_CONFIG_DIR to have the place logged.\n"
    if sys.stderr is not None:
        print(page, end="", file=sys.stderr, flush=True)  # noqa: T201 - the last thing this process says
    os._exit(BROKE)
