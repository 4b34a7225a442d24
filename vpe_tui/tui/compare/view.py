"""Two sessions on screen: their verdicts, fields, numbers, strips and rows, with the commands that work on them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import tzinfo

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.again import place_said
from vpe_tui.text.cells import cut_middle
from vpe_tui.text.times import date_time, zone_name
from vpe_tui.tui.commands import COMPARISON
from vpe_tui.tui.compare.pane import Pane
from vpe_tui.tui.compare.panes import FieldsSideBySide, NumbersSideBySide
from vpe_tui.tui.compare.rows import RowsSideBySide
from vpe_tui.tui.compare.strips import Strips
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.panes.verdict import VerdictBar
from vpe_tui.tui.says import (
    Explains,
    LooksElsewhere,
    Moves,
    OffersSides,
    Said,
    Says,
    Tell,
    WantsOtherAlignment,
    WantsReport,
    WantsSwap,
)
from vpe_tui.tui.widgets.bars import Tabs
from vpe_tui.tui.widgets.fronts import Fronts
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.view import View

_SHORT = 9
"""Cells of a UUID where it is only to be told from the other one."""


class CompareView(View):
    """Two sessions side by side. What it shows is given to it."""

    BINDINGS = bindings(COMPARISON)

    def __init__(self, zone: tzinfo, tell: Tell) -> None:
        super().__init__(tell)
        self._zone = zone
        self.comparison: Comparison | None = None
        self._only = False
        self._api_names = False
        self.verdicts = VerdictBar(id="side-a"), VerdictBar(id="side-b")
        self.fields, self.numbers = FieldsSideBySide("fields"), NumbersSideBySide("numbers")
        self.strips, self.rows = Strips("strips"), RowsSideBySide("rows")
        self._row, self._tabs = Horizontal(id="panes"), Tabs(id="tabs")
        self._panes: Mapping[str, Pane] = {"fields": self.fields, "numbers": self.numbers, "rows": self.rows}
        self.fronts = Fronts(self, self._row, self._tabs, self._panes, "rows")

    def compose(self) -> ComposeResult:
        yield from self.verdicts
        yield self._tabs
        with self._row:
            yield self.fields
            yield self.numbers
        yield self.strips
        yield self.rows
        yield self.prompt

    def on_mount(self) -> None:
        self.fronts.show("rows")
        for pane in self._panes.values():
            self.watch(pane, "cursor", self._moved, init=False)

    # What it is given

    def show(self, comparison: Comparison) -> None:
        """Two sessions; at first the cursor goes to the first difference."""
        differences = comparison.differences
        place = (differences[0] if differences else 0) if self.comparison is None else None
        self.comparison = comparison
        for letter, bar, of in zip("AB", self.verdicts, (comparison.a, comparison.b), strict=True):
            self._say_verdict(letter, bar, of)
        self.strips.show(comparison)
        self._lay(place)

    def _lay(self, place: int | None = None) -> None:
        if self.comparison is None:
            return
        self.fields.show(self.comparison, only=self._only)
        self.numbers.show(self.comparison, only=self._only)
        self.rows.show(self.comparison, only=self._only, place=place)
        self._moved()

    def _say_verdict(self, letter: str, bar: VerdictBar, of: Diagnosis) -> None:
        session, begin_ms = of.playback.session, of.playback.begin_ms
        bar.show(of.verdict)
        bar.left = f"{letter} {cut_middle(session.uuid, _SHORT)} {bar.left}"
        bar.right = f"{date_time(begin_ms, self._zone)} {zone_name(self._zone, begin_ms)}"

    # What can be asked of it

    @property
    def _pane(self) -> Pane:
        """The one in front."""
        return self._panes[self.fronts.name]

    @property
    def at_cursor(self) -> str:
        """What is at the cursor, whole."""
        return self._pane.said

    @property
    def position(self) -> str:
        """Which of the rows the cursor is on."""
        count = len(self.comparison.pairs) if self.comparison else 0
        return f"row {self.rows.place + 1:,} of {count:,}" if count else ""

    def step_out(self) -> bool:
        """Back to everything, where only what differs is shown."""
        if self._only:
            self.action_only()
            return True
        return False

    # What happens in it

    def _moved(self) -> None:
        self.tell(Moves())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click brings a pane forward too."""
        name = event.widget.id or ""
        if isinstance(event.widget, Lines) and name != self.fronts.name:
            self.fronts.show(name)
            self.tell(LooksElsewhere())

    # Commands

    def action_pane(self, name: str) -> None:
        self.fronts.bring(name)
        self.tell(LooksElsewhere())

    def action_next_pane(self, by: int) -> None:
        self.action_pane(self.fronts.beside(by))

    def action_names(self) -> None:
        self._api_names = not self._api_names
        self.fields.tell_names(by_api=self._api_names)

    def action_only(self) -> None:
        self._only = not self._only
        self._lay()
        self.tell(Says("only what differs: U shows everything" if self._only else "everything"))

    def action_difference(self, by: int) -> None:
        """To the next difference after the cursor, or to the one before it."""
        if self.comparison is None:
            return
        self.action_pane("rows")
        places, here = self.comparison.differences, self.rows.place
        at = bisect_right(places, here) if by > 0 else bisect_left(places, here) - 1
        if 0 <= at < len(places):
            self.rows.go_to(places[at])
        else:
            self.tell(Says(f"no difference {'below' if by > 0 else 'above'}" if places else "no row differs"))

    def action_align(self) -> None:
        self._if_there(WantsOtherAlignment())

    def action_swap(self) -> None:
        self._if_there(WantsSwap())

    def action_save(self) -> None:
        self._if_there(WantsReport())

    def _if_there(self, said: Said) -> None:
        self.tell(said if self.comparison else Says("the sessions are not there yet"))

    def action_explain(self) -> None:
        explained = self._pane.explained
        self.tell(Explains(explained, lambda _: None) if explained else Says("there is nothing to explain here"))

    @on(Lines.Chosen)
    def action_open_side(self) -> None:
        """The session of this row; in the panes what is at the cursor is explained."""
        if self._pane is not self.rows or self.comparison is None:
            self.action_explain()
            return
        of = {"A": self.comparison.a, "B": self.comparison.b}
        places = {
            letter: place_said(of[letter].playback.session.events, row.rows.start)
            for letter, row in self.rows.row_of.items()
        }
        if places:
            self.tell(OffersSides(places))
