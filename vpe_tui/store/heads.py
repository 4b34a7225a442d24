"""Heads of kept files: what a list shows of a session without its body."""

import gzip
import json
import zlib
from typing import Any, NamedTuple

from vpe_tui.fleet.summary import Summary
from vpe_tui.store.doubts import Doubt
from vpe_tui.store.files import read_private

FORMAT = 2
READ_LIMIT = 256 * 1024 * 1024
"""No kept file unpacks to more; one that would is a miss."""
HEAD_LIMIT = 64 * 1024
"""Nor a head, packed or not."""
_FARTHEST_MS = 366 * 86_400_000
"""No clock of ours is farther off the service's."""
_HEAD_READ = 8 * 1024
"""Most heads pack to a tenth of this."""

DAMAGED = (OSError, EOFError, ValueError, RecursionError, zlib.error)
"""What reading a kept file may raise."""


class Head(NamedTuple):
    """The head of a kept session; `looked_at_ms` is None for one never looked at."""

    uuid: str
    place: str
    fetched_ms: int
    sha256: str
    summary: Summary
    looked_at_ms: int | None
    offset_ms: int
    """How far the service's clock, which `fetched_ms` is by, was ahead of ours."""

    @property
    def ours_ms(self) -> int:
        """The fetch by our clock: no answer's `Date` can make a kept session old."""
        return self.fetched_ms - self.offset_ms


def head_of(path: str, uuid: str) -> Head:
    """The head of a file, of which no more is read. Raises what is in `DAMAGED`."""
    packed = read_private(path, READ_LIMIT, _HEAD_READ)
    try:
        return unpacked_head(packed, uuid)[0]
    except EOFError:
        return unpacked_head(read_private(path, READ_LIMIT, HEAD_LIMIT), uuid)[0]


def unpacked_head(packed: bytes, uuid: str) -> tuple[Head, bytes]:
    """The head, and the packed rest. Raises ValueError, EOFError or zlib.error when there is any doubt."""
    line, rest = unpacked_member(packed, HEAD_LIMIT)
    head: Any = json.loads(line)
    if not isinstance(head, dict) or head.get("format") != FORMAT or head.get("uuid") != uuid:
        raise Doubt("it is of another version")
    fetched_ms, place, sha256 = head.get("fetched_ms"), head.get("place"), head.get("sha256")
    if type(fetched_ms) is not int or not isinstance(place, str) or not isinstance(sha256, str):
        raise Doubt("its head is damaged")
    summary = head.get("summary")
    looked_at_ms = _read_looked_at(summary, fetched_ms)
    return Head(
        uuid=uuid,
        place=place,
        fetched_ms=fetched_ms,
        sha256=sha256,
        summary=Summary.read(summary),
        looked_at_ms=looked_at_ms,
        offset_ms=_offset_ms(head),
    ), rest


def _offset_ms(head: dict[str, Any]) -> int:
    """Version 0.1.0 wrote none."""
    offset_ms = head.get("offset_ms")
    return offset_ms if type(offset_ms) is int and abs(offset_ms) <= _FARTHEST_MS else 0


def _read_looked_at(summary: object, fetched_ms: int) -> int | None:
    """Null or 0: never. What 0.1.0 wrote does not say: it is taken to be looked at when it was fetched."""
    told = summary.get("looked_at_ms", fetched_ms) if isinstance(summary, dict) else fetched_ms
    return None if told is None or told == 0 else told if type(told) is int else fetched_ms


def packed_member(part: bytes) -> bytes:
    """A gzip member."""
    return gzip.compress(part, compresslevel=1, mtime=0)


def unpacked_member(packed: bytes, limit: int) -> tuple[bytes, bytes]:
    """The first gzip member unpacked, and what follows it."""
    decoder = zlib.decompressobj(wbits=31)
    data = decoder.decompress(packed, limit)
    if not decoder.eof:
        raise EOFError
    return data, decoder.unused_data
