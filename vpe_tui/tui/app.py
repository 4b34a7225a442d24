"""The app: what its screens know as the shell, wired: keys in their order, screens, the frame."""

import gc
import os
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import constants, events
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from vpe_tui.service.crash_log import crash_page
from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.tui.commands import ALWAYS, EVERYWHERE, MOVE, READ_ON, by_id, key_name
from vpe_tui.tui.glyphs import Signs, WholeCells
from vpe_tui.tui.keys import Keys, bindings
from vpe_tui.tui.remapping import remapped
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.opening import screen_of, sessions_screen
from vpe_tui.tui.shell import Possible, Shell, Wiring
from vpe_tui.tui.terminal.colour import named_ground, theme_for
from vpe_tui.tui.terminal.driver import HasMeasured, TerminalDriver
from vpe_tui.tui.textual_fixes import (
    MendedScreen,
    drawn_lines,
    end_with_page,
    let_go_of_drawn_lines,
    mended,
    start_in_theme,
    terminal_of,
)
from vpe_tui.tui.theme import THEMES

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.await_complete import AwaitComplete


START_S = 10.0
"""By then a start is over: what was asked for is read, and drawn."""
_COLLECTED_EVERY = 700
"""Objects made, and not gone again, between two looks of the collector from then on: screens that are left hold one
another, and with a start's 20,000 (`cli`) the same keys take 40 MiB more."""


@mended
class VpeApp(App[None], inherit_bindings=False):
    """The terminal session explorer."""

    BINDINGS = bindings(EVERYWHERE, ALWAYS)
    CSS: ClassVar[str] = (files("vpe_tui.tui") / "styles" / "app.tcss").read_text(encoding="utf-8")
    TITLE = "vpe-tui"
    ENABLE_COMMAND_PALETTE = False
    """The palette is one of our own dialogs."""
    ScrollBar.renderer = WholeCells

    def __init__(self, wiring: Wiring, opening: Opening | Comparing | None = None) -> None:
        without_colours = "NO_COLOR" in os.environ
        # Textual would turn every colour to a grey of its own; with its ansi colours on, there is none.
        super().__init__(ansi_color=True if without_colours else None)
        self.shell = Shell(wiring, self, Keys(self, super().on_event), screen_of)
        self.asked = wiring.terminal
        self.animation_level = "none"
        self._opening = opening
        self._signs = Signs(wiring.settings.ascii, wiring.terminal.cells)
        for theme in THEMES:
            self.register_theme(theme)
        colours = None if without_colours else self.console.color_system
        asked, named = wiring.terminal.ground, named_ground(os.environ)
        ground = named if asked is None else asked
        start_in_theme(self, theme_for(wiring.settings.theme, ground=ground, colours=colours))

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._signs.filters]

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key)

    def copy_to_clipboard(self, text: str) -> None:
        self.run_worker(self.shell.copy_typed(text))

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG. Textual's own counts characters for cells, and has its font from a server."""
        from vpe_tui.tui.picture import svg

        return svg(drawn_lines(self), self.size.width, title or self.title)

    def get_driver_class(self) -> type[Driver]:
        """Our own, unless somebody else drives: `textual-serve` does."""
        return super().get_driver_class() if constants.DRIVER else TerminalDriver

    def get_default_screen(self) -> Screen[Any]:
        """What the command line asked for, else the lists."""
        return screen_of(self.shell, self._opening) if self._opening else sessions_screen(self.shell)

    def on_mount(self) -> None:
        if not self.is_headless:
            self.shell.hear_signals()
            self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())  # the terminal's screen is blank
        if self._signs.letters.because:
            self.call_after_refresh(self._say, self._signs.says)
        self.set_timer(START_S, lambda: gc.set_threshold(_COLLECTED_EVERY))
        self.set_keymap(dict(remapped(self.shell.settings.keys).keys))

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        self.shell.keys.end()
        self.shell.has_news("", rings=False)
        super().exit(result, return_code, message)

    def on_has_drawn(self) -> None:
        if isinstance(self.screen, MendedScreen):
            self.screen.draw_late()

    def on_has_measured(self, told: HasMeasured) -> None:
        if self._signs.told(told.cells):
            self._draw_with_other_signs()

    async def on_event(self, event: events.Event) -> None:
        await self.shell.keys.hear(event)

    # How it ends

    @property
    def is_ending(self) -> bool:
        """Somebody has quit."""
        return self.shell.keys.are_over

    def last_words(self, error: BaseException) -> str:
        return crash_page(error, self.shell.config_path.parent)

    def panic(self, *renderables: object) -> None:
        self.shell.has_news("", rings=False)
        end_with_page(self)

    # Screens and commands

    def action_open_prompt(self) -> None:
        from vpe_tui.tui.screens.dialogs import OpenScreen

        self.push_screen(OpenScreen(self.shell))

    def action_choose_profile(self) -> None:
        from vpe_tui.tui.screens.profiles import offer_profiles

        if isinstance(self.screen, VpeScreen):
            offer_profiles(self.shell, self.screen, self._start_over)

    async def _start_over(self, opening: Opening | None) -> None:
        """The lists anew, and the session that was open over them: other settings hold."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self._opening = None
        self.shell.has_news("", rings=False)
        self.workers.cancel_node(self.screen)
        await self.switch_screen(sessions_screen(self.shell))
        if opening is not None:
            self.shell.open_session(opening)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A dialog has its own commands, and those that work everywhere."""
        return not self.screen.is_modal or any(action == command.action for command in ALWAYS.commands)

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
        let_go_of_drawn_lines()
        self.call_later(self.shell.keys.go_on)  # they may have waited for the screen that goes
        return super().pop_screen()

    async def action_back(self) -> None:
        """One step out; at the top nothing."""
        self._step_out()

    async def action_leave(self) -> None:
        """One step out; at the top out of the program."""
        if not self._step_out():
            await self.action_quit()

    def _step_out(self) -> bool:
        """Out of the nearest thing that there is a way out of. False at the top."""
        screen = self.screen
        if screen.get_selected_text():
            screen.clear_selection()
        elif isinstance(screen, VpeScreen) and screen.view.step_out():
            pass
        elif len(self.screen_stack) > 1:
            self.pop_screen()
        elif self._opening:
            self._opening = None
            self.workers.cancel_node(screen)
            self.switch_screen(sessions_screen(self.shell))
        else:
            return False
        return True

    def action_help(self) -> None:
        """The keys that work here, short; in the help: all of them."""
        from vpe_tui.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.tell_more()
        else:
            self.push_screen(HelpScreen(self.shell.live_keys()))

    def possible_here(self) -> list[Possible]:
        """The commands possible here, but those that move the cursor; each as it is bound."""
        known = {id: command for id, command in by_id().items() if command not in MOVE.commands + READ_ON.commands}
        keys = self.shell.live_keys()
        active = {each.binding.id or "": each for each in self.screen.active_bindings.values() if each.enabled}
        return [
            Possible(known[id], keys[id], partial(self.run_action, each.binding.action, each.node))
            for id, each in active.items()
            if id in known
        ]

    def action_find_command(self) -> None:
        """The commands possible here; once the palette is open, "here" is the palette."""
        from vpe_tui.tui.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.possible_here()))

    def action_mouse(self) -> None:
        terminal = terminal_of(self)
        if terminal is not None:
            ours = terminal.switch_mouse()
            self._say("vpe-tui has the mouse: click, drag" if ours else "the terminal has the mouse: M takes it back")

    def action_signs(self) -> None:
        self._signs.switch()
        self._draw_with_other_signs()

    def _draw_with_other_signs(self) -> None:
        for screen in self.screen_stack:
            for widget in screen.walk_children(Widget, with_self=True):
                widget.refresh()
        self._say(self._signs.says)

    def _say(self, text: str) -> None:
        """One line on the screen that is seen, or lies under a dialog."""
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, VpeScreen)), None)
        if screen is not None and screen.is_mounted:
            screen.status_says(text)

    def action_redraw(self) -> None:
        """Draws all anew. The terminal may be another one by now, and is asked again how wide it draws."""
        terminal = terminal_of(self)
        if terminal is not None and self._signs.may_ask:
            terminal.ask_width()
        self.refresh()
