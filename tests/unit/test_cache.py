"""Kept sessions: whole or not at all, for one's own eyes, and any doubt is a miss."""

import gzip
import json
import os
import random
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pace import PATIENCE_S
from vpe_tui.fleet.summary import Summary
from vpe_tui.store import cache as module
from vpe_tui.store import files
from vpe_tui.store.cache import CachePolicy, Kept, Place, SessionCache
from vpe_tui.store.heads import HEAD_LIMIT

UUID = "0f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
OTHER = "1f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
PLACE = Place("https://ma.example\nsecret-project", "https://ma.example")
NOW_MS = 1759999999000
SUMMARY = Summary(title="영상", isp="SK Broadband", verdict="completed", band="good", events=3, search="sk broadband")
DAY_MS = 86_400_000
KEPT = Kept(UUID, 1759895520830, b'{"code": 200, "result": {"user": {}}}')
OLDER = KEPT._replace(body=b"older", fetched_ms=KEPT.fetched_ms - DAY_MS)


def cache_in(directory: Path, place: Place = PLACE, now_ms: int = NOW_MS, **limits: int) -> SessionCache:
    return SessionCache(directory, place, CachePolicy(**limits), lambda: now_ms)


@pytest.fixture
def cache(tmp_path: Path) -> SessionCache:
    return cache_in(tmp_path / "recents")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def packed(head: object, body: bytes = KEPT.body) -> bytes:
    line = head if isinstance(head, bytes) else json.dumps(head).encode()
    return gzip.compress(line + b"\n") + gzip.compress(body)


def head(cache: SessionCache) -> dict[str, object]:
    return head_of(cache, UUID)


def head_of(cache: SessionCache, uuid: str) -> dict[str, object]:
    line, _, _ = gzip.decompress(cache.path(uuid).read_bytes()).partition(b"\n")
    found: dict[str, object] = json.loads(line)
    return found


# Kept and found again


@given(body=st.binary(), fetched_ms=st.integers(NOW_MS - 29 * DAY_MS, 2**63))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_put_is_got(cache: SessionCache, body: bytes, fetched_ms: int) -> None:
    cache.put(Kept(UUID, fetched_ms, body), SUMMARY)
    assert cache.get(UUID) == Kept(UUID, fetched_ms, body)


def test_the_newer_one_stands_in_place_of_the_older(cache: SessionCache) -> None:
    cache.put(OLDER, SUMMARY)
    cache.put(KEPT, SUMMARY)
    assert cache.get(UUID) == KEPT


def test_what_was_never_put_is_a_miss_and_leaves_nothing(cache: SessionCache, tmp_path: Path) -> None:
    assert cache.get(UUID) is None
    assert list(tmp_path.iterdir()) == []


def test_another_process_finds_it(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY)
    assert cache_in(tmp_path / "recents").get(UUID) == KEPT


# Private


@pytest.mark.usefixtures("umask")
def test_directories_and_files_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    """Missing parents too: one of them is the config directory, where a stranger could put a key command."""
    directory = tmp_path / "config" / "vpe-tui" / "recents"
    cache = cache_in(directory)
    cache.put(KEPT, SUMMARY)
    cache.put(KEPT, SUMMARY)
    cache.star(UUID, True)
    assert {mode(each) for each in (directory, *directory.parents[:2])} == {0o700}
    assert {mode(each) for each in directory.iterdir()} == {0o600}


@pytest.mark.parametrize("do", [lambda cache: cache.put(KEPT, SUMMARY), lambda cache: cache.sweep()])
@pytest.mark.parametrize("open_mode", [0o755, 0o777, 0o710, 0o2770])
def test_a_directory_of_sessions_that_others_can_enter_is_closed(tmp_path: Path, open_mode: int, do) -> None:
    directory = tmp_path / "recents"
    directory.mkdir()
    directory.chmod(open_mode)
    do(cache_in(directory))
    assert mode(directory) & 0o777 == 0o700


def test_nothing_is_kept_where_others_cannot_be_kept_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    directory = tmp_path / "recents"
    directory.mkdir()
    directory.chmod(0o755)
    monkeypatch.setattr("os.chmod", refuse)
    cache = cache_in(directory)
    cache.sweep()
    with pytest.raises(PermissionError):
        cache.put(KEPT, SUMMARY)
    assert not list(directory.iterdir())


def test_a_directory_that_was_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(mode=0o755)
    cache_in(tmp_path / "config" / "recents").put(KEPT, SUMMARY)
    assert mode(tmp_path / "config") == 0o755


def test_the_directory_says_that_it_is_a_cache(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY)
    assert (tmp_path / "recents" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "recents" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_nothing_tells_the_project(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY)
    for path in (tmp_path / "recents").iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert "secret-project" not in path.name
        assert b"secret-project" not in content
    assert head(cache).keys() == {
        "format",
        "uuid",
        "fetched_ms",
        "offset_ms",
        "base_url",
        "place",
        "sha256",
        "summary",
    }


def test_two_places_never_mix(tmp_path: Path) -> None:
    here, there = (cache_in(tmp_path, Place(f"cloud\n{project}", "cloud")) for project in "ab")
    here.put(KEPT, SUMMARY)
    assert there.get(UUID) is None
    there.put(OLDER, SUMMARY)
    assert (here.get(UUID), there.get(UUID)) == (KEPT, OLDER)


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "/etc/passwd", "..", "a\0b", "\ud800", "a.b", "x" * 300, "가", "a\n"]
)
def test_a_name_that_could_lead_elsewhere_is_refused(cache: SessionCache, name: str) -> None:
    assert cache.get(name) is None
    with pytest.raises(OSError, match="not a UUID"):
        cache.put(KEPT._replace(uuid=name), SUMMARY)


# Any doubt is a miss


def test_a_file_cut_anywhere_is_a_miss(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    path = cache.path(UUID)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert cache.get(UUID) is None, length


def test_a_flipped_bit_never_gives_another_answer(cache: SessionCache) -> None:
    """A miss, nearly always: a few bits (gzip's time and system, the padding of its last byte) mean nothing."""
    cache.put(KEPT, SUMMARY)
    path = cache.path(UUID)
    whole = path.read_bytes()
    for bit in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        assert cache.get(UUID) in (None, KEPT), bit


@pytest.mark.parametrize("more", [b"\0", b"x", gzip.compress(b"more")], ids=["zero", "letter", "gzip member"])
def test_trailing_bytes_are_a_miss(cache: SessionCache, more: bytes) -> None:
    cache.put(KEPT, SUMMARY)
    with cache.path(UUID).open("ab") as file:
        file.write(more)
    assert cache.get(UUID) is None


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"format": "2"},
        {"format": None},
        {"uuid": OTHER},
        {"uuid": None},
        {"fetched_ms": "1"},
        {"fetched_ms": 1.5},
        {"fetched_ms": True},
        {"fetched_ms": None},
        {"sha256": "0" * 64},
        {"sha256": None},
    ],
    ids=str,
)
def test_a_head_that_does_not_fit_is_a_miss(cache: SessionCache, change: dict[str, object]) -> None:
    cache.put(KEPT, SUMMARY)
    assert head(cache)["format"] == 2
    cache.path(UUID).write_bytes(packed(head(cache)))
    assert cache.get(UUID) == KEPT
    cache.path(UUID).write_bytes(packed(head(cache) | change))
    assert cache.get(UUID) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", gzip.compress(b""), gzip.compress(b"{}"), packed(b"[]"), packed(b"[" * 100_000), packed(b"9" * 5000)],
    ids=["empty", "not gzip", "empty gzip", "no line", "no object", "deep", "digits"],
)
def test_other_content_is_a_miss(cache: SessionCache, content: bytes) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(UUID).write_bytes(content)
    assert cache.get(UUID) is None


def test_a_file_of_another_session_under_this_name_is_a_miss(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(UUID).rename(cache.path(OTHER))
    assert cache.get(OTHER) is None


def test_a_file_that_unpacks_without_end_is_a_miss(cache: SessionCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(KEPT._replace(body=b"\0" * 2_000_000), SUMMARY)
    assert cache.get(UUID) is not None
    monkeypatch.setattr(module, "READ_LIMIT", 1_000_000)
    assert cache.get(UUID) is None


def test_a_link_is_a_miss_even_to_a_good_file(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(UUID).rename(tmp_path / "elsewhere")
    cache.path(UUID).symlink_to(tmp_path / "elsewhere")
    assert cache.get(UUID) is None


def test_a_directory_is_a_miss(cache: SessionCache) -> None:
    cache.path(UUID).mkdir(parents=True)
    assert cache.get(UUID) is None


def test_a_pipe_is_a_miss_and_nobody_waits_for_it(cache: SessionCache, tmp_path: Path) -> None:
    (tmp_path / "recents").mkdir()
    os.mkfifo(cache.path(UUID))
    found: list[object] = []
    reader = threading.Thread(target=lambda: found.append(cache.get(UUID)), daemon=True)
    reader.start()
    reader.join(PATIENCE_S)
    assert found == [None]


def test_a_file_of_another_user_is_a_miss(cache: SessionCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(KEPT, SUMMARY)
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert cache.get(UUID) is None


# A failure leaves the older one


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "^C"])
def test_a_failing_write_leaves_the_older_one_and_no_orphan(
    cache: SessionCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    cache.put(OLDER, SUMMARY)
    before = sorted((tmp_path / "recents").iterdir())

    def fail(*_: object, **__: object) -> None:
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(type(failure)):
            cache.put(KEPT, SUMMARY)
    assert cache.get(UUID) == OLDER
    assert sorted((tmp_path / "recents").iterdir()) == before
    cache.put(KEPT, SUMMARY)
    assert cache.get(UUID) == KEPT


def test_a_directory_in_the_way_is_an_os_error_without_an_orphan(cache: SessionCache, tmp_path: Path) -> None:
    cache.path(UUID).mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        cache.put(KEPT, SUMMARY)
    names = {path.name for path in (tmp_path / "recents").iterdir()}
    assert names == {cache.path(UUID).name, ".gitignore", "CACHEDIR.TAG"}


def test_a_file_in_place_of_the_directory_is_an_os_error(cache: SessionCache, tmp_path: Path) -> None:
    (tmp_path / "recents").write_text("")
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        cache.put(KEPT, SUMMARY)
    assert cache.get(UUID) is None


def test_a_link_in_place_of_a_kept_file_is_replaced_not_followed(cache: SessionCache, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    cache.put(OLDER, SUMMARY)
    cache.path(UUID).unlink()
    cache.path(UUID).symlink_to(victim)
    cache.put(KEPT, SUMMARY)
    assert cache.get(UUID) == KEPT
    assert victim.read_text() == "untouched"


def test_what_unpacks_to_more_than_is_ever_kept_is_a_miss(cache: SessionCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(Kept(UUID, KEPT.fetched_ms, bytes(2_000)), SUMMARY)
    assert cache.get(UUID)
    monkeypatch.setattr("vpe_tui.store.cache.READ_LIMIT", 1_000)
    assert cache.get(UUID) is None


def test_a_head_that_unpacks_to_more_than_a_head_is_a_miss(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(UUID).write_bytes(packed(head(cache) | {"more": " " * HEAD_LIMIT}))
    assert cache.get(UUID) is None
    assert cache.entries() == ()


def test_a_link_in_place_of_a_star_makes_no_file_elsewhere(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY)
    Path(f"{cache.path(UUID)}.star").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        cache.star(UUID, True)
    assert not (tmp_path / "elsewhere").exists()


# The list


def put_many(cache: SessionCache, count: int, body: bytes = b"{}") -> list[str]:
    """Sessions fetched a minute after one another. Gives their UUIDs, the oldest first."""
    uuids = [f"{number:08d}{UUID[8:]}" for number in range(count)]
    for number, uuid in enumerate(uuids):
        cache.put(Kept(uuid, NOW_MS - (count - number) * 60_000, body), SUMMARY)
    return uuids


def test_the_list_knows_each_session_without_its_body(cache: SessionCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(OLDER._replace(uuid=OTHER, body=os.urandom(100_000)), SUMMARY)
    cache.put(KEPT, SUMMARY)
    read: list[int] = []
    monkeypatch.setattr(os, "read", lambda fd, n, read_=os.read: (data := read_(fd, n), read.append(len(data)))[0])
    first, second = cache.entries()
    assert (first.uuid, first.fetched_ms, first.summary, first.starred) == (UUID, KEPT.fetched_ms, SUMMARY, False)
    assert second.uuid == OTHER
    assert second.size > 100_000
    assert sum(read) < 20_000


def test_a_head_of_any_length_is_read(cache: SessionCache) -> None:
    noise = Summary(search="".join(map(chr, random.Random(1).choices(range(0xAC00, 0xD7A0), k=9_000))))
    cache.put(KEPT, noise)
    assert len(cache.path(UUID).read_bytes()) > 16_000
    (entry,) = cache.entries()
    assert entry.summary == noise


def test_a_summary_that_is_anything_else_is_an_empty_one(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    for odd in (None, [], {"title": 5, "events": "x", "start_s": True, "search": ["\x1b"]}):
        cache.path(UUID).write_bytes(packed(head(cache) | {"summary": odd}))
        assert [entry.summary for entry in cache.entries()] == [Summary()]


def test_controls_in_a_summary_never_reach_a_screen(cache: SessionCache) -> None:
    cache.put(KEPT, Summary(title="\x1b[2J"))
    assert [entry.summary.title for entry in cache.entries()] == ["␛[2J"]


def test_the_list_leaves_out_what_it_doubts_and_says_so_once(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(OTHER).write_bytes(b"no gzip")
    for _ in range(3):
        assert [entry.uuid for entry in cache.entries()] == [UUID]
        assert cache.get(OTHER) is None
    assert cache.doubts() == f"the kept session {OTHER} cannot be used (it is damaged)"
    assert cache.doubts() == ""


def test_many_doubts_are_one_line(cache: SessionCache) -> None:
    for uuid in put_many(cache, 3):
        cache.path(uuid).write_bytes(packed(head_of(cache, uuid) | {"format": 1}))
    assert cache.entries() == ()
    assert cache.doubts().endswith("cannot be used (it is of another version), nor can 2 more")


def test_the_list_is_of_one_place(tmp_path: Path) -> None:
    here, there = (cache_in(tmp_path, Place(f"cloud\n{project}", "cloud")) for project in "ab")
    here.put(KEPT, SUMMARY)
    assert there.entries() == ()
    here.path(UUID).rename(there.path(UUID))
    assert (there.entries(), there.get(UUID)) == ((), None)


# Bounds


def test_the_oldest_gives_way(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, sessions=3)
    uuids = put_many(cache, 5)
    assert [entry.uuid for entry in cache.entries()] == uuids[:1:-1]


def test_they_give_way_for_their_size_too(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, bytes=100_000)
    uuids = put_many(cache, 5, os.urandom(30_000))
    assert [entry.uuid for entry in cache.entries()] == uuids[:1:-1]


def test_the_starred_are_neither_counted_nor_evicted_nor_cleared_nor_expired(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, sessions=2)
    cache.put(KEPT._replace(fetched_ms=1), SUMMARY)
    assert cache.star(UUID, True)
    put_many(cache, 4)
    cache.sweep()
    assert [(entry.uuid == UUID, entry.starred) for entry in cache.entries()] == [(False, False)] * 2 + [(True, True)]
    assert cache.clear().gone == 2
    assert cache.get(UUID) is not None
    cache.put(KEPT, SUMMARY)
    assert [entry.starred for entry in cache.entries()] == [True]
    assert not cache.star(UUID, False)
    assert cache.clear().gone == 1


def test_what_is_not_kept_cannot_be_starred(cache: SessionCache) -> None:
    cache.put(KEPT, SUMMARY)
    assert not cache.star(OTHER, True)
    assert cache.star(UUID, True)
    assert cache.forget(UUID)
    assert not cache.forget(UUID)
    cache.put(KEPT, SUMMARY)
    assert [entry.starred for entry in cache.entries()] == [False]


def test_what_has_expired_is_a_miss_at_once_and_gone_after_the_next_start(cache: SessionCache) -> None:
    cache.put(KEPT._replace(fetched_ms=NOW_MS - 31 * DAY_MS), SUMMARY)
    assert (cache.get(UUID), cache.entries(), cache.doubts()) == (None, (), "")
    assert cache.path(UUID).exists()
    cache.sweep()
    assert not cache.path(UUID).exists()


def test_what_was_fetched_in_the_future_is_kept_and_gives_way_first(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, sessions=2)
    cache.put(KEPT._replace(fetched_ms=2**53), SUMMARY)
    cache.sweep()
    assert cache.get(UUID) is not None
    os.utime(cache.path(UUID), (2**33, 2**33))
    uuids = put_many(cache, 2)
    assert [entry.uuid for entry in cache.entries()] == uuids[::-1]


def test_a_file_that_tells_no_time_expires_by_its_own(cache: SessionCache, tmp_path: Path) -> None:
    cache.put(KEPT, SUMMARY)
    cache.path(OTHER).write_bytes(b"no gzip")
    os.utime(cache.path(OTHER), (1, 1))
    cache.sweep()
    assert cache.path(UUID).exists()
    assert not cache.path(OTHER).exists()


def test_what_killed_writers_left_is_swept_and_what_is_being_written_is_not(
    cache: SessionCache, tmp_path: Path
) -> None:
    cache.put(KEPT, SUMMARY)
    directory = tmp_path / "recents"
    host = files._host()
    gone, mine, foreign, old = (
        directory / f".new-{name}" for name in (f"{host}-4194999-a", f"{host}-{os.getpid()}-a", "0-1-a", "0-1-b")
    )
    for path in (gone, mine, foreign, old):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    cache.sweep()
    assert [path.exists() for path in (gone, mine, foreign, old)] == [False, True, True, False]


def test_a_directory_that_is_not_there_has_nothing(cache: SessionCache) -> None:
    cache.sweep()
    assert (cache.entries(), cache.clear(), cache.doubts()) == ((), (0, 0, ""), "")


def test_what_another_process_deletes_meanwhile_counts_as_deleted(cache: SessionCache, monkeypatch) -> None:
    put_many(cache, 3)
    real = os.unlink

    def late(path: str) -> None:
        real(path)
        if path.endswith(".gz"):
            real(path)

    monkeypatch.setattr(os, "unlink", late)
    assert cache.clear() == (3, 0, "")


def test_bounds_that_were_lowered_hold_at_the_next_start(tmp_path: Path) -> None:
    uuids = put_many(cache_in(tmp_path), 5)
    lower = cache_in(tmp_path, sessions=2)
    lower.sweep()
    assert [entry.uuid for entry in lower.entries()] == uuids[:2:-1]
