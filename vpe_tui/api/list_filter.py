"""The filter of the session list as text: `pc live since:1h`, `from:2025-10-08 to:2025-10-08T18:00 limit:20`."""

from collections.abc import Callable
from datetime import datetime, time, tzinfo
from typing import Any

from vpe_tui.api.list_query import MOST_ROWS, Device, RecentQuery, VideoType
from vpe_tui.errors import UsageFault
from vpe_tui.settings.values import length
from vpe_tui.text.times import at_clock, date_time, moment, zone_name
from vpe_tui.text.typed_times import clock_time

DEVICES: dict[str, Device] = {"pc": "PC", "mobile": "Mobile"}
VIDEO_TYPES: dict[str, VideoType] = {"vod": "VOD", "live": "LIVE"}
EXAMPLE = "pc live since:1h · from:2025-10-08T12:00 to:18:00 · limit:20"


def parse_list_filter(words: str, zone: tzinfo, now_ms: int) -> RecentQuery:
    """The list query of a filter's words; times are in `zone`, and no time means the API's own window.

    Raises ValueError for a word that is none of them, or for words that contradict one another.
    """
    fields: dict[str, Any] = {}
    day_ms = now_ms
    for word in sorted(words.split(), key=lambda word: word.lower().startswith("to:")):
        name, value = _field(word, zone, now_ms, day_ms)
        if word.lower().startswith("from:"):
            day_ms = value  # a time alone after it is of that day
        if fields.setdefault(name, value) != value:
            if name not in ("device", "video_type"):
                raise ValueError(f"{word}: there is another already")
            del fields[name]  # pc and mobile: both, which is what the API takes for none
    try:
        return RecentQuery(**fields)
    except UsageFault as fault:
        raise ValueError(f"{fault.cause}; {fault.hint}") from None


def _field(word: str, zone: tzinfo, now_ms: int, day_ms: int) -> tuple[str, Any]:
    name, _, value = word.partition(":")
    if word.lower() in DEVICES:
        return "device", DEVICES[word.lower()]
    if word.lower() in VIDEO_TYPES:
        return "video_type", VIDEO_TYPES[word.lower()]
    read: dict[str, tuple[str, Callable[[str], object]]] = {
        "since": ("start_ms", lambda text: since(text, now_ms)),
        "from": ("start_ms", lambda text: instant(text, zone, now_ms)),
        "to": ("end_ms", lambda text: instant(text, zone, day_ms, is_end=True)),
        "limit": ("limit", int),
    }
    if name.lower() not in read or not value:
        raise ValueError(f"“{word}” is none of pc, mobile, vod, live, since:, from:, to:, limit:")
    field, parse = read[name.lower()]
    try:
        return field, parse(value)
    except ValueError as fault:
        raise ValueError(f"{name}: {fault}" if name.lower() != "limit" else "limit: should be 1 to 100") from None


def since(text: str, now_ms: int) -> int:
    """The instant that was `1h`, `30m`, `7d` ago, as epoch ms. Raises ValueError."""
    return now_ms - int(length(text) * 1000)


def instant(text: str, zone: tzinfo, day_ms: int, *, is_end: bool = False) -> int:
    """`2025-10-08`, `2025-10-08 12:00`, `10-08 12:00` (the nearest one), `12:00` (of the day of `day_ms`), as epoch ms.

    It is of `zone` unless it names an offset. What the clock shows twice is the first time, for the end of a window the
    last. Raises ValueError.
    """
    try:
        said = clock_time(text)
        if said is None:
            raise ValueError(text)
        zone = said.zone or zone
        today = datetime.combine(moment(day_ms, zone), time())
        days = said.days(range(today.year - 1, today.year + 2)) if said.date else [today]
        found = min(days, key=lambda day: abs(day - today)) + said.of_day
        return max(at_clock(found, zone)[is_end], 0)
    except (ValueError, OverflowError):
        raise ValueError("should be a time such as 2025-10-08, 2025-10-08T12:00 or 12:00") from None


def described(query: RecentQuery, zone: tzinfo) -> str:
    """The query as people read it: `PC · LIVE · from 2025-10-08 12:00:00 KST · 20 at most`."""
    parts = [query.device.replace(",", ", "), query.video_type.replace(",", ", ")]
    for word, ms in (("from", query.start_ms), ("to", query.end_ms)):
        if ms is not None:
            parts.append(f"{word} {date_time(ms, zone)} {zone_name(zone, ms)}")
    if query.limit != MOST_ROWS:
        parts.append(f"{query.limit} at most")
    return " · ".join(parts)
