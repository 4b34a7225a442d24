"""A session in a few words, and what is said when a later answer has lost rows."""

import json

import pytest

from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.fleet.summary import SEARCHED, Summary, summary_of
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session
from vpe_tui.session.renewal import lost_rows


def session(uuid: str = DOCUMENTED_UUID) -> Session:
    return parse_session(session_body(uuid) or b"", uuid)


def summary(uuid: str = DOCUMENTED_UUID) -> Summary:
    found = session(uuid)
    return summary_of(found, diagnose(found, found.events.zero_ms + 10**9))


def answer(*rows: object) -> Session:
    body = {"code": 200, "result": {"user": {}, "sessionLog": list(rows)}}
    return parse_session(json.dumps(body).encode(), "u")


def row(at_ms: int, action: str = "playing") -> dict[str, object]:
    return {"logDateUnix": str(1759895520000 + at_ms), "actionType": action, "actionDuration": 1}


def test_the_documented_example() -> None:
    made = summary()
    assert (made.title, made.kind, made.isp) == ("NAVER Cloud introduction video", "VOD", "SK Broadband Co Ltd")
    assert (made.browser, made.os, made.device) == ("Edge / 141.0.0.0", "Windows / 10", "PC")
    assert (made.began_ms, made.start_s, made.rebuffering_s, made.events) == (1759895520822, 0.421, 0, 3)
    assert made.error_code == ""


@pytest.mark.parametrize("entry", catalogue()[::3], ids=lambda entry: f"{entry.kind}-{entry.seed}")
def test_it_goes_through_json_unchanged(entry) -> None:
    made = summary(entry.uuid)
    assert Summary.read(json.loads(json.dumps(made.as_json()))) == made
    assert made.band in ("good", "fair", "poor", ""), "none where there is too little to say"


@pytest.mark.parametrize("word", ["sk broadband", "edge", "2025-10-08 12:52", "korea", "1680x1050", "vod", "d0c5e551"])
def test_it_is_found_by_every_field(word: str) -> None:
    assert word in summary().search


def test_it_is_found_by_an_error_and_what_that_means() -> None:
    failed = next(each for each in map(summary, (e.uuid for e in catalogue())) if each.error_code == "E0003")
    assert "e0003 network error" in failed.search


def test_no_answer_makes_it_long() -> None:
    huge = parse_session(json.dumps({"code": 200, "result": {"user": {"isp": "x" * 10**6}}}).encode(), "u")
    made = summary_of(huge, diagnose(huge, 0))
    assert len(made.isp) <= SEARCHED // 20
    assert len(made.search) <= SEARCHED


def test_what_is_no_summary_is_an_empty_one() -> None:
    assert Summary.read(None) == Summary.read({name: object() for name in Summary._fields}) == Summary()


BEFORE = (row(0, "player_start"), row(1000), row(2000), row(3000, "paused"))


@pytest.mark.parametrize(
    "now, said",
    [
        (BEFORE, ""),
        ((*BEFORE, row(9000)), ""),
        ((row(-500), *BEFORE), ""),
        (BEFORE[:2], "fewer rows than before: 2 of 4 rows"),
        ((), "fewer rows than before: 0 of 4 rows"),
        ((*BEFORE[:3], row(3500, "error")), "other rows than before: 1 of 4 rows no longer there"),
        ((*BEFORE[:3], row(3500), row(4000), row(5000)), "other rows than before: 1 of 4 rows no longer there"),
    ],
    ids=["the same", "more", "more before", "fewer", "none", "another", "another and more"],
)
def test_rows_that_are_gone_are_told(now: tuple[object, ...], said: str) -> None:
    assert lost_rows(answer(*BEFORE), answer(*now)) == said


def test_a_session_that_had_no_rows_can_lose_none() -> None:
    assert lost_rows(answer(), answer(row(0))) == ""
