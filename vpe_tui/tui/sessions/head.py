"""The line above the lists: which of them is open, and what the API was asked for."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from vpe_tui.text.cells import cut, width_of
from vpe_tui.tui.widgets.bars import Tabs


class Head(Tabs):
    """Tabs at the left, a text at the right that gives way."""

    right: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        tabs = [part for part in super().render_line(y) if part.text.strip()]
        taken = sum(width_of(part.text) for part in tabs)
        right = f"{cut(self.right, max(width - taken - 3, 0))} "
        gap = max(width - taken - width_of(right), 0)
        parts = [*tabs, Segment(" " * gap, self.rich_style), Segment(right, self.rich_style)]
        return Strip(parts, taken + gap + width_of(right))
