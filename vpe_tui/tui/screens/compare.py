"""The screen of two sessions side by side."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.tui import says
from vpe_tui.tui.compare.feed import CompareFeed
from vpe_tui.tui.compare.view import CompareView
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.offers import explain
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.widgets.bars import Bar
from vpe_tui.tui.zones import zones_from

if TYPE_CHECKING:
    from vpe_tui.tui.screens.taking_compared import TakingCompared


class CompareScreen(VpeScreen):
    """Two sessions. What their view and their lookups tell is done here, with the shell."""

    AUTO_FOCUS = "#rows"

    def __init__(self, shell: Shell, comparing: Comparing) -> None:
        super().__init__(shell)
        self.view: CompareView = CompareView(zones_from(shell.settings.zone), self.hear)
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
            says.Explains: lambda said: explain(self, said),
            says.OffersSides: self._offer_sides,
            says.WantsSwap: lambda _: self.feed.swap(),
            says.WantsOtherAlignment: lambda _: self.feed.align_otherwise(),
            says.OpensSide: lambda said: self._open(said.letter, said.at, said.filter),
            says.WantsRefresh: lambda _: self.feed.refresh(),
            says.WantsWatching: lambda _: self.feed.watch(),
            says.WantsToCopy: lambda _: self._taking.copy(),
            says.OffersCopies: lambda _: self._taking.offer_copies(),
            says.WantsReport: lambda _: self._taking.save(),
        }

    def _follow(self) -> None:
        self.query_one("#status", Bar).right = self.view.position
        self.draw_status()

    def _open(self, letter: str, at: str = "", filter: str = "") -> None:
        """Opens one of the two by what it was asked for: the view knows a session, not where it is from."""
        self.shell.open_session(Opening(self.feed.targets["AB".index(letter)], at, filter))

    @cached_property
    def _taking(self) -> "TakingCompared":
        from vpe_tui.tui.compare.texts import ComparedTexts
        from vpe_tui.tui.screens.taking_compared import TakingCompared

        return TakingCompared(self, ComparedTexts(self.shell, self.view, self.feed, self.get_selected_text))

    def _offer_sides(self, said: says.OffersSides) -> None:
        """Opens the session that has such a row; where both have, asks which."""
        from vpe_tui.tui.screens.dialogs import ChoiceScreen, Chosen

        def chosen(one: Chosen | None) -> None:
            if one is not None:
                self._open(one.name, said.places[one.name])

        letters = list(said.places)
        if len(letters) == 1:
            chosen(Chosen(letters[0], plain=False))
            return
        verdicts = {letter: bar.left for letter, bar in zip("AB", self.view.verdicts, strict=True)}
        self.app.push_screen(ChoiceScreen("Open", verdicts, can_be_plain=False), chosen)
