"""Sessions fetched for a command: side by side, at most so many at once, given in the order they were asked for."""

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from typing import NamedTuple

from vpe_tui.cli.stderr_line import Progress
from vpe_tui.errors import CutShort, Fault, NetworkFault, ServiceFault
from vpe_tui.service.crash_log import as_its_own_fault
from vpe_tui.service.lookup import LoadedSession, Lookup, SessionWorker
from vpe_tui.service.targets import is_file
from vpe_tui.text.clean import counted
from vpe_tui.text.uuid import session_uuid

_AHEAD = 4
"""Answers that may wait to be printed, for each that may be on the wire: a slow one at the front costs memory."""


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


class Fetching:
    """A fetcher of many sessions; it keeps those that came from the API where that is wished."""

    def __init__(self, worker: SessionWorker, lookup: Lookup, jobs: int, wish: Wish) -> None:
        self._lookup = lookup
        self._worker = worker
        self._jobs = jobs
        self._free = asyncio.Semaphore(jobs)
        self._wish = wish
        self._keeping: list[Future[str]] = []

    def answers(self, targets: Sequence[str], progress: Progress) -> Iterator[Answer]:
        """An answer for each target, in order; while one is printed the next ones are on the wire."""
        waiting = iter(targets)
        begun: deque[Future[Answer]] = deque()
        while True:
            for target in islice(waiting, self._jobs * _AHEAD - len(begun)):
                future = self._worker.submit(self._answer(target, many=len(targets) > 1))
                future.add_done_callback(lambda done: progress.step())
                begun.append(future)
            if not begun:
                return
            answer = begun.popleft().result()
            if isinstance(answer.found, LoadedSession) and self._wish.keep:
                self._keeping.append(self._worker.keep(answer.found))
            yield answer

    def not_kept(self) -> str:
        """Waits until all is kept. A message when something could not be kept, once."""
        return "; ".join(dict.fromkeys(said for said in map(_outcome, self._keeping) if said))

    async def _answer(self, target: str, *, many: bool) -> Answer:
        async with self._free:
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
        if is_file(target):
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
