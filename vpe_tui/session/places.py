"""Places in a log: where a time is, where the next error, stall, quality change or gap is."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, tzinfo
from enum import Enum
from itertools import compress, count, islice
from operator import sub
from typing import NamedTuple

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.tally import Tally, height_px
from vpe_tui.session.times import DAY_MS, at_clock, epoch_ms, moment

GAP_MS = 1_000
"""Silence between two rows that is worth a jump; rows of one chain follow within milliseconds."""

_OFFSET = re.compile(r"([+−-])(?:(?:(\d{1,9}):)?(\d{1,9}):)?(\d{1,9}(?:\.\d+)?)")
_SPAN = re.compile(r"([+−-])((?:\d{1,9}(?:\.\d+)?[dhms])+)")
_UNITS_S = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,3})?)?")
_DATED = re.compile(r"(?:(?P<year>\d{4})-)?(?P<month>\d\d?)-(?P<day>\d\d?)[ T]+(?P<clock>[\d:.]+)", re.ASCII)
_SHARE = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*%")
_ROW = re.compile(r"\d{1,18}", re.ASCII)


class Landmark(Enum):
    """What one can jump to, and the word for it."""

    ERROR = "error"
    STALL = "stall"
    QUALITY = "quality change"
    GAP = "gap"


def row_at(log: EventLog, instant: int) -> int:
    """The first row that ends after the instant (epoch ms), the last row when none does; 0 in an empty log."""
    return max(min(bisect_right(log.end_ms, instant), len(log) - 1), 0)


class Place(NamedTuple):
    """A row to go to."""

    row: int
    beyond: str = ""
    """Where what was asked for is none of the session: why it is this row."""


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
    instant = _instant(text, log, zone)
    if instant is None:
        raise ValueError(f"“{text}” is no time; +12:43, 12:52:00, 10-08 12:52, 43% and a row's number are")
    return Place(row_at(log, instant), _beyond(instant, log))


def _beyond(instant: int, log: EventLog) -> str:
    """A clock is read to the minute: the minute of the first row is not before it."""
    if instant <= log.zero_ms - 60_000:
        return "that was before the session: this is the first row"
    return "that was after the session: this is the last row" if instant > log.end_ms[-1] else ""


def _instant(text: str, log: EventLog, zone: tzinfo) -> int | None:
    if match := _OFFSET.fullmatch(text):
        sign, hours, minutes, seconds = match.groups()
        offset = round((int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)) * 1000)
        return log.zero_ms + (offset if sign == "+" else -offset)
    if match := _SPAN.fullmatch(text):
        length_s = sum(float(each[:-1]) * _UNITS_S[each[-1]] for each in re.findall(r"[\d.]+[dhms]", match[2]))
        return log.zero_ms + round(length_s * 1000) * (1 if match[1] == "+" else -1)
    if match := _SHARE.fullmatch(text):
        return log.zero_ms + round((log.end_ms[-1] - log.zero_ms) * float(match[1]) / 100)
    if match := _CLOCK.fullmatch(text):
        _, _, seconds, fraction = match.groups()
        return _by_clock(_of_day_ms(match), 60_000 if seconds is None else 1 if fraction else 1_000, log, zone)
    if (match := _DATED.fullmatch(text)) and (clock := _CLOCK.fullmatch(match["clock"])):
        return _by_date(match, _of_day_ms(clock), log, zone)
    return None


def _of_day_ms(clock: re.Match[str]) -> int:
    hours, minutes, seconds, fraction = clock.groups()
    return round((int(hours) * 3600 + int(minutes) * 60 + float(f"{seconds or 0}{fraction or ''}")) * 1000)


def _by_date(match: re.Match[str], of_day_ms: int, log: EventLog, zone: tzinfo) -> int | None:
    """The instant of a clock time on a day; without a year in that of the first row. None for no day at all."""
    year = int(match["year"] or moment(log.zero_ms, zone).year)
    try:
        noon = datetime(year, int(match["month"]), int(match["day"]), 12, tzinfo=zone)
    except ValueError:
        return None
    return at_clock(epoch_ms(noon), of_day_ms, zone)


def _by_clock(of_day_ms: int, within_ms: int, log: EventLog, zone: tzinfo) -> int:
    """The first instant of the log when the clock shows that, for `within_ms`; when it never does, the nearest one."""
    first, last = log.zero_ms, log.end_ms[-1]
    half_days = range(-2, 2 * min((last - first) // DAY_MS + 2, 366) + 1)  # a day can be shorter than 24 h
    instants = [at_clock(first + half * DAY_MS // 2, of_day_ms, zone) for half in half_days]
    shown = (instant for instant in instants if first - within_ms < instant <= last)
    return next(shown, min(instants, key=lambda instant: max(first - instant, instant - last)))


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


def landmarks(log: EventLog, tally: Tally) -> dict[Landmark, Sequence[int]]:
    """The rows of every landmark, in order."""
    silences = map(sub, islice(log.start_ms, 1, None), log.end_ms)
    return {
        Landmark.ERROR: tally.of_kind[Kind.ERROR],
        Landmark.STALL: tally.of_kind[Kind.REBUFFERING],
        Landmark.QUALITY: sorted([*tally.upshifts, *tally.downshifts]),
        Landmark.GAP: list(compress(count(1), map(GAP_MS.__lt__, silences))),
    }
