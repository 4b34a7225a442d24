"""`vpe-tui show`: one session on stdout, as text or as JSON."""

import argparse
import json
import math
import sys
from typing import Any

from vpe_tui.cli.setup import loaded
from vpe_tui.cli.talk import talk
from vpe_tui.errors import Fault, NetworkFault, ServiceFault, UsageFault
from vpe_tui.lookup import Asked, Desk, Found, Lookup, now_ms
from vpe_tui.session.uuid import session_uuid


def run(arguments: argparse.Namespace) -> int:
    """Prints the session. Raises a `Fault`; with `--json` it is an object on stdout too."""
    if arguments.form == "schema":
        from vpe_tui.session.contract import json_schema

        _write(_dumps(json_schema()))
        return 0
    if arguments.target is None:
        raise UsageFault("No session asked for", "", "give a UUID: vpe-tui show UUID")
    try:
        uuid = session_uuid(arguments.target)
        setup = loaded(arguments)
        desk = Desk(Lookup(setup.settings, setup.directory))
        found = _found(desk.session(uuid))
    except Fault as fault:
        if arguments.form == "json":
            _write(_dumps(_as_error(arguments.target, fault)))
        raise
    from vpe_tui.session.report import as_json, as_text
    from vpe_tui.session.times import zone_named

    if arguments.form == "json":
        _write(_dumps(as_json(found.session, found.source, now_ms())))
    else:
        _write(as_text(found.session, found.source, now_ms(), zone_named(setup.settings.zone)).rstrip("\n"))
    if not_kept := desk.keep(found).result():
        talk(not_kept)
    return 0


def _found(asked: Asked) -> Found:
    """The API's session, or the kept one while it is fresh, or when the API cannot be reached."""
    kept = asked.kept.result()
    try:
        found = asked.renewed.result() or kept
    except (NetworkFault, ServiceFault) as fault:
        if kept is None:
            raise
        talk(f"{fault}; shown is the kept session")
        return kept
    assert found is not None  # what is not renewed is kept and fresh
    return found


def _dumps(value: object) -> str:
    """JSON that every reader reads: what the API sent as NaN or Infinity is null."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, indent=2)


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _as_error(target: str, fault: Fault) -> dict[str, Any]:
    said = {"kind": fault.kind, "title": fault.title, "cause": fault.cause, "hint": fault.hint, "exit": fault.exit_code}
    return {"uuid": target, "error": said}


def _write(text: str) -> None:
    """Data goes out as UTF-8 whatever the locale says; a lone surrogate becomes `?`."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
