"""Times as people type them: ONE grammar for lengths of time and ONE for clock times, wherever either is asked for."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import NamedTuple

# `re` compiles these when they are first used: a start uses few of them, or none
_UNITS_S = {"d": Decimal(86_400), "h": Decimal(3_600), "m": Decimal(60), "s": Decimal(1), "ms": Decimal("0.001")}
_NUMBER = r"(?:[0-9]{1,12}(?:\.[0-9]*)?|\.[0-9]+)"
_PART = rf"({_NUMBER})\s*(ms|[dhms])\s*"
_LENGTH = f"(?:{_PART})+"

_DATE = r"(?:(?P<year>[0-9]{4})-)?(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_CLOCK = r"(?P<hours>[01]?[0-9]|2[0-3]):(?P<minutes>[0-5][0-9])(?::(?P<seconds>[0-5][0-9])(?P<fraction>[.,][0-9]+)?)?"
_OFFSET = r"(?P<offset>Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?"
_TIME = rf"(?:(?:{_DATE})[ T]+|T)?{_CLOCK}\s*{_OFFSET}"


def length_s(text: str) -> float | None:
    """A length of time in seconds: `1h30m`, `90s`, `500ms`, `1d`, `1.5h` or a bare number of them; None for no such."""
    said = text.strip().lower()
    if re.fullmatch(_NUMBER, said):
        return float(said)
    if not re.fullmatch(_LENGTH, said):
        return None
    return float(sum(Decimal(number) * _UNITS_S[unit] for number, unit in re.findall(_PART, said)))


class ClockTime(NamedTuple):
    """What a clock shows: on a date, on a date of any year, or on any day."""

    date: tuple[int | None, int, int] | None
    """Year, month and day."""
    of_day: timedelta
    within_ms: int
    """How exactly it was said: to the minute, the second or the millisecond."""
    zone: tzinfo | None
    """The zone of the offset that was said with it."""

    def days(self, years: Iterable[int]) -> list[datetime]:
        """The midnights of its date (naive), of each of `years` where it names none; nothing for no day at all."""
        if self.date is None:
            return []
        year, month, day = self.date
        days = []
        for each in [year] if year is not None else years:
            with suppress(ValueError):
                days.append(datetime(each, month, day))
        return days


def clock_time(text: str) -> ClockTime | None:
    """`12:30`, `12:30:15.5`, `10-08 12:52`, `2025-10-08T12:52Z`, `2025-10-08`, or any other date of ISO 8601.

    None for no such; that a date is in the calendar is seen by its `days`.
    """
    said = text.strip()
    match = re.fullmatch(_TIME, said)
    if match is None:
        return _iso(said)
    fraction = (match["fraction"] or "").replace(",", ".")
    of_day = timedelta(
        hours=int(match["hours"]), minutes=int(match["minutes"]), seconds=float(f"{match['seconds'] or 0}{fraction}")
    )
    year = int(match["year"]) if match["year"] else None
    date = (year, int(match["month"]), int(match["day"])) if match["month"] else None
    within_ms = 60_000 if match["seconds"] is None else 1 if fraction else 1_000
    zone = time.fromisoformat(f"00:00{match['offset']}").tzinfo if match["offset"] else None
    return ClockTime(date, of_day, within_ms, zone)


def _iso(said: str) -> ClockTime | None:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    of_day = found.replace(tzinfo=None) - datetime(found.year, found.month, found.day)
    return ClockTime((found.year, found.month, found.day), of_day, 1_000, found.tzinfo)
