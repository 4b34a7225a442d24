"""What opens over a screen: the prompt for a session, a value whole, the help."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from vpe_tui.errors import UsageFault
from vpe_tui.session.uuid import session_uuid
from vpe_tui.tui.commands import DIALOG, GROUPS, bindings


class OpenScreen(ModalScreen[str | None], inherit_bindings=False):
    """Asks for a session: UUID or console URL. Gives the UUID, or None."""

    BINDINGS = bindings(DIALOG)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Open a session"), classes="heading")
            yield Input(placeholder="UUID or console URL", id="target")
            yield Static(Content("enter opens · esc closes"), id="hint", classes="dim")

    @on(Input.Submitted)
    def open(self, submitted: Input.Submitted) -> None:
        try:
            self.dismiss(session_uuid(submitted.value))
        except UsageFault as fault:
            hint = self.query_one("#hint", Static)
            hint.set_class(True, "wrong")
            hint.update(Content(str(fault)))


class ValueScreen(ModalScreen[None], inherit_bindings=False):
    """A value whole, wrapped, to be read or selected."""

    BINDINGS = bindings(DIALOG)

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self._heading = name
        self._value = value

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static(Content(self._heading), classes="heading")
            yield Static(Content(self._value))


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """The keys that work on the screen beneath, made from its live bindings."""

    BINDINGS = bindings(DIALOG)

    def __init__(self, keys_of: dict[str, str]) -> None:
        super().__init__()
        self._keys_of = keys_of

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog help"):
            for group in GROUPS:
                lines = [
                    Content.assemble((f"{self._keys_of[command.id]:>13}", "$accent"), f"  {command.says}")
                    for command in group.commands
                    if command.id in self._keys_of
                ]
                if lines:
                    yield Static(Content(group.heading), classes="heading")
                    yield Static(Content("\n").join(lines))
