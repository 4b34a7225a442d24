"""The timeline: every row of the log, drawn a line at a time, so that 100,000 rows cost no more than ten."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import ClassVar, NamedTuple

from textual.reactive import reactive

from vpe_tui.session.model import Session
from vpe_tui.session.report import error_text
from vpe_tui.session.times import KST, clock, duration, playhead, relative
from vpe_tui.tui.theme import state_class
from vpe_tui.tui.widgets.lines import Lines, Run, fit

_STATES = ("start", "playing", "paused", "seeking", "rebuffering", "error", "ended")


class Column(NamedTuple):
    """A column of the timeline. The one of the lowest `rank` gives way first when there is no room."""

    name: str
    width: int
    rank: int
    right: bool = False


COLUMNS = (
    Column("since start", 13, 9, right=True),
    Column("clock", 12, 4, right=True),
    Column("action", 14, 10),
    Column("duration", 9, 8, right=True),
    Column("playhead", 8, 7, right=True),
    Column("%", 4, 3, right=True),
    Column("quality", 8, 6),
    Column("error", 10, 5),
)
_GAP = 2


class Timeline(Lines):
    """Every row of a session's log, oldest first."""

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
        self.border_subtitle = f"row {self.cursor:,} · {self.count:,} events" if self.count else ""

    def runs(self, index: int, width: int) -> Sequence[Run]:
        assert self.session is not None
        cells = _cells(self.session, index, self.zone)
        state = f"timeline--{state_class(self.session.events.kinds[index])}"
        runs: list[Run] = []
        for column in columns_for(width):
            text = cells[column.name]()
            room = column.width if column.name != "error" else max(width - sum(len(run[0]) for run in runs) - _GAP, 0)
            shown = text.rjust(room) if column.right and text.isascii() else fit(text, room)
            style = {"clock": "lines--dim", "since start": "lines--dim", "action": state, "error": "lines--error"}
            runs.append((" " * _GAP + shown, style.get(column.name, "")))
        return merged(runs)


def columns_for(width: int) -> tuple[Column, ...]:
    """The columns that have room in `width` cells; the least important give way."""
    shown = list(COLUMNS)
    while len(shown) > 1 and sum(column.width + _GAP for column in shown) > width:
        shown.remove(min(shown, key=lambda column: column.rank))
    return tuple(shown)


def merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one style as one run: every change of style is bytes on the wire."""
    joined: list[Run] = []
    for text, style in runs:
        if joined and (joined[-1][1] == style or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, style))
    return joined


def _cells(session: Session, row: int, zone: tzinfo) -> dict[str, Callable[[], str]]:
    """What each column says of a row; worked out only for the columns that are shown."""
    log = session.events
    about = "~" if row in log.approximate else ""
    return {
        "since start": lambda: about + relative(log.start_ms[row] - log.zero_ms),
        "clock": lambda: clock(log.start_ms[row], zone),
        "action": lambda: f"{log.kinds[row].glyph} {log.actions[row]}",
        "duration": lambda: _or_dash(log.duration_s[row], duration),
        "playhead": lambda: _or_dash(log.video_time_s[row], playhead),
        "%": lambda: _or_dash(log.percent[row], lambda share: f"{share:.0f}%"),
        "quality": lambda: log.quality[row] or "–",
        "error": lambda: error_text(log.error_code[row], log.error_message[row]),
    }


def _or_dash(value: float | None, say: Callable[[float], str]) -> str:
    return "–" if value is None else say(value)
