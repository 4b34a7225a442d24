"""With which session one is compared: the marked one, else one that is chosen from those that are known here."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo

from vpe_tui.fleet.compare.partner import Subject, partners, subject_of
from vpe_tui.fleet.row import DisplayContext, SessionRow, of_kept
from vpe_tui.service.targets import Comparing
from vpe_tui.text.clean import counted
from vpe_tui.text.times import date_time, zone_named
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.sessions.lists import SessionTable
from vpe_tui.tui.sessions.view import SessionsView

_NONE = "there is no other session to compare with: open one, or mark one in a list with space"


async def compare_in(screen: VpeScreen, table: SessionTable) -> None:
    """Compares the two that are marked in a list; else the one under the cursor with another."""
    marked = [row.uuid for row in table.all if row.uuid in table.marked]
    if len(marked) == 2:
        screen.shell.open_comparison(Comparing(*marked))
    elif table.row is None or not table.row.has_uuid:
        screen.status_says("there is no session to compare")
    else:
        await compare_with_another(screen, subject_of(table.row), marked, table.all)


async def compare_with_another(
    screen: VpeScreen, of: Subject, marked: Sequence[str] | None = None, beside: Sequence[SessionRow] = ()
) -> None:
    """Compares a session with the one that is marked, here or in the lists; else asks with which.

    Those that stand `beside` it are offered, too.
    """
    marked = [uuid for uuid in (_marked(screen) if marked is None else marked) if uuid != of.uuid]
    if len(marked) == 1:
        screen.shell.open_comparison(Comparing(of.uuid, marked[0]))
    elif marked:
        screen.status_says(f"two sessions can be compared, and {counted(len(marked), 'other')} are marked")
    else:
        _offer(screen, of.uuid, partners(of, [*beside, *await _known(screen)]))


def _lists(screen: VpeScreen) -> SessionsView | None:
    views = (each.view for each in screen.app.screen_stack if isinstance(each, VpeScreen))
    return next((view for view in views if isinstance(view, SessionsView)), None)


def _marked(screen: VpeScreen) -> Sequence[str]:
    lists = _lists(screen)
    return sorted(lists.table.marked) if lists else ()


async def _known(screen: VpeScreen) -> Sequence[SessionRow]:
    """What the lists have, or what is kept; nothing is asked of the API."""
    lists = _lists(screen)
    if lists is not None:
        return [*lists.recent.all, *lists.kept.all]
    shell = screen.shell
    context = DisplayContext(shell.clock(), zone_named(shell.settings.zone))
    return [of_kept(each, None, context) for each in await asyncio.wrap_future(shell.worker.kept_list())]


def _offer(screen: VpeScreen, target: str, rows: Sequence[SessionRow]) -> None:
    from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

    if not rows:
        screen.status_says(_NONE)
        return
    zone = zone_named(screen.shell.settings.zone)
    named = {_name(row, number, zone): row for number, row in enumerate(rows, 1)}

    def chosen(one: Chosen | None) -> None:
        if one is not None:
            screen.shell.open_comparison(Comparing(target, named[one.name].uuid))

    choices = {name: _said(row) for name, row in named.items()}
    screen.app.push_screen(ChoiceScreen("Compare with", choices, can_be_plain=False), chosen)


def _name(row: SessionRow, number: int, zone: tzinfo) -> str:
    when = "" if row.when_ms is None else date_time(row.when_ms, zone)[5:]
    return f"{number:>2}  {when}"


def _said(row: SessionRow) -> str:
    """What is known of it; of one that nobody has read, what the list says."""
    summary = row.summary
    parts = (row.verdict or "good by the list, not read", summary.title, summary.isp, row.os, row.device)
    return " · ".join(part for part in parts if part)
