"""Watching as NDJSON: an object a change, in the form of `report/contract.py`."""

from datetime import tzinfo
from typing import Any

from vpe_tui.fleet.watch.changes import Change, Failed, Gone, RowCame, SessionCame, StateChanged, WindowStands
from vpe_tui.fleet.watch.standing import Rate
from vpe_tui.qoe.verdict import Verdict
from vpe_tui.report import contract
from vpe_tui.report.json import event_values, fault_as_json, in_line
from vpe_tui.report.listed import as_object
from vpe_tui.report.watch.sentences import sentence
from vpe_tui.text.times import utc_iso


def as_line(uuid: str, at_ms: int, change: Change, zone: tzinfo, *, redact: bool) -> str:
    """A change as a line. `uuid` is that of the session that is watched; empty for a window."""
    told = {"at": utc_iso(at_ms), "uuid": uuid or None, "text": sentence(change, zone)}
    match change:
        case RowCame():
            return _line(contract.RowLineJson, told | _row(change))
        case StateChanged():
            return _line(contract.StateLineJson, told | _state(change))
        case SessionCame():
            return _line(contract.SessionLineJson, told | _session(change))
        case WindowStands():
            return _line(contract.TriageLineJson, told | _window(change))
        case Gone():
            return _line(contract.GapLineJson, told | {"kind": "gap"})
        case Failed():
            error = fault_as_json(uuid, change.fault, redact=redact)["error"]
            text = f"{error['title']}: {error['cause']}" if error["cause"] else error["title"]
            return _line(contract.FaultLineJson, told | {"kind": "fault", "text": text, "error": error})


def _line(form: type[contract.WatchLine], values: dict[str, Any]) -> str:
    return in_line(contract.told(form, values))


def _row(came: RowCame) -> dict[str, Any]:
    event = event_values(came.playback.session.events[came.row], came.playback)
    return {"kind": "late" if came.is_late else "row", "event": event}


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {"id": verdict.id, "text": verdict.text, "band": verdict.band, "qualifiers": list(verdict.qualifiers)}


def _state(changed: StateChanged) -> dict[str, Any]:
    before, after = _verdict(changed.before), _verdict(changed.after)
    return {"kind": "state", "from": before, "to": after, "rows": changed.rows, "over": changed.is_over}


def _session(came: SessionCame) -> dict[str, Any]:
    return {
        "kind": "session",
        "uuid": came.row.uuid,
        "new": came.is_new,
        "bad": came.is_bad,
        "why": came.why or None,
        "verdict": _verdict(came.verdict),
        "session": as_object(came.row),
    }


def _window(stands: WindowStands) -> dict[str, Any]:
    standing = stands.standing
    usual = standing.usual and _rate(standing.usual) | {"of": standing.usual_of}
    since_ms = standing.alarm_since_ms
    return {
        "kind": "triage",
        "says": stands.says or None,
        "window": {"from": utc_iso(standing.from_ms), "to": utc_iso(standing.to_ms)},
        "now": _rate(standing.now),
        "began_meanwhile": _rate(standing.fresh),
        "usual": usual,
        "alarm_since": None if since_ms is None else utc_iso(since_ms),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"bad": rate.bad, "judged": rate.judged, "rate": rate.share}
