"""`vpe-tui triage`: which sessions of a window are bad, since when, and what they share."""

import argparse
import shutil
import sys
from functools import partial

from vpe_tui.cli.asked import recent_query
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import Voice
from vpe_tui.cli.stdout import write, write_for_people
from vpe_tui.errors import Fault, SettingsFault, UsageFault
from vpe_tui.fleet.triage.outcome import BadIs, bad_is
from vpe_tui.fleet.triage.sentences import HIDDEN
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.triage.parts import Told, redacted
from vpe_tui.service.lookup import LoadedSession, Lookup, now_ms
from vpe_tui.service.triage_files import sessions_of
from vpe_tui.service.triaging import Met, Question, Triaged, Triaging, of_read
from vpe_tui.service.ways import WAYS
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Loaded, Settings
from vpe_tui.text.clean import counted
from vpe_tui.text.times import clocks_apart, zone_named

LOUD = 1
"""The exit code of `--check` where something is loud."""
_HALF_UNREAD = 4
_WIDEST = 120
_HOUR = "1h"


def run(arguments: argparse.Namespace) -> int:
    """Prints the triage. Raises a `Fault`, which is an object on stdout too with `--json`."""
    try:
        return _run(arguments, loaded(arguments))
    except Fault as fault:
        if arguments.form == "json":
            from vpe_tui.report import contract
            from vpe_tui.report.json import fault_as_json, in_lines

            told = fault_as_json("", fault, redact=arguments.redact is True)
            write([in_lines(contract.told(contract.ListFaultJson, {"schema": 1, "error": told["error"]})), "\n"])
        raise


def _run(arguments: argparse.Namespace, setup: Loaded) -> int:
    settings, flat = setup.settings, list[str]()
    keep = partial(_keep_line, flat, settings)
    met: Met = keep if arguments.form == "flat" else _ignore
    if arguments.files:
        found = _of_files(arguments, settings, met)
    else:
        with SessionWorker(Lookup(settings, setup.directory)) as worker:
            found = _of_window(arguments, settings, worker, met)
            Voice.of(arguments).notice(clocks_apart(worker.offset_ms))
    told = flat if arguments.form == "flat" else [_FORMS[arguments.form](arguments, settings, found)]
    write_for_people(told, settings.ascii if arguments.form in ("text", "markdown") else False)
    return _code(arguments, found)


def _code(arguments: argparse.Namespace, found: Triaged) -> int:
    counts = found.triage.counts
    if counts.unread > counts.read:
        return _HALF_UNREAD
    return LOUD if arguments.check and found.triage.loud else 0


def _ignore(found: LoadedSession, diagnosis: Diagnosis) -> None:
    """Only the flat lines are made of what is met."""


def _keep_line(lines: list[str], settings: Settings, found: LoadedSession, diagnosis: Diagnosis) -> None:
    from vpe_tui.report.flat import flat_line
    from vpe_tui.service.reported import reported

    if WAYS["triage.flat"].is_redacted(settings):
        told = reported(found, settings, redact=True)
        lines.append(f"{flat_line(told.session, told.source, told.diagnosis)}\n")
    else:
        lines.append(f"{flat_line(found.session, found.source, diagnosis)}\n")


def _of_files(arguments: argparse.Namespace, settings: Settings, met: Met) -> Triaged:
    if any((arguments.since, arguments.start, arguments.end, arguments.device, arguments.type)):
        raise UsageFault("Not understood", "files and a window", "all that is in files is judged: no window")
    now = now_ms()
    read = [each for target in arguments.files for each in sessions_of(target, settings, now, met)]
    return of_read(read, now, settings, _bad(arguments))


def _of_window(arguments: argparse.Namespace, settings: Settings, worker: SessionWorker, met: Met) -> Triaged:
    if not settings.has_credentials:
        raise SettingsFault(settings.missing, "the API lists the sessions", "give files, or see vpe-tui help settings")
    now = now_ms() + worker.offset_ms
    question = _question(arguments, settings, now)
    voice, line = Voice.of(arguments), _Line(quiet=arguments.quiet)
    found = Triaging(worker, settings, line.says, met, jobs=arguments.jobs).window(question, now)
    line.ends()
    voice.notice(found.unheeded)
    unread = found.triage.counts.unread
    voice.notice(f"{counted(unread, 'session')} could not be read: {_first_of(found)}" if unread else "")
    calls = found.calls
    voice.detail(f"{counted(calls.list, 'list call')}, {counted(calls.detail, 'session')} asked for")
    return found


def _first_of(found: Triaged) -> str:
    return next(iter(found.triage.failed.values()))


class _Line:
    """What is being done, in a line on stderr that is wiped at the end; on a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()

    def says(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    def ends(self) -> None:
        self.says("")


def _question(arguments: argparse.Namespace, settings: Settings, now: int) -> Question:
    asked = recent_query(arguments, zone_named(settings.zone), now, last=_HOUR)
    return Question(
        start_ms=asked.start_ms or 0,
        end_ms=asked.end_ms,
        device=asked.device,
        video_type=asked.video_type,
        bad_is=_bad(arguments),
        most_read=arguments.max,
        most_listed=arguments.max_listed,
        has_baseline=not arguments.no_baseline,
    )


def _bad(arguments: argparse.Namespace) -> BadIs:
    try:
        return bad_is(arguments.bad)
    except ValueError as fault:
        raise UsageFault("No such outcome", str(fault), "see vpe-tui triage --help") from None


def _told(arguments: argparse.Namespace, settings: Settings, found: Triaged) -> Told:
    told = Told(found.triage, zone_named(settings.zone), settings.program, found.flags, tuple(arguments.files))
    return redacted(told) if WAYS[f"triage.{arguments.form}"].is_redacted(settings) else told


def _text(arguments: argparse.Namespace, settings: Settings, found: Triaged) -> str:
    from vpe_tui.cli.paint import paint_for_stdout
    from vpe_tui.report.triage.text import as_text

    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    return as_text(_told(arguments, settings, found), width=width, paint=paint_for_stdout())


def _markdown(arguments: argparse.Namespace, settings: Settings, found: Triaged) -> str:
    from vpe_tui.report.triage.markdown import as_markdown

    return as_markdown(_told(arguments, settings, found))


def _json(arguments: argparse.Namespace, settings: Settings, found: Triaged) -> str:
    from vpe_tui.report.json import in_lines
    from vpe_tui.report.triage.json import as_json
    from vpe_tui.session.redact_text import redacted_text

    def hidden(path: str, value: str) -> str:
        return HIDDEN.get(path) or redacted_text(value)

    redact = WAYS["triage.json"].is_redacted(settings)
    hide = hidden if redact else lambda path, value: value
    return f"{in_lines(as_json(found.triage, found.calls._asdict(), found.complete, hide))}\n"


_FORMS = {"text": _text, "markdown": _markdown, "json": _json}
