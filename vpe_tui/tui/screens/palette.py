"""The command palette: the same commands, found by name."""

from collections.abc import Sequence

from textual.command import DiscoveryHit, Hit, Hits, Provider

from vpe_tui.tui.shell import Possible


def command_source(possible: Sequence[Possible]) -> type[Provider]:
    """What finds these commands: those that were possible when the palette was opened."""

    class CommandSource(Provider):
        async def discover(self) -> Hits:
            for command, run in possible:
                yield DiscoveryHit(command.says, run, help=command.id)

        async def search(self, query: str) -> Hits:
            matcher = self.matcher(query)
            for command, run in possible:
                score = matcher.match(f"{command.says} {command.id}")
                if score > 0:
                    yield Hit(score, matcher.highlight(command.says), run, help=command.id)

    return CommandSource
