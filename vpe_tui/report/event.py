"""One row of the log in full, as JSON and as text."""

import json
from datetime import tzinfo

from vpe_tui.playback.playback import Playback
from vpe_tui.session.events import FIELDS, Event, EventLog
from vpe_tui.session.glossary import error_text
from vpe_tui.text.cells import pad, width_of
from vpe_tui.text.clean import clean, shown
from vpe_tui.text.times import date_time, duration, relative


def event_json(event: Event) -> str:
    """A row of the log as it came, as JSON to read."""
    return json.dumps(event.raw, ensure_ascii=False, indent=2)


def event_facts(log: EventLog, row: int, zone: tzinfo, playback: Playback | None = None) -> list[tuple[str, str]]:
    """The facts of a row by name: its times, how it was read, its neighbours, every field as it came, cleaned."""
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
        *((("Read as", playback.said_of(row)),) if playback else ()),
        ("Error", error_text(event.error_code, event.error_message) or "–"),
        ("Before it", _neighbour(log, row - 1, event.start_ms - log.end_ms[row - 1]) if row else "nothing"),
        (
            "After it",
            _neighbour(log, row + 1, log.start_ms[row + 1] - event.end_ms) if row + 1 < len(log) else "nothing",
        ),
    ]
    fields = [(f"{terms.get(name, 'not documented')} ({clean(name)})", shown(value)) for name, value in raw.items()]
    return [*facts, *fields]


def event_text(log: EventLog, row: int, zone: tzinfo, playback: Playback | None = None) -> str:
    """The same as text, with the row's JSON below."""
    facts = event_facts(log, row, zone, playback)
    room = max(width_of(name) for name, _ in facts)
    raw_json = (clean(line) for line in event_json(log[row]).split("\n"))
    return "\n".join([*(f"{pad(name, room)}  {text}" for name, text in facts), "", *raw_json])


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
