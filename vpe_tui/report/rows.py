"""Rows of logs as NDJSON and CSV, for programs that read many sessions at once."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from vpe_tui.playback.playback import Playback
from vpe_tui.report.json import event_values, in_line

COLUMNS = (
    "uuid",
    "row",
    "start",
    "end",
    "action",
    "duration_s",
    "video_time_s",
    "watching_percent",
    "quality",
    "state",
    "error_code",
    "error_message",
)
"""Of the CSV; NDJSON has `raw` too."""

_FORMULA = re.compile(r"(^|[;|\t\r\n])(?=[ \"]*[=+\-@\t\r＝＋－＠])")
"""Where a spreadsheet may take text for a formula: at the beginning of a cell, be the separator another than ours."""


def ndjson(playback: Playback) -> Iterator[str]:
    """A line a row: `uuid`, then what `show --json` says of an event."""
    return map(in_line, _lines(playback))


def _lines(playback: Playback) -> Iterator[dict[str, Any]]:
    from vpe_tui.report.contract import EventLineJson, told_each

    session = playback.session
    lines = ({"uuid": session.uuid, **event_values(event, playback)} for event in session.events)
    return told_each(EventLineJson, lines)


def csv_head() -> str:
    """The names of the columns, as the first line of a CSV."""
    return _line(COLUMNS)


def flat_rows(playback: Playback) -> Iterator[dict[str, Any]]:
    """A row as its columns, each with its value; an undefined one is None."""
    return ({name: told[name] for name in COLUMNS} for told in _lines(playback))


def csv_rows(playback: Playback) -> Iterator[str]:
    """A line a row. An undefined value is an empty cell; text that could run as a formula begins with `'`."""
    yield from (csv_line(list(told.values())) for told in flat_rows(playback))


def csv_line(cells: Sequence[object]) -> str:
    """A line of a CSV, safe for a spreadsheet."""
    return _line([_cell(cell) for cell in cells])


def _cell(value: object) -> object:
    if isinstance(value, str):
        return _FORMULA.sub(r"\1'", value)
    return value


def _line(cells: object) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)  # type: ignore[arg-type]
    return line.getvalue()
