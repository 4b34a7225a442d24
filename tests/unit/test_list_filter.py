"""What the list is asked for, in words."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from vpe_tui.api.list_filter import described, instant, parse_list_filter, since
from vpe_tui.api.list_query import RecentQuery
from vpe_tui.text.times import KST

NOW_MS = 1_759_999_999_000
"""2025-10-09 17:53:19 KST, 08:53:19 UTC."""
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    "words, query",
    [
        ("", RecentQuery()),
        ("pc", RecentQuery(device="PC")),
        ("Mobile LIVE", RecentQuery(device="Mobile", video_type="LIVE")),
        ("pc mobile vod live", RecentQuery()),
        ("since:1h", RecentQuery(start_ms=NOW_MS - HOUR_MS)),
        ("vod since:30m limit:5", RecentQuery(video_type="VOD", start_ms=NOW_MS - HOUR_MS // 2, limit=5)),
        ("from:2025-10-08", RecentQuery(start_ms=1_759_849_200_000)),
        (
            "from:2025-10-08T12:00 to:2025-10-08T13:00",
            RecentQuery(start_ms=1_759_892_400_000, end_ms=1_759_896_000_000),
        ),
        (
            "from:2025-10-08T12:00 to:13:00",
            RecentQuery(start_ms=1_759_892_400_000, end_ms=1_759_896_000_000),
        ),
        (
            "to:13:00 from:2025-10-08T12:00",
            RecentQuery(start_ms=1_759_892_400_000, end_ms=1_759_896_000_000),
        ),
        ("to:12:00", RecentQuery(end_ms=1_759_978_800_000)),
    ],
)
def test_words_are_a_query(words: str, query: RecentQuery) -> None:
    assert parse_list_filter(words, KST, NOW_MS) == query


@pytest.mark.parametrize(
    "words, why",
    [
        ("tv", "none of pc, mobile"),
        ("since:", "none of pc"),
        ("since:soon", "since: should be a length of time"),
        ("from:yesterday", "from: should be a time"),
        ("to:25:00", "to: should be a time"),
        ("limit:many", "1 to 100"),
        ("limit:0", "1 to 100"),
        ("limit:101", "1 to 100"),
        ("since:1h from:2025-10-08", "there is another already"),
        ("from:2025-10-09 to:2025-10-08", "ends before it starts"),
    ],
)
def test_what_is_no_query_says_why(words: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_list_filter(words, KST, NOW_MS)


def test_times_are_of_the_users_zone_and_go_out_as_utc() -> None:
    assert instant("2025-10-08 12:00", KST, 0) + 9 * HOUR_MS == instant("2025-10-08 12:00", UTC, 0)
    assert instant("2025-10-08T12:00+09:00", UTC, 0) == instant("2025-10-08 12:00:00", KST, 0)
    assert "startDate=2025-10-08%2003%3A00%3A00" in parse_list_filter("from:2025-10-08T12:00", KST, NOW_MS).encoded()
    assert since("1d", NOW_MS) == NOW_MS - 24 * HOUR_MS


def test_a_query_is_told_in_the_users_zone() -> None:
    query = parse_list_filter("live from:2025-10-08T12:00 limit:20", KST, NOW_MS)
    assert described(query, KST) == "PC, Mobile · LIVE · from 2025-10-08 12:00:00 KST · 20 at most"
    assert described(RecentQuery(), KST) == "PC, Mobile · VOD, LIVE"


def test_a_window_over_a_change_of_the_clock_holds_all_that_was_asked_for() -> None:
    # New York: EDT until 2025-11-02 06:00 UTC; 01:30 is 05:30 and 06:30 UTC. EST until 2025-03-09 07:00 UTC.
    zone = ZoneInfo("America/New_York")
    query = parse_list_filter("from:2025-11-02T01:30 to:01:30", zone, NOW_MS)
    assert (query.start_ms, query.end_ms) == (1_762_061_400_000, 1_762_065_000_000)
    assert described(query, zone).endswith("from 2025-11-02 01:30:00 EDT · to 2025-11-02 01:30:00 EST")
    query = parse_list_filter("from:2025-03-09T02:15 to:02:45", zone, NOW_MS)
    assert (query.start_ms, query.end_ms) == (1_741_503_600_000, 1_741_503_600_000)
    assert "startDate=2025-07-15%2016%3A00%3A00" in parse_list_filter("from:2025-07-15T12:00", zone, NOW_MS).encoded()
    assert "startDate=2025-01-15%2017%3A00%3A00" in parse_list_filter("from:2025-01-15T12:00", zone, NOW_MS).encoded()


@pytest.mark.parametrize(
    "text, ms",
    [
        ("0001-01-01", 0),
        ("1970-01-01", 0),
        ("1970-01-01T09:00:01", 1_000),
        ("9999-12-31T23:59:59", 253_402_268_399_000),
    ],
)
def test_the_ends_of_the_calendar_are_times_too(text: str, ms: int) -> None:
    """Before 1970 nothing was recorded: the first moment there is stands for all of them."""
    assert instant(text, KST, NOW_MS) == ms
