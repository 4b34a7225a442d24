"""The cache: sessions looked at here, one gzip'd file each, atomic, private, never a header or a key.

A file is two gzip members. The first is a line of JSON, the head: `format`, `uuid`, `fetched_ms` (by the service's
clock), `offset_ms` (how far that was ahead of ours), `base_url`, `place` (a hash over base URL, project and UUID),
`sha256` of the body, and a summary for the list, with `looked_at_ms` in it: null for a session that was only fetched
ahead, absent where version 0.1.0 wrote it. The second is the answer's bytes. So a list reads the first kilobytes of
each file and no more, gzip's own checksum guards the head, and `zcat` shows both. A star is an empty file beside it:
set and unset by one system call, whoever rewrites the session.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from vpe_tui.fleet.summary import KeptEntry, Summary
from vpe_tui.store.doubts import Doubt, Doubts
from vpe_tui.store.files import (
    close_to_others,
    delete,
    is_ours,
    make_private,
    read_private,
    remove,
    sweep_temporary,
    write_atomic,
)
from vpe_tui.store.heads import (
    DAMAGED,
    FORMAT,
    HEAD_LIMIT,
    READ_LIMIT,
    Head,
    head_of,
    packed_member,
    unpacked_head,
    unpacked_member,
)

_DAY_MS = 86_400_000
"""No two clocks are taken to be further apart."""
_UUID = re.compile(r"[0-9A-Za-z-]{1,64}")
_FILE = re.compile(r"([0-9A-Za-z-]{1,64})\.([0-9a-f]{12})\.gz")
_STAR = ".star"

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Sessions kept by vpe-tui; safe to delete.\n"


class Kept(NamedTuple):
    """A kept answer: its bytes as they came, and when."""

    uuid: str
    fetched_ms: int
    body: bytes
    offset_ms: int = 0
    """How far the service's clock, which `fetched_ms` is by, was ahead of ours."""


class CachePolicy(NamedTuple):
    """How much is kept, over all places. Starred sessions are not counted and never evicted."""

    sessions: int = 200
    bytes: int = 64 * 1024 * 1024
    days: int = 30


class Place(NamedTuple):
    """What kept sessions belong to: `name` tells clouds, projects and the demo apart. Only its hash is written."""

    name: str
    base_url: str


class Deleted(NamedTuple):
    """A kept session that was deleted, as it was, so that it can be put back."""

    uuid: str
    path: Path
    packed: bytes
    starred: bool


class Cleared(NamedTuple):
    """The result of clearing the cache: sessions deleted, and sessions left."""

    gone: int
    left: int
    why: str
    """Why the first of those left cannot be deleted."""


class _File(NamedTuple):
    path: str
    uuid: str
    status: os.stat_result
    starred: bool


class SessionCache:
    """The cache of one place. Any number of processes may use a directory at once."""

    def __init__(self, directory: Path, place: Place, policy: CachePolicy, clock: Callable[[], int]) -> None:
        self.directory = directory
        self._place = place
        self._policy = policy
        self._clock = clock
        self._suffix = hashlib.sha256(place.name.encode()).hexdigest()[:12]
        self._doubts = Doubts()
        self._deleted: set[str] = set()
        self._writing = threading.Lock()
        """One of our own threads at a time: what is deleted is not written again by one that was at it."""

    def path(self, uuid: str) -> Path:
        """The file of a session. Raises OSError for a UUID that could lead out of the directory."""
        if not _UUID.fullmatch(uuid):
            raise OSError(errno.EINVAL, "not a UUID")
        return self.directory / f"{uuid}.{self._suffix}.gz"

    def put(self, kept: Kept, summary: Summary, *, ahead: bool = False) -> None:
        """Keeps an answer in place of the older one, and holds the bounds. Raises OSError; the older one then stays.

        One that was fetched `ahead` has not been looked at: it is the first to give way.
        """
        path = self.path(kept.uuid)
        with self._writing:
            self._prepare()
            looked_at_ms = _looked_at(path, kept.uuid) if ahead else self._clock()
            line = json.dumps(self._head(kept, summary.as_json() | {"looked_at_ms": looked_at_ms})).encode() + b"\n"
            write_atomic(path, packed_member(line) + packed_member(kept.body))
            self._has_come(kept.uuid)
        with contextlib.suppress(OSError):
            self._hold_bounds(None if looked_at_ms is None else path)

    def _head(self, kept: Kept, summary: dict[str, Any]) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "uuid": kept.uuid,
            "fetched_ms": kept.fetched_ms,
            "offset_ms": kept.offset_ms,
            "base_url": self._place.base_url,
            "place": self._key(kept.uuid),
            "sha256": hashlib.sha256(kept.body).hexdigest(),
            "summary": summary,
        }

    def look(self, uuid: str) -> None:
        """Marks a session that was fetched ahead as looked at, if its file can be written; all else in it stays."""
        path = self.path(uuid)
        with self._writing, contextlib.suppress(*DAMAGED):
            packed = read_private(path, READ_LIMIT)
            head, rest = unpacked_head(packed, uuid)
            if head.looked_at_ms is None:
                told = json.loads(unpacked_member(packed, HEAD_LIMIT)[0])
                told["summary"]["looked_at_ms"] = self._clock()
                write_atomic(path, packed_member(json.dumps(told).encode() + b"\n") + rest)

    def get(self, uuid: str) -> Kept | None:
        """The kept answer; None when there is none, it has expired, or there is any doubt about it."""
        try:
            path = self.path(uuid)
            packed = read_private(path, READ_LIMIT)
            head, rest = unpacked_head(packed, uuid)
            body, more = unpacked_member(rest, READ_LIMIT)
            if more or head.sha256 != hashlib.sha256(body).hexdigest() or head.place != self._key(uuid):
                raise Doubt("it is damaged")
        except FileNotFoundError:
            self._doubts.settle(uuid)
            return None
        except DAMAGED as fault:
            self._doubts.add(uuid, fault)
            return None
        self._doubts.settle(uuid)
        if self._has_expired(head.ours_ms, path):
            return None
        return Kept(uuid, head.fetched_ms, body, head.offset_ms)

    def entries(self) -> tuple[KeptEntry, ...]:
        """The entries of this place, the latest fetched first. Bodies stay packed."""
        found = []
        files = list(self._files(self._suffix))
        self._doubts.only_of([file.uuid for file in files])
        for file in files:
            try:
                head = head_of(file.path, file.uuid)
                if head.place != self._key(file.uuid):
                    raise Doubt("it is damaged")
            except FileNotFoundError:
                continue
            except DAMAGED as fault:
                self._doubts.add(file.uuid, fault)
                continue
            if not self._has_expired(head.ours_ms, file.path):
                about = (head.fetched_ms, file.starred, file.status.st_size, head.summary)
                found.append(KeptEntry(file.uuid, *about, head.looked_at_ms, head.offset_ms))
        return tuple(sorted(found, key=lambda each: (-each.fetched_ms, each.uuid)))

    def star(self, uuid: str, starred: bool) -> bool:
        """Stars a session or takes the star away. Gives whether it is starred now. Raises OSError."""
        path = self.path(uuid)
        with self._writing:
            if not starred:
                remove(f"{path}{_STAR}")
            elif path.exists():
                _set_star(path)
            return _is_starred(path) and path.exists()

    def is_starred(self, uuid: str) -> bool:
        """Whether it has a star. Raises OSError."""
        return _is_starred(self.path(uuid))

    def forget(self, uuid: str) -> bool:
        """Deletes a kept session, star and all. False when there was none. Raises OSError when it stays."""
        path = self.path(uuid)
        with self._writing:
            gone = delete(path)
            remove(f"{path}{_STAR}")
            self._has_gone(uuid)
        return gone

    def take(self, uuid: str) -> Deleted | None:
        """Deletes a kept session, and gives it to be put back; None when there was none. Raises OSError when it stays.

        From now on `was_deleted`, until it is kept again because somebody wants it.
        """
        path = self.path(uuid)
        with self._writing:
            try:
                deleted = Deleted(uuid, path, read_private(path, READ_LIMIT), _is_starred(path))
            except FileNotFoundError:
                return None
            delete(path)
            remove(f"{path}{_STAR}")
            self._has_gone(uuid)
        return deleted

    def restore(self, deleted: Deleted) -> bool:
        """Puts back what was deleted: bytes, head and star. False when it is kept anew already. Raises OSError."""
        with self._writing:
            is_missing = not os.path.lexists(deleted.path)
            if is_missing:
                self._prepare()
                write_atomic(deleted.path, deleted.packed)
            if deleted.starred:
                _set_star(deleted.path)
            self._has_come(deleted.uuid)
        with contextlib.suppress(OSError):
            self._hold_bounds(deleted.path)
        return is_missing

    def was_deleted(self, uuid: str) -> bool:
        """Whether it was deleted in this run: then it is not fetched unless somebody asks for it."""
        return uuid in self._deleted

    def _has_gone(self, uuid: str) -> None:
        self._deleted.add(uuid)
        self._doubts.settle(uuid)

    def _has_come(self, uuid: str) -> None:
        self._deleted.discard(uuid)
        self._doubts.renew(uuid)

    def clear(self) -> Cleared:
        """Deletes what is kept of this place but for the starred; what others delete meanwhile is gone too."""
        gone, why = 0, []
        for file in self._files(self._suffix):
            if not _is_starred(file.path):
                try:
                    delete(file.path)
                    gone += 1
                except OSError as fault:
                    why.append(fault.strerror or str(fault))
        return Cleared(gone, len(why), why[0] if why else "")

    def sweep(self) -> None:
        """Deletes what has expired, what is more than the bounds allow now, and what killed writers left."""
        with contextlib.suppress(OSError):  # it is not there, or not ours to close: then nothing is put there either
            close_to_others(self.directory)
        sweep_temporary(self.directory)
        for file in self._files():
            if self._has_expired(_fetched_ms(file), file.path):
                remove(file.path)
        self._hold_bounds()

    def doubts(self) -> str:
        """One line about sessions that could not be read since this was last asked; each is named once."""
        return self._doubts.told()

    @property
    def has_doubts(self) -> bool:
        """Whether something that is kept still cannot be used, as far as it was met."""
        return bool(self._doubts)

    def doubt(self, uuid: str) -> str:
        """What is wrong with a session that is kept, as far as it was met; empty when nothing is."""
        return self._doubts.of(uuid)

    def _key(self, uuid: str) -> str:
        return hashlib.sha256(f"{self._place.name}\n{uuid}".encode()).hexdigest()

    def _prepare(self) -> None:
        make_private(self.directory)
        for name, content in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            if not (self.directory / name).exists():
                write_atomic(self.directory / name, content.encode())

    def _files(self, suffix: str = "") -> Iterator[_File]:
        """Files of ours that hold a session: of a place, or of all."""
        try:
            with os.scandir(self.directory) as entries:
                found = {entry.name: entry for entry in entries}
        except OSError:
            return
        for name, entry in found.items():
            match = _FILE.fullmatch(name)
            if match is None or not match[2].startswith(suffix):
                continue
            with contextlib.suppress(OSError):  # gone meanwhile
                status = entry.stat(follow_symlinks=False)
                if is_ours(status):
                    yield _File(entry.path, match[1], status, name + _STAR in found)

    def _has_expired(self, fetched_ms: int, path: Path | str) -> bool:
        too_old = self._clock() - fetched_ms > self._policy.days * _DAY_MS
        return too_old and not _is_starred(path)

    def _hold_bounds(self, just_put: Path | None = None) -> None:
        """Evicts what was only fetched ahead, then the oldest, until the bounds hold; the one just put goes last.

        With none just put, what does not tell its time is let be: a disk that cannot be read is no reason to delete.
        """
        files = [file for file in self._files() if not file.starred]
        sessions = len(files) - self._policy.sessions
        size = sum(file.status.st_size for file in files) - self._policy.bytes
        if sessions <= 0 and size <= 0:
            return
        heads = {file.path: _told(file) for file in files}
        now_ms = self._clock()

        def age(file: _File) -> tuple[bool, bool, bool, int]:
            """A time in the future is no time: such a file goes first."""
            head = heads[file.path]
            fetched_ms = head.ours_ms if head else _written_ms(file)
            was_looked_at = head is None or head.looked_at_ms is not None
            return file.path == str(just_put), was_looked_at, fetched_ms <= now_ms, fetched_ms

        for file in sorted(files, key=age):
            if sessions <= 0 and size <= 0:
                break
            if _is_starred(file.path) or (just_put is None and heads[file.path] is None):
                continue
            if remove(file.path) or not os.path.lexists(file.path):
                sessions, size = sessions - 1, size - file.status.st_size


def _is_starred(path: Path | str) -> bool:
    """At this moment."""
    return os.path.lexists(f"{path}{_STAR}")


def _set_star(path: Path) -> None:
    os.close(os.open(f"{path}{_STAR}", os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))


def _fetched_ms(file: _File) -> int:
    """When it was fetched, by our clock; of a file that does not tell, when it was written."""
    head = _told(file)
    return head.ours_ms if head else _written_ms(file)


def _told(file: _File) -> Head | None:
    """Its head; None when there is any doubt about it."""
    try:
        return head_of(file.path, file.uuid)
    except DAMAGED:
        return None


def _looked_at(path: Path, uuid: str) -> int | None:
    """When the session kept there was looked at; None when it was not, or nothing is kept there."""
    try:
        return head_of(str(path), uuid).looked_at_ms
    except DAMAGED:
        return None


def _written_ms(file: _File) -> int:
    return int(file.status.st_mtime * 1000)
