"""What the mouse selects: stretches of a line that is drawn, set off, and known by their place in it."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


def restyled(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """The line with its cells from `start` to `end`, as Textual counts them, in another style."""
    before, inside, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end, strip.cell_length)
    return Strip.join([before, Strip(Segment.apply_style(inside, post_style=style)), after])


def selectable(widget: Widget, strip: Strip, line: int, left: int = 0) -> Strip:
    """Line `line` of a widget, in which the mouse can select; `left` cells of it are scrolled out of sight."""
    span = widget.text_selection.get_span(line) if widget.text_selection else None
    if span is not None:
        start, end = span
        style = widget.screen.get_component_rich_style("screen--selection")
        strip = restyled(strip, start, strip.cell_length if end == -1 else end, style)
    return strip.apply_offsets(left, line)
