"""The sessions screen: what the API lists lately, and what was looked at here."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from textual import work
from textual.timer import Timer

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import of_kept, of_listed, redacted
from vpe_tui.service.ways import LISTED
from vpe_tui.settings.sources import WHERE_CREDENTIALS_ARE
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import age, clocks_apart, zone_named
from vpe_tui.tui import says
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.sessions.listing import Listing
from vpe_tui.tui.sessions.prefetch import Prefetch
from vpe_tui.tui.sessions.view import SessionsView
from vpe_tui.tui.shell import Opening, Shell
from vpe_tui.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from vpe_tui.fleet.summary import KeptEntry
    from vpe_tui.tui.keeping import Keeping

POLL_S = 15
REST_S = 0.4
"""The cursor rests on a row when it has not moved for so long."""
_AGE_EVERY_S = 30
_TIDY_S = 1
"""After the start, when nothing is waited for."""

_WELCOME = (
    "{missing} yet.",
    f"Both stand in the {WHERE_CREDENTIALS_ARE}.",
    "Set VPE_API_KEY and VPE_PROJECT_ID in the environment, or api_key (or api_key_command) and project_id in",
    "{path}",
    "and start again. d opens the demo: it needs neither key nor network.",
)


class SessionsScreen(VpeScreen):
    """Where people find a session when they have no UUID. What its view tells is done here, with the shell."""

    AUTO_FOCUS = "#recent"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._zone = zone_named(shell.settings.zone)
        self.view: SessionsView = SessionsView(shell, self._zone, self.hear)
        self.prefetch = Prefetch(shell, self.read_kept)
        self._listing = Listing()
        self._kept: Mapping[str, KeptEntry] = {}
        self._begun = False
        self._doing = ""
        self._is_polling = False
        self._rest: Timer | None = None

    def on_mount(self) -> None:
        self.set_interval(_AGE_EVERY_S, self._say_ages)
        self.draw_title()
        self.call_after_refresh(self._begin)

    @work(group="begin", exclusive=True)
    async def _begin(self) -> None:
        """What is kept first: it is there at once, and its frame comes before the import of what talks HTTP."""
        self.view.recent.says("Fetching the recent sessions…")
        await self.read_kept()
        self._begun = True
        self.call_after_refresh(self._refresh_recent)
        self.set_timer(_TIDY_S, self.shell.worker.tidy)

    def on_screen_resume(self) -> None:
        """What was looked at meanwhile is kept now."""
        if self._begun:
            self.load_kept()

    # What is told

    @cached_property
    def _keeping(self) -> "Keeping":
        from vpe_tui.tui.keeping import Keeping

        return Keeping(lambda: self.shell.worker.cache, self.read_kept)

    @cached_property
    def does(self) -> Mapping[type[says.Said], Callable[[Any], object]]:
        return {
            says.Says: lambda said: self.status_says(said.text),
            says.Moves: lambda _: self.say_row(),
            says.Changes: lambda _: self.draw_title(),
            says.Opens: lambda said: self.shell.open_session(Opening(said.uuid)),
            says.AsksFor: lambda said: self._ask_for(said.words),
            says.WantsRefresh: lambda _: self.ask_again(),
            says.WantsWatching: lambda _: self._poll_or_not(),
            says.WantsToCopy: lambda _: self._copy(),
            says.WantsStar: lambda said: self._keep(partial(self._keeping.star, said.uuid)),
            says.WantsDeletion: lambda said: self._keep(partial(self._keeping.delete, said.uuid)),
            says.WantsItBack: lambda _: self._keep(partial(self._keeping.put_back, self.view.stand_on)),
            says.WantsDemo: lambda _: self._start_demo(),
        }

    # The recent sessions

    def ask_again(self) -> None:
        """Asks the API again, and the disk."""
        self.load_kept()
        self._refresh_recent()

    def _refresh_recent(self) -> None:
        if self.shell.settings.has_credentials:
            self._doing = "fetching…" if self._listing.fetched_ms is None else "refreshing…"
            self.view.recent.says("Fetching the recent sessions…")
            self.draw_title()
            self._load()
        else:
            path, missing = str(self.shell.config_path), self.shell.settings.missing
            lines = (line.replace("{path}", path).replace("{missing}", missing) for line in _WELCOME)
            self.view.recent.says(*lines)

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        await self._list(polled=False)

    async def _list(self, *, polled: bool) -> bool:
        """Asks for the list. Gives whether an answer came."""
        listing = self._listing
        try:
            listed = (await asyncio.wrap_future(self.shell.worker.recent(listing.query(self._zone)))).rows
        except Fault as fault:
            self._failed(fault)
            return False
        if listing is not self._listing:
            return True  # something else is asked for by now
        came = listing.came(listed, self.shell.clock(), polled=polled)
        self._doing = ""
        none = f"There is no session of “{listing.words}”." if listing.words else "No session was recorded lately."
        self.view.recent.says(none, "f asks for others, r asks again.")
        self._show()
        self.state_says("list", "")
        if came or not listing.new:
            self.state_says("new", counted(came, "new session") if came else "")
        return True

    def _failed(self, fault: Fault) -> None:
        from vpe_tui.tui.widgets.paragraphs import paragraphs

        self._doing = "not refreshed" if self._listing.fetched_ms is not None else ""
        chosen = len(self.view.kept.all)
        kept = f"2 shows the {counted(chosen, 'session')} kept here." if chosen else ""
        self.view.recent.says(*paragraphs(fault), " ".join(part for part in ("r asks again.", kept) if part))
        self.draw_title()
        if self._listing.listed:
            self.state_says("list", clean(str(fault)))

    def _ask_for(self, words: str) -> None:
        self._listing = Listing(words)
        self._show()
        self.ask_again()

    def _poll_or_not(self) -> None:
        """Asks again every few seconds, or no longer."""
        if not self.shell.settings.has_credentials:
            return
        self._is_polling = not self._is_polling
        if self._is_polling:
            self._poll()
        else:
            self.workers.cancel_group(self, "poll")
        self.draw_title()

    @work(group="poll", exclusive=True)
    async def _poll(self) -> None:
        await self._poll_once()
        await self.shell.worker.watch.again(self._poll_once, POLL_S)

    async def _poll_once(self) -> bool:
        if not self.is_current:
            return True
        self.load_kept()
        return await self._list(polled=True)

    # The kept sessions

    @work(group="kept", exclusive=True)
    async def load_kept(self) -> None:
        await self.read_kept()

    async def read_kept(self) -> None:
        """The kept sessions are other ones now."""
        entries = await asyncio.wrap_future(self.shell.worker.kept_list())
        self._kept = {entry.uuid: entry for entry in entries}
        self._show()
        doubts, cache = self.shell.worker.doubts(), self.shell.worker.cache
        if doubts or not cache.has_doubts:
            self.state_says("kept", clean(doubts))

    def _show(self) -> None:
        """Both lists, joined: what is kept is known of what is listed, and the other way round.

        What was only fetched ahead is none of those that were looked at here.
        """
        context, new = self.view.context(), self._listing.new
        rows = [(each, each.uuid or "") for each in self._listing.listed]
        recent = [of_listed(each, self._kept.get(uuid), context, is_new=uuid in new) for each, uuid in rows]
        by_uuid = {uuid: each for each, uuid in rows}
        chosen = [entry for entry in self._kept.values() if entry.is_chosen]
        self.view.show(recent, [of_kept(entry, by_uuid.get(entry.uuid), context) for entry in chosen])

    @work(group="keeping")
    async def _keep(self, what: "Callable[[], Coroutine[None, None, str]]") -> None:
        self.status_says(await what())

    def _copy(self) -> None:
        row = self.view.table.row
        if row is not None:
            row = redacted(row) if LISTED.is_redacted(self.shell.settings) else row
            self.status_says(self.shell.copy(LISTED, row.uuid))

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
        fetched_ms = self._listing.fetched_ms
        fetched = f"fetched {age(self.shell.clock() - fetched_ms)}" if fetched_ms is not None else ""
        polling = f"again every {POLL_S} s" if self._is_polling else ""
        apart = clocks_apart(self.shell.worker.offset_ms)
        parts = ("demo" if self.shell.settings.demo else "", fetched, apart, polling, self._doing)
        self.title_says("sessions", " · ".join(part for part in parts if part))

    def say_row(self) -> None:
        """The row under the cursor may be another one; and it may be wanted soon."""
        self.draw_status()
        if self.view.prompt.is_asking:
            return
        self.query_one("#status", Bar).right = self.view.position
        self.workers.cancel_group(self, "prefetch")
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self.prefetch_resting)

    def prefetch_resting(self) -> None:
        """The cursor has rested for a while."""
        row = self.view.table.row
        if row is not None and self.is_current and self.prefetch.wants(row):
            self.run_worker(partial(self.prefetch.fetch, row.uuid), group="prefetch", exclusive=True)
