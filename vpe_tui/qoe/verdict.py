"""The verdict on a session, in one line: a ladder whose first rung that fits is it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from vpe_tui.playback import sums
from vpe_tui.playback.model import Ending
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.bands import BANDS, WORST_FIRST, Band, Bands, worst
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.metric import band_of
from vpe_tui.qoe.metrics import PARTIAL, Metrics
from vpe_tui.qoe.outcome import Outcome, outcome_of
from vpe_tui.qoe.quality import drop_of
from vpe_tui.qoe.tolerances import AHEAD_MS, FULL_HEARTBEAT_S, LEAST_LIVED_MS, SILENT_MS
from vpe_tui.session.glossary import PLAYER_ERRORS, Kind, error_words
from vpe_tui.text.clean import counted
from vpe_tui.text.numbers import as_share
from vpe_tui.text.times import duration, playhead, since_start

VerdictId = Literal[
    "video-start-failure", "not-started", "playback-failure", "completed", "in-progress", "stopped-early", "left"
]
QualifierId = Literal[
    "recovered-errors",
    "stalls",
    "long-stall",
    "unlogged-wait",
    "slow-start",
    "slow-seek",
    "quality-drop",
    "early-end",
    "left-in-open-state",
    "left-while-playing",
    "app-put-away",
    "clock-set",
    "unknown-player",
    "partial-log",
]

VERDICTS: Mapping[VerdictId, str] = {
    "video-start-failure": "an error, and no first picture",
    "not-started": "no first picture and no error: left before the start, or play was never pressed",
    "playback-failure": "it started, then an error after which nothing played",
    "completed": "“ended” at the end of the media (95 %, or of unknown length) and no new item after it, or repeat "
    "mode",
    "in-progress": "the web player: nothing ended it, and its last row ended less than 3 minutes before the answer was "
    "fetched, or up to 1 minute after it, by the service's clock",
    "stopped-early": "VOD that was left: nothing ended it, and it was silent for 3 minutes, or its clock is wrong",
    "left": "LIVE that was left; LIVE never says that it ended",
}
"""What each verdict is read from. The first that fits is it."""

FAILURES: frozenset[VerdictId] = frozenset(("video-start-failure", "playback-failure"))

QUALIFIERS: Mapping[QualifierId, str] = {
    "recovered-errors": "errors after which it played on",
    "stalls": "how often and how long it stalled, without the stalls that a seek brought about",
    "long-stall": "the longest stall is longer than is good",
    "unlogged-wait": "waits that got no row: they are in no rebuffering number",
    "slow-start": "the longest single video startup took longer than is good",
    "slow-seek": "the longest seek took longer than is good; one that never came back is the worst there is",
    "quality-drop": "after a switch down the mean height is under half of the best seen before",
    "early-end": "“ended” came before 95 % of the media's duration",
    "left-in-open-state": "a pause, stall, seek or change of quality began that the log never closed: the web player's "
    "last row is a playing cut short; the mobile players write a pause when it begins",
    "left-while-playing": "the web player's last row is a whole heartbeat, or something after which it plays: up to "
    "60 s more were played and never reported",
    "app-put-away": "the Android player writes “ended” when its app goes to the background",
    "clock-set": "the device's clock was set while the log was written: rows were moved by the step",
    "unknown-player": "no sign tells which player wrote the log: it is read row by row",
    "partial-log": "less than 90 % of the session is known: every ratio is partial",
}
"""What each qualifier of a verdict means."""

_PLAYS_ON = (Kind.PAUSED, Kind.REBUFFERING, Kind.SEEKING, Kind.STARTUP)
"""Rows of the web player after which it plays, without a row of its own until that is cut."""


class Verdict(NamedTuple):
    """The outcome of a session."""

    id: VerdictId
    text: str
    """One line."""
    band: Band | None
    """None where there is too little to say."""
    qualifiers: Sequence[QualifierId]
    """The worst first."""
    rows: Sequence[int]
    """The rows that it was read from."""

    @property
    def band_text(self) -> str:
        """Its band in a word, or that there is none."""
        return self.band or "too little to say"

    @property
    def is_failure(self) -> bool:
        """Whether it did not start, or broke off."""
        return self.id in FAILURES


class _Qualifier(NamedTuple):
    id: QualifierId
    band: Band | None
    phrase: str


def verdict_of(playback: Playback, metrics: Metrics, now_ms: int, bands: Bands = BANDS) -> Verdict:
    """What became of a session. `now_ms` is when it was fetched, so that a kept session reads the same for ever."""
    outcome = outcome_of(playback, metrics)
    rung = _ladder(playback, outcome, now_ms)
    qualifiers = sorted(_qualifiers(rung, playback, metrics, outcome, bands), key=_rank)
    return Verdict(
        rung,
        _text(rung, playback, metrics, outcome, qualifiers),
        _band(rung, playback, outcome, metrics, bands),
        tuple(qualifier.id for qualifier in qualifiers),
        _rows(rung, playback, outcome),
    )


def _ladder(playback: Playback, outcome: Outcome, now_ms: int) -> VerdictId:
    if not outcome.started:
        return "video-start-failure" if outcome.fatal else "not-started"
    if outcome.fatal:
        return "playback-failure"
    if playback.ending.completed:
        return "completed"
    if _is_recent(playback, now_ms) and playback.dialect == "web":
        return "in-progress"
    return "left" if playback.session.is_live else "stopped-early"


def _is_recent(playback: Playback, now_ms: int) -> bool:
    ends_ms = playback.corrected_end_ms
    return bool(ends_ms) and -AHEAD_MS <= now_ms - max(ends_ms) < SILENT_MS


def _under(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _qualifiers(
    rung: VerdictId, playback: Playback, metrics: Metrics, outcome: Outcome, bands: Bands
) -> Iterator[_Qualifier]:
    if outcome.recovered:
        yield _Qualifier("recovered-errors", "poor", counted(outcome.recovered, "recovered error"))
    yield from _wait_qualifiers(metrics, outcome, bands)
    if drop := drop_of(playback):
        yield _Qualifier("quality-drop", "fair", f"quality dropped to {drop.to}")
    if outcome.cut_at_s and rung != "completed":
        place, length = map(playhead, outcome.cut_at_s)
        yield _Qualifier("early-end", "fair", f"ended early at {place} of {length}")
    elif rung in ("stopped-early", "left"):
        yield from _how_left(playback)
    yield from _reservations(playback, metrics)


def _wait_qualifiers(metrics: Metrics, outcome: Outcome, bands: Bands) -> Iterator[_Qualifier]:
    if metrics.rebuffer_count:
        band = worst(*(band_of(METRIC_OF[key], metrics, bands) for key in ("rebuffer_per_hour", "rebuffering_ratio")))
        ratio = metrics.rebuffering_ratio
        share = "" if ratio is None else f", rebuffering ratio {100 * ratio:.1f} %"
        lasted = "of unknown length" if metrics.rebuffer_s is None else duration(metrics.rebuffer_s)
        before = metrics.rebuffer_count - outcome.stalls_after
        some = f"{before:,} before the error, " if outcome.stalls_after and outcome.cause is not None else ""
        yield _Qualifier("stalls", band, f"{counted(metrics.rebuffer_count, 'stall')} ({some}{lasted}{share})")
    if metrics.unlogged_wait_s:
        yield _Qualifier("unlogged-wait", None, f"{duration(metrics.unlogged_wait_s)} of waiting without a row")
    longest: tuple[tuple[QualifierId, str, str, float | None], ...] = (
        ("long-stall", "rebuffer_longest_s", "long stall", metrics.rebuffer_longest_s),
        ("slow-start", "video_startup_s", "slow start", metrics.video_startup_longest_s),
        ("slow-seek", "seek_latency_max_s", "slow seek", metrics.seek_latency_max_s),
    )
    for id, key, words, length_s in longest:
        band = band_of(METRIC_OF[key], metrics, bands)
        if band not in (None, "good"):
            yield _Qualifier(id, band, f"{words} ({duration(length_s or 0)})")


def _reservations(playback: Playback, metrics: Metrics) -> Iterator[_Qualifier]:
    """What makes all of it less sure."""
    if playback.clock_steps:
        step = max(playback.clock_steps, key=lambda step: abs(step.by_ms))
        way = "back" if step.by_ms < 0 else "forward"
        yield _Qualifier("clock-set", None, f"clock set {way} by {duration(abs(step.by_ms) / 1000)}")
    if playback.dialect == "unknown" and len(playback.session.events):
        yield _Qualifier("unknown-player", None, "read row by row: which player wrote it is not known")
    if _under(metrics.coverage, PARTIAL):
        yield _Qualifier("partial-log", None, f"partial log ({100 * (metrics.coverage or 0):.0f} % of the time known)")


def _how_left(playback: Playback) -> Iterator[_Qualifier]:
    """The web player writes nothing when the page closes: the last row tells what was going on."""
    log, last = playback.session.events, playback.ending.last_row
    if last is None:
        return
    kind, length_s = log.kinds[last], log.duration_s[last]
    if playback.dialect != "web":
        yield from _how_put_away(playback, last)
    elif kind is Kind.PLAYING and _under(length_s, FULL_HEARTBEAT_S):
        phrase = "left during a pause, stall, seek or change of quality that the log never closed"
        yield _Qualifier("left-in-open-state", None, phrase)
    elif kind in _PLAYS_ON or (kind is Kind.PLAYING and length_s is not None):
        phrase = "left while playing (closed tab, crash or lost network: they look the same)"
        yield _Qualifier("left-while-playing", None, phrase)


def _how_put_away(playback: Playback, last: int) -> Iterator[_Qualifier]:
    """The mobile players write a pause when it begins."""
    if playback.ending.put_away_row == last:
        yield _Qualifier("app-put-away", None, "the app was put away")
    elif playback.dialect != "unknown" and playback.session.events.actions[last].strip().lower() in ("paused", "pause"):
        yield _Qualifier("left-in-open-state", None, "left in a pause")


def _rank(qualifier: _Qualifier) -> int:
    return len(WORST_FIRST) if qualifier.band is None else WORST_FIRST.index(qualifier.band)


def _band(rung: VerdictId, playback: Playback, outcome: Outcome, metrics: Metrics, bands: Bands) -> Band | None:
    """None where less than a minute is known to be lived and nothing decided it; and good is no band of what is not
    known."""
    if rung in FAILURES:
        return "poor"
    cut: Band | None = "fair" if outcome.cut_at_s or rung == "not-started" else None
    band = worst(cut, *(band_of(metric, metrics, bands) for metric in METRICS))
    is_little = sums.total_lived_ms(playback) < LEAST_LIVED_MS and rung != "completed"
    is_unknown = metrics.rebuffering_ratio is None and band == "good"
    return None if band != "poor" and (is_little or is_unknown) else band


def _rows(rung: VerdictId, playback: Playback, outcome: Outcome) -> Sequence[int]:
    ending = playback.ending
    if rung == "completed" and ending.ended_row is None:
        return sums.of_rule(playback, "repeat")[0].rows
    rows = {"completed": ending.ended_row, "video-start-failure": outcome.cause, "playback-failure": outcome.cause}
    row = rows.get(rung, ending.last_row)
    return () if row is None else (row,)


def _text(
    rung: VerdictId, playback: Playback, metrics: Metrics, outcome: Outcome, qualifiers: Sequence[_Qualifier]
) -> str:
    reserved = ("clock-set", "unknown-player", "partial-log")
    lived = [qualifier.phrase for qualifier in qualifiers if qualifier.id not in reserved]
    about = [qualifier.phrase for qualifier in qualifiers if qualifier.id in reserved]
    if outcome.fatal:
        cause = _cause(playback, outcome.cause)
        parts = [cause, *lived] if outcome.stalls_after or not lived else [f"{cause} after {lived[0]}", *lived[1:]]
    else:
        parts = lived
    return " — ".join(part for part in (_head(rung, playback, metrics), ", ".join([*parts, *about])) if part)


def _head(rung: VerdictId, playback: Playback, metrics: Metrics) -> str:
    played = "an unknown time" if metrics.playing_s is None else duration(metrics.playing_s)
    heads: dict[VerdictId, Callable[[], str]] = {
        "video-start-failure": lambda: "Video start failure",
        "not-started": lambda: "Not started: left before the start, or play was never pressed",
        "playback-failure": lambda: "Playback failure",
        "completed": lambda: f"Completed{_replayed(playback.ending)}",
        "in-progress": lambda: f"In progress, {played} played so far",
        "stopped-early": lambda: f"Stopped early{_place(playback, metrics)}",
        "left": lambda: f"Left after {played} of playing",
    }
    count = len(playback.items)
    return f"{heads[rung]()}, item {count} of {count}" if count > 1 else heads[rung]()


def _replayed(ending: Ending) -> str:
    """What followed the end, of the same item: how much of it no row may tell."""
    if not ending.replayed:
        return ""
    lasted = f" for {duration(ending.replayed_ms / 1000)}" if ending.replayed_ms else ""
    return f", then replayed{lasted}"


def _place(playback: Playback, metrics: Metrics) -> str:
    """Where the playhead was at the end, in the last item; nothing when no row tells."""
    log, first = playback.session.events, playback.items[-1].first_row if playback.items else 0
    percent = next((share for share in reversed(log.percent[first:]) if share is not None), None)
    if percent is not None and not playback.playhead_in_ms:
        return f" at {as_share(percent)} %"
    if playback.playhead_in_ms and metrics.furthest_share is not None:
        return f" at {as_share(100 * metrics.furthest_share)} %"
    place_s = next((place for place in reversed(log.video_time_s[first:]) if place is not None), None)
    return "" if place_s is None else f" at {playhead(place_s)}"


def _cause(playback: Playback, row: int | None) -> str:
    """`E0003 network error at +12:43`, since the start of the log as findings have it; a known code speaks for itself.

    An error that no row tells of, and one that is all there is, is at no time.
    """
    session, log = playback.session, playback.session.events
    if row is None:
        said = (session.errors[0].code, session.errors[0].message) if session.errors else (None, None)
    else:
        said = (log.error_code[row], log.error_message[row])
    code, message = said
    words = error_words(code, None if code in PLAYER_ERRORS else message)
    after_ms = playback.corrected_start_ms[row] - playback.begin_ms if row is not None else 0
    return f"{words} at {since_start(after_ms)}" if after_ms else words
