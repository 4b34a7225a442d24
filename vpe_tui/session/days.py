"""Where another day begins in a log, as the wall clock of a zone has it."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from vpe_tui.session.events import EventLog
from vpe_tui.session.index import Chapter
from vpe_tui.text.times import moment


def days_of(log: EventLog, zone: tzinfo) -> list[Chapter]:
    """The first row of each day but the first, with its date. As many steps as there are days with rows."""
    return list(_days(log, zone))


def _days(log: EventLog, zone: tzinfo) -> Iterator[Chapter]:
    starts = log.start_ms
    row = 0
    while len(log) and (row := bisect_left(starts, _next_midnight_ms(starts[row], zone), row + 1)) < len(log):
        day = _day(starts[row], zone)
        if day != _day(starts[row - 1], zone):  # a clock that was set back leaves rows in no order
            yield Chapter(row, day)


def _day(ms: int, zone: tzinfo) -> str:
    return f"{moment(ms, zone):%Y-%m-%d}"


def _next_midnight_ms(ms: int, zone: tzinfo) -> int:
    here = moment(ms, zone)
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), here.tzinfo)
    return int(midnight.timestamp()) * 1000
