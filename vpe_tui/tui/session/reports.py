"""What is made of a session on screen, not of the screen: reports, its rows, the answer."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from vpe_tui.tui.session.feed import Feed
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Shell

if TYPE_CHECKING:
    from vpe_tui.service.reported import Reported

REPORT_WIDTH = 100
"""Cells of a report that is saved or copied."""


class Reports:
    """`made` has what makes the text of each way; it is told whether to redact."""

    def __init__(self, shell: Shell, view: SessionView, feed: Feed) -> None:
        self._shell = shell
        self._view = view
        self._feed = feed
        self.made: Mapping[str, Callable[[bool], str]] = {
            "copy.markdown": self._markdown,
            "copy.text": self._text,
            "copy.json": self._answer_text,
            "save.markdown": self._markdown,
            "save.text": self._text,
            "save.json": self._json,
            "save.csv": self._csv,
            "save.answer": self._answer,
            **{f"link.{name}": partial(self._link, template) for name, template in shell.settings.links.items()},
            **{f"command.{name}": partial(self._command, words) for name, words in shell.settings.commands.items()},
        }

    @property
    def program(self) -> str:
        """How to call us for the same session, with times as they are shown here."""
        return replace(self._shell.settings, zone=self._view.zone_name).program

    def _told(self, redact: bool) -> "Reported":
        from vpe_tui.service.reported import reported

        assert self._feed.found is not None
        return reported(self._feed.found, self._shell.settings, redact=redact)

    def _markdown(self, redact: bool) -> str:
        from vpe_tui.report.markdown import as_markdown

        told = self._told(redact)
        return as_markdown(told.session, told.source, told.diagnosis, self._view.zone, self.program, told.notes)

    def _text(self, redact: bool) -> str:
        from vpe_tui.report.text import as_text

        told, now = self._told(redact), self._shell.clock()
        zone, program = self._view.zone, self.program
        known = (told.session, told.source, told.diagnosis, now, zone)
        return as_text(*known, width=REPORT_WIDTH, program=program, notes=told.notes)

    def _json(self, redact: bool) -> str:
        from vpe_tui.report.json import printed

        told = self._told(redact)
        return "".join((*printed(told.session, told.source, told.diagnosis, self._shell.clock(), told.notes), "\n"))

    def _link(self, template: str, redact: bool) -> str:
        from vpe_tui.report.doors import link

        return link(template, self._fields(redact))

    def _command(self, words: Sequence[str], redact: bool) -> str:
        """The command line; it is split into its words again by whoever runs it."""
        from vpe_tui.report.doors import command

        return shlex.join(command(words, self._fields(redact)))

    def _fields(self, redact: bool) -> Mapping[str, str]:
        from vpe_tui.report.doors import fields_of

        told = self._told(redact)
        return fields_of(told.session, told.diagnosis.playback, self._shell.settings.profile)

    def _csv(self, redact: bool) -> str:
        from vpe_tui.report.rows import csv_head, csv_rows

        return "\n".join((csv_head(), *csv_rows(self._told(redact).diagnosis.playback), ""))

    def _answer_text(self, redact: bool) -> str:
        from vpe_tui.text.decoding import text_of

        return text_of(self._told(redact).answer)

    def _answer(self, redact: bool) -> str:
        """The answer; whole, its bytes are those that came: a file is written with the same escapes."""
        return self._told(redact).answer.decode("utf-8", errors="surrogateescape")
