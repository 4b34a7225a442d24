"""The command palette: the same commands, found by name."""

from contextlib import suppress

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from vpe_tui.tui.app import Possible, VpeApp
from vpe_tui.tui.screens.base import Leavable


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


class Palette(Leavable, CommandPalette):
    """Textual's own. What comes when it was closed would run a command twice, and close what lies beneath."""

    def _action_command_list(self, action: str) -> None:
        """Textual breaks on a key that comes before the list is laid out."""
        with suppress(KeyError):
            super()._action_command_list(action)
