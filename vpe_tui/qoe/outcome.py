"""The outcome of a session: whether it started, whether an error was the end of it, where it was cut off."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vpe_tui.playback import sums
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.qoe.tolerances import END_SHARE
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import rows_of_kind
from vpe_tui.text.times import kst_ms, unix_ms


class Outcome(NamedTuple):
    """What says how a session went on and ended."""

    started: bool
    fatal: bool
    """An error was the end of it."""
    cause: int | None
    """The row of the error that was; it may stand in `error` and in no row."""
    recovered: int
    """Count of errors after which it played on."""
    stalls_after: int
    """Count of stalls that the log tells of after the error that was the end, or may: it is in no row."""
    cut_at_s: tuple[float, float] | None
    """Where an `ended` came early, and how long the media is."""


class _Error(NamedTuple):
    at_ms: int | None
    row: int | None
    is_fatal: bool


def outcome_of(playback: Playback, metrics: Metrics) -> Outcome:
    """The outcome of a session."""
    errors = list(_errors(playback)) if metrics.error_count else []
    fatal = next((error for error in errors if error.is_fatal), None)
    return Outcome(
        started=sums.started(playback) or metrics.video_startup_s is not None,
        fatal=fatal is not None,
        cause=fatal.row if fatal else None,
        recovered=sum(not error.is_fatal for error in errors),
        stalls_after=_stalls_after(playback, fatal) if fatal else 0,
        cut_at_s=_cut_at_s(playback),
    )


def _errors(playback: Playback) -> Iterator[_Error]:
    """Every error on the corrected clock; when no row is one, those of `error`. Fatal: nothing played after it."""
    alive_ms = sums.last_alive_ms(playback)
    rows = rows_of_kind(playback.session.events, Kind.ERROR)
    at: Sequence[tuple[int | None, int | None]] = [(playback.corrected_end_ms[row], row) for row in rows]
    if not rows:
        listed = playback.session.errors
        at = [(unix_ms(error.log_date_unix, kst_ms(error.log_date)), None) for error in listed]
    for ms, row in at:
        yield _Error(ms, row, ms is None or alive_ms is None or ms >= alive_ms)


def _stalls_after(playback: Playback, error: _Error) -> int:
    starts_ms = sums.stalls(playback).own.starts_ms
    return sum(error.row is None or error.at_ms is None or start_ms >= error.at_ms for start_ms in starts_ms)


def _cut_at_s(playback: Playback) -> tuple[float, float] | None:
    """An `ended` that was none, as the last word of a VOD session; Android's says that the app was put away."""
    ending, log = playback.ending, playback.session.events
    last = ending.last_row
    is_other = ending.completed or last is None or last in (ending.put_away_row, ending.ended_row)
    if last is None or is_other or log.kinds[last] is not Kind.ENDED or not playback.items:
        return None
    place_s, length_s = log.video_time_s[last], playback.items[-1].length_s
    if length_s is None or place_s is None or place_s >= END_SHARE * length_s:
        return None
    return place_s, length_s
