"""The index of a session's events: row numbers by what the viewer went through, and the places worth a jump."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import compress, count, islice
from operator import attrgetter, ne, sub
from typing import NamedTuple

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.masks import is_byte, where
from vpe_tui.session.model import Session
from vpe_tui.session.quality import is_higher
from vpe_tui.session.records import Media

_OFTEN = 8
"""A byte that is at least one of so many is found faster by looking at every one."""

GAP_MS = 1_000
"""Silence between two rows that is worth a jump; rows of one chain follow within milliseconds."""

TRACK_CHANGES = (Kind.NEXT_TRACK, Kind.PREV_TRACK)


class Landmark(Enum):
    """A kind of place to jump to, and the word for it."""

    ERROR = "error"
    STALL = "stall"
    QUALITY = "quality change"
    GAP = "time without rows"


class Chapter(NamedTuple):
    """The rows of one track: from `row` to the next chapter's."""

    row: int
    title: str


@dataclass(frozen=True)
class EventIndex:
    """Row numbers of an event log, each list in the order of time."""

    log: EventLog
    of_kind: Mapping[Kind, Sequence[int]]
    upshifts: Sequence[int]
    """Rows of a higher quality than the row before."""
    downshifts: Sequence[int]
    track_changes: Sequence[int]
    """Rows after which another track is on."""
    chapters: Sequence[Chapter]
    """Empty for a session of one track."""

    @property
    def playing(self) -> Sequence[int]:
        """The `playing` rows."""
        return self.of_kind[Kind.PLAYING]

    @cached_property
    def landmarks(self) -> Mapping[Landmark, Sequence[int]]:
        """The rows of every landmark. About 0.1 µs a row, at the first call."""
        gaps_ms = map(sub, islice(self.log.start_ms, 1, None), self.log.end_ms)
        return {
            Landmark.ERROR: self.of_kind[Kind.ERROR],
            Landmark.STALL: self.of_kind[Kind.REBUFFERING],
            Landmark.QUALITY: sorted([*self.upshifts, *self.downshifts]),
            Landmark.GAP: list(compress(count(1), map(GAP_MS.__lt__, gaps_ms))),
        }

    def total_ms(self, rows: Sequence[int]) -> int:
        """How long some rows lasted together."""
        return sum(map(self.log.length_ms.__getitem__, rows))


def index_of(session: Session) -> EventIndex:
    """The index of a session's events. About 0.15 µs a row."""
    log = session.events
    of_kind = rows_of_kinds(log)
    changed = list(compress(count(1), map(ne, log.quality, log.quality[1:])))
    track_changes = sorted(row for kind in TRACK_CHANGES for row in of_kind[kind])
    return EventIndex(
        log=log,
        of_kind=of_kind,
        upshifts=[row for row in changed if is_higher(log.quality[row], log.quality[row - 1])],
        downshifts=[row for row in changed if is_higher(log.quality[row - 1], log.quality[row])],
        track_changes=track_changes,
        chapters=_chapters(session.media, track_changes, len(log)),
    )


def _chapters(items: Sequence[Media], track_changes: Sequence[int], count_of_rows: int) -> tuple[Chapter, ...]:
    """A chapter for each track: a track change opens the next, which is the next item of `media` while there is one."""
    starts = [0, *(row + 1 for row in track_changes if row + 1 < count_of_rows)]
    if len(starts) < 2:
        return ()
    titles = [media.title or "untitled" for media in items]
    return tuple(
        Chapter(row, f"track {number} of {len(starts)}" + (f" · {titles[number - 1]}" if number <= len(titles) else ""))
        for number, row in enumerate(starts, 1)
    )


def rows_of_kinds(log: EventLog) -> Mapping[Kind, Sequence[int]]:
    """The rows of every kind."""
    ranks = bytes(map(attrgetter("badness"), log.kinds))
    return {kind: _places(ranks, kind.badness) for kind in Kind}


def rows_of_kind(log: EventLog, kind: Kind) -> Sequence[int]:
    """The rows of one kind."""
    return _places(bytes(map(attrgetter("badness"), log.kinds)), kind.badness)


def _places(data: bytes, value: int) -> list[int]:
    """Where a byte stands."""
    found, wanted = data.count(value), bytes([value])
    if found * _OFTEN > len(data):
        return where(is_byte(data, value))
    places, place = [], -1
    for _ in range(found):
        place = data.find(wanted, place + 1)
        places.append(place)
    return places
