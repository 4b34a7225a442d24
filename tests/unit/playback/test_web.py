"""The web player's traps, one by one; the logs that show them are in tests/real."""

import pytest

from tests.unit.playback.logs import row, told, web
from vpe_tui.playback import sums


def test_a_pause_pressed_in_a_stall_gets_no_row_but_a_silence() -> None:
    read = web(row("playing", 10, 10), row("rebuffering", 3, 10), row("playing", 5, 15, silent_s=400))
    assert told(read) == [("playing", 10), ("rebuffering", 3), ("paused", 400), ("playing", 5)]
    assert [span.known for span in sums.of_rule(read, "silent-pause")] == ["inferred"]


@pytest.mark.parametrize("before", [row("paused", 2, 10), row("seeking", 0.3, 10), row("playing", 2, 10)])
def test_silence_at_the_same_place_was_waiting(before: dict[str, object]) -> None:
    read = web(row("playing", 8, 8), before, row("playing", 5, 15, silent_s=4))
    assert sums.unlogged_wait_ms(read) == 4000
    assert not sums.stalls(read).own
    assert "rebuffering" in read.lower_bounds


def test_silence_after_the_start_at_the_same_place_was_waiting() -> None:
    assert sums.unlogged_wait_ms(web(row("playing", 5, 5, silent_s=4))) == 4000


def test_silence_of_more_than_five_minutes_is_unknown() -> None:
    read = web(row("playing", 10, 10), row("playing", 5, 15, silent_s=301))
    assert told(read)[1] == ("unknown", 301)
    assert sums.of_rule(read, "silence")


@pytest.mark.parametrize("moved_s", [30, 12, 200])
def test_silence_in_which_the_playhead_moved_lost_rows(moved_s: int) -> None:
    read = web(row("playing", 10, 10), row("playing", 5, 15 + moved_s, silent_s=30))
    assert told(read)[1] == ("unknown", 30)
    assert sums.of_rule(read, "lost-rows")
    assert read.lower_bounds["playing"]


def test_rows_lost_before_the_first_sync_are_no_idle_time() -> None:
    from tests.unit.playback.logs import read

    lost = read(row("player_start", 0.1), row("playing", 60, 118, silent_s=60), row("playing", 10, 128))
    assert told(lost) == [("unknown", 60), ("playing", 60), ("playing", 10)]
    assert sums.startup_ms(lost) is None


def test_silence_at_double_speed_is_waiting_all_the_same() -> None:
    read = web(row("playing", 50, 100), row("paused", 2, 100), row("playing", 20, 140, silent_s=6))
    assert sums.unlogged_wait_ms(read) == 6000


def test_idle_time_is_idle_however_long() -> None:
    from tests.unit.playback.logs import read

    late = read(row("player_start", 0.1), row("startup", 0, silent_s=900), row("playing", 10, 10))
    assert sums.state_ms(late, "idle") == 900_000
    assert sums.startup_ms(late) == 0


@pytest.mark.parametrize("silent_s, state", [(0.05, None), (0.5, "unknown")])
def test_short_silence(silent_s: float, state: str | None) -> None:
    read = web(row("playing", 10, 10), row("paused", 5, 10, silent_s=silent_s))
    assert told(read) == (
        [("playing", 10), (state, silent_s), ("paused", 5)] if state else [("playing", 10.05), ("paused", 5)]
    )


def test_the_wait_for_the_next_item_is_a_start() -> None:
    read = web(
        row("playing", 10, 10), row("next_track", 0, 9), row("rebuffering", 8, None), row("playing", 10, 10),
        row("rebuffering", 2, 10), row("playing", 5, 15),
    )  # fmt: skip
    assert [span.length_ms for span in sums.stalls(read).own] == [2000]
    assert [span.length_ms for span in sums.of_rule(read, "track-start")] == [8000]
    assert sums.startup_ms(read) == 1000
    assert [item.first_row for item in read.items] == [0, 4]


def test_two_stalls_without_a_seek_are_two_stalls() -> None:
    stalls = (row("playing", 10, 10), row("rebuffering", 4, 10), row("rebuffering", 8, 90))
    assert len(sums.stalls(web(*stalls, row("playing", 5, 95))).own) == 2
    sought = web(*stalls, row("seeking", 0.1, 90), row("playing", 5, 95))
    assert told(sought)[1:3] == [("rebuffering", 4), ("paused", 8)]
    assert [span.to_s for span in sums.seeks(sought)] == [90]
    assert [span.from_s for span in sums.seeks(sought)] == [10]


@pytest.mark.parametrize(
    "length_s, place, rule",
    [(20, 30, "seek-or-quality"), (20, 11, "manual-quality"), (1, 10, "manual-quality"), (5, 300, "seeking"),
     (20, 300, "seeking"), (20, 2, "seeking")],
)  # fmt: skip
def test_a_seeking_row_with_another_quality(length_s: float, place: float, rule: str) -> None:
    read = web(row("playing", 10, 10), row("seeking", length_s, place, quality="1080p"))
    assert read.spans[-1].rule == rule
    assert len(sums.seeks(read)) == (rule == "seeking")
    assert (read.spans[-1].state == "unknown") == (rule == "seek-or-quality")


def test_a_seek_that_keeps_its_quality_is_a_seek_however_long() -> None:
    read = web(row("playing", 10, 10), row("seeking", 25.1, 30))
    assert [span.length_ms for span in sums.seeks(read)] == [25_100]


@pytest.mark.parametrize("action", ["paused", "rebuffering", "seeking"])
def test_what_is_capped_lasted_from_the_row_before(action: str) -> None:
    read = web(row("playing", 10, 10), row(action, 9999, 10, silent_s=4401), row("playing", 5, 15))
    assert told(read)[1][1] == 14_400
    assert read.spans[-2].known == "inferred"
    assert read.spans[-2].rule == "capped"


def test_live_sleeps_are_not_told() -> None:
    assert not sums.of_rule(web(row("playing", 90, 9), live=True), "asleep")
    assert sums.of_rule(web(row("playing", 90, 9)), "asleep")


def test_an_end_then_the_next_track_is_completed_only_by_the_last_item() -> None:
    media = [
        {"videoType": "VOD", "duration": length, "url": title, "title": title, "logDate": date}
        for length, title, date in ((20, "a", "2026-09-21 23:13:20"), (60, "b", "2026-09-21 23:13:51"))
    ]
    rows = (row("playing", 20, 20), row("ended", 0, 20), row("paused", 9, 20), row("next_track", 0, 20))
    begun = web(*rows, row("rebuffering", 0.4), row("playing", 30, 30), media=media)
    assert told(begun)[:3] == [("playing", 20), ("ended", 0), ("idle", 9)]
    assert not begun.ending.completed
    assert begun.ending.ended_row is not None
    assert [item.media.title if item.media else None for item in begun.items] == ["a", "b"]


def test_a_stall_after_a_seek_is_told_apart() -> None:
    induced = web(row("playing", 9, 9), row("seeking", 0.2, 90), row("playing", 0.9, 90), row("rebuffering", 3, 90))
    own = web(row("playing", 9, 9), row("seeking", 0.2, 90), row("playing", 1.1, 91), row("rebuffering", 3, 91))
    assert (len(sums.stalls(induced).own), len(sums.stalls(induced).seek_induced)) == (0, 1)
    assert (len(sums.stalls(own).own), len(sums.stalls(own).seek_induced)) == (1, 0)


def test_a_session_that_resumes_somewhere_did_not_play_there_from_the_beginning() -> None:
    read = web(row("playing", 10, 310), row("playing", 10, 320))
    assert sums.content_watched_s(read) == pytest.approx(20, abs=1.25)
    assert not sums.speeds(read)


def test_a_row_without_a_duration_makes_its_sum_undefined() -> None:
    read = web(row("playing", 10, 10), row("rebuffering", None, 10), row("playing", 10, 20))
    assert "rebuffering" in read.undefined
    assert "playing" not in read.undefined


def test_a_burst_that_fits_nowhere_is_unknown() -> None:
    rows = (row("playing", 60, 60), row("playing", 60, 120, silent_s=60), row("playing", 60, 180, silent_s=-59.5))
    late = web(*rows, row("playing", 60, 240, silent_s=-59.5))
    assert sums.state_ms(late, "playing") <= 241_000
    assert "burst" in late.spans.rule_names
    assert "playing" in late.lower_bounds
