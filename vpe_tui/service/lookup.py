"""Lookups of sessions: the kept one at once, the API's behind it. The one place that joins api, store and session."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from vpe_tui.errors import Fault, NoSuchSession, NotASession
from vpe_tui.fleet.summary import KeptEntry
from vpe_tui.service.targets import is_file, name_of, read_saved
from vpe_tui.settings.sources import Settings
from vpe_tui.store.cache import CachePolicy, Kept, Place, SessionCache

if TYPE_CHECKING:  # what talks HTTP and what parses is imported when first needed: off the screen's thread
    from vpe_tui.api.client import VpeClient
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.fleet.summary import Summary
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.session.index import EventIndex
    from vpe_tui.session.model import Session, Source
    from vpe_tui.session.records import Listed
    from vpe_tui.session.search_texts import SearchTexts

    Glimpse = Callable[[Session], None]

T = TypeVar("T")

_GLIMPSE_S = 0.5


def now_ms() -> int:
    """The time by this machine's clock, epoch ms."""
    return time.time_ns() // 1_000_000


class LoadedSession(NamedTuple):
    """A session with its source, and its bytes as they came."""

    session: "Session"
    source: "Source"
    body: bytes
    change: str = ""
    """What is gone since it was last fetched, said; empty when nothing is."""


class Recent(NamedTuple):
    """The sessions that the API lists, and the query they answer."""

    rows: "tuple[Listed, ...]"
    query: "RecentQuery"


class Lookup:
    """Lookups of sessions and of the recent list, in the API and the cache. One client, built at the first call."""

    def __init__(self, settings: Settings, directory: Path, clock: Callable[[], int] = now_ms) -> None:
        self._settings = settings
        policy = CachePolicy(settings.cache_max_sessions, settings.cache_max_mib << 20, settings.cache_keep_days)
        self.cache = SessionCache(directory / "recents", Place(settings.place, settings.base_url), policy, clock)
        self._clock = clock
        self.offset_ms = 0
        """How far the service's clock is ahead of ours, as the latest answer told."""
        self._is_tidy = False
        self._client: VpeClient | None = None
        self._connecting = asyncio.Lock()

    async def kept(self, uuid: str, glimpse: "Glimpse | None" = None) -> LoadedSession | None:
        """The kept session, however old; None when there is none that can be read."""
        from vpe_tui.session.model import Source

        kept = self.cache.get(uuid) if self._settings.cache_enabled else None
        if kept is None:
            return None
        try:
            session = await _parsed(kept.body, uuid, glimpse)
        except Fault:
            return None
        return LoadedSession(session, Source("cache", kept.fetched_ms, kept.offset_ms), kept.body)

    async def offline(self, uuid: str) -> LoadedSession:
        """The kept session, however old. Raises a `Fault` when there is none."""
        hint = "ask for it without --offline"
        if not self._settings.cache_enabled:
            raise NoSuchSession("No session is kept", "the cache is switched off (cache.enabled, --no-cache)", hint)
        found = await self.kept(uuid)
        if found is None and self.cache.get(uuid) is not None:
            raise NotASession("What is kept is no session", uuid, hint)
        if found is None and (doubt := self.cache.doubt(uuid)):
            raise NotASession("What is kept cannot be used", doubt, hint)
        if found is None:
            raise NoSuchSession("This session is not kept here", uuid, hint)
        return found

    async def saved(self, target: str) -> LoadedSession:
        """The session of a saved answer (see `is_file`). Raises a `Fault`."""
        from vpe_tui.api.body import LARGER, unpacked
        from vpe_tui.session.model import Source
        from vpe_tui.session.printed import answer_in

        limit, pipe_s = self._settings.max_answer_mib << 20, self._settings.timeout_s
        packed = await asyncio.to_thread(read_saved, target, limit, pipe_s)
        try:
            body = await asyncio.to_thread(unpacked, packed, limit)
            answer = await asyncio.to_thread(answer_in, body, name_of(target))
            session = await _parsed(answer.body, answer.uuid, None)
        except Fault as fault:  # what helps with an answer from the net helps nobody here
            hint = LARGER if fault.hint == LARGER else "a saved answer is what `vpe-tui show UUID --raw` prints"
            raise type(fault)(fault.title, fault.cause, hint) from None
        return LoadedSession(session, Source("file", answer.fetched_ms or self._saved_ms(target)), answer.body)

    def _saved_ms(self, target: str) -> int:
        """When a file was written: the nearest there is to when its bytes left the API."""
        try:
            return Path(target).expanduser().stat().st_mtime_ns // 1_000_000
        except (OSError, RuntimeError):
            return self._clock()

    def is_fresh(self, found: LoadedSession | None) -> bool:
        """Whether a session is so young that it is not asked for again; a saved one never is."""
        if found is None or found.source.kind == "file":
            return found is not None
        return 0 <= found.source.age_ms(self._clock()) < self._settings.cache_fresh_s * 1000

    async def fetch(
        self, uuid: str, glimpse: "Glimpse | None" = None, before: LoadedSession | None = None
    ) -> LoadedSession:
        """The session from the API, and in `change` what of `before` is gone. Raises a `Fault`."""
        client = await self._connected()
        reply = await client.session(uuid)
        self.offset_ms = reply.offset_ms
        from vpe_tui.session.model import Source

        source = Source("api", self._clock() + reply.offset_ms, reply.offset_ms)
        session = await _parsed(reply.body, uuid, glimpse)
        return LoadedSession(session, source, reply.body, await asyncio.to_thread(_change, before, session))

    async def diagnose(self, found: LoadedSession, index: "EventIndex") -> "Diagnosis":
        """The diagnosis of a session, worked out on a thread."""
        from vpe_tui.qoe.diagnosis import diagnose

        bands, player = self._settings.bands, self._settings.player
        return await asyncio.to_thread(diagnose, found.session, found.source.fetched_ms, bands, index, player)

    async def keep(self, found: LoadedSession, diagnosis: "Diagnosis | None" = None, *, ahead: bool = False) -> str:
        """Keeps a session from the API; a kept one is looked at now. Gives a sentence when it cannot be kept."""
        await self.tidy()
        if found.source.kind == "file" or not self._settings.cache_enabled:
            return ""
        if found.source.kind == "cache":
            await asyncio.to_thread(self.cache.look, found.session.uuid)
            return ""
        summary = await asyncio.to_thread(self._summary, found, diagnosis)
        kept = Kept(found.session.uuid, found.source.fetched_ms, found.body, found.source.offset_ms)
        try:
            await asyncio.to_thread(self.cache.put, kept, summary, ahead=ahead)
        except OSError as fault:
            return f"this session is not kept in {self.cache.directory}: {fault.strerror or fault}"
        return ""

    def _summary(self, found: LoadedSession, diagnosis: "Diagnosis | None") -> "Summary":
        from vpe_tui.fleet.summary import summary_of
        from vpe_tui.qoe.diagnosis import diagnose

        bands, player = self._settings.bands, self._settings.player
        diagnosis = diagnosis or diagnose(found.session, found.source.fetched_ms, bands, player=player)
        return summary_of(found.session, diagnosis)

    async def tidy(self) -> None:
        """Deletes what has expired and what killed writers left; once."""
        if not self._is_tidy:
            self._is_tidy = True
            await asyncio.to_thread(self.cache.sweep)

    async def kept_list(self) -> tuple[KeptEntry, ...]:
        """The entries of the cache, the latest fetched first."""
        return self.cache.entries() if self._settings.cache_enabled else ()

    async def recent(self, asking: "Callable[[int], RecentQuery]") -> "Recent":
        """The most recent sessions, newest first as the API sends them; `asking` gives the query for a “now”.

        Asks again where the answer tells that our clock is wrong, and “now” was meant. Raises a `Fault`, and what
        `asking` raises.
        """
        now_ms, before_ms = self._clock(), self.offset_ms
        query = asking(now_ms + before_ms)
        client = await self._connected()
        from vpe_tui.api.clock import SAME_MS
        from vpe_tui.session.parse import parse_recent

        reply = await client.recent(query)
        self.offset_ms = reply.offset_ms
        if abs(reply.offset_ms - before_ms) > SAME_MS and query != (meant := asking(now_ms + reply.offset_ms)):
            query, reply = meant, await client.recent(meant)
        return Recent(parse_recent(reply.body), query)

    async def _connected(self) -> "VpeClient":
        async with self._connecting:  # the key command may take its time, and is run once
            if self._client is None:
                from vpe_tui.api.client import VpeClient

                credentials = await asyncio.to_thread(self._settings.credentials)
                self._client = VpeClient(
                    self._settings.base_url,
                    credentials.api_key,
                    credentials.project_id,
                    timeout_s=self._settings.timeout_s,
                    now=lambda: self._clock() / 1000,
                    max_body=self._settings.max_answer_mib * 1024 * 1024,
                )
            return self._client

    async def aclose(self) -> None:
        """Closes the connections to the API; the next request opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()


def _change(before: LoadedSession | None, session: "Session") -> str:
    if before is None:
        return ""
    from vpe_tui.session.renewal import lost_rows

    return lost_rows(before.session, session)


def _indexed(session: "Session") -> "EventIndex":
    from vpe_tui.session.index import index_of

    index = index_of(session)
    _ = index.landmarks  # worked out here, so that the first jump on screen waits for nothing
    return index


async def _parsed(body: bytes, uuid: str, glimpse: "Glimpse | None") -> "Session":
    """The session of an answer, parsed on a thread: the loop has other requests to carry."""
    from vpe_tui.session.parse import parse_session

    return await asyncio.to_thread(parse_session, body, uuid, glimpse)


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
        self._lookup = lookup
        self._loop = asyncio.new_event_loop()
        self._ahead: dict[str, PendingLookup] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="session-worker", daemon=True)
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
        """Cancels what is under way. Nobody waits for threads that wait for the system, as for a name server."""
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._lookup.aclose()

    def is_fresh(self, found: LoadedSession) -> bool:
        """Whether a kept session is so young that it is not asked for again."""
        return self._lookup.is_fresh(found)

    def ahead(self, target: str) -> PendingLookup:
        """Begins a lookup that will soon be asked for."""
        asked = self._ahead[target] = self._ask(target)
        return asked

    def session(self, target: str) -> PendingLookup:
        """The kept session, and the API's unless the kept one is fresh. A target that `is_file` is read, not asked."""
        return self._ahead.pop(target, None) or self._ask(target)

    def offline(self, uuid: str) -> "Future[LoadedSession]":
        """The kept session, whatever its age, and nothing asked of the API."""
        return self.submit(self._lookup.offline(uuid))

    def fetch(self, target: str, before: LoadedSession | None = None) -> "Future[LoadedSession]":
        """The session from the API, whatever is kept; a file is read again."""
        if is_file(target):
            return self.submit(self._lookup.saved(target))
        return self.submit(self._lookup.fetch(target, before=before))

    def keep(self, found: LoadedSession, diagnosis: "Diagnosis | None" = None, *, ahead: bool = False) -> "Future[str]":
        """Keeps a session, with its diagnosis, or `ahead` of being looked at; gives a sentence when it cannot be."""
        return self.submit(self._lookup.keep(found, diagnosis, ahead=ahead))

    def recent(self, asking: "Callable[[int], RecentQuery]") -> "Future[Recent]":
        """The most recent sessions that the API lists, of the query that `asking` gives for the service's “now”."""
        return self.submit(self._lookup.recent(asking))

    @property
    def offset_ms(self) -> int:
        """How far the service's clock is ahead of ours, as the latest answer told; 0 where they agree."""
        return self._lookup.offset_ms

    def kept_list(self) -> "Future[tuple[KeptEntry, ...]]":
        """The entries of the cache."""
        return self.submit(self._lookup.kept_list())

    def doubts(self) -> str:
        """One line about kept sessions that could not be used; each is named once."""
        return self.cache.doubts()

    @property
    def cache(self) -> SessionCache:
        """The cache itself: to star, to delete. Its calls touch the disk."""
        return self._lookup.cache

    def tidy(self) -> None:
        """Deletes what has expired, once, when nothing else is waited for."""
        self.submit(self._lookup.tidy())

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
            return PendingLookup(seen, shown, nothing, self.submit(self._lookup.saved(target)))
        kept = self.submit(self._lookup.kept(target, glimpse))
        return PendingLookup(seen, shown, kept, self.submit(self._renew(target, kept, glimpse)))

    async def _renew(self, uuid: str, kept: "Future[LoadedSession | None]", glimpse: "Glimpse") -> LoadedSession | None:
        before = await asyncio.wrap_future(kept)
        if self._lookup.is_fresh(before):
            return None
        return await self._lookup.fetch(uuid, glimpse, before)

    def index(self, session: "Session") -> "Future[EventIndex]":
        """The index of a session's events, its landmarks with it."""

        async def work() -> "EventIndex":
            return await asyncio.to_thread(_indexed, session)

        return self.submit(work())

    def diagnose(self, found: LoadedSession, index: "EventIndex") -> "Future[Diagnosis]":
        """The diagnosis of a session."""
        return self.submit(self._lookup.diagnose(found, index))

    def prepare(self, texts: "SearchTexts") -> None:
        """Builds the search texts before they are needed."""

        async def work() -> None:
            await asyncio.to_thread(lambda: texts.everything)

        self.submit(work())

    def submit(self, work: Coroutine[None, None, T]) -> "Future[T]":
        """Runs `work` on the worker's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)
