"""The facts that rules look at: a session, its metrics, and its rows by what they are, worked out once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice
from operator import eq
from typing import Any, Literal, NamedTuple

from vpe_tui.qoe.bands import Band, Bands
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex, index_of, item_lengths_s
from vpe_tui.session.model import Session
from vpe_tui.text.times import since_start

Severity = Literal["error", "warning", "note"]

SEVERITY: Mapping[Band, Severity] = {"poor": "error", "fair": "warning", "good": "note"}
"""How bad a number is that is in a band."""

ROUNDING_MS = 1_000
"""The React Native player writes whole seconds: what follows at once can look this much too early or too late."""

STEADY_MS = 10_000
"""Only so long a row says how fast the playhead runs: it is rounded to a second at either end."""


class Evidence(NamedTuple):
    """The evidence of a finding: a sentence, and the rows that show it, the first to be looked at first."""

    text: str
    rows: Sequence[int] = ()
    severity: Severity | None = None
    """Where this is milder than the rule's own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The input of every rule. All rows are in the order of the log."""

    session: Session
    metrics: Metrics
    bands: Bands
    index: EventIndex
    apart: Sequence[int]
    """The rows of playing that do not begin where the row before ends, by more than `ROUNDING_MS` either way."""
    steady: Sequence[int]
    """The rows of playing of `STEADY_MS` and more."""
    same_time: Sequence[int]
    """The rows that were written in the same millisecond as the row before."""
    tracks: Sequence[int]
    """The track changes."""
    lengths_s: Sequence[float | None]
    """How long the item of each track is; empty where that is not known."""
    fetched_ms: int | None
    """When the answer left the API, where that is known."""

    @property
    def log(self) -> EventLog:
        """The session's event log."""
        return self.session.events

    @property
    def last(self) -> int | None:
        """The row that began last among those that end last: rows of one instant have no order of their own."""
        log = self.log
        final = range(bisect_left(log.end_ms, log.end_ms[-1]), len(log)) if len(log) else ()
        return max(final, key=lambda row: (log.start_ms[row], row), default=None)

    def of(self, kind: Kind) -> Sequence[int]:
        """The rows of a kind."""
        return self.index.of_kind[kind]

    def at(self, row: int) -> str:
        """The start of a row, since the start of the log: `+12:43`."""
        return since_start(self.log.start_ms[row] - self.log.zero_ms)

    def lasted_s(self, rows: Sequence[int]) -> float:
        """How long rows took together; an undefined length adds nothing."""
        return self.index.total_ms(rows) / 1000

    def longest_first(self, rows: Iterable[int]) -> list[int]:
        """The rows, the longest first."""
        return sorted(rows, key=self.index.lengths_ms.__getitem__, reverse=True)

    def media_s(self, row: int) -> float | None:
        """How long the item is that a row belongs to, where that is known."""
        return self.lengths_s[bisect_left(self.tracks, row)] if self.lengths_s else None


def facts_of(
    session: Session, metrics: Metrics, bands: Bands, index: EventIndex | None = None, fetched_ms: int | None = None
) -> Facts:
    """The facts of a session; its index is made when it is not given."""
    starts, ends = session.events.start_ms, session.events.end_ms
    index = index or index_of(session)
    tracks = index.track_changes
    return Facts(
        session=session,
        metrics=metrics,
        bands=bands,
        index=index,
        apart=[row for row in index.playing if row and not -ROUNDING_MS <= starts[row] - ends[row - 1] <= ROUNDING_MS],
        steady=[row for row in index.playing if index.lengths_ms[row] >= STEADY_MS],
        same_time=where(eq, ends),
        tracks=tracks,
        lengths_s=item_lengths_s(session, tracks),
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


def crowd(rows: Iterable[int], times: Sequence[int], least: int, within_ms: int) -> Crowd | None:
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
