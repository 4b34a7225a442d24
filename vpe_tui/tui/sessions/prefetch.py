"""Fetching ahead: the session that the cursor rests on."""

import asyncio
from collections.abc import Awaitable, Callable

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import SessionRow
from vpe_tui.tui.shell import Shell


class Prefetch:
    """One session at a time. `kept` is called when there is one more; `resting` gives the row under the cursor."""

    def __init__(
        self, shell: Shell, kept: Callable[[], Awaitable[None]], resting: Callable[[], SessionRow | None]
    ) -> None:
        self._shell = shell
        self._kept = kept
        self._resting = resting
        self._unmoved = ""
        """Where the cursor came to stand because what was fetched has another place: nobody moved it there, and one
        after the other the whole list would be fetched."""
        self._ahead: set[str] = set()
        """Fetched ahead in this run: once is enough, also where it cannot be kept."""

    def wants(self, row: SessionRow | None) -> bool:
        """Whether a row is to be fetched. What was deleted here is not, unless somebody opens it; nor is it twice."""
        settings = self._shell.settings
        if row is None or not (settings.prefetch and settings.cache_enabled and settings.has_credentials):
            return False
        known = row.is_kept or row.uuid in self._ahead or self._shell.worker.cache.was_deleted(row.uuid)
        return row.has_uuid and not known and row.uuid != self._unmoved

    async def fetch(self, uuid: str) -> None:
        """Fetches and keeps a session; whoever cancels it gives it up."""
        worker, self._unmoved = self._shell.worker, ""
        asked = worker.ahead(uuid)
        asked.glimpsed.set()  # nobody looks at the first rows
        try:
            found = await asyncio.wrap_future(asked.renewed)
        except Fault:
            return  # whoever opens it will be told
        finally:
            worker.drop(uuid)
        if found is not None:
            self._ahead.add(uuid)
            await asyncio.wrap_future(worker.keep(found, ahead=True))
            await self._kept()
            self._unmoved = row.uuid if (row := self._resting()) else ""
