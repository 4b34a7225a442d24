"""The log in columns: its order, its times, what is undefined, and a hundred thousand rows."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.session.columns import LogBuilder
from vpe_tui.session.events import FIELDS, EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.problems import Problem

T0 = 1759895520000


def row(at: int = 0, **fields: Any) -> dict[str, Any]:
    """A row written `at` ms after T0."""
    return {"logDateUnix": str(T0 + at), **fields}


def log(*rows: Any) -> tuple[EventLog, list[Problem]]:
    problems: list[Problem] = []
    builder = LogBuilder()
    builder.add(rows)
    return builder.log(rows, problems), problems


def kinds(problems: list[Problem]) -> dict[str, tuple[int, ...]]:
    return {problem.kind: problem.rows for problem in problems}


def test_an_empty_log() -> None:
    events, problems = log()
    assert (len(events), list(events), events.zero_ms, problems) == (0, [], 0, [])


# Order


def test_rows_in_order_stay_as_they_came() -> None:
    events, problems = log(row(0, quality="a"), row(0, quality="b"), row(5, quality="c"))
    assert events.quality == ["a", "b", "c"]
    assert problems == []


def test_rows_out_of_order_are_sorted_and_the_break_is_reported() -> None:
    events, problems = log(row(30, quality="c"), row(10, quality="a"), row(40, quality="d"), row(20, quality="b"))
    assert events.quality == ["a", "b", "c", "d"]
    assert events.end_ms == [T0 + 10, T0 + 20, T0 + 30, T0 + 40]
    assert [raw["quality"] for raw in events.raw] == ["a", "b", "c", "d"]
    assert kinds(problems) == {"out-of-order": (2,)}  # c came before b, and stands behind it


def test_problems_name_rows_as_they_stand_not_as_they_came() -> None:
    events, problems = log(row(10, new=1), row(0), "no object")
    assert [type(raw) for raw in events.raw] == [dict, dict, str] or events.raw[0] == row(0)
    for problem in problems:
        if problem.kind == "unknown-field":
            assert [events.raw[number] for number in problem.rows] == [row(10, new=1)]
        if problem.kind == "not-an-object":
            assert [events.raw[number] for number in problem.rows] == ["no object"]


@given(st.lists(st.integers(0, 5), max_size=30))
def test_the_order_of_time_is_stable(instants: list[int]) -> None:
    events, problems = log(*(row(at, quality=str(came)) for came, at in enumerate(instants)))
    ordered = sorted(range(len(instants)), key=instants.__getitem__)
    assert events.quality == [str(came) for came in ordered]
    assert ("out-of-order" in kinds(problems)) == (instants != sorted(instants))


# Times


def test_a_row_is_written_when_its_action_ends() -> None:
    events, _ = log({"logDateUnix": "1759895522082", "actionDuration": 0.834})
    assert (events.start_ms, events.end_ms) == ([1759895521248], [1759895522082])
    assert events.zero_ms == 1759895521248


@given(st.integers(0, 9_999_000))
def test_a_start_is_exact_to_the_millisecond(length_ms: int) -> None:
    events, _ = log(row(0, actionDuration=length_ms / 1000), row(0, actionDuration=f"{length_ms / 1000:.3f}"))
    assert events.start_ms == [T0 - length_ms] * 2


@pytest.mark.parametrize("duration", [None, -1, -0.001, float("nan"), float("inf"), 10**400, 1e300, True, "x", [1], {}])
def test_a_duration_that_cannot_be_meant_is_undefined(duration: object) -> None:
    events, _ = log(row(0, actionDuration=duration))
    assert events.duration_s == [None]
    assert events.start_ms == events.end_ms == [T0]


def test_seconds_of_the_react_native_player() -> None:
    events, problems = log({"logDateUnix": "1759895520"})
    assert (events.end_ms, problems) == ([T0], [])


def test_without_unix_time_the_korean_date_is_taken_and_the_row_is_approximate() -> None:
    events, problems = log(row(830), {"logDate": "2025-10-08 12:52:01"}, {"logDate": "bad", "logDateUnix": "bad"})
    assert events.end_ms == [T0 + 830, T0 + 1000, T0 + 1000]  # a row with neither stands with its neighbour
    assert events.approximate == {1, 2}
    assert [event.approximate for event in events] == [False, True, True]
    assert kinds(problems)["no-time"] == (1, 2)


def test_first_rows_without_a_time_stand_with_the_first_that_has_one() -> None:
    events, _ = log({}, None, row(7))
    assert events.end_ms == [T0 + 7] * 3
    assert events.approximate == {0, 1}


def test_a_log_without_any_time_keeps_its_rows_in_order() -> None:
    events, problems = log({"quality": "b"}, {"quality": "a"})
    assert (events.quality, events.end_ms) == (["b", "a"], [0, 0])
    assert kinds(problems) == {"no-time": (0, 1)}


def test_approximate_rows_keep_their_mark_when_they_are_moved() -> None:
    events, problems = log(row(5000), {"logDate": "2025-10-08 12:52:01"})
    assert events.end_ms == [T0 + 1000, T0 + 5000]
    assert events.approximate == {0}
    assert kinds(problems)["no-time"] == (0,)


# Values


NAN = float("nan")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("actionDuration", -5, "-5"),
        ("actionDuration", 4e7, "40000000.0"),
        ("actionDuration", NAN, "nan"),
        ("actionDuration", None, "null"),
        ("videoTime", NAN, "nan"),
        ("videoTime", 2e9, "2000000000.0"),
        ("watchingPercent", float("inf"), "inf"),
    ],
)
def test_a_value_that_cannot_be_meant_is_told(name: str, value: float | None, shown: str) -> None:
    fine = row(0, actionType="playing", actionDuration=1, videoTime=1, watchingPercent=1)
    events, problems = log(fine, fine | {"logDateUnix": str(T0 + 9), name: value}, fine)
    assert [each for each in problems if each.kind == "unusable"] == [
        Problem("unusable", "sessionLog", name, shown, (2,))
    ]
    assert getattr(events, NUMBERS[name]) == [1, 1, None]


def test_what_takes_no_time_need_not_say_so() -> None:
    _, problems = log(row(0, actionType="ended"), row(1, actionType="error", actionDuration=None))
    assert problems == []


def test_a_number_written_as_text_that_cannot_be_meant_is_told_once() -> None:
    _, problems = log(row(0, actionType="playing", actionDuration="-5"))
    assert kinds(problems) == {"changed-type": (0,)}


NUMBERS = {"videoTime": "video_time_s", "watchingPercent": "percent", "actionDuration": "duration_s"}
WORDS = {"quality": "quality", "errorCode": "error_code", "errorMessage": "error_message"}


@pytest.mark.parametrize(("name", "column"), (NUMBERS | WORDS).items())
def test_what_is_null_or_absent_is_undefined_never_zero(name: str, column: str) -> None:
    events, problems = log(row(0, **{name: None}), row(0))
    assert getattr(events, column) == [None, None]
    assert problems == []


@pytest.mark.parametrize(("name", "column"), NUMBERS.items())
def test_zero_is_zero(name: str, column: str) -> None:
    events, problems = log(row(0, **{name: 0}), row(0, **{name: 0.0}))
    assert getattr(events, column) == [0, 0]
    assert problems == []


@pytest.mark.parametrize(("value", "number"), [("12.5", 12.5), (" 3 ", 3), ("", None), ("x", None), ("nan", None)])
@pytest.mark.parametrize(("name", "column"), NUMBERS.items())
def test_a_number_as_text_is_read_and_reported(name: str, column: str, value: str, number: float | None) -> None:
    events, problems = log(row(0, **{name: value}))
    assert getattr(events, column) == [number]
    assert [(problem.kind, problem.name) for problem in problems] == [("changed-type", name)]
    assert list(events.raw) == [row(0, **{name: value})]


@pytest.mark.parametrize("value", [1e300, -1e300, 10**4000, "1e300", "9" * 5000, "inf", float("inf"), float("nan")])
@pytest.mark.parametrize(("name", "column"), NUMBERS.items())
def test_a_number_that_no_clock_can_say_is_undefined(name: str, column: str, value: object) -> None:
    events, _ = log(row(0, **{name: value}))
    assert getattr(events, column) == [None]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.word])
def test_every_action_has_its_kind_however_it_is_written(kind: Kind) -> None:
    events, _ = log(row(0, actionType=kind.word), row(0, actionType=f" {kind.word.upper()} "))
    assert events.kinds == [kind, kind]
    assert events.actions == [kind.word, kind.word]


@pytest.mark.parametrize(
    ("value", "action"), [("dance", "dance"), ("", ""), (None, ""), (7, "7"), (["error"], '["error"]'), ("\x1b", "␛")]
)
def test_an_unknown_action_is_shown_as_it_came(value: object, action: str) -> None:
    events, _ = log(row(0, actionType=value))
    assert (events.kinds, events.actions) == ([Kind.OTHER], [action])


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_a_field_of_another_type_is_reported_with_its_rows(name: str) -> None:
    rows = [row(0), row(1, **{name: [1]}), row(2), row(3, **{name: {"a": 1}})]
    events, problems = log(*rows)
    changed = [problem for problem in problems if problem.kind == "changed-type"]
    assert [(problem.name, problem.value) for problem in changed] == [(name, "[1]")]
    assert [events.raw[number][name] for number in changed[0].rows] == [[1], {"a": 1}]


def test_unknown_fields_are_reported_once_each_by_name() -> None:
    _, problems = log(row(0, z=1, a="\x1b"), row(1), row(2, z=2))
    assert problems == [
        Problem("unknown-field", "sessionLog", "a", "␛", (0,)),
        Problem("unknown-field", "sessionLog", "z", "1", (0, 2)),
    ]


def test_an_event_is_a_row_of_the_columns() -> None:
    events, _ = log(row(0), row(500, actionType="playing", actionDuration=0.5, videoTime=3, quality="720p"))
    event = events[1]
    assert (event.row, event.start_ms, event.end_ms, event.kind) == (1, T0, T0 + 500, Kind.PLAYING)
    assert (event.duration_s, event.video_time_s, event.quality, event.percent) == (0.5, 3, "720p", None)
    assert list(events) == [events[0], events[1]]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
ROWS = st.lists(JSON | st.dictionaries(st.sampled_from([field.name for field in FIELDS]), JSON), max_size=6)


@given(ROWS)
def test_whatever_the_rows_are_the_columns_are_parallel_and_nothing_is_lost(rows: list[Any]) -> None:
    events, _ = log(*rows)
    assert {len(column) for column in (events.start_ms, events.end_ms, events.kinds, events.raw)} == {len(rows)}
    assert len(list(events)) == len(rows)
    assert all(start <= end for start, end in zip(events.start_ms, events.end_ms, strict=True))
    assert list(events.end_ms) == sorted(events.end_ms)
    assert sorted(json.dumps(raw) for raw in events.raw) == sorted(json.dumps(raw) for raw in rows)


# Size


def test_a_hundred_thousand_rows() -> None:
    rows = [row(n, actionType="playing", actionDuration=0.001, quality="1080p", videoTime=n) for n in range(100_000)]
    events, problems = log(*rows)
    assert (len(events), problems) == (100_000, [])
    assert events[99_999].start_ms == T0 + 99_998
    assert all(quality is events.quality[0] for quality in events.quality)


def test_a_new_field_name_in_every_row_costs_a_row_each_not_a_square() -> None:
    """Looking for each name in every row would take minutes: four times the rows would cost sixteen times as much."""

    def took_s(count: int) -> float:
        began = time.process_time()
        _, problems = log(*(row(0, **{f"x{n}": n}) for n in range(count)))
        assert len(problems) == count
        return time.process_time() - began

    assert min(took_s(20_000) for _ in range(3)) < 10 * min(took_s(5_000) for _ in range(3))
