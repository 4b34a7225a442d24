"""What the API lists."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from vpe_tui.errors import UsageFault
from vpe_tui.service.walk import others, step_back
from vpe_tui.text.times import kst_ms

if TYPE_CHECKING:
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.service.lookup import Recent
    from vpe_tui.service.walk import Step
    from vpe_tui.session.records import Listed


class Listing:
    """The sessions that the API lists for some words: since when they are known, and which of them are new."""

    def __init__(self, words: str = "") -> None:
        self.words = words
        self.listed: Sequence[Listed] = ()
        self.is_cut = False
        """As many came as the API gives at most: there may be more."""
        self._asked: RecentQuery | None = None
        self._answered: Sequence[Listed] = ()
        """The oldest answer of those that were walked through."""
        self.new: frozenset[str] = frozenset()
        self.unseen: frozenset[str] = frozenset()
        """What came since somebody looked."""
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

    def came(self, recent: "Recent", now_ms: int, *, polled: bool) -> int:
        """Other sessions are listed. How many of them were not before; what is new stays so while it is `polled`.

        What was walked back to stays.
        """
        listed = recent.rows
        known = frozenset(each.uuid or "" for each in self.listed)
        came = frozenset(each.uuid or "" for each in listed) - known if self.fetched_ms is not None else frozenset()
        self.new = came | (self.new if polled else frozenset())
        self.unseen |= came if polled else frozenset()
        self.fetched_ms = now_ms
        if self._has_walked:
            self.listed = [*listed, *others(listed, self.listed)]
        else:
            self.listed = listed
            self._took(recent)
        return len(came)

    @property
    def _has_walked(self) -> bool:
        return len(self.listed) > len(self._answered)

    def _took(self, recent: "Recent") -> None:
        self._asked, self._answered = recent.query, recent.rows
        self.is_cut = len(recent.rows) >= recent.query.limit

    @property
    def oldest_ms(self) -> int | None:
        """When the oldest of them began."""
        return min((ms for each in self.listed if (ms := kst_ms(each.log_date)) is not None), default=None)

    def step(self) -> "Step | None":
        """What to ask for to get what is older; None where nothing tells."""
        return step_back(self._asked, self._answered) if self._asked is not None else None

    def walked(self, recent: "Recent") -> int:
        """Older ones came: how many that were not listed yet."""
        older = others(self.listed, recent.rows)
        self.listed = [*self.listed, *older]
        self._took(recent)
        return len(older)

    @property
    def news(self) -> str:
        """What came since somebody looked: `4 new, 2 failed`."""
        failed = sum(bool(each.is_error) for each in self.listed if each.uuid in self.unseen)
        return f"{len(self.unseen):,} new{f', {failed:,} failed' if failed else ''}" if self.unseen else ""
