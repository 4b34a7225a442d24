"""How much is kept: bounds over all places of a directory, held at a cost that does not grow with what is kept."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from vpe_tui.store.beside import remove_beside
from vpe_tui.store.files import remove
from vpe_tui.store.heads import DAMAGED, Head
from vpe_tui.store.known import KnownHeads
from vpe_tui.store.scan import KeptFile, is_starred, kept_files


class CachePolicy(NamedTuple):
    """How much is kept, over all places. Starred sessions are not counted and never evicted."""

    sessions: int = 200
    bytes: int = 64 * 1024 * 1024
    days: int = 30


class _Count(NamedTuple):
    """What a directory holds, as long as its own time is this one: then nobody else was at it."""

    sessions: int
    bytes: int
    time_ns: int


class Bounds:
    """The bounds of a directory.

    It is counted when it is first met, and whenever its time tells that files came or went by other hands; in between
    the oldest go in the order that was found then, as new ones come.
    """

    def __init__(self, directory: Path, policy: CachePolicy, heads: KnownHeads, clock: Callable[[], int]) -> None:
        self._directory = directory
        self._policy = policy
        self._heads = heads
        self._clock = clock
        self._count: _Count | None = None
        self._queue: list[KeptFile] = []
        """Those that were there when it was counted, whoever goes first at the end."""

    def is_known(self) -> bool:
        """Whether nobody but us was at the directory since it was counted."""
        return self._count is not None and self._count.time_ns == self._time_ns()

    def has_come(self, path: Path, *, was_known: bool, looked_at: bool) -> None:
        """Holds the bounds after a new file was put; `was_known`: just before. One that was looked at goes last."""
        if not (was_known and looked_at and self._count):
            self.hold(path if looked_at else None)
            return
        size = os.stat(path).st_size  # noqa: PTH116
        self._count = _Count(self._count.sessions + 1, self._count.bytes + size, 0)
        while self._are_broken() and self._queue:
            self._evict(self._queue.pop())
        if self._are_broken():
            self.hold(path)
        else:
            self._count = self._count._replace(time_ns=self._time_ns())

    def hold(self, just_put: Path | None = None) -> list[KeptFile]:
        """Evicts what was only fetched ahead, then the oldest, until the bounds hold; the one just put goes last.

        With none just put, what does not tell its time is let be: a disk that cannot be read is no reason to delete.
        Gives the files that were there.
        """
        files = list(kept_files(self._directory))
        unstarred = [file for file in files if not file.starred]
        self._count = _Count(len(unstarred), sum(file.status.st_size for file in unstarred), 0)
        if self._count.sessions >= self._policy.sessions or self._are_broken():
            self._queue = self._in_order(unstarred, just_put)
            while self._are_broken() and self._queue:
                self._evict(self._queue.pop())
        self._count = self._count._replace(time_ns=self._time_ns())
        return files

    def _are_broken(self) -> bool:
        count, policy = self._count, self._policy
        return count is not None and (count.sessions > policy.sessions or count.bytes > policy.bytes)

    def _evict(self, file: KeptFile) -> None:
        if self._count and not is_starred(file.path) and (remove(file.path) or not os.path.lexists(file.path)):
            remove_beside(file.path)
            count = self._count
            self._count = count._replace(sessions=count.sessions - 1, bytes=count.bytes - file.status.st_size)

    def _in_order(self, files: list[KeptFile], just_put: Path | None) -> list[KeptFile]:
        """Those that may go, the last to go first."""
        heads = {file.path: self._told(file) for file in files}
        now_ms = self._clock()

        def age(file: KeptFile) -> tuple[bool, bool, bool, int]:
            """A time in the future is no time: such a file goes first."""
            head = heads[file.path]
            fetched_ms = head.ours_ms if head else file.written_ms
            was_looked_at = head is None or head.looked_at_ms is not None
            return file.path == str(just_put), was_looked_at, fetched_ms <= now_ms, fetched_ms

        may_go = files if just_put else [file for file in files if heads[file.path]]
        return sorted(may_go, key=age, reverse=True)

    def _told(self, file: KeptFile) -> Head | None:
        """Its head; None when there is any doubt about it."""
        try:
            return self._heads.head(file)
        except DAMAGED:
            return None

    def _time_ns(self) -> int:
        with contextlib.suppress(OSError):
            return os.stat(self._directory).st_mtime_ns  # noqa: PTH116
        return -1
