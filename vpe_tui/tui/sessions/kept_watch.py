"""Watching what is kept: other programs keep sessions, star them and delete them, too."""

import asyncio
from collections.abc import Awaitable, Callable

from vpe_tui.tui.shell import Shell

_LOOK_S = 2
"""How often the directory is looked at."""


class KeptWatch:
    """Reads the list (`show`), and anew when the directory is another one, while somebody sees it (`is_seen`)."""

    def __init__(self, shell: Shell, show: Callable[[], Awaitable[None]], is_seen: Callable[[], bool]) -> None:
        self._shell = shell
        self._show = show
        self._is_seen = is_seen
        self._stamp = 0

    async def run(self) -> None:
        """Looks again and again; whoever cancels it ends it."""
        await self._shell.worker.watch.again(self.look, _LOOK_S)

    async def look(self) -> None:
        """Where the directory is as it was when it was read nothing is drawn either."""
        if self._is_seen() and await self._stamped() != self._stamp:
            await self.read()

    async def read(self) -> None:
        """Reads the list. What changes while it is read is seen with the next look."""
        stamp = await self._stamped()
        await self._show()
        self._stamp = stamp  # only now: whoever takes the place of one that is cut short must look again

    async def _stamped(self) -> int:
        return await asyncio.wrap_future(self._shell.worker.kept_stamp())
