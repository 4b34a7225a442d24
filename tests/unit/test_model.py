"""Records: every field in the API's order, with its term and unit; the list's rows; what a session says of itself."""

import json
from typing import Any

import pytest

from vpe_tui.errors import NotASession, ServiceFault
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_recent, parse_session
from vpe_tui.session.problems import Problem
from vpe_tui.session.records import Entry, Listed, Media, Player, PlayerError, Record, StartTime, User

UUID = "0f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
RECORDS = (StartTime, User, Player, Media, PlayerError, Listed)


def session(**result: Any) -> Session:
    return parse_session(json.dumps({"code": 200, "result": {"user": {}} | result}).encode(), UUID)


def recent(rows: Any, **envelope: Any) -> tuple[Listed, ...]:
    return parse_recent(json.dumps({"code": 200, "message": "sessionRecent", "result": rows} | envelope).encode())


def str_id(value: object) -> str:
    """An integer that pytest cannot print has to have a name."""
    return "huge" if isinstance(value, int) and value > 10**9 else ascii(value)[:20]


# Entries


def test_entries_are_in_the_order_of_the_api_the_unknown_ones_too() -> None:
    raw = {"visitedPage": "/a", "battery": 0.5, "os": "iOS", "ip": None}
    assert User.read("user", raw, []).entries == (
        Entry("visitedPage", "Page", "/a", True),
        Entry("battery", "battery", "0.5", False),
        Entry("os", "OS", "iOS", True),
        Entry("ip", "IP address", "–", True),
    )


@pytest.mark.parametrize("model", RECORDS)
def test_no_field_is_lost_and_none_invented(model: type[Record]) -> None:
    names = list(model.fields)
    record = model.read("x", dict.fromkeys([*names, "zz", "raw", "_raw", "(value)"], "1"), [])
    assert [entry.name for entry in record.entries] == [*names, "zz", "raw", "_raw", "(value)"]
    assert model.read("x", {}, []).entries == ()


@pytest.mark.parametrize("model", RECORDS)
def test_every_field_has_a_term_of_its_own(model: type[Record]) -> None:
    terms = [field.term for field in model.fields.values()]
    assert all(terms)
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 s"),
        (0.421, "0.421 s"),
        (59.9, "59.9 s"),
        (91, "91 s · 1 m 31 s"),
        (5400, "5400 s · 1 h 30 m"),
        (-5, "-5 s"),
        ("91", "91 s"),
        ("-0.5", "-0.5 s"),
        (None, "–"),
        ("Unknown", "Unknown"),  # a unit belongs to a number
        ("", ""),
        (True, "true"),
        ([91], "[91]"),
        ({}, "{}"),
        (float("nan"), "nan s"),
        (1e300, "1e+300 s"),
        (10**5000, "an integer of 16610 bits s"),
    ],
    ids=str_id,
)
def test_a_unit_stands_behind_a_number(value: object, text: str) -> None:
    (entry,) = Media.read("media[0]", {"duration": value}, []).entries
    assert (entry.term, entry.text) == ("Duration", text)


def test_names_and_values_are_clean_and_raw_is_as_it_came() -> None:
    raw = {"os": "\x1b[2J", "\u202ename": {"a\x07": 1}}
    record = User.read("user", raw, problems := [])
    assert [(entry.name, entry.text) for entry in record.entries] == [("os", "␛[2J"), ("\ufffdname", '{"a\\u0007": 1}')]
    assert record.raw == raw
    assert problems == [Problem("unknown-field", "user", "\ufffdname", '{"a\\u0007": 1}')]


def test_text_is_clean_wherever_it_is_met_and_raw_beside_it() -> None:
    hostile, safe = "\x1b]0;x\x07\u202e", "␛]0;x␇\ufffd"
    row = {"actionType": hostile, "quality": hostile, "errorCode": hostile, "errorMessage": hostile, hostile: 1}
    met = session(user={"os": hostile, hostile: hostile}, media=[{"title": hostile}], sessionLog=[row])
    event = met.events[0]
    assert {met.title, met.user.os, event.action, event.quality, event.error_code, event.error_message} == {safe}
    assert met.user.raw["os"] == met.events.raw[0]["quality"] == hostile
    assert not set("\x1b\x07\u202e") & set("".join(str(part) for problem in met.problems for part in problem))


def test_a_problem_shows_a_short_value() -> None:
    Player.read("player", {"playerName": ["x" * 5000], "new": "y" * 5000}, problems := [])
    assert [(problem.kind, len(problem.value)) for problem in problems] == [("unknown-field", 80), ("changed-type", 80)]


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        User.read("user", {"os": "iOS"}, []).os = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    "value", [True, False, "x", "", [], {}, float("nan"), float("inf"), 10**5000, "\ud800"], ids=str_id
)
def test_a_number_that_is_none_is_undefined_and_reported(value: object) -> None:
    record = StartTime.read("startTime", {"totalStartTimeSum": value}, problems := [])
    assert record.total_s is None
    assert [(problem.kind, problem.name) for problem in problems] == [("changed-type", "totalStartTimeSum")]


@pytest.mark.parametrize("value", [True, [], {}, ["iOS"]])
def test_a_text_that_is_none_is_undefined_and_reported(value: object) -> None:
    record = User.read("user", {"os": value, "isp": "KT"}, problems := [])
    assert (record.os, record.isp) == (None, "KT")
    assert [(problem.kind, problem.name) for problem in problems] == [("changed-type", "os")]


# The list of recent sessions

ROW = {
    "no": 1,
    "logDate": "2025-10-08 12:52:00",
    "uuid": UUID,
    "origin": "demo.example",
    "os": "Windows / 10",
    "device": "PC",
    "totalStartTime": 0.421,
    "rebufferingTime": 0,
    "playingTime": 12.5,
    "isError": False,
}


def test_the_list_is_in_the_order_it_came_with_every_field() -> None:
    rows = recent([ROW, ROW | {"no": 2, "new": "x", "isError": True}])
    assert [(row.number, row.uuid, row.is_error) for row in rows] == [(1, UUID, False), (2, UUID, True)]
    assert [dict(row.raw) for row in rows] == [ROW, ROW | {"no": 2, "new": "x", "isError": True}]
    assert rows[1].entries[-1] == Entry("new", "new", "x", False)


@pytest.mark.parametrize("nothing", [[], None, {}])
def test_an_empty_list_is_an_answer(nothing: object) -> None:
    assert recent(nothing) == ()


def test_odd_values_in_a_row_cost_that_value_only() -> None:
    (row,) = recent([ROW | {"totalStartTime": "x", "isError": [], "uuid": 7, "device": None}])
    assert (row.start_s, row.is_error, row.uuid, row.device, row.playing_s) == (None, None, "7", None, 12.5)
    assert row.raw["totalStartTime"] == "x"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"result": {"user": {}}}, NotASession),
        ({"result": "x"}, NotASession),
        ({"code": 4100}, ServiceFault),
        ({"error": {"errorCode": 1}}, ServiceFault),
    ],
)
def test_what_is_no_list_is_a_fault(answer: dict[str, Any], fault: type[Exception]) -> None:
    with pytest.raises(fault):
        recent([ROW], **answer)


# What a session says of itself


@pytest.mark.parametrize(
    ("media", "title", "live"),
    [
        ([], UUID, False),
        ([{"title": ""}, {"title": None}], UUID, False),
        ([{"title": "첫째", "videoType": "VOD"}, {"title": "둘째"}], "첫째", False),
        ([{"videoType": "VOD"}, {"title": "둘째", "videoType": "live"}], "둘째", True),
        ([{"videoType": 7}], UUID, False),
    ],
)
def test_title_and_live(media: list[dict[str, Any]], title: str, live: bool) -> None:
    met = session(media=media)
    assert (met.title, met.is_live) == (title, live)


def test_unknown_parts_of_the_answer_can_be_shown() -> None:
    assert session(new={"a": [1]}, other=None).other_entries == (
        Entry("new", "new", '{"a": [1]}', False),
        Entry("other", "other", "–", False),
    )


def test_errors_are_counted_in_the_log_else_in_the_answers_own_list() -> None:
    logged = [{"actionType": "error"}, {"actionType": "playing"}, {"actionType": "error"}]
    assert session(sessionLog=logged, error=[{"errorCode": "E0003"}]).error_count == 2
    assert session(error=[{"errorCode": "E0003"}]).error_count == 1
    assert session().error_count == 0
