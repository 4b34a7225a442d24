"""Where a triage comes from: a window is listed, then its logs are read, and it sharpens meanwhile."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from math import ceil
from threading import Lock
from typing import Protocol

from textual.worker import Worker

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import DisplayContext, SessionRow
from vpe_tui.fleet.summary import Summary, summary_of
from vpe_tui.fleet.triage.outcome import BadIs
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.triage.parts import Told
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.triaging import JOBS, Question, Triaged, Triaging, Window
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import date_time, duration, zone_name
from vpe_tui.tui.says import Changes, Says, Tell
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.triage.sessions import rows_of
from vpe_tui.tui.triage.view import TriageView

_FEW_UNREAD = 0.1
"""Of those that are read so many cannot be, without a word about it."""
_SHARPENS_S = 0.5
"""So often at most; where working it out takes long, a quarter of the time is spent on it."""

Work = Callable[[], Coroutine[None, None, object]]


class Host(Protocol):
    """Whose work the asking is: it ends with it."""

    def run_worker(self, work: Work, /, *, group: str, exclusive: bool) -> Worker[object]: ...


class TriageFeed:
    """The triage of a window, for its view. Asking, reading and ranking are done on threads of their own."""

    def __init__(
        self,
        shell: Shell,
        view: TriageView,
        question: Question,
        context: Callable[[], DisplayContext],
        host: Host,
        tell: Tell,
    ) -> None:
        self._shell = shell
        self._view = view
        self._context = context
        self._host = host
        self._tell = tell
        self.question = question
        self._window: Window | None = None
        self._asked_ms = self._now_ms()
        """When it was asked for: where a window without an end ends."""
        self._to_read = 0
        self._reads_anyway = False
        """Somebody wants it read before it is listed."""
        self._call_s = 0.0
        """How long a call for the list took."""
        self._in_turn = Lock()
        """One thread at a time works with the window: what is given up may take a moment to end."""
        self._summaries: dict[str, Summary] = {}
        self._triaging: Triaging | None = None
        self._doing = ""

    @property
    def state(self) -> str:
        """How much is listed and read, and what is being done."""
        window = self._window
        if window is None:
            return self._doing
        counts = (f"{len(window.listed):,} listed", f"{len(window.read):,} read")
        failed = f"{len(window.failed):,} unread" if window.failed else ""
        return " · ".join(part for part in (*counts, failed, self._doing) if part)

    @property
    def window(self) -> str:
        """The window that is asked for, in words: `08:38–09:38 KST`, with the days where they are not today."""
        zone, asked_ms = self._context().zone, self._asked_ms
        ends = (self.question.start_ms, asked_ms if self.question.end_ms is None else self.question.end_ms)
        first, last, now = (date_time(ms, zone)[5:16] for ms in (*ends, asked_ms))
        is_today = first[:5] == last[:5] == now[:5]
        return f"{first[6 * is_today :]}–{last[6 * (first[:5] == last[:5]) :]} {zone_name(zone, *ends)}"

    def _now_ms(self) -> int:
        """The moment as the API has it."""
        return self._shell.clock() + self._shell.worker.offset_ms

    # What can be asked of it

    def begin(self) -> None:
        """Asks for the window, of which nothing is known."""
        self._window, self._summaries, self._asked_ms = None, {}, self._now_ms()
        self._reads_anyway = False
        self._view.begins(self.window)
        self.refresh()

    def refresh(self) -> None:
        """Asks for the window anew; what is known of it stays until the answer is there."""
        self.stop()
        self._does("listing…")
        self._host.run_worker(self._all, group="triage", exclusive=True)

    def stop(self) -> None:
        """Reads no more."""
        if self._triaging is not None:
            self._triaging.stop()

    def move(self, windows: int) -> None:
        """Asks for the window so many windows on."""
        start_ms, end_ms, now_ms = self.question.start_ms, self.question.end_ms or self._asked_ms, self._now_ms()
        by_ms = windows * (end_ms - start_ms)
        if start_ms + by_ms >= now_ms:
            self._tell(Says("later ones have not begun yet"))
            return
        later_ms = end_ms + by_ms
        self.question = replace(
            self.question, start_ms=start_ms + by_ms, end_ms=later_ms if later_ms < now_ms else None
        )
        self.begin()

    def judge_by(self, bad_is: BadIs) -> None:
        """Something else is bad: what was read stays, and what is wanted beside it is read."""
        self.question = replace(self.question, bad_is=bad_is)
        if self._window is not None:
            self._window.judge_by(bad_is)
            if self._view.price:
                self._host.run_worker(self._wait, group="triage", exclusive=True)
            else:
                self.read()

    def read(self) -> None:
        """Reads what is to be read, whatever it costs; as soon as it is listed."""
        self._reads_anyway = self._window is None
        if self._window is not None:
            self._view.price = ""
            self._read_on()

    def read_the_rest(self) -> None:
        """Reads every session of the window."""
        window = self._window
        if window is None:
            return
        left = len(window.listed) - len(window.read) - len(window.failed)
        if not left:
            self._tell(Says("every session was read"))
            return
        window.asked, self._view.price = replace(window.asked, most_read=len(window.listed)), ""
        self._tell(Says(f"reading {counted(left, 'session')} more: esc stops"))
        self._read_on()

    def _read_on(self) -> None:
        self.stop()
        self._host.run_worker(self._rest, group="triage", exclusive=True)

    # What is done

    async def _all(self) -> None:
        triaging, now_ms, began = self._new(), self._now_ms(), time.monotonic()
        try:
            window = await asyncio.to_thread(triaging.listed, self.question, now_ms)
        except Fault as fault:
            self._failed(fault)
            return
        self._window, self._asked_ms = window, now_ms
        self._call_s = (time.monotonic() - began) / max(window.calls, 1)
        await self._show(window)
        if self.question.has_baseline:
            await self._list_day_before(triaging, window)
        plan = await asyncio.to_thread(lambda: window.plan)
        is_cut = not plan.is_whole and len(plan.wanted) >= self.question.most_read  # more would be read if it might be
        if is_cut and not self._reads_anyway:
            await self._wait()
        else:
            await self._sharpen(triaging, window)

    async def _list_day_before(self, triaging: Triaging, window: Window) -> None:
        self._does("listing the day before…")
        try:
            await asyncio.to_thread(triaging.list_day_before, window)
        except Fault as fault:
            self._tell(Says(clean(str(fault))))

    async def _wait(self) -> None:
        """Says what it costs to read, and reads nothing until somebody wants it."""
        window = self._window
        if window is None:
            return
        count = len((await asyncio.to_thread(lambda: window.plan)).wanted)
        about = duration(ceil(self._call_s * count / JOBS))
        self._view.price = f"{count:,} logs of the {len(window.listed):,} are to be read, in about {about}"
        self._does(f"enter reads {count:,}")
        await self._show(window)

    async def _rest(self) -> None:
        if self._window is not None:
            await self._sharpen(self._new(), self._window)

    async def _sharpen(self, triaging: Triaging, window: Window) -> None:
        """Reads what is to be read, and tells again and again what is known by then."""
        reading, pause_s, more = triaging.read(window), _SHARPENS_S, True
        self._view.is_reading = True
        try:
            while more:
                self._does(f"reading {self._to_read:,}: esc stops")
                more = await asyncio.to_thread(self._some, reading, pause_s)
                self._view.is_reading = more
                pause_s = max(_SHARPENS_S, 3 * await self._show(window))
        finally:
            triaging.stop()  # whoever left it waits for no answer
            self._view.is_reading = False
        self._does("")
        self._say_unread(window)

    def _say_unread(self, window: Window) -> None:
        """Why, where it is more than a session here and there."""
        count, wanted = len(window.failed), len(window.read) + len(window.failed)
        if count > _FEW_UNREAD * wanted:
            (why, _), *_ = Counter(window.failed.values()).most_common(1)
            self._tell(Says(f"{count:,} of {wanted:,} could not be read: {why}; r asks again"))

    async def _show(self, window: Window) -> float:
        """Shows what is known. Gives how long it took to work that out, in seconds."""
        began = time.monotonic()
        found, rows = await asyncio.to_thread(self._worked_out, window)
        took_s = time.monotonic() - began
        self._to_read = found.triage.counts.to_read
        self._view.show(Told(found.triage, self._context().zone, self._shell.settings.program, found.flags), rows)
        self._tell(Changes())
        if found.unheeded:
            self._tell(Says(found.unheeded))
        return took_s

    def _worked_out(self, window: Window) -> tuple[Triaged, list[SessionRow]]:
        with self._in_turn:
            found = window.triaged
            listed = {row.uuid: row for row in window.walked.rows if row.uuid}
            return found, list(rows_of(found.triage, listed, self._summaries, self._context()))

    def _some(self, reading: Iterator[str], seconds: float) -> bool:
        """Reads for so long. Whether there is more to read."""
        until = time.monotonic() + seconds
        with self._in_turn:
            return any(time.monotonic() >= until for _ in reading)

    def _new(self) -> Triaging:
        self._triaging = Triaging(self._shell.worker, self._shell.settings, met=self._met)
        return self._triaging

    def _met(self, found: LoadedSession, diagnosis: Diagnosis) -> None:
        self._summaries[found.session.uuid] = summary_of(found.session, diagnosis)

    def _does(self, doing: str) -> None:
        self._doing = doing
        self._tell(Changes())

    def _failed(self, fault: Fault) -> None:
        self._does("")
        if self._window is None:
            from vpe_tui.tui.widgets.paragraphs import paragraphs

            self._view.fails(*paragraphs(fault), "r tries again.")
        else:
            self._tell(Says(f"not refreshed: {clean(str(fault))}"))
