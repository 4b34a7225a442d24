"""Heartbeats: which rows of a log stand in one line."""

from typing import Any

from tests.real.reading import playback
from tests.unit.playback.logs import row, web
from vpe_tui.playback.heartbeats import heartbeats
from vpe_tui.playback.playback import Playback


def beats(*lengths_s: float, begin_s: float = 0, **more: Any) -> list[dict[str, Any]]:
    """Rows of playing, one after another."""
    places = [begin_s + sum(lengths_s[: number + 1]) for number in range(len(lengths_s))]
    return [row("playing", length, place, **more) for length, place in zip(lengths_s, places, strict=True)]


def folded(read: Playback, *apart: int) -> list[tuple[int, int]]:
    return [(rows[0], rows[-1]) for rows in heartbeats(read, apart)]


def test_a_stretch_of_playing_is_one() -> None:
    assert folded(web(*beats(60, 60, 60, 12), row("paused", 5, 192), *beats(60, 60, 3, begin_s=192))) == [
        (2, 5),
        (7, 9),
    ]


def test_two_rows_are_no_stretch() -> None:
    assert folded(web(*beats(60, 12), row("paused", 5, 72), *beats(8, begin_s=72))) == []


def test_a_change_of_quality_begins_another() -> None:
    high, low = beats(60, 60, 60, quality="1080p"), beats(60, 60, 60, begin_s=180, quality="360p")
    assert folded(web(*high, *low)) == [(2, 4), (5, 7)]


def test_silence_begins_another() -> None:
    first, then = beats(60, 60, 60), beats(60, 60, 60, begin_s=180)
    then[0]["silent_s"] = 30
    assert folded(web(*first, *then)) == [(2, 4), (5, 7)]


def test_what_is_to_be_looked_at_stands_for_itself() -> None:
    assert folded(web(*beats(*[60] * 8)), 5) == [(2, 4), (6, 9)]
    assert folded(web(*beats(*[60] * 8)), 2, 9) == [(3, 8)]


def test_of_a_mobile_player_only_what_played_is_folded() -> None:
    """There a `playing` after a pause is the pause."""
    for name in ("rn_pause", "and_pause"):
        read = playback(name)
        rows = [each for fold in heartbeats(read) for each in fold]
        assert all(read.read_as[each].name == "playing" for each in rows)
