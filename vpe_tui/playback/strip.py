"""The strip: a stretch of a session in a few cells, each with the worst state in its slice of time."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import compress, pairwise
from typing import NamedTuple

from vpe_tui.playback.model import State
from vpe_tui.playback.playback import Playback

WORST: tuple[State, ...] = (
    "idle",
    "playing",
    "ended",
    "paused",
    "seeking",
    "unknown",
    "starting",
    "rebuffering",
    "error",
)
"""The states by their badness: where only one can be shown it is the worst."""

_RANKS: Mapping[State, int] = {state: rank for rank, state in enumerate(WORST, 1)}


class Stretch(NamedTuple):
    """A stretch of time, epoch ms on the corrected clock; the end is not part of it. Never empty."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        """Its length."""
        return self.end_ms - self.start_ms

    def around(self, instant: int, length_ms: int) -> "Stretch":
        """A stretch of that length with the instant in its middle, held within this one."""
        length = min(max(length_ms, 1), self.length_ms)
        start = min(max(instant - length // 2, self.start_ms), self.end_ms - length)
        return Stretch(start, start + length)


class Cell(NamedTuple):
    """A slice of time: the worst state in it (None: outside of the session), and the quality that held at its end."""

    stretch: Stretch
    state: State | None
    quality: str | None
    share: float = 0.0
    """Of the slice that is in that state, 0 to 1; of a state without length 0."""


def whole(playback: Playback) -> Stretch:
    """From the start of the first span to the end of the last; an instant that is the end belongs to it."""
    spans = playback.spans
    if not len(spans):
        begin = min(playback.corrected_start_ms, default=0)
        return Stretch(begin, max(playback.corrected_end_ms, default=0) + 1)
    return Stretch(spans.column_start_ms[0], spans.column_end_ms[-1] + 1)


def cells(playback: Playback, stretch: Stretch, count: int) -> list[Cell]:
    """The cells of a stretch, `count` of them, one after another without a gap, however its length divides.

    A span is in every cell that its time touches; one without length is in the cell of its instant.
    """
    spans = playback.spans
    starts, ends, ranks = spans.column_start_ms, spans.column_end_ms, spans.ranked(_RANKS)
    found = []
    for start, end in pairwise(_edges(stretch, count)):
        low, high = bisect_left(ends, start), bisect_left(starts, end)
        while low < high and ends[low] == start > starts[low]:
            low += 1
        worst = max(ranks[low:high], default=0)
        lasting = [rank == worst for rank in ranks[low:high]]
        began, ended = compress(starts[low:high], lasting), compress(ends[low:high], lasting)
        lasted = sum(min(last, end) - max(first, start) for first, last in zip(began, ended, strict=True))
        quality = spans[high - 1].quality if high else None
        state = WORST[worst - 1] if worst else None
        found.append(Cell(Stretch(start, end), state, quality, lasted / (end - start) if end > start else 0.0))
    return found


def marks(playback: Playback, stretch: Stretch, count: int, ranks: Mapping[int, int]) -> list[int]:
    """The greatest rank (0 is none) of some rows of the log in each of `count` cells."""
    edges, found = _edges(stretch, count), [0] * count
    starts, ends = playback.corrected_start_ms, playback.corrected_end_ms
    for row, rank in ranks.items():
        if starts[row] < edges[-1] and ends[row] >= edges[0]:
            for place in _touched(starts[row], ends[row], edges):
                found[place] = max(found[place], rank)
    return found


def _edges(stretch: Stretch, count: int) -> Sequence[int]:
    return [stretch.start_ms + stretch.length_ms * place // count for place in range(count + 1)]


def _touched(start: int, end: int, edges: Sequence[int]) -> range:
    """The cells that a row touches."""
    if start < edges[0] == end:
        return range(0)
    first = max(bisect_right(edges, start) - 1, 0)
    last = first if start >= end else min(bisect_left(edges, end), len(edges) - 1) - 1
    return range(first, last + 1)
