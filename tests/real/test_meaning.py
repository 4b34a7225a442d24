"""What a real log means, the whole of it: written from its truth file and players.md, not from what is printed.

Numbers are held against the truth, cut at the last row; the table has what follows from it. A log has the findings
that are named here and no other: no false alarm.
"""

from functools import cache
from typing import NamedTuple

import pytest

from tests.real.reading import UUID, of_truth
from tests.real.test_logs import CANNOT_TELL, MOBILE, PLACE_S, WEB, tolerance_s
from tests.real.truth import LOGS, NAMES, truth_of
from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.verdict import QualifierId, VerdictId
from vpe_tui.session.parse import parse_session

HOUR_MS = 3_600_000


class Means(NamedTuple):
    """What must be said. `findings`: id → severity, all of them. No band: too little to say."""

    verdict: VerdictId
    band: Band | None
    qualifiers: tuple[QualifierId, ...]
    findings: dict[str, str]
    says: str = ""
    """A part of the verdict's line."""


PLAYING: QualifierId = "left-while-playing"
"""The last row is a pause, stall or seek that ended, or a start: the page played on."""
OPEN: QualifierId = "left-in-open-state"
"""The last row is a playing cut short; or, of a mobile player, a pause that began."""
CUT = {"open-end": "note"}
LONG = {"stall-long": "warning"}
CLUSTER = {"stall-long": "warning", "stall-cluster": "warning"}
SLOW = {"slow-start": "warning"}
"""2 to 5 s from play to the first picture."""
FAILED = {"player-error": "error"}


def left(*findings: dict[str, str], band: Band | None = None, first: tuple[QualifierId, ...] = ()) -> Means:
    """Left while it played; under a minute known to be lived unless there is a band."""
    found = {rule: severity for each in findings for rule, severity in each.items()}
    return Means("stopped-early", band, (*first, PLAYING), found)


MEANS: dict[str, Means] = {
    "abr": Means("stopped-early", None, (PLAYING, "partial-log"), {"seek-or-quality": "warning"}),
    "close_mid": left(),
    "close_paused": Means("stopped-early", None, (OPEN,), CUT),
    "device_sleep": Means("stopped-early", None, (PLAYING, "partial-log"), {"asleep": "warning"}),
    "error_after_stall": Means(
        "playback-failure",
        "poor",
        ("stalls", "slow-start"),
        FAILED | LONG | SLOW,
        "Playback failure — E0003 network error at +0:20 after 1 stall (5.4 s",
    ),
    "error_manifest": Means("video-start-failure", "poor", (), FAILED, "Video start failure — E0004"),
    "error_segment": Means("playback-failure", "poor", (), FAILED, "Playback failure — E0003 network error at +0:0"),
    "hidden": left(),
    "late_play": Means("completed", "good", (), {}, "Completed"),
    "live": Means("left", None, (PLAYING,), {}, "Left after 20.1 s of playing"),
    "loop": Means("completed", "good", (), {"loop": "note"}),
    "normal": Means("completed", "fair", ("slow-start",), SLOW),
    "pause_4h_capped": left(band="good"),
    "pause_long_heartbeat": left(band="good"),
    "pause_resume": Means("completed", "fair", ("slow-start",), SLOW),
    "quality_manual": Means("stopped-early", None, (OPEN,), CUT, "or change of quality that the log never closed"),
    "quality_silent": left(first=("stalls",)),  # 0.2 s in 13.4 s: fair, of less than a minute
    "rage_seek": left({"rage-seek": "warning", "quality-oscillation": "warning"}),
    "rate2": Means("completed", "good", (), {"speed": "note"}),
    "rate_change": left({"speed": "note"}),
    "replay": Means("completed", "fair", ("slow-start",), SLOW, "Completed, then replayed"),
    "seek_dead": left({"seek-slow": "error"}, band="poor", first=("slow-seek",)),
    "seek_dead_left": Means("stopped-early", None, (OPEN,), CUT),
    "seek_paused": left(),
    "seek_then_stall": left(LONG, band="poor", first=("stalls",)),  # 2.0 s after the seek: its own
    "slow_start": left(SLOW, band="poor", first=("stalls", "slow-start")),
    "slow_then_up": left(band="good"),  # low, then high: never “quality dropped”
    "stall_at_resume": left({"unlogged-wait": "warning"}, first=("unlogged-wait",)),
    "stall_left": Means("stopped-early", None, (OPEN,), CUT),
    "stall_pause_resume": left(LONG, band="poor", first=("stalls",)),
    "stall_pause_seek": left(LONG, {"pause-in-stall": "warning"}, band="poor", first=("stalls",)),
    "stall_seek": left(LONG, band="poor", first=("stalls",)),
    "stall_slow_net": left(CLUSTER, band="poor", first=("stalls",)),
    "stalls": left(CLUSTER, band="poor", first=("stalls",)),
    "two_tracks_btn": Means("stopped-early", None, (OPEN,), CUT, "item 3 of 3"),
    "two_tracks_restart": Means(
        "stopped-early",
        None,
        (OPEN,),
        CUT | {"totals-disagree": "warning"},  # its `startTime` has the first of two starts alone
        "item 2 of 2",
    ),
    "rn_pause": Means("stopped-early", "good", (OPEN,), {}, "left in a pause"),
    "rn_stalls": Means("stopped-early", "poor", ("stalls", OPEN), CLUSTER, "2 stalls (13.0 s"),
    "rn_tracks": Means("stopped-early", "good", (OPEN,), {}, "item 2 of 2"),
    "and_pause": Means("stopped-early", "good", ("app-put-away",), {}, "Stopped early at 28 %"),
    "and_rate": Means("stopped-early", "good", ("app-put-away",), {"speed": "note"}),
}

ENDED = ("normal", "pause_resume", "late_play", "rate2")
"""Their last row is `ended`: all that was lived through is told."""

SUMS = {"playing_s", "content_watched_s", "furthest_s", "paused_s", "rebuffer_count", "rebuffer_s", "seek_count"}
SUMS |= {"seek_stall_count", "seek_stall_s"}
"""What may have gone on after the last row. Longest ones too, where there is one."""


@cache
def diagnosis(name: str) -> Diagnosis:
    """An hour after it was over."""
    session = parse_session((LOGS / f"{name}.json").read_bytes(), UUID)
    return diagnose(session, session.events.end_ms[-1] + HOUR_MS)


def test_every_log_has_its_meaning() -> None:
    assert set(MEANS) == set(NAMES)


@pytest.mark.parametrize("name", MEANS)
def test_the_verdict_is_what_became_of_the_viewer(name: str) -> None:
    means, verdict = MEANS[name], diagnosis(name).verdict
    assert (verdict.id, verdict.band) == (means.verdict, means.band)
    assert set(verdict.qualifiers) == set(means.qualifiers)
    assert means.says in verdict.text


@pytest.mark.parametrize("name", MEANS)
def test_it_has_the_findings_that_it_must_have_and_no_other(name: str) -> None:
    assert {each.id: each.severity for each in diagnosis(name).findings} == MEANS[name].findings
    assert len(diagnosis(name).findings) == len(MEANS[name].findings)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CANNOT_TELL])
def test_the_numbers_are_those_of_the_truth(name: str) -> None:
    truth, numbers, near = of_truth(truth_of(name)), diagnosis(name).metrics, tolerance_s(name)
    assert numbers.playing_s == pytest.approx(truth.playing, abs=near)
    assert numbers.paused_s == pytest.approx(truth.paused, abs=near)
    assert (numbers.rebuffer_count, numbers.seek_stall_count) == (len(truth.stalls), 0)
    assert numbers.rebuffer_s == pytest.approx(sum(truth.stalls), abs=near)
    assert numbers.rebuffer_longest_s == (pytest.approx(max(truth.stalls), abs=near) if truth.stalls else None)
    assert numbers.seek_count == len(truth.seeks)
    if name not in MOBILE:
        assert numbers.seek_latency_max_s == (pytest.approx(max(truth.seeks), abs=0.1) if truth.seeks else None)
        assert numbers.unlogged_wait_s == 0
    assert numbers.content_watched_s == pytest.approx(truth.content, abs=PLACE_S)
    viewing = truth.playing + sum(truth.stalls)
    if not viewing:
        assert numbers.rebuffering_ratio is None
    elif numbers.rebuffering_ratio is not None:
        assert numbers.rebuffering_ratio == pytest.approx(sum(truth.stalls) / viewing, abs=near / viewing)
    else:
        assert name == "close_mid", "it played less than 0.1 s up to its last row"
    assert sum(numbers.quality_s.values()) == pytest.approx(numbers.playing_s)
    assert numbers.coverage is not None and numbers.coverage > 0.97


def test_speed_is_a_mean_of_what_the_playhead_tells() -> None:
    assert diagnosis("rate2").metrics.speed == pytest.approx(2, abs=0.05)
    assert diagnosis("rate_change").metrics.speed == pytest.approx(53.573 / 46.148, abs=0.03)
    assert diagnosis("and_rate").metrics.speed == pytest.approx(105 / 85)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_is_none_with_its_reason(name: str) -> None:
    read = diagnosis(name)
    unknown = {metric.key for metric in METRICS if getattr(read.metrics, metric.key) is None}
    assert unknown == set(read.undefined)
    assert all(read.undefined.values())
    assert not unknown & set(read.lower_bounds)


@pytest.mark.parametrize("name", WEB)
def test_a_log_that_does_not_end_in_ended_is_at_least(name: str) -> None:
    read = diagnosis(name)
    if name in ENDED:
        assert read.lower_bounds == {}
        return
    unsure = (
        {"rebuffer_count", "rebuffer_s", "seek_stall_count", "seek_stall_s"} if name == "stall_pause_seek" else set()
    )
    defined = {key for key in SUMS if getattr(read.metrics, key) is not None}
    assert defined - unsure <= set(read.lower_bounds)
    assert not unsure & set(read.lower_bounds), "its pauses are in its stalls, it may be less"
    assert ("rebuffering_ratio" in read.lower_bounds) is (name == "stall_at_resume")


def test_a_page_that_closed_before_its_first_row_of_playing_is_at_least_nothing() -> None:
    """9 s were played, and no row tells of them."""
    read = diagnosis("close_mid")
    assert read.metrics.playing_s == 0.0
    assert read.lower_bounds["playing_s"]
    assert "nothing played" in read.undefined["rebuffering_ratio"]


@pytest.mark.parametrize("name", MOBILE)
def test_a_mobile_log_says_that_it_does_not_measure_the_start_nor_tell_a_wait_by_its_silence(name: str) -> None:
    read = diagnosis(name)
    not_measured = {"player_startup_s", "video_startup_s", "total_start_s", "startup_score", "wait_share"}
    assert not_measured | {"stalled_share", "unlogged_wait_s"} <= set(read.undefined)
    assert all("is not known to measure it" in read.undefined[key] for key in not_measured)
    if name.startswith("rn_"):
        assert "0.1 s for every seek" in read.undefined["seek_latency_max_s"]


@pytest.mark.parametrize("name", MOBILE)
def test_a_mobile_log_is_never_in_progress(name: str) -> None:
    """That rests on the web player's heartbeat."""
    session = diagnosis(name).playback.session
    assert diagnose(session, session.events.end_ms[-1]).verdict.id == "stopped-early"


def test_a_web_log_that_is_young_is_in_progress() -> None:
    session = diagnosis("hidden").playback.session
    assert diagnose(session, session.events.end_ms[-1]).verdict.id == "in-progress"


# Where the log cannot tell


def test_a_change_of_quality_that_may_have_been_playing() -> None:
    read, truth = diagnosis("abr"), of_truth(truth_of("abr"))
    [found] = read.findings
    assert "does not tell which" in found.text
    assert read.metrics.seek_count == 0
    assert read.metrics.playing_s is not None and read.metrics.playing_s < truth.playing
    assert "playing_s" in read.lower_bounds
    assert read.metrics.coverage is not None and read.metrics.coverage < 0.1


def test_a_device_that_slept() -> None:
    read, truth = diagnosis("device_sleep"), of_truth(truth_of("device_sleep"))
    assert read.metrics.playing_s == pytest.approx(truth.content, abs=PLACE_S), "really played, says the note"
    assert read.metrics.content_watched_s == pytest.approx(truth.content, abs=PLACE_S)
    assert read.metrics.paused_s == pytest.approx(truth.paused, abs=0.1)
    assert read.metrics.rebuffering_ratio == 0


def test_a_wait_that_got_no_row() -> None:
    read, truth = diagnosis("stall_at_resume"), of_truth(truth_of("stall_at_resume"))
    assert read.metrics.unlogged_wait_s == pytest.approx(sum(truth.stalls), abs=0.1)
    assert (read.metrics.rebuffer_count, read.metrics.rebuffer_s, read.metrics.rebuffering_ratio) == (0, 0, 0)
    assert "not logged" in read.lower_bounds["rebuffering_ratio"]
    assert read.metrics.playing_s == pytest.approx(truth.playing, abs=0.1)


def test_a_pause_in_a_stall_that_play_ended_is_a_stall_as_logged() -> None:
    read, truth = diagnosis("stall_pause_resume"), of_truth(truth_of("stall_pause_resume"))
    assert read.metrics.rebuffer_count == 1
    assert read.metrics.rebuffer_s == pytest.approx(sum(truth.stalls) + truth.paused, abs=0.1)
    assert read.metrics.playing_s == pytest.approx(truth.playing, abs=0.1)


def test_a_pause_in_a_stall_that_a_seek_ended() -> None:
    read, truth = diagnosis("stall_pause_seek"), of_truth(truth_of("stall_pause_seek"))
    numbers = read.metrics
    assert (numbers.rebuffer_count, numbers.seek_count) == (1, 1)
    assert numbers.rebuffer_s is not None and numbers.paused_s is not None
    assert numbers.rebuffer_s + numbers.paused_s == pytest.approx(sum(truth.stalls) + truth.paused, abs=0.1)
    assert numbers.seek_latency_max_s == pytest.approx(truth.seeks[0], abs=0.1)
    assert "rebuffering" in read.playback.unsure


def test_a_page_that_never_played_sends_nothing() -> None:
    """no_play: the log is empty, and so is what is known."""
    read = diagnose(parse_session(b'{"code": 200, "result": {"sessionLog": [], "media": []}}', UUID), HOUR_MS)
    assert (read.verdict.id, read.verdict.band, read.findings) == ("not-started", None, ())
    assert all(value is None or not value for value in (getattr(read.metrics, metric.key) for metric in METRICS))
