"""A session as JSON: the form is in `session/contract.py`, and a test holds this to it."""

import json
import math
import re
from typing import TYPE_CHECKING, Any, cast

from vpe_tui.errors import Fault
from vpe_tui.session import metric
from vpe_tui.session.diagnosis import Diagnosis
from vpe_tui.session.events import Event
from vpe_tui.session.model import Session, Source
from vpe_tui.session.text import unsafe
from vpe_tui.session.times import utc_iso

if TYPE_CHECKING:
    from vpe_tui.session.contract import ErrorJson, EventJson, SessionJson
    from vpe_tui.session.qoe import Metrics


def as_json(session: Session, source: Source, diagnosis: Diagnosis, now_ms: int) -> "SessionJson":
    """One object a session; every record with the API's own names and values. An undefined number is null."""
    verdict = diagnosis.verdict
    return {
        "schema": 1,
        "uuid": session.uuid,
        "source": {
            "kind": source.kind,
            "fetched_at": utc_iso(source.fetched_ms),
            "age_s": max(now_ms - source.fetched_ms, 0) / 1000,
        },
        "verdict": {
            "id": verdict.id,
            "text": verdict.text,
            "band": verdict.band,
            "qualifiers": list(verdict.qualifiers),
        },
        "metrics": cast("Metrics", metric.as_json(diagnosis.metrics)),
        "findings": [
            {"id": found.id, "severity": found.severity, "text": found.text, "rows": list(found.rows)}
            for found in diagnosis.findings
        ],
        "start_time": dict(session.start_time.raw),
        "user": dict(session.user.raw),
        "player": dict(session.player.raw),
        "media": [dict(media.raw) for media in session.media],
        "errors": [dict(error.raw) for error in session.errors],
        "other": dict(session.extra),
        "events": [event_as_json(event) for event in session.events],
    }


def event_as_json(event: Event) -> "EventJson":
    """A row of the log."""
    return {
        "row": event.row,
        "start": utc_iso(event.start_ms),
        "end": utc_iso(event.end_ms),
        "action": event.action,
        "duration_s": event.duration_s,
        "video_time_s": event.video_time_s,
        "watching_percent": event.percent,
        "quality": event.quality,
        "state": event.kind.state,
        "error_code": event.error_code,
        "error_message": event.error_message,
        "raw": event.raw,
    }


def fault_as_json(uuid: str, fault: Fault) -> "ErrorJson":
    """What stands in a session's place when there is none."""
    said = {"kind": fault.kind, "title": fault.title, "cause": fault.cause, "hint": fault.hint, "exit": fault.exit_code}
    return cast("ErrorJson", {"uuid": uuid, "error": said})


def in_lines(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON with a line for each member of an object and each item of the arrays in it: `events` can be grepped."""
    if not isinstance(value, dict):
        return in_line(value)
    return "{\n" + ",\n".join(f" {in_line(name)}: {_member(inner)}" for name, inner in value.items()) + "\n}"


def in_line(value: object) -> str:
    """JSON in one line that every reader reads, also a terminal: what the API sent as NaN or Infinity is null."""
    try:
        line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        line = json.dumps(_finite(value), ensure_ascii=False)
    return line if line.isascii() and line.isprintable() else unsafe().sub(_escaped, line)


def _escaped(match: re.Match[str]) -> str:
    """The same character, as JSON can write it in letters; half a character is none."""
    code = ord(match[0])
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else json.dumps(match[0])[1:-1]


def _member(value: object) -> str:
    if not isinstance(value, list) or not value:
        return in_line(value)
    return "[\n" + ",\n".join(f"  {line}" for line in map(in_line, value)) + "\n ]"


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
