"""The rows of a log as dialects look at them: columns in the order of reading, a letter for each word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import attrgetter

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import WORST, Kind
from vpe_tui.session.masks import is_byte, where

LETTERS = {
    Kind.PLAYER_START: "S",
    Kind.STARTUP: "s",
    Kind.PLAYING: "p",
    Kind.PAUSED: "a",
    Kind.SEEKING: "k",
    Kind.REBUFFERING: "r",
    Kind.PREV_TRACK: "t",
    Kind.NEXT_TRACK: "t",
    Kind.ENDED: "e",
    Kind.ERROR: "f",
    Kind.OTHER: "?",
}
"""A log is a word of these, so that a rule can say `r(r)k` for what it looks for. `.` is an echo."""

ANDROID_WORDS = {
    "pause": "a",
    "ratechange": "m",
    "fullscreenchange": "m",
    "intro_skip": "m",
    "opening_skip": "m",
    "ending_skip": "m",
}
"""What only the Android player writes: its `pause`, and marks that hold what went on before them (`m`)."""

ECHO_MS = 50
"""A `playing` row shorter than this, in a log of seconds, is an echo: the players write several in one instant."""

PLACE_S = 1.25
"""`videoTime` is the whole second of the last time update, which may be a quarter of a second old."""

DRIFT = 0.05
"""Clocks and playheads differ by a few per cent at the same speed."""

MOVED_S = 3.0
"""A playhead that moved less may have moved by rounding alone."""

BEGINNING_S = 1.0
"""The playhead is at the beginning before this: it is logged in whole seconds."""

NO_QUALITY = frozenset((None, "", "0p", "Unknown"))

FASTEST = 4.0
"""No player plays faster; what moved farther did not play there."""

_UNTOLD = re.compile(rb"[tS.]|r(?=k)")
_UNTOLD_OR_SEEK = re.compile(rb"[tSk.]|r(?=k)")
_BEGINS = re.compile(rb"[tS]")
_TABLE = bytes(ord(LETTERS[kind]) if kind else ord("?") for kind in WORST).ljust(256, b"?")


@dataclass
class Rows:
    """The rows of a log in the order of reading. Columns are parallel; `numbers` has each row's place in the log."""

    numbers: Sequence[int]
    letters: bytes
    start_ms: Sequence[int]
    end_ms: Sequence[int]
    length_ms: Sequence[int | None]
    """None where the row does not say."""
    untimed: Sequence[int]
    """The rows that do not."""
    place_s: Sequence[float | None]
    quality: Sequence[str | None]
    percent: Sequence[float | None]
    to_the_second: bool
    """Whether its times are known to the second only."""
    is_live: bool
    item: list[int]
    """The item that is on, for each row; a track change still belongs to the item before it."""
    item_length_s: Sequence[float | None]
    """Of each item."""
    before_s: list[float | None]
    """The playhead before each row; None where it is not known."""
    assumed: set[int]
    """Rows whose `before_s` no row tells: the beginning of a VOD item."""

    def __len__(self) -> int:
        return len(self.letters)

    def matches(self, pattern: re.Pattern[bytes]) -> Iterator[int]:
        """Every row in group 1 of every match."""
        for match in pattern.finditer(self.letters):
            yield from range(*match.span(1))

    def of(self, letter: str) -> list[int]:
        """The rows of a letter."""
        return where(is_byte(self.letters, ord(letter)))

    def lasting(self, letter: str, over_ms: int) -> list[int]:
        """The rows of a letter that lasted longer."""
        those = compress(enumerate(self.length_ms), is_byte(self.letters, ord(letter)))
        return [row for row, length in those if length is not None and length > over_ms]

    @cached_property
    def seeks(self) -> list[int]:
        """The `seeking` rows."""
        return self.of("k")

    @cached_property
    def quality_seeks(self) -> list[int]:
        """The `seeking` rows that end with another quality than the row before; both are known."""
        quality = self.quality
        changed = [row for row in self.seeks if quality[row] != quality[row - 1] and row]
        return [row for row in changed if quality[row] not in NO_QUALITY and quality[row - 1] not in NO_QUALITY]

    def is_at_beginning(self, row: int) -> bool:
        """Whether a row leaves the playhead at the beginning of a VOD item."""
        place = self.place_s[row]
        return place is not None and place < BEGINNING_S and not self.is_live

    @property
    def beginning_seeks(self) -> list[int]:
        """The `seeking` rows that do."""
        places = self.place_s
        early = [row for row in self.seeks if (place := places[row]) is not None and place < BEGINNING_S]
        return [] if self.is_live else early

    def moved_s(self, row: int) -> float | None:
        """How far the playhead moved in a row; None where that is not known."""
        now, before = self.place_s[row], self.before_s[row]
        return None if now is None or before is None else now - before

    def went_on(self, row: int) -> bool:
        """Whether the playhead moved as it does in playing: by half the row's length or more, and by `MOVED_S`."""
        moved, length = self.moved_s(row), self.length_ms[row]
        if moved is None or not length:
            return False
        return max(MOVED_S, length / 2000) <= moved <= FASTEST * length / 1000 + PLACE_S

    def stood(self, row: int) -> bool:
        """Whether the playhead is known to have stood while time passed that it would have told."""
        moved, length = self.moved_s(row), self.length_ms[row]
        return moved is not None and length is not None and length >= MOVED_S * 1000 and abs(moved) <= PLACE_S

    def at_end(self, row: int) -> bool:
        """Whether the playhead was at the end of the item before this row (95 %: players end a little early)."""
        length_s, before = self.item_length_s[self.item[row]], self.before_s[row]
        if length_s and before is not None:
            return before >= 0.95 * length_s
        percent = self.percent[row - 1] if row else None
        return percent is not None and percent >= 95


def letters_of(log: EventLog, numbers: Sequence[int], *, to_the_second: bool) -> bytes:
    """The log as a word, in the order of `numbers`."""
    kinds = log.kinds if isinstance(numbers, range) else [log.kinds[number] for number in numbers]
    word = bytearray(bytes(map(attrgetter("badness"), kinds)).translate(_TABLE))
    place = word.find(b"?")
    while place >= 0:
        action = log.actions[numbers[place]].strip().lower()
        word[place] = ord(ANDROID_WORDS.get(action, "?"))
        place = word.find(b"?", place + 1)
    if to_the_second:
        for place, number in enumerate(numbers):
            length = log.duration_s[number]
            if word[place] == ord("p") and length is not None and length * 1000 < ECHO_MS:
                word[place] = ord(".")
    return bytes(word)


def places_before(
    letters: bytes,
    places: Sequence[float | None],
    lengths_ms: Sequence[int | None],
    *,
    is_live: bool,
    seek_tells: bool,
) -> tuple[list[float | None], set[int]]:
    """The playhead before each row, and the rows where it is only assumed.

    A VOD item begins at 0. An echo, a track change and a stall that a seek cuts do not tell the place they were in;
    nor does a seek of the mobile players, whose place is the one before it (`seek_tells`).
    """
    if tell_no_place(places):
        return [None] * len(places), set()
    beginning = None if is_live else 0.0
    before: list[float | None] = [beginning, *places[:-1]]
    for row in _untold(letters, places, seek_tells=seek_tells):
        letter, place, after = letters[row : row + 1], places[row], row + 1
        if after == len(places):
            break
        if letter in b"tS":
            before[after] = place if letter == b"S" and place is not None else beginning
        elif letter == b"k" and not seek_tells:
            before[after] = None
        elif letter == b"p" and (here := before[row]) is not None:
            before[after] = here + (lengths_ms[row] or 0) / 1000
        else:
            before[after] = before[row]
    return before, _assumed(letters, places)


def tell_no_place(places: Sequence[float | None]) -> bool:
    """Whether no row tells where the playhead is."""
    return all(place is None for place in places)


def _untold(letters: bytes, places: Sequence[float | None], *, seek_tells: bool) -> list[int]:
    """Rows after which the playhead is not where they say."""
    found = {match.start() for match in (_UNTOLD if seek_tells else _UNTOLD_OR_SEEK).finditer(letters)}
    if None in places:
        found |= {row for row, place in enumerate(places) if place is None}
    return sorted(found)


def _assumed(letters: bytes, places: Sequence[float | None]) -> set[int]:
    """Rows before which no row of their item tells a place."""
    found: set[int] = set()
    for first in (0, *(match.end() for match in _BEGINS.finditer(letters))):
        for row in range(first, len(letters)):
            found.add(row)
            if places[row] is not None and letters[row] not in b"tS.":
                break
    return found
