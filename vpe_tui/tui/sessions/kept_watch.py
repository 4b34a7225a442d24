"""Watching what is kept: other programs keep sessions, star them and delete them, too."""

import asyncio
from collections.abc import Awaitable, Callable

from vpe_tui.tui.shell import Shell

_LOOK_S = 2
"""How often the directory is looked at."""


class KeptWatch:
    """Reads the list anew (`read`) when the directory is another one, while somebody sees it (`is_seen`)."""

    def __init__(self, shell: Shell, read: Callable[[], Awaitable[None]], is_seen: Callable[[], bool]) -> None:
        self._shell = shell
        self._read = read
        self._is_seen = is_seen
        self._stamp = 0

    async def run(self) -> None:
        """Looks again and again; whoever cancels it ends it."""
        await self._shell.worker.watch.again(self._look, _LOOK_S)

    async def _look(self) -> None:
        stamp = await asyncio.wrap_future(self._shell.worker.kept_stamp())
        if stamp != self._stamp and self._is_seen():
            self._stamp = stamp
            await self._read()
