"""The app: wiring only. Screens ask the session worker, which answers from its own thread."""

import gc
import os
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.console import RenderableType
from rich.text import Text
from textual import constants, events
from textual._compositor import ChopsUpdate
from textual._styles_cache import StylesCache
from textual.app import App, SuspendNotSupported
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from vpe_tui.service.crash_log import crash_page
from vpe_tui.service.lookup import SessionWorker, now_ms
from vpe_tui.service.ways import TYPED, Way
from vpe_tui.settings.sources import Settings
from vpe_tui.tui.commands import EVERYWHERE, MOVE, Command, bindings, by_id, key_name
from vpe_tui.tui.glyphs import Ascii, WholeCells
from vpe_tui.tui.remapping import remapped
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.opening import Opening, session_screen, sessions_screen
from vpe_tui.tui.terminal.clipboard import copied
from vpe_tui.tui.terminal.colour import Background, theme_for
from vpe_tui.tui.terminal.driver import TerminalDriver
from vpe_tui.tui.terminal.sgr_minimizer import Update
from vpe_tui.tui.terminal.signals import end_on_signals
from vpe_tui.tui.theme import THEMES
from vpe_tui.tui.widgets.prompt import Answer

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.await_complete import AwaitComplete
    from textual.command import Provider


def _palette() -> "type[Provider]":
    from vpe_tui.tui.screens.palette import CommandSource

    return CommandSource


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the app is given: settings, who answers, and how to start the demo."""

    settings: Settings
    config_path: Path
    worker: SessionWorker
    start_demo: Callable[[], tuple[Settings, SessionWorker]]
    terminal: Background = field(default_factory=Background)
    clock: Callable[[], int] = now_ms


class Possible(NamedTuple):
    """A command, and what runs it where it is bound."""

    command: Command
    run: Callable[[], Awaitable[bool]]


class VpeApp(App[None], inherit_bindings=False):
    """The terminal session explorer."""

    BINDINGS = bindings(EVERYWHERE)
    CSS_PATH: ClassVar[list[str | Any]] = ["styles/app.tcss"]
    TITLE = "vpe-tui"
    COMMANDS: ClassVar[set[Any]] = {_palette}
    ENABLE_COMMAND_PALETTE = True
    ScrollBar.renderer = WholeCells

    def __init__(self, wiring: Wiring, opening: Opening | None = None) -> None:
        without_colours = "NO_COLOR" in os.environ
        # Textual would turn every colour to a grey of its own; with its ansi colours on, there is none.
        super().__init__(ansi_color=True if without_colours else None)
        self.typed_ahead = wiring.terminal.typed_ahead
        self.animation_level = "none"
        self.settings = wiring.settings
        self.config_path = wiring.config_path
        self.worker = wiring.worker
        self.clock = wiring.clock
        self._start_demo = wiring.start_demo
        self._opening = opening
        self.possible: list[Possible] = []
        self._typed: deque[events.Key] = deque()
        self._is_taking = False
        self.is_ending = False
        """Somebody has quit: from then on no key is anybody's."""
        if wiring.settings.ascii:
            self._filters.append(Ascii())
        for theme in THEMES:
            self.register_theme(theme)
        colours = None if without_colours else self.console.color_system
        name = theme_for(wiring.settings.theme, light=wiring.terminal.light, colours=colours)
        # As if it had always been this one: to change it later would mean to read and apply every style twice.
        self.set_reactive(VpeApp.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)

    def get_driver_class(self) -> type[Driver]:
        """Our own, unless somebody else drives: `textual-serve` does."""
        return super().get_driver_class() if constants.DRIVER else TerminalDriver

    def get_default_screen(self) -> Screen[Any]:
        """What the command line asked for, else the lists."""
        return session_screen(self._opening) if self._opening else sessions_screen()

    def on_mount(self) -> None:
        if not self.is_headless:
            end_on_signals(self._leave, self._give_up)
            self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())  # the terminal's screen is blank
        self.set_keymap(dict(remapped(self.settings.keys).keys))

    def wrong_settings(self) -> list[str]:
        """What of the settings the screen cannot use, a line each."""
        return [f"{self.config_path}: keys: {each}" for each in remapped(self.settings.keys).wrong]

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def _give_up(self) -> None:
        if isinstance(self._driver, TerminalDriver):
            self._driver.give_up()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        self.is_ending = True
        self._typed.clear()
        super().exit(result, return_code, message)

    def _handle_exception(self, error: Exception) -> None:
        """Every error comes here. While the app ends its parts go one by one, and what misses one is no defect.

        Textual's own: it would leave with a page and another code, for a widget that was to get its parts just then.
        """
        if not self.is_ending:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual would print every local variable here, keys and all; and a page for each thing that broke then."""
        error = sys.exception()
        if error is not None and not self._exit_renderables:
            self._exit_renderables.append(Text(crash_page(error, self.config_path.parent)))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """The same for what brings a picture of itself along."""
        self._return_code = 1
        self._fatal_error()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, ChopsUpdate):
            renderable = Update(renderable.chops, renderable.spans, renderable.chop_ends)
        super()._display(screen, renderable)

    def post_display_hook(self) -> None:
        gc.enable()  # it sleeps until a frame is drawn; a callback could go with the screen that it waits for

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has so much to draw that another frame would only be late."""
        return isinstance(self._driver, TerminalDriver) and self._driver.pace.is_behind

    def on_has_drawn(self) -> None:
        if isinstance(self.screen, VpeScreen):
            self.screen.draw_late()

    async def on_event(self, event: events.Event) -> None:
        """A key waits for the screen that it was typed for: one that is just being opened has no commands yet."""
        if self.is_ending and isinstance(event, events.InputEvent | events.Paste):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._typed.append(event)
            await self.take_keys()
        else:
            if isinstance(event, events.MouseDown) and isinstance(self.screen, VpeScreen):
                self.screen.met()
            await super().on_event(event)

    async def take_keys(self) -> None:
        """Does what was typed, as far as there is a screen that takes it."""
        if self._is_taking:
            return
        self._is_taking = True
        try:
            while self._typed and self.screen.is_mounted and self._can_take:
                await self._take(self._typed.popleft())
        finally:
            self._is_taking = False
        if self._typed and not self.screen.is_mounted:
            self.screen.call_later(self.take_keys)

    async def _take(self, key: events.Key) -> None:
        if not isinstance(self.focused, Answer):
            if isinstance(self.screen, VpeScreen):
                self.screen.met()
            await super().on_event(key)
        elif not await self._check_bindings(key.key, priority=True):
            await self.focused.take(key)

    @property
    def _can_take(self) -> bool:
        return not isinstance(self.screen, VpeScreen) or self.screen.takes_keys

    def open_target(self, uuid: str) -> None:
        self.push_screen(session_screen(Opening(uuid)))

    def start_demo(self) -> None:
        self.settings, self.worker = self._start_demo()

    def action_open_prompt(self) -> None:
        from vpe_tui.tui.screens.dialogs import OpenScreen

        self.push_screen(OpenScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A dialog has its own commands, and no others."""
        return not self.screen.is_modal or action in ("quit_at_once", "suspend_process", "mouse")

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """A command of a screen that is not there yet, or no longer, does nothing; nor does any of an app that ends."""
        node = default_namespace
        if self.is_ending or (isinstance(node, Widget) and not (node.is_mounted and node.is_attached)):
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def pop_screen(self) -> "AwaitComplete":
        """A screen that is left waits for no answer any more: it would come when its parts are gone already."""
        self.workers.cancel_node(self.screen)
        # Else Textual holds on to the drawn lines of the last thousand widgets there were.
        StylesCache.get_inner_outer.cache_clear()
        self.call_later(self.take_keys)  # they may have waited for the screen that goes
        return super().pop_screen()

    async def action_back(self) -> None:
        """One step out; at the sessions screen nothing."""
        if isinstance(self.screen, VpeScreen) and self.screen.step_out():
            return
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self._opening:
            self._opening = None
            self.workers.cancel_node(self.screen)
            self.switch_screen(sessions_screen())

    def action_help(self) -> None:
        from vpe_tui.tui.screens.dialogs import HelpScreen

        self.push_screen(HelpScreen(self.live_keys()))

    def action_command_palette(self) -> None:
        """The commands possible here, by name; once the palette is open, "here" is the palette."""
        from vpe_tui.tui.screens.palette import Palette

        known = {id: command for id, command in by_id().items() if command not in MOVE.commands}
        active = {each.binding.id or "": each for each in self.screen.active_bindings.values() if each.enabled}
        self.possible = [
            Possible(known[id], partial(self.run_action, each.binding.action, each.node))
            for id, each in active.items()
            if id in known
        ]
        self.push_screen(Palette(id="--command-palette"))

    def live_keys(self) -> dict[str, str]:
        """The keys of every command that works here, by its id."""
        keys: dict[str, list[str]] = {}
        for key, active in self.screen.active_bindings.items():
            if active.enabled and active.binding.id in by_id():
                keys.setdefault(active.binding.id or "", []).append(key_name(key))
        return {id: " ".join(names) for id, names in keys.items()}

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key)

    def copy(self, way: Way, text: str, name: str = "") -> str:
        """Sends `text` to the terminal's clipboard. What can be said of that; `name`: what it is, if not the way's."""
        sent = copied(name or way.says, text, self.settings.clipboard, os.environ)
        self._clipboard = text
        if sent.sequence and self._driver is not None:
            self._driver.write(sent.sequence)
        return sent.says

    def copy_to_clipboard(self, text: str) -> None:
        """What is selected in a prompt."""
        from vpe_tui.session.redact_text import redacted_text

        self.copy(TYPED, redacted_text(text) if TYPED.is_redacted(self.settings) else text)

    def show_plain(self, text: str) -> None:
        """The terminal's own screen, with nothing but `text`, until enter is pressed."""
        from vpe_tui.tui.terminal.plain import show

        try:
            with self.suspend():
                show(text)
        except SuspendNotSupported:  # in a browser the browser selects
            return
        end_on_signals(self._leave, self._give_up)

    def action_mouse(self) -> None:
        if isinstance(self._driver, TerminalDriver):
            ours = self._driver.switch_mouse()
            if isinstance(self.screen, VpeScreen):
                self.screen.status_says("the mouse is ours: click, drag" if ours else "the mouse is the terminal's: M")

    async def action_quit_at_once(self) -> None:
        await self.action_quit()

    def action_redraw(self) -> None:
        self.refresh(repaint=True, layout=True)
