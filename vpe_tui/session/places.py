"""Places in a log: the row of a time, a share or a number that somebody typed."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import NamedTuple

from vpe_tui.session.events import EventLog
from vpe_tui.session.quality import height_px
from vpe_tui.text.times import DAY_MS, at_clock, shown_by_clock
from vpe_tui.text.typed_times import ClockTime, clock_time, length_s

GAP_MS = 1_000
"""Silence between two rows that is worth a jump; rows of one chain follow within milliseconds."""

_COUNTED = re.compile(r"(?:(\d{1,9}):)?(\d{1,9}):(\d{1,9}(?:\.\d+)?)")
"""A length as the timeline shows it."""
_SIGNS = {"+": 1, "−": -1, "-": -1}
_SHARE = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*%")
_ROW = re.compile(r"\d{1,18}", re.ASCII)


def row_at(log: EventLog, instant: int) -> int:
    """The first row that ends after the instant (epoch ms), the last row when none does; 0 in an empty log."""
    return max(min(bisect_right(log.end_ms, instant), len(log) - 1), 0)


def row_of(log: EventLog, instant: int) -> int:
    """The row that begins at the instant (epoch ms): what was under way then may be another one. Without one, that."""
    return log.start_ms.index(instant) if instant in log.start_ms else row_at(log, instant)


class Place(NamedTuple):
    """A row to go to."""

    row: int
    beyond: str = ""
    """Why it is this row, where what was asked for is none of the session, or is not one time."""


NO_PLACE = "“{}” is no time; +12:43, 12:52:00, 10-08 12:52, 43% and a row's number are"


def is_place(words: str) -> bool:
    """Whether words may be a place of some log."""
    text = words.strip()
    counted = text[:1] in _SIGNS and _counted_s(text[1:]) is not None
    return counted or bool(_ROW.fullmatch(text) or _SHARE.fullmatch(text) or clock_time(text))


def place_of(words: str, log: EventLog, zone: tzinfo) -> Place:
    """The place of `+12:43` or `+3h20m` since the start, `12:52` or `10-08 12:52` on the clock, `43%`, or row `88`.

    Raises ValueError, with a sentence, for anything else and for an empty log.
    """
    text = words.strip()
    if not len(log):
        raise ValueError("there is no event to go to")
    if _ROW.fullmatch(text):
        row, last = int(text), len(log) - 1
        return Place(row) if row <= last else Place(last, f"there is no row {row:,}: this is the last")
    if said := clock_time(text):
        of = said.zone or zone
        days = _dates(said, log, of) if said.date else _days(log, of)
        if days:
            return _by_clock(days, said, log, of)
    instant = _instant(text, log)
    if instant is None:
        raise ValueError(NO_PLACE.format(text))
    return Place(row_at(log, instant), _beyond(instant, log))


def _beyond(instant: int, log: EventLog) -> str:
    """A clock is read to the minute: the minute of the first row is not before it."""
    if instant <= log.zero_ms - 60_000:
        return "that was before the session: this is the first row"
    return "that was after the session: this is the last row" if instant > log.end_ms[-1] else ""


def _instant(text: str, log: EventLog) -> int | None:
    if text[:1] in _SIGNS and (after_s := _counted_s(text[1:])) is not None:
        return log.zero_ms + _SIGNS[text[0]] * round(after_s * 1000)
    if match := _SHARE.fullmatch(text):
        return log.zero_ms + round((log.end_ms[-1] - log.zero_ms) * float(match[1]) / 100)
    return None


def _counted_s(text: str) -> float | None:
    """Seconds of a length, in units or as the timeline shows it."""
    match = _COUNTED.fullmatch(text)
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3]) if match else length_s(text)


def _days(log: EventLog, zone: tzinfo) -> Iterable[datetime]:
    """The midnights of every day of a log, and of the days beside it; a day can be shorter than 24 h."""
    half_days = range(-2, 2 * min((log.end_ms[-1] - log.zero_ms) // DAY_MS + 2, 366) + 1)
    shown = (shown_by_clock(log.zero_ms + half * DAY_MS // 2, zone) for half in half_days)
    return dict.fromkeys(day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) for day in shown)


def _dates(said: ClockTime, log: EventLog, zone: tzinfo) -> Iterable[datetime]:
    """The midnight of a date; without a year of each that the log may be in. Nothing for no day at all."""
    first, last = (shown_by_clock(ms, zone).year for ms in (log.zero_ms, log.end_ms[-1]))
    return said.days(range(first - 1, last + 2))


def _by_clock(days: Iterable[datetime], said: ClockTime, log: EventLog, zone: tzinfo) -> Place:
    """The first instant of the log when the clock shows that on one of the days; if there is none, the nearest one."""
    first, last = log.zero_ms, log.end_ms[-1]
    instants = {instant: day + said.of_day for day in days for instant in at_clock(day + said.of_day, zone)}
    shown = [instant for instant in sorted(instants) if first - said.within_ms < instant <= last]
    if not shown:
        nearest = min(instants, key=lambda instant: max(first - instant, instant - last))
        return Place(row_at(log, nearest), _beyond(nearest, log))
    instant, wall = shown[0], instants[shown[0]]
    why = ""
    if shown_by_clock(instant, zone) != wall:
        why = f"the clock was set ahead over that, to {shown_by_clock(instant, zone):%H:%M}: this is when"
    elif wall in (instants[later] for later in shown[1:]):
        why = "the clock was set back, and showed that twice: this is the first time"
    row = row_of(log, instant) if said.within_ms == 1 else row_at(log, instant)
    return Place(row, why)


def quality_change(log: EventLog, row: int) -> int:
    """+1 where the quality is higher than in the row before, -1 where it is lower, else 0."""
    if row == 0 or log.quality[row] == log.quality[row - 1]:
        return 0
    now, before = height_px(log.quality[row]), height_px(log.quality[row - 1])
    if now is None or before is None:
        return 0
    return (now > before) - (now < before)


def gap_before(log: EventLog, row: int) -> int:
    """Milliseconds that no row tells of, between the row before and this one; 0 for the first."""
    return max(log.start_ms[row] - log.end_ms[row - 1], 0) if row else 0
