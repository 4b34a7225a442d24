"""The rows of a log, told apart by what the viewer lived through."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count
from operator import attrgetter, ne, sub

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind

SEEK_INDUCED_MS = 1_000
"""A stall that begins this soon after a seek was brought about by it (CTA-2066 keeps those apart)."""

SAME_PLACE_S = 2.0
"""A `seeking` row that moved the playhead less is no seek when the quality changed: a seek skips more than that,
and the playhead, logged in whole seconds, can seem to move by 1 s where it stood."""

_OFTEN = 8
"""A byte that is at least one of so many is found faster by looking at every one."""

NO_QUALITY = "0p"
"""What the log says before there is any quality."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Row numbers, each list in the order of time."""

    lengths_ms: Sequence[int]
    """How long each row of the log lasted; 0 where it does not say."""
    of_kind: Mapping[Kind, Sequence[int]]
    seeks: Sequence[int]
    quality_changes: Sequence[int]
    """The `seeking` rows that are a change of quality made by the viewer."""
    stalls: Sequence[int]
    """The `rebuffering` rows that no seek brought about."""
    seek_stalls: Sequence[int]
    upshifts: Sequence[int]
    """Rows of a higher quality than the row before."""
    downshifts: Sequence[int]

    @property
    def playing(self) -> Sequence[int]:
        return self.of_kind[Kind.PLAYING]

    def total_ms(self, rows: Sequence[int]) -> int:
        return sum(map(self.lengths_ms.__getitem__, rows))


def tally_of(log: EventLog) -> Tally:
    """About 0.15 µs a row."""
    of_kind = rows_of_kinds(log)
    changed = list(compress(count(1), map(ne, log.quality, log.quality[1:])))
    by_hand = [row for row in changed if log.kinds[row] is Kind.SEEKING and _stood(log, row)]
    seeks = _without(of_kind[Kind.SEEKING], by_hand)
    seek_stalls = _seek_induced(log, of_kind[Kind.REBUFFERING], seeks)
    return Tally(
        lengths_ms=list(map(sub, log.end_ms, log.start_ms)),
        of_kind=of_kind,
        seeks=seeks,
        quality_changes=by_hand,
        stalls=_without(of_kind[Kind.REBUFFERING], seek_stalls),
        seek_stalls=seek_stalls,
        upshifts=[row for row in changed if is_higher(log.quality[row], log.quality[row - 1])],
        downshifts=[row for row in changed if is_higher(log.quality[row - 1], log.quality[row])],
    )


def rows_of_kinds(log: EventLog) -> Mapping[Kind, Sequence[int]]:
    """The rows of every kind."""
    ranks = bytes(map(attrgetter("badness"), log.kinds))  # a search through bytes is as good as free
    return {kind: _places(ranks, kind.badness) for kind in Kind}


def _places(data: bytes, value: int) -> list[int]:
    """Where a byte stands."""
    found, wanted = data.count(value), bytes([value])
    if found * _OFTEN > len(data):
        return list(compress(count(), data.translate(bytes(each == value for each in range(256)))))
    places, place = [], -1
    for _ in range(found):
        place = data.find(wanted, place + 1)
        places.append(place)
    return places


def height_px(quality: str | None) -> int | None:
    """Lines of a quality such as `1080p`; None for `auto`, `Unknown`, `Other` and none yet (`0p`)."""
    digits = (quality or "").removesuffix("p")
    return int(digits) or None if digits.isascii() and digits.isdecimal() and len(digits) < 6 else None


@lru_cache(maxsize=256)
def is_higher(quality: str | None, than: str | None) -> bool:
    """Whether a quality is higher than another one; False when the height of either is not known."""
    height, other = height_px(quality), height_px(than)
    return height is not None and other is not None and height > other


def _stood(log: EventLog, row: int) -> bool:
    """Whether a `seeking` row in which the quality changed was no more than that: the playhead stayed."""
    before_s, now_s = log.video_time_s[row - 1], log.video_time_s[row]
    before, now = log.quality[row - 1], log.quality[row]
    if before_s is None or now_s is None or abs(now_s - before_s) >= SAME_PLACE_S:
        return False
    return before is not None and now is not None and before != NO_QUALITY != now


def _seek_induced(log: EventLog, stalls: Sequence[int], seeks: Sequence[int]) -> list[int]:
    """The stalls that begin in a seek, or within `SEEK_INDUCED_MS` of the end of one."""
    begins, ends = log.start_ms, [log.end_ms[row] for row in seeks]
    induced = []
    for row in stalls:
        begin = begins[row]
        later = bisect_right(ends, begin)
        if (later and begin - ends[later - 1] <= SEEK_INDUCED_MS) or (
            later < len(ends) and begins[seeks[later]] <= begin
        ):
            induced.append(row)
    return induced


def _without(rows: Sequence[int], some: Sequence[int]) -> Sequence[int]:
    left_out = frozenset(some)
    return [row for row in rows if row not in left_out] if some else rows
