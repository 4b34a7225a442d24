"""Every metric declared once: what JSON, panes, documentation and explanations say about it comes from here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from vpe_tui.qoe.bands import BANDS, Band, Bands, Cutoffs
from vpe_tui.qoe.metrics import Metrics, greatest
from vpe_tui.qoe.watched import coverage
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex
from vpe_tui.session.model import Session

Unit = Literal["s", "%", "count", "per min", "px", "score", "s by quality"]

Block = Literal["Start", "Rebuffering", "Session", "Watched", "Quality"]

_CTA = "CTA-2066, as cited by projects that follow it"
_API = "the API's own sums, and the rows of the log"
_MUX = "Mux's published curve"
_LOG = "the rows of the log"

_OPEN = "A stall under way when the page was closed has no row, and is not in here."
_NO_RATIO = "nothing played and nothing stalled, or no stall has a duration"
_HEARD = "A row tells the quality that held at its end; changes within a heartbeat are not seen."


@dataclass(frozen=True, slots=True)
class Metric:
    """What a number is called, how it is made, and from which rows."""

    key: str
    """Its name in JSON and in `Metrics`."""
    block: Block
    """What it is about, and where it stands."""
    label: str
    """Its name within its block, where room is scarce."""
    term: str
    unit: Unit
    formula: str
    """In the notation of the field: P playing, R rebuffering, Rs seek-induced stalls, S seeking, A paused,
    J video startup, N count of stalls."""
    numbers: str
    """The formula again, to be filled with the numbers of a session."""
    explanation: str
    source: str
    rows: Callable[[Session, EventIndex], Sequence[int]]
    """The rows that are counted."""
    undefined: str = ""
    """When there is no such number."""
    banded: str = ""
    """The number of `Metrics` that its band is of, where that is another one."""


def band_of(metric: Metric, metrics: Metrics, bands: Bands = BANDS) -> Band | None:
    """The band a session's number is in; None when it has no bands or is undefined."""
    limits, value = cutoffs_of(metric, bands), getattr(metrics, metric.banded or metric.key)
    return None if limits is None or value is None else limits.band(value)


def cutoffs_of(metric: Metric, bands: Bands) -> Cutoffs | None:
    limits: Cutoffs | None = getattr(bands, metric.key, None)
    return limits


def as_json(metrics: Metrics) -> dict[str, Any]:
    """The numbers by their keys, in the order of declaration; an undefined one is None."""
    return {metric.key: getattr(metrics, metric.key) for metric in METRICS}


def value_text(unit: Unit, value: float | Mapping[str, float] | None) -> str:
    """A number in its unit: `0.421 s`, `12.0 s`, `1.96 %`, `7`, `720 px`; `–` when it is undefined."""
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{quality} {value_text('s', length)}" for quality, length in value.items()) or "–"
    if unit == "s":
        return f"{value:,.3f} s" if abs(value) < 10 and value % 1 else f"{value:,.1f} s"
    texts = {"%": f"{100 * value:.2f} %", "px": f"{value:,.0f} px", "score": f"{value:.1f} of 100"}
    return texts.get(unit) or (f"{value:.2f} per min" if unit == "per min" else f"{value:,.0f}")


def _of(*kinds: Kind) -> Callable[[Session, EventIndex], Sequence[int]]:
    return lambda session, index: sorted(row for kind in kinds for row in index.of_kind[kind])


def _stalls(session: Session, index: EventIndex) -> Sequence[int]:
    return index.stalls


def _seeks(session: Session, index: EventIndex) -> Sequence[int]:
    return index.seeks


def _seek_stalls(session: Session, index: EventIndex) -> Sequence[int]:
    return index.seek_stalls


def _stalls_and_playing(session: Session, index: EventIndex) -> Sequence[int]:
    return sorted([*index.stalls, *index.playing])


def _longest(rows: Callable[[Session, EventIndex], Sequence[int]]) -> Callable[[Session, EventIndex], Sequence[int]]:
    def longest(session: Session, index: EventIndex) -> Sequence[int]:
        row = max(rows(session, index), key=index.lengths_ms.__getitem__, default=None)
        return () if row is None else (row,)

    return longest


def _furthest(column: Literal["video_time_s", "percent"]) -> Callable[[Session, EventIndex], Sequence[int]]:
    def furthest(session: Session, index: EventIndex) -> Sequence[int]:
        places: Sequence[float | None] = getattr(session.events, column)
        most = greatest(places)
        return () if most is None else (places.index(most),)

    return furthest


def _upshifts(session: Session, index: EventIndex) -> Sequence[int]:
    return index.upshifts


def _downshifts(session: Session, index: EventIndex) -> Sequence[int]:
    return index.downshifts


def _before_gaps(session: Session, index: EventIndex) -> Sequence[int]:
    return [gap.row for gap in coverage(session.events).gaps]


METRICS: tuple[Metric, ...] = (
    Metric(
        "player_startup_s", "Start", "Player", "Player startup time", "s",
        "Σ player_start", "{player_startup_s}",
        "How long the player took to get ready, before it could be asked to play.",
        _API, _of(Kind.PLAYER_START), "the player did not get ready",
    ),
    Metric(
        "video_startup_s", "Start", "Video", "Video startup time", "s",
        "J = Σ startup", "{video_startup_s} over {starts}{longest start}",
        "From the play attempt to the first picture: the wait that viewers feel. Every track has a start of its own, "
        "and they are added up, as the API does; the band is of the longest single start.",
        _CTA, _of(Kind.STARTUP), "there was no first picture", "video_startup_longest_s",
    ),
    Metric(
        "total_start_s", "Start", "Total", "Total start time", "s",
        "player + video", "{player_startup_s} + {video_startup_s}",
        "Player startup and video startup together; not the time between them, in which the viewer may not have "
        "pressed play yet.",
        _API, _of(Kind.PLAYER_START, Kind.STARTUP), "one of the two is undefined",
    ),
    Metric(
        "playing_s", "Session", "Playing", "Playing time", "s",
        "P = Σ playing", "{P} in {playing rows}",
        "Time in which the picture moved. What was played after the last row was never reported: up to 60 s.",
        _CTA, _of(Kind.PLAYING),
    ),
    Metric(
        "rebuffer_count", "Rebuffering", "Count", "Rebuffer count", "count",
        "N",
        "{N}, and {seek_stall_count} more that a seek brought about",
        f"Stalls: waiting for lack of data. Those that begin within 1 s of the end of a seek are left out. {_OPEN}",
        _CTA, _stalls,
    ),
    Metric(
        "rebuffer_s", "Rebuffering", "Duration", "Rebuffering duration", "s",
        "R = Σ rebuffering",
        "{R} in {stalls}, {mean stall} each on average",
        f"How long the stalls lasted together; without those that a seek brought about. {_OPEN}",
        _CTA, _stalls, "no stall has a duration",
    ),
    Metric(
        "rebuffer_longest_s", "Rebuffering", "Longest", "Longest rebuffering", "s",
        "max rebuffering", "{rebuffer_longest_s}",
        f"The longest of the stalls that no seek brought about. {_OPEN}",
        _CTA, _longest(_stalls), "there was no stall",
    ),
    Metric(
        "rebuffering_ratio", "Rebuffering", "Ratio", "Rebuffering ratio", "%",
        "R / (R + P)", "{R} / {R+P}",
        f"The share of the viewing that was waiting. Stalls that a seek brought about are left out. {_OPEN}",
        _CTA, _stalls_and_playing, _NO_RATIO,
    ),
    Metric(
        "rebuffer_per_min", "Rebuffering", "Frequency", "Rebuffer frequency", "per min",
        "60 · N / (R + P)", "60 · {N} / {R+P}",
        f"How often it stalled. {_OPEN}",
        _CTA, _stalls_and_playing, _NO_RATIO,
    ),
    Metric(
        "mean_time_between_rebuffers_s", "Rebuffering", "Between", "Mean time between rebuffers", "s",
        "P / N", "{P} / {N}",
        f"How long it played from stall to stall. {_OPEN}",
        _CTA, _stalls_and_playing, "there was no stall",
    ),
    Metric(
        "seek_count", "Session", "Seeks", "Seek count", "count",
        "count of seeking that is a seek",
        "{seek_count}, and {changes} of quality that the log calls seeking as well",
        "A `seeking` row in which the quality changed and the playhead moved less than 2 s is a change of quality.",
        _CTA, _seeks,
    ),
    Metric(
        "seek_latency_mean_s", "Session", "Seek, mean", "Mean seek latency", "s",
        "mean of seeks", "{seeks} / {seek_count}",
        "How long a seek took until the picture was there.",
        _CTA, _seeks, "there was no seek",
    ),
    Metric(
        "seek_latency_max_s", "Session", "Seek, longest", "Longest seek latency", "s",
        "max of seeks", "{seek_latency_max_s}",
        "How long the slowest seek took until the picture was there.",
        _CTA, _longest(_seeks), "there was no seek",
    ),
    Metric(
        "seek_stall_count", "Session", "Seek stalls", "Seek-induced stalls", "count",
        "count", "{seek_stall_count}",
        "Stalls that begin within 1 s of the end of a seek. The player leaves waiting inside a seek out by itself.",
        _CTA, _seek_stalls,
    ),
    Metric(
        "seek_stall_s", "Session", "Seek stalled", "Seek-induced stalls, duration", "s",
        "Rs = Σ rebuffering after a seek",
        "{Rs} in {seek_stall_count}",
        "How long the stalls lasted that begin within 1 s of the end of a seek.",
        _CTA, _seek_stalls,
    ),
    Metric(
        "wait_share", "Session", "Wait share", "Wait share", "%",
        "(J + R + Rs + S) / (P + J + R + Rs + S)",
        "({J} + {R} + {Rs} + {S}) / {P+waits}",
        "The share of the session that was waiting of any kind: for the start, in stalls, in seeks.",
        _LOG, _of(Kind.STARTUP, Kind.PLAYING, Kind.REBUFFERING, Kind.SEEKING), "nothing played and nothing waited",
    ),
    Metric(
        "paused_s", "Session", "Paused", "Paused time", "s",
        "A = Σ paused", "{paused_s} in {pauses}",
        "Time in pauses that ended; a pause under way when the page was closed has no row.",
        _LOG, _of(Kind.PAUSED),
    ),
    Metric(
        "content_watched_s", "Watched", "Content", "Content watched", "s",
        "length of ∪ [videoTime − duration, videoTime]",
        "{content_watched_s} of {media}, in {P} of playing",
        "How much of the media was seen, each part once, for each media item. The playhead is logged in whole seconds: "
        "holes of less than 1 s are closed, and no more was seen than was played. A speed other than 1 is not seen.",
        _LOG, _of(Kind.PLAYING),
    ),
    Metric(
        "content_watched_share", "Watched", "Share", "Content watched, share", "%",
        "content watched / media duration",
        "{content_watched_s} / {media}",
        "How much of the media was seen, each part once.",
        _LOG, _of(Kind.PLAYING), "the duration of the media is not known, as for LIVE",
    ),
    Metric(
        "furthest_s", "Watched", "Furthest", "Furthest point", "s",
        "max videoTime", "{furthest_s}",
        "The furthest place that the playhead was at: a high-water mark, also when a seek went there.",
        _LOG, _furthest("video_time_s"), "no row tells a place",
    ),
    Metric(
        "furthest_share", "Watched", "Furthest, %", "Furthest point, share", "%",
        "max watchingPercent", "{furthest_share}",
        "The furthest place as the player tells it, in whole percent.",
        _LOG, _furthest("percent"), "no row tells a place, or the session is LIVE",
    ),
    Metric(
        "quality_s", "Quality", "Played", "Time per quality", "s by quality",
        "Σ playing per quality", "{quality_s}",
        _HEARD,
        _LOG, _of(Kind.PLAYING), "nothing played",
    ),
    Metric(
        "quality_up", "Quality", "Up", "Switches up", "count",
        "count", "{quality_up}",
        f"Rows of a higher quality than the row before, by the player or by hand. {_HEARD}",
        _LOG, _upshifts,
    ),
    Metric(
        "quality_down", "Quality", "Down", "Switches down", "count",
        "count", "{quality_down}",
        f"Rows of a lower quality than the row before, by the player or by hand. {_HEARD}",
        _LOG, _downshifts,
    ),
    Metric(
        "quality_mean_px", "Quality", "Mean height", "Mean height", "px",
        "Σ height · time / Σ time", "{quality_s}",
        "The height of the picture, weighted by time. `auto`, `Unknown` and `Other` have none and are left out. "
        f"{_HEARD}",
        _LOG, _of(Kind.PLAYING), "no quality with a known height played",
    ),
    Metric(
        "error_count", "Session", "Errors", "Errors", "count",
        "count", "{error_count}",
        "Errors that the player reported; after its first one it reports nothing more.",
        _LOG, _of(Kind.ERROR),
    ),
    Metric(
        "coverage", "Session", "Coverage", "Coverage", "%",
        "time told by rows / time from first to last", "{logged} / {span}",
        "How much of the session its rows tell of. The player is silent while it waits for its viewer (ready and not "
        "asked to play, ended, between tracks): such time is left out. The rows before a silence are the ones counted.",
        _LOG, _before_gaps, "the rows take no time",
    ),
    Metric(
        "startup_score", "Start", "Score", "Startup score", "score",
        "100 · 8 / (8 + J)", "100 · 8 / (8 + {J})",
        "100 for no wait, 50 for 8 s.",
        _MUX, _of(Kind.STARTUP), "there was no first picture",
    ),
    Metric(
        "smoothness_score", "Rebuffering", "Score", "Smoothness score", "score",
        "mean(100 / √(1 + (N / 2)²), 100 · e^(−10 · R / (P + R + S)))",
        "mean(100 / √(1 + ({N} / 2)²), 100 · e^(−10 · {R} / {P+R+S}))",
        f"Half for how often it stalled, half for how long. {_OPEN}",
        _MUX, _of(Kind.PLAYING, Kind.REBUFFERING, Kind.SEEKING),
        "the session did not start, nothing played, or no stall has a duration",
    ),
)  # fmt: skip
"""In the order in which they are shown."""

METRIC_OF: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
