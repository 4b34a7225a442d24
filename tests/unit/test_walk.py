"""Walking back through the list: every session once, whatever stands on the boundary."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.api.list_query import RecentQuery
from vpe_tui.service.walk import others, step_back
from vpe_tui.session.records import Listed
from vpe_tui.text.times import kst_ms

LIMIT = 5


def row(second: int, number: int = 0) -> Listed:
    return Listed({"uuid": f"{second}-{number}", "logDate": f"2025-10-08 12:{second // 60:02}:{second % 60:02}"})


def answer(there: list[Listed], query: RecentQuery, *, ends_before: bool) -> list[Listed]:
    """What the API gives: the newest of the window. Whether its last second belongs to it nobody says."""
    end_ms = 1 << 62 if query.end_ms is None else query.end_ms - ends_before
    fitting = [each for each in there if (query.start_ms or 0) <= (kst_ms(each.log_date) or 0) <= end_ms]
    return sorted(fitting, key=lambda each: str(each.log_date), reverse=True)[: query.limit]


def walked(there: list[Listed], query: RecentQuery, *, ends_before: bool) -> list[Listed]:
    known: list[Listed] = []
    for _ in range(len(there) + 200):
        answered = answer(there, query, ends_before=ends_before)
        known += others(known, answered)
        step = step_back(query, answered)
        if step is None:
            return known
        query = step.query
    raise AssertionError("it never ends")


@given(st.lists(st.integers(0, 90), max_size=60), st.booleans())
def test_every_session_comes_once(seconds: list[int], ends_before: bool) -> None:
    """Of a second with more than the API lists at once: as many as it lists."""
    there = [row(second, number) for number, second in enumerate(seconds)]
    known = walked(there, RecentQuery(limit=LIMIT), ends_before=ends_before)
    assert len({each.uuid for each in known}) == len(known)
    for second in set(seconds):
        count = sum(each.uuid.startswith(f"{second}-") for each in known)  # type: ignore[union-attr]
        assert count >= min(seconds.count(second), LIMIT)


def test_the_second_of_the_oldest_is_asked_for_again_and_one_more_in_utc() -> None:
    step = step_back(RecentQuery(), [row(30), row(7), row(12)])
    assert step is not None
    assert step.query.end_ms == datetime(2025, 10, 8, 3, 0, 8, tzinfo=UTC).timestamp() * 1000
    assert "endDate=2025-10-08%2003%3A00%3A08" in step.query.encoded()
    assert not step.leaves_out


def test_a_second_that_is_full_is_left_and_told() -> None:
    full = [row(7, number) for number in range(LIMIT)]
    first = step_back(RecentQuery(limit=LIMIT), full)
    assert first is not None and not first.leaves_out
    second = step_back(first.query, full)
    assert second is not None and second.leaves_out
    assert second.query.end_ms == (first.query.end_ms or 0) - 1000


@pytest.mark.parametrize("answered", [[], [Listed({"uuid": "a"})], [Listed({"uuid": "a", "logDate": "soon"})]])
def test_without_a_time_there_is_no_step(answered: list[Listed]) -> None:
    assert step_back(RecentQuery(), answered) is None


def test_a_window_ends_where_it_begins() -> None:
    begins_ms = kst_ms("2025-10-08 12:00:07")
    assert step_back(RecentQuery(start_ms=begins_ms, end_ms=begins_ms), [row(7)]) is None
    assert step_back(RecentQuery(start_ms=begins_ms), [row(7)]) is not None
