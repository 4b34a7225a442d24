"""Metrics: what must hold for any log."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_qoe import KEYS_OF_THE_CONTRACT, Row, lived, log_of, metrics, row, session_of
from vpe_tui.playback.reading import playback_of
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


@given(any_log, st.sampled_from((600.0, 0.0)))
def test_durations_add_up_and_shares_are_shares(rows: list[Row], length_s: float) -> None:
    session = lived(*rows, length_s=length_s)
    numbers = metrics_of(playback_of(session))
    spent_ms = {kind: 0 for kind in ACTIONS}
    for each in rows:
        spent_ms[each["actionType"]] += round((each["actionDuration"] or 0) * 1000)
    assert round(numbers.playing_s * 1000) == spent_ms["playing"] == round(sum(numbers.quality_s.values()) * 1000)
    assert round(((numbers.rebuffer_s or 0) + numbers.seek_stall_s) * 1000) == spent_ms["rebuffering"]
    assert numbers.rebuffer_count + numbers.seek_stall_count == sum(e["actionType"] == "rebuffering" for e in rows)
    assert round(numbers.paused_s * 1000) == spent_ms["paused"]
    for metric in METRICS:
        value = getattr(numbers, metric.key)
        assert metric.unit != "%" or value is None or 0 <= value <= 1, metric.key
        assert metric.unit != "score" or value is None or 0 <= value <= 100, metric.key
    assert numbers.content_watched_s <= numbers.playing_s + len(rows), "a second for each stretch, at most"


@given(any_log, st.integers(0, 24), st.integers(1, 500_000))
def test_a_pause_changes_no_rebuffering_number(rows: list[Row], place: int, pause_ms: int) -> None:
    """But for one between a seek and its stall, which it would part."""
    plain = as_json(metrics(*rows))
    place = len(rows) if plain["seek_stall_count"] else place
    before = rows[place - 1] if 0 < place <= len(rows) else row("")
    pause = row("paused", pause_ms / 1000, before["videoTime"], quality=before["quality"])
    paused = as_json(metrics(*rows[:place], pause, *rows[place:]))
    assert paused["paused_s"] == pytest.approx(plain["paused_s"] + pause_ms / 1000)
    for key in KEYS_OF_THE_CONTRACT:
        if "rebuffer" in key or key.startswith("seek_stall") or key in ("playing_s", "wait_share", "smoothness_score"):
            assert paused[key] == plain[key], key


@given(any_log, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_of_one_instant_come_changes_no_sum(rows: list[Row], rng: Random) -> None:
    """Quality switches and changes by hand are read from the row before, so the quality is one here."""
    log = [each | {"quality": "720p"} for each in log_of(rows)]
    shuffled = sorted(rng.sample(log, len(log)), key=lambda each: each["logDateUnix"])
    plain, other = (
        as_json(metrics_of(playback_of(session_of(log)))),
        as_json(metrics_of(playback_of(session_of(shuffled)))),
    )
    depends_on_tracks = ("content_watched_s", "content_watched_share", "coverage")
    tracks = any(each["actionType"] in ("next_track", "ended") for each in rows)
    assert {key: plain[key] for key in plain if not (tracks and key in depends_on_tracks)} == {
        key: other[key] for key in other if not (tracks and key in depends_on_tracks)
    }


@given(any_log, any_log)
def test_splitting_at_a_heartbeat_keeps_the_sums(before: list[Row], after: list[Row]) -> None:
    after = [each | {"after_s": max(each["after_s"], 0)} for each in after]  # nothing of it was before
    heartbeat = row("playing", 60, 300)
    whole, first, second = (
        metrics(*rows)
        for rows in ([*before, heartbeat, *after], [*before, heartbeat], [heartbeat | {"actionDuration": 0}, *after])
    )
    sums = ("playing_s", "paused_s", "rebuffer_count", "rebuffer_s", "seek_stall_count", "seek_stall_s", "seek_count")
    for key in (*sums, "quality_up", "quality_down"):
        parts = (getattr(first, key) or 0) + (getattr(second, key) or 0)
        assert (getattr(whole, key) or 0) == pytest.approx(parts), key
