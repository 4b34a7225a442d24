"""The media items of a session: what was on, and which row of `media` tells of it."""

from bisect import bisect_right
from collections.abc import Sequence

from vpe_tui.playback.model import DialectName, Item
from vpe_tui.session.model import Session
from vpe_tui.session.records import Media
from vpe_tui.text.times import kst_ms

LATE_MS = 2_000
"""A media row may be written this much after the first row of its item (two_tracks_restart: in the same second)."""

LENGTH_SHARE = 0.1
"""`videoTime` ÷ `watchingPercent` is the item's length, as well as two rounded numbers tell it."""


def first_rows(letters: bytes) -> list[int]:
    """The first row of each item. A track change opens the next; a new `player_start` does where none came before it.

    two_tracks_restart: the `player_start` after `next_track` is of the same change.
    """
    if b"t" not in letters and letters.count(b"S") < 2:
        return [0]
    firsts, is_played = [0], False
    for row, letter in enumerate(map(chr, letters)):
        if letter == "t":
            firsts.append(row + 1)
            is_played = False
        elif letter == "S" and is_played:
            firsts.append(row)
            is_played = False
        elif letter in "spk":
            is_played = True
    return sorted({first for first in firsts if first < len(letters)}) or [0]


def item_of_rows(firsts: Sequence[int], count: int) -> list[int]:
    """The item that is on, for each row."""
    items: list[int] = []
    for item, (first, end) in enumerate(zip(firsts, [*firsts[1:], count], strict=True)):
        items += [item] * (end - first)
    return items


def items_of(session: Session, numbers: Sequence[int], firsts: Sequence[int], dialect: DialectName) -> tuple[Item, ...]:
    """Each item with its row of `media`."""
    if not numbers:
        return ()
    rows = [numbers[first] for first in firsts]
    if dialect == "react-native":
        media = _of_the_last(session.media, len(rows))
    else:
        loaded = _when_loaded(session.media)
        media = [_loaded_before(session, row, number, loaded) for number, row in enumerate(rows)]
    seen: dict[object, int] = {}
    items = []
    for number, (row, found) in enumerate(zip(rows, media, strict=True)):
        key = (found.url, found.title) if found and (found.url or found.title) else number
        items.append(Item(row, found, seen.setdefault(key, number)))
    return tuple(items)


def _of_the_last(media: Sequence[Media], count: int) -> list[Media | None]:
    """React Native: one row for two items, and it is the last one's (rn_tracks)."""
    return [None] * (count - len(media)) + list(media[len(media) - min(count, len(media)) :])


def _when_loaded(media: Sequence[Media]) -> list[int]:
    """When each row of `media` was written; nothing where that tells no order."""
    known = [ms for each in media if (ms := kst_ms(each.log_date)) is not None]
    return known if len(known) == len(media) > 1 and known == sorted(known) else []


def _loaded_before(session: Session, row: int, number: int, loaded: Sequence[int]) -> Media | None:
    """The last row of `media` that was written by the first row of the item; by number where they have no times."""
    media = session.media
    if not loaded:
        return media[min(number, len(media) - 1)] if media else None
    raw = session.events.raw[row]
    at = kst_ms(raw.get("logDate")) if isinstance(raw, dict) else None
    at = session.events.end_ms[row] if at is None else at
    found = max(bisect_right(loaded, at + LATE_MS) - 1, 0)
    return _of_that_length(session, row, found)


def _of_that_length(session: Session, row: int, found: int) -> Media:
    """The row of `media` that was found, or the one before or after it that alone is as long as the log says."""
    said = _said_length_s(session, row)
    around = [found, *(other for other in (found + 1, found - 1) if 0 <= other < len(session.media))]
    fitting = [
        each
        for each in around
        if said and abs((session.media[each].duration_s or 0) - said) <= max(LENGTH_SHARE * said, 2.0)
    ]
    return session.media[fitting[0] if fitting else found]


def _said_length_s(session: Session, row: int) -> float | None:
    """The item's length by the largest `videoTime` ÷ `watchingPercent` after its first row, up to a track change."""
    log = session.events
    told = None
    for each in range(row, len(log)):
        if log.kinds[each].word in ("next_track", "prev_track"):
            break
        place, percent = log.video_time_s[each], log.percent[each]
        if place and percent and place >= 5 and percent >= 5:
            told = 100 * place / percent
    return told
