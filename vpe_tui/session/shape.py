"""The shape of a session: what finding, jumping and chapters need, worked out once and off the screen's thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vpe_tui.session.glossary import Kind
from vpe_tui.session.model import Session
from vpe_tui.session.places import Landmark, landmarks
from vpe_tui.session.tally import Tally, tally_of

TRACK_CHANGES = (Kind.NEXT_TRACK, Kind.PREV_TRACK)


class Chapter(NamedTuple):
    """The rows of one track: from `row` to the next chapter's."""

    row: int
    title: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What is worked out of a log."""

    tally: Tally
    landmarks: Mapping[Landmark, Sequence[int]]
    chapters: Sequence[Chapter]
    """Empty for a session of one track."""


def changes_of_track(tally: Tally) -> list[int]:
    """The rows after which another track is on."""
    return sorted(row for kind in TRACK_CHANGES for row in tally.of_kind[kind])


def item_lengths_s(session: Session, changes: Sequence[int]) -> Sequence[float | None]:
    """How long the item of each track is. Empty for LIVE, and where the items do not fit the tracks."""
    if session.is_live or len(session.media) != len(changes) + 1:
        return ()
    lengths = [media.duration_s for media in session.media]
    return [length if length and length > 0 else None for length in lengths]


def shape_of(session: Session) -> Shape:
    """About 0.3 µs a row."""
    tally = tally_of(session.events)
    return Shape(tally, landmarks(session.events, tally), chapters(session, tally))


def chapters(session: Session, tally: Tally) -> tuple[Chapter, ...]:
    """A chapter for each track: a track change opens the next, which is the next item of `media` while there is one."""
    starts = [0, *(row + 1 for row in changes_of_track(tally) if row + 1 < len(session.events))]
    if len(starts) < 2:
        return ()
    titles = [media.title or "untitled" for media in session.media]
    return tuple(
        Chapter(row, f"track {number} of {len(starts)}" + (f" · {titles[number - 1]}" if number <= len(titles) else ""))
        for number, row in enumerate(starts, 1)
    )
