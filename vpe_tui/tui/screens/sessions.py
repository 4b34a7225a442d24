"""The sessions screen: what the API lists lately, and what was looked at here."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from textual import work
from textual.timer import Timer

from vpe_tui.fleet.row import redacted
from vpe_tui.service.targets import Opening
from vpe_tui.service.ways import LISTED
from vpe_tui.text.times import zone_named
from vpe_tui.tui import says
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.offers import explain, offer_columns, offer_orders
from vpe_tui.tui.sessions.feed import ListsFeed
from vpe_tui.tui.sessions.prefetch import Prefetch
from vpe_tui.tui.sessions.view import SessionsView
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from vpe_tui.tui.keeping import Keeping
    from vpe_tui.tui.sessions.explaining import Explaining
    from vpe_tui.tui.sessions.handing_over import HandingOver

REST_S = 0.4
"""The cursor rests on a row when it has not moved for so long."""
_AGE_EVERY_S = 30
_KEYS_WAIT_S = 0.5
"""So long keys wait for what is done with a row; a disk may take longer, or for ever."""
_TIDY_S = 1
"""After the start, when nothing is waited for."""


class SessionsScreen(VpeScreen):
    """Where people find a session when they have no UUID. What its view tells is done here, with the shell."""

    AUTO_FOCUS = "SessionTable"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        zone = zone_named(shell.settings.zone)
        self.view: SessionsView = SessionsView(shell, zone, self.hear)
        self.feed = ListsFeed(shell, self.view, zone, self, self.hear)
        self.prefetch = Prefetch(shell, self.feed.kept.read, lambda: self.view.table.row)
        self._begun = False
        self._rest: Timer | None = None

    def on_mount(self) -> None:
        self.set_interval(_AGE_EVERY_S, self._say_ages)
        self.draw_title()
        self.call_after_refresh(self._begin)

    @work(group="begin", exclusive=True)
    async def _begin(self) -> None:
        """What is kept has a frame of its own, before the import of what talks HTTP."""
        await self.feed.begin()
        self._begun = True
        self.call_after_refresh(self.feed.refresh_recent)
        self.set_timer(_TIDY_S, self.shell.worker.tidy)

    def on_screen_resume(self) -> None:
        """What was looked at meanwhile is kept now."""
        if self._begun:
            self.feed.load_kept()

    # What is told

    @cached_property
    def _keeping(self) -> "Keeping":
        from vpe_tui.tui.keeping import Keeping

        return Keeping(lambda: self.shell.worker.cache, self.feed.kept.read)

    @cached_property
    def does(self) -> Mapping[type[says.Said], Callable[[Any], object]]:
        return {
            says.Says: lambda said: self.status_says(said.text),
            says.Finds: lambda said: self.state_says(said.about, said.text),
            says.HasNews: self._has_news,
            says.Moves: lambda _: self.say_row(),
            says.Changes: lambda _: self.draw_title(),
            says.Opens: lambda said: self.shell.open_session(Opening(said.uuid)),
            says.AsksFor: lambda said: self.feed.ask_for(said.words),
            says.WantsPartner: lambda _: self.run_worker(self._compare, group="partner", exclusive=True),
            says.OffersOrders: lambda _: offer_orders(self, self.view.table),
            says.OffersColumns: lambda _: offer_columns(self, self.view.table),
            says.WantsRefresh: lambda _: self.feed.refresh(),
            says.WantsTriage: lambda _: self._triage(),
            says.WantsOlder: lambda _: self.feed.walk_on(),
            says.WantsWatching: lambda _: self.feed.watch(),
            says.WantsToCopy: lambda _: self._wait_for(self._copy),
            says.WantsExplanation: lambda said: self._wait_for(partial(self._explaining.explain, said.row)),
            says.WantsToHandOver: lambda said: self._keep(partial(self._handing_over.save, said.rows)),
            says.WantsStar: lambda said: self._keep(partial(self._keeping.star, said.uuid)),
            says.WantsNote: lambda said: self._keep(partial(self._keeping.note, said.uuid, said.text)),
            says.WantsDeletion: lambda said: self._keep(partial(self._keeping.delete, said.uuid)),
            says.WantsItBack: lambda _: self._keep(partial(self._keeping.put_back, self.view.stand_on)),
            says.WantsDemo: lambda _: self._start_demo(),
        }

    # What is done about a row

    def _keep(self, what: "Callable[[], Coroutine[None, None, str]]") -> None:
        async def kept() -> None:
            self.status_says(await what())

        self._wait_for(kept)

    def _wait_for(self, what: "Callable[[], Coroutine[None, None, None]]") -> None:
        """Does something about the row at the cursor. The next keys are about what it leaves, so they wait for it."""
        self.shell.keys.hold(self)
        self._do(what, self.set_timer(_KEYS_WAIT_S, partial(self.shell.keys.let_go, self)))

    @work(group="keeping")
    async def _do(self, what: "Callable[[], Coroutine[None, None, None]]", no_longer: Timer) -> None:
        try:
            await what()
        finally:
            no_longer.stop()
            self.shell.keys.let_go(self)

    @cached_property
    def _handing_over(self) -> "HandingOver":
        from vpe_tui.tui.sessions.handing_over import HandingOver

        return HandingOver(self.shell, self.hear)

    @cached_property
    def _explaining(self) -> "Explaining":
        from vpe_tui.tui.sessions.explaining import Explaining

        return Explaining(self.shell, partial(explain, self))

    async def _compare(self) -> None:
        from vpe_tui.tui.screens.partners import compare_in

        await compare_in(self, self.view.table)

    async def _copy(self) -> None:
        from vpe_tui.tui.screens.copying import copy_out

        row = self.view.table.row
        if row is not None:
            row = redacted(row) if LISTED.is_redacted(self.shell.settings) else row
            await copy_out(self, LISTED, row.uuid)

    def _triage(self) -> None:
        question = self.feed.question
        if question is None:
            self.status_says("the API lists them: that needs a key. vpe-tui triage FILE tells it of files")
        else:
            self.shell.open_triage(question)

    def _start_demo(self) -> None:
        self.shell.start_demo()
        self.refresh_bindings()
        self._begin()

    # What is said

    def _say_ages(self) -> None:
        self.draw_title()
        if self.view.front == "kept":
            self.view.table.refresh()

    def draw_title(self) -> None:
        self.view.say_head()
        self.title_says("sessions", self.feed.state)

    def met(self) -> None:
        """A key or a click: somebody looks at the list."""
        super().met()
        self.feed.was_seen()

    def _has_news(self, said: says.HasNews) -> None:
        """In the header of every screen that is open."""
        self.shell.has_news(said.text, rings=said.rings)
        for screen in self.app.screen_stack:
            if isinstance(screen, VpeScreen) and screen.is_mounted:
                screen.draw_title()

    def say_row(self) -> None:
        """The row under the cursor may be another one; and it may be wanted soon."""
        self.draw_status()
        is_asking = self.view.prompt.is_asking  # the prompt counts what its words leave
        self.query_one("#status", Bar).right = "" if is_asking else self.view.position
        if is_asking:
            return
        self.workers.cancel_group(self, "prefetch")
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self.prefetch_resting)

    def prefetch_resting(self) -> None:
        """The cursor has rested for a while."""
        row = self.view.table.row
        if row is not None and self.is_current and self.prefetch.wants(row):
            self.run_worker(partial(self.prefetch.fetch, row.uuid), group="prefetch", exclusive=True)
