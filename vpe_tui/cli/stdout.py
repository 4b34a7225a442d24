"""Data on stdout."""

import sys
from collections.abc import Iterable


def write(pieces: Iterable[str | bytes]) -> None:
    """Data goes out as UTF-8 whatever the locale says; a lone surrogate becomes `?`."""
    for piece in pieces:
        sys.stdout.buffer.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", errors="replace"))
    sys.stdout.buffer.flush()
