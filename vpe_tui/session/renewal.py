"""Comparison of a session's rows with those of its last fetch."""

from collections import Counter
from collections.abc import Iterable

from vpe_tui.session.events import EventLog
from vpe_tui.session.model import Session
from vpe_tui.text.clean import counted

RowKey = tuple[object, ...]


def lost_rows(before: Session, after: Session) -> str:
    """A sentence when rows of before are no longer there; empty when rows were added or nothing changed."""
    old, new = before.events, after.events
    if _rows(old, len(old)) == _rows(new, len(old)):
        return ""
    gone = (Counter(row_keys(old)) - Counter(row_keys(new))).total()
    return gone_text(gone, len(old), len(new)) if gone else ""


def gone_text(gone: int, before: int, after: int) -> str:
    """A sentence about rows that are no longer there, of so many before and so many now."""
    if after < before:
        return f"fewer rows than before: {after:,} of {counted(before, 'row')}"
    return f"other rows than before: {gone:,} of {counted(before, 'row')} no longer there"


def row_keys(log: EventLog) -> list[RowKey]:
    """What tells each row from the others."""
    return list(zip(*_rows(log, len(log)), strict=True))


def _rows(log: EventLog, count: int) -> list[list[object]]:
    """What tells rows apart, in columns."""
    columns: Iterable[Iterable[object]] = (
        log.end_ms,
        log.actions,
        log.duration_s,
        log.video_time_s,
        log.quality,
        log.error_code,
    )
    return [list(column)[:count] for column in columns]


def same_rows(before: EventLog, after: EventLog) -> int:
    """How many of the first rows are the same in both: so far a row's number means the same.

    A row that was redacted, or of which more is known now, is the same.
    """
    both = min(len(before), len(after))
    if before.end_ms[:both] == after.end_ms[:both] and before.kinds[:both] == after.kinds[:both]:
        return both
    return next(
        row
        for row in range(both)
        if before.end_ms[row] != after.end_ms[row] or before.kinds[row] is not after.kinds[row]
    )
