"""The metrics of a session: what it was like for its viewer, in numbers. Their meaning is in `declarations.METRICS`."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vpe_tui.qoe.bands import BANDS, Band, Bands
from vpe_tui.qoe.watched import coverage, watched
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex, index_of
from vpe_tui.session.model import Session
from vpe_tui.session.quality import height_px

__all__ = ["BANDS", "PARTIAL", "Band", "Bands", "Metrics", "Sums", "metrics_of", "sums_of"]

PARTIAL = 0.9
"""Where the rows tell of less of a session, its ratios are of a part of it."""

HALF_SCORE_S = 8.0
"""The video startup time that halves the startup score."""

UNKNOWN_QUALITY = "Unknown"
"""The API's word for a quality it does not know; a row without any counts as that."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The numbers of a session, named as in JSON, and those that bands alone are of. None is undefined, not 0."""

    player_startup_s: float | None
    video_startup_s: float | None
    total_start_s: float | None
    playing_s: float
    rebuffer_count: int
    rebuffer_s: float | None
    rebuffer_longest_s: float | None
    rebuffering_ratio: float | None
    rebuffer_per_min: float | None
    mean_time_between_rebuffers_s: float | None
    seek_count: int
    seek_latency_mean_s: float | None
    seek_latency_max_s: float | None
    seek_stall_count: int
    seek_stall_s: float
    wait_share: float | None
    paused_s: float
    content_watched_s: float
    content_watched_share: float | None
    furthest_s: float | None
    furthest_share: float | None
    quality_s: Mapping[str, float]
    quality_up: int
    quality_down: int
    quality_mean_px: float | None
    error_count: int
    coverage: float | None
    startup_score: float | None
    smoothness_score: float | None
    video_startup_longest_s: float | None
    """The longest single start: what a viewer waited for at a time. Of bands alone."""


class Sums(NamedTuple):
    """What the ratios are made of, in whole milliseconds. Over many sessions these add up; ratios do not."""

    player_start_ms: int | None
    startup_ms: int | None
    """J; None when the video did not start."""
    playing_ms: int
    """P"""
    stall_ms: int
    """R: without the stalls that a seek brought about."""
    seek_stall_ms: int
    """Rs"""
    seeking_ms: int
    """S: seeks and changes of quality."""
    paused_ms: int
    """A"""
    stalls: int
    """N"""

    @property
    def total_start_ms(self) -> int | None:
        """Player startup and video startup; None when either is not known."""
        ready_ms, picture_ms = self.player_start_ms, self.startup_ms
        return None if ready_ms is None or picture_ms is None else ready_ms + picture_ms

    @property
    def waited_ms(self) -> int:
        """Waits of any kind: startup, stalls, seeks."""
        return (self.startup_ms or 0) + self.stall_ms + self.seek_stall_ms + self.seeking_ms

    @property
    def rebuffering_ratio(self) -> float | None:
        """Stalled time as a share of the time stalled or playing."""
        return _ratio(self.stall_ms, self.stall_ms + self.playing_ms)

    @property
    def rebuffer_per_min(self) -> float | None:
        """Stalls a minute of the time stalled or playing."""
        return _ratio(60_000 * self.stalls, self.stall_ms + self.playing_ms)

    @property
    def wait_share(self) -> float | None:
        """Waits as a share of the time waited or playing."""
        return _ratio(self.waited_ms, self.playing_ms + self.waited_ms)

    @property
    def startup_score(self) -> float | None:
        """0 to 100, by Mux's curve."""
        return None if self.startup_ms is None else 100 * HALF_SCORE_S / (HALF_SCORE_S + self.startup_ms / 1000)

    @property
    def smoothness_score(self) -> float | None:
        """0 to 100, by Mux's curve."""
        ratio = _ratio(self.stall_ms, self.playing_ms + self.stall_ms + self.seeking_ms)
        if ratio is None or self.startup_ms is None:
            return None
        return (100 / math.sqrt(1 + (self.stalls / 2) ** 2) + 100 * math.exp(-10 * ratio)) / 2


def metrics_of(session: Session, index: EventIndex | None = None) -> Metrics:
    """The metrics of a session. About 0.4 µs an event, half of it for the index when that is not given."""
    log = session.events
    index = index or index_of(session)
    sums = sums_of(session, index)
    seen, covered = watched(session, index), coverage(log)
    stall_ms, seek_ms = _known_ms(log, index, index.stalls), _known_ms(log, index, index.seeks)
    starts_ms = _known_ms(log, index, index.of_kind[Kind.STARTUP])
    quality_s = quality_times_s(log, index)
    is_timed = bool(stall_ms) or not index.stalls  # stalls of which none has a duration did not take 0 s
    return Metrics(
        player_startup_s=_s(sums.player_start_ms),
        video_startup_s=_s(sums.startup_ms),
        total_start_s=_s(sums.total_start_ms),
        playing_s=sums.playing_ms / 1000,
        rebuffer_count=sums.stalls,
        rebuffer_s=sums.stall_ms / 1000 if is_timed else None,
        rebuffer_longest_s=_s(max(stall_ms, default=None)),
        rebuffering_ratio=sums.rebuffering_ratio if is_timed else None,
        rebuffer_per_min=sums.rebuffer_per_min if is_timed else None,
        mean_time_between_rebuffers_s=_ratio(sums.playing_ms, 1000 * sums.stalls),
        seek_count=len(index.seeks),
        seek_latency_mean_s=_ratio(sum(seek_ms), 1000 * len(seek_ms)),
        seek_latency_max_s=_s(max(seek_ms, default=None)),
        seek_stall_count=len(index.seek_stalls),
        seek_stall_s=sums.seek_stall_ms / 1000,
        wait_share=sums.wait_share,
        paused_s=sums.paused_ms / 1000,
        content_watched_s=seen.watched_ms / 1000,
        content_watched_share=_ratio(seen.watched_ms, seen.media_ms),
        furthest_s=greatest(log.video_time_s),
        furthest_share=furthest_share(session),
        quality_s=quality_s,
        quality_up=len(index.upshifts),
        quality_down=len(index.downshifts),
        quality_mean_px=_mean_px(quality_s),
        error_count=len(index.of_kind[Kind.ERROR]) or len(session.errors),
        coverage=_ratio(covered.logged_ms, covered.span_ms),
        startup_score=sums.startup_score,
        smoothness_score=sums.smoothness_score if is_timed else None,
        video_startup_longest_s=_s(max(starts_ms, default=sums.startup_ms)),
    )


def sums_of(session: Session, index: EventIndex) -> Sums:
    """The sums over a session's rows; `startTime` stands in for start rows that are not there."""
    log, said = session.events, session.start_time
    return Sums(
        player_start_ms=_start_ms(log, index, index.of_kind[Kind.PLAYER_START], said.player_s),
        startup_ms=_start_ms(log, index, index.of_kind[Kind.STARTUP], said.video_s),
        playing_ms=index.total_ms(index.playing),
        stall_ms=index.total_ms(index.stalls),
        seek_stall_ms=index.total_ms(index.seek_stalls),
        seeking_ms=index.total_ms(index.of_kind[Kind.SEEKING]),
        paused_ms=index.total_ms(index.of_kind[Kind.PAUSED]),
        stalls=len(index.stalls),
    )


def _start_ms(log: EventLog, index: EventIndex, rows: Sequence[int], said_s: float | None) -> int | None:
    """The API says 0 where nothing started: without a row to it that is undefined."""
    if any(log.duration_s[row] is not None for row in rows):
        return index.total_ms(rows)
    return round(said_s * 1000) if said_s is not None and (said_s > 0 or (rows and said_s == 0)) else None


def quality_times_s(log: EventLog, index: EventIndex) -> dict[str, float]:
    """How long each quality played, the highest first, those without a height last; together the playing time."""
    spent_ms: defaultdict[str | None, int] = defaultdict(int)
    qualities = map(log.quality.__getitem__, index.playing)
    for quality, ms in zip(qualities, map(index.lengths_ms.__getitem__, index.playing), strict=True):
        spent_ms[quality] += ms
    spent_ms[UNKNOWN_QUALITY] += spent_ms.pop(None, 0)
    ordered = sorted(spent_ms, key=lambda each: (-(height_px(each) or 0), each or ""))
    return {each: spent_ms[each] / 1000 for each in ordered if each is not None and spent_ms[each]}


def _mean_px(quality_s: Mapping[str, float]) -> float | None:
    known = [(height, length_s) for quality, length_s in quality_s.items() if (height := height_px(quality))]
    return _ratio(sum(height * length_s for height, length_s in known), sum(length_s for _, length_s in known))


def greatest(column: Sequence[float | None]) -> float | None:
    """The greatest number of a column."""
    return max((value for value in set(column) if value is not None), default=None)


def furthest_share(session: Session) -> float | None:
    """The greatest `watchingPercent`, else the furthest place of the only media item, as a fraction."""
    if session.is_live:
        return None
    percent = greatest(session.events.percent)
    if percent is not None:
        return min(max(percent / 100, 0.0), 1.0)
    place_s, length_s = greatest(session.events.video_time_s), session.media[0].duration_s if session.media else None
    if place_s is None or not length_s or length_s < 0 or len(session.media) > 1:
        return None
    return min(max(place_s / length_s, 0.0), 1.0)


def _known_ms(log: EventLog, index: EventIndex, rows: Sequence[int]) -> list[int]:
    """The durations of the rows that have one."""
    return [index.lengths_ms[row] for row in rows if log.duration_s[row] is not None]


def _ratio(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None


def _s(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000
