"""Two sessions on screen: their verdicts, fields, numbers, strips and rows, with the commands that work on them."""

from collections.abc import Mapping, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.again import place_said
from vpe_tui.session.query import these_rows
from vpe_tui.text.cells import cut_middle
from vpe_tui.text.times import date_time, zone_name, zone_named
from vpe_tui.tui.commands import COMPARISON
from vpe_tui.tui.compare.jumps import Jumps
from vpe_tui.tui.compare.pane import OfBoth, Pane
from vpe_tui.tui.compare.panes import FieldsSideBySide, NumbersSideBySide
from vpe_tui.tui.compare.rows import RowsSideBySide
from vpe_tui.tui.compare.strips import Strips
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.panes.verdict import VerdictBar
from vpe_tui.tui.says import (
    Explains,
    Moves,
    OffersCopies,
    OffersSides,
    OpensSide,
    Said,
    Says,
    Tell,
    Wanted,
    WantsOtherAlignment,
    WantsRefresh,
    WantsReport,
    WantsSwap,
    WantsToCopy,
    WantsWatching,
)
from vpe_tui.tui.widgets.bars import Tabs
from vpe_tui.tui.widgets.fronts import Fronts
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.paned import PanedView
from vpe_tui.tui.zones import zone_after, zone_said

_SHORT = 9
"""Cells of a UUID where it is only to be told from the other one."""

_WANTS: Mapping[str, type[Said]] = {
    "align": WantsOtherAlignment,
    "swap": WantsSwap,
    "copy": WantsToCopy,
    "copy_as": OffersCopies,
    "save": WantsReport,
}
"""What can only be done with two sessions that are there."""


class CompareView(PanedView):
    """Two sessions side by side. What it shows is given to it."""

    BINDINGS = bindings(COMPARISON)

    def __init__(self, zones: Sequence[str], tell: Tell) -> None:
        super().__init__(tell)
        self._zones = zones
        self.zone_name = zones[0]
        """Of the zone that the wall clock is told in."""
        self.comparison: Comparison | None = None
        self._only = False
        self._api_names = False
        self.verdicts = VerdictBar(id="side-a"), VerdictBar(id="side-b")
        self.fields, self.numbers = FieldsSideBySide("fields"), NumbersSideBySide("numbers")
        self.strips, self.rows = Strips("strips"), RowsSideBySide("rows")
        self._row, self._tabs = Horizontal(id="panes"), Tabs(id="tabs")
        self._panes: Mapping[str, Pane] = {"fields": self.fields, "numbers": self.numbers, "rows": self.rows}
        self.fronts = Fronts(self, self._row, self._tabs, self._panes, "rows")
        self._jumps = Jumps(self.rows, lambda text: tell(Says(text)))

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

    def show(self, comparison: Comparison, *, at_end: bool = False) -> None:
        """Two sessions; at first the cursor goes to the first difference. One at the end stays there with `at_end`."""
        differences = comparison.differences
        place = (differences[0] if differences else 0) if self.comparison is None else None
        if at_end and self.comparison is not None and self.rows.cursor == self.rows.count - 1:
            place = len(comparison.pairs) - 1
        self.comparison = comparison
        self._say_verdicts(comparison)
        self.strips.show(comparison)
        self._lay(place)

    def _say_verdicts(self, comparison: Comparison) -> None:
        self.rows.zone = zone_named(self.zone_name)
        for bar, (letter, of) in zip(self.verdicts, comparison.sides.items(), strict=True):
            self._say_verdict(letter, bar, of)

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
        zone = self.rows.zone
        bar.right = f"{date_time(begin_ms, zone)} {zone_name(zone, begin_ms)}"

    # What can be asked of it

    @property
    def _pane(self) -> Pane:
        """The one in front."""
        return self._panes[self.fronts.name]

    @property
    def line(self) -> str:
        """What is at the cursor, whole."""
        return self._pane.said

    @property
    def at_cursor(self) -> str:
        is_run = self._pane is self.rows and len(self.rows.places) > 1
        return f"{self.line}: enter shows each" if is_run else self.line

    @property
    def position(self) -> str:
        """Which of the rows the cursor is on."""
        count, here = len(self.comparison.pairs) if self.comparison else 0, self.rows.places
        last = f"–{here[-1] + 1:,}" if len(here) > 1 else ""
        return f"row {here[0] + 1:,}{last} of {count:,}" if count else ""

    def step_out(self) -> bool:
        """Back to everything, where only what differs is shown."""
        if self._only:
            self.action_only()
            return True
        return False

    # What happens in it

    def _moved(self) -> None:
        self.tell(Moves())

    # Commands

    def action_names(self) -> None:
        self._api_names = not self._api_names
        self.fields.tell_names(by_api=self._api_names)

    def action_only(self) -> None:
        self._only = not self._only
        self._lay()
        self.tell(Says("only what differs: U shows everything" if self._only else "everything"))

    def action_difference(self, by: int) -> None:
        """To the next difference after the cursor, or to the one before it."""
        if self.comparison is not None:
            self.action_pane("rows")
            self._jumps.to_difference(self.comparison, by)

    def action_landmark(self, name: str, by: int) -> None:
        if self.comparison is not None:
            self.action_pane("rows")
            self._jumps.to_landmark(self.comparison, name, by)

    def action_fold(self) -> None:
        is_folded = self.rows.fold()
        self.tell(
            Says("long runs of one side stand in one line: h shows each row" if is_folded else "every row by itself")
        )
        self._moved()

    def action_zone(self) -> None:
        self.zone_name = zone_after(self.zone_name, self._zones)
        if self.comparison is not None:
            self._say_verdicts(self.comparison)
        self.tell(Says(zone_said(self.zone_name)))

    def action_refresh(self) -> None:
        self.tell(WantsRefresh())

    def action_watch(self) -> None:
        self.tell(WantsWatching())

    def action_want(self, what: str) -> None:
        """What whoever holds it is to do, with two sessions that are there."""
        self.tell(_WANTS[what]() if self.comparison else Says("the sessions are not there yet"))

    def action_explain(self) -> None:
        found, comparison = self._pane.explained, self.comparison
        if found is None or comparison is None:
            self.tell(Says("there is nothing to explain here"))
        else:
            self.tell(Explains(found.explained, partial(self._answered, found, comparison)))

    def _answered(self, found: OfBoth, comparison: Comparison, wanted: Wanted | None) -> None:
        """Goes to the first of its rows; or opens the session that has them, and shows only them."""
        if wanted is None:
            return
        letter, part = found.letters[wanted.part], found.part(wanted.part)
        if wanted.do == "filter":
            self.tell(OpensSide(letter, filter=part.filter or str(these_rows(part.rows))))
        elif comparison is not self.comparison or (place := comparison.place_of(letter, part.rows[0])) is None:
            self.tell(Says("these rows may stand elsewhere by now: x explains it anew"))
        else:
            self._go_to(comparison, place)

    def _go_to(self, comparison: Comparison, place: int) -> None:
        """To a pair, whatever is shown."""
        if self._only and not comparison.pairs[place].differs:
            self.action_only()
        self.action_pane("rows")
        self.rows.go_to(place)

    @on(Lines.Chosen)
    def action_open_side(self) -> None:
        """The session of this row, or the rows of a run; in the panes what is at the cursor is explained."""
        if self._pane is not self.rows or self.comparison is None:
            self.action_explain()
            return
        if self.rows.open_run():
            self._moved()
            return
        of = self.comparison.sides
        places = {
            letter: place_said(of[letter].playback.session.events, row.rows.start)
            for letter, row in self.rows.row_of.items()
        }
        if places:
            self.tell(OffersSides(places))
