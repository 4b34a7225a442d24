"""The screen of two sessions side by side."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.text.times import zone_named
from vpe_tui.tui import says
from vpe_tui.tui.compare.feed import CompareFeed
from vpe_tui.tui.compare.view import CompareView
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.widgets.bars import Bar


class CompareScreen(VpeScreen):
    """Two sessions. What their view and their lookups tell is done here, with the shell."""

    AUTO_FOCUS = "#rows"

    def __init__(self, shell: Shell, comparing: Comparing) -> None:
        super().__init__(shell)
        self.view: CompareView = CompareView(zone_named(shell.settings.zone), self.hear)
        self.feed = CompareFeed(shell, comparing, self.view, self, self.hear)

    def on_mount(self) -> None:
        self.feed.begin()

    def draw_title(self) -> None:
        self.title_says("compare", self.feed.state)

    @cached_property
    def does(self) -> Mapping[type[says.Said], Callable[[Any], object]]:
        return {
            says.Says: lambda said: self.status_says(said.text),
            says.Finds: lambda said: self.state_says(said.about, said.text),
            says.Moves: lambda _: self._follow(),
            says.LooksElsewhere: lambda _: self.draw_status(),
            says.Changes: lambda _: self.draw_title(),
            says.Explains: self._explain,
            says.OffersSides: self._offer_sides,
            says.WantsSwap: lambda _: self.feed.swap(),
            says.WantsOtherAlignment: lambda _: self.feed.align_otherwise(),
            says.WantsReport: lambda _: self.feed.save(),
        }

    def _follow(self) -> None:
        self.query_one("#status", Bar).right = self.view.position
        self.draw_status()

    def _explain(self, said: says.Explains) -> None:
        from vpe_tui.tui.screens.dialogs import ExplainScreen

        self.app.push_screen(ExplainScreen(said.explained), said.then)

    def _offer_sides(self, said: says.OffersSides) -> None:
        """Opens the session that has such a row; where both have, asks which."""
        from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

        def chosen(one: Chosen | None) -> None:
            if one is not None:  # by what it was asked for: the view knows a session, not where it is from
                target = self.feed.targets["AB".index(one.name)]
                self.shell.open_session(Opening(target, said.places[one.name]))

        letters = list(said.places)
        if len(letters) == 1:
            chosen(Chosen(letters[0], plain=False))
            return
        verdicts = {letter: bar.left for letter, bar in zip("AB", self.view.verdicts, strict=True)}
        self.app.push_screen(ChoiceScreen("Open", verdicts, can_be_plain=False), chosen)
