"""The metrics, each declared once: JSON, panes, documentation and explanations are made of these declarations."""

from collections.abc import Mapping
from typing import Any

from vpe_tui.qoe.metric import (
    Metric,
    furthest_by,
    longest_of,
    rows_before_gaps,
    rows_of,
    seek_rows,
    stall_and_playing_rows,
    stall_rows,
)
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.session.glossary import Kind

_CTA = "CTA-2066, as cited by projects that follow it"
_API = "the API's own sums, and the rows of the log"
_MUX = "Mux's published curve"
_LOG = "the rows of the log"

_OPEN = "A stall under way when the page was closed has no row, and is not in here."
_NO_RATIO = "nothing played and nothing stalled, or no stall has a duration"
_HEARD = "A row tells the quality that held at its end; changes within a heartbeat are not seen."


def as_json(metrics: Metrics) -> dict[str, Any]:
    """The numbers by their keys, in the order of declaration; an undefined one is None."""
    return {metric.key: getattr(metrics, metric.key) for metric in METRICS}


METRICS: tuple[Metric, ...] = (
    Metric(
        key="player_startup_s", block="Start", label="Player",
        term="Player startup time", unit="s",
        formula="Σ player_start",
        numbers="{player_startup_s}",
        explanation="How long the player took to get ready, before it could be asked to play.",
        source=_API,
        rows=rows_of(Kind.PLAYER_START),
        undefined="the player did not get ready",
    ),
    Metric(
        key="video_startup_s", block="Start", label="Video",
        term="Video startup time", unit="s",
        formula="J = Σ startup",
        numbers="{video_startup_s} over {starts}{longest start}",
        explanation="From the play attempt to the first picture: the wait that viewers feel. Every track has a start "
        "of its own, and they are added up, as the API does; the band is of the longest single start.",
        source=_CTA,
        rows=rows_of(Kind.STARTUP),
        undefined="there was no first picture",
        banded="video_startup_longest_s",
    ),
    Metric(
        key="total_start_s", block="Start", label="Total",
        term="Total start time", unit="s",
        formula="player + video",
        numbers="{player_startup_s} + {video_startup_s}",
        explanation="Player startup and video startup together; not the time between them, in which the viewer may "
        "not have pressed play yet.",
        source=_API,
        rows=rows_of(Kind.PLAYER_START, Kind.STARTUP),
        undefined="one of the two is undefined",
    ),
    Metric(
        key="playing_s", block="Session", label="Playing",
        term="Playing time", unit="s",
        formula="P = Σ playing",
        numbers="{P} in {playing rows}",
        explanation="Time in which the picture moved. What was played after the last row was never reported: up to 60 "
        "s.",
        source=_CTA,
        rows=rows_of(Kind.PLAYING),
    ),
    Metric(
        key="rebuffer_count", block="Rebuffering", label="Count",
        term="Rebuffer count", unit="count",
        formula="N",
        numbers="{N}, and {seek_stall_count} more that a seek brought about",
        explanation="Stalls: waiting for lack of data. Those that begin within 1 s of the end of a seek are left out. "
        f"{_OPEN}",
        source=_CTA,
        rows=stall_rows,
    ),
    Metric(
        key="rebuffer_s", block="Rebuffering", label="Duration",
        term="Rebuffering duration", unit="s",
        formula="R = Σ rebuffering",
        numbers="{R} in {stalls}, {mean stall} each on average",
        explanation=f"How long the stalls lasted together; without those that a seek brought about. {_OPEN}",
        source=_CTA,
        rows=stall_rows,
        undefined="no stall has a duration",
    ),
    Metric(
        key="rebuffer_longest_s", block="Rebuffering", label="Longest",
        term="Longest rebuffering", unit="s",
        formula="max rebuffering",
        numbers="{rebuffer_longest_s}",
        explanation=f"The longest of the stalls that no seek brought about. {_OPEN}",
        source=_CTA,
        rows=longest_of(stall_rows),
        undefined="there was no stall",
    ),
    Metric(
        key="rebuffering_ratio", block="Rebuffering", label="Ratio",
        term="Rebuffering ratio", unit="%",
        formula="R / (R + P)",
        numbers="{R} / {R+P}",
        explanation="The share of the viewing that was waiting. Stalls that a seek brought about are left out. "
        f"{_OPEN}",
        source=_CTA,
        rows=stall_and_playing_rows,
        undefined=_NO_RATIO,
    ),
    Metric(
        key="rebuffer_per_min", block="Rebuffering", label="Frequency",
        term="Rebuffer frequency", unit="per min",
        formula="60 · N / (R + P)",
        numbers="60 · {N} / {R+P}",
        explanation=f"How often it stalled. {_OPEN}",
        source=_CTA,
        rows=stall_and_playing_rows,
        undefined=_NO_RATIO,
    ),
    Metric(
        key="mean_time_between_rebuffers_s", block="Rebuffering", label="Between",
        term="Mean time between rebuffers", unit="s",
        formula="P / N",
        numbers="{P} / {N}",
        explanation=f"How long it played from stall to stall. {_OPEN}",
        source=_CTA,
        rows=stall_and_playing_rows,
        undefined="there was no stall",
    ),
    Metric(
        key="seek_count", block="Session", label="Seeks",
        term="Seek count", unit="count",
        formula="count of seeking that is a seek",
        numbers="{seek_count}, and {changes} of quality that the log calls seeking as well",
        explanation="A `seeking` row in which the quality changed and the playhead moved less than 2 s is a change of "
        "quality.",
        source=_CTA,
        rows=seek_rows,
    ),
    Metric(
        key="seek_latency_mean_s", block="Session", label="Seek, mean",
        term="Mean seek latency", unit="s",
        formula="mean of seeks",
        numbers="{seeks} / {seek_count}",
        explanation="How long a seek took until the picture was there.",
        source=_CTA,
        rows=seek_rows,
        undefined="there was no seek",
    ),
    Metric(
        key="seek_latency_max_s", block="Session", label="Seek, longest",
        term="Longest seek latency", unit="s",
        formula="max of seeks",
        numbers="{seek_latency_max_s}",
        explanation="How long the slowest seek took until the picture was there.",
        source=_CTA,
        rows=longest_of(seek_rows),
        undefined="there was no seek",
    ),
    Metric(
        key="seek_stall_count", block="Session", label="Seek stalls",
        term="Seek-induced stalls", unit="count",
        formula="count",
        numbers="{seek_stall_count}",
        explanation="Stalls that begin within 1 s of the end of a seek. The player leaves waiting inside a seek out "
        "by itself.",
        source=_CTA,
        rows=lambda _, index: index.seek_stalls,
    ),
    Metric(
        key="seek_stall_s", block="Session", label="Seek stalled",
        term="Seek-induced stalls, duration", unit="s",
        formula="Rs = Σ rebuffering after a seek",
        numbers="{Rs} in {seek_stall_count}",
        explanation="How long the stalls lasted that begin within 1 s of the end of a seek.",
        source=_CTA,
        rows=lambda _, index: index.seek_stalls,
    ),
    Metric(
        key="wait_share", block="Session", label="Wait share",
        term="Wait share", unit="%",
        formula="(J + R + Rs + S) / (P + J + R + Rs + S)",
        numbers="({J} + {R} + {Rs} + {S}) / {P+waits}",
        explanation="The share of the session that was waiting of any kind: for the start, in stalls, in seeks.",
        source=_LOG,
        rows=rows_of(Kind.STARTUP, Kind.PLAYING, Kind.REBUFFERING, Kind.SEEKING),
        undefined="nothing played and nothing waited",
    ),
    Metric(
        key="paused_s", block="Session", label="Paused",
        term="Paused time", unit="s",
        formula="A = Σ paused",
        numbers="{paused_s} in {pauses}",
        explanation="Time in pauses that ended; a pause under way when the page was closed has no row.",
        source=_LOG,
        rows=rows_of(Kind.PAUSED),
    ),
    Metric(
        key="content_watched_s", block="Watched", label="Content",
        term="Content watched", unit="s",
        formula="length of ∪ [videoTime − duration, videoTime]",
        numbers="{content_watched_s} of {media}, in {P} of playing",
        explanation="How much of the media was seen, each part once, for each media item. The playhead is logged in "
        "whole seconds: holes of less than 1 s are closed, and no more was seen than was played. A speed other than 1 "
        "is not seen.",
        source=_LOG,
        rows=rows_of(Kind.PLAYING),
    ),
    Metric(
        key="content_watched_share", block="Watched", label="Share",
        term="Content watched, share", unit="%",
        formula="content watched / media duration",
        numbers="{content_watched_s} / {media}",
        explanation="How much of the media was seen, each part once.",
        source=_LOG,
        rows=rows_of(Kind.PLAYING),
        undefined="the duration of the media is not known, as for LIVE",
    ),
    Metric(
        key="furthest_s", block="Watched", label="Furthest",
        term="Furthest point", unit="s",
        formula="max videoTime",
        numbers="{furthest_s}",
        explanation="The furthest place that the playhead was at: a high-water mark, also when a seek went there.",
        source=_LOG,
        rows=furthest_by("video_time_s"),
        undefined="no row tells a place",
    ),
    Metric(
        key="furthest_share", block="Watched", label="Furthest, %",
        term="Furthest point, share", unit="%",
        formula="max watchingPercent",
        numbers="{furthest_share}",
        explanation="The furthest place as the player tells it, in whole percent.",
        source=_LOG,
        rows=furthest_by("percent"),
        undefined="no row tells a place, or the session is LIVE",
    ),
    Metric(
        key="quality_s", block="Quality", label="Played",
        term="Time per quality", unit="s by quality",
        formula="Σ playing per quality",
        numbers="{quality_s}",
        explanation=_HEARD,
        source=_LOG,
        rows=rows_of(Kind.PLAYING),
        undefined="nothing played",
    ),
    Metric(
        key="quality_up", block="Quality", label="Up",
        term="Switches up", unit="count",
        formula="count",
        numbers="{quality_up}",
        explanation=f"Rows of a higher quality than the row before, by the player or by hand. {_HEARD}",
        source=_LOG,
        rows=lambda _, index: index.upshifts,
    ),
    Metric(
        key="quality_down", block="Quality", label="Down",
        term="Switches down", unit="count",
        formula="count",
        numbers="{quality_down}",
        explanation=f"Rows of a lower quality than the row before, by the player or by hand. {_HEARD}",
        source=_LOG,
        rows=lambda _, index: index.downshifts,
    ),
    Metric(
        key="quality_mean_px", block="Quality", label="Mean height",
        term="Mean height", unit="px",
        formula="Σ height · time / Σ time",
        numbers="{quality_s}",
        explanation="The height of the picture, weighted by time. `auto`, `Unknown` and `Other` have none and are "
        f"left out. {_HEARD}",
        source=_LOG,
        rows=rows_of(Kind.PLAYING),
        undefined="no quality with a known height played",
    ),
    Metric(
        key="error_count", block="Session", label="Errors",
        term="Errors", unit="count",
        formula="count",
        numbers="{error_count}",
        explanation="Errors that the player reported; after its first one it reports nothing more.",
        source=_LOG,
        rows=rows_of(Kind.ERROR),
    ),
    Metric(
        key="coverage", block="Session", label="Coverage",
        term="Coverage", unit="%",
        formula="time told by rows / time from first to last",
        numbers="{logged} / {span}",
        explanation="How much of the session its rows tell of. The player is silent while it waits for its viewer "
        "(ready and not asked to play, ended, between tracks): such time is left out. The rows before a silence are "
        "the ones counted.",
        source=_LOG,
        rows=rows_before_gaps,
        undefined="the rows take no time",
    ),
    Metric(
        key="startup_score", block="Start", label="Score",
        term="Startup score", unit="score",
        formula="100 · 8 / (8 + J)",
        numbers="100 · 8 / (8 + {J})",
        explanation="100 for no wait, 50 for 8 s.",
        source=_MUX,
        rows=rows_of(Kind.STARTUP),
        undefined="there was no first picture",
    ),
    Metric(
        key="smoothness_score", block="Rebuffering", label="Score",
        term="Smoothness score", unit="score",
        formula="mean(100 / √(1 + (N / 2)²), 100 · e^(−10 · R / (P + R + S)))",
        numbers="mean(100 / √(1 + ({N} / 2)²), 100 · e^(−10 · {R} / {P+R+S}))",
        explanation=f"Half for how often it stalled, half for how long. {_OPEN}",
        source=_MUX,
        rows=rows_of(Kind.PLAYING, Kind.REBUFFERING, Kind.SEEKING),
        undefined="the session did not start, nothing played, or no stall has a duration",
    ),
)  # fmt: skip
"""In the order in which they are shown."""

METRIC_OF: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
