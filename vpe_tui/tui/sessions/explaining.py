"""Explanations of rows: from the kept log where there is one, never from the network."""

import asyncio
from collections.abc import Callable
from functools import partial

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import SessionRow
from vpe_tui.qoe.explain import Explained
from vpe_tui.service.targets import Opening
from vpe_tui.tui.says import Explains, Wanted
from vpe_tui.tui.shell import Shell


class Explaining:
    """Explains a row; what shows it is `shown`, and from there the session opens at the rows that tell it."""

    def __init__(self, shell: Shell, shown: Callable[[Explains], object]) -> None:
        self._shell = shell
        self._shown = shown

    async def explain(self, row: SessionRow) -> None:
        explained = await self._explained(row)
        self._shown(Explains(explained, partial(self._answered, row.uuid, explained)))

    async def _explained(self, row: SessionRow) -> Explained:
        from vpe_tui.fleet.explain import explain_read, explain_unread

        worker = self._shell.worker
        try:
            found = await asyncio.wrap_future(worker.offline(row.uuid))
        except Fault:
            return explain_unread(row)
        index = await asyncio.wrap_future(worker.index(found.session))
        return explain_read(row, await asyncio.wrap_future(worker.diagnose(found, index)))

    def _answered(self, uuid: str, explained: Explained, wanted: Wanted | None) -> None:
        from vpe_tui.session.query import these_rows

        if wanted is None:
            return
        rows = (explained.parts or (explained,))[wanted.part].rows
        if wanted.do == "filter":
            self._shell.open_session(Opening(uuid, filter=str(these_rows(rows))))
        else:
            self._shell.open_session(Opening(uuid, str(rows[0])))
