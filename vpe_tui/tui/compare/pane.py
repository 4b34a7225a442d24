"""A pane of a comparison."""

from vpe_tui.qoe.explain import Explained
from vpe_tui.tui.widgets.lines import Lines


class Pane(Lines):
    """Lines that both sessions have something to say in."""

    @property
    def said(self) -> str:
        """What is at the cursor, whole."""
        raise NotImplementedError

    @property
    def explained(self) -> Explained | None:
        """What there is to explain of it; None where there is nothing."""
        raise NotImplementedError
