"""Row numbers when another log takes the place of theirs: what means the same row stays, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.qoe.findings.finding import Finding, same_finding
from vpe_tui.session.columns import LogBuilder
from vpe_tui.session.events import EventLog
from vpe_tui.session.parse import parse_session
from vpe_tui.session.query import EVERYTHING, Filter, parse_filter
from vpe_tui.session.redact import redacted
from vpe_tui.session.renewal import same_rows
from vpe_tui.tui.timeline.held import Held

T0 = 1759895520000


def log_of(*at_s: float, action: str = "playing") -> EventLog:
    """A row of half a second that ends at each of some instants."""
    rows: list[dict[str, Any]] = [
        {"logDateUnix": str(T0 + round(at * 1000)), "actionType": action, "actionDuration": 0.5} for at in at_s
    ]
    builder = LogBuilder()
    builder.add(rows)
    return builder.log(rows, [])


TEN = log_of(*range(10))
LATER = log_of(0, 1, 2, *range(20, 30))
"""Three rows of `TEN`, and others."""


def held(**known: Any) -> Held:
    return Held(TEN, **known)


def test_the_rows_that_are_the_same_are_the_first_ones() -> None:
    assert [same_rows(TEN, other) for other in (TEN, log_of(*range(12)), log_of(*range(4)), LATER, log_of())] == [
        *(10, 10, 4, 3, 0)
    ]
    assert same_rows(TEN, log_of(*range(10), action="paused")) == 0
    assert same_rows(log_of(), TEN) == 0


@pytest.mark.parametrize("kind", [Kind.STALL_STORM, Kind.ODD_TYPES, Kind.TWO_TRACKS])
def test_a_redacted_row_is_the_same_row(kind: Kind) -> None:
    made = simulate(kind, 1)
    session = parse_session(made.body, made.uuid)
    assert same_rows(session.events, redacted(session).events) == len(session.events) > 0


def test_rows_that_are_added_change_no_number() -> None:
    it = held(row=9, mark=4, filter=parse_filter("row:3-8"), flags={9: "error"}, evidence=[2, 9], offered=[[9, 1]])
    it.jumps.jumped(8)
    assert it.onto(log_of(*range(12)))
    assert (it.row, it.mark, str(it.filter), it.flags, it.evidence, it.offered) == (
        *(9, 4, "row:3-8", {9: "error"}, [2, 9], [[9, 1]]),
    )
    assert it.jumps.back(9) == 8


def test_a_mark_goes_with_its_row() -> None:
    it = held(mark=3)
    assert not it.onto(LATER)
    assert it.mark is None
    it = held(mark=2)
    it.onto(LATER)
    assert it.mark == 2


def test_what_stands_out_goes_with_its_rows() -> None:
    it = held(flags={2: "error", 7: "warning"}, evidence=[1, 2, 3, 9])
    it.onto(LATER)
    assert (it.flags, it.evidence) == ({2: "error"}, [1, 2])


def test_jumps_from_rows_that_are_gone_are_forgotten() -> None:
    it = held()
    for row in (1, 8, 2, 9):
        it.jumps.jumped(row)
    it.onto(LATER)
    assert [it.jumps.back(0), it.jumps.back(2), it.jumps.back(1)] == [2, 1, None]


def test_what_a_dialog_offers_goes_with_its_rows() -> None:
    it = held(offered=[[9, 2, 5, 0], [5]])
    it.onto(LATER)
    assert it.offered == [[2, 0], []]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("row:1-2", "row:1-2"),
        ("row:2-3", ""),
        ("row:9", ""),
        ("row:40-50", "row:40-50"),  # no row of before: it was asked for as it is
        ("errors,row:5 longer:2s", ""),
        ("errors longer:2s", "errors longer:2s"),
    ],
)
def test_a_filter_that_names_rows_which_are_others_now_goes(words: str, left: str) -> None:
    it = held(filter=parse_filter(words), asked_in=parse_filter(words))
    it.onto(LATER)
    expected: Filter = parse_filter(left) if left else EVERYTHING
    assert it.filter == it.asked_in == expected


def test_a_word_stands_for_no_row_that_is_another_now() -> None:
    it = held(named=lambda word: [1, 5] if word == "finding:stall-long" else [])
    it.onto(LATER)
    assert list(it.named("finding:stall-long")) == [1]


@pytest.mark.parametrize(("at", "log", "then"), [(1, LATER, 1), (9, LATER, 3), (9, log_of(*range(4)), 3)])
def test_the_cursor_stays_where_it_was_in_time(at: int, log: EventLog, then: int) -> None:
    it = held(row=at, asked_at=at)
    it.onto(log)
    assert (it.row, it.asked_at) == (then, then)


def test_without_rows_there_is_the_beginning() -> None:
    it = held(row=7, asked_at=3, mark=1, evidence=[1])
    it.onto(log_of())
    assert (it.row, it.asked_at, it.mark, it.evidence) == (0, 0, None, [])
    it.onto(TEN)
    assert it.row == 0


numbers = st.lists(st.integers(0, 30), max_size=6)
logs = st.lists(st.integers(0, 12), max_size=12).map(lambda instants: log_of(*sorted(instants)))


@given(numbers, numbers, st.integers(0, 40), st.lists(logs, max_size=4))
def test_whatever_comes_no_number_is_beyond_the_log(jumps: list[int], rows: list[int], at: int, come: list[EventLog]):
    it = held(row=at, asked_at=at, mark=at, evidence=sorted(rows), offered=[rows], flags=dict.fromkeys(rows, "error"))
    for row in jumps:
        it.jumps.jumped(row)
    for log in come:
        it.onto(log)
        left = [*it.evidence, *it.offered[0], *it.flags, *([it.mark] if it.mark is not None else [])]
        while (row := it.jumps.back(-1)) is not None:
            left.append(row)
        assert all(row < len(log) for row in left)
        assert it.row <= max(len(log) - 1, 0) or at >= 10


def finding(id: str, text: str, *rows: int) -> Finding:
    return Finding(id, "warning", text, rows)


def test_a_finding_is_met_again_by_what_it_says_else_by_its_rule() -> None:
    now = [finding("schema", "a is new", 1), finding("schema", "b is new", 2), finding("stall-long", "7 s", 3)]
    assert same_finding(finding("schema", "b is new", 9), now) is now[1]
    assert same_finding(finding("schema", "c is new", 9), now) is now[0]
    assert same_finding(finding("stall-long", "5 s", 9), now) is now[2]
    assert same_finding(finding("loop", "b is new", 9), now) is None
