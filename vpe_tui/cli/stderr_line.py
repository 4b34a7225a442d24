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


class StatusLine:
    """A line on stderr that is written over and over, on a terminal only; wiped before anything else is written."""

    def __init__(self, voice: Voice) -> None:
        self._is_shown = not voice.quiet and sys.stderr is not None and sys.stderr.isatty()
        self._text = ""
        self._lock = threading.RLock()

    def says(self, text: str) -> None:
        """Another text, or none. May be called from any thread, and waits for none."""
        if text == self._text:
            return
        self._text = text
        if self._lock.acquire(blocking=False):  # else something is being written, and the line is drawn after it
            try:
                self._draw(self._text)
            finally:
                self._lock.release()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A context in which something else is written: the line is wiped before and drawn after."""
        with self._lock:
            if self._text:
                self._draw("")
            yield
            if self._text:
                self._draw(self._text)

    def _draw(self, text: str) -> None:
        if self._is_shown:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()


class Progress:
    """How many of several sessions were read, as a status line: `3 of 100 sessions`."""

    def __init__(self, total: int, voice: Voice) -> None:
        self._total = total
        self._done = 0
        self._line = StatusLine(voice)
        self.aside = self._line.aside

    def step(self) -> None:
        """Counts one more. May be called from any thread, and waits for none."""
        self._done += 1
        self._line.says(f"{self._done} of {self._total} sessions" if self._done < self._total else "")
