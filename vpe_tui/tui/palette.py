"""The command palette: the same commands, found by name."""

from contextlib import suppress

from textual import events
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.message import Message
from textual.widgets import Button, Input, OptionList

from vpe_tui.tui.app import Possible, VpeApp


class CommandSource(Provider):
    """The commands that were possible when the palette was opened."""

    @property
    def _possible(self) -> list[Possible]:
        return self.app.possible if isinstance(self.app, VpeApp) else []

    async def discover(self) -> Hits:
        for command, run in self._possible:
            yield DiscoveryHit(command.says, run, help=command.id)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command, run in self._possible:
            score = matcher.match(f"{command.says} {command.id}")
            if score > 0:
                yield Hit(score, matcher.highlight(command.says), run, help=command.id)


_OF_ITS_PARTS = (Button.Pressed, Input.Changed, Input.Submitted, OptionList.OptionMessage, events.Timer)


class Palette(CommandPalette):
    """Textual's own, but that keys which come before its list is laid out, or after it was closed, break nothing."""

    async def _dispatch_message(self, message: Message) -> None:
        """A second enter would run the command again, and close what lies beneath."""
        if self.is_active or not isinstance(message, _OF_ITS_PARTS):
            await super()._dispatch_message(message)

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)
