"""What screens may ask of the app: they know this, the app above them wires it."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from textual.app import App, SuspendNotSupported
from textual.screen import Screen

from vpe_tui.service.lookup import now_ms
from vpe_tui.service.ways import TYPED, Way
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Settings
from vpe_tui.tui.commands import Command, by_id, key_name
from vpe_tui.tui.keys import Keys
from vpe_tui.tui.remapping import remapped
from vpe_tui.tui.terminal.clipboard import copied
from vpe_tui.tui.terminal.colour import Background
from vpe_tui.tui.terminal.signals import end_on_signals
from vpe_tui.tui.textual_fixes import remember_copied, send, terminal_of


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the app is given: settings, who answers, and how to start the demo."""

    settings: Settings
    config_path: Path
    worker: SessionWorker
    start_demo: Callable[[], tuple[Settings, SessionWorker]]
    terminal: Background = field(default_factory=Background)
    clock: Callable[[], int] = now_ms


class Opening(NamedTuple):
    """What is to be opened, and where: a row to stand on, a filter in words."""

    uuid: str
    at: int | None = None
    filter: str = ""


class Possible(NamedTuple):
    """A command, and what runs it where it is bound."""

    command: Command
    run: Callable[[], Awaitable[bool]]


class Shell:
    """The app as its screens know it: settings, who answers, the clock, keys, ways out, what else can be opened."""

    def __init__(self, wiring: Wiring, app: App[None], keys: Keys, screen_of: "ScreenOf") -> None:
        self.settings = wiring.settings
        self.config_path = wiring.config_path
        self.worker = wiring.worker
        self.clock = wiring.clock
        self.keys = keys
        self._app = app
        self._screen_of = screen_of
        self._start_demo = wiring.start_demo

    def open_session(self, opening: Opening) -> None:
        """A session's screen opens over this one."""
        self._app.push_screen(self._screen_of(self, opening))

    def open_instead(self, opening: Opening) -> None:
        """A session's screen takes the place of the dialog that asked for it."""
        self._app.switch_screen(self._screen_of(self, opening))

    def wrong_settings(self) -> list[str]:
        """What of the settings the screen cannot use, a line each."""
        return [f"{self.config_path}: keys: {each}" for each in remapped(self.settings.keys).wrong]

    def start_demo(self) -> None:
        self.settings, self.worker = self._start_demo()

    def live_keys(self) -> dict[str, str]:
        """The keys of every command that works here, by its id."""
        keys: dict[str, list[str]] = {}
        for key, active in self._app.screen.active_bindings.items():
            if active.enabled and active.binding.id in by_id():
                keys.setdefault(active.binding.id or "", []).append(key_name(key))
        return {id: " ".join(names) for id, names in keys.items()}

    # Ways out

    def copy(self, way: Way, text: str, name: str = "") -> str:
        """Sends `text` to the terminal's clipboard. What can be said of that; `name`: what it is, if not the way's."""
        sent = copied(name or way.says, text, self.settings.clipboard, os.environ)
        remember_copied(self._app, text)
        send(self._app, sent.sequence)
        return sent.says

    def copy_typed(self, text: str) -> None:
        """What is selected in a prompt."""
        from vpe_tui.session.redact_text import redacted_text

        self.copy(TYPED, redacted_text(text) if TYPED.is_redacted(self.settings) else text)

    def show_plain(self, text: str) -> None:
        """The terminal's own screen, with nothing but `text`, until enter is pressed."""
        from vpe_tui.tui.terminal.plain import show

        try:
            with self._app.suspend():
                show(text)
        except SuspendNotSupported:  # in a browser the browser selects
            return
        self.hear_signals()

    def hear_signals(self) -> None:
        """From now on a signal ends the program as it should: the terminal given back, its own exit code."""
        end_on_signals(self._leave, self._give_up)

    def _leave(self, code: int) -> None:
        self._app.exit(return_code=code)

    def _give_up(self) -> None:
        terminal = terminal_of(self._app)
        if terminal is not None:
            terminal.give_up()


ScreenOf = Callable[[Shell, Opening], Screen[None]]
"""What makes the screen of a session."""
