"""What one session becomes, from one reading to the next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vpe_tui.fleet.watch.changes import Change, Gone, RowCame, StateChanged
from vpe_tui.fleet.watch.until import Mark
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.tolerances import AHEAD_MS, SILENT_MS
from vpe_tui.qoe.verdict import Verdict
from vpe_tui.session.glossary import Kind
from vpe_tui.session.renewal import RowKey, gone_text, row_keys

_MOST_GONE = 10_000
"""Rows that went are remembered up to so many: one that comes and goes is told of once."""


class Rows:
    """The rows of a session as they were last, and those that went."""

    def __init__(self) -> None:
        self._known: Sequence[RowKey] = ()
        self._gone: dict[RowKey, None] = {}

    def met(self, keys: Sequence[RowKey]) -> tuple[list[int], int, list[int]]:
        """The rows that are new, how many are newly gone, and the places of those that were known."""
        left, new, known = Counter(self._known), list[int](), list[int]()
        for row, key in enumerate(keys):
            if left[key] > 0:
                left[key] -= 1
                known.append(row)
            elif key not in self._gone:
                new.append(row)
        gone = [key for key in left.elements() if key not in self._gone]
        self._gone |= dict.fromkeys(gone)
        while len(self._gone) > _MOST_GONE:
            del self._gone[next(iter(self._gone))]
        self._known = keys
        return new, len(gone), known


class _Last(NamedTuple):
    """What is held of a reading until the next: the log itself is not."""

    verdict: Verdict
    rows: int
    stalls: int


class Became(NamedTuple):
    """What a reading told."""

    changes: Sequence[Change]
    marks: frozenset[Mark]


class SessionWatch:
    """A session that is read again and again. The first reading tells how it stands, each other what is new."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._last: _Last | None = None
        self._heard_ms: int | None = None
        """When a reading last told of other rows; of a log whose clock does not tell, when it was first read."""
        self._is_over = False

    def read(self, now: Diagnosis, fetched_ms: int) -> Became:
        """What changed by a reading, whose answer left the API at `fetched_ms`."""
        before, log = self._last, now.playback.session.events
        new, gone, known = self._rows.met(row_keys(log))
        if before is None:
            new = []
        if new or gone or (self._heard_ms is None and not self._has_clock(now, fetched_ms)):
            self._heard_ms = fetched_ms
        was_over, self._is_over = self._is_over, self._ended(now, fetched_ms)
        changes: list[Change] = [Gone(gone_text(gone, before.rows, len(log)))] if before and gone else []
        last_known = known[-1] if known else -1
        changes += [RowCame(now.playback, row, is_late=row < last_known) for row in new]
        if before is None or _state(before.verdict) != _state(now.verdict) or was_over != self._is_over:
            changes.append(StateChanged(before.verdict if before else None, now.verdict, len(log), self._is_over))
        self._last = _Last(now.verdict, len(log), now.metrics.rebuffer_count)
        return Became(changes, frozenset(self._marks(before, now, new, changes)))

    def _has_clock(self, now: Diagnosis, fetched_ms: int) -> bool:
        """Whether the log itself tells when it was last heard of: one of a clock that is ahead does not."""
        ends_ms = now.playback.corrected_end_ms
        return bool(ends_ms) and max(ends_ms) - fetched_ms <= AHEAD_MS

    def _ended(self, now: Diagnosis, fetched_ms: int) -> bool:
        """Whether no more of it is to come: it failed, or came to its end, or was silent for three minutes."""
        verdict, ending = now.verdict, now.playback.ending
        if verdict.is_failure or (verdict.id == "completed" and ending.ended_row is not None):
            return True
        told_ms = max(now.playback.corrected_end_ms) if self._has_clock(now, fetched_ms) else 0
        return fetched_ms - max(told_ms, self._heard_ms or 0) >= SILENT_MS

    def _marks(
        self, before: _Last | None, now: Diagnosis, new: Sequence[int], changes: Sequence[Change]
    ) -> Iterator[Mark]:
        kinds = now.playback.session.events.kinds
        if now.verdict.is_failure or any(kinds[row] is Kind.ERROR for row in new):
            yield "error"
        if before and now.metrics.rebuffer_count > before.stalls:
            yield "stall"
        if self._is_over:
            yield "end"
        if before and changes:
            yield "change"


def _state(verdict: Verdict) -> tuple[str, str | None]:
    return verdict.id, verdict.band
