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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vpe_tui.fleet.notes import NO_NOTES, Left, Notes
from vpe_tui.fleet.summary import KeptEntry, Summary
from vpe_tui.store import beside
from vpe_tui.store.bounds import Bounds, CachePolicy
from vpe_tui.store.doubts import Doubt, Doubts
from vpe_tui.store.files import (
    close_to_others,
    delete,
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
    head_of,
    packed_member,
    unpacked_head,
    unpacked_member,
)
from vpe_tui.store.known import KnownHeads
from vpe_tui.store.scan import KeptFile, is_starred, kept_files, orphans, set_star, star_of

__all__ = ["CachePolicy", "Cleared", "Deleted", "Kept", "Place", "SessionCache"]

_DAY_MS = 86_400_000
"""No two clocks are taken to be further apart."""
_UUID = re.compile(r"[0-9A-Za-z-]{1,64}")

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Sessions kept by vpe-tui; safe to delete.\n"


class Kept(NamedTuple):
    """A kept answer: its bytes as they came, and when."""

    uuid: str
    fetched_ms: int
    body: bytes
    offset_ms: int = 0
    """How far the service's clock, which `fetched_ms` is by, was ahead of ours."""


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
    beside: Mapping[str, bytes] = {}


class Cleared(NamedTuple):
    """The result of clearing the cache: sessions deleted, and sessions left."""

    gone: int
    left: int
    why: str
    """Why the first of those left cannot be deleted."""


class SessionCache:
    """The cache of one place. Any number of processes may use a directory at once."""

    def __init__(self, directory: Path, place: Place, policy: CachePolicy, clock: Callable[[], int]) -> None:
        self.directory = directory
        self._place = place
        self._policy = policy
        self._clock = clock
        self._suffix = hashlib.sha256(place.name.encode()).hexdigest()[:12]
        self._key_of = hashlib.sha256(f"{place.name}\n".encode())
        self._heads = KnownHeads(directory)
        self._bounds = Bounds(directory, policy, self._heads, clock)
        self._doubts = Doubts()
        self._deleted: set[str] = set()
        self._writing = threading.Lock()
        """One of our own threads at a time: what is deleted is not written again by one that was at it."""

    def path(self, uuid: str) -> Path:
        """The file of a session. Raises OSError for a UUID that could lead out of the directory."""
        if not _UUID.fullmatch(uuid):
            raise OSError(errno.EINVAL, "not a UUID")
        return self.directory / f"{uuid}.{self._suffix}.gz"

    def stamp(self) -> int:
        """A number that is another one when anybody, this program or another, kept, starred or deleted something."""
        try:
            return self.directory.stat().st_mtime_ns
        except OSError:
            return 0

    def put(self, kept: Kept, summary: Summary, *, ahead: bool = False) -> None:
        """Keeps an answer in place of the older one, and holds the bounds. Raises OSError; the older one then stays.

        One that was fetched `ahead` has not been looked at: it is the first to give way.
        """
        path = self.path(kept.uuid)
        with self._writing:
            self._prepare()
            was_known = not path.exists() and self._bounds.is_known()
            looked_at_ms = _looked_at(path, kept.uuid) if ahead else self._clock()
            line = json.dumps(self._head(kept, summary.as_json() | {"looked_at_ms": looked_at_ms})).encode() + b"\n"
            write_atomic(path, packed_member(line) + packed_member(kept.body))
            self._has_come(kept.uuid)
            with contextlib.suppress(OSError):
                self._bounds.has_come(path, was_known=was_known, looked_at=looked_at_ms is not None)

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
        if _looked_at(self.path(uuid), uuid) is None:
            self._retell(uuid, {"looked_at_ms": self._clock()})

    def read_again(self, uuid: str, summary: Summary) -> None:
        """Another summary of the same kept answer, if its file can be written; all else in it stays."""
        self._retell(uuid, summary.as_json())

    def _retell(self, uuid: str, of_summary: dict[str, Any]) -> None:
        path = self.path(uuid)
        with self._writing, contextlib.suppress(*DAMAGED):
            packed = read_private(path, READ_LIMIT)
            _, rest = unpacked_head(packed, uuid)
            told = json.loads(unpacked_member(packed, HEAD_LIMIT)[0])
            told["summary"] = told["summary"] | of_summary
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
        found, everyones = [], list(kept_files(self.directory))
        files = [file for file in everyones if file.suffix == self._suffix]
        self._doubts.only_of([file.uuid for file in files])
        for file in files:
            try:
                head = self._heads.head(file)
                if head.place != self._key(file.uuid):
                    raise Doubt("it is damaged")
            except FileNotFoundError:
                continue
            except DAMAGED as fault:
                self._doubts.add(file.uuid, fault)
                continue
            if not self._has_expired(head.ours_ms, file.path):
                about = (head.fetched_ms, file.starred, file.status.st_size, head.summary)
                notes = beside.read_notes(file.path) if file.noted else NO_NOTES
                found.append(KeptEntry(file.uuid, *about, head.looked_at_ms, head.offset_ms, notes))
        self._heads.only(everyones)
        return tuple(sorted(found, key=lambda each: (-each.fetched_ms, each.uuid)))

    def star(self, uuid: str, starred: bool) -> bool:
        """Stars a session or takes the star away. Gives whether it is starred now. Raises OSError."""
        path = self.path(uuid)
        with self._writing:
            if not starred:
                remove(star_of(path))
            elif path.exists():
                set_star(path)
            return is_starred(path) and path.exists()

    def is_starred(self, uuid: str) -> bool:
        """Whether it has a star. Raises OSError."""
        return is_starred(self.path(uuid))

    def notes(self, uuid: str) -> Notes:
        """The notes on a kept session."""
        with contextlib.suppress(OSError):
            return beside.read_notes(self.path(uuid))
        return NO_NOTES

    def note(self, uuid: str, notes: Notes) -> bool:
        """Other notes; from now on it has a star, so that it stays. False where it is not kept. Raises OSError."""
        path = self.path(uuid)
        with self._writing:
            if not path.exists():
                return False
            beside.write_notes(path, notes)
            if notes:
                set_star(path)
        return True

    def left(self, uuid: str) -> Left:
        """Where a kept session was left."""
        with contextlib.suppress(OSError):
            return beside.read_left(self.path(uuid))
        return Left()

    def leave(self, uuid: str, left: Left) -> None:
        """A kept session is left there. Where that cannot be written it is not."""
        with self._writing, contextlib.suppress(OSError):
            path = self.path(uuid)
            if path.exists():
                beside.write_left(path, left)

    def forget(self, uuid: str) -> bool:
        """Deletes a kept session, star and all. False when there was none. Raises OSError when it stays."""
        path = self.path(uuid)
        with self._writing:
            gone = delete(path)
            self._has_gone(uuid, path)
        return gone

    def take(self, uuid: str) -> Deleted | None:
        """Deletes a kept session, and gives it to be put back; None when there was none. Raises OSError when it stays.

        From now on `was_deleted`, until it is kept again because somebody wants it.
        """
        path = self.path(uuid)
        with self._writing:
            try:
                deleted = Deleted(uuid, path, read_private(path, READ_LIMIT), is_starred(path), beside.taken(path))
            except FileNotFoundError:
                return None
            delete(path)
            self._has_gone(uuid, path)
        return deleted

    def restore(self, deleted: Deleted) -> bool:
        """Puts back what was deleted: bytes, head and star. False when it is kept anew already. Raises OSError."""
        with self._writing:
            is_missing = not os.path.lexists(deleted.path)
            if is_missing:
                self._prepare()
                write_atomic(deleted.path, deleted.packed)
                beside.put_back(deleted.path, deleted.beside)
            if deleted.starred:
                set_star(deleted.path)
            self._has_come(deleted.uuid)
            with contextlib.suppress(OSError):
                self._bounds.hold(deleted.path)
        return is_missing

    def was_deleted(self, uuid: str) -> bool:
        """Whether it was deleted in this run: then it is not fetched unless somebody asks for it."""
        return uuid in self._deleted

    def _has_gone(self, uuid: str, path: Path) -> None:
        remove(star_of(path))
        beside.remove_beside(path)
        self._heads.forget(path.name)
        self._deleted.add(uuid)
        self._doubts.settle(uuid)

    def _has_come(self, uuid: str) -> None:
        self._deleted.discard(uuid)
        self._doubts.renew(uuid)

    def clear(self) -> Cleared:
        """Deletes what is kept of this place but for the starred; what others delete meanwhile is gone too."""
        tried, why = [], []
        for file in kept_files(self.directory):
            if file.suffix == self._suffix and not is_starred(file.path):
                tried.append(file.name)
                try:
                    delete(file.path)
                    beside.remove_beside(file.path)
                except OSError as fault:
                    why.append(fault.strerror or str(fault))
        self._heads.forget(*tried)
        return Cleared(len(tried) - len(why), len(why), why[0] if why else "")

    def sweep(self) -> None:
        """Deletes what has expired, what is more than the bounds allow now, and what killed writers left."""
        with contextlib.suppress(OSError):  # it is not there, or not ours to close: then nothing is put there either
            close_to_others(self.directory)
        sweep_temporary(self.directory)
        old = [each for each in kept_files(self.directory) if self._has_expired(self._fetched_ms(each), each.path)]
        self._heads.forget(*(file.name for file in old if remove(file.path)))
        for left in orphans(self.directory):
            remove(left)
        self._heads.only(self._bounds.hold())

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
        key = self._key_of.copy()
        key.update(uuid.encode())
        return key.hexdigest()

    def _prepare(self) -> None:
        make_private(self.directory)
        for name, content in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            if not (self.directory / name).exists():
                write_atomic(self.directory / name, content.encode())

    def _has_expired(self, fetched_ms: int, path: Path | str) -> bool:
        too_old = self._clock() - fetched_ms > self._policy.days * _DAY_MS
        return too_old and not is_starred(path)

    def _fetched_ms(self, file: KeptFile) -> int:
        """When it was fetched, by our clock; of a file that does not tell, when it was written."""
        try:
            return self._heads.head(file).ours_ms
        except DAMAGED:
            return file.written_ms


def _looked_at(path: Path, uuid: str) -> int | None:
    """When the session kept there was looked at; None when it was not, or nothing is kept there."""
    try:
        return head_of(str(path), uuid).looked_at_ms
    except DAMAGED:
        return None
