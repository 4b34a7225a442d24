"""Lookups of sessions: the kept one, the API's, a saved one. The one place that joins api, store and session.

Everything here runs on the loop that carries requests, and none of it touches a disk, unpacks or parses there: what
waits for a disk waits on threads of its own, so that a home which hangs does not take those that parse.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, ParamSpec, TypeVar

from vpe_tui.errors import Fault, NoSuchSession, NotASession
from vpe_tui.fleet.notes import NO_NOTES, Left, Notes
from vpe_tui.fleet.summary import KeptEntry
from vpe_tui.service.targets import name_of, read_saved
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

    Glimpse = Callable[[Session], None]

T = TypeVar("T")
P = ParamSpec("P")

_DISK_THREADS = 4
_REST_S = 0.05
"""Between two looks at whether something else is asked."""


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
    notes: Notes = NO_NOTES
    """What somebody noted here."""


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
        self._disk = ThreadPoolExecutor(_DISK_THREADS, "session-disk")

    async def on_disk(self, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What `work` gives, which may wait for a disk."""
        return await asyncio.get_running_loop().run_in_executor(self._disk, partial(work, *arguments, **options))

    async def kept(self, uuid: str, glimpse: "Glimpse | None" = None) -> LoadedSession | None:
        """The kept session, however old; None when there is none that can be read."""
        kept = await self.on_disk(self.cache.get, uuid) if self._settings.cache_enabled else None
        if kept is None:
            return None
        try:
            found = await asyncio.to_thread(
                _loaded, kept.body, uuid, self._kept_kind, kept.fetched_ms, kept.offset_ms, glimpse=glimpse
            )
        except Fault:
            return None
        return found._replace(notes=await self.on_disk(self.cache.notes, uuid))

    @property
    def _kept_kind(self) -> "Literal['cache', 'file']":
        """What was handed over in a file is no older than the file, and nobody else has it."""
        return "file" if self._settings.handed_over else "cache"

    async def offline(self, uuid: str) -> LoadedSession:
        """The kept session, however old. Raises a `Fault` when there is none."""
        hint = "ask for it without --offline"
        if not self._settings.cache_enabled:
            raise NoSuchSession("No session is kept", "the cache is switched off (cache.enabled, --no-cache)", hint)
        found = await self.kept(uuid)
        if found is None and await self.on_disk(self.cache.get, uuid) is not None:
            raise NotASession("What is kept is no session", uuid, hint)
        if found is None and (doubt := self.cache.doubt(uuid)):
            raise NotASession("What is kept cannot be used", doubt, hint)
        if found is None:
            raise NoSuchSession("This session is not kept here", uuid, hint)
        return found

    async def saved(self, target: str) -> LoadedSession:
        """The session of a saved answer (see `targets.is_file`). Raises a `Fault`."""
        limit, pipe_s = self._settings.max_answer_mib << 20, self._settings.timeout_s
        packed = await self.on_disk(read_saved, target, limit, pipe_s)
        saved_ms = await self.on_disk(self._saved_ms, target)
        return await asyncio.to_thread(_of_saved, packed, name_of(target), limit, saved_ms)

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
        fetched_ms = self._clock() + reply.offset_ms
        found = await asyncio.to_thread(
            _loaded,
            reply.body,
            uuid,
            "api",
            fetched_ms,
            reply.offset_ms,
            glimpse=glimpse,
            before=self._comparable(before),
        )
        return found._replace(notes=before.notes) if before else found  # no request waits for a disk

    def _comparable(self, before: LoadedSession | None) -> LoadedSession | None:
        """The demo tells the same sessions at other times in every run: nothing is lost there."""
        return None if self._settings.demo else before

    async def diagnose(self, found: LoadedSession, index: "EventIndex") -> "Diagnosis":
        """The diagnosis of a session, worked out on a thread."""
        return await asyncio.to_thread(self._diagnosed, found, index)

    def _diagnosed(self, found: LoadedSession, index: "EventIndex | None" = None) -> "Diagnosis":
        from vpe_tui.qoe.diagnosis import diagnose

        bands, player = self._settings.bands, self._settings.player
        return diagnose(found.session, found.source.fetched_ms, bands, index, player)

    async def keep(self, found: LoadedSession, diagnosis: "Diagnosis | None" = None, *, ahead: bool = False) -> str:
        """Keeps a session from the API; a kept one is looked at now. Gives a sentence when it cannot be kept."""
        await self.tidy()
        if found.source.kind == "file" or not self._settings.cache_enabled:
            return ""
        if found.source.kind == "cache":
            await self.on_disk(self.cache.look, found.session.uuid)
            return ""
        summary = await asyncio.to_thread(self._summary, found, diagnosis)
        kept = Kept(found.session.uuid, found.source.fetched_ms, found.body, found.source.offset_ms)
        try:
            await self.on_disk(self.cache.put, kept, summary, ahead=ahead)
        except OSError as fault:
            return f"this session is not kept in {self.cache.directory}: {fault.strerror or fault}"
        return ""

    def _summary(self, found: LoadedSession, diagnosis: "Diagnosis | None") -> "Summary":
        from vpe_tui.fleet.summary import summary_of

        return summary_of(found.session, diagnosis or self._diagnosed(found))

    async def left(self, uuid: str) -> Left:
        """Where a session was left."""
        return await self.on_disk(self.cache.left, uuid) if self._settings.cache_enabled else Left()

    async def leave(self, uuid: str, left: Left) -> None:
        """A session is left there."""
        if self._settings.cache_enabled:
            await self.on_disk(self.cache.leave, uuid, left)

    async def tidy(self) -> None:
        """Deletes what has expired and what killed writers left; once."""
        if not self._is_tidy:
            self._is_tidy = True
            await self.on_disk(self.cache.sweep)

    async def read_again(self) -> None:
        """Kept sessions of an older reading are read anew, each from its own file, while nothing else is asked."""
        for entry in await self.kept_list():
            if not entry.is_outdated:
                continue
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(_REST_S)
            if found := await self.kept(entry.uuid):
                summary = await asyncio.to_thread(self._summary, found, None)
                await self.on_disk(self.cache.read_again, entry.uuid, summary)

    async def kept_list(self) -> tuple[KeptEntry, ...]:
        """The entries of the cache, the latest fetched first."""
        return await self.on_disk(self.cache.entries) if self._settings.cache_enabled else ()

    async def recent(self, asking: "Callable[[int], RecentQuery]") -> "Recent":
        """The most recent sessions, newest first as the API sends them; `asking` gives the query for a “now”.

        Asks again where the answer tells that our clock is wrong, and “now” was meant. Raises a `Fault`, and what
        `asking` raises.
        """
        now_ms, before_ms = self._clock(), self.offset_ms
        query = asking(now_ms + before_ms)
        client = await self._connected()
        from vpe_tui.api.clock import SAME_MS

        reply = await client.recent(query)
        self.offset_ms = reply.offset_ms
        if abs(reply.offset_ms - before_ms) > SAME_MS and query != (meant := asking(now_ms + reply.offset_ms)):
            query, reply = meant, await client.recent(meant)
        return Recent(await asyncio.to_thread(_listed, reply.body), query)

    async def _connected(self) -> "VpeClient":
        async with self._connecting:  # the key command may take its time, and is run once
            if self._client is None:
                self._client = await asyncio.to_thread(self._built)
            return self._client

    def _built(self) -> "VpeClient":
        """The client; what it is made of (HTTP, certificates) comes from the disk, and the key from a command."""
        from vpe_tui.api.client import VpeClient

        credentials = self._settings.credentials()
        return VpeClient(
            self._settings.base_url,
            credentials.api_key,
            credentials.project_id,
            timeout_s=self._settings.timeout_s,
            now=lambda: self._clock() / 1000,
            max_body=self._settings.max_answer_mib * 1024 * 1024,
        )

    async def aclose(self) -> None:
        """Closes the connections to the API; the next request opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()


def _loaded(
    body: bytes,
    uuid: str,
    kind: Literal["api", "cache", "file"],
    fetched_ms: int,
    offset_ms: int = 0,
    *,
    glimpse: "Glimpse | None" = None,
    before: LoadedSession | None = None,
) -> LoadedSession:
    """The session of an answer. Raises a `Fault`."""
    from vpe_tui.session.model import Source
    from vpe_tui.session.parse import parse_session

    session = parse_session(body, uuid, glimpse)
    return LoadedSession(session, Source(kind, fetched_ms, offset_ms), body, _change(before, session))


def _of_saved(packed: bytes, name: str, limit: int, saved_ms: int) -> LoadedSession:
    """The session of a saved file's bytes. Raises a `Fault`."""
    from vpe_tui.api.body import LARGER, unpacked
    from vpe_tui.report.handover import is_handover
    from vpe_tui.session.printed import answer_in

    if is_handover(packed):
        raise NotASession("This file holds sessions handed over", name, "vpe-tui FILE opens them as a list")
    try:
        answer = answer_in(unpacked(packed, limit), name)
        return _loaded(answer.body, answer.uuid, "file", answer.fetched_ms or saved_ms)
    except Fault as fault:  # what helps with an answer from the net helps nobody here
        hint = LARGER if fault.hint == LARGER else "a saved answer is what `vpe-tui show UUID --raw` prints"
        raise type(fault)(fault.title, fault.cause, hint) from None


def _listed(body: bytes) -> "tuple[Listed, ...]":
    from vpe_tui.session.parse import parse_recent

    return parse_recent(body)


def _change(before: LoadedSession | None, session: "Session") -> str:
    if before is None:
        return ""
    from vpe_tui.session.renewal import lost_rows

    return lost_rows(before.session, session)
