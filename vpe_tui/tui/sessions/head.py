"""The line above the lists: which of them is open, and what the API was asked for."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from vpe_tui.tui.widgets.bars import Tabs
from vpe_tui.tui.widgets.lines import fit_end


class Head(Tabs):
    """Tabs at the left, a text at the right that gives way."""

    right: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        tabs = [part for part in super().render_line(y) if part.text.strip()]
        room = max(width - sum(part.cell_length for part in tabs) - 3, 0)
        right = fit_end(self.right, room)
        gap = width - sum(part.cell_length for part in tabs) - Segment(right).cell_length - 1
        return Strip([*tabs, Segment(" " * max(gap, 0), self.rich_style), Segment(f"{right} ", self.rich_style)])
