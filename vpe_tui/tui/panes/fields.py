"""Panes of fields and numbers: every field that came, every metric that was made of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.reactive import reactive

from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.metric import Block, band_of
from vpe_tui.session.model import Session
from vpe_tui.session.records import Entry
from vpe_tui.text.cells import width_of
from vpe_tui.tui.panes.kinds import Heading, Layout, Line, Measure, Value
from vpe_tui.tui.widgets.lines import Lines, Run

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.explain import Explained

_LABEL_SHARE, _NAME_SHARE = 0.56, 0.75


_ROOMY = 20
"""Lines of a pane in which every value is whole, even where that is more than it shows at once."""


class Laid(NamedTuple):
    """A line in its place: itself, or one of the lines below it that hold what it has no room for."""

    line: Line
    whole: bool = False
    part: int = 0

    @property
    def is_stop(self) -> bool:
        """Whether the cursor can stand here."""
        return not self.part and self.line.value is not None

    def runs(self, layout: Layout) -> Sequence[Run]:
        if not self.part:
            return self.line.runs(layout, whole=self.whole)
        below = self.line.below(layout)
        return [below[self.part - 1] if self.part <= len(below) else (" " * layout.width, "")]


def values(entries: Iterable[Entry]) -> Iterator[Line]:
    """The lines of fields."""
    return map(Value, entries)


def measures(block: Block, diagnosis: "Diagnosis | None") -> Iterator[Line]:
    """The metrics of a block, under its heading."""
    yield Heading(block)
    for metric in METRICS:
        if metric.block != block:
            continue
        if diagnosis is None:
            yield Measure(metric, "", None)
        else:
            band = band_of(metric, diagnosis.metrics, diagnosis.bands)
            yield Measure(metric, diagnosis.value_text(metric), band)


class FieldsPane(Lines):
    """Fields of one part of a session. A subclass says which, in `lines_of`."""

    TITLE = ""
    NOTHING = ""

    session: reactive[Session | None] = reactive(None, always_update=True)
    diagnosis: reactive["Diagnosis | None"] = reactive(None)
    api_names: reactive[bool] = reactive(False)

    def __init__(self, number: int, id: str) -> None:
        super().__init__(id=id)
        self.number = number
        self.border_title = f"{number} {self.TITLE}"
        self._laid: Sequence[Laid] = ()
        self._layout = Layout(0, 0, False)

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterable[Line]:
        raise NotImplementedError

    def watch_session(self, session: Session | None) -> None:
        self._lay()

    def watch_diagnosis(self, diagnosis: "Diagnosis | None") -> None:
        self._lay()

    def watch_api_names(self) -> None:
        self._lay()

    def retell(self, session: Session, diagnosis: "Diagnosis | None") -> None:
        """Draws the same lines in the words of another telling of the session."""
        self.set_reactive(FieldsPane.session, session)
        self.set_reactive(FieldsPane.diagnosis, diagnosis)
        told = tuple(self.lines_of(session, diagnosis))
        places = accumulate((not laid.part for laid in self._laid), initial=-1)  # a line keeps its place and its room
        self._laid = [laid._replace(line=told[at]) for laid, at in zip(self._laid, list(places)[1:], strict=True)]
        self.name_itself()
        self.refresh()

    def name_itself(self) -> None:
        """What its border says of the session."""

    def _lay(self) -> None:
        at, is_first = self.line, not any(laid.is_stop for laid in self._laid[: self.cursor])
        self._place()
        self.say(self.NOTHING if self.session else "")
        self.show_lines(len(self._laid), cursor=self._where(at, is_first=is_first))
        self._say_extent()

    def _place(self) -> None:
        """The lines in their places: those that need more than one have it, as far as there is room."""
        lines = tuple(self.lines_of(self.session, self.diagnosis)) if self.session else ()
        width = self.size.width
        labels = max((width_of(line.label(api_name=self.api_names)) for line in lines), default=0)
        share = int(width * (_NAME_SHARE if self.api_names else _LABEL_SHARE))
        self._layout = Layout(width, min(labels, share), self.api_names)
        spare = self.size.height - len(lines)
        laid: list[Laid] = []
        for line in lines:
            more = len(line.below(self._layout)) if spare > 0 or self.size.height >= _ROOMY else 0
            whole = more > 0 and (more <= spare or self.size.height >= _ROOMY)
            spare -= more if whole else 0
            laid += [Laid(line, whole, part) for part in range(more + 1 if whole else 1)]
        self._laid = laid

    def _where(self, before: Line | None, *, is_first: bool) -> int | None:
        """The place of a line that was there before: the nearest that names the same; the first stays the first."""
        if is_first:
            return 0
        name = before.value[0] if before and before.value else ""
        same = [at for at, laid in enumerate(self._laid) if laid.line.value and laid.line.value[0] == name]
        return min(same, key=lambda at: abs(at - self.cursor), default=None)

    def validate_cursor(self, cursor: int) -> int:
        """Only values are stood on: the cursor goes past a heading, and over the lines that a value fills."""
        if not self._laid:
            return 0
        place = min(super().validate_cursor(cursor), len(self._laid) - 1)
        while abs(place - self.cursor) > 1 and self._laid[place].part:
            place -= 1  # a jump, or a click, into the midst of a value
        onward = 1 if place >= self.cursor else -1
        ways = (range(place, len(self._laid) if by > 0 else -1, by) for by in (onward, -onward))
        return next((at for way in ways for at in way if self._laid[at].is_stop), place)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._say_extent()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._lay()

    def _say_extent(self) -> None:
        """Where there are more fields than lines, which are shown."""
        first, room = self.scroll_offset.y, self.size.height
        hidden = 0 < room < self.count
        self.border_subtitle = f"{first + 1}–{min(first + room, self.count)} of {self.count}" if hidden else ""

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._laid[self.cursor].line if self.cursor < len(self._laid) else None

    @property
    def value(self) -> tuple[str, str] | None:
        """The name and the whole value of what the cursor stands on."""
        return self.line.value if self.line else None

    @property
    def said(self) -> str:
        """What the status line says of the line under the cursor."""
        return self.line.said if self.line else ""

    @property
    def explained(self) -> "Explained | None":
        """What there is to explain under the cursor."""
        return self.line.explained(self.diagnosis) if self.line and self.diagnosis else None

    def runs(self, index: int, width: int) -> Sequence[Run]:
        return self._laid[index].runs(self._layout)
