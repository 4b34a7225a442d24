"""The metrics of a session: what it was like for its viewer, in numbers. Their meaning is in `declarations.METRICS`."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vpe_tui.playback import sums
from vpe_tui.playback.model import Item, Sum
from vpe_tui.playback.playback import Playback
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex, index_of
from vpe_tui.session.quality import height_px

PARTIAL = 0.9
"""Where the rows tell of less of a session, its ratios are of a part of it."""

HALF_SCORE_S = 8.0
"""The video startup time that halves the startup score."""

LEAST_VIEWING_MS = 20 * 60_000
"""Stalls an hour are counted over so much viewing at least: one stall of a short clip is not six an hour."""

HOUR_MS = 3_600_000

UNKNOWN_QUALITY = "Unknown"
"""The API's word for a quality it does not know; a row without any counts as that."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The numbers of a session, named as in JSON, and those that bands alone are of. None is undefined, not 0."""

    player_startup_s: float | None
    video_startup_s: float | None
    total_start_s: float | None
    playing_s: float | None
    rebuffer_count: int
    rebuffer_s: float | None
    rebuffer_longest_s: float | None
    rebuffering_ratio: float | None
    stalled_share: float | None
    rebuffer_per_min: float | None
    rebuffer_per_hour: float | None
    mean_time_between_rebuffers_s: float | None
    unlogged_wait_s: float | None
    seek_count: int
    seek_latency_mean_s: float | None
    seek_latency_max_s: float | None
    seek_stall_count: int
    seek_stall_s: float | None
    wait_share: float | None
    paused_s: float | None
    speed: float | None
    content_watched_s: float | None
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
    """What the ratios are made of, in whole milliseconds; None is not known. Over sessions these add up, not ratios."""

    player_start_ms: int | None
    startup_ms: int | None
    """J; None when the video did not start, or the player does not measure it."""
    playing_ms: int | None
    """P"""
    stall_ms: int | None
    """R: without the stalls that a seek brought about."""
    seek_stall_ms: int | None
    """Rs"""
    seeking_ms: int | None
    """S: a change of quality is no seek, but waiting it is all the same."""
    paused_ms: int | None
    """A"""
    stalls: int
    """N. One that does not say how long it was is here: when it began, and whether a seek brought it about, is not
    known."""
    longest_stall_ms: int | None
    """None where there is none, or one has no length."""
    seek_stalls: int
    """Count of the stalls in Rs."""
    started: bool
    """Whether there was a picture."""
    measures_startup: bool
    """Whether this player measures how long the start took."""

    @property
    def total_start_ms(self) -> int | None:
        """Player startup and video startup; None when either is not known."""
        return total(self.player_start_ms, self.startup_ms)

    @property
    def viewing_ms(self) -> int | None:
        """R + P: what the ratio is of."""
        return total(self.stall_ms, self.playing_ms)

    @property
    def waited_ms(self) -> int | None:
        """J + R + Rs + S: waits of any kind. Where nothing started, no start was waited for."""
        startup_ms = 0 if self.startup_ms is None and self.measures_startup else self.startup_ms
        return total(startup_ms, self.stall_ms, self.seek_stall_ms, self.seeking_ms)

    @property
    def watched_ms(self) -> int | None:
        """P + J + R + Rs + S: the time that its viewer was with it."""
        return total(self.playing_ms, self.waited_ms)

    @property
    def rebuffering_ratio(self) -> float | None:
        """Stalled time as a share of the time stalled or playing."""
        return ratio(self.stall_ms, self.viewing_ms)

    @property
    def stalled_share(self) -> float | None:
        """Stalled time as a share of the watched time."""
        return ratio(self.stall_ms, self.watched_ms)

    @property
    def rebuffer_per_min(self) -> float | None:
        """Stalls a minute of the time stalled or playing."""
        return ratio(60_000 * self.stalls, self.viewing_ms)

    @property
    def rebuffer_per_hour(self) -> float | None:
        """Stalls an hour of the time stalled or playing, of which `LEAST_VIEWING_MS` are counted at least."""
        viewing_ms = self.viewing_ms
        return ratio(HOUR_MS * self.stalls, max(viewing_ms, LEAST_VIEWING_MS) if viewing_ms else viewing_ms)

    @property
    def wait_share(self) -> float | None:
        """Waits as a share of the watched time."""
        return ratio(self.waited_ms, self.watched_ms)

    @property
    def startup_score(self) -> float | None:
        """0 to 100, by Mux's curve."""
        return None if self.startup_ms is None else 100 * HALF_SCORE_S / (HALF_SCORE_S + self.startup_ms / 1000)

    @property
    def smoothness_score(self) -> float | None:
        """0 to 100, by Mux's curve."""
        stalled = ratio(self.stall_ms, total(self.viewing_ms, self.seeking_ms))
        if stalled is None or not self.started:
            return None
        return (100 / math.sqrt(1 + (self.stalls / 2) ** 2) + 100 * math.exp(-10 * stalled)) / 2


def metrics_of(playback: Playback, index: EventIndex | None = None) -> Metrics:
    """The metrics of a session."""
    session = playback.session
    index = index or index_of(session)
    made_of = sums_of(playback)
    seeks_ms, starts_ms = sums.seeks(playback).lengths_ms, sums.of_rule(playback, "startup").lengths_ms
    knows_seeks = _known(playback, "seek_latency")
    covered, content_s = sums.coverage(playback), sums.content_watched_s(playback)
    quality_s = quality_times_s(playback)
    longest_start_ms = max(starts_ms, default=None) if _known(playback, "startup") else None
    return Metrics(
        player_startup_s=_s(made_of.player_start_ms),
        video_startup_s=_s(made_of.startup_ms),
        total_start_s=_s(made_of.total_start_ms),
        playing_s=_s(made_of.playing_ms),
        rebuffer_count=made_of.stalls,
        rebuffer_s=_s(made_of.stall_ms),
        rebuffer_longest_s=_s(made_of.longest_stall_ms),
        rebuffering_ratio=made_of.rebuffering_ratio,
        stalled_share=made_of.stalled_share,
        rebuffer_per_min=made_of.rebuffer_per_min,
        rebuffer_per_hour=made_of.rebuffer_per_hour,
        mean_time_between_rebuffers_s=ratio(made_of.playing_ms, 1000 * made_of.stalls),
        unlogged_wait_s=sums.unlogged_wait_ms(playback) / 1000 if playback.tells_silence else None,
        seek_count=len(seeks_ms) + len(sums.without_length(playback, "seeking")),
        seek_latency_mean_s=ratio(sum(seeks_ms), 1000 * len(seeks_ms)) if knows_seeks else None,
        seek_latency_max_s=_s(max(seeks_ms, default=None) if knows_seeks else None),
        seek_stall_count=made_of.seek_stalls,
        seek_stall_s=_s(made_of.seek_stall_ms),
        wait_share=made_of.wait_share,
        paused_s=_s(made_of.paused_ms),
        speed=ratio(*sums.speed(playback)),
        content_watched_s=content_s,
        content_watched_share=ratio(content_s, media_s(playback.items)),
        furthest_s=sums.furthest_s(playback),
        furthest_share=furthest_share(playback),
        quality_s=quality_s,
        quality_up=len(index.upshifts),
        quality_down=len(index.downshifts),
        quality_mean_px=_mean_px(quality_s),
        error_count=len(index.of_kind[Kind.ERROR]) or len(session.errors),
        coverage=ratio(covered.explained_ms, covered.whole_ms),
        startup_score=made_of.startup_score,
        smoothness_score=made_of.smoothness_score,
        video_startup_longest_s=_s(longest_start_ms if longest_start_ms is not None else made_of.startup_ms),
    )


def sums_of(playback: Playback) -> Sums:
    """The sums over a session's spans; `startTime` stands in for the web player's start rows that are not there."""
    said, stalls = playback.session.start_time, sums.stalls(playback)
    player_ms, startup_ms = sums.player_startup_ms(playback), sums.startup_ms(playback)
    if playback.dialect == "web":
        player_ms = player_ms if player_ms is not None else _said_ms(said.player_s)
        startup_ms = startup_ms if startup_ms is not None else _said_ms(said.video_s)

    def known(which: Sum, ms: int) -> int | None:
        return ms if _known(playback, which) else None

    return Sums(
        player_start_ms=player_ms,
        startup_ms=startup_ms,
        playing_ms=known("playing", sums.state_ms(playback, "playing")),
        stall_ms=known("rebuffering", stalls.own.total_ms),
        seek_stall_ms=known("rebuffering", stalls.seek_induced.total_ms),
        seeking_ms=known("seek_latency", sums.state_ms(playback, "seeking")),
        paused_ms=known("paused", sums.state_ms(playback, "paused")),
        stalls=len(stalls.own) + len(sums.without_length(playback, "rebuffering")),
        longest_stall_ms=known("rebuffering", max(stalls.own.lengths_ms)) if len(stalls.own) else None,
        seek_stalls=len(stalls.seek_induced),
        started=sums.started(playback),
        measures_startup="startup" not in playback.undefined,
    )


def _known(playback: Playback, which: Sum) -> bool:
    return which not in playback.undefined


def _said_ms(said_s: float | None) -> int | None:
    """The API says 0 where nothing started."""
    return round(said_s * 1000) if said_s else None


def quality_times_s(playback: Playback) -> dict[str, float]:
    """How long each quality played, the highest first, those without a height last; together the playing time."""
    playing = sums.in_state(playback, "playing")
    spent_ms: defaultdict[str | None, int] = defaultdict(int)
    for quality, ms in zip(playback.spans.qualities(playing.places), playing.lengths_ms, strict=True):
        spent_ms[quality] += ms
    spent_ms[UNKNOWN_QUALITY] += spent_ms.pop(None, 0)
    ordered = sorted(spent_ms, key=lambda each: (-(height_px(each) or 0), each or ""))
    return {each: spent_ms[each] / 1000 for each in ordered if each is not None and spent_ms[each]}


def _mean_px(quality_s: Mapping[str, float]) -> float | None:
    known = [(height, length_s) for quality, length_s in quality_s.items() if (height := height_px(quality))]
    return ratio(sum(height * length_s for height, length_s in known), sum(length_s for _, length_s in known))


def media_s(items: Sequence[Item]) -> float | None:
    """How long the items are together, each once; None for LIVE, and where one is not known."""
    lengths = [item.length_s for number, item in enumerate(items) if item.same_as == number]
    return None if None in lengths or not lengths else sum(length for length in lengths if length is not None)


def furthest_share(playback: Playback) -> float | None:
    """The greatest `watchingPercent`, else the furthest place of the only item, as a fraction."""
    if playback.session.is_live:
        return None
    percent = greatest(playback.session.events.percent)
    if percent is not None and not playback.playhead_in_ms:
        return min(max(percent / 100, 0.0), 1.0)
    share = ratio(sums.furthest_s(playback), media_s(playback.items) if len(playback.items) == 1 else None)
    return None if share is None else min(max(share, 0.0), 1.0)


def greatest(column: Sequence[float | None]) -> float | None:
    """The greatest number of a column."""
    return max((value for value in set(column) if value is not None), default=None)


def total(*parts: int | None) -> int | None:
    """The sum; None where a part is not known."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def ratio(part: float | None, whole: float | None) -> float | None:
    """A part of a whole; None where either is not known, or the whole is nothing."""
    return part / whole if whole and part is not None else None


def _s(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000
