"""Stamps as what they are: seconds or milliseconds, of a clock that was set or not; playheads that are clocks."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_query import T0, log_of
from vpe_tui.playback.reading import playback_of
from vpe_tui.playback.strip import whole
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.report.layout import plain
from vpe_tui.report.markdown import as_markdown
from vpe_tui.session.eras import YEAR_MS, by_one_clock
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session
from vpe_tui.text.times import KST, date_time, playhead, unix_ms, utc_iso

CASES = Path(__file__).parents[1] / "data/cases"
BOOT_2000 = 946_684_800_000
DAY_MS = 86_400_000


def case(name: str) -> tuple[Session, Diagnosis]:
    return of((CASES / f"{name}.json").read_bytes())


def of(body: bytes) -> tuple[Session, Diagnosis]:
    session = parse_session(body, "case")
    return session, diagnose(session, session.events.end_ms[-1] + 3_600_000)


def text_of(diagnosis: Diagnosis, id: str) -> str:
    return " ".join(found.text for found in diagnosis.findings if found.id == id)


# Stamps


@pytest.mark.parametrize(
    ("value", "beside_ms", "ms"),
    [
        ("1759895520", 1_759_895_520_000, 1_759_895_520_000),
        ("1759895520830", 1_759_895_520_000, 1_759_895_520_830),
        ("1759895520", 1_759_895_520_000 - 14 * 3_600_000, 1_759_895_520_000),  # the device's own zone
        ("946684800100", BOOT_2000, BOOT_2000 + 100),  # 12 digits, ms: 2000
        ("946684800", BOOT_2000, BOOT_2000),  # 9 digits, s: 2000
        ("100100", 100_000, 100_100),  # ms: 1970
        ("100", 100_000, 100_000),  # s: 1970
        ("2592000000", 2_592_000_000, 2_592_000_000),  # 10 digits that are ms: 31 January 1970
        ("1759895520830", 0, 1_759_895_520_830),  # what fits no reading is read by its digits
        ("1759895520", 0, 1_759_895_520_000),
        ("1759895520830000", 1_759_895_520_000, None),  # no player writes these: a date that one does goes first
        ("1759895520830000000", 1_759_895_520_000, None),
        ("1759895520830000", None, 1_759_895_520_830),
        ("1759895520830000000", None, 1_759_895_520_830),
        (1_759_895_520_830_000_000, None, 1_759_895_520_830),
        ("946684800100", None, None),
        ("12345678", 1_759_895_520_000, None),
        ("9" * 20, 0, None),
        ("9" * 100_000, 0, None),
        ("", 0, None),
        (True, 1000, None),
    ],
)
def test_log_date_beside_tells_seconds_from_milliseconds(value: object, beside_ms: int | None, ms: int | None) -> None:
    assert unix_ms(value, beside_ms) == ms


@pytest.mark.parametrize("name", ["stamps-us", "stamps-ns"])
def test_stamps_that_no_player_writes_give_way_to_log_date_and_that_is_told(name: str) -> None:
    session, diagnosis = case(name)
    ends = [utc_iso(end) for end in session.events.end_ms]
    assert ends == [f"2025-10-09T08:5{end}.000Z" for end in ("3:20", "3:21", "4:21")]  # 17:53:20 KST …
    assert session.events.approximate == {0, 1, 2}
    assert "“sessionLog.logDateUnix” cannot be read; the time is from “logDate”" in text_of(diagnosis, "schema-drift")


def test_a_log_of_seconds_is_read_by_its_dates() -> None:
    rows = [{"logDateUnix": str(BOOT_2000 // 1000 + at), "logDate": f"2000-01-01 09:00:{at:02d}"} for at in range(5)]
    log = log_of(rows)
    assert list(log.end_ms) == [BOOT_2000 + at * 1000 for at in range(5)]
    assert not log.approximate


# Clocks that were years off


def test_a_clock_that_was_set_in_mid_session_is_told_and_stretches_nothing() -> None:
    session, diagnosis = case("boot-clock-2000")
    log = session.events
    # The first row of a clock that was set begins 2025-10-09 08:53:20 UTC; the two before it took 1.0 and 0.1 s.
    assert [utc_iso(start) for start in log.start_ms[:3]] == [
        f"2025-10-09T08:53:{at}Z" for at in ("18.900", "19.000", "20.000")
    ]
    assert whole(playback_of(session)).length_ms == 181_101
    assert diagnosis.metrics.coverage == 1
    assert log.approximate == {0, 1}
    assert "The clock was 26 years behind in 2 rows" in text_of(diagnosis, "clock-step")
    assert log.raw[0]["logDateUnix"] == "946684800100"  # what came is kept


def test_a_clock_that_jumps_ahead_and_back_moves_its_own_rows_only() -> None:
    ends = [T0, T0 + 1000, 2_147_483_647_000, T0 + 3000, T0 + 4000]  # 2038: the last second of 32 bits
    righted = by_one_clock(ends, [1, 1, 1, 1, 1])
    assert list(righted.end_ms) == [T0, T0 + 1000, T0 + 2000, T0 + 3000, T0 + 4000]
    assert set(righted.moved) == {2}


def test_the_clock_that_was_set_is_right_however_few_rows_it_wrote() -> None:
    ends = [100_000, 101_000, BOOT_2000, BOOT_2000 + 1000, BOOT_2000 + 2000, T0]
    righted = by_one_clock(ends, [1, 1, 5, 1, 1, 10])
    assert list(righted.end_ms) == [T0 - 18_000, T0 - 17_000, T0 - 12_000, T0 - 11_000, T0 - 10_000, T0]


def test_rows_that_were_stamped_late_by_years_follow_the_last_one() -> None:
    ends = [T0 - 1000, T0, T0 + 1000, 2_147_483_647_000, 2_147_483_650_000]
    assert list(by_one_clock(ends, [1, 1, 1, 2, 3]).end_ms) == [T0 - 1000, T0, T0 + 1000, T0 + 3000, T0 + 6000]


def test_one_clock_however_wrong_is_as_it_is() -> None:
    for ends in ([], [100], [BOOT_2000, BOOT_2000 + 1000], [T0, T0 + YEAR_MS - 1]):
        assert by_one_clock(ends, [1.0] * len(ends)) == (ends, {})


stamps = st.sampled_from((0, BOOT_2000, T0, T0 + 5 * YEAR_MS)).flatmap(
    lambda ms: st.integers(max(ms - DAY_MS, 0), ms + DAY_MS)
)


@given(st.lists(st.tuples(stamps, st.none() | st.floats(0, 9999)), min_size=1, max_size=40))
def test_all_rows_end_within_the_days_of_one_clock(rows: list[tuple[int, float | None]]) -> None:
    ends, lengths = [end for end, _ in rows], [length for _, length in rows]
    righted = by_one_clock(ends, lengths)
    assert [end for row, end in enumerate(righted.end_ms) if row not in righted.moved] == [
        end for row, end in enumerate(ends) if row not in righted.moved
    ]
    assert len(righted.moved) < len(ends)
    most = 2 * DAY_MS * len(rows) + round(1000 * sum(length or 0 for length in lengths)) + len(rows)
    assert max(righted.end_ms) - min(righted.end_ms) <= most < YEAR_MS


# Playheads


def live(places: list[object]) -> bytes:
    """A LIVE session of a startup and rows of 60 s, each with such a playhead."""
    answer: dict[str, Any] = json.loads((CASES / "live-pts-wrap.json").read_bytes())
    rows = answer["result"]["sessionLog"][1 : len(places) + 1]
    for row, place in zip(rows, places, strict=True):
        row["videoTime"] = place
    answer["result"]["sessionLog"] = rows
    return json.dumps(answer).encode()


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000, 1_000_000_000])
@pytest.mark.parametrize("behind_s", [0, 30, 6 * 3600])
def test_a_live_playhead_that_is_a_clock_is_read_as_that(unit: int, behind_s: int) -> None:
    # The rows end at 1760000001.1 s and every 60 s after it.
    places = [1_760_000_001 - behind_s + 60 * row for row in range(6)]
    session, diagnosis = of(live([place * unit for place in places]))
    assert list(session.events.video_time_s) == places
    assert diagnosis.metrics.content_watched_s == 300
    assert text_of(diagnosis, "schema-drift") == ""
    assert playhead(places[0]) == f"{utc_iso(places[0] * 1000)[11:19]}Z"


@pytest.mark.parametrize("place", [2_147_483_647, 4_294_967_295, 1_000_000_000, 1e300, 10**400])
def test_a_playhead_that_is_no_clock_and_no_place_is_none(place: object) -> None:
    session, diagnosis = of(live([0, place]))
    assert session.events.video_time_s[1] is None
    assert "“sessionLog.videoTime” has a value that cannot be meant" in text_of(diagnosis, "schema-drift")


def test_a_live_playhead_that_wraps_is_no_alarm() -> None:
    _, diagnosis = case("live-pts-wrap")
    assert diagnosis.findings == ()
    assert diagnosis.metrics.content_watched_s == 300
    assert diagnosis.verdict.text.startswith("Left after 5 m 00 s of playing")


def test_a_playhead_in_milliseconds_is_told_and_no_share_is_beyond_the_whole() -> None:
    session, diagnosis = case("playhead-in-ms")
    assert "“sessionLog.videoTime” came in milliseconds (3 rows): it was read as such" in text_of(
        diagnosis, "schema-drift"
    )
    assert diagnosis.metrics.furthest_share == 180 / 5400
    assert "at 3 %" in diagnosis.verdict.text
    assert not any(word in told for told in told_of(session, diagnosis) for word in ("1111", "2222", "3333"))


def test_a_share_of_900_percent_ends_at_100() -> None:
    answer = json.loads((CASES / "dst-july.json").read_bytes())
    for row in answer["result"]["sessionLog"]:
        row["watchingPercent"] *= 18
    session, diagnosis = of(json.dumps(answer).encode())
    assert diagnosis.verdict.text.startswith("Stopped early at 100 %")
    assert "more than 100 %" in text_of(diagnosis, "totals-disagree")
    assert not any(f"{share} %" in told for told in told_of(session, diagnosis) for share in (180, 360, 540, 720, 900))


def told_of(session: Session, diagnosis: Diagnosis) -> list[str]:
    """Every text of a session that has shares in it."""
    from vpe_tui.report.text import as_text
    from vpe_tui.session.model import Source
    from vpe_tui.session.search_texts import SearchTexts

    source = Source("file", 0)
    return [
        *(found.text for found in diagnosis.findings),
        as_text(session, source, diagnosis, 0, KST, width=100, paint=plain),
        as_markdown(session, source, diagnosis, KST),
        *SearchTexts(session.events, KST).everything,
        date_time(session.events.zero_ms, KST),
    ]
