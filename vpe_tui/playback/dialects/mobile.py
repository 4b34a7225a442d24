"""What the mobile players have in common: a row holds the time since the row before it, whatever it is called."""

import re
from collections.abc import Iterator

from vpe_tui.playback.rows import Rows

_AFTER_PAUSE = re.compile(rb"a\.*(p)")
_LATER_AFTER_PAUSE = re.compile(rb"a\.*[kmt][.kmt]*(p)")
_MARK_IN_PAUSE = re.compile(rb"a\.*([mte.]+)")
_AFTER_END = re.compile(rb"e\.*(p)")
_ENDED = re.compile(rb"(e)")
_HOLDER = re.compile(rb"([patme])")
_WAIT_TO_START = re.compile(rb"[tSs]\.*(r)")


def pause(rows: Rows) -> Iterator[int]:
    """`playing` after a `paused` is the pause; where the playhead went on, a row between them was lost."""
    yield from (row for row in rows.matches(_AFTER_PAUSE) if not rows.went_on(row))
    yield from (row for row in rows.matches(_LATER_AFTER_PAUSE) if not rows.went_on(row))


def mark_in_pause(rows: Rows) -> Iterator[int]:
    """A mark, or a track change, that came in a pause holds the pause up to it."""
    return (
        row
        for row in rows.matches(_MARK_IN_PAUSE)
        if rows.length_ms[row] and not rows.went_on(row) and not _is_end(rows, row)
    )


def idle_after_end(rows: Rows) -> Iterator[int]:
    """`playing` after the end holds the idle time, where the playhead stayed there."""
    return (row for row in rows.matches(_AFTER_END) if rows.stood(row))


def after_end(rows: Rows) -> Iterator[int]:
    """`playing` after the end holds the idle time, and what was played again after it: nothing tells them apart."""
    return (row for row in rows.matches(_AFTER_END) if not rows.went_on(row))


def track_start(rows: Rows) -> Iterator[int]:
    """Waiting before the first playing of an item is its start."""
    return rows.matches(_WAIT_TO_START)


def stood(rows: Rows) -> Iterator[int]:
    """A row of playing in which the playhead is known to have stood."""
    return (row for row in rows.matches(_HOLDER) if rows.stood(row) and not _is_end(rows, row))


def ended(rows: Rows, *, unknown_too: bool) -> Iterator[int]:
    """An `ended` at the end of the item; also, if so, of one whose length is not known."""
    return (row for row in rows.matches(_ENDED) if at_end(rows, row) in ((True, None) if unknown_too else (True,)))


def _is_end(rows: Rows, row: int) -> bool:
    return rows.letters[row] == ord("e") and at_end(rows, row) is True


def at_end(rows: Rows, row: int) -> bool | None:
    """Whether a row ends at the end of its item (95 %); None where its length or the place is not known."""
    length_s, place, percent = rows.item_length_s[rows.item[row]], rows.place_s[row], rows.percent[row]
    if length_s and place is not None:
        return place >= 0.95 * length_s
    return percent >= 95 if percent is not None and percent > 0 else None
