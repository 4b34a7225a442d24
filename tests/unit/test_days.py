"""Where another day begins in a log: by the zone's midnight, whatever the clock did."""

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

import pytest

from tests.unit.playback.logs import Row, log_of, row, session_of
from vpe_tui.session.days import days_of
from vpe_tui.text.times import KST, moment

HOUR_S = 3_600


def days(*rows: Row, zone: tzinfo = KST) -> list[tuple[int, str]]:
    return [(each.row, each.title) for each in days_of(session_of(log_of(*rows)).events, zone)]


def test_a_session_of_one_day_and_one_of_nothing_have_none() -> None:
    assert days(row("playing", 60, 60), row("playing", 60, 120)) == []
    assert days() == []


def test_a_day_without_rows_has_no_line() -> None:
    found = days(row("playing", 1, 0), row("playing", 1, 1, silent_s=72 * HOUR_S))
    assert [each for each, _ in found] == [1]


@pytest.mark.parametrize("zone", [KST, UTC, ZoneInfo("America/New_York")])
def test_a_day_is_where_the_date_of_the_clock_is_another(zone: tzinfo) -> None:
    log = session_of(log_of(*(row("playing", 50, 0, silent_s=1_900) for _ in range(150)))).events
    dates = [f"{moment(ms, zone):%Y-%m-%d}" for ms in log.start_ms]
    expected = [(place, date) for place, date in enumerate(dates) if place and date != dates[place - 1]]
    assert [(each.row, each.title) for each in days_of(log, zone)] == expected and len(expected) > 2
