"""The two lists of sessions on screen, with the commands that work on them."""

from collections.abc import Sequence
from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive

from vpe_tui.fleet.row import DisplayContext, SessionRow
from vpe_tui.tui.commands import SESSIONS
from vpe_tui.tui.keys import bindings, give_keys_to
from vpe_tui.tui.says import (
    AsksFor,
    Changes,
    Moves,
    Opens,
    Says,
    Tell,
    WantsDeletion,
    WantsDemo,
    WantsItBack,
    WantsRefresh,
    WantsStar,
    WantsToCopy,
    WantsWatching,
)
from vpe_tui.tui.sessions.head import Head
from vpe_tui.tui.sessions.lists import KeptList, RecentList, SessionTable
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.prompt import Question
from vpe_tui.tui.widgets.table import Table
from vpe_tui.tui.widgets.view import View

ANYTHING = "PC, Mobile · VOD, LIVE"
"""What the API is asked for while it is asked for nothing in particular."""


class SessionsView(View):
    """What the API lists, and what is kept here. What it cannot do itself it tells."""

    BINDINGS = bindings(SESSIONS)

    front: reactive[str] = reactive("recent", init=False)
    """The list that is shown: `recent` or `kept`."""

    def __init__(self, shell: Shell, zone: tzinfo, tell: Tell) -> None:
        super().__init__(tell)
        self._shell = shell
        self._zone = zone
        self.words = ""
        """What the API is asked for."""
        self.head = Head(id="which")
        self.recent, self.kept = RecentList("recent"), KeptList("kept")

    def compose(self) -> ComposeResult:
        for table in self.tables:
            table.context = self.context
        self.kept.display = False
        yield self.head
        yield self.recent
        yield self.kept
        yield self.prompt

    def context(self) -> DisplayContext:
        """The moment and the zone that times are told in."""
        return DisplayContext(self._shell.clock(), self._zone)

    def show(self, recent: Sequence[SessionRow], kept: Sequence[SessionRow]) -> None:
        """Other rows; each cursor stays on its session."""
        self.recent.show(recent)
        self.kept.show(kept)
        self._renewed()

    def say_head(self) -> None:
        """Which list is in front, and what the API is asked for."""
        kept = len(self.kept.all)
        self.head.names = ("Recent", f"Kept {kept}" if kept else "Kept")
        self.head.open = self.head.names[self.front == "kept"].lower()
        self.head.right = self.words or ANYTHING

    # What can be asked of it

    @property
    def tables(self) -> tuple[SessionTable, SessionTable]:
        return self.recent, self.kept

    @property
    def table(self) -> SessionTable:
        """The list in front."""
        return self.kept if self.front == "kept" else self.recent

    @property
    def at_cursor(self) -> str:
        """The row under the cursor, in words."""
        row = None if self.prompt.is_asking else self.table.row
        parts = (row.uuid, row.summary.title, row.summary.verdict_text) if row else ()
        return " · ".join(part for part in parts if part)

    @property
    def position(self) -> str:
        table = self.table
        return f"{table.cursor + 1:,} of {len(table.rows):,}" if table.row else ""

    def step_out(self) -> bool:
        """One step out: of the prompt, then of what the lists are narrowed to."""
        if self.prompt.is_asking:
            self.prompt.cancel()
        elif self.table.words:
            for table in self.tables:
                table.narrow("")
            self.tell(Moves())
        else:
            return False
        return True

    def stand_on(self, uuid: str) -> bool:
        """The cursor goes to a session. False when the list in front does not show it."""
        return self.table.stand_on(uuid)

    # What happens in it

    def watch_front(self) -> None:
        for table in self.tables:
            table.display = table is self.table
        give_keys_to(self.table)
        self._renewed()

    def _renewed(self) -> None:
        self.tell(Changes())
        self.tell(Moves())

    @on(Lines.Moved)
    def moved(self, moved: Lines.Moved) -> None:
        if moved.lines is self.table:
            self.tell(Moves())

    @on(Table.HeadClicked)
    def sort_by_head(self, clicked: Table.HeadClicked) -> None:
        name, table = clicked.column.name, self.table
        table.sort(name, descending=not table.descending if name == table.sorted_by else None)

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who has a key needs no demo."""
        return super().check_action(action, parameters) and (
            action != "demo" or not self._shell.settings.has_credentials
        )

    def action_list(self, name: str) -> None:
        self.front = name

    def action_next_list(self) -> None:
        self.front = "kept" if self.front == "recent" else "recent"

    def action_narrow(self) -> None:
        from vpe_tui.tui.sessions.questions import NarrowQuestion

        self._ask(NarrowQuestion(self.table, self.tables))

    def action_ask(self) -> None:
        from vpe_tui.tui.sessions.questions import AskedQuestion

        def take(words: str) -> None:
            self.words = words
            self.tell(AsksFor(words))

        self.action_list("recent")
        self._ask(AskedQuestion(self.words, self._zone, self._api_clock, take))

    def _api_clock(self) -> int:
        """The moment as the API has it."""
        return self._shell.clock() + self._shell.worker.offset_ms

    def _ask(self, question: Question) -> None:
        self.prompt.ask(question, self.table, lambda: self.tell(Moves()))
        self.tell(Moves())

    def action_sort(self, by: int) -> None:
        name = self.table.sort_next(by)
        self.tell(Says(f"sorted by {name or 'what is starred or new'}"))

    def action_sort_reverse(self) -> None:
        self.table.sort(self.table.sorted_by, descending=not self.table.descending)

    @on(Lines.Chosen)
    def action_open_row(self) -> None:
        row = self.table.row
        if row is not None and row.has_uuid:
            self.tell(Opens(row.uuid))
        elif row is not None:
            self.tell(Says("this row has no UUID that could be asked for"))

    def action_star(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.tell(Says("only a session that is kept can be starred: enter opens and keeps it"))
        else:
            self.tell(WantsStar(row.uuid))

    def action_forget(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.tell(Says("this session is not kept here"))
        else:
            self.tell(WantsDeletion(row.uuid))

    def action_undo(self) -> None:
        self.tell(WantsItBack())

    def action_copy(self) -> None:
        self.tell(WantsToCopy())

    def action_refresh(self) -> None:
        self.tell(WantsRefresh())

    def action_poll(self) -> None:
        self.tell(WantsWatching())

    def action_demo(self) -> None:
        self.tell(WantsDemo())
