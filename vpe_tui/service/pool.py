"""Many sessions looked up side by side: at most so many at once, given in order or as they come, until cancelled."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from itertools import islice
from queue import SimpleQueue
from typing import NamedTuple

from vpe_tui.errors import CutShort, Fault, NetworkFault, ServiceFault
from vpe_tui.service.crash_log import as_its_own_fault
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.targets import is_file
from vpe_tui.service.worker import SessionWorker
from vpe_tui.text.clean import counted
from vpe_tui.text.uuid import session_uuid

_AHEAD = 4
"""Answers that may wait to be taken, for each that may be on the wire: a slow one at the front costs memory."""


class Wish(NamedTuple):
    """The sources that sessions may come from."""

    fresh: bool = False
    """From the API, however young the kept one is."""
    offline: bool = False
    """From what is kept, and nowhere else."""
    keep: bool = True
    """Whether what comes from the API is kept."""


class Answer(NamedTuple):
    """The session or the fault of one target."""

    target: str
    found: LoadedSession | Fault
    notice: str = ""
    """What whoever asked should know beside it; empty when nothing."""
    detail: str = ""
    """What was done, for those who want to know."""


class Pool:
    """A bounded number of lookups at once. Whoever takes no answers stops the next ones from being asked for.

    `came` is called for each that is done, on any thread, and must not wait: for a line of progress.
    """

    def __init__(self, worker: SessionWorker, jobs: int, wish: Wish, came: Callable[[], None] = lambda: None) -> None:
        self._worker = worker
        self._lookup = worker.lookup
        self._jobs = jobs
        self._free = asyncio.Semaphore(jobs)
        self._wish = wish
        self._came = came
        self._begun: set[Future[Answer]] = set()
        self._keeping: list[Future[str]] = []
        self._is_cancelled = False

    def in_order(self, targets: Sequence[str]) -> Iterator[Answer]:
        """An answer for each target, in their order. The first are on the wire at once, the next while one is read."""
        waiting, many = iter(targets), len(targets) > 1
        begun = deque(self._begin(waiting, many=many))

        def answers() -> Iterator[Answer]:
            while begun and (answer := self._taken(begun.popleft())):
                yield answer
                begun.extend(self._begin(waiting, many=many))

        return answers()

    def as_they_come(self, targets: Sequence[str]) -> Iterator[Answer]:
        """An answer for each target, whichever is there first."""
        waiting, many = iter(targets), len(targets) > 1
        done: SimpleQueue[Future[Answer]] = SimpleQueue()
        while True:
            for future in self._begin(waiting, many=many):
                future.add_done_callback(done.put)
            answer = self._taken(done.get()) if self._begun else None
            if answer is None:
                return
            yield answer

    def cancel(self) -> None:
        """Gives up what is on the wire, and asks for nothing more: the answers end. May be called from any thread."""
        self._is_cancelled = True
        for future in tuple(self._begun):
            future.cancel()

    def not_kept(self) -> str:
        """Waits until all is kept. A message when something could not be kept, once."""
        return "; ".join(dict.fromkeys(said for said in map(_outcome, self._keeping) if said))

    def _begin(self, waiting: Iterator[str], *, many: bool) -> list[Future[Answer]]:
        """Begins as many of those that wait as there is room for."""
        room = 0 if self._is_cancelled else self._jobs * _AHEAD - len(self._begun)
        futures = [self._worker.submit(self._answer(target, many=many)) for target in islice(waiting, room)]
        self._begun.update(futures)
        for future in futures:
            future.add_done_callback(lambda done: self._came())
        return futures

    def _taken(self, future: Future[Answer]) -> Answer | None:
        """Waits for an answer; None when all was given up."""
        try:
            answer = future.result()
        except CancelledError:
            return None
        finally:
            self._begun.discard(future)
        if isinstance(answer.found, LoadedSession) and self._wish.keep:
            self._keeping.append(self._worker.keep(answer.found))
        return answer

    async def _answer(self, target: str, *, many: bool) -> Answer:
        async with self._free:
            if self._is_cancelled:  # its turn came by the end of another, which was given up a moment before it
                raise asyncio.CancelledError
            began = time.monotonic()
            try:
                with as_its_own_fault(many=many):
                    found, notice = await self._found(target)
            except Fault as fault:
                return Answer(target, fault)
            size = f"{len(found.body):,} bytes, {counted(len(found.session.events), 'event')}"
            took = time.monotonic() - began
            return Answer(target, found, notice, f"{target}: {found.source.kind}, {size}, {took:.3f} s")

    async def _found(self, target: str) -> tuple[LoadedSession, str]:
        """The API's session, or the kept one while it is fresh, or when the API cannot be reached; and a notice."""
        if await self._lookup.on_disk(is_file, target):
            return await self._lookup.saved(target), ""
        uuid = session_uuid(target)
        if self._wish.offline:
            return await self._lookup.offline(uuid), ""
        kept = await self._lookup.kept(uuid)
        if kept and self._lookup.is_fresh(kept) and not self._wish.fresh:
            return kept, ""
        try:
            found = await self._lookup.fetch(uuid, before=kept)
        except (NetworkFault, ServiceFault, CutShort) as fault:
            if kept is None or self._wish.fresh:
                raise
            return kept, f"{fault}; shown is the kept session"
        return found, found.change


def _outcome(keeping: Future[str]) -> str:
    try:
        with as_its_own_fault(many=True):  # it is shown already
            return keeping.result()
    except Fault as fault:
        return str(fault)
