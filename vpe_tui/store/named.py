"""Files that a user names: regular ones, or what a shell holds open, read within limits of size and time."""

import errno
import os
import re
import select
import stat
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FROM_THE_SHELL = re.compile(r"/dev/stdin|(?:/dev|/proc/self)/fd/\d{1,9}")
"""What a shell makes of `<(zcat x.gz)`: bash the one, zsh the other."""

_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
_PIECE = 1 << 20


class NamedFile(NamedTuple):
    """The bytes of a file, and its status."""

    body: bytes
    status: os.stat_result


def is_from_shell(name: Path | str) -> bool:
    """Whether a name stands for something that the shell holds open: it may be a pipe, and comes once."""
    return _FROM_THE_SHELL.fullmatch(str(name)) is not None


def read_named(name: Path | str, limit: int, pipe_s: float | None = None) -> NamedFile:
    """The first `limit` bytes of a regular file, and one more where there are more.

    With `pipe_s` also a pipe that `is_from_shell`, for so many seconds at most; it comes once, and what came is given
    again. Anything else (another pipe, a device, a directory, a socket), and what does not come in time, is an OSError.
    """
    return _once(str(name), limit, pipe_s) if pipe_s is not None and is_from_shell(name) else _read(name, limit)


@cache
def _once(name: str, limit: int, pipe_s: float) -> NamedFile:
    return _read(name, limit, pipe_s)


def _read(name: Path | str, limit: int, pipe_s: float | None = None) -> NamedFile:
    _refuse_other_kinds(os.stat(name), pipe_s)  # noqa: PTH116 - opening a device can do things already
    descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        _refuse_other_kinds(status, pipe_s)
        return NamedFile(_bytes_of(descriptor, limit + 1, None if stat.S_ISREG(status.st_mode) else pipe_s), status)
    finally:
        os.close(descriptor)


def _refuse_other_kinds(status: os.stat_result, pipe_s: float | None) -> None:
    mode = status.st_mode
    if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and pipe_s is not None):
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a directory")
    raise OSError(errno.EINVAL, f"it is {_KINDS.get(stat.S_IFMT(mode), 'something else')}, not a file")


def _bytes_of(descriptor: int, wanted: int, pipe_s: float | None) -> bytes:
    pieces, until = [], time.monotonic() + (pipe_s or 0)
    while wanted > 0:
        if pipe_s is not None and not _has_more(descriptor, until):
            raise TimeoutError(errno.ETIMEDOUT, f"not all of it came in {pipe_s:g} s")
        piece = os.read(descriptor, min(wanted, _PIECE))
        if not piece:
            break
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _has_more(descriptor: int, until: float) -> bool:
    """Waits until there is something to read, or nothing will come any more. False when it is too late."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(0, until - time.monotonic()) * 1000))
