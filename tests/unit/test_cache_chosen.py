"""Kept sessions that somebody looked at, those that were only fetched ahead, and those that were deleted."""

import shutil
from pathlib import Path

import pytest

from tests.unit.test_cache import (
    KEPT,
    NOW_MS,
    OLDER,
    OTHER,
    SUMMARY,
    UUID,
    cache_in,
    head,
    head_of,
    mode,
    packed,
    put_many,
)
from vpe_tui.store.cache import Kept, SessionCache


@pytest.fixture
def cache(tmp_path: Path) -> SessionCache:
    return cache_in(tmp_path / "recents")


# Fetched ahead, and looked at


def summary_in(cache: SessionCache, uuid: str) -> dict[str, object]:
    told = head_of(cache, uuid)["summary"]
    assert isinstance(told, dict)
    return told


def test_what_was_fetched_ahead_is_not_looked_at_until_it_is_opened(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY, ahead=True)
    assert summary_in(cache, UUID)["looked_at_ms"] is None
    assert [(entry.looked_at_ms, entry.is_chosen) for entry in cache.entries()] == [(None, False)]
    cache.look(UUID)
    assert summary_in(cache, UUID)["looked_at_ms"] == NOW_MS
    assert [(entry.looked_at_ms, entry.is_chosen) for entry in cache.entries()] == [(NOW_MS, True)]
    assert cache.get(UUID) == KEPT


def test_looking_leaves_all_else_in_the_file(cache: SessionCache) -> None:
    """Another version may have put more into the head."""
    cache.put(KEPT, SUMMARY, ahead=True)
    told = head(cache) | {"later": {"a": 1}}
    cache.path(UUID).write_bytes(packed(told))
    cache.look(UUID)
    told["summary"] = summary_in(cache, UUID)
    assert summary_in(cache, UUID)["looked_at_ms"] == NOW_MS
    assert head(cache) == told
    before = cache.path(UUID).read_bytes()
    cache.look(UUID)
    cache.look(OTHER)
    assert cache.path(UUID).read_bytes() == before


@pytest.mark.parametrize("told", ["absent", "x", 1.5, True, -1], ids=str)
def test_what_does_not_say_when_was_looked_at(cache: SessionCache, told: object) -> None:
    cache.put(KEPT, SUMMARY, ahead=True)
    summary = summary_in(cache, UUID)
    del summary["looked_at_ms"]
    summary |= {} if told == "absent" else {"looked_at_ms": told}
    cache.path(UUID).write_bytes(packed(head(cache) | {"summary": summary}))
    assert [entry.is_chosen for entry in cache.entries()] == [True]


def test_fetching_ahead_does_not_make_it_unseen(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    cache.put(KEPT._replace(body=b"newer"), SUMMARY, ahead=True)
    assert [entry.looked_at_ms for entry in cache.entries()] == [NOW_MS]


def test_what_was_fetched_ahead_gives_way_first_however_new(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, sessions=3)
    looked = put_many(cache, 3)
    for number in range(5):
        cache.put(Kept(f"{number:08d}-ahead", NOW_MS - number, b"{}"), SUMMARY, ahead=True)
    assert [entry.uuid for entry in cache.entries()] == looked[::-1]
    cache.take(looked[0])
    cache.put(Kept("ahead", NOW_MS, b"{}"), SUMMARY, ahead=True)
    assert len(cache.entries()) == 3
    cache.put(Kept("looked-at", NOW_MS - 10**7, b"{}"), SUMMARY)
    assert {entry.uuid for entry in cache.entries()} == {*looked[1:], "looked-at"}


# Deleted and put back


def test_what_is_put_back_is_as_it_was(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY, ahead=True)
    cache.star(UUID, True)
    cache.path(UUID).write_bytes(packed(head(cache) | {"later": 1}))
    before = {path.name: path.read_bytes() for path in (tmp_path / "recents").iterdir()}
    deleted = cache.take(UUID)
    assert deleted is not None
    assert (cache.get(UUID), cache.is_starred(UUID), cache.was_deleted(UUID)) == (None, False, True)
    shutil.rmtree(tmp_path / "recents")
    assert cache.restore(deleted)
    assert {path.name: path.read_bytes() for path in (tmp_path / "recents").iterdir()} == before
    assert {mode(path) for path in (tmp_path / "recents").iterdir()} == {0o600}
    assert not cache.was_deleted(UUID)


def test_what_was_kept_anew_meanwhile_stays(cache: SessionCache) -> None:
    cache.put(OLDER, SUMMARY)
    deleted = cache.take(UUID)
    cache.put(KEPT, SUMMARY)
    assert deleted is not None
    assert not cache.was_deleted(UUID), "somebody opened it"
    assert not cache.restore(deleted)
    assert cache.get(UUID) == KEPT


def test_what_other_hands_deleted_is_not_there_to_be_put_back(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(UUID).unlink()
    assert cache.take(UUID) is None


def test_a_doubt_goes_with_what_was_doubted(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(UUID).write_bytes(b"no gzip")
    cache.entries()
    assert cache.has_doubts
    cache.put(KEPT, SUMMARY)
    assert not cache.has_doubts
    cache.path(UUID).write_bytes(b"no gzip")
    assert cache.get(UUID) is None
    assert cache.has_doubts
    cache.path(UUID).unlink()
    cache.entries()
    assert not cache.has_doubts
