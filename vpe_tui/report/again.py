"""Command lines that show a session again: whatever tells one has it from here."""

from datetime import UTC

from vpe_tui.session.events import EventLog
from vpe_tui.session.places import place_of
from vpe_tui.text.command_line import command_line, operand, option
from vpe_tui.text.times import utc_iso


def on_screen(program: str, target: str, at: str = "", filter: str = "") -> str:
    """What opens a session (a UUID, or a file), at a place. `program` is how to call us: the settings tell."""
    where = (*(option("--at", at) if at else ()), *(option("--filter", filter) if filter else ()))
    return command_line(program, operand(target), *where)


def printed(program: str, target: str, form: str) -> str:
    """What prints it, in a form of `show`."""
    return command_line(program, "show", operand(target), f"--{form}")


def place_said(log: EventLog, row: int) -> str:
    """The row's time (UTC): a row that comes late moves no link. Its number where that is the time of another row."""
    time = utc_iso(log.start_ms[row])
    return time if place_of(time, log, UTC).row == row else str(row)
