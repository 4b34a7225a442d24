"""Bodies of HTTP answers, read within a limit and decoded: gzip is undone here, so that none grows beyond the limit."""

import io
import zlib
from collections.abc import Iterator

from vpe_tui.errors import CutShort, NotASession
from vpe_tui.text.decoding import GZIP

_GZIP = zlib.MAX_WBITS | 16

_PIECE = 256 * 1024
"""Bytes unpacked at a time: a packed chunk of 64 KiB may hold 64 MiB."""

_CHUNK = 64 * 1024

LARGER = "if it is real, raise max_answer_mib"
_CHANGED = "something between here and the API changes answers: check base_url and proxies"


def unpacked(data: bytes, limit: int) -> bytes:
    """`data`, gunzipped if it is gzip. Raises as `BoundedBody`."""
    if not data.startswith(GZIP):
        return data
    body = BoundedBody("gzip", limit)
    for start in range(0, len(data), _CHUNK):
        body.feed(data[start : start + _CHUNK])
    return body.whole()


class BoundedBody:
    """A reader that takes the raw chunks of an answer and gives the decoded bytes, within a limit.

    `encoding` is the answer's Content-Encoding (`""` when it has none), `limit` the most bytes, raw or decoded.
    Gzip may be of several members, with zeros after any of them.
    Raises `NotASession` for an encoding that was not asked for, for too many bytes, for gzip that is none.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise NotASession("Not a session", "the answer came in an encoding not asked for", _CHANGED)
        self._gzip = zlib.decompressobj(_GZIP) if "gzip" in coding else None
        self._began = b""
        self._is_first = True
        self._limit = limit
        self._received = 0
        self._held = io.BytesIO()  # it gives what it holds without a copy

    def feed(self, chunk: bytes) -> None:
        """Takes one raw chunk, in the order of arrival."""
        self._received += len(chunk)
        self._began = (self._began + chunk[: len(GZIP)])[: len(GZIP)]
        for part in self._unpacked(chunk):
            self._held.write(part)
            if max(self._received, self._held.tell()) > self._limit:
                raise NotASession(
                    "Not a session",
                    f"the answer is larger than {_mib(self._limit)}",
                    LARGER,
                )

    def whole(self) -> bytes:
        """The whole decoded body. Raises `CutShort` when gzip stopped before its end."""
        if self._gzip and self._received and not self._gzip.eof:
            raise stopped("the gzip has no end")
        return self._held.getvalue()

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        if self._gzip is None:
            yield chunk
            return
        full = True
        while chunk or full:  # what filled a piece may have more to come, with no byte left to feed
            if self._gzip.eof:
                chunk, full = chunk.lstrip(b"\0"), False
                if not chunk:
                    return
                self._next_member(chunk)
            try:
                part = self._gzip.decompress(chunk, _PIECE)
            except zlib.error:
                raise self._not_gzip() from None
            chunk, full = self._gzip.unused_data or self._gzip.unconsumed_tail, len(part) == _PIECE
            yield part

    def _next_member(self, chunk: bytes) -> None:
        """After the end of one, with what begins the next."""
        self._is_first = False
        if chunk[0] != GZIP[0]:
            raise self._not_gzip()
        self._gzip = zlib.decompressobj(_GZIP)

    def _not_gzip(self) -> NotASession:
        if not self._is_first:
            return NotASession("Not a session", "more comes after the end of the gzip", _CHANGED)
        broken = self._began == GZIP
        cause = "its gzip is broken" if broken else "the answer says it is gzip and is not"
        return NotASession("Not a session", cause, _CHANGED)


def stopped(why: str) -> CutShort:
    """The fault of an answer that began and did not come whole."""
    return CutShort("The answer stopped in the middle", why, "try again")


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB" if size >= 1024 * 1024 else f"{size} bytes"
