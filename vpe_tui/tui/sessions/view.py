"""The two lists of sessions on screen, with the commands that work on them."""

from collections.abc import Sequence
from datetime import tzinfo
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive

from vpe_tui.fleet.row import DisplayContext, SessionRow
from vpe_tui.text.clean import clean
from vpe_tui.tui.commands import SESSIONS
from vpe_tui.tui.keys import bindings, give_keys_to
from vpe_tui.tui.says import (
    AsksFor,
    Changes,
    Moves,
    OffersColumns,
    OffersOrders,
    Opens,
    Says,
    Tell,
    WantsDeletion,
    WantsDemo,
    WantsExplanation,
    WantsItBack,
    WantsNote,
    WantsOlder,
    WantsPartner,
    WantsRefresh,
    WantsStar,
    WantsToCopy,
    WantsToHandOver,
    WantsTriage,
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
        self.recent = RecentList("recent", shell.settings.columns_recent)
        self.kept = KeptList("kept", shell.settings.columns_kept)
        if handed_over := clean(shell.settings.handed_over):
            self.kept.border_title = f"Sessions of {handed_over}"

    def compose(self) -> ComposeResult:
        for table in self.tables:
            table.context = self.context
        self.set_reactive(SessionsView.front, "kept" if self._shell.settings.handed_over else "recent")
        for table in self.tables:
            table.display = table is self.table
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
        parts = (row.uuid, row.notes.text, row.summary.title, row.summary.verdict_text) if row else ()
        return " · ".join(part for part in parts if part)

    @property
    def position(self) -> str:
        table = self.table
        return f"{table.cursor + 1:,} of {len(table.rows):,}" if table.row else ""

    def step_out(self) -> bool:
        """One step out: of the prompt, the marks, then of what the lists are narrowed to."""
        if self.prompt.is_asking:
            self.prompt.cancel()
        elif self.table.unmark():
            self.tell(Moves())
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
        self.refresh_bindings()
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
        self.table.sort_by(clicked.column.name)

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who has a key needs no demo; who has none opens it in the list that would need one."""
        settings = self._shell.settings
        needs_key = self.front == "recent" and not (settings.has_credentials or settings.handed_over)
        possible = {"demo": needs_key, "open_row": not needs_key}.get(action, True)
        return super().check_action(action, parameters) and possible

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

    def action_triage(self) -> None:
        self.tell(WantsTriage())

    def action_sort(self) -> None:
        self.tell(OffersOrders())

    def action_columns(self) -> None:
        self.tell(OffersColumns())

    @on(Lines.Chosen)
    def action_open_row(self) -> None:
        row = self.table.row
        if row is not None and row.has_uuid:
            self.tell(Opens(row.uuid))
        elif row is not None:
            self.tell(Says("this row has no UUID that could be asked for"))

    def action_mark(self) -> None:
        self.table.toggle_mark()

    def action_compare(self) -> None:
        self.tell(WantsPartner())

    def action_save(self) -> None:
        rows = self.table.wanted
        self.tell(WantsToHandOver(rows) if rows else Says("there is no session to hand over"))

    def action_star(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.tell(Says("only a session that is kept can be starred: enter opens and keeps it"))
        else:
            self.tell(WantsStar(row.uuid))

    def action_note(self) -> None:
        from vpe_tui.tui.widgets.noting import NoteQuestion

        row = self.table.row
        if row is None or not row.has_uuid:
            self.tell(Says("there is nothing that a note could be on"))
        else:  # whether it is kept is looked at when the note is there: what is typed meanwhile is no command
            note = partial(self._noted, row.uuid)
            self._ask(NoteQuestion("note", row.notes.session, note))

    def _noted(self, uuid: str, text: str) -> None:
        self.tell(WantsNote(text, uuid=uuid))

    def action_delete(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.tell(Says("this session is not kept here"))
        else:
            self.tell(WantsDeletion(row.uuid))

    def action_explain(self) -> None:
        row = self.table.row
        self.tell(WantsExplanation(row) if row else Says("no row to explain"))

    def action_undo(self) -> None:
        self.tell(WantsItBack())

    def action_copy(self) -> None:
        self.tell(WantsToCopy())

    def action_refresh(self) -> None:
        self.tell(WantsRefresh())

    def action_older(self) -> None:
        self.action_list("recent")
        self.tell(WantsOlder())

    def action_watch(self) -> None:
        self.tell(WantsWatching())

    def action_demo(self) -> None:
        self.tell(WantsDemo())
