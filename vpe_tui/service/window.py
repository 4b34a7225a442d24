"""Every session of a window. The API lists 100 at most and never says that there are more, so it is walked back."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vpe_tui.service.walk import others, step_back
from vpe_tui.text.times import DAY_MS, kst_ms

if TYPE_CHECKING:
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.session.records import Listed

    Ask = Callable[[RecentQuery], Awaitable[Sequence[Listed]]]

MOST_LISTED = 20_000

_SECOND_MS = 1_000
_LEAST_FULL = 20
"""A first answer with fewer is no cap of a server's own."""
_CANARY_ROWS = 10
_CANARY_SHARE = 0.9


class Walked(NamedTuple):
    """The sessions that were listed, the oldest last, and how far that is all of them."""

    rows: "Sequence[Listed]"
    complete: bool
    cut_at_ms: tuple[int, ...]
    """Seconds in which more sessions began than the API lists."""
    calls: int
    unheeded: str = ""
    """Why the time range was not walked: the API does not heed it as it was meant."""

    @property
    def back_to_ms(self) -> int | None:
        """When the oldest of them began."""
        return _oldest_ms(self.rows)


class Walk:
    """One walk: one call at a time. `came` hears how many sessions are known after each."""

    def __init__(self, ask: "Ask", most: int = MOST_LISTED, came: Callable[[int], None] = lambda _: None) -> None:
        self._ask = ask
        self._most = most
        self._came = came
        self._rows: list[Listed] = []
        self._largest = 0
        self._calls = 0
        self._cut_at: list[int] = []
        self._looked_into: set[int] = set()

    async def through(self, query: "RecentQuery") -> Walked:
        """Walks from the window's end to its start. Raises what asking raises."""
        answered = await self._asked(query)
        if why := _why_unheeded(query, answered):
            return self._ended(complete=False, why=why)
        while self._is_full(answered, query):
            if len(self._rows) >= self._most:
                return self._ended(complete=False)
            step = step_back(query, answered)
            if step is None:
                return self._ended(complete=True)
            if step.leaves_out:
                await self._look_into(_oldest_ms(answered) or 0, query)
            query = step.query
            answered = await self._asked(query)
            if _is_beyond(answered, query):
                return self._ended(complete=False)
        return self._ended(complete=True)

    async def _look_into(self, second_ms: int, query: "RecentQuery") -> None:
        """A second in its parts: as many again of each kind of device and video."""
        if second_ms in self._looked_into:
            return
        self._looked_into.add(second_ms)
        for part in _parts(replace(query, start_ms=second_ms, end_ms=second_ms)):
            if self._is_full(await self._asked(part), part) and second_ms not in self._cut_at:
                self._cut_at.append(second_ms)

    async def _asked(self, query: "RecentQuery") -> "Sequence[Listed]":
        answered = await self._ask(query)
        self._calls += 1
        latest = {each.uuid: each for each in answered if each.uuid}
        self._rows = [latest.pop(each.uuid or "", each) for each in self._rows]
        self._rows += others(self._rows, answered)
        self._largest = max(self._largest, len(answered))
        self._came(len(self._rows))
        return answered

    def _is_full(self, answered: "Sequence[Listed]", query: "RecentQuery") -> bool:
        """Whether there may be more: a server may have a cap of its own."""
        return len(answered) >= max(min(query.limit, self._largest), _LEAST_FULL)

    def _ended(self, *, complete: bool, why: str = "") -> Walked:
        rows = sorted(self._rows, key=lambda each: (-(kst_ms(each.log_date) or 0), each.uuid or ""))
        return Walked(rows[: self._most], complete and not self._cut_at, tuple(self._cut_at), self._calls, why)


def _oldest_ms(rows: "Sequence[Listed]") -> int | None:
    return min((ms for each in rows if (ms := kst_ms(each.log_date)) is not None), default=None)


def _parts(query: "RecentQuery") -> "Iterator[RecentQuery]":
    from typing import get_args

    from vpe_tui.api.list_query import Device, VideoType

    for device in get_args(Device):
        for kind in get_args(VideoType):
            is_part = "," not in device + kind and device in query.device and kind in query.video_type
            if is_part:
                yield replace(query, device=device, video_type=kind)


def _why_unheeded(query: "RecentQuery", answered: "Sequence[Listed]") -> str:
    """What tells that a window was not heeded: nine in ten rows have to lie in it. An app writes its device's time."""
    from vpe_tui.fleet.triage.sessions import is_app_row

    if query.start_ms is None:
        return ""
    began = [ms for row in answered if (ms := kst_ms(row.log_date)) is not None and not is_app_row(row)]
    if _inside(began, query) >= (len(began) if len(began) < _CANARY_ROWS else _CANARY_SHARE * len(began)):
        return ""
    for hours in (9, -9):
        if _inside([ms + hours * DAY_MS // 24 for ms in began], query) >= _CANARY_SHARE * len(began):
            return "the API's times are 9 h off: it lists another window than was asked for"
    return "the API does not heed the time range: these are its newest sessions"


def _is_beyond(answered: "Sequence[Listed]", query: "RecentQuery") -> bool:
    """Whether an answer tells that the window's end is not heeded: it would come again and again."""
    began = [ms for each in answered if (ms := kst_ms(each.log_date)) is not None]
    return _inside(began, replace(query, start_ms=None)) < _CANARY_SHARE * len(began)


def _inside(began: Sequence[int], query: "RecentQuery") -> int:
    last_ms = query.end_ms + _SECOND_MS if query.end_ms is not None else None
    first_ms = (query.start_ms or 0) - _SECOND_MS
    return sum(first_ms <= ms and (last_ms is None or ms <= last_ms) for ms in began)
