"""Silence: time between two rows that no row tells of, and what it was."""

from typing import NamedTuple

from vpe_tui.playback.playhead import named_speed
from vpe_tui.playback.rows import DRIFT, PLACE_S, Rows
from vpe_tui.playback.rules import READ, Rule

BELONGS_MS = 100
"""Shorter silence belongs to the span before: the player leaves out what is shorter."""

SHORT_MS = 1_000
LONGEST_WAIT_MS = 300_000
"""A viewer who waits longer has gone away, or the device slept."""

CAPPED_MS = 9_999_000
"""The web reporter writes no longer duration."""

IDLE = Rule("idle", "idle", "logged", "nothing was asked of the player", "late_play")
PAUSE_IN_STALL = Rule("silent-pause", "paused", "inferred", "a pause pressed in a stall: it gets no row", READ)
WAIT = Rule("unlogged-wait", "rebuffering", "inferred", "a wait that began within 0.1 s of another row gets no row",
            "stall_at_resume")  # fmt: skip
LOST = Rule("lost-rows", "unknown", "unknown", "the playhead moved on: rows were lost", READ)
SILENCE = Rule("silence", "unknown", "unknown", "no row tells of it", READ)
SHORT = Rule("short-silence", "unknown", "unknown", "no row tells of it: under 1 s", "any")
BURST = Rule("burst", "unknown", "unknown", "rows were written late, in a burst: what fits nowhere", "background-burst")
CAPPED = Rule("capped", "paused", "inferred", "at least as long as the longest duration that is written: it lasted "
              "from the row before", "pause_4h_capped")  # fmt: skip

RULES = (IDLE, PAUSE_IN_STALL, WAIT, LOST, SILENCE, SHORT, BURST, CAPPED)


class Silence(NamedTuple):
    """A silence before a row. `before` is the row that it follows, looking past echoes; -1 when there is none."""

    before: int
    row: int
    length_ms: int
    tells: bool
    """Whether silence of this dialect tells anything."""


def meaning(rows: Rows, silence: Silence) -> Rule:
    """What a silence was."""
    before, row, length_ms, tells = silence
    said = chr(rows.letters[before]) if before >= 0 else ""
    if tells and said == "S" and _lost_the_start(rows, row):
        return LOST
    if said and said in "Set":
        return IDLE
    if not said:
        return SILENCE
    if length_ms < SHORT_MS:
        return SHORT
    return _by_the_playhead(rows, silence, said) if tells else SILENCE


def is_capped(rows: Rows, silence: Silence, rule: Rule) -> bool:
    """Whether the row after a silence reached back through it, and could not say so (pause_4h_capped)."""
    lasts = ("paused", "rebuffering", "seeking", "idle")
    return silence.tells and rows.length_ms[silence.row] == CAPPED_MS and rule.state in lasts


def _lost_the_start(rows: Rows, row: int) -> bool:
    """Playing before any `startup`: the rows before the player's first sync were lost."""
    return rows.letters[row] in b"pak" and b"s" not in rows.letters[:row]


def _by_the_playhead(rows: Rows, silence: Silence, said: str) -> Rule:
    moved = _moved_in_silence(rows, silence)
    if moved is None:
        return SILENCE
    if _has_gone_on(moved, silence.length_ms / 1000, (rows.length_ms[silence.row] or 0) / 1000):
        return LOST
    if said == "r" and rows.letters[silence.row] == ord("p"):
        return PAUSE_IN_STALL
    return WAIT if said in "askp" and silence.length_ms <= LONGEST_WAIT_MS else SILENCE


def _has_gone_on(moved_s: float, silent_s: float, length_s: float) -> bool:
    """Whether the playhead moved more than rounding and drift explain, or by rather the silence than nothing."""
    return abs(moved_s) > PLACE_S + DRIFT * length_s or moved_s > max(PLACE_S, silent_s / 2)


def _moved_in_silence(rows: Rows, silence: Silence) -> float | None:
    """How far the playhead moved while no row tells of it; None where the row after does not tell."""
    row = silence.row
    letter, moved, length = rows.letters[row], rows.moved_s(row), rows.length_ms[row]
    if moved is None or length is None:
        return None
    if letter == ord("p"):
        return moved - _speed_before(rows, silence.before) * length / 1000
    is_cut = letter == ord("r") and rows.letters[row + 1 : row + 2] == b"k"
    return moved if letter in b"arfet" and not is_cut else None


def _speed_before(rows: Rows, row: int) -> float:
    """The speed of the last playing before a silence, in the same item."""
    for each in range(row, max(row - 8, -1), -1):
        moved, length = rows.moved_s(each), rows.length_ms[each]
        if rows.item[each] != rows.item[row]:
            break
        if rows.letters[each] == ord("p") and moved is not None and length:
            return named_speed(moved, length / 1000)
    return 1.0
