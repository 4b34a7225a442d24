"""Two sessions as two strips on one clock: one scale for both, and who was shorter stops earlier."""

from collections.abc import Sequence
from typing import NamedTuple

from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.playback.strip import Cell, Stretch, cells, whole


class Strips(NamedTuple):
    """The cells of both, and where the common clock stands at their ends, in ms."""

    a: Sequence[Cell]
    b: Sequence[Cell]
    from_ms: int
    to_ms: int

    @property
    def cell_ms(self) -> float:
        """How long a cell is."""
        return (self.to_ms - self.from_ms) / max(len(self.a), 1)


def strips(comparison: Comparison, count: int) -> Strips:
    """Both in `count` cells each, from the beginning of whoever began first to the end of whoever ended last."""
    playbacks = comparison.a.playback, comparison.b.playback
    zeros = comparison.alignment.zeros_ms
    wholes = [whole(each) for each in playbacks]
    from_ms = min(each.start_ms - zero for each, zero in zip(wholes, zeros, strict=True))
    to_ms = max(each.end_ms - zero for each, zero in zip(wholes, zeros, strict=True))
    a, b = (
        cells(each, Stretch(zero + from_ms, zero + to_ms), count) for each, zero in zip(playbacks, zeros, strict=True)
    )
    return Strips(a, b, from_ms, to_ms)
