"""The command palette: the same commands, found by name."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from vpe_tui.tui.commands import Command, by_id


class CommandSource(Provider):
    """The commands that are possible on the screen beneath."""

    def _possible(self) -> list[tuple[Command, str]]:
        known = by_id()
        active = {each.binding.id: each for each in self.screen.active_bindings.values() if each.enabled}
        return [(known[id], each.binding.action) for id, each in active.items() if id in known]

    async def discover(self) -> Hits:
        for command, action in self._possible():
            yield DiscoveryHit(command.says, partial(self.screen.run_action, action), help=command.id)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command, action in self._possible():
            score = matcher.match(f"{command.says} {command.id}")
            if score > 0:
                yield Hit(
                    score, matcher.highlight(command.says), partial(self.screen.run_action, action), help=command.id
                )
