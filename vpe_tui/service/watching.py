"""A session, or a window of sessions, watched: asked again and again until what is waited for comes."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from vpe_tui.api.list_query import RecentQuery
from vpe_tui.errors import Fault, NoSuchSession, OutputFault, SettingsFault, UsageFault
from vpe_tui.fleet.row import DisplayContext, of_listed, redacted
from vpe_tui.fleet.watch.changes import Change, Failed, Gone, SessionCame, WindowStands
from vpe_tui.fleet.watch.session import SessionWatch
from vpe_tui.fleet.watch.standing import NOBODY, Rate
from vpe_tui.fleet.watch.until import Mark, Until
from vpe_tui.fleet.watch.window import Became, Sighting, WindowWatch, rate_of
from vpe_tui.qoe.verdict import Verdict
from vpe_tui.service.lookup import LoadedSession, Lookup
from vpe_tui.service.reported import reported
from vpe_tui.service.watch import Watch
from vpe_tui.service.window import MOST_LISTED, Walk, Walked
from vpe_tui.session.records import Listed
from vpe_tui.settings.sources import Settings
from vpe_tui.text.clean import counted
from vpe_tui.text.times import DAY_MS, KST, duration
from vpe_tui.text.uuid import is_uuid

CAME, DID_NOT_COME = 0, 1
"""Exit codes: whether what was waited for came."""

_AT_ONCE = (SettingsFault, UsageFault, OutputFault)
"""Faults that no waiting helps."""

_HOUR_MS = 3_600_000
_MOST_A_TURN = 1_000
"""Sessions that are listed at a time, ten calls."""
_MOST_READ = 8
"""Of the newly bad ones as many are read at a time, to say why."""


@dataclass(frozen=True)
class Plan:
    """How something is watched, and what for. Lengths are seconds."""

    every_s: float
    until: Until
    for_s: float = inf
    give_up_s: float = 600.0
    """So long no answer may come."""


class Reading(NamedTuple):
    """What an answer told, and when it left the API."""

    at_ms: int
    changes: Sequence[Change]
    marks: frozenset[Mark]
    fresh: Rate = NOBODY


Asking = Callable[[], Awaitable[Reading]]
Say = Callable[[int, Sequence[Change]], None]


class Watching:
    """Asks by the one scheduler. `say` hears each time what is new, on a thread of its own, and is waited for.

    A fault is told, and is never the verdict: it ends the watching where no waiting helps, or after `give_up_s`.
    """

    def __init__(
        self,
        watch: Watch,
        asking: Asking,
        plan: Plan,
        say: Say,
        now_ms: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watch = watch
        self._asking = asking
        self._plan = plan
        self._say = say
        self._now_ms = now_ms
        self._clock = clock
        self._began_s = self._answered_s = clock()
        self._has_answered = False
        self._fault: Fault | None = None
        """The latest, since the last answer."""
        self._is_hopeless = False
        self._code: int | None = None

    async def run(self) -> int:
        """Watches. Gives the exit code; raises the `Fault` that was the end of it."""
        await self._ask()
        await self._watch.again(self._ask, self._plan.every_s, self._left_s)
        if self._code is not None:
            return self._code
        if self._fault is not None and (self._is_hopeless or self._gives_up_s() <= 0):
            raise self._fault
        return CAME if self._plan.until == Until() else DID_NOT_COME

    def _left_s(self) -> float:
        if self._code is not None or self._is_hopeless:
            return 0.0
        return max(min(self._began_s + self._plan.for_s - self._clock(), self._gives_up_s()), 0.0)

    def _gives_up_s(self) -> float:
        return self._answered_s + self._plan.give_up_s - self._clock() if self._fault else inf

    async def _ask(self) -> Fault | None:
        try:
            reading = await self._asking()
        except Fault as fault:
            await self._failed(fault)
            return fault
        changes = [*self._silence(), *reading.changes]
        self._answered_s, self._has_answered, self._fault = self._clock(), True, None
        await asyncio.to_thread(self._say, reading.at_ms, changes)
        if self._plan.until.holds(reading.marks, reading.fresh):
            self._code = CAME
        elif "end" in reading.marks:
            self._code = DID_NOT_COME
        return None

    async def _failed(self, fault: Fault) -> None:
        was, self._fault = self._fault, fault
        is_gone = isinstance(fault, NoSuchSession)
        self._is_hopeless = isinstance(fault, _AT_ONCE) or (
            is_gone and (isinstance(was, NoSuchSession) or not self._has_answered)
        )
        await asyncio.to_thread(self._say, self._now_ms(), [Failed(fault)] if str(was) != str(fault) else [])

    def _silence(self) -> Sequence[Change]:
        """That it answers again: what came meanwhile comes now."""
        if self._fault is None or not self._has_answered:
            return ()
        return (Gone(f"no answer for {duration(self._clock() - self._answered_s)}"),)


class SessionAsking:
    """One session, asked for: what is new of it. Redacted, where that is wanted, before it is looked at."""

    def __init__(self, uuid: str, lookup: Lookup, settings: Settings, *, redact: bool) -> None:
        self._uuid = uuid
        self._lookup = lookup
        self._settings = settings
        self._redact = redact
        self._watch = SessionWatch()

    async def __call__(self) -> Reading:
        found = await self._lookup.fetch(self._uuid)
        return await asyncio.to_thread(self._read, found)

    def _read(self, found: LoadedSession) -> Reading:
        told = reported(found, self._settings, redact=self._redact)
        became = self._watch.read(told.diagnosis, found.source.fetched_ms)
        return Reading(found.source.fetched_ms, became.changes, became.marks)


class WindowAsking:
    """The window of the last `length_ms`, listed: what is new in it, with the verdicts of what is newly bad."""

    def __init__(self, length_ms: int, lookup: Lookup, settings: Settings, *, redact: bool) -> None:
        self._length_ms = length_ms
        self._lookup = lookup
        self._settings = settings
        self._redact = redact
        self._watch: WindowWatch | None = None
        self._listed_ms = 0
        self._was_unheeded = ""

    async def __call__(self) -> Reading:
        walked, answered_ms = await self._walked()
        is_first = self._watch is None
        if self._watch is None:
            day_before = await self._day_before(answered_ms - self._length_ms)
            self._watch = WindowWatch(answered_ms, self._length_ms, day_before, self._settings.bands)
        became = await asyncio.to_thread(self._watch.listed, walked.rows, answered_ms)
        told = [] if is_first else _told(became)
        came = [await self._came(seen, answered_ms, reads=place < _MOST_READ) for place, seen in enumerate(told)]
        changes: list[Change] = [*self._missing(walked, answered_ms), *came]
        says = {True: "alarm", False: "over", None: "start" if is_first else ""}[became.alarm]
        if says or came:
            changes.append(WindowStands(became.standing, says))
        self._listed_ms = answered_ms
        return Reading(answered_ms, changes, became.marks, became.standing.fresh)

    async def _walked(self) -> tuple[Walked, int]:
        """The window, and the service's “now” that it ends at."""
        newest = await self._lookup.recent(lambda now_ms: RecentQuery(start_ms=now_ms - self._length_ms))

        async def ask(query: RecentQuery) -> Sequence[Listed]:
            return newest.rows if query is newest.query else (await self._lookup.recent(lambda _: query)).rows

        most = MOST_LISTED if self._watch is None else _MOST_A_TURN
        return await Walk(ask, most).through(newest.query), (newest.query.start_ms or 0) + self._length_ms

    async def _day_before(self, from_ms: int) -> Rate | None:
        """How many were bad a day before in the same time, an hour at least; None where the list does not tell."""
        start_ms = from_ms - DAY_MS
        query = RecentQuery(start_ms=start_ms, end_ms=start_ms + max(self._length_ms, _HOUR_MS))

        async def ask(query: RecentQuery) -> Sequence[Listed]:
            return (await self._lookup.recent(lambda _: query)).rows

        walked = await Walk(ask).through(query)
        return None if walked.unheeded else rate_of(walked.rows, self._settings.bands)

    async def _came(self, seen: Sighting, answered_ms: int, *, reads: bool) -> SessionCame:
        row = of_listed(seen.listed, None, DisplayContext(answered_ms, KST), is_new=seen.is_new)
        verdict = await self._verdict(row.uuid) if seen.is_bad and reads else None
        return SessionCame(redacted(row) if self._redact else row, seen.is_new, seen.is_bad, seen.why, verdict)

    async def _verdict(self, uuid: str) -> Verdict | None:
        """What its own log says; None where that cannot be had, which takes nothing off the list's word."""
        if not is_uuid(uuid):
            return None
        try:
            found = await self._lookup.fetch(uuid)
        except Fault:
            return None
        return (await asyncio.to_thread(reported, found, self._settings, redact=self._redact)).diagnosis.verdict

    def _missing(self, walked: Walked, answered_ms: int) -> Sequence[Change]:
        """What of the window could not be listed."""
        was, self._was_unheeded = self._was_unheeded, walked.unheeded
        if walked.unheeded:
            return (Gone(walked.unheeded),) if walked.unheeded != was else ()
        back_to_ms = walked.back_to_ms
        if walked.complete or not self._listed_ms or back_to_ms is None or back_to_ms <= self._listed_ms:
            return ()
        unseen = duration((back_to_ms - self._listed_ms) / 1000)
        return (Gone(f"{unseen} were not listed: more than {counted(len(walked.rows), 'session')} began"),)


def _told(became: Became) -> Sequence[Sighting]:
    """The bad ones first: of those the logs are read."""
    return sorted(became.sightings, key=lambda seen: not seen.is_bad)
