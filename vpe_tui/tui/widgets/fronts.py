"""Which pane of a view is in front."""

from collections.abc import Mapping

from textual.widget import Widget

from vpe_tui.tui.keys import give_keys_to
from vpe_tui.tui.widgets.bars import Tabs
from vpe_tui.tui.widgets.lines import Lines


class Fronts:
    """The pane in front has the keys; where only one fits, it is the one that is shown.

    Some stand beside one another in `row`, the others below it.
    """

    def __init__(self, whole: Widget, row: Widget, tabs: Tabs, panes: Mapping[str, Lines], first: str) -> None:
        self._whole = whole
        self._row = row
        self._tabs = tabs
        self._panes = panes
        self.name = first
        tabs.names = tuple(name.capitalize() for name in panes)

    @property
    def pane(self) -> Lines:
        return self._panes[self.name]

    def bring(self, name: str) -> None:
        """A pane comes in front, and the next key is its own."""
        give_keys_to(self._panes[name])
        self.show(name)

    def show(self, name: str) -> None:
        """A pane is in front, by a click or by a command."""
        self.name = self._tabs.open = name
        is_in_row = self._panes[name].parent is self._row
        self._row.set_class(is_in_row, "-open")
        self._whole.set_class(is_in_row, "-reading")
        for each, pane in self._panes.items():
            pane.set_class(each == name, "-open")

    def beside(self, by: int) -> str:
        """The name of the pane `by` places on."""
        names = list(self._panes)
        return names[(names.index(self.name) + by) % len(names)]
