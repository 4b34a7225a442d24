"""A view of several panes, one of them in front."""

from textual import events

from vpe_tui.tui.says import LooksElsewhere
from vpe_tui.tui.widgets.fronts import Fronts
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.view import View


class PanedView(View):
    """The subclass makes the panes, and says with `fronts` how they stand."""

    fronts: Fronts

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click brings a pane forward too."""
        name = event.widget.id or ""
        if isinstance(event.widget, Lines) and name != self.fronts.name:
            self.fronts.show(name)
            self.fronted()

    def fronted(self) -> None:
        """Another pane is in front."""
        self.tell(LooksElsewhere())

    def action_pane(self, name: str) -> None:
        self.fronts.bring(name)
        self.fronted()

    def action_next_pane(self, by: int) -> None:
        self.action_pane(self.fronts.beside(by))
