"""Processes that keep sessions, to be killed and crowded: `python -m tests.hostile.keeper kill|crowd DIRECTORY COUNT`.

A process of its own, with one thread: it forks.
"""

import hashlib
import os
import random
import signal
import sys
import time
from pathlib import Path

from vpe_tui.fleet.summary import Summary
from vpe_tui.store.cache import CachePolicy, Kept, Place, SessionCache

PLACE = Place("https://ma.example\nproject", "https://ma.example")
NOW_MS = 1_759_999_999_000
BOUND = 15
_UUIDS = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(6)]


def cache_in(directory: Path) -> SessionCache:
    return SessionCache(directory, PLACE, CachePolicy(sessions=BOUND), lambda: NOW_MS)


def body(seed: int) -> bytes:
    """Bytes that tell by themselves whether they are whole."""
    noise = random.Random(seed).randbytes(random.Random(seed).randrange(20_000, 200_000))
    return hashlib.sha256(noise).hexdigest().encode() + noise


def is_whole(kept: Kept) -> bool:
    return hashlib.sha256(kept.body[64:]).hexdigest().encode() == kept.body[:64]


def kill(directory: Path, rounds: int) -> None:
    """Kills a writer in the middle of what it does, again and again; prints how often that left a temporary file.

    After each, every kept session must be whole, and after what a start does nothing may be left over.
    """
    bodies = [body(seed) for seed in range(12)]
    chance, orphans = random.Random(7), 0
    cache = cache_in(directory)
    for uuid in _UUIDS:
        cache.put(Kept(uuid, NOW_MS, bodies[0]), Summary())
    for _ in range(rounds):
        child = os.fork()
        if not child:
            _write_for_ever(directory, bodies)
        time.sleep(chance.uniform(0.001, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        orphans += sum(path.name.startswith(".new-") for path in directory.iterdir())
        _check(directory)
    print(orphans)


def _write_for_ever(directory: Path, bodies: list[bytes]) -> None:
    cache = cache_in(directory)
    number = os.getpid()
    while True:
        number += 1
        cache.put(Kept(_UUIDS[number % len(_UUIDS)], NOW_MS, bodies[number % len(bodies)]), Summary(title=str(number)))


def _check(directory: Path) -> None:
    started = cache_in(directory)
    started.sweep()
    for uuid in _UUIDS:
        kept = started.get(uuid)
        assert kept is not None and is_whole(kept), uuid
    assert len(started.entries()) == len(_UUIDS)
    assert started.doubts() == ""
    assert {path.suffix for path in directory.iterdir()} == {".gz", ".TAG", ""}
    assert not [path.name for path in directory.iterdir() if path.name.startswith(".new-")]


def crowd(directory: Path, writes: int) -> None:
    """Twenty processes that write, star and read sessions of one another, and one that clears them all the time."""
    children = [_forked(directory, writes, number) for number in range(20)]
    while children:
        cache_in(directory).clear()
        time.sleep(0.02)
        done, status = os.waitpid(-1, os.WNOHANG)
        if done:
            assert status == 0, status
            children.remove(done)


def _forked(directory: Path, writes: int, number: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        cache = cache_in(directory)
        for write in range(writes):
            uuid = f"{(number * 7 + write) % 40:08d}-0000-4000-8000-000000000000"
            cache.put(Kept(uuid, NOW_MS - write, body(number)[:5_000]), Summary())
            cache.get(uuid)
            cache.entries()
            cache.sweep()
        code = 1 if cache.doubts() else 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    {"kill": kill, "crowd": crowd}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
