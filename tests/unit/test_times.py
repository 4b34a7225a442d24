"""Times: read as the API writes them, said as people read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.text.times import (
    KST,
    age,
    clock,
    date_time,
    duration,
    epoch_ms,
    kst_ms,
    moment,
    playhead,
    relative,
    unix_ms,
    utc_iso,
    zone_named,
)

DOCUMENTED = 1759895520830
"""The first row of the documented example: 12:52:00 in Korea."""

NEVER = [None, True, False, "", " ", "x", [], {}, [1759895520830], float("nan"), float("inf"), float("-inf"), b"1"]


def test_the_documented_instant() -> None:
    ms = unix_ms("1759895520830")
    assert ms == DOCUMENTED
    assert utc_iso(ms) == "2025-10-08T03:52:00.830Z"
    assert clock(ms, KST) == "12:52:00.830"
    assert date_time(ms, KST) == "2025-10-08 12:52:00"
    assert kst_ms("2025-10-08 12:52:00") == ms - 830


@pytest.mark.parametrize(
    ("value", "ms"),
    [
        ("1759895520830", DOCUMENTED),
        (1759895520830, DOCUMENTED),
        (1759895520830.0, DOCUMENTED),
        (" 1759895520830 ", DOCUMENTED),
        ("1759895520", 1759895520000),  # 10 digits: seconds, as the React Native player writes them
        (1759895520, 1759895520000),
        ("17598955200", 17598955200000),  # 11 digits: seconds too
        ("0000000000000", 0),
        ("9999999999999", 9999999999999),
    ],
)
def test_unix_time_by_its_digits(value: object, ms: int) -> None:
    assert unix_ms(value) == ms


@pytest.mark.parametrize(
    "value",
    [
        *NEVER,
        0,
        -1759895520830,
        "-1759895520830",
        "+1759895520830",
        "1759895520830.0",
        "1_759_895_520_830",
        "175989552083",  # 12 digits are neither
        "17598955208301",
        "١٧٥٩٨٩٥٥٢٠٨٣٠",
        "１７５９８９５５２０８３０",
        "²" * 13,
        "9" * 100_000,
        1e300,
        -1e300,
        10**5000,
        -(10**5000),
        "\ud800" * 13,
        "2025-10-08 12:52:00",
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, int) else f"int of {value.bit_length()} bits",
)
def test_what_is_no_unix_time_is_none(value: object) -> None:
    assert unix_ms(value) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-10-08 12:52:00", "2025-10-08T03:52:00.000Z"),
        (" 2025-10-08 12:52:00\n", "2025-10-08T03:52:00.000Z"),
        ("2025-10-08T12:52:00", "2025-10-08T03:52:00.000Z"),
        ("2025-10-08 12:52:00.830", "2025-10-08T03:52:00.830Z"),
        ("2025-10-08 00:00:00", "2025-10-07T15:00:00.000Z"),
        ("2025-10-08T03:52:00Z", "2025-10-08T03:52:00.000Z"),  # an offset of its own is taken at its word
        ("2025-10-08 12:52:00+09:00", "2025-10-08T03:52:00.000Z"),
        ("2025-10-07 22:52:00-05:00", "2025-10-08T03:52:00.000Z"),
    ],
)
def test_log_date_is_korean_time(text: str, iso: str) -> None:
    ms = kst_ms(text)
    assert ms is not None
    assert utc_iso(ms) == iso


@pytest.mark.parametrize(
    "value",
    [*NEVER, 1759895520830, "12:52:00", "2025-13-08 12:52:00", "2025-10-08 25:00:00", "٢٠٢٥-١٠-٠٨ ١٢:٥٢:٠٠", "\ud800"],
    ids=repr,
)
def test_what_is_no_log_date_is_none(value: object) -> None:
    assert kst_ms(value) is None


@pytest.mark.parametrize(
    "text", ["0001-01-01 00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31 23:59:59", "9999-12-31T23:59:59-23:59"]
)
def test_the_ends_of_the_calendar_can_be_read_and_said(text: str) -> None:
    ms = kst_ms(text)
    if ms is not None:
        assert utc_iso(ms).endswith("Z")
        assert len(clock(ms, KST)) == 12


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes().map(str)


@given(ANYTHING)
def test_reading_a_time_never_raises(value: object) -> None:
    assert isinstance(unix_ms(value), int | None)
    assert isinstance(kst_ms(value), int | None)


@given(st.integers(0, 9_999_999_999_999))
def test_13_digits_come_back_as_they_went(ms: int) -> None:
    assert unix_ms(f"{ms:013d}") == ms
    assert epoch_ms(moment(ms)) == ms
    assert datetime.fromisoformat(utc_iso(ms)) == moment(ms)


@given(st.integers(), st.sampled_from([UTC, KST, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")]))
def test_an_instant_beyond_the_calendar_is_held_at_its_end(ms: int, zone: object) -> None:
    shown = moment(ms, zone)  # type: ignore[arg-type]
    assert datetime(1969, 12, 30, tzinfo=UTC) <= shown <= datetime(9999, 12, 31, tzinfo=UTC)
    assert clock(ms, zone) == shown.strftime("%H:%M:%S.%f")[:12]  # type: ignore[arg-type]


def test_before_1970_the_thousandths_are_held_too() -> None:
    assert clock(-1, UTC) == "00:00:00.000"
    assert utc_iso(-1) == "1970-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("name", "hours"), [("kst", 9), ("KST", 9), ("utc", 0), ("UTC", 0), ("Asia/Seoul", 9), ("America/New_York", -4)]
)
def test_zones_have_names(name: str, hours: int) -> None:
    assert moment(DOCUMENTED, zone_named(name)).utcoffset() == timedelta(hours=hours)


def test_local_is_the_zone_of_this_machine() -> None:
    assert moment(DOCUMENTED, zone_named("local")) == moment(DOCUMENTED)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "kst ",
        "Seoul",
        "Asia",
        "../../etc/passwd",
        "/etc/passwd",
        "a\0b",
        "\ud800",
        "x" * 5000,
        "zone.tab",
        "+9",
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_a_zone_that_is_none_is_a_value_error_that_names_it(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone is called"):
        zone_named(name)


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "+0.000"),
        (834, "+0.834"),
        (59_999, "+59.999"),
        (60_000, "+1:00.000"),
        (763_210, "+12:43.210"),
        (3_599_999, "+59:59.999"),
        (3_600_000, "+1:00:00.000"),
        (3_763_210, "+1:02:43.210"),
        (-834, "−0.834"),
        (-60_001, "−1:00.001"),
        (400 * 3_600_000, "+400:00:00.000"),
    ],
)
def test_relative_time(ms: int, text: str) -> None:
    assert relative(ms) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00"),
        (0.999, "00:00"),
        (59.99, "00:59"),
        (763, "12:43"),
        (3763.9, "1:02:43"),
        (-0.5, "00:00"),
        (-5, "−00:05"),
        (-3763, "−1:02:43"),
        (999_999_999, "277777:46:39"),
    ],
)
def test_playhead(seconds: float, text: str) -> None:
    assert playhead(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.0004, "0 ms"),
        (0.008, "8 ms"),
        (0.834, "834 ms"),
        (0.9994, "999 ms"),
        (0.9996, "1.0 s"),  # never "1000 ms"
        (1, "1.0 s"),
        (48.24, "48.2 s"),
        (59.94, "59.9 s"),
        (59.97, "1 m 00 s"),  # never "60.0 s"
        (60, "1 m 00 s"),
        (763, "12 m 43 s"),
        (3599.4, "59 m 59 s"),
        (3599.7, "1 h 00 m"),
        (3720, "1 h 02 m"),
        (9999, "2 h 46 m"),
        (90_000, "25 h 00 m"),
    ],
)
def test_duration(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (-5000, "just now"),
        (0, "just now"),
        (999, "just now"),
        (1000, "1 s ago"),
        (59_999, "59 s ago"),
        (60_000, "1 min ago"),
        (3_599_999, "59 min ago"),
        (3_600_000, "1 h ago"),
        (86_399_999, "23 h ago"),
        (86_400_000, "1 d ago"),
        (400 * 86_400_000, "400 d ago"),
    ],
)
def test_age(ms: int, text: str) -> None:
    assert age(ms) == text
