"""Bytes → Session: what the documentation gets wrong, what hostile answers try, and that nothing is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.errors import CredentialsRefused, Fault, NoSuchSession, NotASession, ServiceFault
from vpe_tui.session.glossary import Kind
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_recent, parse_session
from vpe_tui.session.problems import Problem

DOCUMENTED = (Path(__file__).parents[1] / "data" / "session-documented-example.json").read_bytes()
UUID = "0f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
PARTS = ("startTime", "user", "player", "error", "sessionLog", "media")


def body(result: Any, **envelope: Any) -> bytes:
    return json.dumps({"code": 200, "message": "sessionRecentDetail", "result": result} | envelope).encode()


def parse(result: Any, **envelope: Any) -> Session:
    return parse_session(body(result, **envelope), UUID)


def documented() -> dict[str, Any]:
    result: dict[str, Any] = json.loads(DOCUMENTED)["result"]
    return result


def problems(session: Session, kind: str) -> list[tuple[str, str]]:
    return [(problem.place, problem.name) for problem in session.problems if problem.kind == kind]


def again(session: Session) -> dict[str, Any]:
    """The answer's result, put together again from the raw values that the session keeps."""
    return {
        "startTime": session.start_time.raw,
        "user": session.user.raw,
        "player": session.player.raw,
        "error": [error.raw for error in session.errors],
        "sessionLog": list(session.events.raw),
        "media": [media.raw for media in session.media],
        **session.extra,
    }


# The documented example


def test_the_documented_example_is_read_without_a_problem() -> None:
    session = parse_session(DOCUMENTED, UUID)
    assert session.uuid == UUID
    assert session.problems == ()
    assert session.title == "NAVER Cloud introduction video"
    assert not session.is_live
    assert [event.action for event in session.events] == ["player_start", "startup", "playing"]
    assert session.events.end_ms == [1759895520830, 1759895521248, 1759895522082]
    assert (session.start_time.player_s, session.start_time.video_s, session.start_time.total_s) == (
        0.008,
        0.413,
        0.421,
    )
    assert again(session) == documented()


# What the documentation gets wrong, row by row


@pytest.mark.parametrize("code", [200, "200", 200.0])
def test_code_is_a_number_or_a_string(code: object) -> None:
    assert parse(documented(), code=code).problems == ()


def test_old_answers_send_an_array_of_one_for_an_object() -> None:
    old = documented()
    for part in ("startTime", "user", "player"):
        old[part] = [old[part]]
    session = parse([old])
    assert session.problems == ()
    assert again(session) == documented()


@pytest.mark.parametrize("part", ["error", "sessionLog", "media"])
def test_null_or_nothing_for_an_array_is_an_empty_one(part: str) -> None:
    result = documented() | {part: None}
    assert again(parse(result))[part] == []
    del result[part]
    assert again(parse(result))[part] == []


@pytest.mark.parametrize(
    ("part", "row"), [("error", {"errorCode": "E0004"}), ("media", {"title": "가"}), ("sessionLog", {"uuid": UUID})]
)
def test_a_lone_object_for_an_array_is_an_array_of_one(part: str, row: dict[str, str]) -> None:
    assert again(parse(documented() | {part: row}))[part] == [row]


@pytest.mark.parametrize("part", PARTS)
def test_a_session_without_one_of_its_parts_is_a_session(part: str) -> None:
    result = documented()
    del result[part]
    assert {**again(parse(result)), part: None} == {**result, part: None}


@pytest.mark.parametrize("word", ["prev_tarck", "prev_track", " PREV_TRACK "])
def test_both_spellings_of_prev_track_are_shown_as_prev_track(word: str) -> None:
    (event,) = parse({"sessionLog": [{"actionType": word}]}).events
    assert (event.kind, event.action, event.raw) == (Kind.PREV_TRACK, "prev_track", {"actionType": word})


def test_numbers_that_come_as_text_are_numbers_and_said_to_have_changed() -> None:
    session = parse({"startTime": {"playerStartTimeSum": "0.008"}, "media": [{"duration": "91"}]})
    assert (session.start_time.player_s, session.media[0].duration_s) == (0.008, 91)
    assert problems(session, "changed-type") == [("startTime", "playerStartTimeSum"), ("media[0]", "duration")]


@pytest.mark.parametrize("number", [0, 1, 0.421, 9999])
def test_whole_and_fractional_numbers_are_both_as_known(number: float) -> None:
    session = parse({"startTime": {"totalStartTimeSum": number}})
    assert session.start_time.total_s == number
    assert session.problems == ()


@pytest.mark.parametrize(("code", "said"), [("E0004", "E0004"), (4100, "4100"), (None, None), (0, "0")])
def test_an_error_code_is_text_or_an_integer(code: object, said: str | None) -> None:
    session = parse(
        {"error": [{"errorCode": code}], "sessionLog": [{"logDateUnix": "1759895520830", "errorCode": code}]}
    )
    assert session.errors[0].code == said
    assert session.events.error_code == [said]
    assert session.problems == ()


def test_a_session_can_have_several_media() -> None:
    session = parse({"media": [{"title": None}, {"title": "둘"}, {"title": "셋", "videoType": "live"}]})
    assert [media.title for media in session.media] == [None, "둘", "셋"]
    assert session.title == "둘"
    assert session.is_live


# What is not known is kept and reported


@pytest.mark.parametrize(
    ("result", "place"),
    [
        ({"user": {"new": 7}}, "user"),
        ({"player": {"new": 7}}, "player"),
        ({"startTime": {"new": 7}}, "startTime"),
        ({"media": [{}, {"new": 7}]}, "media[1]"),
        ({"error": [{"new": 7}]}, "error[0]"),
        ({"sessionLog": [{"logDateUnix": "1759895520830", "new": 7}]}, "sessionLog"),
        ({"user": {}, "new": 7}, "result"),
    ],
)
def test_an_unknown_field_is_kept_and_reported(result: dict[str, Any], place: str) -> None:
    session = parse(result)
    (problem,) = session.problems
    assert (problem.kind, problem.place, problem.name, problem.value) == ("unknown-field", place, "new", "7")
    assert again(session) == again(parse({"user": {}})) | result


@pytest.mark.parametrize("value", [True, [], {}, {"a": 1}, "x", [1, 2]])
def test_a_changed_type_is_reported_undefined_and_kept(value: object) -> None:
    session = parse({"startTime": {"playerStartTimeSum": value, "videoStartTimeSum": 0.4}})
    assert session.start_time.player_s is None
    assert session.start_time.video_s == 0.4
    assert session.start_time.raw["playerStartTimeSum"] == value
    assert problems(session, "changed-type") == [("startTime", "playerStartTimeSum")]


def test_text_that_comes_as_a_number_is_text_and_reported() -> None:
    session = parse({"user": {"os": 11, "isp": "KT"}})
    assert (session.user.os, session.user.isp, session.user.raw["os"]) == ("11", "KT", 11)
    assert problems(session, "changed-type") == [("user", "os")]


@pytest.mark.parametrize("value", [5, "x", True, [1, 2], [[]]])
@pytest.mark.parametrize("part", ["startTime", "user", "player"])
def test_what_stands_for_an_object_and_is_none_is_kept_as_a_value(part: str, value: object) -> None:
    session = parse({part: value})
    assert again(session)[part] == {"(value)": value}
    assert problems(session, "not-an-object") == [(part, "")]


def test_rows_that_are_no_objects_are_kept_in_their_place() -> None:
    rows = [{"logDateUnix": "1759895520830"}, None, 7, ["x"], "y"]
    session = parse({"sessionLog": rows, "media": [3], "error": [None]})
    assert session.events.raw == rows
    assert Problem("not-an-object", "sessionLog", "", "–", (1, 2, 3, 4)) in session.problems
    assert again(session)["media"] == [{"(value)": 3}]
    assert again(session)["error"] == [{}]


# Is it a session at all? The checks in their order


@pytest.mark.parametrize(
    ("answer", "fault", "exit_code"),
    [
        ({"error": {"errorCode": "4100", "message": "x"}}, ServiceFault, 4),
        ({"error": {"errorCode": "1"}, "code": 200, "result": {"user": {}}}, ServiceFault, 4),
        ({"code": 4601, "message": "Unauthorized", "result": {}}, ServiceFault, 4),
        ({"code": "4700", "result": {"user": {}}}, ServiceFault, 4),
        ({"code": None, "result": {"user": {}}}, ServiceFault, 4),
        ({"code": True, "result": {"user": {}}}, ServiceFault, 4),
        ({"code": [200], "result": {"user": {}}}, ServiceFault, 4),
        ({"code": 200, "message": "Unauthorized", "result": {"user": {}}}, CredentialsRefused, 3),
        ({"code": "200", "message": " unauthorized "}, CredentialsRefused, 3),
        ({"code": 200}, NoSuchSession, 5),
        ({"code": 200, "result": None}, NoSuchSession, 5),
        ({"code": 200, "result": {}}, NoSuchSession, 5),
        ({"code": 200, "result": []}, NoSuchSession, 5),
        ({"code": 200, "result": [{}]}, NoSuchSession, 5),
        ({"code": 200, "result": ""}, NoSuchSession, 5),
        ({"code": 200, "result": {"rows": []}}, NotASession, 6),
        ({"code": 200, "result": [{"user": {}}, {"user": {}}]}, NotASession, 6),
        ({"code": 200, "result": "session"}, NotASession, 6),
        ({"code": 200, "result": 7}, NotASession, 6),
        ({"result": {"user": {}}}, NotASession, 6),
        ({}, NotASession, 6),
        ([], NotASession, 6),
        ("200", NotASession, 6),
        (None, NotASession, 6),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_no_session_is_the_right_fault(answer: object, fault: type[Fault], exit_code: int) -> None:
    with pytest.raises(Fault) as caught:
        parse_session(json.dumps(answer).encode(), UUID)
    assert (type(caught.value), caught.value.exit_code) == (fault, exit_code)


def test_what_the_api_says_is_clean_in_the_fault() -> None:
    with pytest.raises(ServiceFault) as caught:
        parse_session(json.dumps({"error": {"errorCode": "\x1b[2J", "message": "\u202e" * 5000}}).encode(), UUID)
    assert "\x1b" not in str(caught.value)
    assert len(caught.value.cause) < 200


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"<!DOCTYPE html><p>Log in", "web page"),
        ("<html><title>로그인".encode("euc-kr"), "web page"),
        (b"nonsense", "it is not JSON (line 1, column 1)"),
        (b'{"code": 200} x', "more comes after its JSON (line 1, column 15)"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"code":200,"result":{"user":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_002, "nested too deeply"),
        (b"\x00\x00\x00\x00", "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_json_says_why(text: bytes, cause: str) -> None:
    with pytest.raises(NotASession) as caught:
        parse_session(text, UUID)
    assert cause in caught.value.cause


KOREAN = json.dumps({"code": 200, "result": {"media": [{"title": "네이버\u0007", "a": -1.5e-7, "b": [True, None]}]}})


@pytest.mark.parametrize(
    "whole", [DOCUMENTED.rstrip(), KOREAN.encode(), json.dumps(json.loads(KOREAN), ensure_ascii=False).encode()]
)
def test_an_answer_cut_anywhere_is_said_to_stop_in_the_middle(whole: bytes) -> None:
    for end in range(1, len(whole)):
        with pytest.raises(NotASession) as caught:
            parse_session(whole[:end], UUID)
        assert caught.value.cause == "its JSON stops in the middle", whole[max(0, end - 30) : end]


# Odd bytes: a session all the same


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_of_json_are_read(encoding: str) -> None:
    assert again(parse_session(DOCUMENTED.decode().encode(encoding), UUID)) == documented()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("odd", [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", "영".encode("euc-kr")])
def test_bytes_that_are_not_utf_8_cost_a_character_not_the_session(odd: bytes, mark: bytes) -> None:
    session = parse_session(mark + b'{"code":200,"result":{"user":{"os":"x' + odd + b'","isp":"KT"}}}', UUID)
    assert session.user.isp == "KT"
    assert session.user.os is not None
    assert set(session.user.os) == {"x", "\ufffd"}


def test_a_lone_surrogate_is_a_replacement_character_on_screen() -> None:
    session = parse_session(rb'{"code":200,"result":{"user":{"os":"\ud800","\udc00":"\udfff"}}}', UUID)
    assert session.user.os == "\ufffd"
    assert [entry.name for entry in session.user.entries] == ["os", "\ufffd"]


@pytest.mark.parametrize("digits", ["9" * 5000, "-" + "9" * 100_000, "9" * 4000])
def test_an_integer_of_thousands_of_digits_is_kept_whole(digits: str) -> None:
    answer = f'{{"code":200,"result":{{"startTime":{{"playerStartTimeSum":{digits}}},"user":{{"x":[{digits}]}}}}}}'
    session = parse_session(answer.encode(), UUID)
    assert session.start_time.player_s is None
    assert str(session.start_time.raw["playerStartTimeSum"]) == digits
    assert str(session.user.raw["x"][0]) == digits
    assert problems(session, "changed-type") == [("startTime", "playerStartTimeSum")]


def test_nan_and_infinity_are_undefined_numbers() -> None:
    answer = b'{"code":200,"result":{"startTime":{"playerStartTimeSum":NaN},"media":[{"duration":-Infinity}]}}'
    session = parse_session(answer, UUID)
    assert (session.start_time.player_s, session.media[0].duration_s) == (None, None)
    assert problems(session, "changed-type") == [("startTime", "playerStartTimeSum"), ("media[0]", "duration")]


@pytest.mark.parametrize("where", ["user", "sessionLog", "media", "new", "startTime"])
@pytest.mark.parametrize("depth", [150, 300, 900])
def test_what_is_read_can_be_written_again_however_deep(where: str, depth: int) -> None:
    """`json.dumps(…, indent=2)` recurses in Python: what it could not write is refused at the door."""
    deep = b"[" * depth + b"]" * depth
    answer = b'{"code":200,"result":{"user":{},"' + where.encode() + b'":[{"videoTime":' + deep + b"}]}}"
    try:
        session = parse_session(answer, UUID)
    except NotASession as fault:
        assert depth > 200, fault
    else:
        assert depth < 200
        json.dumps(again(session), indent=2)


# Whatever comes


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None, exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*PARTS, "x"]), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def answers_with_one_odd_place(draw: st.DrawFn) -> bytes:
    """The documented answer (with an error in it) with any JSON value in one of its places."""
    answer = json.loads(DOCUMENTED)
    answer["result"]["error"] = [{"logDate": "", "logDateUnix": "", "errorCode": "E0004", "errorMessage": "x"}]
    places: list[tuple[Any, Any]] = []
    inside = [answer]
    for container in inside:
        keys = list(container) if isinstance(container, dict) else range(len(container))
        places += [(container, key) for key in keys]
        inside += [container[key] for key in keys if isinstance(container[key], dict | list)]
    container, key = draw(st.sampled_from(places))
    container[key] = draw(JSON)
    return json.dumps(answer).encode()


@given(answers_with_one_odd_place())
def test_any_value_in_any_documented_place_is_a_session_or_one_fault(answer: bytes) -> None:
    try:
        session = parse_session(answer, UUID)
    except Fault as fault:
        assert len(str(fault).splitlines()) == 1
        return
    for record in (session.start_time, session.user, session.player, *session.media, *session.errors):
        assert len(record.entries) == len(record.raw)
    assert len(list(session.events)) == len(session.events.raw)
    json.dumps(again(session))


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_a_fault_or_a_session(answer: bytes) -> None:
    for read in (lambda: parse_session(answer, UUID), lambda: parse_recent(answer)):
        try:
            read()
        except Fault:
            continue


FIELDS = st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=4)
LOGGED = FIELDS.map(lambda row: row | {"logDateUnix": "1759895520830"})


@given(
    st.fixed_dictionaries(
        {"startTime": FIELDS, "user": FIELDS, "player": FIELDS, "new": JSON}
        | {"error": st.lists(FIELDS), "media": st.lists(FIELDS), "sessionLog": st.lists(LOGGED)}
    )
)
def test_nothing_is_lost(result: dict[str, Any]) -> None:
    session = parse(result)
    assert json.dumps(again(session), sort_keys=True) == json.dumps(result, sort_keys=True)


# What the answer says of itself


def test_what_stands_around_the_result_is_kept() -> None:
    session = parse(documented(), code="200", message="a\x1bb", trace={"id": 7})
    assert session.envelope == {"code": "200", "message": "a\x1bb", "trace": {"id": 7}}
    assert [(entry.name, entry.text) for entry in session.envelope_entries] == [
        ("code", "200"),
        ("message", "a␛b"),
        ("trace", '{"id": 7}'),
    ]
