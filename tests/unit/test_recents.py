"""Kept sessions: whole or not at all, for one's own eyes, and any doubt is a miss."""

import gzip
import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vpe_tui.store import recents as module
from vpe_tui.store.recents import Kept, Recents

UUID = "0f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
OTHER = "1f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
PLACE = "https://ma.example\nsecret-project"
KEPT = Kept(UUID, 1759895520830, b'{"code": 200, "result": {"user": {}}}')
OLDER = KEPT._replace(body=b"older", fetched_ms=1)


@pytest.fixture
def recents(tmp_path: Path) -> Recents:
    return Recents(tmp_path / "recents", PLACE)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def packed(head: object, body: bytes = KEPT.body) -> bytes:
    line = head if isinstance(head, bytes) else json.dumps(head).encode()
    return gzip.compress(line + b"\n" + body)


def head(recents: Recents) -> dict[str, object]:
    line, _, _ = gzip.decompress(recents.path(UUID).read_bytes()).partition(b"\n")
    found: dict[str, object] = json.loads(line)
    return found


# Kept and found again


@given(body=st.binary(), fetched_ms=st.integers(0, 2**63))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_put_is_got(recents: Recents, body: bytes, fetched_ms: int) -> None:
    recents.put(Kept(UUID, fetched_ms, body))
    assert recents.get(UUID) == Kept(UUID, fetched_ms, body)


def test_the_newer_one_stands_in_place_of_the_older(recents: Recents) -> None:
    recents.put(OLDER)
    recents.put(KEPT)
    assert recents.get(UUID) == KEPT


def test_what_was_never_put_is_a_miss_and_leaves_nothing(recents: Recents, tmp_path: Path) -> None:
    assert recents.get(UUID) is None
    assert list(tmp_path.iterdir()) == []


def test_another_process_finds_it(recents: Recents, tmp_path: Path) -> None:
    recents.put(KEPT)
    assert Recents(tmp_path / "recents", PLACE).get(UUID) == KEPT


# Private


@pytest.mark.usefixtures("umask")
def test_directories_and_files_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    """Missing parents too: one of them is the config directory, where a stranger could put a key command."""
    directory = tmp_path / "config" / "vpe-tui" / "recents"
    recents = Recents(directory, PLACE)
    recents.put(KEPT)
    recents.put(KEPT)
    assert {mode(each) for each in (directory, *directory.parents[:2])} == {0o700}
    assert {mode(each) for each in directory.iterdir()} == {0o600}


def test_a_directory_that_was_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(mode=0o755)
    Recents(tmp_path / "config" / "recents", PLACE).put(KEPT)
    assert mode(tmp_path / "config") == 0o755


def test_the_directory_says_that_it_is_a_cache(recents: Recents, tmp_path: Path) -> None:
    recents.put(KEPT)
    assert (tmp_path / "recents" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "recents" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_nothing_tells_the_project_or_the_cloud(recents: Recents, tmp_path: Path) -> None:
    recents.put(KEPT)
    for path in (tmp_path / "recents").iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for word in ("secret-project", "ma.example"):
            assert word not in path.name
            assert word.encode() not in content
    assert head(recents).keys() == {"format", "uuid", "fetched_ms", "sha256"}


def test_two_places_never_mix(tmp_path: Path) -> None:
    here, there = Recents(tmp_path, "cloud\na"), Recents(tmp_path, "cloud\nb")
    here.put(KEPT)
    assert there.get(UUID) is None
    there.put(OLDER)
    assert (here.get(UUID), there.get(UUID)) == (KEPT, OLDER)


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "/etc/passwd", "..", "a\0b", "\ud800", "a.b", "x" * 300, "가", "a\n"]
)
def test_a_name_that_could_lead_elsewhere_is_refused(recents: Recents, name: str) -> None:
    assert recents.get(name) is None
    with pytest.raises(OSError, match="not a UUID"):
        recents.put(KEPT._replace(uuid=name))


# Any doubt is a miss


def test_a_file_cut_anywhere_is_a_miss(recents: Recents) -> None:
    recents.put(KEPT)
    path = recents.path(UUID)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert recents.get(UUID) is None, length


def test_a_flipped_bit_never_gives_another_answer(recents: Recents) -> None:
    """A miss, nearly always: a few bits (gzip's time and system, the padding of its last byte) mean nothing."""
    recents.put(KEPT)
    path = recents.path(UUID)
    whole = path.read_bytes()
    for bit in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        assert recents.get(UUID) in (None, KEPT), bit


@pytest.mark.parametrize("more", [b"\0", b"x", gzip.compress(b"more")], ids=["zero", "letter", "gzip member"])
def test_trailing_bytes_are_a_miss(recents: Recents, more: bytes) -> None:
    recents.put(KEPT)
    with recents.path(UUID).open("ab") as file:
        file.write(more)
    assert recents.get(UUID) is None


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"format": "1"},
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
def test_a_head_that_does_not_fit_is_a_miss(recents: Recents, change: dict[str, object]) -> None:
    recents.put(KEPT)
    assert head(recents)["format"] == 1
    recents.path(UUID).write_bytes(packed(head(recents)))
    assert recents.get(UUID) == KEPT
    recents.path(UUID).write_bytes(packed(head(recents) | change))
    assert recents.get(UUID) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", gzip.compress(b""), gzip.compress(b"{}"), packed(b"[]"), packed(b"[" * 100_000), packed(b"9" * 5000)],
    ids=["empty", "not gzip", "empty gzip", "no line", "no object", "deep", "digits"],
)
def test_other_content_is_a_miss(recents: Recents, content: bytes) -> None:
    recents.put(KEPT)
    recents.path(UUID).write_bytes(content)
    assert recents.get(UUID) is None


def test_a_file_of_another_session_under_this_name_is_a_miss(recents: Recents) -> None:
    recents.put(KEPT)
    recents.path(UUID).rename(recents.path(OTHER))
    assert recents.get(OTHER) is None


def test_a_file_that_unpacks_without_end_is_a_miss(recents: Recents, monkeypatch: pytest.MonkeyPatch) -> None:
    recents.put(KEPT._replace(body=b"\0" * 2_000_000))
    assert recents.get(UUID) is not None
    monkeypatch.setattr(module, "READ_LIMIT", 1_000_000)
    assert recents.get(UUID) is None


def test_a_link_is_a_miss_even_to_a_good_file(recents: Recents, tmp_path: Path) -> None:
    recents.put(KEPT)
    recents.path(UUID).rename(tmp_path / "elsewhere")
    recents.path(UUID).symlink_to(tmp_path / "elsewhere")
    assert recents.get(UUID) is None


def test_a_directory_is_a_miss(recents: Recents) -> None:
    recents.path(UUID).mkdir(parents=True)
    assert recents.get(UUID) is None


def test_a_pipe_is_a_miss_and_nobody_waits_for_it(recents: Recents, tmp_path: Path) -> None:
    (tmp_path / "recents").mkdir()
    os.mkfifo(recents.path(UUID))
    found: list[object] = []
    reader = threading.Thread(target=lambda: found.append(recents.get(UUID)), daemon=True)
    reader.start()
    reader.join(5)
    assert found == [None]


def test_a_file_of_another_user_is_a_miss(recents: Recents, monkeypatch: pytest.MonkeyPatch) -> None:
    recents.put(KEPT)
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert recents.get(UUID) is None


# A failure leaves the older one


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "^C"])
def test_a_failing_write_leaves_the_older_one_and_no_orphan(
    recents: Recents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    recents.put(OLDER)
    before = sorted((tmp_path / "recents").iterdir())

    def fail(*_: object, **__: object) -> None:
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(type(failure)):
            recents.put(KEPT)
    assert recents.get(UUID) == OLDER
    assert sorted((tmp_path / "recents").iterdir()) == before
    recents.put(KEPT)
    assert recents.get(UUID) == KEPT


def test_a_directory_in_the_way_is_an_os_error_without_an_orphan(recents: Recents, tmp_path: Path) -> None:
    recents.path(UUID).mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        recents.put(KEPT)
    assert [path.name for path in (tmp_path / "recents").iterdir()] == [recents.path(UUID).name]


def test_a_file_in_place_of_the_directory_is_an_os_error(recents: Recents, tmp_path: Path) -> None:
    (tmp_path / "recents").write_text("")
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        recents.put(KEPT)
    assert recents.get(UUID) is None


def test_a_link_in_place_of_a_kept_file_is_replaced_not_followed(recents: Recents, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    recents.put(OLDER)
    recents.path(UUID).unlink()
    recents.path(UUID).symlink_to(victim)
    recents.put(KEPT)
    assert recents.get(UUID) == KEPT
    assert victim.read_text() == "untouched"
