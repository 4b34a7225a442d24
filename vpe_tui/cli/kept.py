"""`vpe-tui kept`: the sessions kept here, as a list; the directory they are in; deleting them."""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vpe_tui.cli.list import lines
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import Voice
from vpe_tui.cli.stdout import write, write_for_people
from vpe_tui.errors import NoSuchSession, OutputFault, UsageFault
from vpe_tui.fleet.row import DisplayContext, SessionRow, of_kept, redacted
from vpe_tui.fleet.summary import KeptEntry
from vpe_tui.report.json import in_lines
from vpe_tui.report.listed import as_object
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.ways import WAYS
from vpe_tui.settings.sources import NOWHERE, NoHome
from vpe_tui.store.cache import SessionCache
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import utc_iso, zone_named
from vpe_tui.text.uuid import session_uuid

_COLUMNS = ("", "fetched", "verdict", "title", "ISP", "browser")
_GIVES_WAY = ("browser", "ISP", "title", "verdict", "fetched", "")


def run(arguments: argparse.Namespace) -> int:
    """Lists the kept sessions, prints their directory, or deletes. Raises a `Fault`."""
    setup = loaded(arguments)
    if setup.directory == NOWHERE:
        raise NoHome
    lookup = Lookup(setup.settings, setup.directory)
    cache = lookup.cache
    voice = Voice.of(arguments)
    if arguments.what != "clear" and arguments.uuid:
        raise UsageFault("Not understood", f"a UUID after {arguments.what}", "only clear takes one")
    if arguments.what == "path":
        _tell_path(cache.directory)
    elif arguments.what == "clear":
        _clear(cache, arguments.uuid, voice)
    else:
        cache.sweep()
        asyncio.run(lookup.read_again())
        entries = cache.entries()
        if not entries:
            voice.notice(f"nothing is kept in {cache.directory} of this project")
        context = DisplayContext(now_ms(), zone_named(setup.settings.zone))
        rows = [of_kept(entry, None, context) for entry in entries]
        if WAYS["kept.json" if arguments.json else "kept.text"].is_redacted(setup.settings):
            rows = list(map(redacted, rows))
        if arguments.json:
            write(_json(entries, rows, context))
        else:
            write_for_people(lines(rows, context, _COLUMNS, _GIVES_WAY), setup.settings.ascii)
        voice.notice(cache.doubts())
    return 0


def _clear(cache: SessionCache, target: str | None, voice: Voice) -> None:
    if target is None:
        cleared = cache.clear()
        starred = sum(entry.starred for entry in cache.entries())
        stay = f", {starred:,} starred left: clear UUID deletes one" if starred else ""
        voice.notice(f"{counted(cleared.gone, 'session')} deleted{stay}")
        if cleared.left:
            title = f"{counted(cleared.left, 'session')} cannot be deleted"
            raise OutputFault(title, f"{cache.directory}: {cleared.why}")
        return
    uuid = session_uuid(target)
    try:
        gone = cache.forget(uuid)
    except OSError as fault:
        why = f"{cache.path(uuid)}: {fault.strerror or fault}"
        raise OutputFault("The session cannot be deleted", why) from None
    if not gone:
        raise NoSuchSession("This session is not kept here", uuid, "see vpe-tui kept")
    voice.notice("1 session deleted")


def _tell_path(directory: Path) -> None:
    """To a script its bytes, to a terminal what it can show."""
    path = clean(str(directory)) if sys.stdout.isatty() else os.fsencode(directory)
    write([path, "\n"])


def _json(entries: tuple[KeptEntry, ...], rows: Sequence[SessionRow], context: DisplayContext) -> Iterator[str]:
    from vpe_tui.report import contract

    sessions = [_as_object(*pair, context) for pair in zip(entries, rows, strict=True)]
    yield in_lines(contract.told(contract.KeptJson, {"schema": 1, "sessions": sessions}))
    yield "\n"


def _as_object(entry: KeptEntry, row: SessionRow, context: DisplayContext) -> dict[str, Any]:
    kept = {
        "fetched_at": utc_iso(entry.fetched_ms),
        "age_s": max(context.now_ms - entry.ours_ms, 0) / 1000,
        "starred": entry.starred,
        "bytes": entry.size,
    }
    about = {"verdict_text": row.summary.verdict_text or None, "events": row.summary.events}
    return as_object(row) | about | kept
