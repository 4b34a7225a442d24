"""Sessions looked at here, kept as files: one gzip'd file a session, atomic, private, never a header or a key."""

import contextlib
import errno
import gzip
import hashlib
import json
import os
import re
import stat
import tempfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = 1
READ_LIMIT = 256 * 1024 * 1024
"""No kept file unpacks to more; one that would is a miss."""

_NAME = re.compile(r"[0-9A-Za-z-]{1,64}")

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Sessions kept by vpe-tui; safe to delete.\n"


class Kept(NamedTuple):
    """A kept answer: its bytes as they came, and when."""

    uuid: str
    fetched_ms: int
    body: bytes


class Recents:
    """The kept sessions of one place (cloud and project).

    A file is one gzip stream: a line of JSON (`format`, `uuid`, `fetched_ms`, `sha256`), then the answer's bytes.
    """

    def __init__(self, directory: Path, place: str) -> None:
        self.directory = directory
        self._place = hashlib.sha256(place.encode()).hexdigest()[:12]

    def path(self, uuid: str) -> Path:
        """Where a session is kept. Raises OSError for what could lead out of the directory."""
        if not _NAME.fullmatch(uuid):
            raise OSError(errno.EINVAL, "not a UUID")
        return self.directory / f"{uuid}.{self._place}.gz"

    def put(self, kept: Kept) -> None:
        """Keeps an answer in place of the older one. Raises OSError; the older one is then untouched."""
        self._prepare()
        head = {
            "format": FORMAT,
            "uuid": kept.uuid,
            "fetched_ms": kept.fetched_ms,
            "sha256": hashlib.sha256(kept.body).hexdigest(),
        }
        packed = gzip.compress(json.dumps(head).encode() + b"\n" + kept.body, compresslevel=1, mtime=0)
        _write_atomic(self.path(kept.uuid), packed)

    def get(self, uuid: str) -> Kept | None:
        """The kept answer; None when there is none, or any doubt about it."""
        try:
            packed = _read_private(self.path(uuid))
            line, _, body = _unpack(packed).partition(b"\n")
            head = json.loads(line)
            return _checked(head, uuid, body)
        except (OSError, EOFError, ValueError, RecursionError, zlib.error):
            return None

    def _prepare(self) -> None:
        if self.directory.is_dir():
            return
        _make_private(self.directory)
        _write_atomic(self.directory / ".gitignore", b"*\n")
        _write_atomic(self.directory / "CACHEDIR.TAG", _TAG.encode())


def _checked(head: Any, uuid: str, body: bytes) -> Kept | None:  # noqa: ANN401 - any JSON value
    """What was kept, if the head is of this format and fits the body."""
    if not isinstance(head, dict) or head.get("format") != FORMAT or head.get("uuid") != uuid:
        return None
    fetched_ms = head.get("fetched_ms")
    if type(fetched_ms) is not int or head.get("sha256") != hashlib.sha256(body).hexdigest():
        return None
    return Kept(uuid, fetched_ms, body)


def _make_private(directory: Path) -> None:
    """A directory for us alone, and so each missing parent, which `mkdir(parents=True)` would leave to the umask."""
    if not directory.parent.exists():
        _make_private(directory.parent)
    directory.mkdir(mode=0o700, exist_ok=True)


def _read_private(path: Path) -> bytes:
    """The bytes of a regular file of our own; links, pipes and files of others are errors."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_size > READ_LIMIT:
            raise OSError("not a file of ours")
        return file.read(READ_LIMIT)


def _unpack(packed: bytes) -> bytes:
    decoder = zlib.decompressobj(wbits=31)
    data = decoder.decompress(packed, READ_LIMIT)
    if not decoder.eof or decoder.unused_data:
        raise EOFError
    return data


def _write_atomic(path: Path, data: bytes) -> None:
    """The whole file or none of it, 0600 whatever the umask, on the disk before it gets its name."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    finally:
        with contextlib.suppress(OSError):  # once it has its name there is nothing left to remove
            Path(name).unlink()
