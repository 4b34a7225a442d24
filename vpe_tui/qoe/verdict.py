"""The verdict on a session, in one line: a ladder whose first rung that fits is it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from vpe_tui.qoe.bands import BANDS, WORST_FIRST, Band, Bands, worst
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.metric import band_of
from vpe_tui.qoe.metrics import PARTIAL, Metrics
from vpe_tui.qoe.tolerances import AHEAD_MS, BEGINNING_S, DROP_SHARE, END_SHARE, FULL_HEARTBEAT_S, SILENT_MS
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import PLAYER_ERRORS, Kind, error_words
from vpe_tui.session.index import EventIndex, index_of, item_lengths_s
from vpe_tui.session.model import Session
from vpe_tui.session.quality import height_px
from vpe_tui.text.clean import counted
from vpe_tui.text.numbers import as_share
from vpe_tui.text.times import duration, kst_ms, playhead, since_start, unix_ms

VerdictId = Literal[
    "video-start-failure", "not-started", "playback-failure", "completed", "in-progress", "stopped-early", "left"
]
QualifierId = Literal[
    "recovered-errors",
    "stalls",
    "long-stall",
    "slow-start",
    "quality-drop",
    "early-end",
    "left-in-open-state",
    "left-while-playing",
    "partial-log",
]

VERDICTS: Mapping[VerdictId, str] = {
    "video-start-failure": "an error, and no first picture",
    "not-started": "no first picture and no error: left before the start, or play was never pressed",
    "playback-failure": "it started, then an error after which nothing played",
    "completed": "“ended” is the last row, or it jumped back to the beginning after 95 % (repeat mode)",
    "in-progress": "nothing ended it, and its last row ended less than 3 minutes before the answer was fetched, or "
    "up to 1 minute after it",
    "stopped-early": "VOD that was left: nothing ended it, and it was silent for 3 minutes, or its clock is wrong",
    "left": "LIVE that was left; LIVE never says that it ended",
}
"""What each verdict is read from. The first that fits is it."""

FAILURES: frozenset[VerdictId] = frozenset(("video-start-failure", "playback-failure"))

QUALIFIERS: Mapping[QualifierId, str] = {
    "recovered-errors": "errors after which it played on",
    "stalls": "how often and how long it stalled, without the stalls that a seek brought about",
    "long-stall": "the longest stall is longer than is good",
    "slow-start": "the longest single video startup took longer than is good",
    "quality-drop": "the mean height is under half of the best seen",
    "early-end": "“ended” came before 95 % of the media's duration",
    "left-in-open-state": "the last row is a playing cut short: a pause, stall or seek began that never got a row",
    "left-while-playing": "the last row is a whole heartbeat, or something after which it plays: up to 60 s more were "
    "played and never reported",
    "partial-log": "the rows tell of less than 90 % of the session: every ratio is partial",
}
"""What each qualifier of a verdict means."""

_ALIVE = (Kind.PLAYING, Kind.STARTUP)
"""Rows that show that it played."""

_PLAYS_ON = (Kind.PAUSED, Kind.REBUFFERING, Kind.SEEKING, Kind.STARTUP)
"""Rows after which it plays, without a row of its own until that is cut."""


class Verdict(NamedTuple):
    """The outcome of a session."""

    id: VerdictId
    text: str
    """One line."""
    band: Band
    qualifiers: Sequence[QualifierId]
    """The worst first."""
    rows: Sequence[int]
    """The rows that it was read from."""

    @property
    def is_failure(self) -> bool:
        """Whether it did not start, or broke off."""
        return self.id in FAILURES


class _Ending(NamedTuple):
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
    last: int | None
    """The row that began last among those that end last."""
    completed_by: int | None
    """`ended` as the last row, or the seek back to the beginning."""
    cut_at_s: tuple[float, float] | None
    """Where an `ended` came early, and how long the media is."""


class _Qualifier(NamedTuple):
    id: QualifierId
    band: Band | None
    phrase: str


def verdict_of(
    session: Session, metrics: Metrics, now_ms: int, bands: Bands = BANDS, index: EventIndex | None = None
) -> Verdict:
    """What became of a session. `now_ms` is when it was fetched, so that a kept session reads the same for ever."""
    ending = _ending(session, metrics, index or index_of(session))
    rung = _ladder(session, ending, now_ms)
    qualifiers = sorted(_qualifiers(rung, session, metrics, ending, bands), key=_rank)
    return Verdict(
        rung,
        _text(rung, session, metrics, ending, qualifiers),
        _band(rung, ending, metrics, bands),
        tuple(qualifier.id for qualifier in qualifiers),
        _rows(rung, ending),
    )


def _ladder(session: Session, ending: _Ending, now_ms: int) -> VerdictId:
    if not ending.started:
        return "video-start-failure" if ending.fatal else "not-started"
    if ending.fatal:
        return "playback-failure"
    if ending.completed_by is not None:
        return "completed"
    if ending.last is not None and -AHEAD_MS <= now_ms - session.events.end_ms[ending.last] < SILENT_MS:
        return "in-progress"
    return "left" if session.is_live else "stopped-early"


def _ending(session: Session, metrics: Metrics, index: EventIndex) -> _Ending:
    log = session.events
    alive = max((index.of_kind[kind][-1] for kind in _ALIVE if index.of_kind[kind]), default=None)
    alive_ms = None if alive is None else log.end_ms[alive]
    errors_ms = _errors_ms(session, index.of_kind[Kind.ERROR]) if metrics.error_count else []
    fatal = [ms is None or alive_ms is None or ms >= alive_ms for ms, _ in errors_ms]
    cause = errors_ms[fatal.index(True)][1] if any(fatal) else None
    completed_by = _completed_by(log, metrics)
    return _Ending(
        started=alive is not None or metrics.video_startup_s is not None,
        fatal=any(fatal),
        cause=cause,
        recovered=fatal.count(False),
        stalls_after=len(index.stalls) - bisect_left(index.stalls, cause or 0) if any(fatal) else 0,
        last=_last(log),
        completed_by=completed_by,
        cut_at_s=None if completed_by is None else _cut_at_s(session, index, completed_by),
    )


def _errors_ms(session: Session, rows: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """The instant and the row of every error; when no row is one, of `error`."""
    if rows:
        return [(session.events.end_ms[row], row) for row in rows]
    return [(unix_ms(error.log_date_unix, kst_ms(error.log_date)), None) for error in session.errors]


def _last(log: EventLog) -> int | None:
    if not len(log):
        return None
    return max(range(bisect_left(log.end_ms, log.end_ms[-1]), len(log)), key=lambda row: (log.start_ms[row], row))


def _completed_by(log: EventLog, metrics: Metrics) -> int | None:
    if not len(log):
        return None
    final = range(bisect_left(log.end_ms, log.end_ms[-1]), len(log))
    ended = next((row for row in final if log.kinds[row] is Kind.ENDED), None)
    if ended is not None or (metrics.furthest_share or 0) < END_SHARE:
        return ended
    places, shares = log.video_time_s, log.percent
    back = [row for row, place in enumerate(places) if place is not None and place < BEGINNING_S and row]
    return next(
        (r for r in back if log.kinds[r] is Kind.SEEKING and not _under(shares[r - 1] or 0, 100 * END_SHARE)), None
    )


def _cut_at_s(session: Session, index: EventIndex, row: int) -> tuple[float, float] | None:
    place_s, changes = session.events.video_time_s[row], index.track_changes
    lengths_s = item_lengths_s(session, changes)
    length_s = lengths_s[bisect_left(changes, row)] if lengths_s else None
    if session.events.kinds[row] is not Kind.ENDED or length_s is None or not _under(place_s, END_SHARE * length_s):
        return None
    return place_s or 0, length_s


def _under(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _qualifiers(
    rung: VerdictId, session: Session, metrics: Metrics, ending: _Ending, bands: Bands
) -> Iterator[_Qualifier]:
    if ending.recovered:
        yield _Qualifier("recovered-errors", "poor", counted(ending.recovered, "recovered error"))
    yield from _stall_qualifiers(metrics, ending, bands)
    startup = band_of(METRIC_OF["video_startup_s"], metrics, bands)
    if startup not in (None, "good"):
        yield _Qualifier("slow-start", startup, f"slow start ({duration(metrics.video_startup_longest_s or 0)})")
    if dropped_to := _dropped_to(session, metrics):
        yield _Qualifier("quality-drop", "fair", f"quality dropped to {dropped_to}")
    if rung == "completed" and ending.cut_at_s:
        place, length = map(playhead, ending.cut_at_s)
        yield _Qualifier("early-end", "fair", f"ended early at {place} of {length}")
    if rung in ("stopped-early", "left"):
        yield from _how_left(session.events, ending.last)
    if _under(metrics.coverage, PARTIAL):
        yield _Qualifier("partial-log", None, f"partial log ({100 * (metrics.coverage or 0):.0f} % of the time told)")


def _stall_qualifiers(metrics: Metrics, ending: _Ending, bands: Bands) -> Iterator[_Qualifier]:
    keys: tuple[str, ...] = ("rebuffer_count", "rebuffering_ratio")
    band = worst(*(band_of(METRIC_OF[key], metrics, bands) for key in keys))
    if metrics.rebuffer_count:
        ratio = metrics.rebuffering_ratio
        share = "" if ratio is None else f", rebuffering ratio {100 * ratio:.1f} %"
        lasted = "of unknown length" if metrics.rebuffer_s is None else duration(metrics.rebuffer_s)
        before = metrics.rebuffer_count - ending.stalls_after
        some = f"{before:,} before the error, " if ending.stalls_after and ending.cause is not None else ""
        phrase = f"{counted(metrics.rebuffer_count, 'stall')} ({some}{lasted}{share})"
        yield _Qualifier("stalls", band, phrase)
    longest = band_of(METRIC_OF["rebuffer_longest_s"], metrics, bands)
    if longest not in (None, "good"):
        yield _Qualifier("long-stall", longest, f"long stall ({duration(metrics.rebuffer_longest_s or 0)})")


def _dropped_to(session: Session, metrics: Metrics) -> str | None:
    """The quality that played most, when the quality dropped."""
    best = max((height for quality in set(session.events.quality) if (height := height_px(quality))), default=None)
    if best is None or not _under(metrics.quality_mean_px, DROP_SHARE * best):
        return None
    known = [quality for quality in metrics.quality_s if height_px(quality)]
    return max(known, key=metrics.quality_s.__getitem__)


def _how_left(log: EventLog, last: int | None) -> Iterator[_Qualifier]:
    """Nothing is written when the page closes: the last row tells what was going on."""
    if last is None:
        return
    kind, length_s = log.kinds[last], log.duration_s[last]
    if kind is Kind.PLAYING and _under(length_s, FULL_HEARTBEAT_S):
        phrase = "left during a pause, stall or seek that the log never closed"
        yield _Qualifier("left-in-open-state", None, phrase)
    elif kind in _PLAYS_ON or (kind is Kind.PLAYING and length_s is not None):
        phrase = "left while playing (closed tab, crash or lost network: they look the same)"
        yield _Qualifier("left-while-playing", None, phrase)


def _rank(qualifier: _Qualifier) -> int:
    return len(WORST_FIRST) if qualifier.band is None else WORST_FIRST.index(qualifier.band)


def _band(rung: VerdictId, ending: _Ending, metrics: Metrics, bands: Bands) -> Band:
    if rung in FAILURES:
        return "poor"
    if rung == "not-started":
        return "fair"  # nothing was seen, and the log does not tell whether anybody wanted to
    cut: Band = "fair" if rung == "completed" and ending.cut_at_s else "good"
    return worst(cut, *(band_of(metric, metrics, bands) for metric in METRICS))


def _rows(rung: VerdictId, ending: _Ending) -> Sequence[int]:
    rows = {"completed": ending.completed_by, "video-start-failure": ending.cause, "playback-failure": ending.cause}
    row = rows.get(rung, ending.last)
    return () if row is None else (row,)


def _text(
    rung: VerdictId, session: Session, metrics: Metrics, ending: _Ending, qualifiers: Sequence[_Qualifier]
) -> str:
    head = _head(rung, session, metrics)
    lived = [qualifier.phrase for qualifier in qualifiers if qualifier.id != "partial-log"]
    about = [qualifier.phrase for qualifier in qualifiers if qualifier.id == "partial-log"]
    if ending.fatal:
        cause = _cause(session, ending.cause)
        parts = [cause, *lived] if ending.stalls_after or not lived else [f"{cause} after {lived[0]}", *lived[1:]]
    else:
        parts = lived
    return " — ".join(part for part in (head, ", ".join([*parts, *about])) if part)


def _head(rung: VerdictId, session: Session, metrics: Metrics) -> str:
    played = duration(metrics.playing_s)
    heads: dict[VerdictId, Callable[[], str]] = {
        "video-start-failure": lambda: "Video start failure",
        "not-started": lambda: "Not started: left before the start, or play was never pressed",
        "playback-failure": lambda: "Playback failure",
        "completed": lambda: "Completed",
        "in-progress": lambda: f"In progress, {played} played so far",
        "stopped-early": lambda: f"Stopped early{_place(session.events)}",
        "left": lambda: f"Left after {played} of playing",
    }
    return heads[rung]()


def _place(log: EventLog) -> str:
    """Where the playhead was at the end; nothing when no row tells."""
    percent = next((share for share in reversed(log.percent) if share is not None), None)
    if percent is not None:
        return f" at {as_share(percent)} %"
    place_s = next((place for place in reversed(log.video_time_s) if place is not None), None)
    return "" if place_s is None else f" at {playhead(place_s)}"


def _cause(session: Session, row: int | None) -> str:
    """`E0003 network error at +12:43`, since the start of the log as findings have it; a known code speaks for itself.

    An error that no row tells of, and one that is all there is, is at no time.
    """
    log = session.events
    if row is None:
        said = (session.errors[0].code, session.errors[0].message) if session.errors else (None, None)
    else:
        said = (log.error_code[row], log.error_message[row])
    code, message = said
    words = error_words(code, None if code in PLAYER_ERRORS else message)
    after_ms = log.start_ms[row] - log.zero_ms if row is not None else 0
    return f"{words} at {since_start(after_ms)}" if after_ms else words
