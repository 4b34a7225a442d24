"""Messages on stderr, beside the data on stdout: a line each, safe for any terminal."""

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Self

from vpe_tui.text.locales import is_utf8


def stderr_line(line: str) -> None:
    """Writes one line to stderr, without secrets and safe for any terminal; nothing where stderr is closed."""
    from vpe_tui.settings.secret import without_secrets
    from vpe_tui.text.clean import clean

    if sys.stderr is not None:
        print(f"vpe-tui: {_readable(clean(without_secrets(line)))}", file=sys.stderr)


def _readable(line: str) -> str:
    """With stand-ins for our signs where stderr has no letters for them."""
    if is_utf8(sys.stderr.encoding):
        return line
    from vpe_tui.report.stand_ins import in_ascii

    return in_ascii(line)


class Voice(NamedTuple):
    """The verbosity: with `--quiet` only what went wrong, with `-v` also what was done."""

    quiet: bool
    verbose: bool

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Self:
        """The verbosity that a call asks for."""
        return cls(arguments.quiet, arguments.verbose)

    def notice(self, line: str) -> None:
        """Writes a line, unless `--quiet`."""
        if line and not self.quiet:
            stderr_line(line)

    def detail(self, line: str) -> None:
        """Writes a line with `-v` only."""
        if self.verbose:
            stderr_line(line)


class Progress:
    """A progress line on stderr (`3 of 100 sessions`), on a terminal only; wiped before anything else is written."""

    def __init__(self, total: int, voice: Voice) -> None:
        self._total = total
        self._done = 0
        self._shown = total > 1 and not voice.quiet and sys.stderr is not None and sys.stderr.isatty()
        self._lock = threading.RLock()

    def step(self) -> None:
        """Counts one more. May be called from any thread, and waits for none."""
        self._done += 1
        if self._lock.acquire(blocking=False):  # else something is being written, and the line is drawn after it
            try:
                self._draw()
            finally:
                self._lock.release()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A context in which something else is written: the line is wiped before and drawn after."""
        with self._lock:
            if self._shown and self._done:
                self._write("\r\x1b[K")
            yield
            if self._done < self._total:
                self._draw()

    def _draw(self) -> None:
        if self._shown and self._done:
            self._write(f"\r\x1b[K{self._done} of {self._total} sessions")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
