"""Where two sessions on screen come from: what is kept of each, then the API's answers; compared once both came."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Protocol

from textual.worker import Worker

from vpe_tui.errors import Fault
from vpe_tui.fleet.compare.align import Align
from vpe_tui.fleet.compare.compare import Comparison, compare
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.targets import Comparing
from vpe_tui.service.ways import COMPARED
from vpe_tui.text.clean import clean
from vpe_tui.text.times import zone_named
from vpe_tui.tui.compare.view import CompareView
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

    @property
    def state(self) -> str:
        """How the two are aligned, and why."""
        comparison = self._view.comparison
        return comparison.aligned if comparison else "fetching both… esc cancels"

    def begin(self) -> None:
        """Both at once."""
        self._view.rows.say("Fetching both sessions… esc cancels.")
        self._tell(Changes())
        for target in dict.fromkeys(self.targets):
            self._host.run_worker(partial(self._follow, target), group=target, exclusive=False)

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
        self._wanted = ways[(ways.index(comparison.alignment.align) + 1) % len(ways)]
        self._host.run_worker(self._compare, group="compare", exclusive=True)

    async def _follow(self, target: str) -> None:
        """What is kept at once, and the API's answer in its place."""
        asked = self._shell.worker.session(target)
        asked.glimpsed.set()  # half a session cannot be compared
        kept = await asyncio.wrap_future(asked.kept)
        if kept is not None:
            await self._take(target, kept)
        try:
            renewed = await asyncio.wrap_future(asked.renewed)
        except Fault as fault:
            self._failed(target, fault)
        else:
            if renewed is not None:
                await self._take(target, renewed)

    async def _take(self, target: str, found: LoadedSession) -> None:
        worker = self._shell.worker
        index = await asyncio.wrap_future(worker.index(found.session))
        diagnosis = await asyncio.wrap_future(worker.diagnose(found, index))
        self._found[target] = found, diagnosis
        await self._compare()
        self._tell(Finds(target, clean(await asyncio.wrap_future(worker.keep(found, diagnosis)))))

    async def _compare(self) -> None:
        if len(self._found) < len(set(self.targets)):
            return
        a, b = (self._found[target][1] for target in self.targets)
        self._view.show(await asyncio.to_thread(compare, a, b, self._align))
        self._tell(Changes())

    @property
    def _align(self) -> Align | None:
        return next((each for each in ("picture", "start", "playhead", "clock") if each == self._wanted), None)

    def _failed(self, target: str, fault: Fault) -> None:
        if target in self._found:
            self._tell(Finds(target, clean(f"{target}: {fault}")))
        else:
            from vpe_tui.tui.widgets.paragraphs import paragraphs

            self._view.rows.say(clean(f"{target} cannot be compared:"), *paragraphs(fault))

    def save(self) -> None:
        """A report in the working directory."""
        self._host.run_worker(self._save, group="save", exclusive=True)

    async def _save(self) -> None:
        self._tell(Says(await asyncio.to_thread(self._saved)))

    def _saved(self) -> str:
        from vpe_tui.report.compare.markdown import as_markdown
        from vpe_tui.report.compare.parts import Told
        from vpe_tui.tui.saving import saved

        comparison, settings = self._reported(), self._shell.settings
        name = f"vpe-{comparison.a.playback.session.uuid}{COMPARED.ending}"
        return saved(name, as_markdown(Told(comparison, zone_named(settings.zone), settings.program)))

    def _reported(self) -> Comparison:
        """The same comparison as others may see it."""
        from vpe_tui.service.reported import reported

        settings = self._shell.settings
        redact = COMPARED.is_redacted(settings)
        a, b = (reported(self._found[target][0], settings, redact=redact).diagnosis for target in self.targets)
        return compare(a, b, self._align)
