"""What every screen has: a title line, a status line, the key bar, and the commands that work everywhere."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events, messages
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from vpe_tui.errors import Fault
from vpe_tui.text.clean import clean
from vpe_tui.tui.widgets.bars import Bar, KeyBar

T = TypeVar("T")
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.timer import Timer
    from textual.worker import Worker

    from vpe_tui.tui.app import VpeApp

    _AScreen = Screen[Any]
else:
    _AScreen = object


def told(fault: Fault) -> tuple[str, ...]:
    """A fault as paragraphs: what happened, why, what to do."""
    parts = (clean(part) for part in (fault.title, fault.cause, fault.hint) if part)
    return tuple(f"{part[0].upper()}{part[1:].rstrip('.')}." for part in parts)


_LATEST_S = 11.0
"""A terminal that no longer answers is drawn on all the same."""


LEAST = Size(40, 10)
"""Cells that the screens need."""


SIDE_BY_SIDE = Size(110, 32)
"""Cells in which the panes have room beside one another, and the timeline below them."""


class TooSmall(Widget):
    """Lies over everything on a terminal that is; what is beneath goes on as it was."""

    def render(self) -> Content:
        here = self.app.size
        return Content(f"vpe-tui needs {LEAST.width}×{LEAST.height} cells; here are {here.width}×{here.height}.")


_TAKES_AWAY = (events.ScreenSuspend, messages.Prune, events.Unmount, messages.CloseMessages)
"""All that a screen which is left still hears."""


class Leavable(_AScreen):
    """Makes a screen one that can be left at any moment: before its parts are there, or with messages on their way.

    To be named before Textual's class. It is none of its kind itself: Textual takes styles and keys from one base only.
    """

    @property
    def is_left(self) -> bool:
        return self not in self.app.screen_stack

    async def _dispatch_message(self, message: Message) -> None:
        """The one place where what comes too late is dropped: a screen that is left has no parts, or loses them.

        Textual's own, as it has no other that every message and event to a node comes through.
        """
        if not self.is_left or isinstance(message, _TAKES_AWAY):
            await super()._dispatch_message(message)

    def run_worker(self, *arguments: Any, **named: Any) -> "Worker[Any]":  # noqa: ANN401 - as Textual has it
        """What is begun on a screen that is left ends before it begins."""
        worker = super().run_worker(*arguments, **named)
        if self.is_left:
            worker.cancel()
        return worker

    def dismiss(self, result: Any = None) -> AwaitComplete:  # noqa: ANN401 - a dialog says what it gives
        """Once: Textual closes whatever is on top by then."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class VpeScreen(Leavable, Screen[None], inherit_bindings=False):
    """A full screen of the explorer. The subclass fills the middle."""

    app: "VpeApp"
    takes_keys = True
    """Whether keys are met at once; a screen that is still getting what they are about lets them wait a moment."""

    HORIZONTAL_BREAKPOINTS = [(0, "-too-narrow"), (LEAST.width, "")]  # noqa: RUF012 - as Screen declares it

    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as Screen declares it
        *((0, "-too-short"), (LEAST.height, "-tiny"), (13, "-short")),
        *((20, "-medium"), (30, "-tall"), (48, "-high")),
    ]

    def compose(self) -> ComposeResult:
        yield Bar(id="title")
        yield from self.middle()
        yield Bar(id="status")
        yield KeyBar()
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        """One pane at a time where they do not fit side by side above a timeline."""
        self.set_class(event.size.width < SIDE_BY_SIDE.width or event.size.height < SIDE_BY_SIDE.height, "-paged")

    _is_late = False
    _said = ""
    _states: "Mapping[str, str]" = MappingProxyType({})

    def _compositor_refresh(self) -> None:
        """While the terminal is behind nothing is drawn; what changes meanwhile is drawn once, as it is then."""
        if self is not self.app.screen or not self.app.is_behind:
            super()._compositor_refresh()
        elif not self._is_late:
            self._is_late = True
            self.set_timer(_LATEST_S, self.draw_late)

    def draw_late(self) -> None:
        """The terminal has caught up: what it was spared is drawn now."""
        if self._is_late and not self.app.is_behind:
            self._is_late = False
            self._compositor_refresh()

    def _pop_result_callback(self) -> None:
        """The app's first screen was not pushed, and has none; Textual would break when another takes its place."""
        if self._result_callbacks:
            super()._pop_result_callback()

    def every(self, seconds: float, call: "Callable[[], object]") -> "Timer":
        """`set_interval`; in the app's context, as the loop holds on to that of a stopped timer until it would come."""
        with self.app._context():
            return self.set_interval(seconds, call)

    def middle(self) -> ComposeResult:
        raise NotImplementedError

    def step_out(self) -> bool:
        """One step out within the screen. False when there is none left."""
        return False

    async def take_keys(self) -> None:
        """From now on keys do what they say."""
        self.takes_keys = True
        await self.app.take_keys()

    def title_says(self, place: str, state: str) -> None:
        """The title line: where this is, and the state of what it shows."""
        bar = self.query_one("#title", Bar)
        bar.left = f"vpe-tui › {place}"
        bar.right = state

    @property
    def at_cursor(self) -> str:
        """What there is to say about where the cursor stands, while there is nothing else to say."""
        return ""

    def status_says(self, text: str) -> None:
        """One line about what an action did: it stays until the next key."""
        self._said = text
        self.draw_status()

    def state_says(self, of: str, text: str) -> None:
        """What is so: `of` names what it is about. It goes as soon as that is told anew, or with a key."""
        self._states = {name: said for name, said in {**self._states, of: text}.items() if said}
        self.draw_status()

    def met(self) -> None:
        """A key or a click came: what the line said has been read, first what an action did, then what is so."""
        if self._said:
            self.status_says("")
        elif self._states:
            self._states = {}
            self.draw_status()

    def draw_status(self) -> None:
        self.query_one("#status", Bar).left = self._said or "; ".join(self._states.values()) or self.at_cursor


class Dialog(Leavable, ModalScreen[T], inherit_bindings=False):
    """What opens over a screen and gives a `T`. The subclass fills the middle; the key bar is its own."""

    def compose(self) -> ComposeResult:
        yield from self.middle()
        yield KeyBar()

    def middle(self) -> ComposeResult:
        raise NotImplementedError
