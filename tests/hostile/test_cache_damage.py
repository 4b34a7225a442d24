"""Kept files as bad disks, other programs and other people leave them: each a miss, none a crash."""

import gzip
import json
import os
import random
import stat
import time
from pathlib import Path

import pytest

from tests.drive import NOW_MS
from vpe_tui.fleet.summary import Summary
from vpe_tui.store.cache import CachePolicy, Kept, Place, SessionCache

UUID = "0f9e8d7c-1a2b-3c4d-5e6f-7g8h9i0jklmn"
BODY = b'{"code": 200, "result": {"user": {}}}' * 50
KEPT = Kept(UUID, NOW_MS, BODY)


def cache_in(directory: Path, now_ms: int = NOW_MS) -> SessionCache:
    return SessionCache(directory, Place("cloud\nproject", "cloud"), CachePolicy(), lambda: now_ms)


def flipped(whole: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(whole)
    for _ in range(chance.randint(1, 20)):
        damaged[chance.randrange(10, len(whole))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncated(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def lengthened(whole: bytes, chance: random.Random) -> bytes:
    return whole + chance.randbytes(chance.randint(1, 5_000))


def holed(whole: bytes, chance: random.Random) -> bytes:
    """A page of zeroes, as after a crash of the machine."""
    at = chance.randrange(len(whole))
    return whole[:at] + bytes(min(512, len(whole) - at)) + whole[at + 512 :]


def noise(_: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(0, 5_000))


def of_another_version(whole: bytes, chance: random.Random) -> bytes:
    line, _, body = gzip.decompress(whole).partition(b"\n")
    head = json.loads(line) | {"format": chance.choice([0, 1, 3, -2, "2", 2.5, None, True, [2]])}
    return gzip.compress(json.dumps(head).encode() + b"\n") + gzip.compress(body)


def of_another_place(whole: bytes, chance: random.Random) -> bytes:
    line, _, body = gzip.decompress(whole).partition(b"\n")
    head = json.loads(line) | {"place": f"{chance.getrandbits(256):064x}"}
    return gzip.compress(json.dumps(head).encode() + b"\n") + gzip.compress(body)


def of_another_body(whole: bytes, chance: random.Random) -> bytes:
    line = gzip.decompress(whole).partition(b"\n")[0]
    return gzip.compress(line + b"\n") + gzip.compress(chance.randbytes(100))


DAMAGE = (
    flipped,
    truncated,
    lengthened,
    holed,
    noise,
    of_another_version,
    of_another_place,
    of_another_body,
)


def test_a_thousand_damaged_entries_are_a_thousand_misses(tmp_path: Path) -> None:
    chance = random.Random(20251008)
    cache = cache_in(tmp_path)
    cache.put(KEPT, Summary(title="whole"))
    path = cache.path(UUID)
    whole = path.read_bytes()
    for number in range(1_000):
        damaged = DAMAGE[number % len(DAMAGE)](whole, chance)
        if gzip_still_says(damaged, whole):
            continue
        path.write_bytes(damaged)
        assert cache.get(UUID) is None, number
        assert cache_in(tmp_path).entries() in ((), listed(tmp_path)), number
        cache.sweep()
    assert cache.doubts() and not cache.doubts()
    cache.put(KEPT, Summary(title="whole"))
    assert cache.get(UUID) == KEPT


def gzip_still_says(damaged: bytes, whole: bytes) -> bool:
    """Bits of gzip's own that mean nothing: what is packed in it is untouched."""
    try:
        return gzip.decompress(damaged) == gzip.decompress(whole)
    except (OSError, EOFError, ValueError, gzip.zlib.error):  # type: ignore[attr-defined]
        return False


def listed(directory: Path) -> object:
    """The list may show a session whose body alone is damaged: opening it is then a miss."""
    return tuple(each for each in cache_in(directory).entries() if each.summary.title == "whole")


def test_what_is_no_file_of_ours_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = cache_in(tmp_path)
    cache.put(KEPT, Summary())
    path = cache.path(UUID)
    whole = path.read_bytes()
    (tmp_path / "elsewhere").write_bytes(whole)

    def is_a_miss() -> bool:
        return cache.get(UUID) is None and cache.entries() == () and not cache.star("0" * 8, True)

    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert is_a_miss()
    path.unlink()
    path.mkdir()
    assert is_a_miss()
    cache.sweep()
    cache.clear()
    assert path.is_dir()
    path.rmdir()
    os.mkfifo(path)
    assert is_a_miss()
    path.unlink()
    path.write_bytes(whole)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert is_a_miss()


def test_a_file_of_100_mb_is_a_miss_and_read_no_further_than_its_head(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.put(KEPT, Summary())
    with cache.path(UUID).open("r+b") as file:
        file.truncate(100_000_000)
    began = time.perf_counter()
    assert len(cache.entries()) == 1
    assert time.perf_counter() - began < 1
    assert cache.get(UUID) is None
    cache.path(UUID).write_bytes(gzip.compress(bytes(100_000_000), 1))
    assert (cache.get(UUID), cache.entries()) == (None, ())


@pytest.mark.parametrize("now_ms", [0, 1, NOW_MS - 10**9, 2**41, 2**53], ids=["1970", "1 ms", "back", "2039", "far"])
def test_any_clock_and_any_mtime_are_survived(tmp_path: Path, now_ms: int) -> None:
    cache_in(tmp_path).put(KEPT, Summary())
    for mtime in (0, 2**33):
        cache = cache_in(tmp_path, now_ms)
        os.utime(cache.path(UUID), (mtime, mtime))
        assert cache.get(UUID) == (KEPT if now_ms <= NOW_MS else None)
        assert len(cache.entries()) == (now_ms <= NOW_MS)
    cache.put(KEPT._replace(uuid=UUID[::-1]), Summary())
    cache.sweep()
    assert cache.path(UUID).exists() == (now_ms <= NOW_MS)


@pytest.mark.parametrize("mask", [0o000, 0o022], ids=oct)
def test_no_umask_opens_what_is_kept(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        cache = cache_in(tmp_path / "vpe-tui" / "recents")
        cache.put(KEPT, Summary())
        cache.star(UUID, True)
        cache.put(KEPT, Summary())
    finally:
        os.umask(before)
    for path in (tmp_path / "vpe-tui").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "vpe-tui").stat().st_mode) == 0o700
