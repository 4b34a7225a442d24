"""What the flags of a window, of devices and of videos ask the API's list for: read once, for `list` and `triage`."""

import argparse
from collections.abc import Callable
from datetime import tzinfo

from vpe_tui.api.list_filter import DEVICES, VIDEO_TYPES, instant, since
from vpe_tui.api.list_query import MOST_ROWS, RecentQuery
from vpe_tui.errors import UsageFault


def recent_query(
    arguments: argparse.Namespace, zone: tzinfo, now_ms: int, *, last: str | None = None, limit: int = MOST_ROWS
) -> RecentQuery:
    """The query that was asked for; without a start that of the `last` 1h. Raises `UsageFault`."""
    if arguments.since and (arguments.start or arguments.end):
        raise UsageFault("No such window", "--since and --from or --to", "use one or the other")
    start_ms = _read("--from", arguments.start, lambda text: instant(text, zone, now_ms))
    day_ms = now_ms if start_ms is None else start_ms
    if start_ms is None:
        start_ms = _read("--since", arguments.since or last, lambda text: since(text, now_ms))
    return RecentQuery(
        device=DEVICES.get((arguments.device or "").lower(), "PC,Mobile"),
        video_type=VIDEO_TYPES.get((arguments.type or "").lower(), "VOD,LIVE"),
        start_ms=start_ms,
        end_ms=_read("--to", arguments.end, lambda text: instant(text, zone, day_ms, is_end=True)),
        limit=limit,
    )


def _read(flag: str, text: str | None, read: Callable[[str], int]) -> int | None:
    try:
        return None if text is None else read(text)
    except ValueError as fault:
        raise UsageFault("No such window", f"{flag}: {fault}", "see vpe-tui help commands") from None
