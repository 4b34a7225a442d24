"""The facts that rules look at: a session as it was lived through, its metrics, and its rows, worked out once."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice
from operator import eq
from typing import Any, Literal, NamedTuple

from vpe_tui.playback import sums
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.spans import Chosen
from vpe_tui.qoe.bands import Band, Bands
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex, index_of
from vpe_tui.session.model import Session
from vpe_tui.text.times import since_start

Severity = Literal["error", "warning", "note"]

SEVERITY: Mapping[Band, Severity] = {"poor": "error", "fair": "warning", "good": "note"}
"""How bad a number is that is in a band."""


class Evidence(NamedTuple):
    """The evidence of a finding: a sentence, and the rows that show it, the first to be looked at first."""

    text: str
    rows: Sequence[int] = ()
    severity: Severity | None = None
    """Where this is milder than the rule's own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The input of every rule. All rows are in the order of the log, spans in that of time."""

    playback: Playback
    metrics: Metrics
    bands: Bands
    index: EventIndex
    stalls: sums.Stalls
    seeks: Chosen
    same_time: Sequence[int]
    """The rows that were written in the same millisecond as the row before."""
    fetched_ms: int | None
    """When the answer left the API, where that is known."""

    @property
    def session(self) -> Session:
        """The session as it was written."""
        return self.playback.session

    @property
    def log(self) -> EventLog:
        """The session's event log."""
        return self.session.events

    @property
    def is_web(self) -> bool:
        """Whether the web player wrote the log: what rests on its 60 s heartbeat is its alone."""
        return self.playback.dialect == "web"

    def read_as(self, *rules: str) -> Chosen:
        """The spans that were read by one of some rules."""
        return sums.of_rule(self.playback, *rules)

    def of(self, kind: Kind) -> Sequence[int]:
        """The rows of a kind."""
        return self.index.of_kind[kind]

    def at(self, row: int) -> str:
        """The start of a row, since the start of the log: `+12:43`."""
        return since_start(self.playback.corrected_start_ms[row] - self.playback.begin_ms)

    def after(self, row: int) -> Sequence[int]:
        """The rows that were written after a row."""
        order = self.playback.order
        return order[order.index(row) + 1 :]

    def lasted_s(self, rows: Sequence[int]) -> float:
        """How long rows took together; an undefined length adds nothing."""
        return self.index.total_ms(rows) / 1000

    def longest_first(self, rows: Iterable[int]) -> list[int]:
        """The rows, the longest first."""
        return sorted(rows, key=self.log.length_ms.__getitem__, reverse=True)

    def media_s(self, row: int) -> float | None:
        """How long the item is that a row belongs to; None for LIVE, and where it is not known."""
        items = self.playback.items
        place = bisect_right(items, row, key=lambda item: item.first_row) - 1
        return items[place].length_s if place >= 0 else None


def facts_of(
    playback: Playback,
    metrics: Metrics,
    bands: Bands,
    index: EventIndex | None = None,
    fetched_ms: int | None = None,
) -> Facts:
    """The facts of a session; its index is made when it is not given."""
    return Facts(
        playback=playback,
        metrics=metrics,
        bands=bands,
        index=index or index_of(playback.session),
        stalls=sums.stalls(playback),
        seeks=sums.seeks(playback),
        same_time=where(eq, playback.session.events.end_ms),
        fetched_ms=fetched_ms,
    )


def seconds(length_s: float) -> str:
    """A length of time to the millisecond, as it is held against a limit: `2.001 s`."""
    return f"{length_s:.3f}".rstrip("0").rstrip(".") + " s"


def where(holds: Callable[[Any, Any], bool], column: Sequence[Any]) -> list[int]:
    """The rows of which it holds that (value in the row before, value in the row)."""
    return list(compress(count(1), map(holds, column, islice(column, 1, None))))


class Crowd(NamedTuple):
    """Rows that stand close together somewhere."""

    densest: Sequence[int]
    """The most of them in one window of time."""
    rows: Sequence[int]
    """All of them, the densest first."""


def crowd(rows: Iterable[int], times: Sequence[int] | Mapping[int, int], least: int, within_ms: int) -> Crowd | None:
    """The rows of which at least so many lie inside a window of time, by a column of times."""
    ordered = sorted(rows, key=times.__getitem__)
    instants = [times[row] for row in ordered]
    firsts = [
        first
        for first, (begin, end) in enumerate(zip(instants, instants[least - 1 :], strict=False))
        if end - begin <= within_ms
    ]
    if not firsts:
        return None
    ends = [bisect_right(instants, instants[first] + within_ms) for first in firsts]
    most, first = max((end - first, -first) for first, end in zip(firsts, ends, strict=True))
    densest = ordered[-first : most - first]
    members = dict.fromkeys(densest)
    for first in firsts:
        members.update(dict.fromkeys(ordered[first : first + least]))
    return Crowd(densest, list(members))
