"""Places in a log: times, landmarks, gaps; each as a plain scan over the rows finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.unit.test_index import session_of
from tests.unit.test_query import T0, log_of, logs
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import GAP_MS, Landmark, index_of
from vpe_tui.session.places import Place, gap_before, place_of, quality_change, row_at
from vpe_tui.text.times import DAY_MS, KST, clock, epoch_ms, relative

HALF_AN_HOUR = ZoneInfo("Asia/Kolkata")
zones = st.sampled_from((KST, UTC, HALF_AN_HOUR))
some = logs.filter(len)
timed = some.filter(lambda log: log.zero_ms > DAY_MS)


def scan(log: EventLog, instant: float) -> int:
    """The first row that ends after the instant, else the last."""
    return next((event.row for event in log if event.end_ms > instant), len(log) - 1)


def hours(*starts_and_lengths: tuple[float, float]) -> EventLog:
    """Rows that begin so many hours after 12:00 KST and take so many."""
    noon = T0 // DAY_MS * DAY_MS + 3 * 3_600_000
    return log_of(
        [
            {"logDateUnix": str(noon + round((start + length) * 3_600_000)), "actionDuration": length * 3600}
            for start, length in starts_and_lengths
        ]
    )


def row_of(words: str, log: EventLog, zone: tzinfo) -> int:
    return place_of(words, log, zone).row


# Times


@given(some, st.integers(-100_000, 200_000))
def test_row_at_is_the_first_that_ends_after_the_instant(log: EventLog, after: int) -> None:
    assert row_at(log, T0 + after) == scan(log, T0 + after)


@given(some)
def test_an_end_is_not_part_of_its_row(log: EventLog) -> None:
    for event in log:
        assert row_at(log, event.end_ms) == scan(log, event.end_ms)
        assert event.duration_s in (None, 0) or row_at(log, event.end_ms - 1) <= event.row


def test_an_empty_log_has_no_place_to_go_to() -> None:
    assert row_at(log_of([]), T0) == 0
    with pytest.raises(ValueError, match="no event to go to"):
        row_of("0", log_of([]), KST)


@given(some, st.integers(-200_000, 200_000))
def test_since_the_start_as_the_timeline_says_it(log: EventLog, offset: int) -> None:
    assert row_of(relative(offset), log, KST) == scan(log, log.zero_ms + offset)


def test_since_the_start_in_units() -> None:
    log = hours((0, 1), (1, 1), (2, 1), (24, 1), (72, 1))
    wanted = {"+30m": 0, "+1h": 1, "+1h30m": 1, "+1.5h": 1, "+7200s": 2, "+1d": 3, "+3d0h10m": 4, "−1h": 0}
    assert {words: row_of(words, log, KST) for words in wanted} == wanted


def test_what_is_none_of_the_session_is_its_first_or_last_row_and_that_is_said() -> None:
    log = hours((0, 0.5), (0.5, 0.5))  # from 12:00:00 to 13:00:00
    inside = ("0", "1", "+0", "+1h", "0%", "100%", "12:00", "12:00:00", "13:00:00", "10-08 12:30")
    assert [place_of(words, log, KST).beyond for words in inside] == [""] * len(inside)
    said = {
        words: place_of(words, log, KST)
        for words in ("2", "+1:00:01", "−2:00", "101%", "13:01", "11:58", "10-07 12:30")
    }
    assert {words: place.row for words, place in said.items()} == {
        "2": 1, "+1:00:01": 1, "−2:00": 0, "101%": 1, "13:01": 1, "11:58": 0, "10-07 12:30": 0
    }  # fmt: skip
    assert said["2"].beyond == "there is no row 2: this is the last"
    assert said["13:01"].beyond == said["101%"].beyond == "that was after the session: this is the last row"
    assert said["11:58"].beyond == said["−2:00"].beyond == "that was before the session: this is the first row"


@given(some, st.floats(0, 120))
def test_a_share_of_the_session(log: EventLog, share: float) -> None:
    said = f"{share:.3f}"
    instant = log.zero_ms + round((log.end_ms[-1] - log.zero_ms) * float(said) / 100)
    assert row_of(f" {said} % ", log, KST) == scan(log, instant)


@given(some, st.integers(0, 30))
def test_a_row_by_its_number_or_the_last(log: EventLog, row: int) -> None:
    assert row_of(f"{row}", log, KST) == min(row, len(log) - 1)


@given(timed, st.data(), zones)
def test_wall_clock_times_lead_to_the_row_under_way_then(log: EventLog, data: st.DataObject, zone: tzinfo) -> None:
    """The row that begins just then, where one does: a row of no length is under way at no time."""
    within = [start_ms for start_ms in log.start_ms if start_ms >= log.zero_ms]
    instant = data.draw(st.integers(log.zero_ms, max(log.end_ms[-1], log.zero_ms)) | st.sampled_from(within))
    begins = [row for row, start_ms in enumerate(log.start_ms) if start_ms == instant]
    assert row_of(clock(instant, zone), log, zone) == (begins[0] if begins else scan(log, instant))


@given(timed, zones)
def test_the_first_second_is_the_first_row_whatever_its_thousandths(log: EventLog, zone: tzinfo) -> None:
    started = clock(log.zero_ms, zone)
    whole_second = log.zero_ms - log.zero_ms % 1000
    assert row_of(started[:8], log, zone) == scan(log, whole_second)
    assert row_of(started[:5], log, zone) == scan(log, log.zero_ms - log.zero_ms % 60_000)


def test_a_clock_time_is_that_of_the_day_it_was_on() -> None:
    over_midnight = hours((11.5, 0.4), (11.9, 0.3), (12.2, 1))  # from 23:30 to 01:12
    assert [row_of(words, over_midnight, KST) for words in ("23:45", "23:59:59", "0:05", "01:00:00.5")] == [0, 1, 1, 2]


def test_a_clock_time_comes_first_on_the_first_day() -> None:
    days = hours((0.0001, 20), (20, 20), (40, 20))  # 12:00:00.360, then 08:00 and 04:00 of the days after
    assert [row_of(words, days, KST) for words in ("13:00", "09:00", "12:00", "12:00:00")] == [0, 1, 0, 0]
    assert row_of("12:00:00.000", days, KST) == 1  # to the thousandth that was before, and is again the day after


def test_a_clock_time_on_a_day_is_that_day() -> None:
    days = hours((0, 20), (20, 20), (40, 20))  # from 12:00 on the 8th, 08:00 on the 9th, 04:00 on the 10th
    wanted = {"10-09 13:00": 1, "2025-10-10 04:30:00": 2, "2025-10-8 12:30": 0, "10-08T23:00": 0, "2024-01-01 00:00": 0}
    assert {words: row_of(words, days, KST) for words in wanted} == wanted
    for words in ("13-40 12:00", "10-09 25:00", "10-09", "10-09 noon"):
        with pytest.raises(ValueError, match="is no time"):
            row_of(words, days, KST)


def test_a_clock_time_outside_of_the_session_is_nearest_to_one_end() -> None:
    short = hours((0, 0.5), (0.5, 0.5))  # from 12:00 to 13:00
    assert [row_of(words, short, KST) for words in ("11:59", "13:01", "02:00", "23:00")] == [0, 1, 0, 1]
    early = hours((12.1, 0.5), (12.6, 0.5))  # from 00:06 to 01:06
    assert [row_of(words, early, KST) for words in ("23:59", "01:30")] == [0, 1]


NEW_YORK = ZoneInfo("America/New_York")


def utc_hours(first: str, count: int) -> EventLog:
    """Rows of half an hour each, from an instant in UTC on."""
    start = epoch_ms(datetime.fromisoformat(f"{first}:00+00:00"))
    ends = [start + (row + 1) * 1_800_000 for row in range(count)]
    return log_of([{"logDateUnix": str(end), "actionDuration": 1800} for end in ends])


def test_a_clock_time_on_a_day_the_clock_is_changed() -> None:
    # In New York it is 5 h less than in UTC, from 2025-03-09 07:00 UTC 4 h, from 2025-11-02 06:00 UTC 5 h again.
    ahead, back = utc_hours("2025-03-09T06:00", 30), utc_hours("2025-11-02T04:00", 30)
    assert {words: place_of(words, ahead, NEW_YORK) for words in ("01:30", "03:00", "12:30", "03-09 12:30")} == {
        "01:30": Place(1), "03:00": Place(2), "12:30": Place(21), "03-09 12:30": Place(21)
    }  # fmt: skip
    assert {words: place_of(words, back, NEW_YORK) for words in ("00:30", "02:00", "12:30", "2025-11-02 12:30")} == {
        "00:30": Place(1), "02:00": Place(6), "12:30": Place(27), "2025-11-02 12:30": Place(27)
    }  # fmt: skip


def test_a_clock_time_that_was_left_out_or_came_twice_is_said_so() -> None:
    ahead, back = utc_hours("2025-03-09T06:00", 30), utc_hours("2025-11-02T04:00", 30)
    for words in ("02:30", "02:30:15.5", "03-09 02:30", "02:00"):
        assert place_of(words, ahead, NEW_YORK) == (2, "the clock was set ahead over that, to 03:00: this is when")
    for words in ("01:30", "01:30:00", "11-02 01:30"):
        said = "the clock was set back, and showed that twice: this is the first time"
        assert place_of(words, back, NEW_YORK) == (3, said)


def test_of_two_times_the_one_in_the_session_is_meant() -> None:
    second = utc_hours("2025-11-02T06:00", 4)  # 01:00 EST on
    assert place_of("01:30", second, NEW_YORK) == (1, "")
    first = utc_hours("2025-11-02T05:00", 2)  # 01:00 to 02:00 EDT
    assert place_of("01:30", first, NEW_YORK) == (1, "")


def test_a_date_without_a_year_is_of_the_year_that_falls_into_the_session() -> None:
    new_year = utc_hours("2025-12-31T14:00", 4)  # from 23:00 in Korea to 01:00
    assert {words: place_of(words, new_year, KST) for words in ("12-31 23:30", "01-01 00:05", "1-1 00:35")} == {
        "12-31 23:30": Place(1), "01-01 00:05": Place(2), "1-1 00:35": Place(3)
    }  # fmt: skip
    assert place_of("2025-01-01 00:05", new_year, KST).beyond.startswith("that was before")
    assert place_of("01-02 00:05", new_year, KST).beyond.startswith("that was after")
    assert place_of("12-30 00:05", new_year, KST).beyond.startswith("that was before")
    leap = utc_hours("2024-02-28T14:00", 4)
    assert place_of("02-29 00:05", leap, KST) == Place(2)


@pytest.mark.parametrize(
    "words",
    ["", "soon", "12:", "24:00", "12:60", "12:00:60", "99:99:99", "+", "+1:2:3:4", "%", "43 percent", "-88 %", "1.5",
     "²", "+" + "9" * 400, "9" * 5000, "9" * 400 + "%"],
)  # fmt: skip
def test_nonsense_is_a_sentence(words: str) -> None:
    with pytest.raises(ValueError, match=r"is no time; \+12:43, 12:52:00, 10-08 12:52, 43% and a row's number are"):
        row_of(words, hours((0, 1)), KST)


times = st.lists(st.sampled_from([*"+-−:.%0123459", " ", "12", "00"]), max_size=9).map("".join) | st.text(max_size=6)


@given(some, times)
@example(hours((0, 1)), "+" + "9" * 400)
def test_any_words_are_a_row_or_a_sentence(log: EventLog, words: str) -> None:
    try:
        assert 0 <= row_of(words, log, KST) < len(log)
    except ValueError as fault:
        assert str(fault).startswith(f"“{words.strip()}” is no time")


# Landmarks


def landmarks(log: EventLog) -> Mapping[Landmark, Sequence[int]]:
    return index_of(replace(session_of([], []), events=log)).landmarks


@given(logs)
def test_landmarks_are_what_a_plain_scan_finds(log: EventLog) -> None:
    found = landmarks(log)
    assert found[Landmark.ERROR] == [event.row for event in log if event.kind is Kind.ERROR]
    assert found[Landmark.STALL] == [event.row for event in log if event.kind is Kind.REBUFFERING]
    assert found[Landmark.QUALITY] == [event.row for event in log if quality_change(log, event.row)]
    assert found[Landmark.GAP] == [event.row for event in log if gap_before(log, event.row) > GAP_MS]


def test_a_gap_is_more_than_a_second() -> None:
    ends = (0, GAP_MS, 2 * GAP_MS + 1, 2 * GAP_MS + 2)
    log = log_of([{"logDateUnix": str(T0 + end)} for end in ends])
    assert landmarks(log)[Landmark.GAP] == [2]


@given(logs)
def test_a_gap_is_the_time_from_one_end_to_the_next_start(log: EventLog) -> None:
    assert [gap_before(log, event.row) for event in log][1:] == [
        max(after.start_ms - before.end_ms, 0) for before, after in pairwise(log)
    ]
    assume(len(log))
    assert gap_before(log, 0) == 0


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ("720p", "1080p", 1),
        ("1080p", "720p", -1),
        ("1080p", "1080p", 0),
        ("0p", "1080p", 0),
        ("auto", "1080p", 0),
        ("1080p", "Unknown", 0),
        ("1080p", None, 0),
        ("720p", "0720p", 0),
        ("720", "1080p", 1),
        ("p", "1080p", 0),
        ("9" * 5000 + "p", "1080p", 0),
        ("²p", "1080p", 0),
    ],
)
def test_a_quality_changes_where_both_are_known(before: str | None, now: str | None, change: int) -> None:
    log = log_of([{"logDateUnix": str(T0 + at), "quality": each} for at, each in enumerate((before, now))])
    assert quality_change(log, 1) == change
    assert landmarks(log)[Landmark.QUALITY] == ([1] if change else [])
