"""Watching as lines to read: a time, and a sentence."""

from datetime import tzinfo

from vpe_tui.fleet.watch.changes import Change, Failed, Gone, RowCame, SessionCame, StateChanged, WindowStands
from vpe_tui.report.layout import Paint, Role, plain
from vpe_tui.report.watch.sentences import sentence
from vpe_tui.session.glossary import Kind
from vpe_tui.session.redact_text import redacted_text
from vpe_tui.text.times import clock


def as_line(at_ms: int, change: Change, zone: tzinfo, *, redact: bool, paint: Paint = plain) -> str:
    """A change as a line; a fault's words are redacted here, all else was before it was looked at."""
    said = sentence(change, zone)
    if redact and isinstance(change, Failed):
        said = redacted_text(said)
    role = _role(change)
    return f"{paint(clock(at_ms, zone)[:8], 'dim')}  {paint(said, role) if role else said}"


def _role(change: Change) -> Role | None:
    match change:
        case RowCame():
            kind = change.playback.session.events.kinds[change.row]
            return {Kind.ERROR: "error", Kind.REBUFFERING: "warning"}.get(kind)  # type: ignore[return-value]
        case StateChanged():
            return change.after.band or "dim"
        case SessionCame():
            return "error" if change.is_bad else None
        case WindowStands():
            return "error" if change.says == "alarm" else "dim"
        case Gone() | Failed():
            return "warning"
