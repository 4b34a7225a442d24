"""The sessions screen: the most recent sessions from the API, newest first."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from vpe_tui.config import WHERE_CREDENTIALS_ARE
from vpe_tui.errors import Fault
from vpe_tui.session.text import clean, counted
from vpe_tui.session.times import duration
from vpe_tui.tui.commands import SESSIONS, bindings
from vpe_tui.tui.screens.base import VpeScreen, told
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.table import Column, Table

if TYPE_CHECKING:
    from vpe_tui.session.records import Listed
    from vpe_tui.tui.app import VpeApp

_WELCOME = (
    "{missing} yet.",
    f"Both stand in the {WHERE_CREDENTIALS_ARE}.",
    "Set VPE_API_KEY and VPE_PROJECT_ID in the environment, or api_key (or api_key_command) and project_id in",
    "{path}",
    "and start again. d opens the demo: it needs neither key nor network.",
)


class SessionList(Table):
    """A row for each recent session."""

    HEAD = 1
    COLUMNS = (
        Column("when (KST)", 19, 9, style="lines--dim"),
        Column("error", 7, 8),
        Column("device", 6, 4),
        Column("OS", 17, 3),
        Column("start", 8, 6, right=True),
        Column("rebuffering", 11, 7, right=True),
        Column("playing", 9, 5, right=True),
        Column("origin", 14, 2, style="lines--dim"),
    )

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = "Recent sessions"
        self.rows: Sequence[Listed] = ()

    def show(self, rows: "Sequence[Listed]") -> None:
        self.rows = rows
        self.border_subtitle = counted(len(rows), "session") if rows else ""
        self.show_lines(len(rows))

    def cell(self, index: int, column: Column) -> str:
        row = self.rows[index]
        return _CELLS[column.name](row)

    def cell_style(self, index: int, column: Column) -> str:
        return "lines--error" if column.name == "error" else column.style


class SessionsScreen(VpeScreen):
    """Where people find a session when they have no UUID."""

    BINDINGS = bindings(SESSIONS)
    app: "VpeApp"

    def middle(self) -> ComposeResult:
        yield SessionList(id="sessions")

    def on_mount(self) -> None:
        self.title_says("sessions", self._mode)
        # What talks HTTP is as large as the screen: the frame comes first.
        self.call_after_refresh(self.action_refresh)

    @property
    def list(self) -> SessionList:
        return self.query_one(SessionList)

    @property
    def _mode(self) -> str:
        return "demo" if self.app.settings.demo else ""

    def action_refresh(self) -> None:
        if self.app.settings.has_credentials:
            self.list.say("Fetching the recent sessions…")
            self.title_says("sessions", " · ".join(part for part in (self._mode, "fetching…") if part))
            self._load()
        else:
            path = str(self.app.config_path)
            missing = self.app.settings.missing
            self.list.say(*(line.replace("{path}", path).replace("{missing}", missing) for line in _WELCOME))

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        try:
            rows = await asyncio.wrap_future(self.app.desk.recent())
        except Fault as fault:
            self._failed(fault)
            return
        self.list.say("No session was recorded lately.", "r asks again.")
        self.list.show(rows)
        self.title_says("sessions", self._mode)
        self.say_uuid()

    def _failed(self, fault: Fault) -> None:
        self.list.say(*told(fault), "r asks again.")
        self.title_says("sessions", self._mode)
        if self.list.count:
            self.status_says(clean(str(fault)))

    @on(Lines.Moved)
    def say_uuid(self) -> None:
        row = self.list.rows[self.list.cursor] if self.list.rows else None
        self.status_says(row.uuid or "" if row else "")

    @on(Lines.Chosen)
    def action_open_row(self) -> None:
        row = self.list.rows[self.list.cursor] if self.list.rows else None
        if row is not None:
            self.app.open_target(row.uuid or "")

    def action_demo(self) -> None:
        self.app.start_demo()
        self.refresh_bindings()
        self.action_refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "demo":
            return not self.app.settings.has_credentials
        return True


def _length(seconds: float | None) -> str:
    return "–" if seconds is None else duration(seconds)


_CELLS: "dict[str, Callable[[Listed], str]]" = {
    "when (KST)": lambda row: row.log_date or "–",
    "error": lambda row: "✗ error" if row.is_error else "",
    "device": lambda row: row.device or "–",
    "OS": lambda row: row.os or "–",
    "start": lambda row: _length(row.start_s),
    "rebuffering": lambda row: _length(row.rebuffering_s),
    "playing": lambda row: _length(row.playing_s),
    "origin": lambda row: row.origin or "–",
}
