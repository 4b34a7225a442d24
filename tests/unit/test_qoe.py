"""Metrics: each worked out by hand on a small log, and what must hold for any log."""

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import pytest

from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.bands import BAND_SOURCES, BANDS, Bands, Cutoffs
from vpe_tui.qoe.declarations import METRIC_OF, METRICS, as_json
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.explain import Explanation, explain
from vpe_tui.qoe.metric import band_of
from vpe_tui.qoe.metrics import Metrics, metrics_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session

DOCUMENTED = (Path(__file__).parents[1] / "data" / "session-documented-example.json").read_bytes()
UUID = "0f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
BEGAN_MS = 1_759_895_520_822
KEYS_OF_THE_CONTRACT = [
    *("player_startup_s", "video_startup_s", "total_start_s", "playing_s", "rebuffer_count", "rebuffer_s"),
    *("rebuffer_longest_s", "rebuffering_ratio", "stalled_share", "rebuffer_per_min", "rebuffer_per_hour"),
    *("mean_time_between_rebuffers_s", "unlogged_wait_s", "seek_count", "seek_latency_mean_s", "seek_latency_max_s"),
    *("seek_stall_count", "seek_stall_s", "wait_share", "paused_s", "speed"),
    *("content_watched_s", "content_watched_share", "furthest_s", "furthest_share", "quality_s", "quality_up"),
    *("quality_down", "quality_mean_px", "error_count", "coverage", "startup_score", "smoothness_score"),
]
"""Of `show --json`, in its order."""

Row = dict[str, Any]


def row(action: str, lasted_s: float | None = 0, at_s: float | None = 0, *, after_s: float = 0, **fields: Any) -> Row:
    """A row that begins `after_s` seconds after the one before it has ended; `at_s` is the playhead at its end."""
    own = {"actionType": action, "actionDuration": lasted_s, "videoTime": at_s, "quality": "1080p", "after_s": after_s}
    return own | fields


def log_of(rows: list[Row]) -> list[Row]:
    now_ms, log = BEGAN_MS, []
    for each in rows:
        now_ms += round(each["after_s"] * 1000) + round((each["actionDuration"] or 0) * 1000)
        log.append({"logDateUnix": str(now_ms)} | {name: each[name] for name in each if name != "after_s"})
    return log


def session_of(log: list[Row], length_s: float = 600, media: list[Row] | None = None, **parts: Any) -> Session:
    items = [{"videoType": "VOD" if length_s else "LIVE", "duration": length_s}] if media is None else media
    result = {"user": {"os": "x"}, "media": items, "sessionLog": log} | parts
    return parse_session(json.dumps({"code": 200, "result": result}).encode(), UUID)


def lived(*rows: Row, length_s: float = 600, media: list[Row] | None = None, **parts: Any) -> Session:
    """A session of these rows, one after the other."""
    return session_of(log_of(list(rows)), length_s, media, **parts)


def metrics(*rows: Row, **parts: Any) -> Metrics:
    return metrics_of(playback_of(lived(*rows, **parts)))


def diagnosed(session: Session, bands: Bands = BANDS) -> Diagnosis:
    """Long after it was over."""
    return diagnose(session, BEGAN_MS + 10**9, bands)


READY, FIRST_PICTURE = row("player_start", 0.008), row("startup", 0.4, after_s=0.005)


def explained(key: str, session: Session, bands: Bands = BANDS) -> Explanation:
    return explain(METRIC_OF[key], diagnosed(session, bands))


def test_every_metric_is_declared_once_and_is_in_the_contract() -> None:
    attributes = [field.name for field in dataclasses.fields(Metrics)]
    of_bands = [metric.banded for metric in METRICS if metric.banded]
    assert [metric.key for metric in METRICS] == KEYS_OF_THE_CONTRACT
    assert attributes == [*KEYS_OF_THE_CONTRACT, *of_bands]


def test_bands_are_of_metrics_and_have_sources() -> None:
    keys = set(Bands._fields)
    assert keys <= set(KEYS_OF_THE_CONTRACT)
    assert keys == set(BAND_SOURCES)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_every_metric_can_be_explained_of_any_session(metric: Any) -> None:
    for session in (lived(), WHOLE_LIFE, lived(READY), parse_session(DOCUMENTED, UUID)):
        diagnosis = diagnosed(session)
        numbers, explanation = diagnosis.metrics, explain(metric, diagnosis)
        assert all((explanation.term, explanation.formula, explanation.numbers, explanation.text, explanation.source))
        assert ("undefined: " in explanation.numbers) == (explanation.value == "–")
        assert sorted(set(explanation.rows)) == list(explanation.rows)
        if getattr(numbers, metric.key) is None:
            assert metric.undefined


# The documented example


def test_the_documented_example() -> None:
    numbers = metrics_of(playback_of(parse_session(DOCUMENTED, UUID)))
    assert (numbers.player_startup_s, numbers.video_startup_s, numbers.total_start_s) == (0.008, 0.413, 0.421)
    assert (numbers.playing_s, numbers.rebuffer_count, numbers.rebuffering_ratio) == (0.834, 0, 0.0)
    assert (numbers.rebuffer_longest_s, numbers.mean_time_between_rebuffers_s) == (None, None)
    assert numbers.quality_s == {"1080p": 0.834}
    assert (numbers.quality_up, numbers.quality_down, numbers.quality_mean_px) == (0, 0, 1080)
    assert numbers.wait_share == 413 / (413 + 834)
    assert numbers.content_watched_s == 0.834, "its playhead is cut to whole seconds: as much as was played"
    assert (numbers.unlogged_wait_s, numbers.speed, numbers.rebuffer_per_hour) == (0, 1, 0)
    assert numbers.stalled_share == 0
    assert numbers.coverage == 1.0, "5 ms in which play was not pressed yet are no one's"


def test_the_documented_example_as_json() -> None:
    said = as_json(metrics_of(playback_of(parse_session(DOCUMENTED, UUID))))
    assert list(said) == KEYS_OF_THE_CONTRACT
    assert json.loads(json.dumps(said))["seek_latency_max_s"] is None


# Every number by hand

WHOLE_LIFE = lived(
    row("player_start", 0.5, quality="0p", percent=0),
    row("startup", 2.5, after_s=7),  # play was pressed after 7 s
    row("playing", 60, 60),
    row("playing", 40, 100),
    row("rebuffering", 3, 100),
    row("playing", 20, 120, quality="720p"),
    row("paused", 30, 120, quality="720p"),
    row("seeking", 1.5, 300, quality="720p"),
    row("playing", 0.5, 300, quality="720p"),
    row("rebuffering", 2, 300, quality="360p"),  # 0.5 s after the seek
    row("playing", 10, 310, quality="360p"),
    row("seeking", 0.5, 310),  # a change of quality by hand
    row("playing", 49.5, 360),
    row("rebuffering", 9, 360),
    row("seeking", 2.5, 50),
    row("playing", 20, 70, watchingPercent=60),
)
P, R, RS, S, J = 200.0, 12.0, 2.0, 4.5, 2.5
CONTENT = pytest.approx(180, abs=1.25)
"""0 … 120, 300 … 360; 50 … 70 for the second time. A place is a whole second, good to 1.25 s."""


@pytest.mark.parametrize(
    ("key", "value"),
    {
        "player_startup_s": 0.5,
        "video_startup_s": J,
        "total_start_s": 3.0,
        "playing_s": P,
        "rebuffer_count": 2,
        "rebuffer_s": R,
        "rebuffer_longest_s": 9.0,
        "rebuffering_ratio": R / (R + P),
        "stalled_share": R / (P + J + R + RS + S),
        "rebuffer_per_min": 60 * 2 / (R + P),
        "rebuffer_per_hour": 2 * 3,  # of 20 minutes
        "unlogged_wait_s": 0.0,
        "speed": 1.0,
        "mean_time_between_rebuffers_s": P / 2,
        "seek_count": 2,
        "seek_latency_mean_s": 2.0,
        "seek_latency_max_s": 2.5,
        "seek_stall_count": 1,
        "seek_stall_s": RS,
        "wait_share": (J + R + RS + S) / (P + J + R + RS + S),
        "paused_s": 30.0,
        "content_watched_s": CONTENT,
        "content_watched_share": pytest.approx(180 / 600, abs=1.25 / 600),
        "furthest_s": 360,
        "furthest_share": 0.6,
        "quality_s": {"1080p": 169.5, "720p": 20.5, "360p": 10.0},
        "quality_up": 1,
        "quality_down": 2,
        "quality_mean_px": (169.5 * 1080 + 20.5 * 720 + 10 * 360) / 200,
        "error_count": 0,
        "coverage": 1.0,
        "startup_score": 100 * 8 / (8 + J),
        "smoothness_score": (100 / math.sqrt(2) + 100 * math.exp(-10 * R / (P + R + S))) / 2,
    }.items(),
)
def test_a_life_by_hand(key: str, value: object) -> None:
    found = getattr(metrics_of(playback_of(WHOLE_LIFE)), key)
    assert found == (pytest.approx(value) if isinstance(value, int | float | dict) else value)


@pytest.mark.parametrize(
    ("key", "numbers", "rows"),
    [
        ("rebuffering_ratio", "5.66 % = 12.0 s / 212.0 s", (2, 3, 4, 5, 8, 10, 12, 13, 15)),
        ("total_start_s", "3.0 s = 0.500 s + 2.500 s", (0, 1)),
        ("rebuffer_s", "12.0 s in 2 stalls, 6.0 s each on average", (4, 13)),
        ("rebuffer_longest_s", "9.0 s", (13,)),
        ("rebuffer_per_min", "0.57 per min = 60 · 2 / 212.0 s", (2, 3, 4, 5, 8, 10, 12, 13, 15)),
        ("seek_count", "2, and 1 change of quality that the log calls seeking as well", (7, 14)),
        ("seek_latency_mean_s", "2.0 s = 4.0 s / 2", (7, 14)),
        ("seek_stall_s", "2.0 s in 1", (9,)),
        ("paused_s", "30.0 s in 1 pause", (6,)),
        ("furthest_s", "360.0 s", (12,)),
        ("quality_down", "2", (5, 9)),
        ("coverage", "100.00 % = 251.5 s / 251.5 s", ()),
        ("startup_score", "76.2 of 100 = 100 · 8 / (8 + 2.500 s)", (1,)),
    ],
)
def test_an_explanation_has_the_numbers_and_the_rows(key: str, numbers: str, rows: tuple[int, ...]) -> None:
    explanation = explained(key, WHOLE_LIFE)
    assert (explanation.numbers, explanation.rows) == (numbers, rows)
    assert explanation.unknown == (() if key in WHOLE else (NOT_ENDED,))


WHOLE = {"rebuffering_ratio", "total_start_s", "rebuffer_per_min", "seek_latency_mean_s", "quality_down", "coverage"}
WHOLE |= {"startup_score"}
"""What does not grow with what went on after the last row; the other sums are lower bounds."""
NOT_ENDED = "at least: the log does not end in `ended`: what went on after its last row was not logged"


def test_what_goes_on_after_the_last_row_makes_sums_a_lower_bound() -> None:
    whole = {"playing_s", "content_watched_s", "furthest_s", "paused_s", "rebuffer_count", "rebuffer_s"}
    whole |= {"rebuffer_longest_s", "seek_count", "seek_latency_max_s", "seek_stall_count", "seek_stall_s"}
    assert whole <= set(diagnosed(WHOLE_LIFE).lower_bounds)
    assert not diagnosed(lived(READY, FIRST_PICTURE, row("playing", 600, 600), row("ended", 0, 600))).lower_bounds
    failed = diagnosed(lived(READY, FIRST_PICTURE, row("playing", 60, 60), row("error", errorCode="E0003")))
    assert "reports nothing after an error" in failed.lower_bounds["playing_s"]
    assert failed.value_text(METRIC_OF["playing_s"]) == "≥ 60.0 s"
    assert explained("playing_s", failed.playback.session).value == "at least 60.0 s"


# Undefined is not 0


def test_an_empty_log_defines_nothing_but_sums() -> None:
    numbers = as_json(metrics(media=[]))
    assert {key for key, value in numbers.items() if value is not None} == {
        *("playing_s", "paused_s", "rebuffer_count", "rebuffer_s", "seek_count", "seek_stall_count", "seek_stall_s"),
        *("content_watched_s", "quality_s", "quality_up", "quality_down", "error_count"),
    }
    assert not any(numbers.values())


def test_without_playing_and_stalls_there_is_no_ratio() -> None:
    assert metrics(READY, FIRST_PICTURE).rebuffering_ratio is None
    assert metrics(READY, FIRST_PICTURE, row("rebuffering", 1)).rebuffering_ratio == 1.0
    assert metrics(READY, FIRST_PICTURE, row("playing", 1)).rebuffering_ratio == 0.0
    assert explained("rebuffering_ratio", lived(READY)).numbers == "undefined: nothing played and nothing stalled"


def test_a_session_that_did_not_start_has_no_scores() -> None:
    numbers = metrics(READY, row("error", errorCode="E0004"), startTime={"videoStartTimeSum": 0})
    assert (numbers.video_startup_s, numbers.total_start_s) == (None, None)
    assert (numbers.startup_score, numbers.smoothness_score) == (None, None)
    assert numbers.player_startup_s == 0.008


def test_start_time_stands_in_for_rows_that_are_not_there() -> None:
    said = {"playerStartTimeSum": 0.1, "videoStartTimeSum": 0.7}
    assert metrics(row("playing", 9), startTime=said).total_start_s == pytest.approx(0.8)
    assert metrics(row("player_start", 0.2), FIRST_PICTURE, startTime=said).total_start_s == pytest.approx(0.6)


def test_a_row_without_a_duration_is_counted_and_adds_nothing() -> None:
    session = lived(
        READY, FIRST_PICTURE, row("playing", 10, 10), row("rebuffering", None), row("seeking", None, after_s=1)
    )
    numbers = metrics_of(playback_of(session))
    assert (numbers.rebuffer_count, numbers.rebuffer_s, numbers.rebuffer_longest_s) == (1, None, None)
    assert (numbers.seek_count, numbers.seek_latency_mean_s, numbers.seek_latency_max_s) == (1, None, None)
    assert "1 row of those counted without a duration" in explained("rebuffer_s", session).unknown[0]


# Seeks, and what is none


@pytest.mark.parametrize(("after_s", "induced"), [(0, 1), (0.5, 1), (1.0, 1), (1.001, 0), (30, 0)])
def test_a_stall_within_a_second_after_a_seek_is_the_seeks(after_s: float, induced: int) -> None:
    numbers = metrics(READY, FIRST_PICTURE, row("seeking", 1, 90), row("playing", after_s, 90), row("rebuffering", 3))
    assert (numbers.seek_stall_count, numbers.seek_stall_s) == (induced, 3 * induced)
    assert (numbers.rebuffer_count, numbers.rebuffer_s) == (1 - induced, 3 - 3 * induced)


def test_a_stall_that_begins_in_a_seek_is_the_seeks_and_one_that_holds_it_is_not() -> None:
    assert metrics(row("seeking", 5, 90), row("rebuffering", 6, 90, after_s=-2)).seek_stall_count == 1
    assert metrics(row("seeking", 5, 90), row("rebuffering", 9, 90, after_s=-7)).seek_stall_count == 0


@pytest.mark.parametrize(
    ("to_s", "quality", "seeks"),
    [
        *((10, "720p", 0), (11.9, "auto", 0), (8.1, "720p", 0)),
        *((12, "720p", 1), (8, "720p", 1), (10, "1080p", 1), (10, "0p", 1), (10, None, 1), (None, "720p", 1)),
    ],
)
def test_a_change_of_quality_is_no_seek(to_s: float | None, quality: str | None, seeks: int) -> None:
    numbers = metrics(READY, row("playing", 10, 10), row("seeking", 1, to_s, quality=quality), row("rebuffering", 2))
    assert (numbers.seek_count, numbers.seek_stall_count, numbers.rebuffer_count) == (seeks, seeks, 1 - seeks)
    assert numbers.wait_share == pytest.approx(3 / 13), "waiting it is all the same"


# What was watched


def test_each_part_counts_once() -> None:
    once = row("playing", 60, 60)
    assert metrics(once).content_watched_s == 60
    assert metrics(once, row("seeking", 1, 0), once).content_watched_s == 60
    assert metrics(once, row("seeking", 1, 30), row("playing", 60, 90)).content_watched_s == 90
    assert metrics(once, row("seeking", 1, 100), row("playing", 60, 160)).content_watched_s == 120


def test_what_was_watched_is_within_the_media() -> None:
    numbers = metrics(row("playing", 60, 30), row("playing", 60, 130), length_s=100)
    assert (numbers.content_watched_s, numbers.content_watched_share) == (100, 1), "0 … 30 slowly, on to 130 fast"


def test_a_playhead_in_whole_seconds_leaves_no_holes() -> None:
    """Ten rows of 9.3 s from 0: the places are cut to 9, 18, 27, 37, …"""
    rows = [row("playing", 9.3, int(9.3 * number)) for number in range(1, 11)]
    assert metrics(*rows).content_watched_s == pytest.approx(93, abs=1)


def test_live_has_no_shares() -> None:
    session = lived(READY, FIRST_PICTURE, row("playing", 60, 1060, watchingPercent=0), length_s=0)
    numbers = metrics_of(playback_of(session))
    assert (numbers.content_watched_s, numbers.content_watched_share, numbers.furthest_share) == (60, None, None)
    assert explained("playing_s", session).unknown[1].startswith("LIVE")


TRACKS = [{"videoType": "VOD", "duration": 100, "url": url} for url in ("a", "b", "a")]


def test_tracks_are_told_apart_and_one_that_was_gone_back_to_is_one() -> None:
    def change(word: str) -> list[Row]:
        return [row(word), row("startup", 1)]

    rows = [row("playing", 50, 50), *change("next_track"), row("playing", 50, 50)]
    assert metrics(*rows, media=TRACKS[:2]).content_watched_share == 100 / 200
    rows += [*change("prev_track"), row("playing", 60, 60)]
    assert metrics(*rows, media=TRACKS).content_watched_share == 110 / 200
    assert metrics(*rows, media=TRACKS[:2]).content_watched_share == 110 / 200, "the last that was loaded is the third"
    assert metrics(*rows, media=TRACKS).video_startup_s == 2, "a start each, added up as the API does"


def test_the_furthest_point_without_percent_is_a_place_in_the_media() -> None:
    assert metrics(row("playing", 60, 150)).furthest_share == 0.25
    assert metrics(row("playing", 60, 150), media=[]).furthest_share is None
    assert metrics(row("playing", 60, 700, watchingPercent=117)).furthest_share == 1.0


# Quality


def test_qualities_without_a_height_are_counted_apart() -> None:
    rows = [row("playing", 10, quality=quality) for quality in ("auto", "720p", "Other", None, "360p", "0p", "Unknown")]
    numbers = metrics(*rows)
    assert numbers.quality_s == {"720p": 10, "360p": 10, "0p": 10, "Other": 10, "Unknown": 20, "auto": 10}
    assert sum(numbers.quality_s.values()) == numbers.playing_s
    assert numbers.quality_mean_px == 540
    assert (numbers.quality_up, numbers.quality_down) == (0, 0), "nothing is known of what lies between"
    assert metrics(row("playing", 10, quality="auto")).quality_mean_px is None


# Coverage


def test_time_that_no_row_tells_of() -> None:
    session = lived(READY, FIRST_PICTURE, row("playing", 60, 60), row("playing", 39.6, 120, after_s=20))
    numbers = metrics_of(playback_of(session))
    assert numbers.coverage == pytest.approx(100.008 / 120.008, abs=1e-4)
    assert explained("coverage", session).rows == (2, 3), "those on either side"
    assert "partial log" in explained("rebuffering_ratio", session).unknown[0]


def test_rows_that_overlap_are_told_once() -> None:
    assert metrics(row("playing", 60), row("playing", 60, after_s=-30)).coverage == 1.0
    assert metrics(row("playing", 1), row("paused", 1, 30, after_s=8), row("playing", 6, after_s=-9.5)).coverage == 0.75


@pytest.mark.parametrize("waits", ["player_start", "ended", "next_track"])
def test_waiting_for_the_viewer_is_no_missing_time(waits: str) -> None:
    assert metrics(row("playing", 10), row(waits), row("startup", 1, after_s=600)).coverage == 1.0
    assert metrics(row("playing", 10), row("paused", 1), row("startup", 1, after_s=12)).coverage == 0.5


def test_times_in_whole_seconds_leave_gaps_that_are_none() -> None:
    """A mobile player: rows of 0.6 s, stamped with the second in which they ended."""
    ends = [1_759_895_520 + (number * 6) // 10 for number in range(1, 30)]
    session = lived(*[row("playing", 0.6, logDateUnix=str(end)) for end in ends])
    assert metrics_of(playback_of(session)).coverage == 1.0
    assert any(each.startswith("approximate times") for each in explained("playing_s", session).unknown)


# Errors


def test_errors_are_counted_in_the_log_else_in_error() -> None:
    reported = [{"errorCode": "E0004"}]
    assert metrics(READY, row("error"), row("error"), error=reported).error_count == 2
    assert metrics(READY, error=reported).error_count == 1


# Bands


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("video_startup_s", (2, 2.001, 5, 5.001)),
        ("rebuffering_ratio", (0.01, 0.0101, 0.04, 0.0401)),
        ("rebuffer_per_hour", (3, 3.1, 15, 15.1)),
        ("rebuffer_longest_s", (10, 10.001, 30, 30.001)),
        ("seek_latency_max_s", (2, 2.001, 5, 5.001)),
    ],
)
def test_the_default_bands(key: str, values: tuple[float, ...]) -> None:
    numbers = [dataclasses.replace(metrics(), **{METRIC_OF[key].banded or key: value}) for value in values]
    assert [band_of(METRIC_OF[key], each) for each in numbers] == ["good", "fair", "fair", "poor"]


def test_any_error_is_poor_and_what_is_undefined_has_no_band() -> None:
    assert band_of(METRIC_OF["error_count"], metrics()) == "good"
    assert band_of(METRIC_OF["error_count"], metrics(row("error"))) == "poor"
    assert band_of(METRIC_OF["rebuffering_ratio"], metrics()) is None
    assert band_of(METRIC_OF["paused_s"], metrics(row("paused", 900))) is None


def test_an_explanation_says_where_a_band_comes_from() -> None:
    session = lived(READY, row("startup", 2.4), row("playing", 9, 9))
    ours = explained("video_startup_s", session)
    assert (ours.band, ours.cutoffs[:39]) == ("fair", "good up to 2.0 s, fair up to 5.0 s, els")
    assert "Krishnan & Sitaraman" in ours.cutoffs
    theirs = explained("video_startup_s", session, BANDS._replace(video_startup_s=Cutoffs(3, 6)))
    assert (theirs.band, theirs.cutoffs.rpartition(": ")[2]) == ("good", "cut-offs of your own settings")


def test_the_band_of_the_start_is_that_of_the_longest_single_one() -> None:
    """Seven tracks that each began at once are no slow start."""
    again = [each for _ in range(6) for each in (row("next_track"), row("startup", 0.8))]
    session = lived(READY, row("startup", 0.9), *again)
    assert metrics_of(playback_of(session)).video_startup_s == pytest.approx(5.7)
    start = explained("video_startup_s", session)
    assert (start.band, start.numbers) == ("good", "5.700 s over 7 starts, the longest 0.900 s")
    assert "longest single start" in start.text
    slow = explained("video_startup_s", lived(READY, row("startup", 0.9), row("next_track"), row("startup", 2.1)))
    assert slow.band == "fair"
    said = lived(row("playing", 9, 9), startTime={"videoStartTimeSum": 6})
    assert explained("video_startup_s", said).band == "poor"


def test_stalls_of_which_none_has_a_duration_did_not_take_no_time() -> None:
    played, untold = row("playing", 60, 60), row("rebuffering", None)
    numbers = metrics(READY, FIRST_PICTURE, played, untold)
    assert (numbers.rebuffer_count, numbers.rebuffer_s, numbers.rebuffering_ratio) == (1, None, None)
    assert (numbers.rebuffer_per_min, numbers.smoothness_score, numbers.rebuffer_longest_s) == (None, None, None)
    said = explained("rebuffer_s", lived(READY, FIRST_PICTURE, played, untold)).numbers
    assert said == "undefined: row 3 (rebuffering) has no duration"
    one = metrics(READY, FIRST_PICTURE, played, untold, row("rebuffering", 2))
    assert (one.rebuffer_s, one.rebuffer_longest_s, one.rebuffer_count) == (None, None, 2), "a part is not the sum"
    assert metrics(READY, FIRST_PICTURE, played).rebuffer_s == 0
