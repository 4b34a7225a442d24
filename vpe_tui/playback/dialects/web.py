"""The web player: a row is written when what it tells of is over, and lasted as long as it says."""

import re
from collections.abc import Iterator

from vpe_tui.playback.rows import DRIFT, PLACE_S, Rows
from vpe_tui.playback.rules import COMMON, READ, Dialect, Rule

FULL_ROW_MS = 65_000
"""A heartbeat comes after 59 to 60 s; five more are for a busy page."""

SLOW_MS = 10_000
"""A `seeking` row longer than this in which the quality changed may be either."""

SAME_PLACE_S = 2.0
"""A `seeking` row that moved the playhead less, while the quality changed, is no seek."""

TOUCHING_MS = 100
"""Rows of one chain follow one another at once; a wait shorter than this gets no row."""

_IDLE = re.compile(rb"e(a+)")
_REPLAY = re.compile(rb"ea*(k)")
_TRACK_START = re.compile(rb"[tS][ak]*(r+)")
_PAUSE_IN_STALL = re.compile(rb"r(r)(?=k)")
_STALL_WITH_PAUSE = re.compile(rb"(r)(?=rk)")


def _idle(rows: Rows) -> Iterator[int]:
    return rows.matches(_IDLE)


def _replay(rows: Rows) -> Iterator[int]:
    return (row for row in rows.matches(_REPLAY) if rows.is_at_beginning(row))


def _repeat(rows: Rows) -> Iterator[int]:
    for row in rows.beginning_seeks:
        if row and rows.letters[row - 1 : row + 1] in (b"pk", b"rk") and rows.at_end(row):
            yield row


def _track_start(rows: Rows) -> Iterator[int]:
    return rows.matches(_TRACK_START)


def _pause_in_stall(rows: Rows) -> Iterator[int]:
    return (row for row in rows.matches(_PAUSE_IN_STALL) if _touches(rows, row) and _touches(rows, row + 1))


def _stall_with_pause(rows: Rows) -> Iterator[int]:
    return (row for row in rows.matches(_STALL_WITH_PAUSE) if _touches(rows, row + 1) and _touches(rows, row + 2))


def _quality(rows: Rows) -> Iterator[int]:
    for row in rows.quality_seeks:
        moved = rows.moved_s(row)
        if moved is not None and abs(moved) < SAME_PLACE_S:
            yield row


def _seek_or_quality(rows: Rows) -> Iterator[int]:
    for row in rows.quality_seeks:
        length = rows.length_ms[row]
        if not length or length <= SLOW_MS:
            continue
        moved = rows.moved_s(row)
        if moved is not None and SAME_PLACE_S <= moved <= (1 + DRIFT) * length / 1000 + PLACE_S:
            yield row


def _asleep(rows: Rows) -> Iterator[int]:
    for row in rows.lasting("p", FULL_ROW_MS) if not rows.is_live else ():
        moved, length = rows.moved_s(row), rows.length_ms[row] or 0
        if moved is not None and moved < length / 2000:
            yield row


def _played_before_sleep_ms(rows: Rows, row: int) -> int:
    return max(round((rows.moved_s(row) or 0) * 1000), 0)


def _touches(rows: Rows, row: int) -> bool:
    return abs(rows.start_ms[row] - rows.end_ms[row - 1]) < TOUCHING_MS


RULES = (
    Rule("idle-after-end", "idle", "logged", "the time between the end and what came after it", "replay", _idle,
         beside="idle for {took}"),
    Rule("replay", "starting", "inferred", "it was begun again: no seek", "replay", _replay,
         beside="begun again"),
    Rule("repeat", "starting", "inferred", "repeat mode began it again: no seek", "loop", _repeat,
         beside="begun again"),
    Rule("track-start", "starting", "inferred", "the wait for the next item's first picture: no stall",
         "two_tracks_btn", _track_start,
         beside="waited {took} for the first picture"),
    Rule("pause-in-stall", "paused", "inferred", "a pause that was pressed in a stall and ended by a seek",
         "stall_pause_seek", _pause_in_stall,
         beside="paused {took}"),
    Rule("stall-with-pause", "rebuffering", "inferred", "a stall that may be longer than it was by the pause in it",
         "stall_pause_seek", _stall_with_pause,
         beside="stalled, with a pause in it"),
    Rule("manual-quality", "seeking", "inferred", "a change of quality: the playhead stayed, it is no seek",
         READ, _quality,
         beside="another quality"),
    Rule("seek-or-quality", "unknown", "unknown", "a slow seek, or playing during a change of quality", "abr",
         _seek_or_quality,
         beside="a seek, or playing: not known"),
    Rule("asleep", "unknown", "unknown", "the device slept: the playhead hardly moved", "device_sleep", _asleep,
         _played_before_sleep_ms,
         beside="played, then asleep"),
)  # fmt: skip

DIALECT = Dialect(COMMON, RULES, silence=True)
