"""Kept sessions when the system says no: every call at every place, a full disk, a disk one may only read."""

import asyncio
import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.drive import NOW_MS, settings_for
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.fleet.summary import Summary
from vpe_tui.service.lookup import LoadedSession, Lookup
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.store.cache import Kept

CALLS = {
    "open": ("open",),
    "write": ("write",),
    "fsync": ("fsync",),
    "replace": ("replace",),
    "unlink": ("unlink",),
    "mkdir": ("mkdir",),
    "stat": ("stat", "lstat", "fstat"),
    "read": ("read",),
    "scandir": ("scandir",),
    "close": ("close",),
}
ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT")
BODY = session_body(DOCUMENTED_UUID) or b""
OLD = BODY.replace(b"SK Broadband", b"KT Broadband")


class Faults:
    """Fails a system call: its `nth`, once or from then on. Counts them; `nth` 0 fails none."""

    def __init__(self, call: str, code: int, nth: int, *, lasting: bool) -> None:
        self.names, self.code, self.nth, self.lasting = CALLS[call], code, nth, lasting
        self.count = 0

    def apply(self, patch: pytest.MonkeyPatch) -> None:
        for name in self.names:
            patch.setattr(os, name, self._failing(getattr(os, name)))

    def _failing(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            self.count += 1
            if self.nth and (self.count == self.nth or (self.lasting and self.count > self.nth)):
                if real.__name__ == "close":  # the system closes it all the same
                    real(*arguments)
                raise OSError(self.code, os.strerror(self.code))
            return real(*arguments, **named)

        return call


def found(body: bytes = BODY, at_ms: int = NOW_MS) -> LoadedSession:
    return LoadedSession(parse_session(body, DOCUMENTED_UUID), Source("api", at_ms), body)


def lookup(directory: Path, **changes: object) -> Lookup:
    return Lookup(settings_for("http://127.0.0.1:9", **changes), directory, lambda: NOW_MS)


def crowded(directory: Path) -> Lookup:
    """A directory with an older answer of the session, and more than its bounds allow."""
    with_room = lookup(directory)
    with_room.cache.put(Kept(DOCUMENTED_UUID, NOW_MS - 60_000, OLD), Summary())
    for number in range(3):
        with_room.cache.put(Kept(f"{number:08d}-0-0-0-0", NOW_MS - 90_000 - number, b"{}"), Summary())
    return lookup(directory, cache_max_sessions=2)


def used(subject: Lookup) -> tuple[str, LoadedSession | None]:
    """Keeps a session and looks it up again, as a screen does."""

    async def use() -> tuple[str, LoadedSession | None]:
        said = await subject.keep(found())
        await subject.kept_list()
        return said, await subject.kept(DOCUMENTED_UUID)

    return asyncio.run(use())


def check_after(directory: Path, *, had: bool) -> None:
    """What is kept is whole: the old one or the new one, never a third."""
    after = lookup(directory)
    after.cache.sweep()
    kept = after.cache.get(DOCUMENTED_UUID)
    assert (kept.body if kept else None) in ((OLD, BODY) if had else (None, BODY))
    assert after.cache.doubts() == ""
    assert after.cache.star(DOCUMENTED_UUID, True) is (kept is not None)
    assert used(after)[1] is not None
    after.cache.star(DOCUMENTED_UUID, False)


@pytest.mark.parametrize("had", [True, False], ids=["an older one is kept", "nothing is kept"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", ERRORS)
def test_no_failing_call_breaks_a_lookup_or_what_is_kept(tmp_path: Path, error: str, call: str, had: bool) -> None:
    code, nth, most = getattr(errno, error), 0, 1
    while nth <= most:
        for lasting in (False, True):
            directory = tmp_path / f"{nth}-{lasting}"
            subject = crowded(directory) if had else lookup(directory)
            faults = Faults(call, code, nth, lasting=lasting)
            with pytest.MonkeyPatch.context() as patch:
                faults.apply(patch)
                said, shown = used(subject)
            if nth == 0:
                most = faults.count
            if said:
                assert os.strerror(code) in said, said
            elif not nth:
                assert shown is not None
            check_after(directory, had=had)
        nth += 1
    assert most or (call, had) == ("unlink", False), f"{call} is never called: the test shows nothing"


def mounted(directory: Path, options: str) -> Callable[[], object]:
    """Mounts a small file system of its own there; gives what unmounts it."""
    directory.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", directory], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    return lambda: subprocess.run(["umount", "-l", directory], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid():
        pytest.skip("only root can mount a small disk")
    unmount = mounted(tmp_path / "disk", "size=256k")
    yield tmp_path / "disk"
    unmount()


def test_a_full_disk_is_said_and_the_old_one_stays(small_disk: Path) -> None:
    directory = small_disk / "config"
    subject = lookup(directory)
    subject.cache.put(Kept(DOCUMENTED_UUID, NOW_MS - 60_000, OLD), Summary())
    (small_disk / "filler").write_bytes(b"")
    with (small_disk / "filler").open("ab", buffering=0) as filler, pytest.raises(OSError, match="No space"):
        while True:
            filler.write(b"x" * 4096)
    said, shown = used(subject)
    assert "No space left on device" in said
    assert shown is not None and shown.body == OLD
    assert not [path for path in (directory / "recents").iterdir() if path.name.startswith(".new-")]
    (small_disk / "filler").unlink()
    assert used(subject)[0] == ""


def test_a_session_larger_than_the_disk_is_said(small_disk: Path) -> None:
    noise = os.urandom(400_000)
    subject = lookup(small_disk / "config")
    with pytest.raises(OSError, match="No space"):
        subject.cache.put(Kept(DOCUMENTED_UUID, NOW_MS, noise), Summary())
    assert used(subject)[0] == ""


def test_a_config_directory_one_may_only_read(small_disk: Path) -> None:
    directory = small_disk / "config"
    lookup(directory).cache.put(Kept(DOCUMENTED_UUID, NOW_MS - 60_000, OLD), Summary())
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    subject = lookup(directory, cache_keep_days=0)
    said, _ = used(subject)
    assert "Read-only file system" in said
    subject = lookup(directory)
    said, shown = used(subject)
    assert "Read-only file system" in said
    assert shown is not None and shown.body == OLD
    assert subject.cache.clear() == (0, 1, "Read-only file system")
    with pytest.raises(OSError, match="Read-only"):
        subject.cache.forget(DOCUMENTED_UUID)
    with pytest.raises(OSError, match="Read-only"):
        subject.cache.star(DOCUMENTED_UUID, True)


def test_without_a_home_that_can_be_written_nothing_is_kept_and_all_is_shown(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the directory should be")
    said, shown = used(lookup(tmp_path / "config"))
    assert "is not kept" in said
    assert shown is None
