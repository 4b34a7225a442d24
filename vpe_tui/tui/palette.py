"""The command palette: the same commands, found by name."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from vpe_tui.tui.commands import MOVE, Command, by_id


class CommandSource(Provider):
    """The commands that are possible on the screen beneath."""

    def _possible(self) -> list[tuple[Command, Callable[[], Awaitable[bool]]]]:
        """Each with what runs it where it is bound. Nobody looks up how to go one line down."""
        known = {id: command for id, command in by_id().items() if command not in MOVE.commands}
        active = {each.binding.id: each for each in self.screen.active_bindings.values() if each.enabled}
        return [
            (known[id], partial(self.app.run_action, each.binding.action, each.node))
            for id, each in active.items()
            if id in known
        ]

    async def discover(self) -> Hits:
        for command, run in self._possible():
            yield DiscoveryHit(command.says, run, help=command.id)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command, run in self._possible():
            score = matcher.match(f"{command.says} {command.id}")
            if score > 0:
                yield Hit(score, matcher.highlight(command.says), run, help=command.id)
