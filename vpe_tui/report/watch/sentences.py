"""The sentences of watching, each written once: text and NDJSON say the same."""

from datetime import tzinfo

from vpe_tui.fleet.triage.sentences import share
from vpe_tui.fleet.watch.changes import Change, Failed, Gone, RowCame, SessionCame, StateChanged, WindowStands
from vpe_tui.fleet.watch.standing import Rate, Standing
from vpe_tui.session.glossary import PLAYER_ERRORS, error_words
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import clock, duration, playhead


def sentence(change: Change, zone: tzinfo) -> str:
    """A change in a sentence. It may have words from outside in it, which are clean."""
    match change:
        case RowCame():
            return _row(change)
        case StateChanged():
            return _state(change)
        case SessionCame():
            return _session(change, zone)
        case WindowStands():
            return _window(change, zone)
        case Gone():
            return change.text
        case Failed():
            return clean(str(change.fault))


def _row(came: RowCame) -> str:
    event = came.playback.session.events[came.row]
    place = "" if event.video_time_s is None else f"at {playhead(event.video_time_s)}"
    lasted = duration(event.duration_s) if event.duration_s else ""
    code, message = event.error_code, None if event.error_code in PLAYER_ERRORS else event.error_message
    error = error_words(code, message) if code or message else ""
    said = " · ".join(part for part in (event.action, lasted, place, event.quality or "", error) if part)
    return f"row {came.row}{' (late)' if came.is_late else ''}: {said}"


def _state(changed: StateChanged) -> str:
    verdict = changed.after
    over = ", no more is to come" if changed.is_over else ""
    return f"{verdict.text} [{verdict.band_text}] · {counted(changed.rows, 'row')}{over}"


def _session(came: SessionCame, zone: tzinfo) -> str:
    row = came.row
    began = f"began {clock(row.when_ms, zone)[:8]}" if row.when_ms is not None else ""
    what = "new session" if came.is_new else "session"
    bad = came.verdict.text if came.verdict and came.verdict.band == "poor" else came.why
    told = (began, row.device, row.os, row.origin, bad)
    return f"{what} {row.uuid}: {' · '.join(part for part in told if part)}"


def _window(stands: WindowStands, zone: tzinfo) -> str:
    standing = stands.standing
    since = "" if standing.alarm_since_ms is None else f" since {clock(standing.alarm_since_ms, zone)[:5]}"
    says = {
        "start": "",
        "alarm": f"more are bad than usual, of those that began{since}: ",
        "over": "no more are bad than usual any longer: ",
    }.get(stands.says, "")
    began = f"; {rate_text(standing.fresh)} of those that began meanwhile" if standing.fresh.judged else ""
    return f"{says}{rate_text(standing.now)} in the last {_length(standing)}{_usual(standing)}{began}"


def _usual(standing: Standing) -> str:
    if standing.usual is None:
        return " (what is usual is not known yet)"
    what = "a day before" if standing.usual_of == "day-before" else "at first"
    return f" ({what} {share(standing.usual.share)})"


def _length(standing: Standing) -> str:
    return duration((standing.to_ms - standing.from_ms) / 1000)


def rate_text(rate: Rate) -> str:
    """`3 of 41 bad (7.3 %)`."""
    told = f" ({share(rate.share)})" if rate.judged else ""
    return f"{rate.bad:,} of {rate.judged:,} bad{told}"
