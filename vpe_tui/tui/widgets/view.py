"""What stands in the middle of a screen."""

from textual.containers import Vertical

from vpe_tui.tui.says import Tell
from vpe_tui.tui.widgets.prompt import Prompt


class View(Vertical):
    """A part of a screen with commands of its own. It knows nothing of what stands around it.

    What it cannot do itself it tells to whoever holds it; several on a screen do not know of each other.
    """

    ALLOW_SELECT = False
    """Its parts are selected in, each for itself."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.tell = tell
        self.prompt = Prompt()

    @property
    def at_cursor(self) -> str:
        """What there is to say about where the cursor stands, while there is nothing else to say."""
        raise NotImplementedError

    def step_out(self) -> bool:
        """One step out within the view. False when there is none left."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the prompt asks, the keys are its own."""
        return not self.prompt.is_asking
