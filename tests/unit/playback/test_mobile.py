"""The mobile players' dialects: what their rows mean, and how they are told apart."""

import pytest

from tests.unit.playback.logs import Row, log_of, read, row, session_of, told
from vpe_tui.playback import sums
from vpe_tui.playback.model import DialectName
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of

START = (row("player_start", 0), row("startup", 0.2))


def native(*rows: Row, dialect: DialectName = "react-native") -> Playback:
    return read(*START, *rows, in_seconds=True, dialect=dialect)


def test_a_stall_in_the_other_order_of_events() -> None:
    """`rebuffering` of 50 ms or more is the stall itself."""
    played = native(row("playing", 12, 12), row("playing", 0, 12), row("rebuffering", 5, 12), row("paused", 9, 21))
    assert told(played) == [("playing", 12), ("rebuffering", 5), ("playing", 9)]


def test_a_stall_that_a_playing_row_holds_is_one_stall() -> None:
    played = native(
        row("playing", 12, 12), row("playing", 0.006, 12), row("playing", 5, 12), row("rebuffering", 0.008, 12)
    )
    assert [span.length_ms for span in sums.stalls(played).own] == [5000]
    without_places = native(row("playing", 12), row("playing", 5), row("rebuffering", 0.008))
    assert told(without_places) == [("playing", 12), ("rebuffering", 5)]


def test_playing_whose_playhead_went_on_is_no_stall_whatever_follows() -> None:
    played = native(row("playing", 12, 12), row("rebuffering", 0.008, 12), row("paused", 5, 17))
    assert sums.state_ms(played, "playing") == 17_000


def test_a_seek_has_no_length_and_its_place_is_the_one_before() -> None:
    played = native(row("playing", 12, 12), row("seeking", 0.1, 12), row("playing", 0, 80), row("paused", 10, 90))
    assert sums.content_watched_s(played) == pytest.approx(22, abs=1.25)
    assert "seek_latency" in played.undefined
    assert [span.known for span in sums.seeks(played)] == ["inferred"]


def test_a_stall_after_a_seek_is_induced() -> None:
    played = native(
        row("playing", 12, 12), row("seeking", 0.1, 12), row("playing", 3, 80), row("rebuffering", 0.008, 80)
    )
    assert [span.length_ms for span in sums.stalls(played).seek_induced] == [3000]


def test_a_seek_in_a_pause_does_not_end_it() -> None:
    played = native(row("paused", 12, 12), row("playing", 0, 12), row("seeking", 0.1, 12), row("playing", 7, 80))
    assert sums.state_ms(played, "paused") == 7000
    assert sums.state_ms(played, "playing") == 12_000


def test_a_pause_row_in_which_the_playhead_stood_did_not_hold_playing() -> None:
    played = native(row("playing", 12, 12), row("paused", 8, 12))
    assert told(played) == [("playing", 12), ("unknown", 8)]
    assert "playing" in played.lower_bounds


def test_watched_to_the_end() -> None:
    played = native(row("playing", 600, 600), row("ended", 0, 600), row("playing", 0, 600), row("playing", 0, 600))
    assert played.ending.completed
    assert told(played) == [("playing", 600), ("ended", 0)]
    assert "playing" not in played.lower_bounds


@pytest.mark.parametrize("mark", ["ratechange", "fullscreenchange", "intro_skip", "opening_skip", "ending_skip"])
def test_marks_hold_the_playing_before_them(mark: str) -> None:
    played = read(*START, row(mark, 20, 20), row("playing", 5, 25), in_seconds=True)
    assert played.dialect == "android"
    assert told(played) == [("playing", 20), ("playing", 5)]


def test_a_mark_in_a_pause_holds_the_pause_so_far() -> None:
    played = read(*START, row("pause", 20, 20), row("fullscreenchange", 6, 20), row("playing", 4, 20), in_seconds=True)
    assert told(played) == [("playing", 20), ("paused", 6), ("paused", 4)]


@pytest.mark.parametrize("place, ends", [(600, True), (50, False)])
def test_ended_means_watched_only_at_the_end(place: float, ends: bool) -> None:
    played = read(*START, row("ratechange", 40, place - 20), row("ended", 20, place), in_seconds=True)
    assert played.ending.completed is ends
    assert ("ended" in [span.state for span in played.spans]) is ends
    assert sums.state_ms(played, "playing") == 60_000


def test_of_unknown_length_an_android_ended_is_no_end() -> None:
    rows = (*START, row("ratechange", 40, 40, watchingPercent=None), row("ended", 20, 60, watchingPercent=None))
    played = read(*rows, in_seconds=True, length_s=0)
    assert not played.ending.completed
    assert "ended" not in [span.state for span in played.spans]


def test_put_away_in_a_pause_is_no_playing() -> None:
    played = read(*START, row("pause", 20, 20), row("ended", 10, 20), in_seconds=True)
    assert sums.state_ms(played, "playing") == 20_000
    assert sums.state_ms(played, "paused") == 10_000


SIGNS: list[tuple[str, list[Row], dict[str, object]]] = [
    ("android", [row("pause", 5, 5)], {}),
    ("android", [row("ended", 5, 5)], {}),
    ("android", [row("playing", 5, 5)], {"player": {"playerUrl": "com.example&android&15"}}),
    ("react-native", [row("playing", 5, 5), row("playing", 0.01, 5)], {}),
    ("react-native", [row("rebuffering", 0.02, 0)], {}),
    ("react-native", [row("paused", 30, 30)], {}),
    ("react-native", [row("playing", 5, 5)], {"user": {"browser": "NativeAPP / 17.0", "os": "iOS / 18.6.2"}}),
    ("unknown", [row("playing", 5, 5)], {"user": {"browser": "NativeAPP / 15", "os": "Android / 15"}}),
    ("unknown", [row("playing", 5, 5)], {"user": {"browser": "NativeAPP", "os": "ios"}}),
    ("unknown", [row("paused", 30, 20), row("pause", 5, 25)], {}),
]


@pytest.mark.parametrize("dialect, rows, more", SIGNS)
def test_one_sure_sign_decides(dialect: str, rows: list[Row], more: dict[str, object]) -> None:
    import json

    from vpe_tui.session.parse import parse_session

    session = session_of(log_of(*START, *rows, in_seconds=True))
    result = {"sessionLog": list(session.events.raw), "media": [{"videoType": "VOD", "duration": 600}]} | more
    body = json.dumps({"code": 200, "message": "", "result": result}).encode()
    found = playback_of(parse_session(body, "u"))
    assert found.dialect == dialect
    assert found.certain is (dialect != "unknown")
    assert found.because


def test_thirteen_digits_are_the_web_player_whatever_else_is_there() -> None:
    assert read(*START, row("pause", 5, 5)).dialect == "web"


def test_set_by_hand() -> None:
    played = read(*START, row("paused", 30, 30), in_seconds=True, dialect="unknown")
    assert (played.dialect, played.certain, played.because) == ("unknown", True, ("set by hand",))


def test_an_unknown_log_is_read_row_by_row() -> None:
    played = read(*START, row("paused", 30, 30), row("playing", 10, 30), row("paused", 9, 30), row("paused", 2, 32),
                  in_seconds=True, dialect="unknown")  # fmt: skip
    assert told(played) == [("playing", 30), ("unknown", 10), ("paused", 9), ("paused", 2)]
    assert all(span.known == "inferred" for span in sums.in_state(played, "playing"))
