"""The styles that lines are drawn with."""

from rich.style import Style
from textual.widget import Widget


class Pens:
    """The styles of a widget's runs, by the component class that each is named by; worked out once."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._known: dict[tuple[str, bool], Style] = {}

    def forget(self) -> None:
        """The theme or the focus changed: every style is worked out anew."""
        self._known.clear()

    def pen(self, name: str, *, on_cursor: bool = False) -> Style:
        """The style of a run: the widget's own, with the colour and weight of the component class `name`."""
        key = (name, on_cursor)
        if key not in self._known:
            self._known[key] = self._worked_out(name, on_cursor=on_cursor)
        return self._known[key]

    def _worked_out(self, name: str, *, on_cursor: bool) -> Style:
        widget = self._widget
        style = widget.rich_style
        if on_cursor and widget.app.native_ansi_color:  # no colour of a palette unknown suits every text on it
            return style + Style(reverse=True)
        if on_cursor:
            style += Style(bgcolor=widget.get_component_rich_style("lines--cursor").bgcolor)
        if name:
            part = widget.get_component_rich_style(name)
            style += Style(color=part.color, bold=part.bold, dim=part.dim, italic=part.italic)
        return style
