"""A session told without a screen: as JSON for scripts, as text for people. The same values as on screen."""

import json
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from vpe_tui.session.events import FIELDS, Event, EventLog
from vpe_tui.session.glossary import error_text
from vpe_tui.session.model import Session, Source
from vpe_tui.session.records import Entry
from vpe_tui.session.text import clean, counted, shown
from vpe_tui.session.times import age, clock, date_time, duration, playhead, relative, utc_iso, zone_name

if TYPE_CHECKING:
    from vpe_tui.session.contract import EventJson, SessionJson


def as_json(session: Session, source: Source, now_ms: int) -> "SessionJson":
    """One object a session; every record with the API's own names and values. An undefined number is null."""
    return {
        "schema": 1,
        "uuid": session.uuid,
        "source": {
            "kind": source.kind,
            "fetched_at": utc_iso(source.fetched_ms),
            "age_s": max(now_ms - source.fetched_ms, 0) / 1000,
        },
        "start_time": dict(session.start_time.raw),
        "user": dict(session.user.raw),
        "player": dict(session.player.raw),
        "media": [dict(media.raw) for media in session.media],
        "errors": [dict(error.raw) for error in session.errors],
        "other": dict(session.extra),
        "events": [_event(event) for event in session.events],
    }


def _event(event: Event) -> "EventJson":
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


def as_text(session: Session, source: Source, now_ms: int, zone: tzinfo) -> str:
    """A report to read: every field, then every event."""
    events = session.events
    facts = (session.uuid, session.kind, _came(source, now_ms))
    lines = [session.title, " · ".join(fact for fact in facts if fact)]
    lines += _part("User", session.user.entries)
    lines += _part("Player", (*session.start_time.entries, *session.player.entries))
    for number, media in enumerate(session.media, 1):
        lines += _part("Media" if len(session.media) == 1 else f"Media {number} of {len(session.media)}", media.entries)
    lines += _part("Not documented", session.other_entries)
    for number, error in enumerate(session.errors, 1):
        lines += _part(f"Error {number} of {len(session.errors)}", error.entries)
    began = f", from {date_time(events.zero_ms, zone)} {zone_name(zone, events.zero_ms)}" if len(events) else ""
    lines += ["", f"Timeline: {counted(len(events), 'event')}{began}"]
    lines += [_row(event, events.zero_ms, zone) for event in events]
    return "\n".join(lines) + "\n"


def _came(source: Source, now_ms: int) -> str:
    word = {"api": "fetched", "cache": "kept, fetched", "file": "read from a file"}[source.kind]
    return f"{word} {age(max(now_ms - source.fetched_ms, 0))}"


def _part(heading: str, entries: Iterable[Entry]) -> Iterator[str]:
    entries = tuple(entries)
    if not entries:
        return
    yield ""
    yield heading
    room = max(len(entry.term) for entry in entries)
    for entry in entries:
        yield f"  {entry.term:<{room}}  {entry.text}"


def _row(event: Event, zero_ms: int, zone: tzinfo) -> str:
    about = "~" if event.approximate else ""
    parts = (
        f"{about + relative(event.start_ms - zero_ms):>13}",
        clock(event.start_ms, zone),
        f"{event.action:<12}",
        f"{'–' if event.duration_s is None else duration(event.duration_s):>9}",
        f"{'–' if event.video_time_s is None else playhead(event.video_time_s):>7}",
        f"{'–' if event.percent is None else f'{event.percent:.0f}%':>4}",
        f"{event.quality or '–':<7}",
        error_text(event.error_code, event.error_message),
    )
    return "  ".join(parts).rstrip()


def event_json(event: Event) -> str:
    """A row of the log as it came, as JSON to read."""
    return json.dumps(event.raw, ensure_ascii=False, indent=2)


def event_text(log: EventLog, row: int, zone: tzinfo) -> str:
    """All there is to know of a row: its times, its neighbours, every field as it came, cleaned."""
    event = log[row]
    raw = event.raw if isinstance(event.raw, dict) else {"(value)": event.raw}
    terms = {field.name: field.term for field in FIELDS}
    facts = [
        (
            "Start",
            f"{relative(event.start_ms - log.zero_ms)}   {date_time(event.start_ms, zone)}{_fraction(event.start_ms)}",
        ),
        ("End", f"{relative(event.end_ms - log.zero_ms)}   {date_time(event.end_ms, zone)}{_fraction(event.end_ms)}"),
        ("Times", "approximate: the row has no exact time" if event.approximate else "exact to the millisecond"),
        ("Means", event.kind.meaning),
        ("Error", error_text(event.error_code, event.error_message) or "–"),
        ("Before it", _neighbour(log, row - 1, event.start_ms - log.end_ms[row - 1]) if row else "nothing"),
        (
            "After it",
            _neighbour(log, row + 1, log.start_ms[row + 1] - event.end_ms) if row + 1 < len(log) else "nothing",
        ),
    ]
    fields = [(f"{terms.get(name, 'not documented')} ({clean(name)})", shown(value)) for name, value in raw.items()]
    room = max(len(name) for name, _ in (*facts, *fields))
    lines = [f"{name:<{room}}  {text}" for name, text in (*facts, ("", ""), *fields)]
    raw_json = (clean(line) for line in json.dumps(event.raw, ensure_ascii=False, indent=2).split("\n"))
    return "\n".join([*lines, "", *raw_json])


def _fraction(ms: int) -> str:
    return f".{ms % 1000:03d}"


def _neighbour(log: EventLog, row: int, gap_ms: int) -> str:
    between = (
        "at once"
        if gap_ms == 0
        else f"overlaps by {duration(-gap_ms / 1000)}"
        if gap_ms < 0
        else duration(gap_ms / 1000)
    )
    return f"{log.actions[row]} (row {row:,}), {between}"
