"""What the API lists."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from vpe_tui.errors import UsageFault

if TYPE_CHECKING:
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.session.records import Listed


class Listing:
    """The sessions that the API lists for some words: since when they are known, and which of them are new."""

    def __init__(self, words: str = "") -> None:
        self.words = words
        self.listed: Sequence[Listed] = ()
        self.new: frozenset[str] = frozenset()
        self.fetched_ms: int | None = None

    def query(self, zone: tzinfo) -> "Callable[[int], RecentQuery]":
        """What to ask for at a moment. It raises a `UsageFault` where that cannot be asked."""
        from vpe_tui.api.list_filter import parse_list_filter

        def asking(now_ms: int) -> "RecentQuery":
            try:
                return parse_list_filter(self.words, zone, now_ms)
            except ValueError as fault:  # what was a window yesterday may be none today
                raise UsageFault("These cannot be listed", str(fault), "f asks for others") from None

        return asking

    def came(self, listed: "Sequence[Listed]", now_ms: int, *, polled: bool) -> int:
        """Other sessions are listed. How many of them were not before; what is new stays so while it is `polled`."""
        known = frozenset(each.uuid or "" for each in self.listed)
        came = frozenset(each.uuid or "" for each in listed) - known if self.fetched_ms is not None else frozenset()
        self.new = came | (self.new if polled else frozenset())
        self.listed, self.fetched_ms = listed, now_ms
        return len(came)
