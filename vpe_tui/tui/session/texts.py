"""The text of each way out of a session on screen.

What is read off the screen is read while the screen is drawn from the redacted session; nobody sees that happen.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from vpe_tui.report.again import on_screen, place_said
from vpe_tui.report.event import event_json, event_text
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.ways import Way
from vpe_tui.session.model import Session, Source
from vpe_tui.session.query import EVERYTHING
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.session.feed import Feed
from vpe_tui.tui.session.reports import Reports
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Shell

if TYPE_CHECKING:
    from vpe_tui.service.reported import Reported
    from vpe_tui.service.seen import Seen

_LONGEST_FILTER = 1_000
"""Of a link, in characters."""


class Around(Protocol):
    """What a view stands on."""

    def drawn_from(self, safe: "Seen") -> AbstractContextManager[None]:
        """All of it is drawn from `safe`, and then as it was. Nothing else runs meanwhile."""

    def picture(self) -> str:
        """All of it as SVG."""

    def get_selected_text(self) -> str | None: ...


class Texts:
    """What can be taken along from a session: values, rows, links, reports, files, a picture."""

    _previewed = ("copy.uuid", "copy.row-text", "copy.row-json", "copy.link")

    def __init__(self, shell: Shell, view: SessionView, feed: Feed, around: Around) -> None:
        self._shell = shell
        self._view = view
        self._feed = feed
        self._around = around
        self._reports = Reports(shell, view, feed)
        self._safe: tuple[Session, Reported] | None = None
        """The session that something was taken of last, and that redacted: it costs as much as to diagnose it."""
        self._twin: tuple[Seen, Seen] | None = None
        """What the screen showed when something was taken last, and that as others may see it."""

    async def made(self, way: Way) -> str:
        """The text of a way, redacted where the settings say so."""
        redact = way.is_redacted(self._shell.settings)
        if way.id in self._reports.made:
            return await asyncio.to_thread(self._reports.made[way.id], redact)
        if not redact or self._view.session is None:
            return self.of_screen[way.id]()
        with self._around.drawn_from(await self.by_others()):
            return self.of_screen[way.id]()

    def is_previewed(self, way: Way) -> bool:
        """Whether what would be taken stands beside its name."""
        return way.id in self._previewed or way.id.startswith(("link.", "command."))

    def is_there(self, way: Way) -> bool:
        """Whether there is anything to be taken this way yet."""
        known = way.id in self.of_screen or self._feed.found is not None
        return known and (way.id == "copy.uuid" or self._view.session is not None)

    async def by_others(self) -> "Seen":
        """What is on screen now as others may see it."""
        from vpe_tui.service.reported import reported
        from vpe_tui.service.seen import seen_by_others

        view, settings = self._view, self._shell.settings
        while self._twin is None or self._twin[0] != view.seen:
            seen, rows = view.seen, view.timeline.model.rows
            if self._safe is None or self._safe[0] is not seen.session:
                found = self._feed.found or LoadedSession(seen.session, Source("api", self._shell.clock()), b"")
                self._safe = (seen.session, await asyncio.to_thread(reported, found, settings, redact=True))
            self._twin = (seen, await asyncio.to_thread(seen_by_others, seen, self._safe[1], rows, view.zone))
        return self._twin[1]

    @property
    def of_screen(self) -> Mapping[str, Callable[[], str]]:
        """What is read off the screen as it is drawn now."""
        return {
            "copy.uuid": lambda: self.name,
            "copy.selected": lambda: self._around.get_selected_text() or "",
            "copy.value": self._value,
            "copy.row-text": self._row_text,
            "copy.row-json": self._row_json,
            "copy.link": self.link,
            "plain.value": self._all_about,
            "save.picture": self._around.picture,
        }

    @property
    def name(self) -> str:
        """The session's UUID; of a file that does not tell it, the file's name."""
        session = self._view.timeline.model.session
        return session.uuid if session else self._view.opened_by

    def _value(self) -> str:
        pane = self._view.fronts.pane
        return pane.value[1] if isinstance(pane, FieldsPane) and pane.value else ""

    def _row_text(self) -> str:
        row = self._view.timeline.row
        return self._view.timeline.model.row_text(row) if row is not None else ""

    def _row_json(self) -> str:
        session, row = self._view.timeline.model.session, self._view.timeline.row
        return event_json(session.events[row]) if session is not None and row is not None else ""

    def _all_about(self) -> str:
        timeline = self._view.timeline
        session, row = timeline.model.session, timeline.row
        if self._view.fronts.pane is timeline and session is not None and row is not None:
            diagnosis = self._view.diagnosis
            playback = diagnosis.playback if diagnosis else None
            return event_text(session.events, row, self._view.zone, playback)
        return self._value()

    def link(self) -> str:
        """The command line that opens this session, here."""
        model, row = self._view.timeline.model, self._view.timeline.row
        at = place_said(model.session.events, row) if model.session and row is not None else ""
        shown = str(model.filter) if model.filter != EVERYTHING else ""
        shown = shown if len(shown) <= _LONGEST_FILTER else ""
        return on_screen(self._reports.program, self._view.opened_by, at, shown)
