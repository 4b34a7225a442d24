"""The triage screen: who else is hit, since when, and what they share."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cached_property, partial
from typing import Any

from vpe_tui.fleet.row import DisplayContext
from vpe_tui.fleet.triage.outcome import BadIs
from vpe_tui.report.triage.parts import Told, redacted
from vpe_tui.service.targets import Opening
from vpe_tui.service.triaging import Question
from vpe_tui.service.ways import LISTED, PLAIN, TRIAGE_COPIED, TRIAGE_SAVED, Way
from vpe_tui.session.redact_text import redacted_text
from vpe_tui.text.times import zone_named
from vpe_tui.tui import says
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.copying import copy_out
from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen, ValueScreen
from vpe_tui.tui.screens.offers import offer_columns, offer_orders
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.triage.feed import TriageFeed
from vpe_tui.tui.triage.view import ExplainsTriage, TriageView
from vpe_tui.tui.widgets.bars import Bar

_CODES = 6
"""Error codes that are offered as what is bad."""


class TriageScreen(VpeScreen):
    """The triage of a window. What its view tells is done here, with the shell."""

    AUTO_FOCUS = "#shared"

    def __init__(self, shell: Shell, question: Question) -> None:
        super().__init__(shell)
        zone = zone_named(shell.settings.zone)
        context = partial(self._told_by, zone)
        self.view: TriageView = TriageView(shell.settings.columns_recent, context, self.hear)
        self.feed = TriageFeed(shell, self.view, question, context, self, self.hear)

    def _told_by(self, zone: tzinfo) -> DisplayContext:
        """The moment and the zone that times are told in."""
        return DisplayContext(self.shell.clock(), zone)

    def on_mount(self) -> None:
        self.draw_title()
        self.call_after_refresh(self.feed.begin)

    def on_unmount(self) -> None:
        self.feed.stop()

    def draw_title(self) -> None:
        self.title_says(f"who else · {self.feed.window}", self.feed.state)

    @cached_property
    def does(self) -> Mapping[type[says.Said], Callable[[Any], object]]:
        return {
            says.Says: lambda said: self.status_says(said.text),
            says.Moves: lambda _: self._moved(),
            says.LooksElsewhere: lambda _: self.draw_status(),
            says.Changes: lambda _: self.draw_title(),
            says.Opens: lambda said: self.shell.open_session(Opening(said.uuid)),
            ExplainsTriage: self._explain,
            says.OffersBad: lambda _: self._offer_bad(),
            says.OffersOrders: lambda _: offer_orders(self, self.view.table),
            says.OffersColumns: lambda _: offer_columns(self, self.view.table),
            says.OffersFiles: lambda _: self._save(),
            says.OffersCopies: lambda _: self._offer_copies(),
            says.WantsToCopy: lambda _: self._copy(TRIAGE_COPIED[1]),
            says.WantsPartner: lambda _: self.run_worker(self._compare, group="partner", exclusive=True),
            says.WantsRefresh: lambda _: self.feed.refresh(),
            says.WantsReading: lambda _: self.feed.read(),
            says.WantsTheRest: lambda _: self.feed.read_the_rest(),
            says.WantsWindow: lambda said: self.feed.move(said.by),
            says.WantsStop: lambda _: self._stop(),
        }

    async def _compare(self) -> None:
        from vpe_tui.tui.screens.partners import compare_in

        await compare_in(self, self.view.table)

    def _moved(self) -> None:
        self.draw_status()
        self.query_one("#status", Bar).right = self.view.position

    def _stop(self) -> None:
        self.feed.stop()
        self.status_says("no more is read: R reads the rest")

    def _explain(self, said: ExplainsTriage) -> None:
        told = self._told(PLAIN)
        if self.view.told is None or told is None:
            return
        shown, safe = said.explanation(self.view.told), said.explanation(told)
        plain = "\n".join((safe.heading, *(f"{name}: {fact}" for name, fact in safe.facts), safe.text))
        plain = redacted_text(plain) if told.is_redacted else plain
        self.app.push_screen(ValueScreen(shown.heading, shown.text, lambda: self.shell.show_plain(plain), shown.facts))

    def _offer_bad(self) -> None:
        """What counts as bad, with the codes of the errors that were met."""
        triage = self.view.told.triage if self.view.told else None
        codes = dict.fromkeys(each.read.error_code for each in (triage.sessions if triage else ()) if each.read)
        ids = ("failed", "poor", *[code for code in codes if code][:_CODES])
        choices = {id: BadIs(id).text for id in ids}

        def chosen(one: Chosen | None) -> None:
            if one is not None:
                self.feed.judge_by(BadIs(one.name))

        self.app.push_screen(ChoiceScreen("What is bad", choices, can_be_plain=False), chosen)

    # What is taken along

    def _told(self, way: Way) -> Told | None:
        told = self.view.told
        if told is None:
            self.status_says("nothing to take along yet")
            return None
        return redacted(told) if way.is_redacted(self.shell.settings) else told

    def _text(self, way: Way, told: Told) -> str:
        from vpe_tui.report.triage.markdown import as_markdown

        return told.again if way == TRIAGE_COPIED[1] else as_markdown(told)

    def _save(self) -> None:
        from vpe_tui.tui.saving import saved

        if told := self._told(TRIAGE_SAVED):
            at = told.time(told.triage.asked.to_ms).replace(":", "").replace(" ", "-")
            self.status_says(saved(f"vpe-triage-{at}{TRIAGE_SAVED.ending}", self._text(TRIAGE_SAVED, told)))

    def _copy(self, way: Way) -> None:
        if told := self._told(way):
            self.run_worker(copy_out(self, way, self._text(way, told)), group="copy", exclusive=True)

    def _offer_copies(self) -> None:
        row = self.view.table.row
        ways = {way.says: way for way in (*TRIAGE_COPIED, *([LISTED] if row and row.has_uuid else []))}

        def chosen(one: Chosen | None) -> None:
            if one is None:
                return
            way = ways[one.name]
            if way == LISTED and row is not None:
                self.run_worker(copy_out(self, way, row.uuid), group="copy", exclusive=True)
            else:
                self._copy(way)

        beside = {name: row.uuid if way == LISTED and row else "" for name, way in ways.items()}
        self.app.push_screen(ChoiceScreen("Copy", beside, first_again=True, can_be_plain=False), chosen)
