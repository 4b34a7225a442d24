"""The sessions screen: what the API lists lately, and what was looked at here."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.timer import Timer

from vpe_tui.errors import Fault, UsageFault
from vpe_tui.fleet.row import DisplayContext, SessionRow, of_kept, of_listed, redacted
from vpe_tui.service.ways import LISTED
from vpe_tui.settings.sources import WHERE_CREDENTIALS_ARE
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import age, clocks_apart, zone_named
from vpe_tui.tui.commands import SESSIONS, bindings
from vpe_tui.tui.screens.base import told
from vpe_tui.tui.screens.keeping import Keeping
from vpe_tui.tui.sessions.head import Head
from vpe_tui.tui.sessions.lists import KeptList, RecentList, SessionTable
from vpe_tui.tui.shell import Opening
from vpe_tui.tui.widgets.bars import Bar
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.prompt import Prompt, Question
from vpe_tui.tui.widgets.table import Table

if TYPE_CHECKING:
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.fleet.summary import KeptEntry
    from vpe_tui.session.records import Listed

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


class SessionsScreen(Keeping):
    """Where people find a session when they have no UUID."""

    BINDINGS = bindings(SESSIONS)
    AUTO_FOCUS = "#recent"

    front: reactive[str] = reactive("recent", init=False)
    """The list that is shown: `recent` or `kept`."""

    def __init__(self) -> None:
        super().__init__()
        self._listed: Sequence[Listed] = ()
        self._kept: Mapping[str, KeptEntry] = {}
        self._new: frozenset[str] = frozenset()
        self._begun = False
        self._fetched_ms: int | None = None
        self._doing = ""
        self.is_polling = False
        self._words = ""
        self._ahead: set[str] = set()
        """Fetched ahead in this run: once is enough, also where it cannot be kept."""
        self._rest: Timer | None = None

    def middle(self) -> ComposeResult:
        yield Head(id="which")
        yield RecentList("recent")
        yield KeptList("kept")
        yield Prompt()

    def on_mount(self) -> None:
        zone = zone_named(self.app.settings.zone)
        for table in self.tables:
            table.context = lambda: DisplayContext(self.app.clock(), zone)
        self.query_one(KeptList).display = False
        self.set_interval(_AGE_EVERY_S, self._say_ages)
        self._say_state()
        self.call_after_refresh(self._begin)

    @work(group="begin", exclusive=True)
    async def _begin(self) -> None:
        """What is kept first: it is there at once, and its frame comes before the import of what talks HTTP."""
        self.query_one(RecentList).says("Fetching the recent sessions…")
        await self.read_kept()
        self._begun = True
        self.call_after_refresh(self.action_refresh)
        self.set_timer(_TIDY_S, self.app.worker.tidy)

    def on_screen_resume(self) -> None:
        """What was looked at meanwhile is kept now."""
        if self._begun:
            self.load_kept()

    @property
    def tables(self) -> tuple[SessionTable, SessionTable]:
        return self.query_one(RecentList), self.query_one(KeptList)

    @property
    def table(self) -> SessionTable:
        return self.query_one(f"#{self.front}", SessionTable)

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    # The recent sessions

    def action_refresh(self) -> None:
        self.load_kept()
        if self.app.settings.has_credentials:
            self._doing = "fetching…" if self._fetched_ms is None else "refreshing…"
            self.query_one(RecentList).says("Fetching the recent sessions…")
            self._say_state()
            self._load()
        else:
            path, missing = str(self.app.config_path), self.app.settings.missing
            lines = (line.replace("{path}", path).replace("{missing}", missing) for line in _WELCOME)
            self.query_one(RecentList).says(*lines)

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        await self._list(polled=False)

    async def _list(self, *, polled: bool) -> bool:
        """Asks for the list. Gives whether an answer came."""
        from vpe_tui.api.list_filter import parse_list_filter

        words, zone = self._words, zone_named(self.app.settings.zone)

        def asking(now_ms: int) -> "RecentQuery":
            try:
                return parse_list_filter(words, zone, now_ms)
            except ValueError as fault:  # what was a window yesterday may be none today
                raise UsageFault("These cannot be listed", str(fault), "f asks for others") from None

        try:
            listed = (await asyncio.wrap_future(self.app.worker.recent(asking))).rows
        except Fault as fault:
            self._failed(fault)
            return False
        if words != self._words:
            return True  # something else is asked for by now
        known = frozenset(each.uuid or "" for each in self._listed)
        came = frozenset(each.uuid or "" for each in listed) - known if self._fetched_ms is not None else frozenset()
        self._new = came | (self._new if polled else frozenset())
        self._listed, self._fetched_ms, self._doing = listed, self.app.clock(), ""
        none = f"There is no session of “{self._words}”." if self._words else "No session was recorded lately."
        self.query_one(RecentList).says(none, "f asks for others, r asks again.")
        self._show()
        self.state_says("list", "")
        if came or not self._new:
            self.state_says("new", counted(len(came), "new session") if came else "")
        return True

    def _failed(self, fault: Fault) -> None:
        self._doing = "not refreshed" if self._fetched_ms is not None else ""
        chosen = len(self.query_one(KeptList).all)
        kept = f"2 shows the {counted(chosen, 'session')} kept here." if chosen else ""
        self.query_one(RecentList).says(*told(fault), " ".join(part for part in ("r asks again.", kept) if part))
        self._say_state()
        if self._listed:
            self.state_says("list", clean(str(fault)))

    def action_poll(self) -> None:
        """Asks again every few seconds, or no longer."""
        if not self.app.settings.has_credentials:
            return
        self.is_polling = not self.is_polling
        if self.is_polling:
            self._poll()
        else:
            self.workers.cancel_group(self, "poll")
        self._say_state()

    @work(group="poll", exclusive=True)
    async def _poll(self) -> None:
        await self._poll_once()
        await self.app.worker.watch.again(self._poll_once, POLL_S)

    async def _poll_once(self) -> bool:
        if not self.is_current:
            return True
        self.load_kept()
        return await self._list(polled=True)

    def action_ask(self) -> None:
        from vpe_tui.tui.sessions.questions import AskedQuestion

        def take(words: str) -> None:
            self._words, self._listed, self._fetched_ms = words, (), None
            self._new = frozenset()
            self._show()
            self.action_refresh()

        self.action_list("recent")
        zone = zone_named(self.app.settings.zone)
        self._ask(AskedQuestion(self._words, zone, lambda: self.app.clock() + self.app.worker.offset_ms, take))

    # The kept sessions

    @work(group="kept", exclusive=True)
    async def load_kept(self) -> None:
        await self.read_kept()

    async def read_kept(self) -> None:
        entries = await asyncio.wrap_future(self.app.worker.kept_list())
        self._kept = {entry.uuid: entry for entry in entries}
        self._show()
        doubts, cache = self.app.worker.doubts(), self.app.worker.cache
        if doubts or not cache.has_doubts:
            self.state_says("kept", clean(doubts))

    def _show(self) -> None:
        """Both lists, joined: what is kept is known of what is listed, and the other way round.

        What was only fetched ahead is none of those that were looked at here.
        """
        recent, kept = self.tables
        context = recent.context()
        rows = [(each, each.uuid or "") for each in self._listed]
        recent.show([of_listed(each, self._kept.get(uuid), context, is_new=uuid in self._new) for each, uuid in rows])
        by_uuid = {uuid: each for each, uuid in rows}
        chosen = [entry for entry in self._kept.values() if entry.is_chosen]
        kept.show([of_kept(entry, by_uuid.get(entry.uuid), context) for entry in chosen])
        self._say_state()
        self.say_row()

    # Prefetch

    def _prefetch_resting(self) -> None:
        row = self.table.row
        settings = self.app.settings
        wanted = settings.prefetch and settings.cache_enabled and settings.has_credentials
        if wanted and row is not None and self.is_current and self._is_wanted_ahead(row):
            self._prefetch(row.uuid)

    def _is_wanted_ahead(self, row: SessionRow) -> bool:
        """What was deleted here is not fetched unless somebody opens it; nor is anything twice."""
        known = row.is_kept or row.uuid in self._ahead or self.app.worker.cache.was_deleted(row.uuid)
        return row.has_uuid and not known

    @work(group="prefetch", exclusive=True)
    async def _prefetch(self, uuid: str) -> None:
        """One session at a time; given up when the cursor moves on."""
        worker = self.app.worker
        asked = worker.ahead(uuid)
        asked.glimpsed.set()  # nobody looks at the first rows
        try:
            found = await asyncio.wrap_future(asked.renewed)
        except Fault:
            return  # whoever opens it will be told
        finally:
            worker.drop(uuid)
        if found is not None:
            self._ahead.add(uuid)
            await asyncio.wrap_future(worker.keep(found, ahead=True))
            await self.read_kept()

    # What is said

    def _say_ages(self) -> None:
        self._say_state()
        if self.front == "kept":
            self.table.refresh()

    def _say_state(self) -> None:
        kept = len(self.query_one(KeptList).all)
        head = self.query_one(Head)
        head.names = ("Recent", f"Kept {kept}" if kept else "Kept")
        head.open = head.names[self.front == "kept"].lower()
        head.right = self._words or "PC, Mobile · VOD, LIVE"
        fetched = f"fetched {age(self.app.clock() - self._fetched_ms)}" if self._fetched_ms is not None else ""
        polling = f"again every {POLL_S} s" if self.is_polling else ""
        apart = clocks_apart(self.app.worker.offset_ms)
        parts = ("demo" if self.app.settings.demo else "", fetched, apart, polling, self._doing)
        self.title_says("sessions", " · ".join(part for part in parts if part))

    @on(Lines.Moved)
    def moved(self, moved: Lines.Moved) -> None:
        if moved.lines is self.table:
            self.say_row()

    @property
    def at_cursor(self) -> str:
        """The row under the cursor, in words."""
        row = None if self.prompt.is_asking else self.table.row
        parts = (row.uuid, row.summary.title, row.summary.verdict_text) if row else ()
        return " · ".join(part for part in parts if part)

    def say_row(self) -> None:
        """The row under the cursor may be another one; and it may be wanted soon."""
        if self.prompt.is_asking:
            return
        row, table = self.table.row, self.table
        self.draw_status()
        self.query_one("#status", Bar).right = f"{table.cursor + 1:,} of {len(table.rows):,}" if row else ""
        self.workers.cancel_group(self, "prefetch")
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._prefetch_resting)

    # Keys

    @on(Lines.Chosen)
    def action_open_row(self) -> None:
        row = self.table.row
        if row is not None and row.has_uuid:
            self.app.open_session(Opening(row.uuid))
        elif row is not None:
            self.status_says("this row has no UUID that could be asked for")

    def action_list(self, name: str) -> None:
        self.front = name

    def action_next_list(self) -> None:
        self.front = "kept" if self.front == "recent" else "recent"

    def watch_front(self) -> None:
        for table in self.tables:
            table.display = table.id == self.front
        self.set_focus(self.table)
        self._say_state()
        self.say_row()

    def action_narrow(self) -> None:
        from vpe_tui.tui.sessions.questions import NarrowQuestion

        self._ask(NarrowQuestion(self.table, self.tables))

    def _ask(self, question: Question) -> None:
        self.add_class("-asking")
        self.prompt.ask(question, self.table, self._close_prompt)
        self.draw_status()

    def _close_prompt(self) -> None:
        self.remove_class("-asking")
        self.say_row()

    def action_sort(self, by: int) -> None:
        name = self.table.sort_next(by)
        self.status_says(f"sorted by {name or 'what is starred or new'}")

    def action_sort_reverse(self) -> None:
        self.table.sort(self.table.sorted_by, descending=not self.table.descending)

    @on(Table.HeadClicked)
    def sort_by_head(self, clicked: Table.HeadClicked) -> None:
        name, table = clicked.column.name, self.table
        table.sort(name, descending=not table.descending if name == table.sorted_by else None)

    def action_copy(self) -> None:
        if self.table.row is not None:
            row = redacted(self.table.row) if LISTED.is_redacted(self.app.settings) else self.table.row
            self.status_says(self.app.copy(LISTED, row.uuid))

    def action_demo(self) -> None:
        self.app.start_demo()
        self.refresh_bindings()
        self._begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the prompt asks, the keys are its own."""
        if action == "demo":
            return not self.app.settings.has_credentials and not self.prompt.is_asking
        return not self.prompt.is_asking

    def step_out(self) -> bool:
        """One step out: of the prompt, then of what the lists are narrowed to."""
        if self.prompt.is_asking:
            self.prompt.cancel()
        elif self.table.words:
            for table in self.tables:
                table.narrow("")
            self.say_row()
        else:
            return False
        return True
