"""A triage, from the question to the answer: the window's list, the same hours of yesterday, the logs that are read."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from vpe_tui.api.list_query import Device, RecentQuery, VideoType
from vpe_tui.errors import Busy, Fault, NetworkFault
from vpe_tui.fleet.triage.outcome import POOR, BadIs
from vpe_tui.fleet.triage.sampling import MOST_READ, ReadingPlan, seed_of
from vpe_tui.fleet.triage.sessions import ListedSession, ReadSession, as_listed, listed_session, read_session
from vpe_tui.fleet.triage.triage import Asked, Triage, reading_plan_of, triage
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.pool import Answer, Pool, Wish
from vpe_tui.service.window import MOST_LISTED, Walk, Walked
from vpe_tui.service.worker import SessionWorker
from vpe_tui.session.records import Listed
from vpe_tui.settings.sources import Settings
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.command_line import option
from vpe_tui.text.times import DAY_MS

JOBS = 8
"""Details that are asked for side by side, at most."""

_LONGEST_WAIT_S = 30.0


@dataclass(frozen=True)
class Question:
    """What is asked: a window, of which devices and videos, and what is bad. Times are epoch ms."""

    start_ms: int
    end_ms: int | None = None
    """None: up to now."""
    device: Device = "PC,Mobile"
    video_type: VideoType = "VOD,LIVE"
    bad_is: BadIs = POOR
    most_read: int = MOST_READ
    most_listed: int = MOST_LISTED
    has_baseline: bool = True

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that ask this of `vpe-tui triage`, beside its window."""
        return tuple(_flags(self.bad_is, self.device, self.video_type))


def _flags(bad_is: BadIs, *kinds: str) -> Iterator[str]:
    for flag, kind in zip(("--device", "--type"), kinds, strict=False):
        if "," not in kind:
            yield from option(flag, kind.lower())
    if bad_is != POOR:
        yield from option("--bad", bad_is.id)


class Calls(NamedTuple):
    """How often the API was asked: for the list, and for sessions."""

    list: int
    detail: int


class Triaged(NamedTuple):
    """A triage, and how it came about."""

    triage: Triage
    calls: Calls
    complete: bool
    unheeded: str = ""
    """Why the window is not the one that was asked for."""
    flags: tuple[str, ...] = ()
    """Those that ask for the same on the command line, beside window or files."""


Told = Callable[[str], None]
Met = Callable[[LoadedSession, Diagnosis], None]


@dataclass
class Window:
    """A window as the list tells of it, and what was read of it so far."""

    question: Question
    asked: Asked
    walked: Walked
    listed: Sequence[ListedSession]
    calls: int
    """How often the list was asked for."""
    baseline: Sequence[ListedSession] | None = None
    """The same hours a day before; None where they were not asked for, or are not all there."""
    read: dict[str, ReadSession] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    detail_calls: int = 0

    @property
    def triaged(self) -> Triaged:
        """The triage of what is known so far: work for a thread that nobody waits for."""
        found = triage(self.listed, self.read, self.baseline, self.asked, self.failed)
        calls = Calls(self.calls, self.detail_calls)
        return Triaged(found, calls, self.walked.complete, self.walked.unheeded, self.question.flags)

    def judge_by(self, bad_is: BadIs) -> None:
        """Something else is bad from now on."""
        self.question = replace(self.question, bad_is=bad_is)
        self.asked = replace(self.asked, bad_is=bad_is)

    @property
    def plan(self) -> ReadingPlan:
        """What is to be read of it."""
        return reading_plan_of(self.listed, self.asked)


class Triaging:
    """Asks and reads, on the caller's thread. `told` hears what is being done, `met` each session that was read."""

    def __init__(
        self,
        worker: SessionWorker,
        settings: Settings,
        told: Told = lambda _: None,
        met: Met = lambda found, diagnosis: None,
        sleep: Callable[[float], None] = time.sleep,
        jobs: int = JOBS,
    ) -> None:
        self._worker = worker
        self._settings = settings
        self._told = told
        self._met = met
        self._sleep = sleep
        self._jobs = jobs
        self._pool: Pool | None = None
        self._is_stopped = False

    def window(self, question: Question, now_ms: int) -> Triaged:
        """The triage of a window; `now_ms` by the service's clock. Raises the `Fault` of the list."""
        window = self.listed(question, now_ms)
        if question.has_baseline:
            self.list_day_before(window)
        for _ in self.read(window):
            pass
        return window.triaged

    def listed(self, question: Question, now_ms: int) -> Window:
        """What the list alone tells of a window. Raises its `Fault`."""
        walked = self._walked(question, 0)
        asked = Asked(
            from_ms=question.start_ms,
            to_ms=now_ms if question.end_ms is None else question.end_ms,
            answered_ms=now_ms,
            seed=seed_of(question.start_ms, question.end_ms, question.device, question.video_type),
            bad_is=question.bad_is,
            most_read=question.most_read,
            bands=self._settings.bands,
            back_to_ms=None if walked.complete or walked.cut_at_ms else walked.back_to_ms,
            cut_at_ms=walked.cut_at_ms,
        )
        return Window(question, asked, walked, [listed_session(row) for row in walked.rows], walked.calls)

    def list_day_before(self, window: Window) -> None:
        """Lists the same hours a day before. Raises the `Fault` of the list."""
        if not window.walked.unheeded:
            before = self._walked(window.question, DAY_MS, window.asked.to_ms)
            window.calls += before.calls
            window.baseline = [listed_session(row) for row in before.rows] if before.complete else None

    def stop(self) -> None:
        """Reads no more: what was read is there. May be called from any thread."""
        self._is_stopped = True
        if self._pool is not None:
            self._pool.cancel()

    def _walked(self, question: Question, earlier_ms: int, end_ms: int | None = None) -> Walked:
        query = RecentQuery(
            device=question.device,
            video_type=question.video_type,
            start_ms=question.start_ms - earlier_ms,
            end_ms=question.end_ms if end_ms is None else end_ms - earlier_ms,
        )
        what = "a day before: listed" if earlier_ms else "listed"
        walk = Walk(self._ask, question.most_listed, lambda count: self._told(f"{what} {counted(count, 'session')}"))
        return self._worker.submit(walk.through(query)).result()

    async def _ask(self, query: RecentQuery) -> Sequence[Listed]:
        return (await self._worker.lookup.recent(lambda _: query)).rows

    def read(self, window: Window) -> Iterator[str]:
        """Reads the logs that are to be read, but those that were: gives the UUID of each as it is there.

        One that cannot be read is counted, and a good one is replaced by the next.
        """
        plan, read = window.plan, window.read
        origins = {row.uuid: row.origin for row in window.walked.rows if row.uuid}
        known = read.keys() | window.failed.keys()
        wanted = [row.uuid for row in plan.wanted if row.uuid not in known]
        spares = iter([row.uuid for row in plan.spares if row.uuid not in known])
        while wanted and not self._is_stopped:
            failed_before = len(window.failed)
            for each, (found, diagnosis) in self._loaded(wanted, window):
                read[each] = read_session(found.session, diagnosis, origins.get(each))
                self._told(f"read {len(read):,} of {counted(len(plan.wanted), 'session')}")
                yield each
            missing = len(window.failed) - failed_before
            wanted = [uuid for _, uuid in zip(range(missing), spares, strict=False)]

    def _loaded(self, uuids: Sequence[str], window: Window) -> Iterator[tuple[str, tuple[LoadedSession, Diagnosis]]]:
        """Sessions as they come: kept ones that are over from the disk, the others from the API."""
        # The demo tells the same sessions at other times in every run: what is kept of it is of another day.
        entries = self._worker.kept_list().result() if not self._settings.demo else ()
        settled = {entry.uuid for entry in entries if entry.shown.verdict not in ("", "in-progress")}
        kept = [uuid for uuid in uuids if uuid in settled]
        asked = [uuid for uuid in uuids if uuid not in settled]
        answers = self._politely(asked, window)
        if kept:
            answers = chain(self._pooled(kept, self._jobs, Wish(offline=True)), answers)
        for answer in answers:
            if isinstance(answer.found, Fault):
                window.failed[answer.target] = clean(str(answer.found))
                continue
            found = answer.found
            diagnosis = diagnose(
                found.session, found.source.fetched_ms, self._settings.bands, player=self._settings.player
            )
            self._met(found, diagnosis)
            yield answer.target, (found, diagnosis)

    def _politely(self, uuids: Sequence[str], window: Window) -> Iterator[Answer]:
        """Whenever the API is busy half as many at once, after as long as it says; one at a time has its way.

        Where the network is gone no more is asked: what was read is there.
        """
        jobs, left, lost = self._jobs, dict.fromkeys(uuids), 0
        while left and not self._is_stopped:
            busy: list[Busy] = []
            for answer in self._pooled(list(left), jobs, Wish(keep=False)):
                window.detail_calls += 1
                lost = lost + 1 if isinstance(answer.found, NetworkFault) else 0
                if isinstance(answer.found, Busy) and jobs > 1:
                    busy.append(answer.found)
                    continue
                del left[answer.target]
                yield answer
                if lost == JOBS and isinstance(answer.found, NetworkFault):
                    if self._pool is not None:
                        self._pool.cancel()
                    yield from (Answer(target, answer.found) for target in left)
                    return
            jobs = max(jobs // 2, 1)
            if busy:
                self._told(f"the API is busy: waiting, then {counted(jobs, 'session')} at a time")
                self._sleep(min(max(fault.wait_s or 1.0 for fault in busy), _LONGEST_WAIT_S))

    def _pooled(self, uuids: Sequence[str], jobs: int, wish: Wish) -> Iterator[Answer]:
        self._pool = Pool(self._worker, jobs, wish)
        return self._pool.as_they_come(uuids) if not self._is_stopped else iter(())


def of_read(read: Iterable[ReadSession], now_ms: int, settings: Settings, bad_is: BadIs = POOR) -> Triaged:
    """The triage of sessions that were read from files, whose list nobody has."""
    known = {each.uuid: each for each in read}
    began = [each.began_ms for each in known.values() if each.began_ms is not None]
    first, last = min(began, default=now_ms), max(began, default=now_ms)
    asked = Asked(
        from_ms=first,
        to_ms=last + 1,
        answered_ms=now_ms,
        seed=seed_of(*sorted(known)),
        bad_is=bad_is,
        bands=settings.bands,
        is_listed=False,
    )
    found = triage([as_listed(each) for each in known.values()], known, None, asked)
    return Triaged(found, Calls(0, 0), complete=True, flags=tuple(_flags(bad_is)))
