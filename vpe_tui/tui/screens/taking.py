"""What can be taken along from a session: values, rows, links, reports, files, a picture.

What is read off the screen is read while the screen is drawn from the redacted session; nobody sees that happen.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual import work

from vpe_tui.report import event_facts, event_json, event_text
from vpe_tui.service import ways
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.ways import Way
from vpe_tui.session.model import Session, Source
from vpe_tui.session.query import EVERYTHING
from vpe_tui.text.clean import clean
from vpe_tui.text.command_line import command_line, operand
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.screens.walking import WalkingScreen
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.service.reported import Reported, Seen

Take = Callable[[str], object]
"""What is done with a text."""

REPORT_WIDTH = 100
"""Cells of a report that is saved or copied."""

_LONGEST_FILTER = 1_000
"""Of a link, in characters."""

_NO_NAME = re.compile(r"[^\w.-]+")


class TakingScreen(WalkingScreen):
    """A screen with a session that others can be told of."""

    app: Shell

    uuid: str
    opened_by: str
    """The UUID or the file's name, as the screen shows it."""
    session: Session | None
    diagnosis: "Diagnosis | None"
    zone: tzinfo
    _found: LoadedSession | None = None
    _safe: "tuple[Session, Reported] | None" = None
    """The session that something was taken of last, and that redacted: it costs as much as to diagnose it."""
    _twin: "tuple[Seen, Seen] | None" = None
    """What the screen showed when something was taken last, and that as others may see it."""

    def say_around(self, session: Session, diagnosis: "Diagnosis | None") -> None:
        """The lines around the panes."""
        raise NotImplementedError

    def action_copy(self) -> None:
        pane = self.focused
        if self.get_selected_text():
            self._take(ways.SELECTED, self._copied(ways.SELECTED))
        elif isinstance(pane, FieldsPane):
            if pane.value:
                self._take(ways.VALUE, self._copied(ways.VALUE, pane.value[0]))
        elif self._row is not None:
            row = ways.WAYS["copy.row-text"]
            self._take(row, self._copied(row))

    def action_copy_as(self) -> None:
        offered = [way for way in ways.COPIED if way.id in self._of_screen or self._found is not None]
        offered = [way for way in offered if way.id == "copy.uuid" or self.session is not None]
        self._offer("Copy", offered)

    def action_save(self) -> None:
        if self._found is None:
            self.status_says("nothing to save yet")
            return
        from vpe_tui.tui.saving import directory

        try:
            self._offer(f"Save in {clean(str(directory()))}", ways.SAVED)
        except OSError as fault:
            self.status_says(f"nothing can be saved: {fault}")

    def show_value(self) -> None:
        """The value under the cursor whole, or all about the row; `p` there shows it on the terminal's own screen."""
        from vpe_tui.tui.screens.dialogs import ValueScreen

        pane, session = self.focused, self.session
        if isinstance(pane, FieldsPane) and pane.value:
            self.app.push_screen(ValueScreen(*pane.value, self._plain_value))
        elif isinstance(pane, Timeline) and session is not None and pane.row is not None:
            raw = "\n".join(map(clean, event_json(session.events[pane.row]).split("\n")))
            facts = event_facts(session.events, pane.row, self.zone)
            self.app.push_screen(ValueScreen(f"Row {pane.row:,}", raw, self._plain_value, facts))

    def _plain_value(self) -> None:
        self._take(ways.PLAIN, self.app.show_plain)

    def _copied(self, way: Way, name: str = "") -> Take:
        return lambda text: self.status_says(self.app.copy(way, text, name))

    def _saved(self, way: Way) -> Take:
        from vpe_tui.tui.saving import saved

        return lambda text: self.status_says(saved(self._file(way), text))

    def _file(self, way: Way) -> str:
        """A name that tells which session it is, also to us when it is opened again."""
        stem = _NO_NAME.sub("-", self._named.removesuffix(".gz").removesuffix(".json"))
        return f"vpe-{stem}{way.ending}"

    @property
    def _named(self) -> str:
        """The session's UUID; of a file that does not tell it, the file's name."""
        session = self.timeline.session
        return session.uuid if session else self.opened_by

    def _offer(self, title: str, offered: Sequence[Way]) -> None:
        self.takes_keys = False  # at once: the next key may come before a worker begins
        self._ask_which(title, offered)

    @work(group="take", exclusive=True)
    async def _ask_which(self, title: str, offered: Sequence[Way]) -> None:
        """Asks which of the ways is meant, with what would be taken beside it."""
        from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

        by_name = {way.says: way for way in offered}

        def chosen(one: Chosen | None) -> None:
            if one is not None:
                way = by_name[one.name]
                take = self._copied(way) if way.place == "clipboard" else self._saved(way)
                self._take(way, self.app.show_plain if one.plain else take)

        with self._keys_wait():
            beside = {way.says: self._file(way) if way.place == "file" else "" for way in offered}
            beside |= {way.says: await self._made(way) for way in offered if way.id in self._previewed}
            self.app.push_screen(ChoiceScreen(title, beside), chosen)

    def _take(self, way: Way, take: Take) -> None:
        self.takes_keys = False
        self._make(way, take)

    @work(group="take", exclusive=True)
    async def _make(self, way: Way, take: Take) -> None:
        """Makes the text of a way and takes it."""
        self.status_says("one moment…")
        with self._keys_wait():
            text = await self._made(way)
            if text:
                take(text)
            else:
                self.status_says(f"{way.says}: there is nothing to take")
            if way is ways.SELECTED:
                self.clear_selection()

    @contextmanager
    def _keys_wait(self) -> Iterator[None]:
        """So long no key changes what is taken; a key for the dialog that comes is the dialog's."""
        try:
            yield
        finally:
            self.call_later(self.take_keys)

    async def _made(self, way: Way) -> str:
        redact = way.is_redacted(self.app.settings)
        if way.id in self._of_session:
            return await asyncio.to_thread(self._of_session[way.id], redact)
        if not redact or self.session is None:
            return self._of_screen[way.id]()
        with self._drawn_from(await self._by_others()):
            return self._of_screen[way.id]()

    # As others may see it

    async def _by_others(self) -> "Seen":
        """What is on screen now as others may see it."""
        from vpe_tui.service.reported import reported, seen_by_others

        while self._twin is None or self._twin[0] != self._seen:
            seen, rows, bands = self._seen, self.timeline.rows, self.app.settings.bands
            if self._safe is None or self._safe[0] is not seen.session:
                found = self._found or LoadedSession(seen.session, Source("api", self.app.clock()), b"")
                self._safe = (seen.session, await asyncio.to_thread(reported, found, bands, redact=True))
            self._twin = (seen, await asyncio.to_thread(seen_by_others, seen, self._safe[1], rows, self.zone))
        return self._twin[1]

    @property
    def _seen(self) -> "Seen":
        from vpe_tui.service.reported import Seen

        assert self.session is not None
        timeline = self.timeline
        return Seen(self.session, self.diagnosis, self.opened_by, timeline.matches.text, timeline.filter)

    @contextmanager
    def _drawn_from(self, safe: "Seen") -> Iterator[None]:
        """Draws the screen from the redacted session, and then as it was. Nothing else runs meanwhile."""
        whole, status = self._seen, self.query_one("#status", Bar)
        said, status.left = status.left, ""
        self._draw(safe)
        try:
            yield
        finally:
            self._draw(whole)
            status.left = said

    def _draw(self, seen: "Seen") -> None:
        for pane in self.query(FieldsPane):
            pane.retell(seen.session, seen.diagnosis)
        self.timeline.retell(seen.session, seen.search, seen.filter)
        self.opened_by = seen.name
        self.say_around(seen.session, seen.diagnosis)
        self.follow()

    # Read off the screen

    @property
    def _of_screen(self) -> Mapping[str, Callable[[], str]]:
        return {
            "copy.uuid": lambda: self._named,
            "copy.selected": lambda: self.get_selected_text() or "",
            "copy.value": self._value,
            "copy.row-text": self.timeline.row_text,
            "copy.row-json": self._row_json,
            "copy.link": self.link,
            "plain.value": self._all_about,
            "save.picture": self.picture,
        }

    _previewed = ("copy.uuid", "copy.row-text", "copy.row-json", "copy.link")

    @property
    def _row(self) -> int | None:
        return self.timeline.row if self.timeline.session is not None else None

    def _value(self) -> str:
        pane = self.focused
        return pane.value[1] if isinstance(pane, FieldsPane) and pane.value else ""

    def _row_json(self) -> str:
        session, row = self.timeline.session, self.timeline.row
        return event_json(session.events[row]) if session is not None and row is not None else ""

    def _all_about(self) -> str:
        session, row = self.timeline.session, self.timeline.row
        if isinstance(self.focused, Timeline) and session is not None and row is not None:
            return event_text(session.events, row, self.zone)
        return self._value()

    def link(self) -> str:
        """The command line that opens this session, here."""
        timeline = self.timeline
        words = ["--demo"] if self.app.settings.demo else []
        words.append(operand(self.opened_by))
        if timeline.row is not None:
            words += ["--at", str(timeline.row)]
        if timeline.filter != EVERYTHING and 0 < len(str(timeline.filter)) <= _LONGEST_FILTER:
            words += ["--filter", str(timeline.filter)]
        return command_line("vpe-tui", *words)

    def picture(self) -> str:
        """The screen as SVG; nothing while a dialog lies over it, which shows what was not redacted."""
        return self.app.export_screenshot() if self.is_current else ""

    # Made of the session

    @property
    def _of_session(self) -> Mapping[str, Callable[[bool], str]]:
        return {
            "copy.markdown": self._markdown,
            "copy.text": self._text,
            "copy.json": self._answer_text,
            "save.markdown": self._markdown,
            "save.text": self._text,
            "save.json": self._json,
            "save.csv": self._csv,
            "save.answer": self._answer,
        }

    def _told(self, redact: bool) -> "Reported":
        from vpe_tui.service.reported import reported

        assert self._found is not None
        return reported(self._found, self.app.settings.bands, redact=redact)

    def _markdown(self, redact: bool) -> str:
        from vpe_tui.report.markdown import as_markdown

        told = self._told(redact)
        return as_markdown(told.session, told.source, told.diagnosis, self.zone)

    def _text(self, redact: bool) -> str:
        from vpe_tui.report.text import as_text

        told = self._told(redact)
        return as_text(told.session, told.source, told.diagnosis, self.app.clock(), self.zone, width=REPORT_WIDTH)

    def _json(self, redact: bool) -> str:
        from vpe_tui.report.json import printed

        told = self._told(redact)
        return "".join((*printed(told.session, told.source, told.diagnosis, self.app.clock()), "\n"))

    def _csv(self, redact: bool) -> str:
        from vpe_tui.report.rows import csv_head, csv_rows

        return "\n".join((csv_head(), *csv_rows(self._told(redact).session), ""))

    def _answer_text(self, redact: bool) -> str:
        from vpe_tui.text.decoding import text_of

        return text_of(self._body(redact))

    def _answer(self, redact: bool) -> str:
        """The answer; whole, its bytes are those that came: a file is written with the same escapes."""
        return self._body(redact).decode("utf-8", errors="surrogateescape")

    def _body(self, redact: bool) -> bytes:
        from vpe_tui.session.redact import redacted_body

        assert self._found is not None
        return redacted_body(self._found.body) if redact else self._found.body
