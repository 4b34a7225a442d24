"""Kept sessions that somebody looked at, those that were only fetched ahead, and those that were deleted."""

import shutil
from pathlib import Path

import pytest

from tests.unit.test_recents import (
    KEPT,
    NOW_MS,
    OLDER,
    OTHER,
    SUMMARY,
    UUID,
    head,
    head_of,
    mode,
    packed,
    put_many,
    recents_in,
)
from vpe_tui.store.cache import Kept, SessionCache


@pytest.fixture
def recents(tmp_path: Path) -> SessionCache:
    return recents_in(tmp_path / "recents")


# Fetched ahead, and looked at


def summary_in(recents: SessionCache, uuid: str) -> dict[str, object]:
    told = head_of(recents, uuid)["summary"]
    assert isinstance(told, dict)
    return told


def test_what_was_fetched_ahead_is_not_looked_at_until_it_is_opened(recents: SessionCache) -> None:
    recents.put(KEPT, SUMMARY, ahead=True)
    assert summary_in(recents, UUID)["looked_at_ms"] is None
    assert [(entry.looked_at_ms, entry.is_chosen) for entry in recents.entries()] == [(None, False)]
    recents.look(UUID)
    assert summary_in(recents, UUID)["looked_at_ms"] == NOW_MS
    assert [(entry.looked_at_ms, entry.is_chosen) for entry in recents.entries()] == [(NOW_MS, True)]
    assert recents.get(UUID) == KEPT


def test_looking_leaves_all_else_in_the_file(recents: SessionCache) -> None:
    """Another version may have put more into the head."""
    recents.put(KEPT, SUMMARY, ahead=True)
    told = head(recents) | {"later": {"a": 1}}
    recents.path(UUID).write_bytes(packed(told))
    recents.look(UUID)
    told["summary"] = summary_in(recents, UUID)
    assert summary_in(recents, UUID)["looked_at_ms"] == NOW_MS
    assert head(recents) == told
    before = recents.path(UUID).read_bytes()
    recents.look(UUID)
    recents.look(OTHER)
    assert recents.path(UUID).read_bytes() == before


@pytest.mark.parametrize("told", ["absent", "x", 1.5, True, -1], ids=str)
def test_what_does_not_say_when_was_looked_at(recents: SessionCache, told: object) -> None:
    recents.put(KEPT, SUMMARY, ahead=True)
    summary = summary_in(recents, UUID)
    del summary["looked_at_ms"]
    summary |= {} if told == "absent" else {"looked_at_ms": told}
    recents.path(UUID).write_bytes(packed(head(recents) | {"summary": summary}))
    assert [entry.is_chosen for entry in recents.entries()] == [True]


def test_fetching_ahead_does_not_make_it_unseen(recents: SessionCache) -> None:
    recents.put(KEPT, SUMMARY)
    recents.put(KEPT._replace(body=b"newer"), SUMMARY, ahead=True)
    assert [entry.looked_at_ms for entry in recents.entries()] == [NOW_MS]


def test_what_was_fetched_ahead_gives_way_first_however_new(tmp_path: Path) -> None:
    recents = recents_in(tmp_path, sessions=3)
    looked = put_many(recents, 3)
    for number in range(5):
        recents.put(Kept(f"{number:08d}-ahead", NOW_MS - number, b"{}"), SUMMARY, ahead=True)
    assert [entry.uuid for entry in recents.entries()] == looked[::-1]
    recents.take(looked[0])
    recents.put(Kept("ahead", NOW_MS, b"{}"), SUMMARY, ahead=True)
    assert len(recents.entries()) == 3
    recents.put(Kept("looked-at", NOW_MS - 10**7, b"{}"), SUMMARY)
    assert {entry.uuid for entry in recents.entries()} == {*looked[1:], "looked-at"}


# Deleted and put back


def test_what_is_put_back_is_as_it_was(recents: SessionCache, tmp_path: Path) -> None:
    recents.put(KEPT, SUMMARY, ahead=True)
    recents.star(UUID, True)
    recents.path(UUID).write_bytes(packed(head(recents) | {"later": 1}))
    before = {path.name: path.read_bytes() for path in (tmp_path / "recents").iterdir()}
    deleted = recents.take(UUID)
    assert deleted is not None
    assert (recents.get(UUID), recents.is_starred(UUID), recents.was_deleted(UUID)) == (None, False, True)
    shutil.rmtree(tmp_path / "recents")
    assert recents.restore(deleted)
    assert {path.name: path.read_bytes() for path in (tmp_path / "recents").iterdir()} == before
    assert {mode(path) for path in (tmp_path / "recents").iterdir()} == {0o600}
    assert not recents.was_deleted(UUID)


def test_what_was_kept_anew_meanwhile_stays(recents: SessionCache) -> None:
    recents.put(OLDER, SUMMARY)
    deleted = recents.take(UUID)
    recents.put(KEPT, SUMMARY)
    assert deleted is not None
    assert not recents.was_deleted(UUID), "somebody opened it"
    assert not recents.restore(deleted)
    assert recents.get(UUID) == KEPT


def test_what_other_hands_deleted_is_not_there_to_be_put_back(recents: SessionCache) -> None:
    recents.put(KEPT, SUMMARY)
    recents.path(UUID).unlink()
    assert recents.take(UUID) is None


def test_a_doubt_goes_with_what_was_doubted(recents: SessionCache) -> None:
    recents.put(KEPT, SUMMARY)
    recents.path(UUID).write_bytes(b"no gzip")
    recents.entries()
    assert recents.has_doubts
    recents.put(KEPT, SUMMARY)
    assert not recents.has_doubts
    recents.path(UUID).write_bytes(b"no gzip")
    assert recents.get(UUID) is None
    assert recents.has_doubts
    recents.path(UUID).unlink()
    recents.entries()
    assert not recents.has_doubts
