"""Small logs about playing and clocks, made up by hand: what must come of their spans."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.real.reading import UUID
from vpe_tui.playback import sums
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.session.parse import parse_session

CASES = Path(__file__).with_name("cases")
NAMES = sorted(path.stem for path in CASES.glob("*.json"))


def case(name: str) -> Playback:
    return playback_of(parse_session((CASES / f"{name}.json").read_bytes(), UUID))


def diagnosis(name: str) -> Diagnosis:
    session = parse_session((CASES / f"{name}.json").read_bytes(), UUID)
    return diagnose(session, session.events.end_ms[-1] + 3_600_000)


def seconds(read: Playback, *states: str) -> float:
    return sums.state_ms(read, *states) / 1000  # type: ignore[arg-type]


def ratio(read: Playback) -> float:
    stalled = sums.stalls(read).own.total_ms / 1000
    return stalled / (stalled + seconds(read, "playing"))


@pytest.mark.parametrize("name", NAMES)
def test_spans_tile(name: str) -> None:
    spans = case(name).spans
    assert all(before.end_ms == after.start_ms for before, after in pairwise(spans))
    assert all(span.end_ms >= span.start_ms for span in spans)


def test_a_clock_that_was_set_back_is_read_in_the_order_of_arrival() -> None:
    """Start, 90 s of playing, clock −120 s, stall, fatal error: it is the last thing that happened."""
    read = case("clock-set-back")
    assert [span.state for span in read.spans] == ["starting"] * 2 + ["playing"] * 2 + ["rebuffering", "error"]
    assert seconds(read, "playing") == 90
    [step] = read.clock_steps
    assert step.by_ms == -120_000
    assert {read.session.events.actions[row] for row in step.moved} == {"rebuffering", "error"}
    assert read.spans[-1].end_ms == max(read.corrected_end_ms)


def test_sleep_changes_no_ratio() -> None:
    """Three stalls of 20 s end to end among 120 s of playing, in one of them with 9999 s asleep."""
    slept, awake = case("slept-playing-row"), case("not-slept")
    assert ratio(awake) == pytest.approx(60 / 180)
    assert ratio(slept) == pytest.approx(ratio(awake), abs=0.005)
    assert len(sums.stalls(slept).own) == len(sums.stalls(awake).own) == 3
    assert sum(span.length_ms for span in sums.of_rule(slept, "asleep") if span.state == "unknown") == 9_998_000


def test_without_a_place_content_is_undefined_and_playing_is_not() -> None:
    read = case("null-playhead")
    assert sums.content_watched_s(read) is None
    assert sums.furthest_s(read) is None
    assert {"content", "furthest"} <= set(read.undefined)
    assert seconds(read, "playing") == 120
    assert all(span.speed is None for span in read.spans)


def test_a_clock_that_was_set_after_the_boot_is_no_time() -> None:
    read = case("boot-clock-2000")
    assert (read.spans[-1].end_ms - read.spans[0].start_ms) / 1000 == pytest.approx(181.1)
    assert not read.clock_steps  # its years are taken out already where stamps are read (`session.eras`)
    assert sums.coverage(read).explained_ms == sums.coverage(read).whole_ms
    assert seconds(read, "playing") == 180


def test_rows_of_a_burst_move_back_into_the_silence() -> None:
    read = case("background-burst")
    assert seconds(read, "playing") == 180
    assert [span.rule for span in read.spans if span.state == "unknown"] == ["burst"]
    assert seconds(read, "unknown") == pytest.approx(60.5)
    assert not sums.speeds(read)


def test_live_whose_playhead_begins_again_is_watched_all_the_time() -> None:
    read = case("live-pts-wrap")
    assert sums.content_watched_s(read) == 300
    assert not sums.speeds(read)
    assert not read.ending.completed


def test_an_advertisement_in_the_middle_is_no_speed_and_no_seek() -> None:
    read = case("midroll-ad")
    assert seconds(read, "playing") == 210
    assert sums.content_watched_s(read) == 180
    assert not sums.speeds(read)
    assert not sums.seeks(read)


def test_a_loop_is_completed_watched_once_and_not_sought() -> None:
    read = case("loop-short")
    assert read.ending.completed
    assert read.ending.looped
    assert sums.content_watched_s(read) == 20
    assert not sums.seeks(read)
    assert seconds(read, "playing") == 65


def test_double_speed_watches_twice_as_much() -> None:
    read = case("rate-2x")
    assert {span.speed for span in sums.speeds(read)} == {2.0}
    assert len(sums.speeds(read)) == 5
    assert sums.content_watched_s(read) == 600
    assert read.ending.completed


def test_a_playhead_in_milliseconds_is_told_and_divided() -> None:
    read = case("playhead-in-ms")
    assert read.playhead_in_ms
    assert sums.content_watched_s(read) == 180
    assert sums.furthest_s(read) == 180
    assert not sums.speeds(read)


# What they mean

FINDINGS = {
    "background-burst": {"heartbeat-gap"},
    "boot-clock-2000": {"clock-step"},
    "clock-set-back": {"player-error", "stall-long", "clock-step", "schema-drift"},  # `error.message` is not known
    "live-pts-wrap": set(),
    "loop-short": {"loop", "open-end"},
    "midroll-ad": set(),
    "not-slept": {"stall-long", "stall-cluster"},
    "null-playhead": {"open-end", "stall-after-seek"},
    "playhead-in-ms": {"schema-drift"},
    "rate-2x": {"speed"},
    "slept-playing-row": {"stall-long", "stall-cluster", "asleep"},
}
"""Those that must be there, and no other."""

VERDICTS = {
    "clock-set-back": ("playback-failure", "poor"),
    "live-pts-wrap": ("left", "good"),
    "loop-short": ("completed", "good"),
    "rate-2x": ("completed", "good"),
    "not-slept": ("stopped-early", "poor"),  # a third of it stalled
    "slept-playing-row": ("stopped-early", "poor"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_has_the_findings_that_it_is_about_and_no_other(name: str) -> None:
    found = [each.id for each in diagnosis(name).findings]
    assert sorted(found) == sorted(FINDINGS[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_case_has_its_verdict(name: str) -> None:
    verdict = diagnosis(name).verdict
    assert (verdict.id, verdict.band) == VERDICTS.get(name, ("stopped-early", "good"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_of_a_case_is_null_with_a_reason(name: str) -> None:
    read = diagnosis(name)
    assert set(read.undefined) == {each.key for each in METRICS if getattr(read.metrics, each.key) is None}
    assert all(read.undefined.values())


def test_a_step_of_the_clock_is_named_and_the_failure_too() -> None:
    read = diagnosis("clock-set-back")
    assert read.verdict.text.startswith("Playback failure — E0003 network error at +1:36 after 1 stall (5.0 s")
    assert "clock set back by 2 m 00 s" in read.verdict.text
    [step] = [each for each in read.findings if each.id == "clock-step"]
    assert "set back by 2 m 00 s" in step.text and "2 rows were moved" in step.text


def test_without_a_place_shares_are_null_and_playing_is_120() -> None:
    read = diagnosis("null-playhead")
    numbers = read.metrics
    assert (numbers.content_watched_s, numbers.content_watched_share, numbers.playing_s) == (None, None, 120)
    assert (numbers.furthest_s, numbers.speed) == (None, None)
    assert read.undefined["content_watched_s"] == read.undefined["furthest_s"] == "no row tells a place"


def test_sleep_is_no_playing_time_in_any_number() -> None:
    slept, awake = diagnosis("slept-playing-row").metrics, diagnosis("not-slept").metrics
    assert slept.rebuffering_ratio == pytest.approx(awake.rebuffering_ratio, abs=0.005)
    assert slept.rebuffer_per_hour == awake.rebuffer_per_hour
    assert slept.playing_s == pytest.approx(awake.playing_s, abs=1)


def test_a_clock_set_after_the_boot_leaves_nothing_untold() -> None:
    read = diagnosis("boot-clock-2000")
    assert read.metrics.coverage == 1
    [step] = read.findings
    assert "26 years behind in 2 rows" in step.text


def test_double_speed_is_said_and_watches_it_all() -> None:
    read = diagnosis("rate-2x")
    assert (read.metrics.speed, read.metrics.content_watched_share, read.metrics.playing_s) == (2.0, 1.0, 300)
    [speed] = read.findings
    assert "2.00 ×" in speed.text


def test_a_playhead_in_milliseconds_gives_no_share_beyond_the_whole() -> None:
    read = diagnosis("playhead-in-ms")
    length_s = read.playback.items[0].length_s
    assert length_s is not None
    assert read.metrics.content_watched_share == read.metrics.furthest_share == pytest.approx(180 / length_s)
    assert "came in milliseconds" in read.findings[0].text
    assert f"at {int(18000 / length_s)} %" in read.verdict.text


def test_a_loop_of_20_s_was_watched_once() -> None:
    numbers = diagnosis("loop-short").metrics
    assert (numbers.content_watched_s, numbers.content_watched_share, numbers.seek_count) == (20, 1.0, 0)


def test_an_advertisement_in_the_middle_says_that_content_is_by_the_playhead() -> None:
    read = diagnosis("midroll-ad")
    content = next(each for each in METRICS if each.key == "content_watched_s")
    assert read.metrics.content_watched_s == 180
    assert "from the playhead" in content.explanation
