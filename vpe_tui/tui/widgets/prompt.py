"""The prompt: one line at the bottom that asks something of the timeline and shows at once what the answer does."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from vpe_tui.text.cells import cut, width_of
from vpe_tui.tui.keys import Answer, give_keys_to

LEAST_ROOM = 14
"""Cells that an answer has at least; a note gives way."""


class Question:
    """What a prompt asks. `label` and `value` are what it starts with."""

    label = ""
    value = ""
    placeholder = ""

    def changed(self, text: str) -> str:
        """The text is `text` now; gives a note on what that does."""
        raise NotImplementedError

    def accept(self, text: str) -> str:
        """The answer is `text`. Gives a sentence when it cannot be, else nothing."""
        raise NotImplementedError

    def cancel(self) -> None:
        """There is no answer: all is as before."""
        raise NotImplementedError


class Prompt(Horizontal):
    """Asks questions. It is hidden but there between them, so that no key typed right after the question is lost."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._question: Question | None = None
        self._refused: str | None = None
        self._return_to: Widget | None = None
        self._when_closed: Callable[[], None] = lambda: None
        self.display = False

    def compose(self) -> ComposeResult:
        yield Static(Content(""), id="prompt-label")
        yield Answer(self.accept)
        yield Static(Content(""), id="prompt-note")

    @property
    def is_asking(self) -> bool:
        return self._question is not None

    def ask(self, question: Question, return_to: Widget, closed: Callable[[], None]) -> None:
        """Asks at once: the next key is the answer's. Afterwards the focus goes to `return_to`, and `closed` is called.

        Called, and not told by a message: that would come after what the next keys do.
        """
        self._when_closed = closed
        self._question = question
        self._refused = None
        self._return_to = return_to
        self.display = True
        self.query_one("#prompt-label", Static).update(Content(question.label))
        self._note("")
        answer = self.query_one(Answer)
        answer.placeholder = cut(question.placeholder, self._room)
        answer.value = question.value
        answer.cursor_position = len(question.value)
        give_keys_to(answer)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.query_one(Answer).value:
            return  # typed on meanwhile: what follows is about what stands there now
        if self._question is not None and event.value != self._refused:
            self._refused = None
            self._note(self._question.changed(event.value))

    def accept(self, text: str) -> None:
        """The answer is `text`; the prompt stays, with a note, when it cannot be."""
        wrong = self._question.accept(text) if self._question else ""
        if wrong:
            self._refused = text
            self._note(wrong)
        else:
            self._close()

    def cancel(self) -> None:
        if self._question is not None:
            self._question.cancel()
        self._close()

    def _close(self) -> None:
        self._question = None
        self.display = False
        if self._return_to is not None:
            give_keys_to(self._return_to)
        self._when_closed()

    @property
    def _room(self) -> int:
        """Cells for the answer and a note, without the padding of both texts."""
        label = self._question.label if self._question else ""
        around = self.parent
        width = around.size.width if isinstance(around, Widget) else 0
        return max(width - width_of(label) - 4, 0)

    def _note(self, text: str) -> None:
        self.query_one("#prompt-note", Static).update(Content(cut(text, max(self._room - LEAST_ROOM, 0))))
