"""An answer's body within bounds: gzip is undone here, so that no answer grows beyond what was agreed."""

import zlib

from vpe_tui.errors import CutShort, NotASession

_GZIP = zlib.MAX_WBITS | 16


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
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, chunk: bytes) -> None:
        """One raw chunk, in the order of arrival."""
        self._received += len(chunk)
        part = self._unpacked(chunk)
        self._size += len(part)
        if max(self._received, self._size) > self._limit:
            raise NotASession(
                "Not a session", f"the answer is larger than {_mib(self._limit)}", "if it is real, raise max_answer_mib"
            )
        self._parts.append(part)

    def whole(self) -> bytes:
        """All of it. Raises `CutShort` when gzip stopped before its end."""
        if self._gzip and self._received and not self._gzip.eof:
            raise stopped("the gzip has no end")
        return b"".join(self._parts)

    def _unpacked(self, chunk: bytes) -> bytes:
        if self._gzip is None:
            return chunk
        try:
            # One byte more than there is room for: enough to see that it is too much.
            part = self._gzip.decompress(chunk, self._limit - self._size + 1)
        except zlib.error:
            raise NotASession("Not a session", "the answer says it is gzip and is not", "try again") from None
        if self._gzip.unused_data:
            raise NotASession("Not a session", "more comes after the end of the gzip", "try again")
        return part


def stopped(why: str) -> CutShort:
    """The answer began, and did not come whole."""
    return CutShort("The answer stopped in the middle", why, "try again")


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB" if size >= 1024 * 1024 else f"{size} bytes"
