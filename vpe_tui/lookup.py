"""From a UUID to a session: the kept one at once, the API's behind it. The one place that joins api, store, session."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vpe_tui.config import Settings
from vpe_tui.errors import Fault
from vpe_tui.store.recents import Kept, Recents

if TYPE_CHECKING:  # what talks HTTP and what parses is imported when first needed: off the screen's thread
    from vpe_tui.api.client import VpeClient
    from vpe_tui.api.recent import RecentQuery
    from vpe_tui.session.diagnosis import Diagnosis
    from vpe_tui.session.model import Session, Source
    from vpe_tui.session.records import Listed
    from vpe_tui.session.shape import Shape
    from vpe_tui.session.texts import Texts

    Glimpse = Callable[[Session], None]

T = TypeVar("T")

_GLIMPSE_S = 0.5


def now_ms() -> int:
    """Epoch milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A session with where it came from, and its bytes as they came."""

    session: "Session"
    source: "Source"
    body: bytes


class Lookup:
    """Sessions and the recent list, from the API and from what is kept. One client, built at the first call."""

    def __init__(self, settings: Settings, directory: Path, clock: Callable[[], int] = now_ms) -> None:
        self._settings = settings
        self._recents = Recents(directory / "recents", settings.place)
        self._clock = clock
        self._client: VpeClient | None = None
        self._connecting = asyncio.Lock()

    async def kept(self, uuid: str, glimpse: "Glimpse | None" = None) -> Found | None:
        """The kept session, however old; None when there is none that can be read."""
        from vpe_tui.session.model import Source

        kept = self._recents.get(uuid) if self._settings.cache_enabled else None
        if kept is None:
            return None
        try:
            session = await _parsed(kept.body, uuid, glimpse)
        except Fault:
            return None
        return Found(session, Source("cache", kept.fetched_ms), kept.body)

    def is_fresh(self, found: Found | None) -> bool:
        """Whether a kept session is so young that it is not asked for again."""
        age_ms = self._clock() - found.source.fetched_ms if found else -1
        return 0 <= age_ms < self._settings.cache_fresh_s * 1000

    async def fetch(self, uuid: str, glimpse: "Glimpse | None" = None) -> Found:
        """The session from the API. Raises a `Fault`."""
        client = await self._connected()
        body = await client.session(uuid)
        fetched_ms = self._clock()
        from vpe_tui.session.model import Source

        return Found(await _parsed(body, uuid, glimpse), Source("api", fetched_ms), body)

    async def diagnose(self, found: Found, shape: "Shape") -> "Diagnosis":
        """Numbers, verdict and findings, worked out on a thread."""
        from vpe_tui.session.diagnosis import diagnose

        return await asyncio.to_thread(
            diagnose, found.session, found.source.fetched_ms, self._settings.bands, shape.tally
        )

    async def keep(self, found: Found) -> str:
        """Keeps a session from the API for next time. Gives a sentence when it cannot be, else nothing."""
        if found.source.kind != "api" or not self._settings.cache_enabled:
            return ""
        kept = Kept(found.session.uuid, found.source.fetched_ms, found.body)
        try:
            await asyncio.to_thread(self._recents.put, kept)
        except OSError as fault:
            return f"this session is not kept in {self._recents.directory}: {fault.strerror or fault}"
        return ""

    async def recent(self, query: "RecentQuery | None" = None) -> "tuple[Listed, ...]":
        """The most recent sessions, newest first as the API sends them. Raises a `Fault`."""
        client = await self._connected()
        from vpe_tui.api.recent import RecentQuery
        from vpe_tui.session.parse import parse_recent

        return parse_recent(await client.recent(query or RecentQuery()))

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
                    max_body=self._settings.max_answer_mib * 1024 * 1024,
                )
            return self._client


async def _parsed(body: bytes, uuid: str, glimpse: "Glimpse | None") -> "Session":
    """The session of an answer, parsed on a thread: the loop has other requests to carry."""
    from vpe_tui.session.parse import parse_session

    return await asyncio.to_thread(parse_session, body, uuid, glimpse)


@dataclass(frozen=True, slots=True)
class Asked:
    """A lookup under way. `renewed` gives None when the kept session is fresh enough."""

    glimpse: "Future[Session]"
    """The first rows of a large session, if there are more than a frame can parse; else it never comes."""
    glimpsed: threading.Event
    """To be set once the glimpse is on screen; the rest is read after that, or half a second later."""
    kept: "Future[Found | None]"
    renewed: "Future[Found | None]"


class Desk:
    """Takes questions from a screen or a printer and works on them on a thread of its own.

    So a lookup is on the wire while the screen is still being imported, parsing blocks no key, and quitting
    waits for nothing: the thread is a daemon.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._loop = asyncio.new_event_loop()
        self._ahead: dict[str, Asked] = {}
        threading.Thread(target=self._loop.run_forever, name="desk", daemon=True).start()

    def is_fresh(self, found: Found) -> bool:
        """Whether a kept session is so young that it is not asked for again."""
        return self._lookup.is_fresh(found)

    def ahead(self, uuid: str) -> None:
        """Begins a lookup that will soon be asked for."""
        self._ahead[uuid] = self._ask(uuid)

    def session(self, uuid: str) -> Asked:
        """The kept session, and the API's unless the kept one is fresh."""
        return self._ahead.pop(uuid, None) or self._ask(uuid)

    def fetch(self, uuid: str) -> "Future[Found]":
        """The session from the API, whatever is kept."""
        return self.submit(self._lookup.fetch(uuid))

    def keep(self, found: Found) -> "Future[str]":
        """Keeps a session for next time; gives a sentence when it cannot be."""
        return self.submit(self._lookup.keep(found))

    def recent(self) -> "Future[tuple[Listed, ...]]":
        return self.submit(self._lookup.recent())

    def _ask(self, uuid: str) -> Asked:
        seen: Future[Session] = Future()
        shown = threading.Event()

        def glimpse(session: "Session") -> None:
            if not seen.done():
                seen.set_result(session)
                shown.wait(_GLIMPSE_S)

        kept = self.submit(self._lookup.kept(uuid, glimpse))
        return Asked(seen, shown, kept, self.submit(self._renew(uuid, kept, glimpse)))

    async def _renew(self, uuid: str, kept: "Future[Found | None]", glimpse: "Glimpse") -> Found | None:
        if self._lookup.is_fresh(await asyncio.wrap_future(kept)):
            return None
        return await self._lookup.fetch(uuid, glimpse)

    def work_out(self, session: "Session") -> "Future[Shape]":
        """The shape of a session."""

        async def work() -> "Shape":
            from vpe_tui.session.shape import shape_of

            return await asyncio.to_thread(shape_of, session)

        return self.submit(work())

    def diagnose(self, found: Found, shape: "Shape") -> "Future[Diagnosis]":
        """What a session's numbers, verdict and findings are."""
        return self.submit(self._lookup.diagnose(found, shape))

    def prepare(self, texts: "Texts") -> None:
        """Has the search texts ready before they are asked for."""

        async def work() -> None:
            await asyncio.to_thread(lambda: texts.everything)

        self.submit(work())

    def submit(self, work: Coroutine[None, None, T]) -> "Future[T]":
        """Begins `work` on the desk's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)
