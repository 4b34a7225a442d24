"""Every private part of Textual that is replaced or used, but for those of its driver (`terminal/`).

Each is a tax: it is here for what its docstring says it buys, and only where Textual has no public way to it. A test
(`tests/unit/test_textual_fixes.py`) names them all with their signatures and fails when a later Textual has others, or
when one is used elsewhere.
"""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from rich.console import RenderableType
from rich.segment import Segment
from rich.text import Text
from textual import events, messages
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from vpe_tui.tui.terminal.driver import TerminalDriver
from vpe_tui.tui.terminal.placing import Placed
from vpe_tui.tui.terminal.sgr_minimizer import Update

if TYPE_CHECKING:
    _AScreen = Screen[Any]
else:
    _AScreen = object

_LATEST_S = 11.0
"""A terminal that no longer answers is drawn on all the same."""


class Ends(Protocol):
    """An app that says whether it ends, and what is to be said of an error that ends it."""

    @property
    def is_ending(self) -> bool: ...

    def last_words(self, error: BaseException) -> str: ...


A = TypeVar("A", bound=App[Any])


def mended(app: type[A]) -> type[A]:
    """The app that this is written over ends without a word too many, and draws with fewer bytes."""
    for ours in (_handle_exception, _fatal_error, _display):
        setattr(app, ours.__name__, ours)
    return app


def _handle_exception(self: App[Any], error: Exception) -> None:
    """Every error comes here. While the app ends its parts go one by one, and what misses one is no defect.

    Textual's own would leave with a page and another code, for a widget that was to get its parts just then.
    """
    if not cast(Ends, self).is_ending:
        App._handle_exception(self, error)


def _fatal_error(self: App[Any]) -> None:
    """Textual would print every local variable here, keys and all; and a page for each thing that broke then."""
    error = sys.exception()
    if error is not None and not self._exit_renderables:
        self._exit_renderables.append(Text(cast(Ends, self).last_words(error)))
    self._close_messages_no_wait()


def _display(self: App[Any], screen: Screen[Any], renderable: RenderableType | None) -> None:
    """Textual draws a changed stretch from its widget's first cell on: half the bytes of a cursor's step."""
    if isinstance(renderable, LayoutUpdate) and isinstance(screen, MendedScreen):
        screen.drawn_whole_s = time.monotonic()
        screen._repaint_required = False  # what was asked of it before is done
        for beneath in self._background_screens:
            beneath._dirty_widgets.clear()  # they were drawn, too
            beneath._compositor._dirty_regions.clear()
    if isinstance(renderable, ChopsUpdate):
        renderable = Update(renderable.chops, renderable.spans, renderable.chop_ends)
    if isinstance(renderable, CompositorUpdate):
        renderable = Placed(renderable)
    App._display(self, screen, renderable)


def end_with_page(app: App[Any]) -> None:
    """What `App.panic` is for, but that it would print what it is given: a picture of every local variable."""
    app._return_code = 1
    app._fatal_error()


def start_in_theme(app: App[Any], name: str) -> None:
    """As if it had always been this theme: to set it later would read and apply every style twice (25 ms)."""
    app.set_reactive(App.theme, name)
    app.stylesheet.set_variables(app.get_css_variables())
    app._refresh_truecolor_filter(app.ansi_theme)


def terminal_of(app: App[Any]) -> TerminalDriver | None:
    """Our driver; None where somebody else drives (tests, a browser)."""
    return app._driver if isinstance(app._driver, TerminalDriver) else None


def drawn_lines(app: App[Any]) -> list[list[Segment]]:
    """What is on screen, line by line, dialogs and what lies beneath them."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    lines = update.strips if isinstance(update, LayoutUpdate) else []
    return [[segment for strip in line for segment in strip] for line in lines]


def is_behind(app: App[Any]) -> bool:
    """Whether the terminal has so much to draw that another frame would only be late."""
    terminal = terminal_of(app)
    return terminal is not None and terminal.pace.is_behind


def send(app: App[Any], sequence: str) -> None:
    """Writes a sequence to the terminal."""
    if sequence and app._driver is not None:
        app._driver.write(sequence)


def remember_copied(app: App[Any], text: str) -> None:
    """What an input's “paste” gives; `copy_to_clipboard`, its public way, would send it to the terminal, too."""
    app._clipboard = text


async def run_priority_binding(app: App[Any], key: str) -> bool:
    """Runs the command that a key is bound to before any widget; whether there was one."""
    return bool(await app._check_bindings(key, priority=True))


def let_go_of_drawn_lines() -> None:
    """Else Textual holds on to the drawn lines of the last thousand widgets there were."""
    StylesCache.get_inner_outer.cache_clear()


_TAKES_AWAY = (events.ScreenSuspend, messages.Prune, events.Unmount, messages.CloseMessages)
"""All that a screen which is left still hears."""


class MendedScreen(_AScreen):
    """Makes a screen one that can be left at any moment, and that is not drawn while the terminal is behind.

    It may be left before its parts are there, or with messages on their way. To be named before Textual's class. It is
    none of its kind itself: Textual takes styles and keys from one base only.
    """

    is_left = False
    """Whether it was on the stack of screens, and is no longer. From Python 3.12 on it hears before it is there."""
    _is_late = False
    drawn_whole_s = 0.0
    """When all of it went to the terminal the last time."""

    @property
    def keys_belong_to(self) -> DOMNode | None:
        """The part of the screen whose commands are possible while nothing has the focus, as in a window behind."""
        return None

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """Textual knows but the screen's and the app's own commands then."""
        part, chain = self.keys_belong_to, super()._binding_chain
        return chain if part is None or self.focused is not None else [(part, part._bindings.copy()), *chain]

    @property
    def drag_began_in(self) -> Widget | None:
        """The widget in whose text the mouse was pressed, while it selects there."""
        return self._select_state.start.content_widget if self._select_state else None

    @property
    def is_current(self) -> bool:
        """Whether somebody can see it. Textual says so of one beneath a whole screen, too, and what changes there would
        draw all that is in front: 10 KB each time that a list is asked for behind a session."""
        return super().is_current and (self is self.app.screen or self.app.screen.styles.background.a < 1)

    async def _dispatch_message(self, message: Message) -> None:
        """The one place where what comes too late is dropped: a screen that is left has no parts, or loses them.

        Textual has no other place that every message and event to a node comes through. A part that asked to be drawn
        before all was drawn has been.
        """
        if isinstance(message, messages.Update) and message.time < self.drawn_whole_s:
            return
        if not self.is_left or isinstance(message, _TAKES_AWAY) or self._is_anothers_call(message):
            begun_s = time.monotonic()
            if isinstance(message, events.ScreenResume) and not self.drawn_whole_s:
                message.refresh_styles = False  # it has them since it was mounted
            await super()._dispatch_message(message)
            if isinstance(message, events.ScreenResume) and self.drawn_whole_s >= begun_s:
                self._repaint_required = False  # Textual draws it as it lays it out, and then asks for all of it again

    def _is_anothers_call(self, message: Message) -> bool:
        """Whether somebody else is to be called at this screen's turn, who waits for that (a test's pilot does)."""
        called = message.callback if isinstance(message, events.Callback) else None
        return called is not None and getattr(getattr(called, "func", called), "__self__", None) is not self

    def run_worker(self, *arguments: Any, **named: Any) -> Worker[Any]:  # noqa: ANN401 - as Textual has it
        """What is begun on a screen that is left ends before it begins.

        Without a description Textual would take `repr` of the work, of 20 MB of an answer where that is a part of it.
        """
        worker = super().run_worker(*arguments, **{"description": "work", **named})
        if self.is_left:
            worker.cancel()
        return worker

    def dismiss(self, result: Any = None) -> AwaitComplete:  # noqa: ANN401 - a dialog says what it gives
        """Once: Textual closes whatever is on top by then. And whoever waits for what it gives hears it at once.

        Textual would call a round later, after what the next keys of the same burst do.
        """
        if not self.is_active:
            return AwaitComplete()
        asked = self._result_callbacks[-1] if self._result_callbacks else None
        then = asked.callback if asked else None
        if asked:
            asked.callback = None
        closed = super().dismiss(result)
        if then:
            then(result)
        return closed

    def _pop_result_callback(self) -> None:
        """Called as it is taken from the stack.

        The app's first screen was not pushed, and has no callback; Textual would break when another takes its place.
        """
        self.is_left = True
        if self._result_callbacks:
            super()._pop_result_callback()

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that was smaller for a moment has lost a part of its picture; Textual draws only what has moved.

        Where the size is the old one again, nothing has. What was drawn whole since is not lost: a start hears of the
        same size three times.
        """
        if event.time >= self.drawn_whole_s:
            self.refresh()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "MendedScreen":
        """A layout draws what it moves. Textual asks for all of it, too, whenever parts of a screen come or go."""
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)

    def _compositor_refresh(self) -> None:
        """While the terminal is behind nothing is drawn; what changes meanwhile is drawn once, as it is then.

        Textual would queue the frames: over a slow line each key would wait for every picture before it.
        """
        if self is not self.app.screen or not is_behind(self.app):
            super()._compositor_refresh()
        elif not self._is_late:
            self._is_late = True
            self.set_timer(_LATEST_S, self.draw_late)

    def draw_late(self) -> None:
        """The terminal has caught up: what it was spared is drawn now."""
        if self._is_late and not is_behind(self.app):
            self._is_late = False
            self._compositor_refresh()


def every(screen: Screen[Any], seconds: float, call: Callable[[], object]) -> Timer:
    """`set_interval` in the app's context: the loop holds on to that of a stopped timer until it would have come,
    and a screen's would keep the screen."""
    with screen.app._context():
        return screen.set_interval(seconds, call)


async def give_key(widget: Input, key: events.Key) -> None:
    """Does at once what a key says in an input.

    Textual sends letters to an input by a message, and an input's own commands (enter, backspace) by another one:
    whatever follows them overtakes.
    """
    commands = widget._bindings.key_to_bindings.get(key.key, [])
    if commands:
        await widget.run_action(commands[0].action)
    else:
        await widget._on_key(key)
