"""What screens may ask of the app: they know this, the app above them wires it."""

import asyncio
import os
import shlex
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App, SuspendNotSupported
from textual.screen import Screen

from vpe_tui.service.lookup import now_ms
from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.service.ways import TYPED, Way
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Settings
from vpe_tui.tui.commands import Command, by_id, key_name
from vpe_tui.tui.keys import Keys
from vpe_tui.tui.remapping import remapped
from vpe_tui.tui.terminal.asking import Asked
from vpe_tui.tui.terminal.clipboard import Copied, copied
from vpe_tui.tui.terminal.naming import GIVE_BACK, lent
from vpe_tui.tui.terminal.ringing import rung
from vpe_tui.tui.terminal.signals import end_on_signals
from vpe_tui.tui.textual_fixes import remember_copied, send, terminal_of

if TYPE_CHECKING:
    from vpe_tui.service.triaging import Question


class Wiring(NamedTuple):
    """What the app is given: settings, who answers, and how to start the demo."""

    settings: Settings
    config_path: Path
    worker: SessionWorker
    start_demo: Callable[[], tuple[Settings, SessionWorker]]
    terminal: Asked
    in_profile: Callable[[str], tuple[Settings, SessionWorker]] | None = None
    """What is used in another profile, by its name; it may raise a `SettingsFault`."""
    profiles: Sequence[str] = ()
    """The names of those that there are."""
    clock: Callable[[], int] = now_ms


class Possible(NamedTuple):
    """A command, its keys as people call them, and what runs it where it is bound."""

    command: Command
    keys: str
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
        self._in_profile = wiring.in_profile
        self.profiles = wiring.profiles
        self.news = ""
        """What came since the list of sessions was looked at last, for the header of every screen."""

    def open_session(self, opening: Opening) -> None:
        """A session's screen opens over this one."""
        self._app.push_screen(self._screen_of(self, opening))

    def open_comparison(self, comparing: Comparing) -> None:
        """Two sessions side by side, over this screen."""
        self._app.push_screen(self._screen_of(self, comparing))

    def open_triage(self, question: "Question") -> None:
        """Who else is hit, over this screen."""
        self._app.push_screen(self._screen_of(self, question))

    def open_instead(self, opening: Opening) -> None:
        """A session's screen takes the place of the dialog that asked for it."""
        self._app.switch_screen(self._screen_of(self, opening))

    def wrong_settings(self) -> list[str]:
        """What of the settings the screen cannot use, a line each."""
        return [f"{self.config_path}: keys: {each}" for each in remapped(self.settings.keys).wrong]

    def start_demo(self) -> None:
        self.settings, self.worker = self._start_demo()

    def use_profile(self, name: str) -> None:
        """From now on what is asked is asked in another profile, or in none. Raises a `SettingsFault`."""
        if self._in_profile is not None:
            before = self.worker
            self.settings, self.worker = self._in_profile(name)
            before.submit(before.lookup.aclose())  # its connections; its thread ends with the program

    def live_keys(self) -> dict[str, str]:
        """The keys of every command that works here, by its id."""
        keys: dict[str, list[str]] = {}
        for key, active in self._app.screen.active_bindings.items():
            if active.enabled and active.binding.id in by_id():
                keys.setdefault(active.binding.id or "", []).append(key_name(key))
        return {id: " ".join(names) for id, names in keys.items()}

    def has_news(self, news: str, *, rings: bool) -> None:
        """Other news, or none: it stands in the terminal's title, too. `rings`: somebody may look elsewhere."""
        if news and news != self.news:
            send(self._app, lent(f"{news} · vpe-tui", is_ours=bool(self.news)))
        elif self.news and not news:
            send(self._app, GIVE_BACK)
        self.news = news
        if rings:
            self.ring(news)

    def ring(self, message: str) -> None:
        """Tells somebody who looks elsewhere, if that is wanted. Nothing of a viewer stands in the message."""
        send(self._app, rung(self.settings.notify, message, os.environ))

    # Ways out

    async def copy(self, way: Way, text: str, name: str = "") -> Copied:
        """Sends `text` to the clipboard, and what can be said of that. `name`: what it is, if not the way's."""
        remember_copied(self._app, text)
        what, how = name or way.says, self.settings.clipboard
        sent = await asyncio.to_thread(lambda: copied(what, text, how, os.environ))
        send(self._app, sent.sequence)
        return sent

    async def copy_typed(self, text: str) -> None:
        """What is selected in a prompt."""
        from vpe_tui.session.redact_text import redacted_text

        await self.copy(TYPED, redacted_text(text) if TYPED.is_redacted(self.settings) else text)

    def show_plain(self, text: str) -> None:
        """The terminal's own screen, with nothing but `text`, until a key is pressed."""
        from vpe_tui.tui.terminal.plain import show

        try:
            with self._app.suspend():
                show(text)
        except SuspendNotSupported:  # in a browser the browser selects
            return
        self.hear_signals()

    def run_command(self, command: str) -> str:
        """Runs a command line on the terminal's own screen, without a shell, until a key is pressed; how it ended."""
        from vpe_tui.tui.terminal.plain import run

        try:
            with self._app.suspend():
                said = run(shlex.split(command))
        except SuspendNotSupported:  # a browser has no terminal
            return "nothing can be run here"
        self.hear_signals()
        return said

    def hear_signals(self) -> None:
        """From now on a signal ends the program as it should: the terminal given back, its own exit code."""
        end_on_signals(self._leave, self._give_up)

    def _leave(self, code: int) -> None:
        self._app.exit(return_code=code)

    def _give_up(self) -> None:
        terminal = terminal_of(self._app)
        if terminal is not None:
            terminal.give_up()


ScreenOf = Callable[[Shell, "Opening | Comparing | Question"], Screen[None]]
"""What makes the screen of a session, of two, or of who else is hit."""
