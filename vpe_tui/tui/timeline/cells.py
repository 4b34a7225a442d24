"""What each column of the timeline says of a row."""

from collections.abc import Callable
from datetime import tzinfo
from math import log10
from typing import NamedTuple

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import error_text
from vpe_tui.session.places import gap_before, quality_change
from vpe_tui.text.clean import counted
from vpe_tui.text.numbers import as_share
from vpe_tui.text.times import clock, duration, playhead, relative
from vpe_tui.tui.widgets.table import Column

BAR_WIDTH = 8
_SHORTEST_S, _LONGEST_S = 0.05, 60.0
_ARROWS = {1: "▲", -1: "▼", 0: " "}

ERROR, LIVED = "error", "what it was"
"""An error; what a row tells of, where that is not what its word says. The first column has both where one has room."""
_SILENCE_MS = 1_000
"""A gap before a row that is worth a word."""

COLUMNS = (
    Column("since start", 14, 10, right=True, style="lines--dim"),
    Column("clock", 12, 4, right=True, style="lines--dim"),
    Column("ends", 12, -1, right=True, style="lines--dim"),
    Column("gap", 8, -2, right=True, style="lines--dim"),
    Column("action", 14, 11),
    Column("duration", 9, 9, right=True),
    Column("", BAR_WIDTH, 1),
    Column("playhead", 8, 7, right=True),
    Column("%", 4, 3, right=True),
    Column("quality", 8, 6),
    Column(LIVED, 40, -3, style="lines--dim"),
    Column(ERROR, 10, 5, style="lines--error"),
)


AT_THEIR_WORD = tuple(column for column in COLUMNS if column.name != LIVED)
"""The columns of a log whose rows are all what their words say."""

STATE_COLUMNS = ("action", "duration", "")
"""Coloured by the row's state. They stand side by side: each change of style in a line is bytes on the wire."""


class From(NamedTuple):
    """What times are told from: an instant (epoch ms) and a zone for the wall clock."""

    zero_ms: int
    zone: tzinfo


def bar(seconds: float | None) -> str:
    """A length of time as a bar: 50 ms is nothing, a minute is full, on a logarithmic scale."""
    if not seconds or seconds <= _SHORTEST_S:
        return ""
    share = min(log10(seconds / _SHORTEST_S) / log10(_LONGEST_S / _SHORTEST_S), 1)
    full, half = divmod(round(share * BAR_WIDTH * 2), 2)
    return "━" * full + "╸" * half


def _or_dash(value: float | None, say: Callable[[float], str]) -> str:
    return "–" if value is None else say(value)


def _since(log: EventLog, row: int, told: From) -> str:
    about = "~" if row in log.approximate else ""
    return about + relative(log.start_ms[row] - told.zero_ms)


def _gap(log: EventLog, row: int, told: From) -> str:
    silent_ms = gap_before(log, row)
    return duration(silent_ms / 1000) if silent_ms > _SILENCE_MS else ""


CELLS: dict[str, Callable[[EventLog, int, From], str]] = {
    "since start": _since,
    "clock": lambda log, row, told: clock(log.start_ms[row], told.zone),
    "ends": lambda log, row, told: clock(log.end_ms[row], told.zone),
    "gap": _gap,
    "action": lambda log, row, told: f"{log.kinds[row].glyph} {log.actions[row]}",
    "duration": lambda log, row, told: _or_dash(log.duration_s[row], duration),
    "": lambda log, row, told: bar(log.duration_s[row]),
    "playhead": lambda log, row, told: _or_dash(log.video_time_s[row], playhead),
    "%": lambda log, row, told: _or_dash(log.percent[row], lambda share: f"{as_share(share)}%"),
    "quality": lambda log, row, told: f"{_ARROWS[quality_change(log, row)]} {log.quality[row] or '–'}",
    ERROR: lambda log, row, told: error_text(log.error_code[row], log.error_message[row]),
}


_OF_LAST = ("ends", "playhead", "%")
"""What is so at the end of a row: of several in one line at the end of the last."""


def folded(column: str, log: EventLog, rows: range, told: From) -> str:
    """What a column says of rows that stand in one line."""
    if column == ERROR:
        return counted(len(rows), "row")
    if column in ("duration", ""):
        lasted_s = sum(log.duration_s[row] or 0 for row in rows)
        return duration(lasted_s) if column else bar(lasted_s)
    return CELLS[column](log, rows[-1 if column in _OF_LAST else 0], told)
