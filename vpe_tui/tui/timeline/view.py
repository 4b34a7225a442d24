"""The timeline: every row of the log, drawn a line at a time, so that 100,000 rows cost no more than ten."""

from collections.abc import Callable
from datetime import tzinfo
from typing import ClassVar

from textual.reactive import reactive

from vpe_tui.session.events import EventLog
from vpe_tui.session.model import Session
from vpe_tui.session.report import error_text
from vpe_tui.session.text import counted
from vpe_tui.session.times import KST, clock, duration, playhead, relative
from vpe_tui.tui.theme import state_class
from vpe_tui.tui.widgets.table import Column, Table

_STATES = ("start", "playing", "paused", "seeking", "rebuffering", "error", "ended")


class Timeline(Table):
    """Every row of a session's log, oldest first."""

    COLUMNS = (
        Column("since start", 13, 9, right=True, style="lines--dim"),
        Column("clock", 12, 4, right=True, style="lines--dim"),
        Column("action", 14, 10),
        Column("duration", 9, 8, right=True),
        Column("playhead", 8, 7, right=True),
        Column("%", 4, 3, right=True),
        Column("quality", 8, 6),
        Column("error", 10, 5, style="lines--error"),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{state}" for state in _STATES}

    session: reactive[Session | None] = reactive(None)
    zone: reactive[tzinfo] = reactive(KST)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = "5 Timeline"

    def watch_session(self, session: Session | None) -> None:
        if session is not None:
            self.say("No event was logged.", "The player reported nothing, or nothing of it was kept.")
        self.show_lines(len(session.events) if session else 0)
        self._say_position()

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        self._say_position()

    def _say_position(self) -> None:
        self.border_subtitle = f"row {self.cursor:,} · {counted(self.count, 'event')}" if self.count else ""

    def cell(self, index: int, column: Column) -> str:
        assert self.session is not None
        return _CELLS[column.name](self.session.events, index, self.zone)

    def cell_style(self, index: int, column: Column) -> str:
        if column.name != "action" or self.session is None:
            return column.style
        return f"timeline--{state_class(self.session.events.kinds[index])}"


def _or_dash(value: float | None, say: Callable[[float], str]) -> str:
    return "–" if value is None else say(value)


def _since_start(log: EventLog, row: int, zone: tzinfo) -> str:
    about = "~" if row in log.approximate else ""
    return about + relative(log.start_ms[row] - log.zero_ms)


_CELLS: dict[str, Callable[[EventLog, int, tzinfo], str]] = {
    "since start": _since_start,
    "clock": lambda log, row, zone: clock(log.start_ms[row], zone),
    "action": lambda log, row, zone: f"{log.kinds[row].glyph} {log.actions[row]}",
    "duration": lambda log, row, zone: _or_dash(log.duration_s[row], duration),
    "playhead": lambda log, row, zone: _or_dash(log.video_time_s[row], playhead),
    "%": lambda log, row, zone: _or_dash(log.percent[row], lambda share: f"{share:.0f}%"),
    "quality": lambda log, row, zone: log.quality[row] or "–",
    "error": lambda log, row, zone: error_text(log.error_code[row], log.error_message[row]),
}
"""What each column says of a row."""
