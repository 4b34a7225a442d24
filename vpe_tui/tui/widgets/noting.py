"""What the prompt asks for a note."""

from collections.abc import Callable

from vpe_tui.fleet.notes import LONGEST
from vpe_tui.tui.widgets.prompt import Question


class NoteQuestion(Question):
    """`i`: a note of one line; no text takes it away."""

    placeholder = "a line for you and your colleagues; empty: no note"

    def __init__(self, about: str, value: str, take: Callable[[str], None]) -> None:
        self.label = about
        self.value = value
        self._take = take

    def changed(self, text: str) -> str:
        return "" if len(text) <= LONGEST else f"{LONGEST} characters at most"

    def cancel(self) -> None:
        """The note stays as it is."""

    def accept(self, text: str) -> str:
        self._take(text)
        return ""
