"""Verdicts: a session that reaches each rung and each qualifier, and a neighbour that just does not."""

import json
from typing import Any

import pytest

from tests.unit.test_qoe import DOCUMENTED, FIRST_PICTURE, READY, UUID, Row, lived, row
from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.metrics import metrics_of
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.qoe.verdict import Verdict, verdict_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session


def verdict(*rows: Row, silent_ms: int = SILENT_MS, **parts: Any) -> Verdict:
    return verdict_on(lived(*rows, **parts), silent_ms)


def verdict_on(session: Session, silent_ms: int = SILENT_MS) -> Verdict:
    log, playback = session.events, playback_of(session)
    return verdict_of(playback, metrics_of(playback), (log.end_ms[-1] if len(log) else 0) + silent_ms)


def playing(lasted_s: float = 60, at_s: float = 60, percent: int | None = None, **fields: Any) -> Row:
    return row("playing", lasted_s, at_s, watchingPercent=percent, **fields)


def set_back(by_s: float) -> list[Row]:
    """A clock that was set back between two rows of playing, whose playheads follow one another."""
    return [*STARTED, playing(60, 60), playing(60, 120, after_s=-by_s), playing(60, 180)]


def failed(code: str | None = "E0003", at_s: float = 0, **fields: Any) -> Row:
    return row("error", 0, at_s, errorCode=code, **fields)


def beats(count: int) -> list[Row]:
    return [playing(60, 60 * number) for number in range(1, count + 1)]


STARTED = (READY, FIRST_PICTURE)


def test_the_documented_example_was_left_in_an_open_state() -> None:
    found = verdict_on(parse_session(DOCUMENTED, UUID))
    assert (found.id, found.qualifiers, found.band, found.rows) == (
        "stopped-early",
        ("left-in-open-state",),
        None,
        (2,),
    )
    assert found.band_text == "too little to say", "0.8 s of playing are neither bad nor a good control"
    assert found.text == (
        "Stopped early at 0 % — left during a pause, stall, seek or change of quality that the log never closed"
    )


# The ladder


@pytest.mark.parametrize(
    ("rows", "id"),
    [
        # 1: an error, no first picture
        ([failed()], "video-start-failure"),
        ([READY, failed()], "video-start-failure"),
        ([READY], "not-started"),
        ([*STARTED, failed()], "playback-failure"),
        # 2: neither
        ([], "not-started"),
        ([READY, row("paused", 5)], "not-started"),
        ([*STARTED], "stopped-early"),
        # 3: an error that nothing came after
        ([*STARTED, playing(), failed()], "playback-failure"),
        ([*STARTED, playing(), failed(), row("paused", 3), row("seeking", 1)], "playback-failure"),
        ([*STARTED, playing(), failed(), playing()], "stopped-early"),
        ([*STARTED, playing(), failed(), row("startup", 1)], "stopped-early"),
        ([*STARTED, playing(), failed(), playing(), failed()], "playback-failure"),
        ([*STARTED, playing(), row("ended", 0, 600), failed()], "playback-failure"),
        # 4: ended, or repeat mode
        ([*STARTED, playing(), row("ended", 0, 600)], "completed"),
        ([*STARTED, playing(), row("ended", 0, 600), row("next_track")], "completed"),
        ([*STARTED, playing(), row("ended", 0, 600), row("paused", 3)], "completed"),  # the idle time after it
        ([*STARTED, playing(), row("ended", 0, 600), row("paused", 3), row("seeking", 1, 0), playing()], "completed"),
        ([*STARTED, playing(), row("ended", 0, 570)], "completed"),
        ([*STARTED, playing(), row("ended", 0, 569)], "stopped-early"),
        ([*STARTED, playing(60, 570, 95), row("seeking", 1, 0.9), playing(9, 9)], "completed"),
        ([*STARTED, playing(60, 564, 94), row("seeking", 1, 0.9), playing(9, 9)], "stopped-early"),
        ([*STARTED, playing(60, 570, 95), row("seeking", 1, 1.0), playing(9, 9)], "stopped-early"),
        ([*STARTED, playing(60, 570, 95), row("paused", 1, 0.9), playing(9, 9)], "stopped-early"),
        ([*STARTED, playing(60, 600, 100), row("seeking", 1, 0), failed()], "playback-failure"),
        # what came before the log began
        ([playing()], "stopped-early"),
        ([playing(), failed()], "playback-failure"),
    ],
)
def test_the_ladder(rows: list[Row], id: str) -> None:
    assert verdict(*rows).id == id


@pytest.mark.parametrize(
    ("silent_ms", "length_s", "id"),
    [
        (179_999, 600, "in-progress"),
        (-5_000, 600, "in-progress"),
        (-60_000, 600, "in-progress"),
        (-60_001, 600, "stopped-early"),  # a clock that is wrong says nothing about now
        (-60_001, 0, "left"),
        (180_000, 600, "stopped-early"),
        (179_999, 0, "in-progress"),
        (180_000, 0, "left"),
    ],
)
def test_three_minutes_of_silence_are_an_end(silent_ms: int, length_s: float, id: str) -> None:
    found = verdict(*STARTED, playing(), silent_ms=silent_ms, length_s=length_s)
    assert found.id == id
    assert ("left-while-playing" in found.qualifiers) == (id != "in-progress")


@pytest.mark.parametrize(
    ("rows", "id"),
    [
        ([READY], "not-started"),
        ([READY, failed()], "video-start-failure"),
        ([*STARTED, playing(), failed()], "playback-failure"),
        ([*STARTED, playing(), row("ended", 0, 600)], "completed"),
    ],
)
def test_what_is_over_is_not_in_progress(rows: list[Row], id: str) -> None:
    assert verdict(*rows, silent_ms=0).id == id


def test_an_error_that_only_stands_in_error_counts() -> None:
    reported = {"errorCode": "E0009", "logDateUnix": "1759895520830"}
    assert verdict(READY, error=[reported]).text == "Video start failure — E0009 live stream offline"
    assert verdict(error=[{"errorCode": "E0009"}]).id == "video-start-failure"
    later = verdict(*STARTED, playing(), error=[reported])
    assert (later.id, later.qualifiers[0]) == ("stopped-early", "recovered-errors")
    assert verdict(*STARTED, playing(), error=[{"errorCode": "E0009"}]).id == "playback-failure"


def test_an_error_and_the_playing_that_it_cut_are_of_one_instant_in_either_order() -> None:
    cut, error = playing(20, 20), failed()
    assert verdict(*STARTED, cut, error).id == "playback-failure"
    assert verdict(*STARTED, row("x", 20, 20), error, cut | {"after_s": -20}).id == "playback-failure"


# How it was left


@pytest.mark.parametrize(
    ("last", "qualifiers"),
    [
        (playing(58.999), ("left-in-open-state",)),
        (playing(59), ("left-while-playing",)),
        (playing(60), ("left-while-playing",)),
        (playing(0.5), ("left-in-open-state",)),
        (row("paused", 5), ("left-while-playing",)),
        (row("seeking", 2), ("left-while-playing",)),
        (row("seeking", 5), ("slow-seek", "left-while-playing")),
        (row("startup", 0.1), ("left-while-playing",)),
        (row("next_track"), ()),
        (row("playing", None), ()),
        (row("whatever", 0.01), ()),
    ],
)
@pytest.mark.parametrize("length_s", [600, 0])
def test_the_last_row_tells_how_it_was_left(last: Row, qualifiers: tuple[str, ...], length_s: float) -> None:
    assert verdict(*STARTED, last, length_s=length_s).qualifiers == qualifiers


def test_a_stall_that_ended_played_on() -> None:
    assert verdict(*STARTED, playing(), row("rebuffering", 0.1)).qualifiers == ("stalls", "left-while-playing")


# The qualifiers


@pytest.mark.parametrize(
    ("id", "rows", "neighbour"),
    [
        ("slow-start", [READY, row("startup", 2.001), playing()], [READY, row("startup", 2), playing()]),
        ("stalls", [*STARTED, playing(), row("rebuffering", 0.1)], [*STARTED, playing()]),
        (
            "stalls",
            [*STARTED, playing(), row("seeking", 1, 90), playing(1.001), row("rebuffering", 9)],
            [*STARTED, playing(), row("seeking", 1, 90), playing(1), row("rebuffering", 9)],
        ),
        (
            "long-stall",
            [*STARTED, playing(), row("rebuffering", 10.001)],
            [*STARTED, playing(), row("rebuffering", 10)],
        ),
        (
            "quality-drop",
            [*STARTED, playing(29, quality="1080p"), playing(60, quality="240p")],
            [*STARTED, playing(29, quality="1080p"), playing(60, quality="360p")],
        ),
        (
            "quality-drop",
            [*STARTED, playing(3, quality="1080p"), playing(quality="480p")],
            [*STARTED, playing(quality="480p"), playing(3, quality="1080p")],  # a low start is none
        ),
        (
            "slow-seek",
            [*STARTED, playing(), row("seeking", 2.001, 90), playing()],
            [*STARTED, playing(), row("seeking", 2, 90), playing()],
        ),
        (
            "unlogged-wait",
            [*STARTED, playing(60, 60), playing(60, 120, after_s=2)],
            [*STARTED, playing(60, 60), playing(60, 122, after_s=2)],
        ),
        ("early-end", [*STARTED, playing(), row("ended", 0, 569)], [*STARTED, playing(), row("ended", 0, 570)]),
        (
            "clock-set",
            set_back(120),
            [*STARTED, playing(60, 60), playing(60, 120)],
        ),
        ("recovered-errors", [*STARTED, failed(), playing()], [*STARTED, playing(), failed()]),
        (
            "partial-log",
            [*STARTED, playing(60), playing(60, 134, after_s=14)],
            [*STARTED, playing(60), playing(60, 133, after_s=13)],
        ),
    ],
)
def test_a_qualifier_and_a_neighbour_without_it(id: str, rows: list[Row], neighbour: list[Row]) -> None:
    assert id in verdict(*rows).qualifiers
    assert id not in verdict(*neighbour).qualifiers


def test_the_worst_qualifier_comes_first() -> None:
    slow = (READY, row("startup", 3))
    mild = verdict(*slow, playing(), row("rebuffering", 0.1), playing(60, 120))
    assert (mild.qualifiers, mild.band) == (("slow-start", "stalls", "left-while-playing"), "fair")
    bad = verdict(*slow, playing(), row("rebuffering", 30.001), playing(20, 80), playing(60, 230, after_s=90))
    assert bad.qualifiers == ("stalls", "long-stall", "slow-start", "left-while-playing", "partial-log")
    assert bad.band == "poor"


# The band


@pytest.mark.parametrize(
    ("rows", "band"),
    [
        ([READY, failed()], "poor"),
        ([*STARTED, playing(), failed()], "poor"),
        ([*STARTED, failed(), playing(), row("ended", 0, 600)], "poor"),
        ([READY], None),
        ([row("player_start", 60)], "fair"),  # a minute was waited
        ([*STARTED, playing(59.5, 59.5)], None),
        ([*STARTED, playing(60, 60)], "good"),
        ([*STARTED, playing(9, 9), row("rebuffering", 1), playing(9, 18)], "poor"),  # 5 % is poor however short
        ([*STARTED, playing(30, 30), row("rebuffering", 0.5), playing(9, 39)], None),  # 1.3 %: fair
        ([*STARTED, playing(9, 9), row("ended", 0, 600)], "good"),
        ([*STARTED, playing(), row("ended", 0, 600)], "good"),
        ([READY, row("startup", 2.5), playing(), row("ended", 0, 600)], "fair"),
        ([READY, row("startup", 5.1), playing(), row("ended", 0, 600)], "poor"),
    ],
)
def test_the_band_is_the_worst_of_its_numbers(rows: list[Row], band: str | None) -> None:
    assert verdict(*rows).band == band


def test_what_is_not_known_is_not_good() -> None:
    """How long it stalled is not known: a minute and more was lived, and nothing of it is poor."""
    untold = verdict(*STARTED, *beats(2), row("rebuffering", None, 120), row("playing", 60, 180))
    assert (untold.id, untold.band) == ("stopped-early", None)
    assert verdict(*STARTED, *beats(2), row("rebuffering", 0.1, 120), row("playing", 60, 180)).band == "good"
    slow = verdict(READY, row("startup", 5.1), *beats(2), row("rebuffering", None, 120), row("playing", 60, 180))
    assert slow.band == "poor", "what is poor is poor whatever else is not known"


# The words


def test_a_failure_in_one_line() -> None:
    stalled = [
        each
        for at in range(106, 637, 106)
        for each in (playing(53, at - 53), playing(53, at), row("rebuffering", 8.033, at))
    ]
    found = verdict(*STARTED, *stalled, failed(at_s=636, errorMessage="gone"), length_s=6000)
    assert found.text == (
        "Playback failure — E0003 network error at +11:24 after 6 stalls (48.2 s, rebuffering ratio 7.0 %)"
    )
    assert found.rows == (20,)


@pytest.mark.parametrize(
    ("rows", "length_s", "text"),
    [
        ([READY], 600, "Not started: left before the start, or play was never pressed"),
        ([failed("E0001")], 600, "Video start failure — E0001 access denied: wrong option or access"),
        ([READY, failed("E0009", after_s=1.5)], 0, "Video start failure — E0009 live stream offline at +0:01"),
        ([*STARTED, failed(None, at_s=9)], 600, "Playback failure — an error without a code at +0:00"),
        ([*STARTED, playing(), failed("77", 9, errorMessage="no\x1b")], 600, "Playback failure — 77 · no␛ at +1:00"),
        (
            [*STARTED, *beats(105), playing(45, 6345), failed("4", 9, errorMessage="The media cannot be played. ")],
            6400,
            "Playback failure — 4 · The media cannot be played at +1:45:45",
        ),
        ([*STARTED, playing(), row("ended", 0, 600)], 600, "Completed"),
        (
            [*STARTED, playing(), row("rebuffering", 1), row("ended", 0, 600)],
            600,
            "Completed — 1 stall (1.0 s, rebuffering ratio 1.6 %)",
        ),
        (
            [*STARTED, playing(9, 9), playing(60, 69, quality="240p"), row("ended", 0, 69)],
            69,
            "Completed — quality dropped to 240p",
        ),
    ],
)
def test_the_words(rows: list[Row], length_s: float, text: str) -> None:
    assert verdict(*rows, length_s=length_s).text == text


def test_stalls_that_the_log_tells_of_after_the_error_did_not_come_before_it() -> None:
    stall = row("rebuffering", 3)
    later = verdict(*STARTED, playing(), stall, playing(), failed(), row("rebuffering", 1))
    assert later.text == (
        "Playback failure — E0003 network error at +2:03, 2 stalls (1 before the error, 4.0 s, rebuffering ratio 3.2 %)"
    )
    unknown = verdict(*STARTED, playing(), stall, error=[{"errorCode": "E0003"}])
    assert unknown.text.startswith("Playback failure — E0003 network error, 1 stall (3.0 s, rebuffering ratio 4.8 %)")


def test_a_start_is_slow_by_itself_not_with_the_others() -> None:
    again = [each for _ in range(6) for each in (row("next_track"), row("startup", 0.8))]
    quick = verdict(READY, row("startup", 0.9), *again, playing())
    assert (quick.band, quick.qualifiers) == ("good", ("left-while-playing",))
    slow = verdict(READY, row("startup", 0.9), row("next_track"), row("startup", 3), playing())
    assert (slow.band, slow.qualifiers[0]) == ("fair", "slow-start")
    assert "slow start (3.0 s)" in slow.text


def test_an_end_before_the_end_is_no_good_one() -> None:
    early = verdict(*STARTED, playing(10, 10), row("ended", 0, 10), length_s=534)
    assert (early.id, early.band, early.qualifiers) == ("stopped-early", None, ("early-end",))
    assert early.text == "Stopped early at 00:10 — ended early at 00:10 of 08:54"
    assert verdict(*STARTED, *beats(2), row("ended", 0, 120), length_s=534).band == "fair"
    whole = verdict(*STARTED, playing(10, 508), row("ended", 0, 508), length_s=534)
    assert (whole.text, whole.band) == ("Completed", "good")
    tracks = [{"videoType": "VOD", "duration": 100}, {"videoType": "VOD", "duration": 20}]
    second = verdict(*STARTED, row("next_track"), playing(20, 20), row("ended", 0, 20), media=tracks)
    assert second.text == "Completed, item 2 of 2"
    begun = verdict(*STARTED, playing(), row("ended", 0, 100), row("next_track"), playing(9, 9), media=tracks)
    assert begun.id == "stopped-early", "the verdict is about the last item that was begun"


def test_a_stall_that_does_not_say_how_long_is_not_called_short() -> None:
    found = verdict(*STARTED, playing(), row("rebuffering", None), row("ended", 0, 600))
    assert found.text == "Completed — 1 stall (of unknown length)"


def test_what_was_played_again_after_the_end_is_told() -> None:
    """`ended`, the idle time, the jump to the beginning: Completed all the same."""
    end = (*STARTED, *beats(2), row("ended", 0, 120), row("paused", 4, 120))
    again = verdict(*end, row("seeking", 0.1, 0), playing(6, 6), length_s=120)
    assert again.text == "Completed, then replayed for 6.0 s"
    assert verdict(*end, row("seeking", 0.1, 0), length_s=120).text == "Completed, then replayed"
    assert verdict(*end, length_s=120).text == "Completed"
    assert again.band == "good"


LEFT = "left while playing (closed tab, crash or lost network: they look the same)"


@pytest.mark.parametrize(
    ("rows", "length_s", "text"),
    [
        ([*STARTED, playing(60, 60, 10)], 600, f"Stopped early at 10 % — {LEFT}"),
        ([*STARTED, playing(60, 60)], 600, f"Stopped early at 01:00 — {LEFT}"),
        ([row("playing", 60, None)], 600, f"Stopped early — {LEFT}"),
        ([*STARTED, *beats(13)], 0, f"Left after 13 m 00 s of playing — {LEFT}"),
    ],
)
def test_the_words_for_who_left(rows: list[Row], length_s: float, text: str) -> None:
    assert verdict(*rows, length_s=length_s).text == text
    found = verdict(*rows, length_s=length_s, silent_ms=0)
    assert found.text.startswith("In progress, 1") and found.text.endswith(" played so far")


def test_a_verdict_is_one_clean_line_whatever_comes() -> None:
    answer = json.loads(DOCUMENTED)
    answer["result"]["sessionLog"].append(failed("E\n\x1b[2J" * 999, errorMessage="\u202e\n" * 999, logDateUnix="x"))
    text = verdict_on(parse_session(json.dumps(answer).encode(), UUID)).text
    assert text.isprintable()
    assert len(text) < 300
