"""What version 0.1.0 reads of a kept folder, written down from its source (commit 90f48db) and frozen.

Two versions share a host: what is written today must pass here. Facts of `store/cache.py` and `fleet/summary.py` as
they were then; nothing of today's program is used, and this file changes no more.
"""

import hashlib
import json
import re
import zlib
from pathlib import Path
from typing import Any, NamedTuple

COMMIT = "90f48db"
_FILE = re.compile(r"([0-9A-Za-z-]{1,64})\.([0-9a-f]{12})\.gz")
_READ_LIMIT = 256 * 1024 * 1024
_HEAD_LIMIT = 64 * 1024
_TEXTS = (
    *("title", "kind", "isp", "browser", "os", "device", "nation", "verdict", "verdict_text", "band", "error_code"),
    "search",
)
_WHOLE = ("began_ms", "events")
_LENGTHS = ("start_s", "rebuffering_s", "playing_s")


class Old(NamedTuple):
    """A kept session as 0.1.0 lists and opens it."""

    fetched_ms: int
    starred: bool
    summary: dict[str, object]
    body: bytes


def read(directory: Path, place: str) -> dict[str, Old]:
    """Every session of a place (`base URL`, newline, project). Raises ValueError for one that 0.1.0 would refuse."""
    found = {}
    for path in sorted(directory.iterdir()):
        match = _FILE.fullmatch(path.name)
        if match and match[2] == hashlib.sha256(place.encode()).hexdigest()[:12]:
            found[match[1]] = _read(path, match[1], place)
    return found


def _read(path: Path, uuid: str, place: str) -> Old:
    line, rest = _member(path.read_bytes(), _HEAD_LIMIT)
    head = json.loads(line)
    if not isinstance(head, dict) or head.get("format") != 2 or head.get("uuid") != uuid:
        raise ValueError("it is of another version")
    if type(head.get("fetched_ms")) is not int or head.get("place") != _key(place, uuid):
        raise ValueError("its head is damaged")
    body, more = _member(rest, _READ_LIMIT)
    if more or head.get("sha256") != hashlib.sha256(body).hexdigest():
        raise ValueError("it is damaged")
    return Old(head["fetched_ms"], path.with_name(f"{path.name}.star").exists(), _summary(head["summary"]), body)


def _key(place: str, uuid: str) -> str:
    return hashlib.sha256(f"{place}\n{uuid}".encode()).hexdigest()


def _member(packed: bytes, limit: int) -> tuple[bytes, bytes]:
    decoder = zlib.decompressobj(wbits=31)
    data = decoder.decompress(packed, limit)
    if not decoder.eof:
        raise ValueError("it is damaged")
    return data, decoder.unused_data


def _summary(told: dict[str, Any]) -> dict[str, object]:
    """What it shows; a value of another type would be unknown to it without a word."""
    for names, types in ((_TEXTS, (str,)), (_WHOLE, (int, type(None))), (_LENGTHS, (int, float, type(None)))):
        wrong = [name for name in names if type(told[name]) not in types]
        if wrong:
            raise ValueError(f"0.1.0 would not know {', '.join(wrong)}")
    return {name: told[name] for name in (*_TEXTS, *_WHOLE, *_LENGTHS)}
