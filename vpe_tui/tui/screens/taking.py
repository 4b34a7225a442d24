"""What can be taken along from a session: values, rows, links, reports, files, a picture."""

import asyncio
import os
import shlex
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from vpe_tui.lookup import Found
from vpe_tui.session.model import Session
from vpe_tui.session.query import EVERYTHING
from vpe_tui.session.report import event_json
from vpe_tui.session.shape import Shape
from vpe_tui.session.text import clean
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.screens.walking import WalkingScreen

if TYPE_CHECKING:
    from vpe_tui.telling import Told
    from vpe_tui.tui.app import VpeApp

Made = Callable[[], str]
"""A text that is made when it is wanted."""

REPORT_WIDTH = 100
"""Cells of a report that is saved or copied."""


class TakingScreen(WalkingScreen):
    """A screen with a session that others can be told of."""

    app: "VpeApp"

    uuid: str
    session: Session | None
    zone: tzinfo
    _found: Found | None = None
    _shape: Shape | None = None

    def action_copy(self) -> None:
        pane = self.focused
        selected = self.get_selected_text()
        if selected:
            self._copy("the selected text", self._outside("", selected))
            self.clear_selection()
        elif isinstance(pane, FieldsPane):
            if pane.value:
                self._copy(pane.value[0], self._outside(pane.name_there, pane.value[1]))
        elif row := self._row_texts():
            self._copy("the row as text", row["the row as text"])

    def action_copy_as(self) -> None:
        rows = self._row_texts()
        texts: dict[str, Made] = {"the UUID": lambda: self.uuid}
        texts |= {name: partial(str, text) for name, text in rows.items()}
        if self._found is not None:
            texts |= {"a report (Markdown)": self._markdown, "a report (text)": self._text}
            texts |= {"the session as JSON": self._body}
        beside = {name: "" for name in texts} | {"the UUID": self.uuid} | rows
        self._choose("Copy", beside, texts, self._copy)

    def action_save(self) -> None:
        if self._found is None:
            self.status_says("nothing to save yet")
            return
        stem = f"vpe-{self.uuid.partition('-')[0]}"
        files: dict[str, tuple[str, Made]] = {
            "a report (Markdown)": (f"{stem}.md", self._markdown),
            "a report (text)": (f"{stem}.txt", self._text),
            "everything as JSON": (f"{stem}.json", self._json),
            "the rows as CSV": (f"{stem}.csv", self._csv),
            "the answer as it came": (f"{stem}-answer.json", self._answer),
            "a picture (SVG)": (f"{stem}.svg", self.picture),
        }
        self._choose(
            f"Save in {clean(str(Path.cwd()))}",
            {name: file for name, (file, _) in files.items()},
            {name: made for name, (_, made) in files.items()},
            lambda name, text: self._save(files[name][0], text),
        )

    def _choose(
        self, title: str, beside: Mapping[str, str], texts: Mapping[str, Made], take: Callable[[str, str], None]
    ) -> None:
        """Asks which of the texts is to be taken; a large one is made off the screen's thread."""
        from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

        def chosen(one: Chosen | None) -> None:
            if one is not None:
                self._take(texts[one.name], self.app.show_plain if one.plain else lambda text: take(one.name, text))

        self.app.push_screen(ChoiceScreen(title, beside), chosen)

    @work(group="take", exclusive=True)
    async def _take(self, made: Made, take: Callable[[str], None]) -> None:
        self.status_says("one moment…")
        take(made() if made == self.picture else await asyncio.to_thread(made))  # a picture is the screen's own work

    def _save(self, name: str, text: str) -> None:
        try:
            path = _written(Path.cwd(), name, text)
        except OSError as fault:
            self.status_says(clean(f"not saved: {fault.strerror or fault}"))
        else:
            self.status_says(clean(f"saved {path}"))

    def _copy(self, name: str, value: str) -> None:
        self.status_says(self.app.copy(name, value))

    def _told(self, *, redact: bool | None = None) -> "Told":
        from vpe_tui.telling import told

        assert self._found is not None
        settings = self.app.settings
        return told(self._found, settings.bands, redact=settings.redact if redact is None else redact)

    def _markdown(self) -> str:
        from vpe_tui.session.report.markdown import as_markdown

        told = self._told()
        return as_markdown(told.session, told.source, told.diagnosis, self.zone)

    def _text(self) -> str:
        from vpe_tui.session.report.text import as_text

        told = self._told()
        return as_text(told.session, told.source, told.diagnosis, self.app.clock(), self.zone, width=REPORT_WIDTH)

    def _json(self) -> str:
        from vpe_tui.session.report.json import printed

        told = self._told(redact=False)
        return "".join((*printed(told.session, told.source, told.diagnosis, self.app.clock()), "\n"))

    def _csv(self) -> str:
        from vpe_tui.session.report.rows import csv_head, csv_rows

        return "\n".join((csv_head(), *csv_rows(self._told(redact=False).session), ""))

    def _answer(self) -> str:
        assert self._found is not None
        return self._found.body.decode("utf-8", errors="surrogateescape")

    def _body(self) -> str:
        from vpe_tui.session.decoding import text_of
        from vpe_tui.session.redact import redacted_body

        assert self._found is not None
        return text_of(redacted_body(self._found.body) if self.app.settings.redact else self._found.body)

    def _outside(self, field: str, text: str) -> str:
        """A value as others may see it; `field` is its name in the API."""
        if not self.app.settings.redact:
            return text
        from vpe_tui.session.redact import redacted_field

        return redacted_field(field, text, self.session.user.nation if self.session else None)

    def _row_texts(self) -> dict[str, str]:
        """The row under the cursor, by the form it can be copied in."""
        timeline = self.timeline
        if timeline.session is None or timeline.row is None:
            return {}
        event = timeline.session.events[timeline.row]
        if self.app.settings.redact:
            from vpe_tui.session.redact import redacted_row

            event = event._replace(raw=redacted_row(event.raw))
        return {
            "the row as text": self._outside("", timeline.row_text()),
            "the row as JSON": event_json(event),
            "a link to this row": self.link(),
        }

    def link(self) -> str:
        """The command line that opens this session, here."""
        timeline = self.timeline
        demo = ["--demo"] if self.app.settings.demo else []
        parts = ["vpe-tui", *demo, self.uuid, *(["--at", str(timeline.row)] if timeline.row is not None else [])]
        if timeline.filter != EVERYTHING:
            parts += ["--filter", shlex.quote(str(timeline.filter))]
        return " ".join(parts)

    def picture(self) -> str:
        """The screen as SVG. It is drawn from the redacted session, and nobody sees that happen."""
        session = self.session
        if session is None or not self.app.settings.redact:
            return self.app.export_screenshot()
        from vpe_tui.session.redact import redacted

        self._draw_from(redacted(session))
        try:
            return self.app.export_screenshot()
        finally:
            self._draw_from(session)

    def _draw_from(self, session: Session) -> None:
        self.session = session
        if self._shape is not None:
            self.timeline.know(session, self._shape)


def _written(directory: Path, name: str, text: str) -> Path:
    """A new file with `text`, for its owner alone; a number in its name when there is one of that name."""
    stem, dot, suffix = name.rpartition(".")
    for number in range(1, 1000):
        path = directory / (name if number == 1 else f"{stem}-{number}{dot}{suffix}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        return path
    raise OSError(f"there are too many files called {name}")
