"""Data on stdout."""

import io
import sys
from collections.abc import Callable, Iterable
from typing import Literal

from vpe_tui.text.locales import IN_CELLS, has_wide_signs, is_utf8

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
