"""Two strips on one clock: the same scale, so that what is above one another happened at the same time."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.fleet.compare.strips import Strips as Drawn
from vpe_tui.fleet.compare.strips import strips
from vpe_tui.playback.model import LOOKS
from vpe_tui.playback.strip import Cell
from vpe_tui.text.cells import width_of
from vpe_tui.text.times import since_start
from vpe_tui.tui.theme import STATE_CLASSES
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.pens import Pens
from vpe_tui.tui.widgets.table import merged

_AROUND = 4
"""Cells beside the strips: their letter, and a margin."""
_TICK = 12
"""Cells from one time of the clock to the next, at least."""
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400)
STATE_STYLES = frozenset(f"timeline--{state}" for state in STATE_CLASSES.values())
"""The component classes of the states."""


class Strips(Widget):
    """The two strips, and below them the clock that both go by."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"strip--label", *STATE_STYLES}

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._comparison: Comparison | None = None
        self._drawn: Drawn | None = None
        self._pens = Pens(self)

    def show(self, comparison: Comparison) -> None:
        """Two other sessions, or the same two otherwise aligned."""
        self._comparison = comparison
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        room = self.size.width - _AROUND
        self._drawn = strips(self._comparison, room) if self._comparison and room > 0 else None
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._pens.forget()

    def render_line(self, y: int) -> Strip:
        segments = [Segment(text, self._pens.pen(name)) for text, name in self._runs(y) if text]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _runs(self, y: int) -> Sequence[Run]:
        if self._drawn is None:
            return ()
        if y == 2:
            return [(f"   {_clock(self._drawn)}", "strip--label")]
        letter, cells = (("A", self._drawn.a), ("B", self._drawn.b))[y]
        return [(f" {letter} ", "strip--label"), *merged(list(map(_run, cells)))]


def _run(cell: Cell) -> Run:
    return (LOOKS[cell.state].glyph, f"timeline--{STATE_CLASSES[cell.state]}") if cell.state else (" ", "")


def _clock(drawn: Drawn) -> str:
    """Times of the clock below the cells that they are of: `+0:00       +5:00       +10:00`."""
    line = ""
    for cell, text in _ticks(drawn):
        if cell >= width_of(line) and cell + width_of(text) <= len(drawn.a):
            line = f"{line:<{cell}}{text} "
    return line


def _ticks(drawn: Drawn) -> Iterator[tuple[int, str]]:
    cell_ms = drawn.cell_ms
    step_ms = next((1000 * step for step in _STEPS_S if 1000 * step >= _TICK * cell_ms), 1000 * _STEPS_S[-1])
    for at_ms in range(-(-drawn.from_ms // step_ms) * step_ms, drawn.to_ms, step_ms):
        yield int((at_ms - drawn.from_ms) / cell_ms), since_start(at_ms)
