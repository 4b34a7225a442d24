"""The metrics, each declared once: JSON, panes, documentation and explanations are made of these declarations."""

from collections.abc import Mapping
from typing import Any

from vpe_tui.qoe.metric import (
    Metric,
    furthest_by,
    longest_seek_rows,
    longest_stall_rows,
    rows_in,
    rows_of,
    rows_read_as,
    seek_rows,
    seek_stall_rows,
    stall_and_playing_rows,
    stall_rows,
)
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.session.glossary import Kind

_CTA = "CTA-2066, as cited by projects that follow it"
_RATIO = "the form that Mux-like tools and projects citing CTA-2066 use: seek-induced stalls excluded"
_API = "the API's own sums, and the rows of the log"
_MUX = "Mux's published curve"
_LOG = "the rows of the log"

_OPEN = "A stall under way when the page was closed has no row, and is not in here."
_NO_RATIO = "nothing played and nothing stalled"
_NO_PLAYING = "a row of playing has no duration"
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
        rows=rows_read_as("player-start"),
        undefined="the player did not get ready",
        needs=("player_startup",),
    ),
    Metric(
        key="video_startup_s", block="Start", label="Video",
        term="Video startup time", unit="s",
        formula="J = Σ startup",
        numbers="{video_startup_s} over {starts}{longest start}",
        explanation="From the play attempt to the first picture: the wait that viewers feel. Every track has a start "
        "of its own, and they are added up, as the API does; the band is of the longest single start.",
        source=_CTA,
        rows=rows_read_as("startup"),
        undefined="there was no first picture",
        banded="video_startup_longest_s",
        needs=("startup",),
    ),
    Metric(
        key="total_start_s", block="Start", label="Total",
        term="Total start time", unit="s",
        formula="player + video",
        numbers="{player_startup_s} + {video_startup_s}",
        explanation="Player startup and video startup together; not the time between them, in which the viewer may "
        "not have pressed play yet.",
        source=_API,
        rows=rows_read_as("player-start", "startup"),
        undefined="one of the two is undefined",
        needs=("player_startup", "startup"),
    ),
    Metric(
        key="playing_s", block="Session", label="Playing",
        term="Playing time", unit="s",
        formula="P = Σ playing",
        numbers="{P} in {playing rows}",
        explanation="Time in which the picture moved. What was played after the last row was never reported.",
        source=_CTA,
        rows=rows_in("playing"),
        undefined=_NO_PLAYING,
        needs=("playing",),
        at_least=("playing",),
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
        at_least=("rebuffering",),
    ),
    Metric(
        key="rebuffer_s", block="Rebuffering", label="Duration",
        term="Rebuffering duration", unit="s",
        formula="R = Σ rebuffering",
        numbers="{R} in {stalls}, {mean stall} each on average",
        explanation=f"How long the stalls lasted together; without those that a seek brought about. {_OPEN}",
        source=_CTA,
        rows=stall_rows,
        undefined="a stall has no duration",
        needs=("rebuffering",),
        at_least=("rebuffering",),
    ),
    Metric(
        key="rebuffer_longest_s", block="Rebuffering", label="Longest",
        term="Longest rebuffering", unit="s",
        formula="max rebuffering",
        numbers="{rebuffer_longest_s}",
        explanation=f"The longest of the stalls that no seek brought about. {_OPEN}",
        source=_CTA,
        rows=longest_stall_rows,
        undefined="there was no stall",
        needs=("rebuffering",),
        at_least=("rebuffering",),
    ),
    Metric(
        key="rebuffering_ratio", block="Rebuffering", label="Ratio",
        term="Rebuffering ratio", unit="%",
        formula="R / (R + P)",
        numbers="{R} / {R+P}",
        explanation="The share of the viewing that was waiting. Stalls that a seek brought about are left out. "
        f"{_OPEN}",
        source=_RATIO,
        rows=stall_and_playing_rows,
        undefined=_NO_RATIO,
        needs=("rebuffering", "playing"),
        at_least=("ratio",),
    ),
    Metric(
        key="stalled_share", block="Rebuffering", label="Of watched",
        term="Stalled share of watched time", unit="%",
        formula="R / (P + J + R + Rs + S)",
        numbers="{R} / {watched}",
        explanation="The share of the watched time that was stalled: watched time includes the start, stalls and "
        f"seeking. {_OPEN}",
        source="the public working draft of CTA-2066 (2019, github.com/cta-standards/R4WG20-QoE-Metrics); the final "
        "text may differ",
        rows=rows_in("starting", "playing", "rebuffering", "seeking"),
        undefined="nothing played and nothing waited",
        needs=("startup", "rebuffering", "seek_latency", "playing"),
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
        needs=("rebuffering", "playing"),
        at_least=("ratio",),
    ),
    Metric(
        key="rebuffer_per_hour", block="Rebuffering", label="Per hour",
        term="Rebuffers per hour", unit="per h",
        formula="60 · N / max(R + P, 20 min), per hour",
        numbers="{N} in {R+P}, of which at least 20 min are counted",
        explanation="How often it stalled, so that sessions of any length can be held against one limit: at least 20 "
        f"min of viewing are counted. {_OPEN}",
        source=_CTA,
        rows=stall_and_playing_rows,
        undefined=_NO_RATIO,
        needs=("rebuffering", "playing"),
        at_least=("ratio",),
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
        needs=("playing",),
    ),
    Metric(
        key="unlogged_wait_s", block="Rebuffering", label="Unlogged",
        term="Waiting without a row", unit="s",
        formula="Σ silence in which the playhead stood",
        numbers="{unlogged_wait_s}",
        explanation="A wait that began within 0.1 s of another row gets no row. Silence of 1 s to 5 min after which "
        "play "
        "goes on at the same place was such a wait. It is in no rebuffering number: those are then “at least”.",
        source=_LOG,
        rows=rows_read_as("unlogged-wait"),
        undefined="this player's silence tells nothing",
    ),
    Metric(
        key="seek_count", block="Session", label="Seeks",
        term="Seek count", unit="count",
        formula="count of seeking that is a seek",
        numbers="{seek_count}, and {changes} of quality that the log calls seeking as well",
        explanation="A `seeking` row in which the quality changed and the playhead moved less than 2 s is a change of "
        "quality; a jump to the beginning by replay or repeat is no seek.",
        source=_CTA,
        rows=seek_rows,
        at_least=("seeking",),
    ),
    Metric(
        key="seek_latency_mean_s", block="Session", label="Seek, mean",
        term="Mean seek latency", unit="s",
        formula="mean of seeks",
        numbers="{seeks} / {seek_count}",
        explanation="How long a seek took until the picture was there: the web player counts all waiting of a seek "
        "in it.",
        source=_CTA,
        rows=seek_rows,
        undefined="there was no seek",
        needs=("seek_latency",),
    ),
    Metric(
        key="seek_latency_max_s", block="Session", label="Seek, longest",
        term="Longest seek latency", unit="s",
        formula="max of seeks",
        numbers="{seek_latency_max_s}",
        explanation="How long the slowest seek took until the picture was there: this is where trouble with seeks "
        "shows.",
        source=_CTA,
        rows=longest_seek_rows,
        undefined="there was no seek",
        needs=("seek_latency",),
        at_least=("seeking",),
    ),
    Metric(
        key="seek_stall_count", block="Session", label="Seek stalls",
        term="Seek-induced stalls", unit="count",
        formula="count",
        numbers="{seek_stall_count}",
        explanation="Stalls that begin within 1 s of the end of a seek. The player leaves waiting inside a seek out "
        "by itself.",
        source=_CTA,
        rows=seek_stall_rows,
        at_least=("rebuffering",),
    ),
    Metric(
        key="seek_stall_s", block="Session", label="Seek stalled",
        term="Seek-induced stalls, duration", unit="s",
        formula="Rs = Σ rebuffering after a seek",
        numbers="{Rs} in {seek_stall_count}",
        explanation="How long the stalls lasted that begin within 1 s of the end of a seek.",
        source=_CTA,
        rows=seek_stall_rows,
        needs=("rebuffering",),
        at_least=("rebuffering",),
        undefined="a stall has no duration",
    ),
    Metric(
        key="wait_share", block="Session", label="Wait share",
        term="Wait share", unit="%",
        formula="(J + R + Rs + S) / (P + J + R + Rs + S)",
        numbers="{waits} / {watched}",
        explanation="The share of the session that was waiting of any kind: for the start, in stalls, in seeks.",
        source=_LOG,
        rows=rows_in("starting", "playing", "rebuffering", "seeking"),
        undefined="nothing played and nothing waited",
        needs=("startup", "rebuffering", "seek_latency", "playing"),
    ),
    Metric(
        key="paused_s", block="Session", label="Paused",
        term="Paused time", unit="s",
        formula="A = Σ paused",
        numbers="{paused_s} in {pauses}",
        explanation="Time in pauses that ended; a pause under way when the page was closed has no row.",
        source=_LOG,
        rows=rows_in("paused"),
        undefined="a pause has no duration",
        needs=("paused",),
        at_least=("paused",),
    ),
    Metric(
        key="speed", block="Session", label="Speed",
        term="Playback speed", unit="×",
        formula="playhead moved / time played",
        numbers="{speed} on average",
        explanation="Media played to time played, where rows follow one another: 1 unless the playhead clearly says "
        "another. A mean where the speed was changed within a row.",
        source=_LOG,
        rows=rows_in("playing"),
        undefined="no row tells a place, or nothing played",
    ),
    Metric(
        key="content_watched_s", block="Watched", label="Content",
        term="Content watched", unit="s",
        formula="length of ∪ of the media intervals played",
        numbers="{content_watched_s} of {media}, in {P} of playing",
        explanation="How much of the media was seen, each part once, for each media item: from the playhead before "
        "each row of "
        "playing to the playhead after it. The playhead is logged in whole seconds: holes that rounding makes are "
        "closed, and no more was seen than was played.",
        source=_LOG,
        rows=rows_in("playing"),
        undefined="no row tells a place",
        needs=("content",),
        at_least=("content",),
    ),
    Metric(
        key="content_watched_share", block="Watched", label="Share",
        term="Content watched, share", unit="%",
        formula="content watched / media duration",
        numbers="{content_watched_s} / {media}",
        explanation="How much of the media was seen, each part once.",
        source=_LOG,
        rows=rows_in("playing"),
        undefined="the duration of the media is not known, as for LIVE",
        needs=("content",),
        at_least=("content",),
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
        needs=("furthest",),
        at_least=("furthest",),
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
        needs=("furthest",),
        at_least=("furthest",),
    ),
    Metric(
        key="quality_s", block="Quality", label="Played",
        term="Time per quality", unit="s by quality",
        formula="Σ playing per quality",
        numbers="{quality_s}",
        explanation=_HEARD,
        source=_LOG,
        rows=rows_in("playing"),
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
        rows=rows_in("playing"),
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
        formula="time that is known / time from first to last but idle time",
        numbers="{explained} / {whole}",
        explanation="How much of the session is known. Time that the player waited for its viewer (ready and not "
        "asked to "
        "play, ended, between tracks) is left out. The rows around a silence are the ones counted.",
        source=_LOG,
        rows=rows_in("unknown"),
        undefined="the rows take no time",
    ),
    Metric(
        key="startup_score", block="Start", label="Score",
        term="Startup score", unit="score",
        formula="100 · 8 / (8 + J)",
        numbers="100 · 8 / (8 + {J})",
        explanation="100 for no wait, 50 for 8 s.",
        source=_MUX,
        rows=rows_read_as("startup"),
        undefined="there was no first picture",
        needs=("startup",),
    ),
    Metric(
        key="smoothness_score", block="Rebuffering", label="Score",
        term="Smoothness score", unit="score",
        formula="mean(100 / √(1 + (N / 2)²), 100 · e^(−10 · R / (P + R + S)))",
        numbers="mean(100 / √(1 + ({N} / 2)²), 100 · e^(−10 · {R} / {P+R+S}))",
        explanation=f"Half for how often it stalled, half for how long. {_OPEN}",
        source=_MUX,
        rows=rows_in("playing", "rebuffering", "seeking"),
        undefined="the session did not start, or nothing played",
        needs=("rebuffering", "playing", "seek_latency"),
    ),
)  # fmt: skip
"""In the order in which they are shown."""

METRIC_OF: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
