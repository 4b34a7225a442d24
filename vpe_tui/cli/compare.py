"""`vpe-tui compare`: two sessions side by side, and where they begin to differ."""

import argparse
import shutil
from collections.abc import Mapping

from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import Voice, stderr_line
from vpe_tui.cli.stdout import write, write_for_people
from vpe_tui.errors import Fault, SettingsFault
from vpe_tui.fleet.compare.compare import Comparison, compare
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.pool import Answer, Pool, Wish
from vpe_tui.service.reported import reported
from vpe_tui.service.targets import STDIN, Comparing, is_file
from vpe_tui.service.ways import WAYS
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Loaded, Settings
from vpe_tui.text.clean import one_line
from vpe_tui.text.times import zone_named
from vpe_tui.text.uuid import session_uuid

_WIDEST = 120
_BOTH_AT_ONCE = 2


def run(arguments: argparse.Namespace) -> int:
    """Prints the comparison, or shows it on a terminal; the exit code is the worst fault's: with `--json` an object."""
    if arguments.form is None:
        from vpe_tui.cli.screen import has_terminal, run_comparison

        if has_terminal() and not (arguments.fresh or arguments.offline or STDIN in (arguments.a, arguments.b)):
            a, b = (target if is_file(target) else session_uuid(target) for target in (arguments.a, arguments.b))
            return run_comparison(arguments, Comparing(a, b, arguments.align or ""))
        arguments.form = "text"
    try:
        setup = loaded(arguments)
    except SettingsFault as fault:
        _instead(arguments, "", fault)
        raise
    answers = _asked(arguments, setup)
    faults = {answer.target: answer.found for answer in answers if isinstance(answer.found, Fault)}
    if faults:
        return _complain(arguments, faults)
    redact = WAYS[f"compare.{arguments.form}"].is_redacted(setup.settings)
    a, b = (
        reported(each.found, setup.settings, redact=redact) for each in answers if not isinstance(each.found, Fault)
    )
    ascii = False if arguments.form == "json" else setup.settings.ascii
    comparison = compare(a.diagnosis, b.diagnosis, arguments.align)
    write_for_people([_FORMS[arguments.form](setup.settings, comparison)], ascii)
    return 0


def _instead(arguments: argparse.Namespace, target: str, fault: Fault) -> None:
    """What stands in the place of the comparison for machines."""
    if arguments.form == "json":
        from vpe_tui.report.json import fault_as_json, in_lines

        write([in_lines(fault_as_json(target, fault, redact=arguments.redact is True)), "\n"])


def _asked(arguments: argparse.Namespace, setup: Loaded) -> list[Answer]:
    with SessionWorker(Lookup(setup.settings, setup.directory)) as worker:
        pool = Pool(worker, _BOTH_AT_ONCE, Wish(arguments.fresh, arguments.offline))
        answers = list(pool.in_order([arguments.a, arguments.b]))
        voice = Voice.of(arguments)
        voice.notice(pool.not_kept())
        for answer in answers:
            voice.notice(f"{one_line(answer.target)}: {answer.notice}" if answer.notice else "")
            voice.detail(answer.detail)
    return answers


def _complain(arguments: argparse.Namespace, faults: Mapping[str, Fault]) -> int:
    """Says of each what is wrong with it. Gives the worst exit code."""
    for target, fault in faults.items():
        for line in fault.lines:
            stderr_line(f"{one_line(target)}: {line}")
    target, fault = max(faults.items(), key=lambda each: each[1].exit_code)
    _instead(arguments, target, fault)
    return fault.exit_code


def _text(settings: Settings, comparison: Comparison) -> str:
    from vpe_tui.cli.paint import paint_for_stdout
    from vpe_tui.report.compare.parts import Told
    from vpe_tui.report.compare.text import as_text

    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    return as_text(Told(comparison, zone_named(settings.zone), settings.program, width), paint_for_stdout())


def _markdown(settings: Settings, comparison: Comparison) -> str:
    from vpe_tui.report.compare.markdown import as_markdown
    from vpe_tui.report.compare.parts import Told

    return as_markdown(Told(comparison, zone_named(settings.zone), settings.program))


def _json(settings: Settings, comparison: Comparison) -> str:
    from vpe_tui.report.compare.json import as_json
    from vpe_tui.report.json import in_lines

    return f"{in_lines(as_json(comparison))}\n"


_FORMS = {"text": _text, "markdown": _markdown, "json": _json}
