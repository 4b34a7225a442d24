"""A triage on screen: sentence, numbers, the window over time, what is shared, the sessions; and its commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from vpe_tui.fleet.row import DisplayContext, SessionRow
from vpe_tui.fleet.triage import sentences
from vpe_tui.fleet.triage.explain import explain_session, explain_triage, tried_text
from vpe_tui.report.triage.parts import Told, over_time
from vpe_tui.text.cells import cut, fit, wrap
from vpe_tui.tui.commands import TRIAGE
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.says import (
    LooksElsewhere,
    Moves,
    OffersBad,
    OffersColumns,
    OffersCopies,
    OffersFiles,
    OffersOrders,
    Opens,
    Said,
    Says,
    Shows,
    Tell,
    WantsPartner,
    WantsReading,
    WantsRefresh,
    WantsStop,
    WantsTheRest,
    WantsToCopy,
    WantsWindow,
)
from vpe_tui.tui.sessions.lists import every_row
from vpe_tui.tui.triage.panes import Explanation, NumbersPane, OverTime, SharedPane
from vpe_tui.tui.triage.sessions import TriageList, of_group
from vpe_tui.tui.widgets.bars import Bar, Tabs
from vpe_tui.tui.widgets.fronts import Fronts
from vpe_tui.tui.widgets.lines import Lines
from vpe_tui.tui.widgets.paned import PanedView
from vpe_tui.tui.widgets.pens import Pens
from vpe_tui.tui.widgets.selecting import selectable
from vpe_tui.tui.widgets.table import Table

IN_FRONT = "shared"
"""The pane that is in front at first."""

_WANTS: Mapping[str, type[Said]] = {
    "bad": OffersBad,
    "save": OffersFiles,
    "copy": WantsToCopy,
    "copy_as": OffersCopies,
    "rest": WantsTheRest,
    "refresh": WantsRefresh,
    "order": OffersOrders,
    "columns": OffersColumns,
    "compare": WantsPartner,
}


class Sentence(Widget):
    """What is to be said first, in as many lines as there are for it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--error", "lines--warning"}

    def __init__(self) -> None:
        super().__init__(id="sentence")
        self._lines: Sequence[str] = ()
        self._said, self._pen = "", ""
        self._pens = Pens(self)

    def says(self, text: str, pen: str = "") -> None:
        self._said, self._pen = text, pen
        self._wrap(self.size)

    def on_resize(self, event: events.Resize) -> None:
        self._wrap(event.size)

    def _wrap(self, size: Size) -> None:
        room, height = max(size.width - 2, 1), max(size.height, 1)
        lines = wrap(self._said, room, "  ")
        rest = " ".join(lines[height - 1 :])
        self._lines = [*lines[: height - 1], *([cut(rest, room)] if rest else [])]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        text = self._lines[y] if y < len(self._lines) else ""
        width = self.size.width
        return selectable(self, Strip([Segment(f" {fit(text, width - 1)}", self._pens.pen(self._pen))], width), y)

    def on_click(self, event: events.Click) -> None:
        """As of a bar: no click selects."""
        event.prevent_default()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse has selected."""
        return selection.extract("\n".join(f" {line}" for line in self._lines)).strip(), "\n"

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._pens.forget()


class TriageView(PanedView):
    """A triage. What it shows is given to it; what it cannot do itself it tells."""

    BINDINGS = bindings(TRIAGE)

    def __init__(self, columns: Sequence[str], context: Callable[[], DisplayContext], tell: Tell) -> None:
        super().__init__(tell)
        self.told: Told | None = None
        self.is_reading = False
        """Whether logs are being read."""
        self.price = ""
        """What it costs to read them, while that waits for a word; else empty."""
        self.sentence, self.spark = Sentence(), Bar(id="spark")
        self.numbers, self.over = NumbersPane(), OverTime()
        self.shared, self.table = SharedPane(), TriageList("sessions", columns)
        self.table.context = context
        self._row, self._tabs = Horizontal(id="panes"), Tabs(id="tabs")
        panes: tuple[Lines, ...] = (self.numbers, self.over, self.shared, self.table)
        self.fronts = Fronts(self, self._row, self._tabs, {pane.id or "": pane for pane in panes}, IN_FRONT)
        self._tabs.names = ("Numbers", "Time", "Shared", "Sessions")

    def compose(self) -> ComposeResult:
        yield self.sentence
        yield self.spark
        yield self._tabs
        with self._row:
            yield self.numbers
            yield self.over
        yield self.shared
        yield self.table
        yield self.prompt

    def on_mount(self) -> None:
        self.fronts.show(IN_FRONT)
        for pane in (self.numbers, self.shared):
            self.watch(pane, "cursor", lambda: self.tell(LooksElsewhere()), init=False)

    # What it is given

    def begins(self, window: str) -> None:
        """Nothing is known of a window yet."""
        self.told, self.price = None, ""
        self.sentence.says(f"Listing the sessions from {window}…")
        self.table.says("Listing…")

    def fails(self, *paragraphs: str) -> None:
        """Nothing can be known."""
        self.sentence.says(" ".join(paragraphs), "lines--error")
        self.table.says(*paragraphs)

    def show(self, told: Told, rows: Sequence[SessionRow]) -> None:
        """A triage, or what is known of it so far; each cursor stays where it is."""
        self.told = told
        triage = told.triage
        self.sentence.says(*_sentence(told))
        bars, each = over_time(told)
        self.spark.left, self.spark.right = bars, each
        self.numbers.show(told)
        self.over.show(told)
        self.shared.show(told, self._why_nothing(told))
        self.table.reach = f", {triage.numbers.bad:,} bad"
        self.table.show(rows)
        if not rows:
            self.table.says("No session is listed.")
        self.tell(Moves())

    def _why_nothing(self, told: Told) -> str:
        if self.price:
            return f"{self.price}: enter reads them, esc leaves."
        if self.is_reading or not told.triage.counts.read:
            return "Reading the logs of the bad ones, and of good ones to compare with…" if self.is_reading else ""
        return sentences.shared(told.triage)

    # What can be asked of it

    @property
    def at_cursor(self) -> str:
        """The session under the cursor; elsewhere what is not known, or what it costs to know."""
        if self.prompt.is_asking or self.told is None:
            return ""
        row = self.table.row if self.fronts.pane is self.table else None
        if row is not None:
            return " · ".join(part for part in (row.uuid, row.summary.title, row.summary.verdict_text) if part)
        if self.price:
            return f"{self.price}: enter reads them"
        return " ".join(sentences.reservations(self.told.triage, self.told.zone))

    @property
    def position(self) -> str:
        table = self.table
        return f"{table.cursor + 1:,} of {len(table.rows):,}" if table.row else ""

    def step_out(self) -> bool:
        """One step out: of the prompt, the marks, the group and the words, then of the reading."""
        if self.prompt.is_asking:
            self.prompt.cancel()
        elif self.table.unmark():
            self.tell(Moves())
        elif self.table.only != every_row or self.table.words:
            self.action_all()
        elif self.is_reading:
            self.tell(WantsStop())
        else:
            return False
        return True

    # What happens in it

    @on(Lines.Moved)
    def moved(self, moved: Lines.Moved) -> None:
        if moved.lines is self.table:
            self.tell(Moves())

    @on(Table.HeadClicked, "#sessions")
    def sort_by_head(self, clicked: Table.HeadClicked) -> None:
        self.table.sort_by(clicked.column.name)

    # Commands

    @on(Lines.Chosen)
    def action_choose(self) -> None:
        """Opens the session, or shows only those of the group; of a number explains it. Reads what waits for a word."""
        pane = self.fronts.pane
        if pane is self.table:
            self._open()
        elif self.price or self.told is None:  # typed ahead of the list, it begins when that is there
            self.tell(WantsReading())
        elif pane is self.shared and self.shared.group is not None and self.told is not None:
            self._show_only(of_group(self.told.triage, self.shared.group))
            self.action_pane("sessions")
            self.tell(Says(f"only {self.told.group(self.shared.group)}, of those that were read: F shows all"))
        else:
            self.action_explain()

    def _open(self) -> None:
        row = self.table.row
        if row is not None and row.has_uuid:
            self.tell(Opens(row.uuid))
        else:
            self.tell(Says("this row has no UUID that could be asked for" if row else "there is no session to open"))

    def _show_only(self, only: Callable[[SessionRow], bool]) -> None:
        self.table.only = only
        self.table.cursor = 0
        self.table.show(self.table.all)

    def action_all(self) -> None:
        self.table.narrow("")
        self._show_only(every_row)
        self.tell(Moves())

    def action_narrow(self) -> None:
        from vpe_tui.tui.sessions.questions import NarrowQuestion

        self.action_pane("sessions")
        self.prompt.ask(NarrowQuestion(self.table, (self.table,)), self.table, lambda: self.tell(Moves()))
        self.tell(Moves())

    def action_explain(self) -> None:
        pane = self.fronts.pane
        known: Mapping[Lines, Explanation | None] = {
            self.numbers: self.numbers.explanation,
            self.shared: self.shared.explanation,
        }
        self._explain(self._session_explanation if pane is self.table else known.get(pane, _explained))

    def action_explain_all(self) -> None:
        self._explain(_explained)

    def _explain(self, explanation: Explanation | None) -> None:
        self.tell(ExplainsTriage(explanation) if explanation and self.told else Says("nothing to explain here"))

    @property
    def _session_explanation(self) -> Explanation | None:
        row, triage = self.table.row, self.told.triage if self.told else None
        judged = next((each for each in triage.sessions if row and each.row.uuid == row.uuid), None) if triage else None
        if judged is None:
            return None
        uuid = judged.row.uuid
        return lambda told: Shows(told.hide(uuid), "", list(explain_session(judged, told.triage, told.group)))

    def action_window(self, by: int) -> None:
        self.tell(WantsWindow(by))

    def action_want(self, what: str) -> None:
        """What whoever holds it is to do."""
        self.tell(_WANTS[what]())

    def action_mark(self) -> None:
        self.table.toggle_mark()


def _explained(told: Told) -> Shows:
    """The first sentence, with all that was tried."""
    facts = list(explain_triage(told.triage, told.zone))
    return Shows(" ".join(told.sentences), tried_text(told.triage), facts)


@dataclass(eq=False, repr=False)
class ExplainsTriage(Said):
    """Something of a triage, as it is told."""

    explanation: Explanation


def _sentence(told: Told) -> tuple[str, str]:
    """What is to be said first, with how bad it is as a glyph and a colour."""
    triage = told.triage
    text = " ".join(told.sentences)
    if triage.loud:
        return f"✗ {text}", "lines--error"
    return (f"! {text}", "lines--warning") if triage.numbers.bad else (f"  {text}", "")
