"""What one session becomes, from reading to reading: rows told once, changes of state, what is gone, its end."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.playback.logs import BEGIN_MS, log_of, row, session_of
from vpe_tui.fleet.watch.changes import Gone, RowCame, StateChanged
from vpe_tui.fleet.watch.session import _MOST_GONE, Became, Rows, SessionWatch
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.tolerances import SILENT_MS

START = (row("player_start", 0.1), row("startup", 1.0, silent_s=0.2))
MINUTE = row("playing", 60.0, 60)
STALL = row("rebuffering", 9.0, 60)
FAILS = row("error", 0, 60, errorCode="E0003", errorMessage="network error")
NOW_MS = BEGIN_MS + 62_000


def read(*rows: dict[str, Any], log: list[dict[str, Any]] | None = None, at_ms: int = NOW_MS) -> Diagnosis:
    return diagnose(session_of(log_of(*START, *rows) if log is None else log), at_ms)


def watched(*readings: Diagnosis, at_ms: int = NOW_MS) -> list[Became]:
    watch = SessionWatch()
    return [watch.read(each, at_ms) for each in readings]


def rows_of(became: Became) -> list[int]:
    return [change.row for change in became.changes if isinstance(change, RowCame)]


def test_the_first_reading_tells_how_it_stands_and_no_row() -> None:
    (first,) = watched(read(MINUTE))
    (state,) = first.changes
    assert isinstance(state, StateChanged) and state.before is None and state.after.id == "in-progress"
    assert (state.rows, state.is_over, first.marks) == (3, False, frozenset())


def test_each_row_that_comes_is_told_and_a_stall_is_a_stall() -> None:
    _, same, more = watched(read(MINUTE), read(MINUTE), read(MINUTE, STALL), at_ms=NOW_MS + 9_000)
    assert not same.changes and not same.marks
    assert rows_of(more) == [3] and more.marks >= {"stall", "change"}


def test_a_stall_that_a_seek_brought_about_is_none() -> None:
    seek = (row("seeking", 0.4, 90), row("rebuffering", 2.0, 90))
    _, more = watched(read(MINUTE), read(MINUTE, *seek), at_ms=NOW_MS + 3_000)
    assert rows_of(more) == [3, 4] and more.marks == {"change"}


def test_a_failure_is_told_once_and_is_the_end() -> None:
    _, failed, still = watched(read(MINUTE), read(MINUTE, FAILS), read(MINUTE, FAILS))
    came, state = failed.changes
    assert isinstance(came, RowCame) and isinstance(state, StateChanged)
    assert state.before is not None and state.before.id == "in-progress"
    assert (state.after.id, state.is_over) == ("playback-failure", True)
    assert failed.marks == {"error", "end", "change"}
    assert not still.changes and still.marks == {"error", "end"}


def test_a_session_that_had_failed_before_is_an_error_and_over_at_once() -> None:
    (first,) = watched(read(MINUTE, FAILS))
    assert first.marks == {"error", "end"}


def test_a_row_that_comes_late_is_told_as_such() -> None:
    whole = log_of(*START, MINUTE, STALL, MINUTE)
    early = [each for number, each in enumerate(whole) if number != 3]
    _, late = watched(read(log=early), read(log=whole))
    (came,) = (change for change in late.changes if isinstance(change, RowCame))
    assert came.row == 3 and came.is_late


def test_rows_that_go_are_told_and_what_comes_back_is_not_told_again() -> None:
    long, short = read(MINUTE, MINUTE), read(MINUTE)
    became = watched(long, short, long, short, long)
    assert [len(each.changes) for each in became] == [1, 1, 0, 0, 0]
    (gone,) = became[1].changes
    assert isinstance(gone, Gone) and gone.text == "fewer rows than before: 3 of 4 rows"


def test_other_rows_are_told_with_what_came_in_their_place() -> None:
    _, other = watched(read(MINUTE, MINUTE), read(MINUTE, STALL))
    gone, came, *_ = other.changes
    assert isinstance(gone, Gone) and gone.text == "other rows than before: 1 of 4 rows no longer there"
    assert isinstance(came, RowCame) and came.row == 3


@pytest.mark.parametrize("silent_ms, is_over", [(SILENT_MS - 1_000, False), (SILENT_MS + 1_000, True)])
def test_three_minutes_of_silence_are_the_end(silent_ms: int, is_over: bool) -> None:
    last_ms = max(read(MINUTE).playback.corrected_end_ms)
    watch = SessionWatch()
    watch.read(read(MINUTE), NOW_MS)
    became = watch.read(read(MINUTE, at_ms=last_ms + silent_ms), last_ms + silent_ms)
    assert ("end" in became.marks) is is_over


def test_a_clock_that_is_ahead_does_not_keep_a_session_alive() -> None:
    """Its rows end in an hour: silence is what was heard of it."""
    watch, before_ms = SessionWatch(), BEGIN_MS - 3_600_000
    assert "end" not in watch.read(read(MINUTE), before_ms).marks
    assert "end" not in watch.read(read(MINUTE), before_ms + SILENT_MS - 1).marks
    assert "end" in watch.read(read(MINUTE), before_ms + SILENT_MS).marks


def test_a_clock_that_is_behind_does_not_end_a_session_that_goes_on() -> None:
    watch, later_ms = SessionWatch(), BEGIN_MS + 3_600_000
    watch.read(read(MINUTE), later_ms)
    assert "end" not in watch.read(read(MINUTE, MINUTE), later_ms + 15_000).marks
    assert "end" in watch.read(read(MINUTE, MINUTE), later_ms + 15_000 + SILENT_MS).marks


def test_an_empty_log_is_waited_for() -> None:
    watch = SessionWatch()
    assert "end" not in watch.read(read(log=[]), NOW_MS).marks
    assert "end" not in watch.read(read(log=[]), NOW_MS + SILENT_MS - 1).marks
    assert rows_of(watch.read(read(MINUTE), NOW_MS + SILENT_MS)) == [0, 1, 2]


@given(st.lists(st.lists(st.integers(0, 12), max_size=15), max_size=12))
def test_whatever_comes_each_row_is_told_of_as_often_as_it_was_there_at_once(readings: list[list[int]]) -> None:
    """A row (and its twins) comes, goes and comes back: it is told no more often than a reading had it."""
    rows, told, gone = Rows(), Counter[int](), 0
    for reading in readings:
        new, newly_gone, known = rows.met([(each,) for each in reading])
        assert sorted({*new, *known}) == sorted(new + known), "no row is both"
        assert newly_gone >= 0
        told.update(reading[place] for place in new)
        gone += newly_gone
    at_most = Counter[int]()
    for reading in readings:
        at_most |= Counter(reading)
    assert told <= at_most and gone <= told.total()


def test_what_went_is_remembered_to_a_bound() -> None:
    rows = Rows()
    for turn in range(3):
        rows.met([(turn, number) for number in range(_MOST_GONE)])
    assert len(rows._gone) == _MOST_GONE
