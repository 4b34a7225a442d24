"""The index of a session's events: its chapters. Landmarks: see test_places.py."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_query import T0
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.session.index import Chapter, index_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session

UUID = "0fccf38c-ae4b-defd-c827-b6bf4a0874ee"


def session_of(actions: list[str], titles: list[Any]) -> Session:
    log = [{"logDateUnix": str(T0 + at), "actionType": action} for at, action in enumerate(actions)]
    media = [{"title": title} for title in titles]
    return parse_session(json.dumps({"code": 200, "result": {"sessionLog": log, "media": media}}).encode(), UUID)


def demo(kind: Kind) -> Session:
    simulated = simulate(kind, 0)
    return parse_session(simulated.body, simulated.uuid)


def test_one_track_has_no_chapters() -> None:
    assert index_of(session_of(["player_start", "playing", "ended"], ["A"])).chapters == ()
    assert index_of(session_of([], [])).chapters == ()


@pytest.mark.parametrize("change", ["next_track", "prev_track", "prev_tarck"])
def test_a_track_change_ends_its_chapter(change: str) -> None:
    session = session_of(["playing", change, "startup", "playing"], ["A", "B"])
    assert index_of(session).chapters == (Chapter(0, "track 1 of 2 · A"), Chapter(2, "track 2 of 2 · B"))


def test_a_change_that_nothing_follows_opens_nothing() -> None:
    assert index_of(session_of(["playing", "next_track"], ["A", "B"])).chapters == ()


def test_a_track_without_a_title_or_without_media_is_still_counted() -> None:
    session = session_of(["playing", "next_track", "next_track", "playing"], ["A", None])
    assert [chapter.title for chapter in index_of(session).chapters] == [
        "track 1 of 3 · A",
        "track 2 of 3 · untitled",
        "track 3 of 3",
    ]


def test_the_demo_with_two_tracks() -> None:
    session = demo(Kind.TWO_TRACKS)
    assert [session.events.actions[chapter.row] for chapter in index_of(session).chapters][1:] == ["startup", "startup"]


@given(st.lists(st.sampled_from(("playing", "next_track", "prev_track")), max_size=12))
def test_chapters_part_the_rows_after_every_change(actions: list[str]) -> None:
    found = index_of(session_of(actions, [])).chapters
    opened = [row for row in range(1, len(actions)) if actions[row - 1].endswith("_track")]
    assert [chapter.row for chapter in found] == ([0, *opened] if opened else [])
