"""The app: what its screens know as the shell, wired: keys in their order, screens, the frame."""

import gc
import os
from collections import deque
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import constants, events
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from vpe_tui.service.crash_log import crash_page
from vpe_tui.tui.commands import EVERYWHERE, MOVE, bindings, by_id
from vpe_tui.tui.glyphs import Ascii, WholeCells
from vpe_tui.tui.remapping import remapped
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.opening import session_screen, sessions_screen
from vpe_tui.tui.shell import Opening, Possible, Shell, Wiring
from vpe_tui.tui.terminal.colour import theme_for
from vpe_tui.tui.terminal.driver import TerminalDriver
from vpe_tui.tui.textual_fixes import MendedPalette, MendedScreen, give_key
from vpe_tui.tui.theme import THEMES
from vpe_tui.tui.widgets.prompt import Answer

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.await_complete import AwaitComplete
    from textual.command import Provider


def _palette() -> "type[Provider]":
    from vpe_tui.tui.screens.palette import CommandSource

    return CommandSource


class VpeApp(Shell, inherit_bindings=False):
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
        super().__init__(wiring, ansi_color=True if without_colours else None)
        self.typed_ahead = wiring.terminal.typed_ahead
        self.animation_level = "none"
        self._opening = opening
        self._typed: deque[events.Key] = deque()
        self._is_taking = False
        self.more_filters = [Ascii()] if wiring.settings.ascii else []
        for theme in THEMES:
            self.register_theme(theme)
        colours = None if without_colours else self.console.color_system
        self.start_in_theme(theme_for(wiring.settings.theme, light=wiring.terminal.light, colours=colours))

    def get_driver_class(self) -> type[Driver]:
        """Our own, unless somebody else drives: `textual-serve` does."""
        return super().get_driver_class() if constants.DRIVER else TerminalDriver

    def get_default_screen(self) -> Screen[Any]:
        """What the command line asked for, else the lists."""
        return session_screen(self._opening) if self._opening else sessions_screen()

    def on_mount(self) -> None:
        if not self.is_headless:
            self.hear_signals()
            self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())  # the terminal's screen is blank
        self.set_keymap(dict(remapped(self.settings.keys).keys))

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        self.is_ending = True
        self._typed.clear()
        super().exit(result, return_code, message)

    def post_display_hook(self) -> None:
        gc.enable()  # it sleeps until a frame is drawn; a callback could go with the screen that it waits for

    def on_has_drawn(self) -> None:
        if isinstance(self.screen, MendedScreen):
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
        elif not await self.run_priority_binding(key.key):
            await give_key(self.focused, key)

    @property
    def _can_take(self) -> bool:
        return not isinstance(self.screen, VpeScreen) or self.screen.takes_keys

    def open_session(self, opening: Opening) -> None:
        self.push_screen(session_screen(opening))

    def open_instead(self, opening: Opening) -> None:
        self.switch_screen(session_screen(opening))

    def last_words(self, error: BaseException) -> str:
        return crash_page(error, self.config_path.parent)

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
        self.let_go_of_drawn_lines()
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
        known = {id: command for id, command in by_id().items() if command not in MOVE.commands}
        active = {each.binding.id or "": each for each in self.screen.active_bindings.values() if each.enabled}
        self.possible = [
            Possible(known[id], partial(self.run_action, each.binding.action, each.node))
            for id, each in active.items()
            if id in known
        ]
        self.push_screen(MendedPalette())

    def action_mouse(self) -> None:
        if self.terminal is not None:
            ours = self.terminal.switch_mouse()
            if isinstance(self.screen, VpeScreen):
                self.screen.status_says("the mouse is ours: click, drag" if ours else "the mouse is the terminal's: M")

    async def action_quit_at_once(self) -> None:
        await self.action_quit()

    def action_redraw(self) -> None:
        self.refresh(repaint=True, layout=True)
