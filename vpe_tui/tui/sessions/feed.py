"""Where the rows of the lists come from: what is kept, and what the API lists, asked once, again, or for older ones."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.worker import Worker

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import back_to, of_kept, of_listed
from vpe_tui.settings.sources import WHERE_CREDENTIALS_ARE
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import age, clocks_apart
from vpe_tui.tui.polling import Polling
from vpe_tui.tui.says import Changes, Finds, HasNews, Says, Tell
from vpe_tui.tui.sessions.kept_watch import KeptWatch
from vpe_tui.tui.sessions.listing import Listing
from vpe_tui.tui.sessions.view import SessionsView
from vpe_tui.tui.shell import Shell

if TYPE_CHECKING:
    from vpe_tui.fleet.summary import KeptEntry
    from vpe_tui.service.triaging import Question

HOUR_MS = 3_600_000
_LONGEST_TRIAGE_MS = 6 * HOUR_MS
"""Of a list that nobody asked a time of."""
_MOST_TRIAGED = 5_000

_WELCOME = (
    "{missing} yet.",
    f"Both stand in the {WHERE_CREDENTIALS_ARE}.",
    "Set VPE_API_KEY and VPE_PROJECT_ID in the environment, or api_key (or api_key_command) and project_id in",
    "{path}",
    "and start again. Enter opens the demo: it needs no key and no network.",
)

Work = Callable[[], Coroutine[None, None, object]]


class Host(Protocol):
    """Whose work the asking is: it ends with it."""

    @property
    def is_current(self) -> bool: ...

    def run_worker(self, work: Work, /, *, group: str, exclusive: bool) -> Worker[object]: ...


class ListsFeed:
    """The rows of both lists, for their view. Where one fails the other is shown."""

    def __init__(self, shell: Shell, view: SessionsView, zone: tzinfo, host: Host, tell: Tell) -> None:
        self._shell = shell
        self._view = view
        self._zone = zone
        self._host = host
        self._tell = tell
        self._listing = Listing()
        self._kept: Mapping[str, KeptEntry] = {}
        self._doing = ""
        self.kept = KeptWatch(shell, self._show_kept, lambda: host.is_current)
        """What is kept: `kept.read` when it is another one now."""
        self._polling = Polling(shell, host, self._ask_again, lambda: tell(Changes()), at_once=True)

    @property
    def state(self) -> str:
        """How old the list is, and what is done about it."""
        fetched_ms = self._listing.fetched_ms
        fetched = f"fetched {age(self._shell.clock() - fetched_ms)}" if fetched_ms is not None else ""
        apart = clocks_apart(self._shell.worker.offset_ms)
        parts = ("demo" if self._shell.settings.demo else "", fetched, apart, self._polling.said, self._doing)
        return " · ".join(part for part in parts if part)

    async def begin(self) -> None:
        """What is kept first: it is there at once, and needs nothing that talks HTTP."""
        self._view.recent.says("Fetching the recent sessions…")
        await self.kept.read()
        self._host.run_worker(self.kept.run, group="watch-kept", exclusive=True)

    # The kept sessions

    def load_kept(self) -> None:
        """What other programs did, and other screens."""
        self._host.run_worker(self.kept.look, group="kept", exclusive=True)

    async def _show_kept(self) -> None:
        entries = await asyncio.wrap_future(self._shell.worker.kept_list())
        self._kept = {entry.uuid: entry for entry in entries}
        self._show()
        doubts, cache = self._shell.worker.doubts(), self._shell.worker.cache
        if doubts or not cache.has_doubts:
            self._tell(Finds("kept", clean(doubts)))

    # The recent sessions

    def refresh(self) -> None:
        """Asks the API again, and the disk."""
        self.load_kept()
        self.refresh_recent()

    def refresh_recent(self) -> None:
        settings = self._shell.settings
        if settings.has_credentials:
            self._doing = "fetching…" if self._listing.fetched_ms is None else "refreshing…"
            self._view.recent.says("Fetching the recent sessions…")
            self._tell(Changes())
            self._host.run_worker(partial(self._list, polled=False), group="load", exclusive=True)
        elif settings.handed_over:
            self._view.recent.says(f"These are the sessions of {clean(settings.handed_over)}: 2 shows them.")
        else:
            path, missing = str(self._shell.config_path), settings.missing
            lines = (line.replace("{path}", path).replace("{missing}", missing) for line in _WELCOME)
            self._view.recent.says(*lines)

    def ask_for(self, words: str) -> None:
        """Other sessions are wanted of the API."""
        self._listing = Listing(words)
        self._show()
        self.refresh()

    @property
    def question(self) -> "Question | None":
        """The window that is listed, for a triage: without a time to the oldest row, an hour at least, six at most.

        None where nothing can be asked.
        """
        from vpe_tui.service.triaging import Question

        if not self._shell.settings.has_credentials:
            return None
        now_ms = self._shell.clock() + self._shell.worker.offset_ms
        query, oldest_ms = self._listing.query(self._zone)(now_ms), self._listing.oldest_ms
        start_ms = query.start_ms
        if start_ms is None:
            listed_ms = now_ms if oldest_ms is None else oldest_ms
            start_ms = max(min(listed_ms, now_ms - HOUR_MS), now_ms - _LONGEST_TRIAGE_MS)
        return Question(start_ms, query.end_ms, query.device, query.video_type, most_listed=_MOST_TRIAGED)

    def watch(self) -> None:
        """Asks again every few seconds, or no longer."""
        if self._shell.settings.has_credentials:
            self._polling.turn()
            self._tell(Changes())

    async def _ask_again(self) -> Fault | None:
        self.load_kept()
        return await self._list(polled=True)

    async def _list(self, *, polled: bool) -> Fault | None:
        """Asks for the list. Gives what came in place of it."""
        listing = self._listing
        try:
            recent = await asyncio.wrap_future(self._shell.worker.recent(listing.query(self._zone)))
        except Fault as fault:
            self._failed(fault)
            return fault
        if listing is not self._listing:
            return None  # something else is asked for by now
        came = listing.came(recent, self._shell.clock(), polled=polled)
        self._doing = ""
        none = f"There is no session of “{listing.words}”." if listing.words else "No session was recorded lately."
        self._view.recent.says(none, "f asks for others, r asks again.")
        self._show()
        self._tell(HasNews(listing.news, rings=polled and bool(came)))
        self._tell(Finds("list", ""))
        if came or not listing.new:
            self._tell(Finds("new", counted(came, "new session") if came else ""))
        return None

    def _failed(self, fault: Fault) -> None:
        from vpe_tui.tui.widgets.paragraphs import paragraphs

        self._doing = "not refreshed" if self._listing.fetched_ms is not None else ""
        chosen = len(self._view.kept.all)
        kept = f"2 shows the {counted(chosen, 'session')} kept here." if chosen else ""
        self._view.recent.says(*paragraphs(fault), " ".join(part for part in ("r asks again.", kept) if part))
        self._tell(Changes())
        if self._listing.listed:
            self._tell(Finds("list", clean(str(fault))))

    def was_seen(self) -> None:
        """Somebody looks at the list: nothing of it is news any longer."""
        if self._listing.unseen:
            self._listing.unseen = frozenset()
            self._tell(HasNews("", rings=False))

    def walk_on(self) -> None:
        """Asks for what is older than the oldest that is listed."""
        self._host.run_worker(self._older, group="older", exclusive=True)

    async def _older(self) -> None:
        listing = self._listing
        step = listing.step()
        if step is None:
            self._tell(Says("there is nothing older in what was asked for"))
            return
        self._tell(Says("asking for older sessions…"))
        try:
            older = await asyncio.wrap_future(self._shell.worker.recent(lambda _: step.query))
        except Fault as fault:
            self._tell(Says(clean(str(fault))))
            return
        if listing is self._listing:
            came = listing.walked(older)
            self._show()
            some = " · more began in one second than the API lists" if step.leaves_out else ""
            self._tell(Says((f"{counted(came, 'older session')}" if came else "nothing older came") + some))

    # Both

    def _show(self) -> None:
        """Both lists, joined: what is kept is known of what is listed, and the other way round.

        What was only fetched ahead is none of those that were looked at here.
        """
        context, new = self._view.context(), self._listing.new
        rows = [(each, each.uuid or "") for each in self._listing.listed]
        recent = [of_listed(each, self._kept.get(uuid), context, is_new=uuid in new) for each, uuid in rows]
        by_uuid = {uuid: each for each, uuid in rows}
        chosen = [entry for entry in self._kept.values() if entry.is_chosen]
        oldest_ms = self._listing.oldest_ms
        is_cut = self._listing.is_cut and oldest_ms is not None
        back = f", the API gives no more · {back_to(oldest_ms or 0, context)} · O older" if is_cut else ""
        self._view.recent.reach = back
        self._view.show(recent, [of_kept(entry, by_uuid.get(entry.uuid), context) for entry in chosen])
