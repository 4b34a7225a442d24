"""Private files: written whole or not at all, read only when they are regular and our own."""

import contextlib
import hashlib
import os
import stat
import time
from pathlib import Path

TEMPORARY = ".new-"
STALE_S = 3600
"""A temporary file this old is nobody's, wherever its writer ran."""

_PIECE = 1 << 20


def make_private(directory: Path) -> None:
    """Makes a directory for us alone, and each missing parent: `mkdir(parents=True)` would leave those to the umask.

    One that is there is closed to others. Raises OSError where it cannot be.
    """
    if not directory.parent.exists():
        make_private(directory.parent)
    with contextlib.suppress(FileExistsError):
        os.mkdir(directory, 0o700)  # noqa: PTH102 - the calls of this file are the system's own, each one to be failed
        return
    if not directory.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(directory))
    close_to_others(directory)


def close_to_others(directory: Path) -> None:
    """Takes all permissions of others from a directory. Raises OSError."""
    mode = stat.S_IMODE(os.stat(directory).st_mode)  # noqa: PTH116
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        os.chmod(directory, mode & ~(stat.S_IRWXG | stat.S_IRWXO))  # noqa: PTH101


def write_atomic(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Writes the whole file or none, 0600 whatever the umask, synced before it gets its name. Raises OSError.

    One that need not be `lasting` is not synced: where the machine stops it may be lost.
    """
    name = f"{path.parent}/{TEMPORARY}{_host()}-{os.getpid()}-{os.urandom(6).hex()}"
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        try:
            _write_all(descriptor, data)
            if lasting:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(name, path)  # noqa: PTH105
    finally:
        with contextlib.suppress(OSError):  # once it has its name there is nothing left to remove
            os.unlink(name)  # noqa: PTH108


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[:_PIECE]) :]


def read_private(path: Path | str, limit: int, at_most: int | None = None) -> bytes:
    """The first `at_most` bytes (None: all) of a regular file of our own that is no larger than `limit`.

    Links, pipes, directories and files of others are an OSError.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        if not is_ours(status):
            raise OSError(0, "not a file of ours")
        if status.st_size > limit:
            raise OSError(0, "too large")
        wanted = status.st_size if at_most is None else min(at_most, status.st_size)
        return _read_all(descriptor, wanted)
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, wanted: int) -> bytes:
    pieces = []
    while wanted > 0 and (piece := os.read(descriptor, wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def is_ours(status: os.stat_result) -> bool:
    """Whether it is a regular file that belongs to us."""
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()


def remove(path: Path | str) -> bool:
    """Removes a file. False when it was not there, or cannot be removed."""
    try:
        return delete(path)
    except OSError:
        return False


def delete(path: Path | str) -> bool:
    """Removes a file. False when it was not there. Raises OSError when it stays."""
    try:
        os.unlink(path)  # noqa: PTH108
    except FileNotFoundError:
        return False
    return True


def sweep_temporary(directory: Path) -> None:
    """Removes what writers left that were killed. One that still writes is let be."""
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.startswith(TEMPORARY) and _is_left(entry):
                remove(entry.path)


def _is_left(entry: "os.DirEntry[str]") -> bool:
    """Whether its writer is gone: a process of this machine that no longer is, or anyone an hour ago."""
    host, _, rest = entry.name.removeprefix(TEMPORARY).partition("-")
    pid = rest.partition("-")[0]
    if host == _host() and pid.isdecimal() and not _lives(int(pid)):
        return True
    try:
        return abs(time.time() - entry.stat(follow_symlinks=False).st_mtime) > STALE_S
    except OSError:
        return False


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    """This machine, unnamed: homes are shared, and a process of another one cannot be asked for."""
    return hashlib.sha256(os.uname().nodename.encode()).hexdigest()[:8]
