"""`vpe-tui show`: one session on stdout, as text or as JSON."""

import argparse
import json
import sys
from typing import Any

from vpe_tui.cli.setup import loaded
from vpe_tui.errors import Fault, UsageFault
from vpe_tui.lookup import Desk, Found, Lookup, now_ms
from vpe_tui.session.uuid import session_uuid


def run(arguments: argparse.Namespace) -> int:
    """Prints the session. Raises a `Fault`; with `--json` it is an object on stdout too."""
    if arguments.form == "schema":
        from vpe_tui.session.contract import json_schema

        _write(json.dumps(json_schema(), indent=2))
        return 0
    if arguments.target is None:
        raise UsageFault("No session asked for", "", "give a UUID: vpe-tui show UUID")
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
    asked = Desk(Lookup(setup.settings, setup.directory)).session(uuid)
    found = asked.renewed.result() or asked.kept.result()
    assert found is not None  # what is not renewed is kept and fresh
    return found, setup.settings.zone


def _as_error(target: str, fault: Fault) -> dict[str, Any]:
    said = {"kind": fault.kind, "title": fault.title, "cause": fault.cause, "hint": fault.hint, "exit": fault.exit_code}
    return {"uuid": target, "error": said}


def _write(text: str) -> None:
    """Data goes out as UTF-8 whatever the locale says; a lone surrogate becomes `?`."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
