"""What can be done with a kept session in the list: star it, delete it, put it back."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from textual import work

from vpe_tui.text.clean import clean
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.shell import Shell

if TYPE_CHECKING:
    from vpe_tui.fleet.row import SessionRow
    from vpe_tui.store.cache import Deleted
    from vpe_tui.tui.sessions.lists import SessionTable

UNDONE_MOST = 10
"""So many of the sessions deleted last can be put back."""


class Keeping(VpeScreen):
    """A screen with lists of sessions of which some are kept.

    Each command is about the row under the cursor when its key came, and about the file as it is when its turn comes:
    the list may be older than both, and another program may have been at the directory.
    """

    app: Shell

    def __init__(self) -> None:
        super().__init__()
        self._deleted: deque[Deleted] = deque(maxlen=UNDONE_MOST)
        self._turn = asyncio.Lock()

    @property
    def table(self) -> "SessionTable":
        raise NotImplementedError

    async def read_kept(self) -> None:
        """The kept sessions are other ones now."""
        raise NotImplementedError

    def action_star(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.status_says("only a session that is kept can be starred: enter opens and keeps it")
        else:
            self._star(row)

    def action_forget(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.status_says("this session is not kept here")
        else:
            self._forget(row)

    @work(group="keeping")
    async def action_undo(self) -> None:
        async with self._turn:
            said = await self._put_back()
        self.status_says(clean(said))

    @work(group="keeping")
    async def _star(self, row: "SessionRow") -> None:
        cache = self.app.worker.cache
        async with self._turn:
            try:
                wanted = not await asyncio.to_thread(cache.is_starred, row.uuid)
                starred = await asyncio.to_thread(cache.star, row.uuid, wanted)
            except OSError as fault:
                self.status_says(clean(f"no star: {fault.strerror or fault}"))
                return
            await self.read_kept()
        said = "starred: it is kept until the star is taken away" if starred else "no star"
        self.status_says("it is kept no longer, so it can have no star" if wanted and not starred else said)

    @work(group="keeping")
    async def _forget(self, row: "SessionRow") -> None:
        cache = self.app.worker.cache
        async with self._turn:
            try:
                if await asyncio.to_thread(cache.is_starred, row.uuid):
                    self.status_says("a starred session is not deleted: * takes the star away")
                    return
                deleted = await asyncio.to_thread(cache.take, row.uuid)
            except OSError as fault:
                self.status_says(clean(f"it cannot be deleted: {fault.strerror or fault}"))
                return
            if deleted is not None:
                self._deleted.append(deleted)
            await self.read_kept()
        self.status_says(f"deleted: u puts it back{self._more_to_undo(1)}" if deleted else "it was deleted already")

    async def _put_back(self) -> str:
        """Puts back what was deleted last; what is to be said of that."""
        if not self._deleted:
            return "nothing was deleted that could be put back"
        deleted = self._deleted[-1]
        try:
            is_back = await asyncio.to_thread(self.app.worker.cache.restore, deleted)
        except OSError as fault:
            return f"it cannot be put back: {fault.strerror or fault}"
        self._deleted.remove(deleted)
        await self.read_kept()
        shown = "" if self.table.stand_on(deleted.uuid) else "; this list does not show it"
        return f"{'it is kept again' if is_back else 'it was kept anew already'}{shown}{self._more_to_undo(0)}"

    def _more_to_undo(self, known: int) -> str:
        more = len(self._deleted) - known
        return f" · {more} more can be put back" if more > 0 else ""
