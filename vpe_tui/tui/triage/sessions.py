"""The sessions of a triage, the worst first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from vpe_tui.fleet.row import DisplayContext, SessionRow, of_listed
from vpe_tui.fleet.summary import Summary
from vpe_tui.fleet.triage.outcome import worst_of_list
from vpe_tui.fleet.triage.table import Group
from vpe_tui.fleet.triage.triage import JudgedRow, Triage
from vpe_tui.session.records import Listed
from vpe_tui.tui.sessions.layout import Layout
from vpe_tui.tui.sessions.lists import SessionTable


class TriageList(SessionTable):
    """The sessions of a window, the worst first."""

    WHAT = "4 Sessions"
    LAYOUT = Layout(
        (
            *("when", "verdict", "title", "version", "host", "ISP", "OS", "start", "rebuffering", "playing"),
            *("device", "browser", "origin", "nation", "type", "stalls", "ratio", "longest", "UUID"),
        ),
        (
            *("", "when", "verdict", "version", "OS", "title", "start", "rebuffering", "host"),
            *("ISP", "playing", "origin", "browser", "device"),
            *("UUID", "ratio", "stalls", "nation", "type", "longest"),
        ),
    )


def rows_of(
    triage: Triage, listed: Mapping[str, Listed], summaries: Mapping[str, Summary], context: DisplayContext
) -> Iterator[SessionRow]:
    """The rows of a triage, in its order."""
    for each in triage.sessions:
        row = listed.get(each.row.uuid)
        if row is not None:
            summary = summaries.get(each.row.uuid) or Summary(worst=worst_of_list(each.row, triage.asked.bands))
            yield replace(of_listed(row, None, context), summary=summary, when_ms=each.began_ms)


def of_group(triage: Triage, group: Group) -> Callable[[SessionRow], bool]:
    """What tells whether a row is of a group."""
    uuids = {each.row.uuid for each in triage.sessions if _is_in(each, group)}
    return lambda row: row.uuid in uuids


def _is_in(each: JudgedRow, group: Group) -> bool:
    known = each.read.attributes if each.read else each.row.attributes
    return all(known.get(path) == value for path, value in zip(group.facets, group.values, strict=True))
