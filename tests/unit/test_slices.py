"""A large answer read in slices is the same session as one read whole, and says so when it cannot be."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.session import parse, slices
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session

TEXTS = st.sampled_from(["", "}, {", "},{", '"},{"', '\\"', "]}}", '"sessionLog": [{', "제목", "\u2028", "x" * 50])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"logDateUnix": st.integers(1759895520000, 1759895530000).map(str), "errorMessage": TEXTS},
        optional={"new": st.dictionaries(TEXTS, TEXTS | st.lists(st.just({}))), "quality": st.just("720p")},
    ),
    min_size=1,
    max_size=30,
)


def answer(rows: list[Any], title: str = "t") -> dict[str, Any]:
    return {
        "code": 200,
        "message": "sessionRecentDetail",
        "result": {"user": {"isp": title}, "sessionLog": rows, "media": [{"title": title}]},
    }


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "LARGE", 0)
    monkeypatch.setattr(slices, "SLICE", 300)


def whole(body: bytes) -> Session:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "LARGE", 1 << 60)
        return parse_session(body, "u")


@given(ROWS, TEXTS, st.sampled_from([None, 1, "\t"]))
def test_slices_make_the_same_session(rows: list[Any], title: str, indent: int | str | None) -> None:
    body = json.dumps(answer(rows, title), indent=indent, ensure_ascii=False).encode()
    sliced, expected = parse_session(body, "u"), whole(body)
    assert [tuple(event) for event in sliced.events] == [tuple(event) for event in expected.events]
    assert sliced.problems == expected.problems
    assert (sliced.media, sliced.user) == (expected.media, expected.user)


NUMBERS = (b"NaN", b"-Infinity", b"1e400", b"-0", b"-0.0", b"9" * 40, b"9007199254740993.0", b"0.1234567890123456789")
TEXTS_AND_MORE = (
    b'"\\ud800"',
    b'"\\ud83d\\ude00"',
    b'"\\u0000"',
    b'{"a": 1, "a": 2}',
    b"[" * 150 + b"]" * 150,
    b"null",
)
ODD = st.sampled_from([*NUMBERS, *TEXTS_AND_MORE])


@given(st.lists(ODD, max_size=12))
def test_odd_values_are_the_same_values_in_slices(values: list[bytes]) -> None:
    rows = [b'{"logDateUnix": "1759895520%03d", "videoTime": %b}' % (at, value) for at, value in enumerate(values)]
    body = json.dumps(answer([])).encode().replace(b'"sessionLog": []', b'"sessionLog": [%b]' % b", ".join(rows))
    sliced, expected = parse_session(body, "u"), whole(body)
    assert repr([tuple(event) for event in sliced.events]) == repr([tuple(event) for event in expected.events])
    assert repr(sliced.problems) == repr(expected.problems)


def test_a_large_answer_is_read_in_slices_and_its_rows_stay_bytes() -> None:
    body = simulate(Kind.LONG, 0, events=500).body
    session = parse_session(body, "u")
    assert isinstance(session.events.raw, slices.SlicedRows)
    log = json.loads(body)["result"]["sessionLog"]
    assert list(session.events.raw) == log
    assert session.events.raw[-1] == log[-1]
    assert session.events.raw[3:5] == log[3:5]
    with pytest.raises(IndexError):
        session.events.raw[500]


def test_a_glimpse_comes_before_the_whole() -> None:
    seen: list[int] = []
    body = simulate(Kind.LONG, 0, events=500).body
    session = parse_session(body, "u", lambda glimpse: seen.append(len(glimpse.events)))
    assert len(seen) == 1
    assert 0 < seen[0] < len(session.events) == 500


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made["result"].update(sessionLog=[{"a": 1}, 7, {"b": 2}]),
        lambda made: made.update(result=[made["result"]]),
        lambda made: made.update(sessionLog=[{"not": "this one"}], result=made.pop("result")),
        lambda made: made["result"].pop("sessionLog"),
    ],
)
def test_another_form_is_read_whole(change: Any) -> None:
    made = answer([{"logDateUnix": "1759895520830"}] * 20)
    change(made)
    body = json.dumps(made).encode()
    assert [tuple(event) for event in parse_session(body, "u").events] == [tuple(e) for e in whole(body).events]


@pytest.mark.parametrize("cut", range(1, 2000, 97))
def test_a_cut_large_answer_is_the_same_fault(cut: int) -> None:
    body = simulate(Kind.LONG, 0, events=20).body[:-cut]
    with pytest.raises(parse.Fault) as fault:
        parse_session(body, "u")
    assert "stops in the middle" in fault.value.cause
