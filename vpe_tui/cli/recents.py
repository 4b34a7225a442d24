"""`vpe-tui recents`: what was looked at here; where it is kept; to delete it."""

import argparse
import os
from collections.abc import Iterator
from typing import Any

from vpe_tui.cli.list import as_object, lines
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.show import write
from vpe_tui.cli.talk import Voice
from vpe_tui.errors import NoSuchSession, OutputFault, UsageFault
from vpe_tui.listing import Told, of_kept
from vpe_tui.lookup import Lookup, now_ms
from vpe_tui.session.report.json import in_lines
from vpe_tui.session.text import counted
from vpe_tui.session.times import utc_iso, zone_named
from vpe_tui.session.uuid import session_uuid
from vpe_tui.store.recents import KeptEntry, Recents

_COLUMNS = ("", "fetched", "verdict", "title", "ISP", "browser")
_GIVES_WAY = ("browser", "ISP", "title", "verdict", "fetched", "")


def run(arguments: argparse.Namespace) -> int:
    """Lists, tells the place, or deletes. Raises a `Fault`."""
    setup = loaded(arguments)
    recents = Lookup(setup.settings, setup.directory).recents
    voice = Voice.of(arguments)
    if arguments.what != "clear" and arguments.uuid:
        raise UsageFault("Not understood", f"a UUID after {arguments.what}", "only clear takes one")
    if arguments.what == "path":
        write([os.fsencode(recents.directory), b"\n"])
    elif arguments.what == "clear":
        _clear(recents, arguments.uuid, voice)
    else:
        recents.sweep()
        entries = recents.entries()
        if not entries:
            voice.notice(f"nothing is kept in {recents.directory} of this project")
        told = Told(now_ms(), zone_named(setup.settings.zone))
        write(_json(entries, told) if arguments.json else _text(entries, told))
        voice.notice(recents.doubts())
    return 0


def _clear(recents: Recents, target: str | None, voice: Voice) -> None:
    if target is None:
        cleared = recents.clear()
        starred = sum(entry.starred for entry in recents.entries())
        stay = f", {starred:,} starred left: clear UUID deletes one" if starred else ""
        voice.notice(f"{counted(cleared.gone, 'session')} deleted{stay}")
        if cleared.left:
            title = f"{counted(cleared.left, 'session')} cannot be deleted"
            raise OutputFault(title, f"{recents.directory}: {cleared.why}")
        return
    uuid = session_uuid(target)
    try:
        gone = recents.forget(uuid)
    except OSError as fault:
        why = f"{recents.path(uuid)}: {fault.strerror or fault}"
        raise OutputFault("The session cannot be deleted", why) from None
    if not gone:
        raise NoSuchSession("This session is not kept here", uuid, "see vpe-tui recents")
    voice.notice("1 session deleted")


def _text(entries: tuple[KeptEntry, ...], told: Told) -> Iterator[str]:
    return lines([of_kept(entry, None, told) for entry in entries], told, _COLUMNS, _GIVES_WAY)


def _json(entries: tuple[KeptEntry, ...], told: Told) -> Iterator[str]:
    yield in_lines({"schema": 1, "sessions": [_as_object(entry, told) for entry in entries]})
    yield "\n"


def _as_object(entry: KeptEntry, told: Told) -> dict[str, Any]:
    kept = {
        "fetched_at": utc_iso(entry.fetched_ms),
        "age_s": max(told.now_ms - entry.ours_ms, 0) / 1000,
        "starred": entry.starred,
        "bytes": entry.size,
    }
    about = as_object(of_kept(entry, None, told))
    return about | {"verdict_text": entry.summary.verdict_text or None, "events": entry.summary.events} | kept
