"""Data on stdout."""

import io
import select
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from typing import Literal, TypeVar

from vpe_tui.text.locales import IN_CELLS, has_wide_signs, is_utf8

T = TypeVar("T")

Ascii = bool | Literal["auto"]
"""The setting: ASCII for our signs, our own, or what suits the terminal."""


def speak_as_terminals_do() -> None:
    """Data is UTF-8 whatever the locale says; but what goes to a terminal with other letters is said in those."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.isatty() and not is_utf8(stream.encoding):
            stream.reconfigure(errors=IN_CELLS)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors != IN_CELLS:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def write(pieces: Iterable[str | bytes]) -> None:
    """Writes data; a lone surrogate becomes `?`."""
    encoding, errors = (sys.stdout.encoding, IN_CELLS) if sys.stdout.errors == IN_CELLS else ("utf-8", "replace")
    for piece in pieces:
        sys.stdout.buffer.write(piece if isinstance(piece, bytes) else piece.encode(encoding, errors))
    sys.stdout.buffer.flush()


def while_somebody_reads(work: Future[T]) -> T:
    """What comes of `work`, which is called off when stdout's reader has gone: one that writes rarely hears it late.

    Raises BrokenPipeError then, as a write would.
    """

    def listen() -> None:
        gone = select.poll()
        gone.register(stdout, 0)  # that nobody reads any more is told to who asks for nothing, too
        gone.poll()
        work.cancel()

    stdout = sys.stdout.fileno()
    threading.Thread(target=listen, name="reader", daemon=True).start()
    try:
        return work.result()
    except CancelledError:
        raise BrokenPipeError from None


def write_for_people(pieces: Iterable[str], ascii: Ascii) -> None:
    """Writes what people read, with stand-ins for our signs where they are wanted, or nothing else can be said."""
    write(map(readable(ascii), pieces))


def readable(ascii: Ascii) -> Callable[[str], str]:
    """What puts the stand-ins in a text, where they are to be."""
    has_other_letters = sys.stdout.errors == IN_CELLS
    if not (has_other_letters if ascii == "auto" else ascii):
        return str
    from vpe_tui.report.stand_ins import in_ascii, without_wide_signs

    return without_wide_signs if has_other_letters and has_wide_signs(sys.stdout.encoding) else in_ascii
