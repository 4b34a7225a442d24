"""The forms in which `show` prints sessions: what stands before, between and in place of them."""

import shutil
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import NamedTuple

from vpe_tui.errors import Fault
from vpe_tui.service.reported import Reported

_WIDEST = 120
"""Cells of the report on a terminal; longer lines are hard to read."""


class Surroundings(NamedTuple):
    """The context of a form, beside the session."""

    now_ms: int
    zone: tzinfo
    program: str
    """How to call us, for the lines that tell how to see it again."""


class Form:
    """An output form of `show`. All it gives is text or bytes to be written as they are."""

    head: str = ""
    between: str = ""
    tail: str = ""
    nothing: str = ""
    """All that is printed where there is no session."""

    def __init__(self, around: Surroundings, *, many: bool, piped: bool = False) -> None:
        """`many`: several were asked for; `piped`: as many as stdin names, which may be one or none."""
        self.around = around
        self.many = many

    @classmethod
    def get_ready(cls) -> None:
        """Does what takes a while and needs no session yet: the first is still on its way."""

    def session(self, reported: Reported) -> Iterable[str | bytes]:
        """The output for a session."""
        raise NotImplementedError

    def instead(self, target: str, fault: Fault, *, redact: bool) -> str:
        """The output in place of a session that could not be had; empty when there is none."""
        return ""


class TextForm(Form):
    """A report to read."""

    between = "\n\n"

    def session(self, reported: Reported) -> Iterable[str]:
        from vpe_tui.cli.paint import paint_for_stdout
        from vpe_tui.report.text import as_text

        width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        yield as_text(
            reported.session,
            reported.source,
            reported.diagnosis,
            self.around.now_ms,
            self.around.zone,
            self.around.program,
            width=width,
            paint=paint_for_stdout(),
            notes=reported.notes,
        )


class MarkdownForm(Form):
    """An incident report for a ticket."""

    between = "\n"

    def session(self, reported: Reported) -> Iterable[str]:
        from vpe_tui.report.markdown import as_markdown

        known = (reported.session, reported.source, reported.diagnosis, self.around.zone, self.around.program)
        yield as_markdown(*known, reported.notes)


class JsonForm(Form):
    """One object; an array of them when several were asked for, or `-` was."""

    def __init__(self, around: Surroundings, *, many: bool, piped: bool = False) -> None:
        super().__init__(around, many=many, piped=piped)
        self.tail = "\n"
        if many or piped:
            self.head, self.between, self.tail, self.nothing = "[\n", ",\n", "\n]\n", "[]\n"

    @classmethod
    def get_ready(cls) -> None:
        from vpe_tui.report.contract import EventJson, SessionJson, prepare

        prepare(SessionJson, EventJson)

    def session(self, reported: Reported) -> Iterable[str]:
        from vpe_tui.report.json import printed

        return printed(reported.session, reported.source, reported.diagnosis, self.around.now_ms, reported.notes)

    def instead(self, target: str, fault: Fault, *, redact: bool) -> str:
        from vpe_tui.report.json import fault_as_json, in_lines

        return in_lines(fault_as_json(target, fault, redact=redact))


class NdjsonForm(Form):
    """A JSON object an event."""

    def session(self, reported: Reported) -> Iterator[str]:
        from vpe_tui.report.rows import ndjson

        return (f"{line}\n" for line in ndjson(reported.diagnosis.playback))


class FlatForm(Form):
    """A JSON object a session, without anything nested: for a warehouse."""

    def session(self, reported: Reported) -> Iterator[str]:
        from vpe_tui.report.flat import flat_line

        yield f"{flat_line(reported.session, reported.source, reported.diagnosis)}\n"


class HandoverForm(Form):
    """A line a session, with its answer."""

    def session(self, reported: Reported) -> Iterator[str]:
        from vpe_tui.report.handover import handover_line

        yield f"{handover_line(reported.session, reported.source, reported.answer, notes=reported.notes)}\n"


class CsvForm(Form):
    """A line an event under one line of names."""

    def __init__(self, around: Surroundings, *, many: bool, piped: bool = False) -> None:
        from vpe_tui.report.rows import csv_head

        super().__init__(around, many=many, piped=piped)
        self.head = self.nothing = f"{csv_head()}\n"

    def session(self, reported: Reported) -> Iterator[str]:
        from vpe_tui.report.rows import csv_rows

        return (f"{line}\n" for line in csv_rows(reported.diagnosis.playback))


class RawForm(Form):
    """The answers' bytes, as they came; of several each ends its line."""

    def session(self, reported: Reported) -> Iterable[bytes]:
        body = reported.answer
        yield body
        if self.many and not body.endswith(b"\n"):
            yield b"\n"


FORMS: dict[str, type[Form]] = {
    "text": TextForm,
    "json": JsonForm,
    "ndjson": NdjsonForm,
    "flat": FlatForm,
    "csv": CsvForm,
    "markdown": MarkdownForm,
    "handover": HandoverForm,
    "raw": RawForm,
}
