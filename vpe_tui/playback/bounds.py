"""What cannot be known of a session: sums that are undefined, those that are “at least”, and how it ended."""

import re
from collections.abc import Mapping, Sequence

from vpe_tui.playback.dialects import mobile
from vpe_tui.playback.model import DialectName, Ending, Item, Sum
from vpe_tui.playback.rows import Rows, tell_no_place
from vpe_tui.playback.spans import Spans
from vpe_tui.session.model import Session

LEFT: tuple[Sum, ...] = ("playing", "content", "furthest", "paused", "rebuffering", "seeking")
"""What may have gone on after the last row."""

_OF_LETTER: Mapping[str, tuple[Sum, ...]] = {
    "S": ("player_startup",),
    "s": ("startup",),
    "p": ("playing", "content"),
    "a": ("paused",),
    "k": ("seeking", "seek_latency"),
    "r": ("rebuffering",),
}
_WORDS = {"S": "player_start", "s": "startup", "p": "playing", "a": "paused", "k": "seeking", "r": "rebuffering"}
_ENDS = re.compile(rb"e")
_PLAYERS = {"react-native": "the React Native player", "android": "the Android player", "unknown": "an unknown player"}


def undefined(rows: Rows, spans: Spans, dialect: DialectName) -> dict[Sum, str]:
    """Sums that the dialect cannot know, or of which a row has no duration, with the reason."""
    found: dict[Sum, str] = {}
    if dialect != "web" and len(rows):
        who = _PLAYERS[dialect]
        found["player_startup"] = found["startup"] = f"{who} is not known to measure it"
        if dialect == "react-native":
            found["seek_latency"] = f"{who} writes 0.1 s for every seek"
    for letter, sums in _OF_LETTER.items():
        place = next((row for row in rows.untimed if rows.letters[row] == ord(letter)), None)
        if place is not None:
            reason = f"row {rows.numbers[place]} ({_WORDS[letter]}) has no duration"
            sums = ("paused", "playing", "content") if dialect != "web" and letter in "pa" else sums
            found |= {each: reason for each in sums if each not in found}
    if len(rows) and tell_no_place(rows.place_s) and spans.places(states=("playing",)):
        found["content"] = found["furthest"] = "no row tells a place"
    return found


def lower_bounds(rows: Rows, spans: Spans, dialect: DialectName) -> dict[Sum, str]:
    """Sums that are “at least”, with the first reason."""
    found: dict[Sum, str] = {}
    names = spans.rule_names
    for rule, sums, reason in _MISSING:
        if rule in names:
            found = {each: reason for each in sums} | found
    if len(rows) and _last_letter(rows) != "e":
        found = {each: _left(rows, dialect) for each in LEFT} | found
    if "stall-with-pause" in names:
        found.pop("rebuffering", None)
    return found


_MISSING: tuple[tuple[str, tuple[Sum, ...], str], ...] = (
    ("unlogged-wait", ("rebuffering", "ratio"), "waits that began within 0.1 s of another row were not logged"),
    ("seek-or-quality", ("playing", "content", "seeking"), "a long `seeking` row may have been playing"),
    ("lost-rows", LEFT, "rows were lost"),
    ("silence", LEFT, "there is time of which no row tells"),
    ("burst", LEFT, "rows were written late, in a burst"),
    ("stall-with-pause", ("paused",), "a pause began in the stall before it"),
    ("capped", ("paused",), "a pause was longer than is written"),
    ("stood", LEFT, "in rows of playing the playhead stood"),
    ("after-end", LEFT, "a row after the end may hold playing"),
    ("other", LEFT, "there are actions that are not known"),
)


def _left(rows: Rows, dialect: DialectName) -> str:
    last = _last_letter(rows)
    if last == "f":
        return "the player reports nothing after an error: what was loaded may have played on"
    if dialect == "web" and last in "pars":
        return "the log does not end in `ended`: what went on after its last row was not logged"
    return "the log does not end in `ended`"


def _last_letter(rows: Rows) -> str:
    """The last letter, looking past echoes."""
    return chr((rows.letters.rstrip(b".") or b".")[-1])


def unsure(spans: Spans) -> dict[Sum, str]:
    """Sums that may be too long: a pause was pressed in a stall, and the log does not say when."""
    if "stall-with-pause" in spans.rule_names:
        reason = "a pause pressed in a stall may be a part of it"
        return {"rebuffering": reason}
    return {}


def ending_of(session: Session, rows: Rows, items: Sequence[Item], spans: Spans, dialect: DialectName) -> Ending:
    """How the media came to its end."""
    ends = [match.start() for match in _ENDS.finditer(rows.letters)]
    at_end = [row for row in ends if _is_at_end(rows, row, dialect)]
    put_away = next((row for row in reversed(ends) if row not in at_end), None)
    looped = "repeat" in spans.rule_names
    last = at_end[-1] if at_end else None
    first = at_end[0] if at_end else None
    new_item = last is not None and rows.item[-1] != rows.item[last] and _is_new(items, rows.item[last], rows.item[-1])
    after_ms = 0 if first is None else sum(_playing_after(rows, spans, first))
    is_replay = "replay" in spans.rule_names
    last_row = len(rows.letters.rstrip(b".")) - 1
    return Ending(
        last_row=rows.numbers[last_row] if last_row >= 0 else None,
        ended_row=None if last is None else rows.numbers[last],
        completed=not session.is_live and (looped or (last is not None and not new_item)),
        looped=looped,
        replayed=is_replay or after_ms > 0,
        replayed_ms=after_ms,
        put_away_row=None if put_away is None or dialect == "web" else rows.numbers[put_away],
    )


def _is_at_end(rows: Rows, row: int, dialect: DialectName) -> bool:
    told = mobile.at_end(rows, row)
    return told is True or (told is None and dialect != "android")


def _is_new(items: Sequence[Item], ended: int, last: int) -> bool:
    """Whether an item begun after one that ended is another one than that."""
    return any(items[each].same_as != items[ended].same_as for each in range(ended + 1, last + 1))


def _playing_after(rows: Rows, spans: Spans, row: int) -> list[int]:
    end, item = rows.end_ms[row], rows.item[row]
    playing = (spans[place] for place in spans.places(states=("playing",)))
    return [span.length_ms for span in playing if span.start_ms >= end and span.item == item]
