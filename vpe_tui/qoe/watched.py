"""Coverage: how much of the media was watched, and how much of the session the log accounts for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, count, islice
from operator import gt
from typing import NamedTuple

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import TRACK_CHANGES, EventIndex
from vpe_tui.session.model import Session
from vpe_tui.session.records import Media

PLAYHEAD_STEP_MS = 1_000
"""`videoTime` comes in whole seconds, cut: neighbouring ranges seem up to a second apart, and are joined."""

CLOCK_STEP_MS = 1_000
"""The React Native player and `logDate` tell whole seconds: silence that is shorter is none there."""

WAITS_FOR_VIEWER = frozenset((Kind.PLAYER_START, Kind.ENDED, *TRACK_CHANGES))
"""After these the player is silent until play is pressed (no row says when): nothing is missing there."""


class Gap(NamedTuple):
    """A stretch of time that no row of the log covers."""

    row: int
    """The row before it."""
    ms: int


class Coverage(NamedTuple):
    """How much of a session's time its log covers. Time that the player waited for its viewer is left out."""

    logged_ms: int
    """Time that rows cover."""
    span_ms: int
    """`logged_ms` and the gaps."""
    gaps: Sequence[Gap]


class Watched(NamedTuple):
    """How much of the media was watched, each part counted once."""

    watched_ms: int
    media_ms: int | None
    """The length of the media; None for LIVE, and when it is not known."""


def coverage(log: EventLog) -> Coverage:
    """The coverage of a log, from the start of its first row to the end of its last."""
    if not len(log):
        return Coverage(0, 0, ())
    starts, step_ms = sorted(log.start_ms), CLOCK_STEP_MS if is_to_the_second(log) else 1
    gaps = [Gap(*each) for each in _gaps(starts, log.end_ms, step_ms)]
    missing = [gap for gap in gaps if log.kinds[gap.row] not in WAITS_FOR_VIEWER]
    logged_ms = log.end_ms[-1] - starts[0] - sum(gap.ms for gap in gaps)
    return Coverage(logged_ms, logged_ms + sum(gap.ms for gap in missing), missing)


def is_to_the_second(log: EventLog) -> bool:
    """Whether times are known to the second only."""
    return bool(log.approximate) or not any(end % 1000 for end in log.end_ms)


def watched(session: Session, index: EventIndex) -> Watched:
    """The union of the ranges [`videoTime` − duration, `videoTime`] that were played, for each item of the media."""
    first_ms = None if session.is_live else 0
    watched_ms, media_ms = 0, first_ms if session.media else None
    for media, rows in _items(session, index):
        length_s = media.duration_s if media else None
        length_ms = round(length_s * 1000) if length_s and length_s > 0 else None
        seen_ms = _union_ms(session.events, index.lengths_ms, rows, length_ms, first_ms)
        watched_ms += min(seen_ms, index.total_ms(rows))  # holes are closed, but no more was seen than was played
        media_ms = None if media_ms is None or length_ms is None else media_ms + length_ms
    return Watched(watched_ms, media_ms)


def _items(session: Session, index: EventIndex) -> Iterator[tuple[Media | None, Sequence[int]]]:
    """Each item of the media with the rows in which it played. An item that was gone back to is one item."""
    if not any(index.of_kind[kind] for kind in TRACK_CHANGES):
        yield session.media[0] if session.media else None, index.playing
        return
    firsts = [bisect_left(index.playing, chapter.row) for chapter in index.chapters] or [0]
    items: dict[object, tuple[Media | None, list[int]]] = {}
    for number, (first, end) in enumerate(zip(firsts, [*firsts[1:], len(index.playing)], strict=True)):
        media = session.media[number] if number < len(session.media) else None
        key = (media.url, media.title) if media and (media.url or media.title) else number
        items.setdefault(key, (media, []))[1].extend(index.playing[first:end])
    yield from items.values()


def _union_ms(
    log: EventLog, lengths_ms: Sequence[int], rows: Sequence[int], length_ms: int | None, first_ms: int | None
) -> int:
    """Of ranges that end in the same place only the longest matters.

    `first_ms` is where the media begins: nowhere for LIVE, whose playhead wraps and goes on from 0.
    """
    longest_ms: dict[float, int] = {}
    for place, ms in zip(map(log.video_time_s.__getitem__, rows), map(lengths_ms.__getitem__, rows), strict=True):
        if place is not None and ms > longest_ms.get(place, -1):
            longest_ms[place] = ms
    if not longest_ms:
        return 0
    most = round(max(longest_ms) * 1000) if length_ms is None else length_ms
    least = -max(longest_ms.values()) if first_ms is None else first_ms
    ends = sorted([min(max(round(place * 1000), least), most) for place in longest_ms])
    starts = sorted([min(max(round(place * 1000) - ms, least), most) for place, ms in longest_ms.items()])
    return ends[-1] - starts[0] - sum(ms for _, ms in _gaps(starts, ends, PLAYHEAD_STEP_MS))


def _gaps(starts: Sequence[int], ends: Sequence[int], least: int) -> Iterator[tuple[int, int]]:
    """The gaps between ranges: the place in `ends` of the end before it, and its length.

    Where starts and ends are sorted, each by itself, a gap is where as many ranges have ended as have started.
    """
    apart = compress(count(), map(gt, islice(starts, 1, None), ends))
    return ((place, gap) for place in apart if (gap := starts[place + 1] - ends[place]) >= least)
