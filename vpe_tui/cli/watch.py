"""`vpe-tui watch`: what is new of a session, or of a window of sessions, line by line."""

import argparse
from collections.abc import Callable, Sequence
from datetime import tzinfo
from math import inf

from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import StatusLine, Voice
from vpe_tui.cli.stdout import while_somebody_reads, write
from vpe_tui.errors import Fault, SettingsFault, UsageFault
from vpe_tui.fleet.watch.changes import Change, Failed
from vpe_tui.fleet.watch.until import Until, until
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.watching import Asking, Plan, SessionAsking, Watching, WindowAsking
from vpe_tui.service.ways import WAYS
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Settings
from vpe_tui.settings.values import length
from vpe_tui.text.clean import counted
from vpe_tui.text.times import clock, zone_named
from vpe_tui.text.uuid import session_uuid

SESSION_S, WINDOW_S = 15.0, 60.0
"""How often each is asked for: rows of a session come a minute apart, and faster shows nothing."""

_LEAST_S = 1.0
_SINCE = "10m"
_END = Until(frozenset({"end"}))


def run(arguments: argparse.Namespace) -> int:
    """Prints what is new until what is waited for comes. Raises the `Fault` that was the end: with `--json` a line."""
    try:
        plan, uuid = _plan(arguments), session_uuid(arguments.target) if arguments.target else ""
        setup = loaded(arguments)
        if not setup.settings.has_credentials:
            raise SettingsFault(setup.settings.missing, "the API is asked", "see vpe-tui help settings")
    except Fault as fault:
        if arguments.form == "json":
            _say_json(arguments.target or "", zone_named("utc"), redact=arguments.redact is True)(
                now_ms(), [Failed(fault)]
            )
        raise
    settings = setup.settings
    redact, zone = WAYS[f"watch.{arguments.form}"].is_redacted(settings), zone_named(settings.zone)
    say = _say_json(uuid, zone, redact=redact) if arguments.form == "json" else _say_text(zone, redact=redact)
    pulse = Pulse(Voice.of(arguments), say, zone)
    with SessionWorker(Lookup(settings, setup.directory)) as worker:
        asking = _asking(arguments, uuid, worker.lookup, settings, redact=redact)
        watching = Watching(worker.watch, asking, plan, pulse, lambda: now_ms() + worker.offset_ms)
        try:
            code = while_somebody_reads(worker.submit(watching.run()))
        finally:
            pulse.stops()
    if code:
        Voice.of(arguments).notice("what was waited for did not come")
    return code


def _plan(arguments: argparse.Namespace) -> Plan:
    if arguments.target and arguments.since:
        raise UsageFault("Not understood", "UUID or --since", "a session or a window, not both")
    is_window = not arguments.target
    every_s = arguments.every or (WINDOW_S if is_window else SESSION_S)
    if every_s < _LEAST_S:
        raise UsageFault("Too often", "--every", "once a second at most")
    wanted = _wanted(arguments.until, is_window=is_window)
    return Plan(every_s, wanted, arguments.longest or inf, arguments.give_up)


def _wanted(text: str | None, *, is_window: bool) -> Until:
    if text is None:
        return Until() if is_window else _END
    try:
        return until(text, of_window=is_window)
    except ValueError as fault:
        raise UsageFault("No such condition", f"--until: {fault}", "see vpe-tui watch --help") from None


def _asking(arguments: argparse.Namespace, uuid: str, lookup: Lookup, settings: Settings, *, redact: bool) -> Asking:
    if uuid:
        return SessionAsking(uuid, lookup, settings, redact=redact)
    try:
        length_s = length(arguments.since or _SINCE)
    except ValueError as fault:
        raise UsageFault("No such window", f"--since: {fault}", "see vpe-tui watch --help") from None
    return WindowAsking(round(length_s * 1000), lookup, settings, redact=redact)


Say = Callable[[int, Sequence[Change]], None]


class Pulse:
    """Says what is new; and on a terminal, in a line of stderr's, that it is still asked where nothing is."""

    def __init__(self, voice: Voice, say: Say, zone: tzinfo) -> None:
        self._line = StatusLine(voice)
        self._say = say
        self._zone = zone
        self._asked = 0

    def __call__(self, at_ms: int, changes: Sequence[Change]) -> None:
        self._asked += 1
        if changes:
            with self._line.aside():
                self._say(at_ms, changes)
        self._line.says(f"asked {counted(self._asked, 'time')}, the last at {clock(at_ms, self._zone)[:8]}")

    def stops(self) -> None:
        self._line.says("")


def _say_text(zone: tzinfo, *, redact: bool) -> Say:
    from vpe_tui.cli.paint import paint_for_stdout
    from vpe_tui.report.watch.text import as_line

    paint = paint_for_stdout()

    def say(at_ms: int, changes: Sequence[Change]) -> None:
        write([f"{as_line(at_ms, change, zone, redact=redact, paint=paint)}\n" for change in changes])

    return say


def _say_json(uuid: str, zone: tzinfo, *, redact: bool) -> Say:
    from vpe_tui.report.watch.json import as_line

    def say(at_ms: int, changes: Sequence[Change]) -> None:
        write([f"{as_line(uuid, at_ms, change, zone, redact=redact)}\n" for change in changes])

    return say
