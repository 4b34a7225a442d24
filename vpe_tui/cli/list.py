"""`vpe-tui list`: the recent sessions on stdout, joined with what is kept here."""

import argparse
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any, NamedTuple

from vpe_tui.api.list_query import MOST_ROWS, RecentQuery
from vpe_tui.cli.asked import recent_query
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import Voice
from vpe_tui.cli.stdout import write, write_for_people
from vpe_tui.errors import Fault
from vpe_tui.fleet.row import COLUMN_OF, DisplayContext, SessionRow, back_to, of_listed, redacted
from vpe_tui.report.json import fault_as_json, in_line, in_lines
from vpe_tui.report.layout import narrowed, table
from vpe_tui.report.listed import as_object
from vpe_tui.report.rows import csv_line
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.ways import WAYS
from vpe_tui.service.window import Walk, Walked
from vpe_tui.service.worker import SessionWorker
from vpe_tui.session.records import Listed
from vpe_tui.session.redact import redacted_listed
from vpe_tui.settings.sources import Loaded
from vpe_tui.text.cells import cut
from vpe_tui.text.times import clocks_apart, date_time, utc_iso, zone_name, zone_named


class Reach(NamedTuple):
    """The time that a list covers, as epoch ms; `from_ms` is None where nothing was asked for and nothing came."""

    complete: bool
    from_ms: int | None
    to_ms: int


_COLUMNS = ("when", "verdict", "device", "OS", "start", "rebuffering", "playing", "origin")
_GIVES_WAY = ("origin", "playing", "OS", "device", "rebuffering", "start", "verdict", "when")
"""Columns of the table in the order they are left out where it is too narrow."""
_CELL = 36
"""Cells of a text in the table, at most."""


def run(arguments: argparse.Namespace) -> int:
    """Prints the list. Raises a `Fault`, which is an object on stdout too with `--json`; an empty list is none."""
    try:
        return _list(arguments)
    except Fault as fault:
        if arguments.form == "json":
            told = fault_as_json("", fault, redact=arguments.redact is True)
            from vpe_tui.report import contract

            write([in_lines(contract.told(contract.ListFaultJson, {"schema": 1, "error": told["error"]})), "\n"])
        raise


def _list(arguments: argparse.Namespace) -> int:
    setup = loaded(arguments)
    with SessionWorker(Lookup(setup.settings, setup.directory)) as worker:
        return _print(arguments, setup, worker)


def _print(arguments: argparse.Namespace, setup: Loaded, worker: SessionWorker) -> int:
    zone = zone_named(setup.settings.zone)
    recent = worker.submit(_listed(arguments, zone, worker.lookup))
    kept = {entry.uuid: entry for entry in worker.kept_list().result()}
    context = DisplayContext(now_ms(), zone)
    listed, query, walked = recent.result()
    rows = [of_listed(each, kept.get(each.uuid or ""), context) for each in listed]
    raw = [dict(each.raw) for each in listed]
    if WAYS[f"list.{arguments.form}"].is_redacted(setup.settings):
        rows, raw = list(map(redacted, rows)), list(map(redacted_listed, raw))
    voice = Voice.of(arguments)
    if not rows:
        voice.notice("no session was recorded in that window")
    reach = _reach(rows, query, context.now_ms, walked)
    if walked is not None:
        voice.notice(_missing(walked, context))
    elif not reach.complete and query.limit == MOST_ROWS:  # who asks for fewer knows that there are more
        voice.notice(_cut(reach, context))
    voice.notice(worker.doubts())
    voice.notice(clocks_apart(worker.offset_ms))
    write_for_people(
        _FORMS[arguments.form](rows, raw, context, query, reach),
        setup.settings.ascii if arguments.form == "text" else False,
    )
    return 0


async def _listed(
    arguments: argparse.Namespace, zone: tzinfo, lookup: Lookup
) -> tuple[Sequence[Listed], RecentQuery, Walked | None]:
    """What the API lists; with `--all` every session of the window, walked back to."""
    recent = await lookup.recent(
        lambda now_ms: recent_query(
            arguments, zone, now_ms, limit=MOST_ROWS if arguments.limit is None else arguments.limit
        )
    )
    if not arguments.all:
        return recent.rows, recent.query, None

    async def ask(query: RecentQuery) -> Sequence[Listed]:
        return recent.rows if query is recent.query else (await lookup.recent(lambda _: query)).rows

    walked = await Walk(ask).through(recent.query)
    return walked.rows, recent.query, walked


def _missing(walked: Walked, context: DisplayContext) -> str:
    """What of all is not there; empty where all is."""
    if walked.unheeded:
        return walked.unheeded
    seconds = (date_time(ms, context.zone)[11:] for ms in walked.cut_at_ms)
    if walked.cut_at_ms:
        return f"at least: more sessions began at {', '.join(seconds)} than the API lists of one second"
    return "" if walked.complete else "the API gives no more"


def _reach(rows: Sequence[SessionRow], query: RecentQuery, now_ms: int, walked: Walked | None) -> Reach:
    """As many as were asked for may be all there are; nobody can tell, and a list that may be cut says so."""
    complete = len(rows) < query.limit if walked is None else walked.complete
    oldest = min((row.when_ms for row in rows if row.when_ms is not None), default=None)
    from_ms = query.start_ms if complete and query.start_ms is not None else oldest
    return Reach(complete, from_ms, now_ms if query.end_ms is None else query.end_ms)


def _cut(reach: Reach, context: DisplayContext) -> str:
    back = "" if reach.from_ms is None else f", {back_to(reach.from_ms, context)}"
    return f"the newest {MOST_ROWS} only{back}; --all lists every one"


def _text(
    rows: Sequence[SessionRow], raw: object, context: DisplayContext, query: RecentQuery, reach: Reach
) -> Iterator[str]:
    return lines(rows, context, _COLUMNS, _GIVES_WAY)


def lines(
    rows: Sequence[SessionRow], context: DisplayContext, columns: Sequence[str], gives_way: Sequence[str]
) -> Iterator[str]:
    """A table for people, within the width that is known: the terminal's, or `COLUMNS`; else whole.

    The UUID is never left out, `columns` in the order of `gives_way`. Nothing when there are no rows.
    """
    if not rows:
        return
    zones = zone_name(context.zone, *(row.when_ms for row in rows if row.when_ms is not None))
    context = replace(context, names_zone="/" in zones)
    when = f"when ({zones})" if zones and not context.names_zone else "when"
    heads = (when if name == "when" else name for name in columns)
    cells = [["uuid", *heads]]
    cells += [[row.uuid, *(cut(COLUMN_OF[name.lower()].cell(row, context), _CELL) for name in columns)] for row in rows]
    left = list(range(len(cells[0])))
    if (width := shutil.get_terminal_size((0, 0)).columns) > 0:
        left = narrowed(cells, [columns.index(name) + 1 for name in gives_way], width)
    right = [place for place, column in enumerate(left) if column and COLUMN_OF[columns[column - 1].lower()].is_number]
    yield from (f"{line}\n" for line in table([[row[column] for column in left] for row in cells], right))


def _json(
    rows: Sequence[SessionRow],
    raw: Sequence[dict[str, Any]],
    context: DisplayContext,
    query: RecentQuery,
    reach: Reach,
) -> Iterator[str]:
    from vpe_tui.report import contract

    window = [None if ms is None else utc_iso(ms) for ms in (query.start_ms, query.end_ms)]
    sessions = [as_object(row, each) for row, each in zip(rows, raw, strict=True)]
    covered = {"from": None if reach.from_ms is None else utc_iso(reach.from_ms), "to": utc_iso(reach.to_ms)}
    asked = {"window": {"from": window[0], "to": window[1]}, "complete": reach.complete, "covered": covered}
    yield in_lines(contract.told(contract.ListedJson, {"schema": 1, **asked, "sessions": sessions}))
    yield "\n"


def _ndjson(
    rows: Sequence[SessionRow],
    raw: Sequence[dict[str, Any]],
    context: DisplayContext,
    query: RecentQuery,
    reach: Reach,
) -> Iterator[str]:
    from vpe_tui.report import contract

    objects = (as_object(row, each) for row, each in zip(rows, raw, strict=True))
    yield from (f"{in_line(told)}\n" for told in contract.told_each(contract.ListedRowJson, objects))


def _csv(
    rows: Sequence[SessionRow], raw: object, context: DisplayContext, query: RecentQuery, reach: Reach
) -> Iterator[str]:
    from vpe_tui.report import contract

    yield f"{csv_line(list(contract.ColumnsJson.model_fields))}\n"
    for told in contract.told_each(contract.ColumnsJson, map(as_object, rows)):
        yield f"{csv_line([_bare(value) for value in told.values()])}\n"


def _bare(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


_FORMS = {"text": _text, "json": _json, "ndjson": _ndjson, "csv": _csv}
