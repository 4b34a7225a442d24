"""The React Native player (2.1.3): a `paused` row is the playing before it, and the next `playing` row the pause."""

import re
from collections.abc import Iterator

from vpe_tui.playback.dialects import mobile
from vpe_tui.playback.rows import ECHO_MS, Rows
from vpe_tui.playback.rules import COMMON, READ, Dialect, Rule

_START = re.compile(rb"[tSs]\.*(p)(?=\.*r)")
_CLOSED_STALL = re.compile(rb"(p)(?=\.*r)")
_CLOSING = re.compile(rb"p\.*(r)")


def _stall(rows: Rows) -> Iterator[int]:
    """A `playing` row whose playhead stood, with a `rebuffering` row directly after.

    Where that is of some ms it only closes the stall, and the stall's length must be in the row before; a longer one
    is the stall itself, and the row before it is one only where its playhead is known to have stood.
    """
    for row in rows.matches(_CLOSED_STALL):
        closing = rows.letters.index(b"r", row)
        moved, length = rows.moved_s(row), rows.length_ms[row] or 0
        if _only_closes(rows, closing):
            if moved is None or abs(moved) < length / 2000:
                yield row
        elif rows.stood(row):
            yield row


def _start(rows: Rows) -> Iterator[int]:
    """The same before the first playing of an item is its start."""
    stalls = set(_stall(rows))
    yield from (row for row in rows.matches(_START) if row in stalls)
    yield from (row for row in mobile.track_start(rows) if not _only_closes(rows, row))


def _closing(rows: Rows) -> Iterator[int]:
    stalls = set(_stall(rows))
    for row in rows.matches(_CLOSING):
        if _only_closes(rows, row) and rows.letters.rindex(b"p", 0, row) in stalls:
            yield row


def _only_closes(rows: Rows, row: int) -> bool:
    length = rows.length_ms[row]
    return length is not None and length < ECHO_MS


WORDS = {
    **COMMON,
    "S": Rule("player-start", "starting", "unknown", "always 0 s: no measurement", "rn_pause"),
    "s": Rule("startup", "starting", "unknown", "a constant 0.2 s: no measurement", "rn_pause"),
    "a": Rule(
        "played-then-paused",
        "playing",
        "logged",
        "the playing before a pause that begins",
        "rn_pause",
        beside="played {took}, then paused",
    ),
    "k": Rule("seeking", "seeking", "inferred", "a seek: its 0.1 s are no measurement", READ),
    "t": Rule("track-change", "playing", "inferred", "the time since the row before", READ, beside="played {took}"),
    "e": Rule("ended", "playing", "inferred", "the playing since the row before, to the end", READ, then="ended"),
    "m": COMMON["?"],
}

RULES = (
    Rule("track-start", "starting", "inferred", "the wait for an item's first picture: no stall", READ, _start,
         beside="waited {took} for the first picture"),
    Rule("stall-in-playing", "rebuffering", "logged", "the stall that the next `rebuffering` row closes", "rn_stalls",
         _stall,
         beside="stalled {took}"),
    Rule("closes-stall", "rebuffering", "logged", "closes the stall that the `playing` row before it holds",
         "rn_stalls", _closing, is_nothing=True,
         beside="the stall ends"),
    Rule("pause-in-playing", "paused", "logged", "the pause that the `paused` row before it began", "rn_pause",
         mobile.pause,
         beside="paused {took}"),
    Rule("pause-before-mark", "paused", "inferred", "the pause so far", READ, mobile.mark_in_pause,
         beside="paused {took}"),
    Rule("idle-after-end", "idle", "inferred", "the time between the end and what came after it", READ,
         mobile.idle_after_end,
         beside="idle for {took}"),
    Rule("after-end", "unknown", "unknown", "idle time, and perhaps playing, after the end", READ, mobile.after_end,
         beside="idle or playing: not known"),
    Rule("stood", "unknown", "unknown", "the playhead stood: not playing, and no row says what else", READ,
         mobile.stood,
         beside="not playing: what else is not known"),
)  # fmt: skip

DIALECT = Dialect(WORDS, RULES, silence=False)
