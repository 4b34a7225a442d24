"""An answer's body within bounds: gzip is undone here, so that no answer grows beyond what was agreed."""

import io
import zlib
from collections.abc import Iterator

from vpe_tui.errors import CutShort, NotASession

_GZIP = zlib.MAX_WBITS | 16

_PIECE = 256 * 1024
"""Bytes unpacked at a time: a packed chunk of 64 KiB may hold 64 MiB."""


class BoundedBody:
    """Takes the raw chunks of an answer, gives the decoded bytes.

    `encoding` is the answer's Content-Encoding (`""` when it has none), `limit` the most bytes, raw or decoded.
    Raises `NotASession` for an encoding that was not asked for, for too many bytes, for gzip that is none.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip"):
            raise NotASession(
                "Not a session",
                "the answer came in an encoding not asked for",
                "something between here and the API changes answers: check base_url and proxies",
            )
        self._gzip = zlib.decompressobj(_GZIP) if coding == "gzip" else None
        self._limit = limit
        self._received = 0
        self._held = io.BytesIO()  # it gives what it holds without a copy

    def feed(self, chunk: bytes) -> None:
        """One raw chunk, in the order of arrival."""
        self._received += len(chunk)
        for part in self._unpacked(chunk):
            self._held.write(part)
            if max(self._received, self._held.tell()) > self._limit:
                raise NotASession(
                    "Not a session",
                    f"the answer is larger than {_mib(self._limit)}",
                    "if it is real, raise max_answer_mib",
                )

    def whole(self) -> bytes:
        """All of it. Raises `CutShort` when gzip stopped before its end."""
        if self._gzip and self._received and not self._gzip.eof:
            raise stopped("the gzip has no end")
        return self._held.getvalue()

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        if self._gzip is None:
            yield chunk
            return
        full = True
        while chunk or full:  # what filled a piece may have more to come, with no byte left to feed
            try:
                part = self._gzip.decompress(chunk, _PIECE)
            except zlib.error:
                raise NotASession("Not a session", "the answer says it is gzip and is not", "try again") from None
            chunk, full = self._gzip.unconsumed_tail, len(part) == _PIECE
            yield part
        if self._gzip.unused_data:
            raise NotASession("Not a session", "more comes after the end of the gzip", "try again")


def stopped(why: str) -> CutShort:
    """The answer began, and did not come whole."""
    return CutShort("The answer stopped in the middle", why, "try again")


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB" if size >= 1024 * 1024 else f"{size} bytes"
