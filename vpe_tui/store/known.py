"""Heads of kept files that were read before, so that a list opens none of them twice: not in a run, nor in the next.

The files are the truth. What is known of one holds while its number, size and time are the same; the rest is read from
the file. `heads.json` beside them is a copy: a line that tells its form and its checksum, then JSON. Without it, or
where anything in it is odd, all is as it was, only slower. What somebody deletes goes out of it at once, what gives way
to others with the next list or start.
"""

import contextlib
import json
import os
import threading
import zlib
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from vpe_tui.fleet.summary import Summary
from vpe_tui.store.files import read_private, remove, write_atomic
from vpe_tui.store.heads import DAMAGED, READ_LIMIT, Head, head_of
from vpe_tui.store.scan import KeptFile

COPY = "heads.json"
_WORTH = 32
"""So many heads that a next run would have to read from their files are worth a new copy."""

_HEAD = ("place", "fetched_ms", "sha256", "looked_at_ms", "offset_ms")
_FORM = ",".join(("1", *_HEAD, *Summary._fields)).encode()
"""A copy with other columns is another version's, and none of ours."""
_values_of_head = attrgetter(*_HEAD)


class _Known(NamedTuple):
    stamp: tuple[int, int, int]
    head: Head


class KnownHeads:
    """What is known of the files of a directory. Any number of threads and processes may use one at once."""

    def __init__(self, directory: Path) -> None:
        self._copy = directory / COPY
        self._known: dict[str, _Known] = {}
        self._is_loaded = False
        self._new = 0
        """Heads that are not in the copy."""
        self._lock = threading.Lock()

    def head(self, file: KeptFile) -> Head:
        """The head of a file. Raises what is in `heads.DAMAGED`."""
        if not self._is_loaded:
            self._load()
        known, stamp = self._known.get(file.name), _stamp(file.status)
        if known is None or known.stamp != stamp:
            known = self._known[file.name] = _Known(stamp, head_of(file.path, file.uuid))
            self._new += 1
        return known.head

    def only(self, files: Iterable[KeptFile]) -> None:
        """These are all: what is known of others is forgotten, and the copy made anew where that is worth it."""
        self.forget(*(self._known.keys() - {file.name for file in files}))
        if self._new >= _WORTH:
            self._save()

    def forget(self, *names: str) -> None:
        """Files that are gone; nothing of theirs stays in the copy."""
        if not self._is_loaded:
            self._load()
        with self._lock:
            gone = [name for name in names if self._known.pop(name, None)]
        if gone:
            self._save()

    def _load(self) -> None:
        with self._lock:
            if not self._is_loaded:
                with contextlib.suppress(*DAMAGED, TypeError, KeyError):
                    self._known = dict(map(_read, _rows(read_private(self._copy, READ_LIMIT))))
                self._is_loaded = True

    def _save(self) -> None:
        """A copy that cannot be written must not stay either: it may tell of what is deleted."""
        with self._lock:
            rows = [_written(name, known) for name, known in self._known.items()]
            self._new = 0
            told = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
            try:
                if not rows:
                    raise OSError
                write_atomic(self._copy, b"%b %08x\n%b" % (_FORM, zlib.crc32(told), told), lasting=False)
            except OSError:
                remove(self._copy)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _rows(copy: bytes) -> list[Any]:
    first, _, told = copy.partition(b"\n")
    if first != b"%b %08x" % (_FORM, zlib.crc32(told)):
        raise ValueError
    rows: list[Any] = json.loads(told)
    return rows


def _written(name: str, known: _Known) -> list[object]:
    return [name, *known.stamp, *_values_of_head(known.head), *known.head.summary]


def _read(row: list[Any]) -> tuple[str, _Known]:
    """What `_written` wrote, of texts that were clean."""
    name, number, size, time, place, fetched_ms, sha256, looked_at_ms, offset_ms, *summary = row
    uuid = name.partition(".")[0]
    head = Head(uuid, place, fetched_ms, sha256, Summary._make(summary), looked_at_ms, offset_ms)
    return name, _Known((number, size, time), head)
