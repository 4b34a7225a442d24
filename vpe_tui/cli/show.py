"""`vpe-tui show`: sessions on stdout, in any of their forms."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from vpe_tui.cli.forms import FORMS, Form, Surroundings
from vpe_tui.cli.schema import print_schema
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stderr_line import Progress, Voice, stderr_line
from vpe_tui.cli.stdout import readable, write
from vpe_tui.errors import Fault, SettingsFault, UsageFault
from vpe_tui.service.crash_log import as_its_own_fault
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.pool import Answer, Pool, Wish
from vpe_tui.service.reported import Reported, reported
from vpe_tui.service.targets import STDIN, Line, piped, piped_answer
from vpe_tui.service.ways import WAYS
from vpe_tui.service.worker import SessionWorker
from vpe_tui.settings.sources import Settings
from vpe_tui.text.clean import one_line
from vpe_tui.text.decoding import text_of
from vpe_tui.text.times import zone_named

FAILED = 1
"""The exit code of `--check` for a session that went wrong."""

_LOOKED_AT = 3
"""Sessions that a person looks at in one go. More are bulk work, which pushes nothing out of what is kept."""

_FOR_PEOPLE = ("text", "markdown")
"""Forms that are read, and may be drawn with other signs; what machines read is what it is."""

_TARGET_TOLD = 300
"""Characters of what was asked for that stand in the place of a session."""


def run(arguments: argparse.Namespace) -> int:
    """Prints the sessions. Gives the highest exit code that any of them has."""
    if arguments.form == "schema":
        return print_schema("session")
    if not arguments.targets:
        raise UsageFault("No session asked for", "", "give a UUID: vpe-tui show UUID")
    targets = _targets(arguments.targets)
    try:
        setup = loaded(arguments)
    except SettingsFault as fault:
        settings = Settings(redact_all=arguments.redact is True)
        return _Printer(arguments, settings, targets).print(Answer(target, fault) for target in targets)
    in_bulk = STDIN in arguments.targets or len(targets) > _LOOKED_AT
    wish = Wish(arguments.fresh, arguments.offline, keep=not in_bulk)
    printer = _Printer(arguments, setup.settings, targets)
    with SessionWorker(Lookup(setup.settings, setup.directory)) as worker:
        pool = Pool(worker, arguments.jobs, wish, printer.progress.step)
        answers = pool.in_order(targets)
        FORMS[arguments.form].get_ready()
        code = printer.print(answers)
        Voice.of(arguments).notice(pool.not_kept())
    return code


class _Printer:
    """Writes answers in the form that was asked for, and says what is wrong with them."""

    def __init__(self, arguments: argparse.Namespace, settings: Settings, targets: Sequence[str]) -> None:
        self._voice = Voice.of(arguments)
        self.progress = Progress(len(targets), self._voice)
        around = Surroundings(now_ms(), zone_named(settings.zone), settings.program)
        self._redact = WAYS[f"show.{arguments.form}"].is_redacted(settings)
        self._many = len(arguments.targets) > 1 or (STDIN in arguments.targets and targets != [STDIN])
        self._form: Form = FORMS[arguments.form](around, many=self._many, piped=STDIN in arguments.targets)
        self._readable = readable(settings.ascii if arguments.form in _FOR_PEOPLE else False)
        self._check = arguments.check
        self._settings = settings
        self._said: set[str] = set()
        self._written = False

    def print(self, answers: Iterable[Answer]) -> int:
        """Gives the highest exit code."""
        code = 0
        for answer in answers:
            try:
                code = max(code, self._print_one(answer))
            except Fault as fault:
                self._complain(answer.target, fault)
                self._write_next([self._form.instead(answer.target[:_TARGET_TOLD], fault, redact=self._redact)])
                code = max(code, fault.exit_code)
        self._write([self._form.tail if self._written else self._form.nothing])
        return code

    def _print_one(self, answer: Answer) -> int:
        """Gives its exit code. Raises the fault that stands in its place."""
        if isinstance(answer.found, Fault):
            raise answer.found
        self._say(answer)
        with as_its_own_fault(many=self._many):
            report = reported(answer.found, self._settings, redact=self._redact)
            pieces = self._form.session(report)
            if self._many:  # whole, before any of it is written: half of one would spoil the others
                pieces = list(pieces)
        self._write_next(pieces)
        return FAILED if self._check and _went_wrong(report) else 0

    def _write_next(self, pieces: Iterable[str | bytes]) -> None:
        """A session or what stands in its place, apart from what is before it."""
        rest = iter(pieces)
        first = next(rest, "")
        if first:
            self._write(chain([self._form.between if self._written else self._form.head, first], rest))
            self._written = True

    def _write(self, pieces: Iterable[str | bytes]) -> None:
        with self.progress.aside():
            write(piece if isinstance(piece, bytes) else self._readable(piece) for piece in pieces)

    def _say(self, answer: Answer) -> None:
        with self.progress.aside():
            self._voice.notice(
                f"{one_line(answer.target)}: {answer.notice}" if self._many and answer.notice else answer.notice
            )
            self._voice.detail(answer.detail)

    def _complain(self, target: str, fault: Fault) -> None:
        """A line for a session that could not be had; what holds for all of them is said once."""
        with self.progress.aside():
            for line in fault.lines:
                of_all = isinstance(fault, SettingsFault) or not self._many
                said = line if of_all else f"{one_line(target)}: {line}"
                if said not in self._said:
                    stderr_line(said)
                self._said.add(said)


def _targets(given: Sequence[str]) -> list[str]:
    return [target for each in given for target in (_lines_of_stdin() if each == STDIN else [each])]


def _lines_of_stdin() -> Iterator[str]:
    """A UUID a line; empty lines are none. An answer instead, broken or not, is one target, and stays to be read."""
    if piped_answer():
        return iter((STDIN,))
    lines = text_of(piped()).splitlines()
    return (Line(line.strip()) for line in lines if line.strip())


def _went_wrong(report: Reported) -> bool:
    """Whether the verdict is a failure, or a number's band poor."""
    from vpe_tui.qoe.declarations import METRICS
    from vpe_tui.qoe.metric import band_of

    diagnosis = report.diagnosis
    return diagnosis.verdict.band == "poor" or any(
        band_of(metric, diagnosis.metrics, diagnosis.bands) == "poor" for metric in METRICS
    )
