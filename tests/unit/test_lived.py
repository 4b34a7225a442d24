"""What is read from a session's log is what its simulated viewer lived through: the simulator knows."""

from functools import cache

import pytest

from vpe_tui.demo.player import Kind, Simulated, simulate
from vpe_tui.playback import sums
from vpe_tui.playback.reading import playback_of
from vpe_tui.playback.silence import BELONGS_MS
from vpe_tui.qoe.metrics import Metrics, metrics_of
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.qoe.verdict import Verdict, VerdictId, verdict_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session

SEEDS = 100
"""Of each kind: more than 2,500 sessions together."""

FEW = {Kind.LIVE_DAY: 5}
"""A day of LIVE takes the simulator a second."""

LONG_EVENTS = 300

PLAYHEAD_S = 1.0
"""`videoTime` is cut to whole seconds: each end of a stretch that was watched is uncertain by less than this."""

TOLD = 0.98
"""Of the shortest clip, 91 s, a second of rounding may seem to be missing."""

APPS = (Kind.REACT_NATIVE, Kind.ANDROID)
"""Of other players: test_lived_mobile has them."""

every_kind = pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in APPS])


class Lived:
    """A simulated session, and what is read from its log."""

    def __init__(self, simulated: Simulated) -> None:
        self.truth = simulated.truth
        self.is_live = simulated.is_live
        self.session: Session = parse_session(simulated.body, simulated.uuid)
        self.playback = playback_of(self.session)
        self.metrics: Metrics = metrics_of(self.playback)
        log = self.session.events
        gaps = [begin - end for begin, end in zip(log.start_ms[1:], log.end_ms, strict=False)]
        self.short_s = sum(gap for gap in gaps if 0 < gap < BELONGS_MS) / 1000
        """Silence so short that it belongs to what came before it: no sum is nearer to what was lived than this."""
        self.again = sums.of_rule(self.playback, "repeat")
        """Jumps of repeat mode, which the simulator counts as seeks."""
        self.verdict: Verdict = verdict_of(self.playback, self.metrics, self.session.events.end_ms[-1] + SILENT_MS)


@cache
def lives(kind: Kind) -> list[Lived]:
    events = LONG_EVENTS if kind is Kind.LONG else None
    return [Lived(simulate(kind, seed, events=events)) for seed in range(FEW.get(kind, SEEDS))]


def test_there_are_thousands() -> None:
    assert sum(len(lives(kind)) for kind in Kind) >= 2_500


@every_kind
def test_the_verdict_is_what_became_of_the_viewer(kind: Kind) -> None:
    for life in lives(kind):
        assert life.verdict.id == expected(life), life.session.uuid
        left_in = {"left-in-open-state": "open-state", "left-while-playing": "playing"}
        how = [left_in[each] for each in life.verdict.qualifiers if each in left_in]
        ended = life.truth.left_in is None or life.truth.completed
        assert how == ([] if ended else [life.truth.left_in]), life.session.uuid


def expected(life: Lived) -> VerdictId:
    truth = life.truth
    if truth.errored:
        return "playback-failure" if truth.started else "video-start-failure"
    if not truth.started:
        return "not-started"
    return "completed" if truth.completed else "left" if life.is_live else "stopped-early"


@every_kind
def test_the_sums_are_those_of_the_viewer(kind: Kind) -> None:
    for life in lives(kind):
        read, truth = life.metrics, life.truth
        assert (read.player_startup_s or 0, read.video_startup_s or 0) == (truth.player_start_s, truth.startup_s)
        assert (read.video_startup_s is None) == (not truth.started)
        assert read.playing_s == pytest.approx(truth.playing_s, abs=life.short_s + 1e-6)
        assert read.paused_s == pytest.approx(truth.paused_s, abs=life.short_s + 1e-6)
        assert read.error_count == truth.errored


@every_kind
def test_the_stalls_and_seeks_are_those_of_the_viewer(kind: Kind) -> None:
    for life in lives(kind):
        read, truth = life.metrics, life.truth
        near = life.short_s + 1e-6
        assert (read.rebuffer_count, read.seek_stall_count) == (truth.rebuffer_count, truth.seek_stall_count)
        assert read.rebuffer_s == pytest.approx(truth.rebuffer_s, abs=near), life.session.uuid
        assert read.seek_stall_s == pytest.approx(truth.seek_stall_s, abs=near)
        assert read.seek_count + len(life.again) == truth.seek_count, life.session.uuid
        sought_s = (read.seek_latency_mean_s or 0) * read.seek_count + life.again.total_ms / 1000
        assert sought_s == pytest.approx(truth.seek_s, abs=near)
        changes = sums.of_rule(life.playback, "manual-quality")
        assert len(changes) == truth.quality_change_count
        assert changes.total_ms / 1000 == pytest.approx(truth.quality_change_s, abs=near)


@every_kind
def test_the_ratios_are_made_of_what_was_lived(kind: Kind) -> None:
    for life in lives(kind):
        read, truth = life.metrics, life.truth
        viewed_s = truth.playing_s + truth.rebuffer_s
        seeking_s = truth.seek_s + truth.quality_change_s - life.again.total_ms / 1000
        waited_s = truth.startup_s + truth.rebuffer_s + truth.seek_stall_s + seeking_s
        assert read.rebuffering_ratio == (
            pytest.approx(truth.rebuffer_s / viewed_s, abs=life.short_s / viewed_s + 1e-6) if viewed_s else None
        )
        whole_s = truth.playing_s + waited_s
        assert read.wait_share == (
            pytest.approx(waited_s / whole_s, abs=life.short_s / whole_s + 1e-6) if truth.started else None
        )
        assert sum(read.quality_s.values()) == pytest.approx(read.playing_s)


@every_kind
def test_all_of_the_session_is_told_of(kind: Kind) -> None:
    for life in lives(kind):
        assert life.metrics.coverage is None or life.metrics.coverage >= TOLD, life.session.uuid
        assert "partial-log" not in life.verdict.qualifiers


NEVER_BACK = (Kind.LEFT_OPEN, Kind.LEFT_PLAYING, Kind.FATAL_ERROR, Kind.STALL_STORM, Kind.QUALITY_DROP, Kind.CLEAN_VOD)
"""Viewers who never went back: what they watched is what was played."""


@pytest.mark.parametrize("kind", [*NEVER_BACK, Kind.CLEAN_LIVE, Kind.SLOW_START])
def test_what_was_watched_once_is_what_was_played(kind: Kind) -> None:
    for life in lives(kind):
        near = PLAYHEAD_S + life.short_s
        assert life.metrics.content_watched_s == pytest.approx(life.truth.playing_s, abs=near), life.session.uuid


@pytest.mark.parametrize("kind", [Kind.CLEAN_VOD, Kind.LOOP, Kind.TWO_TRACKS])
def test_no_more_was_watched_than_there_is(kind: Kind) -> None:
    for life in lives(kind):
        share = life.metrics.content_watched_share
        assert share is not None and share <= 1
        if kind is not Kind.TWO_TRACKS:
            assert share == pytest.approx(1, abs=PLAYHEAD_S / 91), "the shortest clip has 91 s"


def test_a_log_of_seconds_knows_no_start_and_says_so() -> None:
    for life in lives(Kind.REACT_NATIVE):
        assert life.playback.dialect != "web"
        assert (life.metrics.player_startup_s, life.metrics.video_startup_s) == (None, None)
        assert {"player_startup", "startup"} <= set(life.playback.undefined)
        assert life.metrics.unlogged_wait_s is None
        assert not {"in-progress", "left-while-playing"} & {life.verdict.id, *life.verdict.qualifiers}


def test_a_log_of_seconds_has_no_more_playing_than_there_was() -> None:
    """Up to a second a row: that much its stamps are early."""
    for life in lives(Kind.REACT_NATIVE):
        assert life.metrics.playing_s is not None
        assert life.metrics.playing_s <= life.truth.playing_s + len(life.session.events), life.session.uuid
