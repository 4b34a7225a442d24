"""Where a session on screen comes from: what is kept, then the API's answer, then whatever it is asked again."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.timer import Timer
from textual.worker import Worker

from vpe_tui.errors import Fault
from vpe_tui.fleet.notes import Left
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.targets import Opening, is_file
from vpe_tui.service.worker import PendingLookup
from vpe_tui.text.clean import clean
from vpe_tui.text.times import age, clocks_apart
from vpe_tui.tui.polling import Polling
from vpe_tui.tui.says import Changes, Finds, LetsKeysGo, LetsKeysWait, Rings, Says, Tell
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Shell

if TYPE_CHECKING:
    from vpe_tui.qoe.verdict import Verdict

_FRAME_S = 0.1
_LEFT_S = 0.05
"""So long the first frame waits for where the session was left."""
_KEYS_WAIT_S = 0.5
"""So long keys wait for a session to be there; a disk or an API may take longer, or for ever."""

Work = Callable[[], Coroutine[None, None, object]]


class Host(Protocol):
    """Whose work the lookups are: they end with it."""

    def run_worker(self, work: Work, /, *, group: str, exclusive: bool) -> Worker[object]: ...

    def call_after_refresh(self, callback: Callable[[], object], /) -> bool: ...

    def set_timer(self, delay: float, callback: Callable[[], object], /) -> Timer: ...


class Feed:
    """The lookups of one session, for its view. What is kept is shown at once; the answer takes its place."""

    def __init__(self, shell: Shell, opening: Opening, view: SessionView, host: Host, tell: Tell) -> None:
        self._shell = shell
        self.uuid = opening.uuid
        """Or the name of a file."""
        self._opening: Opening | None = opening
        self._view = view
        self._host = host
        self._tell = tell
        self.found: LoadedSession | None = None
        self._doing = "fetching… esc cancels"
        self._polling = Polling(shell, host, self._ask_again, lambda: tell(Changes()))
        self._left: Future[Left] | None = None
        self._keys_wait: Timer | None = None
        self._verdict: Verdict | None = None

    @property
    def state(self) -> str:
        """How old the session is, where it is from, and what is done about it."""
        found = self.found
        state = apart = ""
        if found is not None:
            kind = {"api": "live · fetched", "cache": "kept · fetched", "file": "file · saved"}[found.source.kind]
            apart = clocks_apart(found.source.offset_ms)
            state = f"{kind} {age(found.source.age_ms(self._shell.clock()))}"
        parts = ("demo" if self._shell.settings.demo else "", state, apart, self._polling.said, self._doing)
        return " · ".join(part for part in parts if part)

    def begin(self) -> None:
        """The kept session first, in the first frame if it is there by then; and then the API's."""
        self._left = self._shell.worker.left(self.uuid) if not is_file(self.uuid) else None
        self._view.timeline.say("Fetching this session… esc cancels.")
        self._tell(Changes())
        asked = self._shell.worker.session(self.uuid)
        if asked.kept.done():
            self._show_kept(asked.kept.result())
        if self.found is None:
            self._tell(LetsKeysWait())
            self._keys_wait = self._host.set_timer(_KEYS_WAIT_S, self._let_keys_go)
        self._host.run_worker(partial(self._follow, asked), group="load", exclusive=True)

    def _let_keys_go(self) -> None:
        """Once: by then something else may hold them, a text that is worked out for a dialog."""
        if self._keys_wait is not None:
            self._keys_wait.stop()
            self._keys_wait = None
            self._tell(LetsKeysGo())

    def refresh(self) -> Worker[object]:
        """Asks the API again."""
        return self._host.run_worker(self._ask_again, group="load", exclusive=True)

    def watch(self) -> None:
        """Asks again and again, or no longer; a cursor at the end stays there."""
        self._polling.turn()
        if not self._polling.is_on:
            self._doing = ""
        self._tell(Changes())

    def star(self) -> None:
        """A star, or none; what is not kept cannot have one."""
        if self.found is not None and self.found.source.kind == "file":
            self._tell(Says("only a session of the API can be starred: this one is a file"))
        else:
            self._host.run_worker(self._star, group="star", exclusive=False)

    async def _star(self) -> None:
        from vpe_tui.tui.keeping import star

        cache = self._shell.worker.cache
        self._tell(Says(await star(cache, self.uuid, cannot="it is not kept, so it can have no star")))

    def _show_kept(self, kept: LoadedSession | None) -> None:
        if kept is not None:
            self._show(kept, "" if self._shell.worker.is_fresh(kept) else "refreshing…")

    async def _follow(self, asked: PendingLookup) -> None:
        self._host.run_worker(partial(self._take_glimpse, asked), group="glimpse", exclusive=True)
        if self.found is None:
            self._show_kept(await asyncio.wrap_future(asked.kept))
        await self._renewed(asyncio.wrap_future(asked.renewed))
        asked.glimpse.cancel()

    async def _take_glimpse(self, asked: PendingLookup) -> None:
        """The first rows of a large session, while the rest is still being read."""
        glimpse = await asyncio.wrap_future(asked.glimpse)
        if self.found is None:
            self._view.show(glimpse, is_whole=False)
            self._let_keys_go()
        self._host.call_after_refresh(asked.glimpsed.set)

    async def _ask_again(self) -> Fault | None:
        """Asks the API. Gives what came in place of an answer."""
        self._doing = "refreshing…" if self.found else "fetching… esc cancels"
        self._tell(Changes())
        return await self._renewed(asyncio.wrap_future(self._shell.worker.fetch(self.uuid, self.found)))

    async def _renewed(
        self, answer: "asyncio.Future[LoadedSession | None] | asyncio.Future[LoadedSession]"
    ) -> Fault | None:
        try:
            found = await answer
        except Fault as fault:
            self._failed(fault)
            return fault
        if found is not None:
            self._show(found, "")
        return None

    def _show(self, found: LoadedSession, doing: str) -> None:
        self.found, self._doing = found, doing
        self._view.show(found.session, is_whole=True, at_end=self._polling.is_on)
        self._let_keys_go()
        self._tell(Changes())
        self._host.run_worker(partial(self._work_out, found), group="index", exclusive=True)
        self._tell(Finds("fault", ""))
        opening, self._opening = self._opening, None
        if opening is not None:
            left = self._left_at(opening)
            self._view.open_at(opening, at_problem=self._shell.settings.open_at_problem and left == Left())
            self._view.noting.come_back(left)
        self._view.noting.show(found.notes)
        self._view.say_summary(found.session)
        self._view.follow()

    def _left_at(self, opening: Opening) -> Left:
        """Where it was left the last time, if it is not wanted elsewhere; a file of a line is there by now, or late."""
        if self._left is None or opening.at or opening.filter:
            return Left()
        with suppress(FutureTimeout):
            return self._left.result(_LEFT_S)
        return Left()

    def leave(self) -> None:
        """The screen goes: where it stands is where it is found again."""
        left = self._view.noting.left
        if left is not None and self.found is not None and self.found.source.kind != "file":
            self._shell.worker.leave(self.uuid, left)

    def note(self, text: str, at_ms: int | None) -> None:
        """Keeps a note."""
        if self.found is not None and self.found.source.kind == "file":
            self._tell(Says("only a session of the API can have a note: this one is a file"))
        else:
            self._host.run_worker(partial(self._note, text, at_ms), group="note", exclusive=False)

    async def _note(self, text: str, at_ms: int | None) -> None:
        found = self.found
        if found is None:
            return
        from vpe_tui.tui.keeping import note

        cache = self._shell.worker.cache
        noted = await note(cache, self.uuid, text, at_ms, cannot="it is not kept, so it can have no note")
        if noted.notes is not None and self.found is found:
            self.found = found._replace(notes=noted.notes)
            self._view.noting.show(noted.notes)
            self._view.say_summary(found.session)
        self._tell(Says(noted.said))

    async def _work_out(self, found: LoadedSession) -> None:
        """What finding and jumping need, what the session means; then it is kept. All of it on the worker's thread."""
        session, worker, view = found.session, self._shell.worker, self._view
        await self._next_frame()
        index = await asyncio.wrap_future(worker.index(session))
        view.timeline.know(session, index)
        diagnosis = await asyncio.wrap_future(worker.diagnose(found, index))
        if session is view.session:
            view.diagnosis = diagnosis
            self._ring(diagnosis.verdict)
        if view.timeline.model.texts is not None:
            worker.prepare(view.timeline.model.texts)
        not_kept = await asyncio.wrap_future(worker.keep(found, diagnosis))
        notes = (found.change, not_kept, worker.doubts())
        self._tell(Finds("answer", clean("; ".join(note for note in notes if note))))

    def _ring(self, verdict: "Verdict") -> None:
        """A session that fails while it is watched is told of, once."""
        was, self._verdict = self._verdict, verdict
        if self._polling.is_on and was is not None and verdict.is_failure and not was.is_failure:
            self._tell(Rings("a session that is watched failed"))

    async def _next_frame(self) -> None:
        """The rows first. The wait ends in any case: a callback goes with the screen that it waits for.

        `asyncio.wait_for` would swallow that the screen is left in the very moment of the frame.
        """
        drawn = asyncio.Event()
        self._host.call_after_refresh(drawn.set)
        with suppress(TimeoutError):
            async with asyncio.timeout(_FRAME_S):
                await drawn.wait()

    def _failed(self, fault: Fault) -> None:
        self._doing = "not refreshed" if self.found else ""
        self._tell(Changes())
        self._let_keys_go()
        if self.found is None:
            from vpe_tui.tui.widgets.paragraphs import paragraphs

            self._view.timeline.say(*paragraphs(fault), "r tries again.")
        else:
            self._tell(Finds("fault", clean(str(fault))))
