"""A session as JSON, in the form of `report/contract.py`; pydantic is imported when something is printed in it."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from vpe_tui.errors import Fault
from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.playback.model import READING, Span
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe import declarations as metric
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.session.events import Event
from vpe_tui.session.model import Session, Source
from vpe_tui.text.clean import unsafe
from vpe_tui.text.times import utc_iso

_STRICT = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

_BATCH = 500
"""Items of an array in one piece of text."""


def as_json(
    session: Session, source: Source, diagnosis: Diagnosis, now_ms: int, notes: Notes = NO_NOTES
) -> dict[str, Any]:
    """One object a session; every record with the API's own names and values. An undefined number is null."""
    told = _told(session, source, diagnosis, now_ms, notes)
    return {name: list(each) if isinstance(each, Iterator) else each for name, each in told.items()}


def printed(
    session: Session, source: Source, diagnosis: Diagnosis, now_ms: int, notes: Notes = NO_NOTES
) -> Iterator[str]:
    """The same as text, piece by piece: a long log is never whole in memory."""
    return pieces(_told(session, source, diagnosis, now_ms, notes))


def _told(session: Session, source: Source, diagnosis: Diagnosis, now_ms: int, notes: Notes) -> dict[str, Any]:
    """The object, with an iterator for each array that may be long."""
    from vpe_tui.report.contract import EventJson, SpanJson, told_each

    playback = diagnosis.playback
    events = (event_values(event, playback) for event in session.events)
    return {
        **_all_but_long(session, source, diagnosis, now_ms, notes),
        "spans": told_each(SpanJson, map(_span_values, playback.spans)),
        "events": told_each(EventJson, events),
    }


def _all_but_long(session: Session, source: Source, diagnosis: Diagnosis, now_ms: int, notes: Notes) -> dict[str, Any]:
    from vpe_tui.report.contract import SessionJson, told

    verdict, playback = diagnosis.verdict, diagnosis.playback
    values: dict[str, object] = {
        "schema": 1,
        "uuid": session.uuid,
        "source": {
            "kind": source.kind,
            "fetched_at": utc_iso(source.fetched_ms),
            "age_s": max(source.age_ms(now_ms), 0) / 1000,
        },
        "verdict": {
            "id": verdict.id,
            "text": verdict.text,
            "band": verdict.band,
            "qualifiers": list(verdict.qualifiers),
        },
        "player_log": {
            "dialect": playback.dialect,
            "certain": playback.certain,
            "because": list(playback.because),
            "reading": READING,
        },
        "metrics": metric.as_json(diagnosis.metrics),
        "lower_bounds": list(diagnosis.lower_bounds),
        "undefined": dict(diagnosis.undefined),
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
        "answer": dict(session.envelope),
        "notes": notes_values(notes),
        "spans": [],
        "events": [],
    }
    return told(SessionJson, values)


def notes_values(notes: Notes) -> dict[str, object]:
    """The notes, by the keys of `NotesJson`."""
    rows = [{"at": utc_iso(ms), "text": note} for ms, note in notes.rows.items()]
    return {"session": notes.session or None, "rows": rows}


def _span_values(span: Span) -> dict[str, object]:
    """A stretch of what was lived through, by the keys of `SpanJson`."""
    return {
        "state": span.state,
        "start": utc_iso(span.start_ms),
        "end": utc_iso(span.end_ms),
        "duration_s": span.length_ms / 1000,
        "known": span.known,
        "rule": span.rule,
        "from_s": span.from_s,
        "to_s": span.to_s,
        "speed": span.speed,
        "item": span.item,
        "quality": span.quality,
        "quality_sure": span.quality_sure,
        "rows": list(span.rows),
    }


def event_values(event: Event, playback: Playback) -> dict[str, object]:
    """A row of the log, by the keys of `EventJson`."""
    row = event.row
    start_ms, end_ms = playback.corrected_start_ms[row], playback.corrected_end_ms[row]
    moved_ms = end_ms - event.end_ms or start_ms - event.start_ms
    return {
        "row": row,
        "start": utc_iso(start_ms),
        "end": utc_iso(end_ms),
        **({"corrected_s": moved_ms / 1000} if moved_ms else {}),
        "action": event.action,
        "duration_s": event.duration_s,
        "video_time_s": event.video_time_s,
        "watching_percent": event.percent,
        "quality": event.quality,
        "state": playback.letter(row),
        "error_code": event.error_code,
        "error_message": event.error_message,
        "raw": event.raw,
    }


def fault_as_json(asked: str, fault: Fault, *, redact: bool) -> dict[str, Any]:
    """What stands in a session's place when there is none. What was `asked` for may be anything, a file's name too."""
    uuid, title, cause, hint = asked, fault.title, fault.cause, fault.hint
    if redact:
        from vpe_tui.session.redact_text import redacted_text

        uuid, title, cause, hint = map(redacted_text, (uuid, title, cause, hint))
    said = {"kind": fault.kind, "title": title, "cause": cause, "hint": hint, "exit": fault.exit_code}
    from vpe_tui.report.contract import ErrorJson, told

    return told(ErrorJson, {"uuid": uuid, "error": said})


def in_lines(value: Mapping[str, object]) -> str:
    """JSON with a line for each member of an object and each item of the arrays in it: `events` can be grepped."""
    return "".join(pieces(value))


def pieces(value: Mapping[str, object]) -> Iterator[str]:
    """`in_lines`, piece by piece; an iterator in it is an array."""
    before = "{\n"
    for name, inner in value.items():
        yield f"{before} {in_line(name)}: "
        yield from _array(iter(inner)) if isinstance(inner, list | Iterator) else (in_line(inner),)
        before = ",\n"
    yield "\n}"


def _array(items: Iterator[object]) -> Iterator[str]:
    before = "[\n"
    while batch := [f"  {in_line(item)}" for item in islice(items, _BATCH)]:
        yield before + ",\n".join(batch)
        before = ",\n"
    yield "[]" if before == "[\n" else "\n ]"


def in_line(value: object) -> str:
    """JSON in one line that every reader reads, also a terminal: what the API sent as NaN or Infinity is null."""
    try:
        line = _STRICT.encode(value)
    except ValueError:
        line = json.dumps(_finite(value), ensure_ascii=False)
    return line if line.isascii() and line.isprintable() else unsafe().sub(_escaped, line)


def _escaped(match: re.Match[str]) -> str:
    """The same character, as JSON can write it in letters; half a character is none."""
    code = ord(match[0])
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else json.dumps(match[0])[1:-1]


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
