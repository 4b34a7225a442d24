"""A session told without a screen: as JSON for scripts, as text for people. The same values as on screen."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from vpe_tui.session.events import Event, Json
from vpe_tui.session.glossary import PLAYER_ERRORS
from vpe_tui.session.model import Entry, Session, Source
from vpe_tui.session.times import age, clock, date_time, duration, playhead, relative, utc_iso

SCHEMA = 1


def as_json(session: Session, source: Source, now_ms: int) -> dict[str, Json]:
    """One object a session; every record with the API's own names and values. An undefined number is null."""
    return {
        "schema": SCHEMA,
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


def _event(event: Event) -> dict[str, Json]:
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
    kind = "LIVE" if session.is_live else "VOD"
    lines = [session.title, f"{session.uuid} · {kind} · {_came(source, now_ms)}"]
    lines += _part("User", session.user.entries)
    lines += _part("Player", (*session.start_time.entries, *session.player.entries))
    for number, media in enumerate(session.media, 1):
        lines += _part("Media" if len(session.media) == 1 else f"Media {number} of {len(session.media)}", media.entries)
    lines += _part("Not documented", session.other_entries)
    for number, error in enumerate(session.errors, 1):
        lines += _part(f"Error {number} of {len(session.errors)}", error.entries)
    began = f", from {date_time(events.zero_ms, zone)} {zone.tzname(None) or ''}".rstrip() if len(events) else ""
    lines += ["", f"Timeline: {len(events):,} events{began}"]
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
        f"{event.quality or '–':<7}",
        error_text(event.error_code, event.error_message),
    )
    return "  ".join(parts).rstrip()


def error_text(code: str | None, message: str | None) -> str:
    """An error with its meaning: `E0003 network error · <message>`; empty when there is none."""
    named = f"{code or ''} {PLAYER_ERRORS.get(code or '', '')}".strip()
    return " · ".join(part for part in (named, message or "") if part)
