"""What can be done with a kept session in the list: star it, delete it, put it back."""

import asyncio
from typing import TYPE_CHECKING

from textual import work

from vpe_tui.tui.screens.base import VpeScreen

if TYPE_CHECKING:
    from vpe_tui.session.summary import Summary
    from vpe_tui.store.recents import Kept
    from vpe_tui.tui.app import VpeApp
    from vpe_tui.tui.sessions.lists import SessionTable


class Keeping(VpeScreen):
    """A screen with lists of sessions of which some are kept."""

    app: "VpeApp"
    _deleted: "tuple[Kept, Summary] | None" = None
    """The one that was deleted last: it can be put back."""

    @property
    def table(self) -> "SessionTable":
        raise NotImplementedError

    async def read_kept(self) -> None:
        """The kept sessions are other ones now."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Says what was done, until the cursor goes to another session."""
        raise NotImplementedError

    @work(group="keeping")
    async def action_star(self) -> None:
        row = self.table.row
        if row is None or not row.is_kept:
            self.tell("only a session that is kept can be starred: enter opens and keeps it")
            return
        try:
            starred = await asyncio.to_thread(self.app.desk.recents.star, row.uuid, not row.starred)
        except OSError as fault:
            self.tell(f"no star: {fault.strerror or fault}")
            return
        await self.read_kept()
        self.tell("starred: it is kept until the star is taken away" if starred else "no star")

    @work(group="keeping")
    async def action_forget(self) -> None:
        row, recents = self.table.row, self.app.desk.recents
        if row is None or not row.is_kept:
            self.tell("this session is not kept here")
        elif row.starred:
            self.tell("a starred session is not deleted: * takes the star away")
        else:
            kept = await asyncio.to_thread(recents.get, row.uuid)
            try:
                await asyncio.to_thread(recents.forget, row.uuid)
            except OSError as fault:
                self.tell(f"it cannot be deleted: {fault.strerror or fault}")
                return
            self._deleted = (kept, row.summary) if kept else None
            await self.read_kept()
            self.tell("deleted: u puts it back" if kept else "deleted")

    @work(group="keeping")
    async def action_undo(self) -> None:
        if self._deleted is None:
            self.tell("nothing was deleted")
            return
        try:
            await asyncio.to_thread(self.app.desk.recents.put, *self._deleted)
        except OSError as fault:
            self.tell(f"it cannot be put back: {fault.strerror or fault}")
            return
        self._deleted = None
        await self.read_kept()
        self.tell("it is kept again")
