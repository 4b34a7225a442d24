"""What must be true of the spans of every log, from its truth file alone.

Tolerances: the web player writes milliseconds, and leaves out or adds at most the time between its own events (0.1 s
in the whole of each log). In logs of seconds a stamp is up to 1 s early. Places are whole seconds, up to 1.25 s late,
so content is good to that; at another speed it is told by those places alone.
"""

from collections.abc import Sequence

import pytest

from tests.real.reading import UUID, Sums, of_spans, of_truth, playback
from tests.real.truth import NAMES, read, truth_of
from vpe_tui.playback import sums
from vpe_tui.playback.model import State
from vpe_tui.playback.reading import playback_of
from vpe_tui.session.parse import parse_session

PLACE_S = 1.25
MOBILE = [name for name in NAMES if name.startswith(("rn_", "and_"))]
WEB = [name for name in NAMES if name not in MOBILE]
CANNOT_TELL = {
    "abr": "a pause came during a change of quality: one long `seeking` row",
    "device_sleep": "the page's own events count the time asleep",
    "stall_at_resume": "the stall began within 0.1 s of another row",
    "stall_pause_resume": "a pause pressed in a stall is in the stall's row",
    "stall_pause_seek": "a pause pressed in a stall is in two `rebuffering` rows",
}
"""Logs that do not tell the whole truth. Each has a test of its own for what must be said instead."""


def tolerance_s(name: str) -> float:
    return 1.0 if name in MOBILE or name == "pause_4h_capped" else 0.1


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CANNOT_TELL])
def test_the_spans_are_what_really_happened(name: str) -> None:
    truth, spans, near = of_truth(truth_of(name)), of_spans(playback(name)), tolerance_s(name)
    assert spans.playing == pytest.approx(truth.playing, abs=near)
    assert spans.paused == pytest.approx(truth.paused, abs=near)
    same_lengths(spans.stalls, truth.stalls, near)
    same_lengths(spans.seeks, truth.seeks, near)
    assert spans.unlogged == 0
    assert spans.unknown == pytest.approx(0, abs=near)
    assert spans.content == pytest.approx(truth.content, abs=PLACE_S)


def same_lengths(found: Sequence[float], expected: Sequence[float], near: float) -> None:
    assert len(found) == len(expected)
    assert found == pytest.approx(expected, abs=near)


@pytest.mark.parametrize("name", NAMES)
def test_spans_tile_and_every_row_is_evidence(name: str) -> None:
    read_ = playback(name)
    for before, after in zip(read_.spans, read_.spans[1:], strict=False):
        assert before.end_ms == after.start_ms
    evidence = {row for span in read_.spans for row in span.rows} | {point.row for point in read_.points}
    assert evidence == set(range(len(read_.session.events)))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_at_least_is_no_more_than_the_truth(name: str) -> None:
    """Of the whole truth, to the end of sampling: the log ends before it."""
    if "truth" not in (said := read(name)):
        pytest.skip("no sums of the whole")
    told, spans, bounds = said["truth"], of_spans(playback(name)), playback(name).lower_bounds
    if "playing_s" not in told:
        pytest.skip("no sums of the whole")
    if "playing" in bounds:
        assert spans.playing <= told["playing_s"] + 0.2
    if "paused" in bounds:
        assert spans.paused <= told["paused_or_ended_s"] + 0.2
    if "rebuffering" in bounds and name != "stall_pause_resume":  # it cannot be told apart there
        assert sum(spans.stalls) <= told["stalled_s"] + 0.1 * len(spans.stalls), "sampled every 50 ms"
    if "content" in bounds and not name.startswith("two_tracks"):  # their truth ignores items
        assert spans.content is not None
        assert spans.content <= told["content_watched_s"] + PLACE_S


@pytest.mark.parametrize("name", WEB)
def test_a_web_log_that_does_not_end_in_ended_is_at_least(name: str) -> None:
    read_ = playback(name)
    assert (read_.dialect, read_.certain) == ("web", True)
    ends_in_ended = name in ("normal", "pause_resume", "late_play", "rate2")
    assert ("playing" in read_.lower_bounds) is not ends_in_ended
    assert {"content", "furthest", "paused", "seeking"} <= set(read_.lower_bounds) or ends_in_ended


@pytest.mark.parametrize("name", [name for name in WEB if name not in ("error_manifest", "pause_4h_capped")])
def test_the_web_player_measures_its_start(name: str) -> None:
    """From play to the first picture; nothing is waited for where it was loaded before (late_play)."""
    events = read(name)["events_ms_since_init"]
    playing = next(event[0] for event in events if event[1] == "playing")
    play = next(event[0] for event in events if event[1] == "play")
    started = next(iter(sums.of_rule(playback(name), "startup")), None)
    assert (started.length_ms if started else 0) == pytest.approx(playing - play, abs=15)


@pytest.mark.parametrize("name", MOBILE)
def test_mobile_players_do_not_measure_their_start(name: str) -> None:
    read_ = playback(name)
    assert sums.startup_ms(read_) is None
    assert sums.player_startup_ms(read_) is None
    assert {"startup", "player_startup"} <= set(read_.undefined)


def test_dialects_of_mobile_players_are_detected_with_reasons() -> None:
    for name in MOBILE:
        read_ = playback(name)
        assert read_.dialect == ("react-native" if name.startswith("rn_") else "android")
        assert read_.certain
        assert read_.because


STATES: dict[str, list[State]] = {
    "rn_pause": ["playing", "paused", "playing"],
    "rn_stalls": ["playing", "rebuffering", "playing", "rebuffering", "playing"],
    "rn_tracks": ["playing", "playing"],
    "and_pause": ["playing", "paused", "playing"],
    "and_rate": ["playing"] * 4 + ["paused", "playing"],
    "replay": ["playing", "ended", "idle"],
    "error_after_stall": ["playing", "rebuffering", "error"],
    "two_tracks_btn": ["playing", "playing", "playing"],
    "stall_pause_seek": ["playing", "rebuffering", "paused", "seeking", "paused"],
    "stall_at_resume": ["playing", "paused", "rebuffering", "playing", "paused"],
    "pause_4h_capped": ["playing", "paused", "playing", "paused"],
    "device_sleep": ["playing", "unknown", "playing", "paused"],
    "abr": ["playing", "unknown"],
}
"""By hand, from what was done: unlike sums they tell what became what."""


@pytest.mark.parametrize("name", STATES)
def test_the_states_in_their_order(name: str) -> None:
    """Without starts, and the idle moments before them."""
    spans = [span for span in playback(name).spans if span.state != "starting"]
    assert [span.state for span in spans if span.state != "idle" or span.rule == "idle-after-end"] == STATES[name]


def test_a_long_seeking_row_with_another_quality_is_unknown() -> None:
    truth, read_ = of_truth(truth_of("abr")), playback("abr")
    [unknown] = sums.of_rule(read_, "seek-or-quality")
    assert (unknown.known, unknown.from_s, unknown.to_s) == ("unknown", pytest.approx(0, abs=0.1), 46)
    assert not sums.seeks(read_)
    assert sums.state_ms(read_, "playing") / 1000 < truth.playing
    assert "playing" in read_.lower_bounds


def test_a_device_that_slept_played_as_far_as_the_playhead_moved() -> None:
    """The truth file: really played 21.8 s up to the end of sampling, asleep 80 s."""
    truth, spans = of_truth(truth_of("device_sleep")), of_spans(playback("device_sleep"))
    assert spans.playing == pytest.approx(truth.content, abs=PLACE_S)
    assert spans.unknown == pytest.approx(80, abs=PLACE_S)
    assert spans.paused == pytest.approx(truth.paused, abs=0.1)


def test_a_wait_that_was_not_logged_is_inferred_and_no_stall() -> None:
    truth, read_ = of_truth(truth_of("stall_at_resume")), playback("stall_at_resume")
    spans = of_spans(read_)
    assert not spans.stalls
    assert spans.unlogged == pytest.approx(sum(truth.stalls), abs=0.1)
    assert spans.playing == pytest.approx(truth.playing, abs=0.1)
    assert [span.known for span in sums.of_rule(read_, "unlogged-wait")] == ["inferred"]
    assert "0.1 s" in read_.lower_bounds["rebuffering"] or "ended" in read_.lower_bounds["rebuffering"]


def test_a_pause_in_a_stall_that_play_ended_is_told_as_logged() -> None:
    truth, spans = of_truth(truth_of("stall_pause_resume")), of_spans(playback("stall_pause_resume"))
    assert spans.stalls == pytest.approx([sum(truth.stalls) + truth.paused], abs=0.1)
    assert spans.playing == pytest.approx(truth.playing, abs=0.1)


def test_a_pause_in_a_stall_that_a_seek_ended_is_a_pause_from_then_on() -> None:
    truth, read_ = of_truth(truth_of("stall_pause_seek")), playback("stall_pause_seek")
    spans = of_spans(read_)
    assert len(spans.stalls) == len(truth.stalls) == 1
    assert truth.stalls[0] < spans.stalls[0] < truth.stalls[0] + truth.paused
    assert sum(spans.stalls) + spans.paused == pytest.approx(sum(truth.stalls) + truth.paused, abs=0.1)
    assert "rebuffering" in read_.unsure
    assert "rebuffering" not in read_.lower_bounds


def test_speed_is_named_where_the_playhead_clearly_says_it() -> None:
    fast = sums.speeds(playback("rate2"))
    assert [span.speed for span in fast] == pytest.approx([2, 2], abs=0.1)
    [mixed] = sums.speeds(playback("rate_change"))
    assert mixed.speed == pytest.approx(53.573 / 46.148, abs=0.03), "a mean of 1, 2, 0.5 and 1"
    assert [span.speed for span in sums.speeds(playback("and_rate"))] == [1.5, 1.5, 1.5]
    others = [name for name in NAMES if name not in ("rate2", "rate_change", "and_rate")]
    assert not [name for name in others if sums.speeds(playback(name))]


def test_items_come_from_track_changes() -> None:
    def titles(name: str) -> list[str | None]:
        return [item.media.title if item.media else None for item in playback(name).items]

    assert titles("two_tracks_btn") == ["Clip clip20", "Clip clip30", "Clip clip20"]
    assert [item.same_as for item in playback("two_tracks_btn").items] == [0, 1, 0]
    assert titles("two_tracks_restart") == ["Clip clip20", "Clip clip30"]
    assert titles("rn_tracks") == [None, "RN clip B"]


def test_what_came_to_its_end() -> None:
    completed = {name for name in NAMES if playback(name).ending.completed}
    assert completed == {"normal", "pause_resume", "late_play", "rate2", "replay", "loop"}
    assert playback("replay").ending.replayed
    assert playback("loop").ending.looped
    assert playback("and_pause").ending.put_away_row == 4
    assert playback("and_pause").ending.ended_row is None


def test_quality_is_sure_only_where_the_row_before_ended_with_the_same() -> None:
    late = playback("slow_then_up").spans
    assert [(span.quality, span.quality_sure) for span in late if span.state == "playing"] == [
        ("240p", True),
        ("720p", False),
    ]


def test_sums_of_words_are_wrong_where_spans_are_needed() -> None:
    """The rows at their word swap playing and pausing on mobile players: what this reading is for."""
    spans = of_spans(playback("rn_pause"))
    assert spans == Sums(50.0, [], 0.0, 10.0, [], 50.0)


def test_a_page_that_never_played_sends_nothing() -> None:
    """no_play: rows are held back until another is sent. Of no rows nothing is known."""
    assert read("no_play")["rows"] == 0
    nothing = playback_of(parse_session(b'{"code": 200, "result": {"sessionLog": [], "media": []}}', UUID))
    assert not len(nothing.spans)
    assert not nothing.certain
    assert not nothing.ending.completed
    assert sums.startup_ms(nothing) is None
