"""The command palette: the same commands, found by name."""

from textual.command import DiscoveryHit, Hit, Hits, Provider

from vpe_tui.tui.shell import Possible, Shell


class CommandSource(Provider):
    """The commands that were possible when the palette was opened."""

    @property
    def _possible(self) -> list[Possible]:
        return self.app.possible if isinstance(self.app, Shell) else []

    async def discover(self) -> Hits:
        for command, run in self._possible:
            yield DiscoveryHit(command.says, run, help=command.id)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command, run in self._possible:
            score = matcher.match(f"{command.says} {command.id}")
            if score > 0:
                yield Hit(score, matcher.highlight(command.says), run, help=command.id)
