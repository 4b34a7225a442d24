"""Times: the API's formats read, and the formats for people. All instants are epoch milliseconds, UTC."""

import math
from bisect import bisect_left
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from vpe_tui.text.zones import local_zone

KST = timezone(timedelta(hours=9), "KST")
"""`logDate` is Korean time, with no offset in its text."""

LOG_DATE = "%Y-%m-%d %H:%M:%S"

_BY_DIGITS = {10: (1000, 1), 11: (1000, 1), 13: (1, 1)}
"""What a stamp is to be multiplied with, and divided by, for milliseconds: its number of digits tells."""
CLOCK_S = 1_000_000_000
"""No media is 31 years long: a playhead from here on is a clock's, in epoch seconds."""
_MOST_DIGITS = 19
_MOST_STAMP = 10**_MOST_DIGITS
_UNDOCUMENTED = {16: (1, 1000), 19: (1, 1_000_000)}
_QUARTER_MS = 900_000
DAY_MS = 86_400_000
_LAST_MS = 253_402_300_799_999  # 9999-12-31, the last instant a datetime can hold


def unix_ms(value: object, beside_ms: int | None = None) -> int | None:
    """`logDateUnix` as epoch ms: 13 digits are milliseconds, 10 or 11 are seconds (React Native player).

    `beside_ms` is what `logDate` beside it says (see `kst_ms`). It tells seconds from milliseconds where the number of
    digits does not: a clock that was never set is in 1970 or 2000. Micro- and nanoseconds are read only without it:
    no player is known to write them, so a date that one does write goes first.
    """
    digits = _digits(value)
    if beside_ms is not None and digits:
        near = [ms for ms in (int(digits) * 1000, int(digits)) if abs(ms - beside_ms) <= DAY_MS]  # a zone is no more
        if near:
            return min(near, key=lambda ms: abs(ms - beside_ms))
    scale = (_BY_DIGITS if beside_ms is not None else _BY_DIGITS | _UNDOCUMENTED).get(len(digits))
    return int(digits) * scale[0] // scale[1] if scale else None


def _digits(value: object) -> str:
    """The decimal digits of a stamp; empty when it is none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else None
    if isinstance(value, int):
        value = str(value) if 0 <= value < _MOST_STAMP else None  # longer integers may not even be printed
    digits = value.strip() if isinstance(value, str) else ""
    return digits if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else ""


def kst_ms(value: object) -> int | None:
    """`logDate` (`2025-10-08 12:52:00`, Korean time) as epoch ms; exact to a second only.

    A text that names an offset of its own is taken at its word.
    """
    if not isinstance(value, str):
        return None
    try:
        said = datetime.fromisoformat(value.strip())
        return epoch_ms(said if said.tzinfo else said.replace(tzinfo=KST))
    except (ValueError, OverflowError):
        return None


def epoch_ms(moment: datetime) -> int:
    """An aware datetime as epoch ms, without the rounding of floats."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def moment(ms: int, zone: tzinfo = UTC) -> datetime:
    """Epoch ms as an aware datetime; instants beyond the calendar are held at its ends."""
    held = min(max(ms, 0), _LAST_MS - 86_400_000)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=held)).astimezone(zone)


def utc_iso(ms: int) -> str:
    """`2025-10-08T03:52:00.822Z`; instants beyond the calendar are held at its ends."""
    minute, rest = divmod(min(max(ms, 0), _LAST_MS - DAY_MS), 60_000)
    return f"{_utc_minute(minute)}{rest // 1000:02d}.{rest % 1000:03d}Z"


@lru_cache(maxsize=1024)
def _utc_minute(minute: int) -> str:
    """`2025-10-08T03:52:`. Many rows begin and end in the same one."""
    return moment(minute * 60_000).strftime("%Y-%m-%dT%H:%M:")


def zone_named(name: str) -> tzinfo:
    """`kst`, `utc`, `local` or an IANA name. Raises ValueError for any other."""
    if name.lower() == "local":
        return local_zone()
    zone = {"kst": KST, "utc": UTC}.get(name.lower())
    if zone is not None:
        return zone
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is called {name!r}") from None


def zone_name(zone: tzinfo, *instants: int) -> str:
    """The name of a zone at some instants: `KST`, `CEST`; where its clock is changed between them `CEST/CET`."""
    return "/".join(dict.fromkeys(moment(ms, zone).tzname() or "" for ms in instants))


def clock(ms: int, zone: tzinfo) -> str:
    """Wall clock: `12:52:00.830`."""
    of_day = (min(max(ms, 0), _LAST_MS) + _offset_ms(ms // _QUARTER_MS, zone)) % DAY_MS
    seconds, thousandths = divmod(of_day, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"


@lru_cache(maxsize=1024)
def _offset_ms(quarter: int, zone: tzinfo) -> int:
    """The zone's offset from UTC in a quarter of an hour; zones change theirs on quarters only."""
    offset = moment(quarter * _QUARTER_MS, zone).utcoffset()
    return offset // timedelta(milliseconds=1) if offset else 0


def at_clock(wall: datetime, zone: tzinfo) -> tuple[int, int]:
    """The first and the last instant at which the clock of a zone shows a time (naive): one and the same on most days.

    They are two where the clock is set back over it. Where it is set ahead over it, both are the instant of that.
    """
    first, last = (epoch_ms(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    if first <= last:
        return first, last
    # It is never shown: fold 0 counts on from before the change, fold 1 back from after it.
    change = last + bisect_left(range(last, first), wall, key=lambda ms: shown_by_clock(ms, zone))
    return change, change


def shown_by_clock(ms: int, zone: tzinfo) -> datetime:
    """The wall clock time of a zone at an instant (naive)."""
    return moment(ms, zone).replace(tzinfo=None)


def date_time(ms: int, zone: tzinfo) -> str:
    """`2025-10-08 12:52:00`."""
    return moment(ms, zone).strftime(LOG_DATE)


def period(first_ms: int, last_ms: int, zone: tzinfo) -> str:
    """`2025-10-08 12:52:00 to 2025-10-08 13:04:43 KST`; each with its own zone where the clock was changed between."""
    first, last = zone_name(zone, first_ms), zone_name(zone, last_ms)
    began = f"{date_time(first_ms, zone)}{f' {first}' if first != last else ''}"
    return f"{began} to {date_time(last_ms, zone)} {last}"


def relative(ms: int) -> str:
    """Time since a mark: `+0.000`, `+12:43.210`, `+1:02:43.210`, `−0.834`."""
    sign = "−" if ms < 0 else "+"
    seconds, thousandths = divmod(abs(ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{sign}{hours}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"
    if minutes:
        return f"{sign}{minutes}:{seconds:02d}.{thousandths:03d}"
    return f"{sign}{seconds}.{thousandths:03d}"


def since_start(ms: int) -> str:
    """Time since the start of a log, to the second, as “go to time” reads it: `+0:05`, `+1:02:43`, `−0:05`."""
    whole = int(ms / 1000)
    minutes, seconds = divmod(abs(whole), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "−" if whole < 0 else "+"
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{sign}{minutes}:{seconds:02d}"


def playhead(seconds: float) -> str:
    """Media time: `00:00`, `12:43`, `1:02:43`, `−00:05`; where it is a clock's (LIVE), that clock: `08:53:20Z`."""
    whole = int(seconds)
    if whole >= CLOCK_S:
        return f"{utc_iso(whole * 1000)[11:19]}Z"
    sign = "−" if whole < 0 else ""
    minutes, rest = divmod(abs(whole), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes:02d}:{rest:02d}"


def duration(seconds: float) -> str:
    """A length of time: `0 s`, `8 ms`, `48.2 s`, `12 m 43 s`, `1 h 02 m`."""
    if seconds == 0:
        return "0 s"
    if round(seconds, 3) < 1:
        return f"{round(seconds * 1000)} ms"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} m {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} m"


def clocks_apart(offset_ms: int) -> str:
    """A message that the service's clock and this machine's differ; empty where they agree."""
    way = "behind" if offset_ms > 0 else "ahead of"
    return f"this machine's clock is {duration(abs(offset_ms) / 1000)} {way} the service's" if offset_ms else ""


def age(ms: int) -> str:
    """How long ago: `just now`, `4 s ago`, `3 min ago`, `2 h ago`, `5 d ago`."""
    seconds = ms // 1000
    if seconds < 1:
        return "just now"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
