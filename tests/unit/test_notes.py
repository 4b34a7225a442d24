"""Notes, and where a session was left: beside its file, with it, and never in the way."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import kept_0_1_0
from vpe_tui.fleet.notes import LONGEST, MOST_ROWS, NO_NOTES, Left, Notes
from vpe_tui.fleet.summary import Summary
from vpe_tui.store.cache import CachePolicy, Kept, Place, SessionCache

PLACE = Place("a", "https://example.com")
DAY_MS = 86_400_000
BODY = b'{"code": 200, "result": {}}'


def cache_in(directory: Path, most: int = 10, now_ms: int = 1_000) -> SessionCache:
    return SessionCache(directory, PLACE, CachePolicy(most), lambda: now_ms)


def kept(directory: Path, *uuids: str, **options: int) -> SessionCache:
    cache = cache_in(directory, **options)
    for number, uuid in enumerate(uuids):
        cache.put(Kept(uuid, 100 + number, BODY), Summary())
    return cache


def test_notes_come_back_and_star_their_session(tmp_path: Path) -> None:
    cache = kept(tmp_path, "a")
    notes = Notes().noted("edge2 again").noted("here it stops", 1_234)
    assert cache.note("a", notes)
    other = cache_in(tmp_path)
    assert other.notes("a") == notes
    (entry,) = other.entries()
    assert entry.starred and entry.notes.text == "edge2 again · here it stops"
    assert other.note("a", notes.noted("", 1_234).noted(""))
    (entry,) = other.entries()
    assert entry.notes == NO_NOTES and entry.starred, "the star stays"
    assert not list(tmp_path.glob("*.notes"))


def test_what_is_not_kept_has_none(tmp_path: Path) -> None:
    cache = kept(tmp_path, "a")
    assert not cache.note("b", Notes("x"))
    cache.leave("b", Left("stalls"))
    assert cache.notes("b") == NO_NOTES and cache.left("b") == Left()
    assert not list(tmp_path.glob("b*"))
    assert cache.notes("../x") == NO_NOTES


def test_they_go_with_the_session_and_come_back_with_it(tmp_path: Path) -> None:
    cache = kept(tmp_path, "a")
    cache.note("a", Notes("x"))
    cache.leave("a", Left("stalls", 5, 7))
    deleted = cache.take("a")
    assert deleted is not None and not list(tmp_path.glob("a*"))
    assert cache.restore(deleted)
    assert cache.notes("a") == Notes("x") and cache.left("a") == Left("stalls", 5, 7) and cache.is_starred("a")
    cache.forget("a")
    assert not list(tmp_path.glob("a*"))


def test_where_it_was_left_goes_with_what_is_evicted_cleared_or_expired(tmp_path: Path) -> None:
    cache = kept(tmp_path, "a", "b", most=2)
    cache.leave("a", Left("stalls"))
    cache.leave("b", Left("errors"))
    cache.put(Kept("c", 200, BODY), Summary())
    assert not list(tmp_path.glob("a*")), "evicted"
    cache.clear()
    assert not list(tmp_path.glob("*.left"))
    cache = kept(tmp_path, "d")
    cache.leave("d", Left("errors"))
    (tmp_path / f"e.{'0' * 12}.gz.left").write_text("{}")
    cache_in(tmp_path, now_ms=100 * DAY_MS).sweep()
    assert not list(tmp_path.glob("*.left")), "expired, and an orphan"


@pytest.mark.parametrize(
    "garbage", [b"", b"[]", b"{", b'{"session": 3, "rows": {"x": 1, "5": ""}}', b"\xff", b"9" * 300_000]
)
def test_garbage_in_their_place_is_no_note(tmp_path: Path, garbage: bytes) -> None:
    cache = kept(tmp_path, "a")
    path = cache.path("a")
    for ending in (".notes", ".left"):
        Path(f"{path}{ending}").write_bytes(garbage)
    assert cache.notes("a") == NO_NOTES and cache.left("a") == Left()
    (entry,) = cache.entries()
    assert entry.notes == NO_NOTES


def test_a_link_in_their_place_is_not_followed(tmp_path: Path) -> None:
    cache = kept(tmp_path / "kept", "a")
    secret = tmp_path / "secret"
    secret.write_text(json.dumps({"session": "secret", "rows": {}}))
    Path(f"{cache.path('a')}.notes").symlink_to(secret)
    assert cache.notes("a") == NO_NOTES


def test_version_0_1_0_reads_a_directory_with_notes(tmp_path: Path) -> None:
    cache = kept(tmp_path, "a")
    cache.note("a", Notes("x"))
    cache.leave("a", Left("stalls"))
    assert set(kept_0_1_0.read(tmp_path, PLACE.name)) == {"a"}


@given(st.text(), st.none() | st.integers(0, 1 << 50))
def test_a_note_is_one_line_and_comes_back_as_it_was(text: str, at_ms: int | None) -> None:
    notes = Notes().noted(text, at_ms)
    assert Notes.read(json.loads(json.dumps(notes.as_json()))) == notes
    assert "\n" not in notes.text and len(notes.text) <= LONGEST


def test_there_is_an_end_to_notes() -> None:
    notes = NO_NOTES
    for at_ms in range(MOST_ROWS + 5):
        notes = notes.noted("x" * 2 * LONGEST, at_ms)
    assert len(notes.rows) == MOST_ROWS and set(map(len, notes.rows.values())) == {LONGEST}
