"""Handing sessions of a list over to a colleague: one file, with an answer each."""

import asyncio
from collections.abc import Sequence

from vpe_tui.errors import Fault
from vpe_tui.fleet.row import SessionRow
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.ways import HANDED_OVER
from vpe_tui.text.clean import clean, counted
from vpe_tui.tui.saving import saved
from vpe_tui.tui.says import Says, Tell
from vpe_tui.tui.shell import Shell

_AT_ONCE = 8
"""Sessions that are asked for side by side, at most."""


class HandingOver:
    """What is kept is taken as it is; the rest is asked for, and not kept."""

    def __init__(self, shell: Shell, tell: Tell) -> None:
        self._shell = shell
        self._tell = tell
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def save(self, rows: Sequence[SessionRow]) -> str:
        """Saves the sessions, and gives the sentence to be said."""
        self._tell(Says(f"reading {counted(len(rows), 'session')}…"))
        found = await asyncio.gather(*map(self._had, rows))
        had = [(row, each) for row, each in zip(rows, found, strict=True) if isinstance(each, LoadedSession)]
        missing = [each for each in found if isinstance(each, Fault)]
        why = f"; {counted(len(missing), 'session')} could not be had: {clean(str(missing[0]))}" if missing else ""
        if not had:
            return f"nothing is saved{why}"
        return await asyncio.to_thread(self._saved, had) + why

    def _saved(self, had: Sequence[tuple[SessionRow, LoadedSession]]) -> str:
        name = f"vpe-{counted(len(had), 'session').replace(' ', '-').replace(',', '')}{HANDED_OVER.ending}"
        return saved(name, "".join(self._line(row, found) for row, found in had))

    async def _had(self, row: SessionRow) -> LoadedSession | Fault:
        worker = self._shell.worker
        async with self._room:
            try:
                return await asyncio.wrap_future(worker.offline(row.uuid) if row.is_kept else worker.fetch(row.uuid))
            except Fault as fault:
                return fault

    def _line(self, row: SessionRow, found: LoadedSession) -> str:
        from vpe_tui.report.handover import handover_line
        from vpe_tui.service.reported import reported

        told = reported(found, self._shell.settings, redact=HANDED_OVER.is_redacted(self._shell.settings))
        return f"{handover_line(told.session, told.source, told.answer, starred=row.starred, notes=told.notes)}\n"
