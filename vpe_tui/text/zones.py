"""The zone of this machine: its rule at every instant, not the offset of today."""

import os
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")
"""What Debian writes beside the other, and what may be all there is in a container."""

_EARLIEST = datetime(1900, 1, 1)
_LATEST = datetime(9998, 12, 31)
"""Beyond these the C library's years end, on one machine or another: the rule of the last one holds."""


class CLocal(tzinfo):
    """What the C library makes of `TZ` and /etc/localtime: names, paths and rules such as `EST5EDT,M3.2.0,M11.1.0`."""

    def fromutc(self, moment: datetime) -> datetime:
        """Asked of every instant: a clock that is set back shows a time twice, the second time with `fold` 1."""
        instant = _within(moment)
        shown = datetime.fromtimestamp(instant.replace(tzinfo=UTC).timestamp())
        return (moment.replace(tzinfo=None) + (shown - instant)).replace(tzinfo=self, fold=shown.fold)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        if moment is None:
            return None
        shown = _within(moment)
        return shown - datetime.fromtimestamp(shown.timestamp(), UTC).replace(tzinfo=None)

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else time.localtime(_within(moment).timestamp()).tm_zone

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Not known apart from the offset."""
        return None


def local_zone() -> tzinfo:
    """The zone that `TZ` or this machine's files name, as the zone database has it; else what the C library says."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(_name())
    except (ValueError, OSError, KeyError):  # none, a path, a rule, not in the database
        return CLocal()


def _name() -> str:
    """The IANA name; empty where none is given that the C library would not know better."""
    named = os.environ.get("TZ")
    if named is not None:
        return named.removeprefix(":")
    if LOCALTIME.exists():
        return ""
    try:
        return TIMEZONE.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _within(moment: datetime) -> datetime:
    """Naive, to the second, and in a year that the C library has."""
    return min(max(moment.replace(tzinfo=None, microsecond=0), _EARLIEST), _LATEST)
