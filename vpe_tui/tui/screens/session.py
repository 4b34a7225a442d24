"""The session screen: one session's view, with title, status line and key bar around it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vpe_tui.service.targets import Opening
from vpe_tui.tui import says
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.offers import explain
from vpe_tui.tui.session.feed import Feed
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.textual_fixes import every
from vpe_tui.tui.widgets.bars import Bar
from vpe_tui.tui.zones import zones_from

if TYPE_CHECKING:
    from vpe_tui.service.seen import Seen
    from vpe_tui.tui.screens.taking import Taking
    from vpe_tui.tui.session.texts import Texts

_AGE_EVERY_S = 30


class SessionScreen(VpeScreen):
    """One session. What its view and its lookups tell is done here, with the shell."""

    AUTO_FOCUS = "#timeline"

    def __init__(self, shell: Shell, opening: Opening) -> None:
        super().__init__(shell)
        self.view: SessionView = SessionView(opening.uuid, zones_from(shell.settings.zone), self.hear)
        self.feed = Feed(shell, opening, self.view, self, self.hear)

    def on_mount(self) -> None:
        every(self, _AGE_EVERY_S, self.draw_title)
        self.feed.begin()

    def on_unmount(self) -> None:
        self.feed.leave()

    def draw_title(self) -> None:
        self.title_says(f"sessions › {self.view.opened_by}", self.feed.state)

    # What is told

    @cached_property
    def does(self) -> Mapping[type[says.Said], Callable[[Any], object]]:
        return {
            says.Says: lambda said: self.status_says(said.text),
            says.Finds: lambda said: self.state_says(said.about, said.text),
            says.Rings: lambda said: self.shell.ring(said.text),
            says.Moves: lambda _: self._follow(),
            says.LooksElsewhere: lambda _: self.draw_status(),
            says.LosesLines: lambda _: self.clear_selection(),
            says.Explains: lambda said: explain(self, said),
            says.Shows: self._show,
            says.WantsToCopy: lambda _: self._taking.copy(),
            says.OffersCopies: lambda _: self._taking.offer_copies(),
            says.OffersFiles: lambda _: self._taking.offer_files(),
            says.WantsRefresh: lambda _: self.feed.refresh(),
            says.WantsWatching: lambda _: self.feed.watch(),
            says.WantsStar: lambda _: self.feed.star(),
            says.WantsPartner: lambda _: self.run_worker(self._compare, group="partner", exclusive=True),
            says.WantsNote: lambda said: self.feed.note(said.text, said.at_ms),
            says.Changes: lambda _: self.draw_title(),
            says.LetsKeysWait: lambda _: self.shell.keys.hold(self),
            says.LetsKeysGo: lambda _: self.shell.keys.let_go(self),
        }

    def _follow(self) -> None:
        self.query_one("#status", Bar).right = self.view.position

    def _show(self, said: says.Shows) -> None:
        from vpe_tui.tui.screens.dialogs import ValueScreen

        self.app.push_screen(ValueScreen(said.heading, said.text, self._taking.show_plain, said.facts))

    async def _compare(self) -> None:
        from vpe_tui.fleet.compare.partner import Subject
        from vpe_tui.tui.screens.partners import compare_with_another

        session, uuid = self.view.session, self.feed.uuid
        if session is None:
            self.status_says("the session is not there yet")
            return
        log = session.events
        subject = Subject(uuid, session.title, session.kind, log.zero_ms if len(log) else None)
        await compare_with_another(self, subject)

    # What is taken along, imported when something is

    @cached_property
    def texts(self) -> "Texts":
        from vpe_tui.tui.session.texts import Texts

        return Texts(self.shell, self.view, self.feed, self)

    @cached_property
    def _taking(self) -> "Taking":
        from vpe_tui.tui.screens.taking import Taking

        return Taking(self.shell, self.view, self.texts, self)

    @contextmanager
    def drawn_from(self, safe: "Seen") -> Iterator[None]:
        """Draws the screen from the redacted session, and then as it was. Nothing else runs meanwhile."""
        whole, status = self.view.seen, self.query_one("#status", Bar)
        said, status.left = status.left, ""
        self._draw_from(safe)
        try:
            yield
        finally:
            self._draw_from(whole)
            status.left = said

    def _draw_from(self, seen: "Seen") -> None:
        self.view.draw_from(seen)
        self.draw_title()

    def picture(self) -> str:
        """The screen as SVG; nothing while a dialog lies over it, which shows what was not redacted."""
        return self.app.export_screenshot() if self.is_current else ""
