"""`vpe-tui list`: the recent sessions on stdout, joined with what is kept here."""

import argparse
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any, NamedTuple

from vpe_tui.api.list_filter import DEVICES, VIDEO_TYPES, instant, since
from vpe_tui.api.list_query import MOST_ROWS, RecentQuery
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import Voice
from vpe_tui.cli.stdout import write
from vpe_tui.errors import Fault, UsageFault
from vpe_tui.fleet.row import CELLS, DisplayContext, SessionRow, of_listed, redacted
from vpe_tui.report.json import fault_as_json, in_line, in_lines
from vpe_tui.report.layout import narrowed, table
from vpe_tui.report.rows import csv_line
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.ways import WAYS
from vpe_tui.service.worker import SessionWorker
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
_RIGHT = ("start", "rebuffering", "playing")
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
    recent = worker.recent(lambda now_ms: _query(arguments, zone, now_ms))
    kept = {entry.uuid: entry for entry in worker.kept_list().result()}
    context = DisplayContext(now_ms(), zone)
    listed, query = recent.result()
    rows = [of_listed(each, kept.get(each.uuid or ""), context) for each in listed]
    raw = [dict(each.raw) for each in listed]
    if WAYS[f"list.{arguments.form}"].is_redacted(setup.settings):
        rows, raw = list(map(redacted, rows)), list(map(redacted_listed, raw))
    voice = Voice.of(arguments)
    if not rows:
        voice.notice("no session was recorded in that window")
    reach = _reach(rows, query, context.now_ms)
    if not reach.complete and query.limit == MOST_ROWS:  # who asks for fewer knows that there are more
        voice.notice(_cut(reach, context))
    voice.notice(worker.doubts())
    voice.notice(clocks_apart(worker.offset_ms))
    write(_FORMS[arguments.form](rows, raw, context, query))
    return 0


def _reach(rows: Sequence[SessionRow], query: RecentQuery, now_ms: int) -> Reach:
    """As many as were asked for may be all there are; nobody can tell, and a list that may be cut says so."""
    complete = len(rows) < query.limit
    oldest = min((row.when_ms for row in rows if row.when_ms is not None), default=None)
    from_ms = query.start_ms if complete and query.start_ms is not None else oldest
    return Reach(complete, from_ms, now_ms if query.end_ms is None else query.end_ms)


def _cut(reach: Reach, context: DisplayContext) -> str:
    back = ""
    if reach.from_ms is not None:
        day, time = date_time(reach.from_ms, context.zone)[:16].split(" ")
        back = f", back to {time if date_time(context.now_ms, context.zone).startswith(day) else f'{day} {time}'}"
    return f"the newest {MOST_ROWS} only{back}; --from with --to lists what was before"


def _query(arguments: argparse.Namespace, zone: tzinfo, now: int) -> RecentQuery:
    if arguments.since and (arguments.start or arguments.end):
        raise UsageFault("No such window", "--since and --from or --to", "give the one or the others")

    def read(flag: str, text: str | None, day_ms: int) -> int | None:
        try:
            if text is None or flag == "--since":
                return since(text, now) if text else None
            return instant(text, zone, day_ms, is_end=flag == "--to")
        except ValueError as fault:
            raise UsageFault("No such window", f"{flag}: {fault}", "see vpe-tui list --help") from None

    start_ms = read("--since", arguments.since, now) if arguments.since else read("--from", arguments.start, now)
    return RecentQuery(
        device=DEVICES.get((arguments.device or "").lower(), "PC,Mobile"),
        video_type=VIDEO_TYPES.get((arguments.type or "").lower(), "VOD,LIVE"),
        start_ms=start_ms,
        end_ms=read("--to", arguments.end, start_ms if start_ms is not None and arguments.start else now),
        limit=MOST_ROWS if arguments.limit is None else arguments.limit,
    )


def as_object(row: SessionRow, raw: dict[str, Any] | None = None) -> dict[str, Any]:
    """A row by the keys of its form; unknown values are null. `raw` is the API's own row."""
    known = row.summary
    columns = {
        "uuid": row.uuid,
        "when": None if row.when_ms is None else utc_iso(row.when_ms),
        "device": row.device or None,
        "os": row.os or None,
        "origin": row.origin or None,
        "start_s": row.start_s,
        "rebuffering_s": row.rebuffering_s,
        "playing_s": row.playing_s,
        "is_error": row.is_error,
        "kept": row.is_kept,
        "verdict": known.verdict or None,
        "band": known.band or None,
        "error_code": known.error_code or None,
        "title": known.title or None,
        "isp": known.isp or None,
        "browser": known.browser or None,
    }
    return columns if raw is None else columns | {"raw": raw}


def _text(rows: Sequence[SessionRow], raw: object, context: DisplayContext, query: RecentQuery) -> Iterator[str]:
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
    cells += [[row.uuid, *(cut(CELLS[name](row, context), _CELL) for name in columns)] for row in rows]
    left = list(range(len(cells[0])))
    if (width := shutil.get_terminal_size((0, 0)).columns) > 0:
        left = narrowed(cells, [columns.index(name) + 1 for name in gives_way], width)
    right = [place for place, column in enumerate(left) if column and columns[column - 1] in _RIGHT]
    yield from (f"{line}\n" for line in table([[row[column] for column in left] for row in cells], right))


def _json(
    rows: Sequence[SessionRow], raw: Sequence[dict[str, Any]], context: DisplayContext, query: RecentQuery
) -> Iterator[str]:
    from vpe_tui.report import contract

    window = [None if ms is None else utc_iso(ms) for ms in (query.start_ms, query.end_ms)]
    sessions = [as_object(row, each) for row, each in zip(rows, raw, strict=True)]
    reach = _reach(rows, query, context.now_ms)
    covered = {"from": None if reach.from_ms is None else utc_iso(reach.from_ms), "to": utc_iso(reach.to_ms)}
    asked = {"window": {"from": window[0], "to": window[1]}, "complete": reach.complete, "covered": covered}
    yield in_lines(contract.told(contract.ListedJson, {"schema": 1, **asked, "sessions": sessions}))
    yield "\n"


def _ndjson(
    rows: Sequence[SessionRow], raw: Sequence[dict[str, Any]], context: DisplayContext, query: RecentQuery
) -> Iterator[str]:
    from vpe_tui.report import contract

    objects = (as_object(row, each) for row, each in zip(rows, raw, strict=True))
    yield from (f"{in_line(told)}\n" for told in contract.told_each(contract.ListedRowJson, objects))


def _csv(rows: Sequence[SessionRow], raw: object, context: DisplayContext, query: RecentQuery) -> Iterator[str]:
    from vpe_tui.report import contract

    yield f"{csv_line(list(contract.ColumnsJson.model_fields))}\n"
    for told in contract.told_each(contract.ColumnsJson, map(as_object, rows)):
        yield f"{csv_line([_bare(value) for value in told.values()])}\n"


def _bare(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


_FORMS = {"text": _text, "json": _json, "ndjson": _ndjson, "csv": _csv}
