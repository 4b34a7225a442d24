"""The answer inside what `show --json` printed."""

import json
import re
from datetime import datetime
from typing import NamedTuple

from vpe_tui.errors import NotASession
from vpe_tui.text.clean import clean
from vpe_tui.text.decoding import json_of, text_of

_HEAD = re.compile(r"\s*\{\s*\"schema\"\s*:\s*\d+\s*,\s*\"uuid\"\s*:")
"""So begins an object of `show --json`, and no answer of the API."""
_LOOKED_AT = 400
_PARTS = {"start_time": "startTime", "user": "user", "player": "player", "media": "media", "errors": "error"}


class Answer(NamedTuple):
    """An answer as the API gave it. `fetched_ms` is None where it is not known."""

    uuid: str
    fetched_ms: int | None
    body: bytes


def answer_in(body: bytes, uuid: str) -> Answer:
    """The answer in a file: the one that `show --json` made an object of, else the file itself, called `uuid`."""
    return _printed(body) or Answer(uuid, None, body)


def _printed(body: bytes) -> Answer | None:
    if not _HEAD.match(text_of(body[:_LOOKED_AT])):
        return None
    try:
        told = json_of(body)
        rows = [event["raw"] for event in told["events"]]
        parts = {name: told[key] for key, name in _PARTS.items()}
    except (NotASession, LookupError, TypeError):
        return None
    result = {**_object(told.get("other")), **parts, "sessionLog": rows}
    envelope = {"code": 200, **_object(told.get("answer")), "result": result}
    answer = json.dumps(envelope, ensure_ascii=False).encode("utf-8", errors="replace")
    return Answer(clean(str(told["uuid"])), _fetched_ms(told.get("source")), answer)


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _fetched_ms(source: object) -> int | None:
    told = source.get("fetched_at") if isinstance(source, dict) else None
    try:
        return round(datetime.fromisoformat(told).timestamp() * 1000) if isinstance(told, str) else None
    except (ValueError, OverflowError):
        return None
