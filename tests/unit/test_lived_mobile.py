"""The laws of test_lived for the mobile players: the same lives, in the rows that their reporters write.

A number that a log can know is the viewer's; one that is “at least” is never more; one it cannot know is undefined.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from vpe_tui.demo.player import Kind, Truth, simulate
from vpe_tui.demo.reporters import Dialect
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.session.parse import parse_session

NOT_ASKED = (Kind.LIVE_DAY, Kind.LONG, Kind.ODD_TYPES, Kind.QUALITY_SWINGS)
"""Too long; with types of another kind; with changes of quality by hand, of which no mobile log is known."""
KINDS = [kind for kind in Kind if kind not in NOT_ASKED]
FEW, MANY = 8, 132
"""Lives of each kind: 200 of each dialect, and at night more than 3,000."""
NEAR_S = 1e-6
TOLD = 0.95
"""Of a session's time: what no row tells of is the wait for a track's first picture, and rounding."""
CLOSES_S = 0.008
"""A stall shorter than an echo is as long as the row that closes it."""
HIDDEN_S = 0.45
"""A seek's first 0.1 s are the seek's; a wait of under 0.3 s after it makes no row: to the log that was playing."""

dialects = pytest.mark.parametrize("dialect", ["react-native", "android"])
how_many = pytest.mark.parametrize("seeds", [FEW, pytest.param(MANY, marks=pytest.mark.nightly)])


class Life(NamedTuple):
    """A life, and what is read from its log."""

    kind: Kind
    truth: Truth
    read: Diagnosis

    def is_at_least(self, key: str) -> bool:
        return key in self.read.lower_bounds

    def agrees(self, key: str, lived: float, *, near: float = NEAR_S) -> None:
        """The number is what was lived; where it is “at least”, no more than that."""
        value = getattr(self.read.metrics, key)
        if value is None:
            assert key in self.read.undefined or not lived, f"{self.kind} {key}"
        elif self.is_at_least(key):
            assert value <= lived + near, f"{self.kind} {self.read.playback.session.uuid} {key}"
        else:
            assert value == pytest.approx(lived, abs=near), f"{self.kind} {self.read.playback.session.uuid} {key}"


def lives(dialect: Dialect, seeds: int) -> Iterator[Life]:
    for kind in KINDS:
        for seed in range(seeds):
            simulated = simulate(kind, seed, dialect=dialect)
            session = parse_session(simulated.body, simulated.uuid)
            yield Life(kind, simulated.truth, diagnose(session, session.events.end_ms[-1] + SILENT_MS, player=dialect))


@dialects
@how_many
def test_a_mobile_log_tells_of_its_viewer_what_it_can(dialect: Dialect, seeds: int) -> None:
    for life in lives(dialect, seeds):
        truth, metrics = life.truth, life.read.metrics
        assert (metrics.player_startup_s, metrics.video_startup_s) == (None, None)
        reported_s = truth.playing_s + (truth.unreported_s if dialect == "android" else 0)
        unseen_s = HIDDEN_S * truth.seek_count + (metrics.playing_s or 0) * 1e-9
        life.agrees("playing_s", reported_s, near=unseen_s + NEAR_S)
        life.agrees("paused_s", truth.paused_s)
        stalled_s = (metrics.rebuffer_s or 0) + (metrics.seek_stall_s or 0)
        assert stalled_s <= truth.rebuffer_s + truth.seek_stall_s + truth.seek_s + truth.startup_s + NEAR_S
        if not truth.seek_count:
            life.agrees("rebuffer_s", truth.rebuffer_s, near=CLOSES_S * truth.rebuffer_count + NEAR_S)
            life.agrees("rebuffer_count", truth.rebuffer_count)
        assert metrics.coverage is None or metrics.coverage > TOLD
        assert (life.read.verdict.id in ("playback-failure", "video-start-failure")) == truth.errored


@pytest.mark.parametrize(("kind", "dialect"), [(Kind.REACT_NATIVE, "react-native"), (Kind.ANDROID, "android")])
def test_an_app_of_the_demo_is_known_by_a_sure_sign(kind: Kind, dialect: Dialect) -> None:
    for seed in range(FEW):
        session = parse_session(simulate(kind, seed).body, "u")
        playback = diagnose(session, 0).playback
        assert (playback.dialect, playback.certain) == (dialect, True), playback.because
