"""`vpe-tui show`: one session on stdout, as text or as JSON."""

import argparse
import asyncio
import json
import sys
from typing import Any

from vpe_tui.api.uuid import session_uuid
from vpe_tui.cli.setup import loaded
from vpe_tui.errors import Fault
from vpe_tui.lookup import Found, Lookup, now_ms


def run(arguments: argparse.Namespace) -> int:
    """Prints the session. Raises a `Fault`; with `--json` it is an object on stdout too."""
    try:
        found, zone_name = _found(arguments)
    except Fault as fault:
        if arguments.form == "json":
            _write(json.dumps(_as_error(arguments.target, fault), ensure_ascii=False))
        raise
    from vpe_tui.session.report import as_json, as_text
    from vpe_tui.session.times import zone_named

    if found.not_kept:
        print(f"vpe-tui: {found.not_kept}", file=sys.stderr)
    if arguments.form == "json":
        _write(json.dumps(as_json(found.session, found.source, now_ms()), ensure_ascii=False, indent=2))
    else:
        _write(as_text(found.session, found.source, now_ms(), zone_named(zone_name)).rstrip("\n"))
    return 0


def _found(arguments: argparse.Namespace) -> tuple[Found, str]:
    uuid = session_uuid(arguments.target)
    setup = loaded(arguments)
    lookup = Lookup(setup.settings, setup.directory)
    return asyncio.run(_look_up(lookup, uuid)), setup.settings.zone


async def _look_up(lookup: Lookup, uuid: str) -> Found:
    """The kept session while it is fresh, else the API's."""
    try:
        kept = await lookup.kept(uuid)
        return kept if kept is not None and lookup.is_fresh(kept) else await lookup.fetch(uuid)
    finally:
        await lookup.close()


def _as_error(target: str, fault: Fault) -> dict[str, Any]:
    said = {"kind": fault.kind, "title": fault.title, "cause": fault.cause, "hint": fault.hint, "exit": fault.exit_code}
    return {"uuid": target, "error": said}


def _write(text: str) -> None:
    """Data goes out as UTF-8 whatever the locale says; a lone surrogate becomes `?`."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
