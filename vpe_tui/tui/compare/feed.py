"""Where two sessions on screen come from: what is kept of each, then the API's answers; compared once both came."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Protocol

from textual.worker import Worker

from vpe_tui.errors import Fault
from vpe_tui.fleet.compare.align import Align
from vpe_tui.fleet.compare.compare import Comparison, compare
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.targets import Comparing
from vpe_tui.text.clean import clean
from vpe_tui.tui.compare.view import CompareView
from vpe_tui.tui.polling import Polling
from vpe_tui.tui.says import Changes, Finds, Says, Tell
from vpe_tui.tui.shell import Shell

Work = Callable[[], Coroutine[None, None, object]]


class Host(Protocol):
    """Whose work the lookups are: they end with it."""

    def run_worker(self, work: Work, /, *, group: str, exclusive: bool) -> Worker[object]: ...


class CompareFeed:
    """The lookups of two sessions, for their view."""

    def __init__(self, shell: Shell, comparing: Comparing, view: CompareView, host: Host, tell: Tell) -> None:
        self._shell = shell
        self.targets = [comparing.a, comparing.b]
        """UUIDs or names of files, A first."""
        self._wanted: str = comparing.align
        self._view = view
        self._host = host
        self._tell = tell
        self._found: dict[str, tuple[LoadedSession, Diagnosis]] = {}
        self._polling = Polling(shell, host, self._ask_again, lambda: tell(Changes()))
        self._doing = ""

    @property
    def state(self) -> str:
        """How the two are aligned, and why; what is done about them."""
        comparison = self._view.comparison
        aligned = comparison.aligned if comparison else ""
        return " · ".join(part for part in (aligned, self._polling.said, self._doing) if part)

    # What can be asked of it

    def begin(self) -> None:
        """Both at once."""
        self._view.rows.say("Fetching both sessions… esc cancels.")
        self._does("fetching both… esc cancels")
        self._host.run_worker(self._first, group="load", exclusive=True)

    def refresh(self) -> None:
        """Asks the API for both again."""
        self._host.run_worker(self._ask_again, group="load", exclusive=True)

    def watch(self) -> None:
        """Asks again and again, or no longer."""
        self._polling.turn()
        self._does("")

    def swap(self) -> None:
        """The other way round."""
        self.targets.reverse()
        self._host.run_worker(self._compare, group="compare", exclusive=True)

    def align_otherwise(self) -> None:
        """At the next moment that both have."""
        comparison = self._view.comparison
        if comparison is None:
            return
        ways = [each.align for each in comparison.offered]
        if len(ways) == 1:
            self._tell(Says("the two have no other moment in common"))
            return
        self._wanted = ways[(ways.index(comparison.alignment.align) + 1) % len(ways)]
        self._host.run_worker(self._compare, group="compare", exclusive=True)

    def redacted(self) -> Comparison:
        """The same comparison as others may see it: work for a thread, both are diagnosed anew."""
        from vpe_tui.service.reported import reported

        settings = self._shell.settings
        a, b = (reported(self._found[target][0], settings, redact=True).diagnosis for target in self.targets)
        return compare(a, b, self._align)

    # What is done

    def _does(self, doing: str) -> None:
        self._doing = doing
        self._tell(Changes())

    async def _first(self) -> None:
        await self._each(self._follow)

    async def _ask_again(self) -> Fault | None:
        """Asks the API for both. Gives what came in place of an answer."""
        self._does("refreshing…" if self._view.comparison else "fetching both… esc cancels")
        return await self._each(self._asked)

    async def _each(self, get: Callable[[str], Awaitable[Fault | None]]) -> Fault | None:
        """Gets both, side by side; one that is compared with itself once. Gives what came in place of an answer."""
        faults = await asyncio.gather(*map(get, dict.fromkeys(self.targets)))
        fault = next(filter(None, faults), None)
        self._does("not refreshed" if fault and self._view.comparison else "")
        return fault

    async def _follow(self, target: str) -> Fault | None:
        """What is kept at once, and the API's answer in its place."""
        asked = self._shell.worker.session(target)
        asked.glimpsed.set()  # half a session cannot be compared
        kept = await asyncio.wrap_future(asked.kept)
        if kept is not None:
            await self._take(target, kept)
        return await self._renewed(target, asyncio.wrap_future(asked.renewed))

    async def _asked(self, target: str) -> Fault | None:
        before = self._found.get(target)
        fetched = self._shell.worker.fetch(target, before[0] if before else None)
        return await self._renewed(target, asyncio.wrap_future(fetched))

    async def _renewed(
        self, target: str, answer: "asyncio.Future[LoadedSession | None] | asyncio.Future[LoadedSession]"
    ) -> Fault | None:
        try:
            renewed = await answer
        except Fault as fault:
            self._failed(target, fault)
            return fault
        if renewed is not None:
            await self._take(target, renewed)
        return None

    async def _take(self, target: str, found: LoadedSession) -> None:
        worker = self._shell.worker
        index = await asyncio.wrap_future(worker.index(found.session))
        diagnosis = await asyncio.wrap_future(worker.diagnose(found, index))
        self._found[target] = found, diagnosis
        await self._compare()
        self._tell(Finds(target, clean(await asyncio.wrap_future(worker.keep(found, diagnosis)))))

    async def _compare(self) -> None:
        if not self._found.keys() >= set(self.targets):
            return
        a, b = (self._found[target][1] for target in self.targets)
        comparison = await asyncio.to_thread(compare, a, b, self._align)
        self._view.show(comparison, at_end=self._polling.is_on)
        self._tell(Changes())

    @property
    def _align(self) -> Align | None:
        return next((each for each in ("picture", "start", "playhead", "clock") if each == self._wanted), None)

    def _failed(self, target: str, fault: Fault) -> None:
        if target in self._found:
            self._tell(Finds(target, clean(f"{target}: {fault}")))
        else:
            from vpe_tui.tui.widgets.paragraphs import paragraphs

            self._view.rows.say(clean(f"{target} cannot be compared:"), *paragraphs(fault), "r tries again.")
