"""Metrics: what must hold for any log."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.test_qoe import Row, lived, log_of, metrics, row, session_of
from vpe_tui.playback.reading import playback_of
from vpe_tui.playback.rows import FASTEST
from vpe_tui.qoe.declarations import METRICS, as_json
from vpe_tui.qoe.metrics import metrics_of

ACTIONS = ("playing", "playing", "rebuffering", "seeking", "paused", "startup", "next_track", "error", "ended", "odd")
lengths = st.none() | st.integers(0, 90_000).map(lambda ms: ms / 1000)
any_row = st.builds(
    row,
    st.sampled_from(ACTIONS),
    lengths,
    st.none() | st.integers(0, 700),
    after_s=st.sampled_from((0, 0, 0, 0.02, 5, -1)),
    quality=st.sampled_from(("1080p", "720p", "240p", "auto", "0p", None)),
    watchingPercent=st.none() | st.integers(0, 100),
)
any_log = st.lists(any_row, max_size=25)
PLAIN = ("playing", "playing", "rebuffering", "paused", "startup", "error", "odd")
"""Rows whose meaning no row beside them changes: no tracks, ends and seeks."""
plain_row = st.builds(
    row,
    st.sampled_from(PLAIN),
    st.integers(0, 90_000).map(lambda ms: ms / 1000),
    st.none() | st.integers(0, 700),
    after_s=st.sampled_from((0, 0, 0, 0.02, 5)),
    quality=st.sampled_from(("1080p", "720p", "240p", "auto", "0p", None)),
)
plain_log = st.lists(plain_row, max_size=25)


@given(any_log, st.sampled_from((600.0, 0.0)))
def test_durations_add_up_and_shares_are_shares(rows: list[Row], length_s: float) -> None:
    playback = playback_of(lived(*rows, length_s=length_s))
    numbers = metrics_of(playback)
    spans = playback.spans
    whole_s = (spans[-1].end_ms - spans[0].start_ms) / 1000 if spans else 0
    told = [getattr(numbers, key) for key in ("playing_s", "paused_s", "rebuffer_s", "seek_stall_s", "unlogged_wait_s")]
    assert sum(each or 0 for each in told) <= whole_s + 1e-6, "each moment is told once"
    if numbers.playing_s is not None:
        assert sum(numbers.quality_s.values()) == pytest.approx(numbers.playing_s)
        if numbers.content_watched_s is not None:
            assert numbers.content_watched_s <= FASTEST * numbers.playing_s + 2 * len(rows), "good to 1.25 s a row"
    stalls = sum(each["actionType"] == "rebuffering" for each in rows)
    assert numbers.rebuffer_count + numbers.seek_stall_count <= stalls
    for word, key in (("playing", "playing_s"), ("paused", "paused_s"), ("rebuffering", "rebuffer_s")):
        if any(each["actionType"] == word and each["actionDuration"] is None for each in rows):
            assert getattr(numbers, key) is None, "never 0 for what is not known"
    for metric in METRICS:
        value = getattr(numbers, metric.key)
        assert metric.unit != "%" or value is None or 0 <= value <= 1, metric.key
        assert metric.unit != "score" or value is None or 0 <= value <= 100, metric.key


@given(plain_log, st.integers(0, 24), st.integers(1, 500_000))
def test_a_pause_changes_no_rebuffering_number(rows: list[Row], place: int, pause_ms: int) -> None:
    plain = as_json(metrics(*rows))
    before = rows[place - 1] if 0 < place <= len(rows) else row("", at_s=None)
    pause = row("paused", pause_ms / 1000, before["videoTime"], quality=before["quality"])
    paused = as_json(metrics(*rows[:place], pause, *rows[place:]))
    assert paused["paused_s"] >= plain["paused_s"] + pause_ms / 1000 - 0.001
    for key in ("rebuffer_count", "rebuffer_s", "rebuffer_longest_s", "seek_stall_count", "seek_stall_s"):
        assert paused[key] == (plain[key] and pytest.approx(plain[key], abs=0.021)), f"{key}: but for a short silence"


@given(plain_log, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_of_one_instant_come_changes_no_sum(rows: list[Row], rng: Random) -> None:
    """Quality switches, and the way of the playhead, are read from the row before: so there are none here.

    Nor is there a row so short that the silence in its place would be none.
    """
    assume(not any(0 < (each["actionDuration"] or 0) <= 0.2 for each in rows))
    log = [each | {"quality": "720p", "videoTime": None} for each in log_of(rows)]
    shuffled = sorted(rng.sample(log, len(log)), key=lambda each: each["logDateUnix"])
    plain, other = (as_json(metrics_of(playback_of(session_of(each)))) for each in (log, shuffled))
    depends = (
        ("coverage",) if any(each["actionType"] == "startup" for each in rows) else ()
    )  # silence after one is idle
    assert {key: plain[key] for key in plain if key not in depends} == {
        key: other[key] for key in other if key not in depends
    }


@given(plain_log, plain_log)
def test_splitting_at_a_heartbeat_keeps_the_sums(before: list[Row], after: list[Row]) -> None:
    """What a silence was is read from the way of the playhead on both its sides: none is told here."""
    before, after = ([each | {"videoTime": None} for each in rows] for rows in (before, after))
    heartbeat = row("playing", 60, None)
    whole, first, second = (
        metrics(*rows)
        for rows in ([*before, heartbeat, *after], [*before, heartbeat], [heartbeat | {"actionDuration": 0}, *after])
    )
    sums = ("playing_s", "paused_s", "rebuffer_count", "rebuffer_s", "unlogged_wait_s", "seek_stall_count")
    for key in (*sums, "seek_stall_s", "seek_count", "quality_up", "quality_down"):
        parts = getattr(first, key) + getattr(second, key)
        silences = 0.021 * (1 + len(after))
        assert getattr(whole, key) == pytest.approx(parts, abs=silences), "but for silences so short, which are its own"
