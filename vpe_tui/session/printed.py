"""What `show --json` printed, read back: the answer that it was made of."""

import json
import re
from datetime import datetime
from typing import NamedTuple

from vpe_tui.errors import NotASession
from vpe_tui.session.decoding import json_of, text_of
from vpe_tui.session.text import clean

_HEAD = re.compile(r"\s*\{\s*\"schema\"\s*:\s*\d+\s*,\s*\"uuid\"\s*:")
"""So begins an object of `show --json`, and no answer of the API."""
_LOOKED_AT = 400
_PARTS = {"start_time": "startTime", "user": "user", "player": "player", "media": "media", "errors": "error"}


class Printed(NamedTuple):
    """A session that was printed, as the API would have answered. `fetched_ms` is None where nobody knows."""

    uuid: str
    fetched_ms: int | None
    answer: bytes


def read_printed(body: bytes) -> Printed | None:
    """The session in an object of `show --json`; None when it is something else: then it may be an answer."""
    if not _HEAD.match(text_of(body[:_LOOKED_AT])):
        return None
    try:
        told = json_of(body)
        rows = [event["raw"] for event in told["events"]]
        parts = {name: told[key] for key, name in _PARTS.items()}
    except (NotASession, LookupError, TypeError):
        return None
    other = told.get("other")
    result = {**(other if isinstance(other, dict) else {}), **parts, "sessionLog": rows}
    answer = json.dumps({"code": 200, "result": result}, ensure_ascii=False).encode("utf-8", errors="replace")
    return Printed(clean(str(told["uuid"])), _fetched_ms(told.get("source")), answer)


def _fetched_ms(source: object) -> int | None:
    told = source.get("fetched_at") if isinstance(source, dict) else None
    try:
        return round(datetime.fromisoformat(told).timestamp() * 1000) if isinstance(told, str) else None
    except (ValueError, OverflowError):
        return None
