"""A log of which no sign tells who wrote it: read row by row, at its word unless the playhead says otherwise."""

import re
from collections.abc import Iterator

from vpe_tui.playback.dialects import mobile
from vpe_tui.playback.rows import Rows
from vpe_tui.playback.rules import COMMON, READ, Dialect, Rule

_ANY_HOLDER = re.compile(rb"([amte])")
_ENDED = re.compile(rb"(e)")
_PAUSE_BEFORE = re.compile(rb"a\.*(p)")


def _went_on(rows: Rows) -> Iterator[int]:
    """Half the row's length and 3 s: that much no rounding moves a playhead."""
    return (row for row in rows.matches(_ANY_HOLDER) if rows.letters[row] != ord("e") and rows.went_on(row))


def _ended_went_on(rows: Rows) -> Iterator[int]:
    return (row for row in mobile.ended(rows, unknown_too=True) if rows.went_on(row))


def _put_away(rows: Rows) -> Iterator[int]:
    return (row for row in rows.matches(_ENDED) if rows.length_ms[row] and rows.went_on(row))


def _stood_after_pause(rows: Rows) -> Iterator[int]:
    return (row for row in rows.matches(_PAUSE_BEFORE) if rows.stood(row))


WORDS = {
    **COMMON,
    "S": Rule("player-start", "starting", "unknown", "not known to be a measurement", READ),
    "s": Rule("startup", "starting", "unknown", "not known to be a measurement", READ),
    "m": COMMON["?"],
}

RULES = (
    Rule("playhead-went-on", "playing", "inferred", "the playhead went on: it held playing", READ, _went_on,
         beside="played {took}"),
    Rule("ended-went-on", "playing", "inferred", "the playhead went on to the end", READ, _ended_went_on,
         then="ended",
         beside="played {took} to the end"),
    Rule("put-away", "playing", "inferred", "the playing before the app went to the background: no end", READ,
         _put_away,
         beside="played {took}, then the app was put away"),
    Rule("stood", "unknown", "unknown", "the playhead stood: a pause or a stall, not playing", READ,
         _stood_after_pause,
         beside="not playing: what else is not known"),
)  # fmt: skip

DIALECT = Dialect(WORDS, RULES, silence=False)
