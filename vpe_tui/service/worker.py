"""The thread with the loop of all lookups: what a screen or a command asks for is done there, and comes as a future."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from vpe_tui.fleet.summary import KeptEntry
from vpe_tui.service.lookup import LoadedSession, Lookup, Recent
from vpe_tui.service.targets import is_file
from vpe_tui.service.watch import Watch
from vpe_tui.store.cache import SessionCache

if TYPE_CHECKING:
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.fleet.notes import Left
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.service.lookup import Glimpse
    from vpe_tui.session.index import EventIndex
    from vpe_tui.session.model import Session
    from vpe_tui.session.search_texts import SearchTexts

T = TypeVar("T")

THREAD = "session-worker"
_GLIMPSE_S = 0.5


class PendingLookup(NamedTuple):
    """A lookup under way. `renewed` gives None when the kept session is fresh enough."""

    glimpse: "Future[Session]"
    """The first rows of a large session, if there are more than a frame can parse; else it never comes."""
    glimpsed: threading.Event
    """To be set once the glimpse is on screen; the rest is read after that, or half a second later."""
    kept: "Future[LoadedSession | None]"
    renewed: "Future[LoadedSession | None]"


class SessionWorker:
    """A thread with a loop of its own that does what a screen or a command asks for.

    So a lookup is on the wire while the screen is still being imported, parsing blocks no key, and quitting
    waits for nothing: the thread is a daemon. A program that does not end with its worker uses it with `with`.
    """

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self._loop = asyncio.new_event_loop()
        self._ahead: dict[str, PendingLookup] = {}
        self._leaving: set[Future[None]] = set()
        self.watch = Watch()
        """When what is asked again is asked again."""
        self._thread = threading.Thread(target=self._loop.run_forever, name=THREAD, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.submit(self._end()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        """Cancels what is under way; threads that wait for the system (a name server, a disk) nobody waits for."""
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self.lookup.aclose()
        await self._loop.shutdown_asyncgens()  # of answers that were not read to their end

    def is_fresh(self, found: LoadedSession) -> bool:
        """Whether a kept session is so young that it is not asked for again."""
        return self.lookup.is_fresh(found)

    def ahead(self, target: str) -> PendingLookup:
        """Begins a lookup that will soon be asked for."""
        asked = self._ahead[target] = self._ask(target)
        return asked

    def session(self, target: str) -> PendingLookup:
        """The kept session, and the API's unless the kept one is fresh. A target that `is_file` is read, not asked."""
        return self._ahead.pop(target, None) or self._ask(target)

    def offline(self, uuid: str) -> "Future[LoadedSession]":
        """The kept session, whatever its age, and nothing asked of the API."""
        return self.submit(self.lookup.offline(uuid))

    def fetch(self, target: str, before: LoadedSession | None = None) -> "Future[LoadedSession]":
        """The session from the API, whatever is kept; a file is read again."""
        if is_file(target):
            return self.submit(self.lookup.saved(target))
        return self.submit(self.lookup.fetch(target, before=before))

    def keep(self, found: LoadedSession, diagnosis: "Diagnosis | None" = None, *, ahead: bool = False) -> "Future[str]":
        """Keeps a session, with its diagnosis, or `ahead` of being looked at; gives a sentence when it cannot be."""
        return self.submit(self.lookup.keep(found, diagnosis, ahead=ahead))

    def left(self, uuid: str) -> "Future[Left]":
        """Where a session was left the last time."""
        return self.submit(self.lookup.left(uuid))

    def leave(self, uuid: str, left: "Left") -> None:
        """A session is left there; `settle` waits until that is written."""
        leaving = self.submit(self.lookup.leave(uuid, left))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)  # it holds on to the screen that it was told from

    def settle(self, seconds: float) -> None:
        """Waits for what is written of sessions that were left, for so long at most."""
        wait(tuple(self._leaving), seconds)

    def recent(self, asking: "Callable[[int], RecentQuery]") -> "Future[Recent]":
        """The most recent sessions that the API lists, of the query that `asking` gives for the service's “now”."""
        return self.submit(self.lookup.recent(asking))

    @property
    def offset_ms(self) -> int:
        """How far the service's clock is ahead of ours, as the latest answer told; 0 where they agree."""
        return self.lookup.offset_ms

    def kept_list(self) -> "Future[tuple[KeptEntry, ...]]":
        """The entries of the cache."""
        return self.submit(self.lookup.kept_list())

    def kept_stamp(self) -> "Future[int]":
        """A number that is another one when the entries of the cache may be others."""
        return self.submit(self.lookup.on_disk(self.cache.stamp))

    def doubts(self) -> str:
        """One line about kept sessions that could not be used; each is named once."""
        return self.cache.doubts()

    @property
    def cache(self) -> SessionCache:
        """The cache itself: to star, to delete. Its calls touch the disk."""
        return self.lookup.cache

    def tidy(self) -> None:
        """Deletes what has expired and reads anew what is of an older reading, when nothing else is waited for."""

        async def work() -> None:
            await self.lookup.tidy()
            await self.lookup.read_again()

        self.submit(work())

    def drop(self, uuid: str) -> None:
        """Cancels a lookup begun ahead."""
        asked = self._ahead.pop(uuid, None)
        if asked is not None:
            asked.renewed.cancel()

    def _ask(self, target: str) -> PendingLookup:
        seen: Future[Session] = Future()
        shown = threading.Event()

        def glimpse(session: "Session") -> None:
            if not seen.done():
                seen.set_result(session)
                shown.wait(_GLIMPSE_S)

        if is_file(target):
            nothing: Future[LoadedSession | None] = Future()
            nothing.set_result(None)
            return PendingLookup(seen, shown, nothing, self.submit(self.lookup.saved(target)))
        kept = self.submit(self.lookup.kept(target, glimpse))
        return PendingLookup(seen, shown, kept, self.submit(self._renew(target, kept, glimpse)))

    async def _renew(self, uuid: str, kept: "Future[LoadedSession | None]", glimpse: "Glimpse") -> LoadedSession | None:
        before = await asyncio.wrap_future(kept)
        if self.lookup.is_fresh(before):
            return None
        return await self.lookup.fetch(uuid, glimpse, before)

    def index(self, session: "Session") -> "Future[EventIndex]":
        """The index of a session's events, its landmarks with it."""
        return self.submit(asyncio.to_thread(_indexed, session))

    def diagnose(self, found: LoadedSession, index: "EventIndex") -> "Future[Diagnosis]":
        """The diagnosis of a session."""
        return self.submit(self.lookup.diagnose(found, index))

    def prepare(self, texts: "SearchTexts") -> None:
        """Builds the search texts before they are needed."""
        self.submit(asyncio.to_thread(lambda: texts.everything))

    def submit(self, work: Coroutine[None, None, T]) -> "Future[T]":
        """Runs `work` on the worker's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _indexed(session: "Session") -> "EventIndex":
    from vpe_tui.session.index import index_of

    index = index_of(session)
    _ = index.landmarks  # worked out here, so that the first jump on screen waits for nothing
    return index
