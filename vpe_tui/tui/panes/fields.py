"""Panes of fields and numbers: every field that came, every metric that was made of them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.reactive import reactive

from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.metric import Block, Metric, band_of
from vpe_tui.session.model import Session
from vpe_tui.session.records import Entry
from vpe_tui.text.cells import fit, fit_middle, width_of
from vpe_tui.tui.theme import BAND_GLYPHS, BAND_STYLES
from vpe_tui.tui.widgets.lines import Lines, Run

if TYPE_CHECKING:
    from vpe_tui.playback.playback import Playback
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.explain import Explained

_LABEL_SHARE, _NAME_SHARE = 0.56, 0.75


class Heading(NamedTuple):
    """A line between groups of fields."""

    text: str


class Measure(NamedTuple):
    """A metric's line; its number is there once the session is diagnosed."""

    metric: Metric
    text: str
    band: Band | None

    @property
    def name(self) -> str:
        return self.metric.key

    @property
    def term(self) -> str:
        return self.metric.term


class LogRead(NamedTuple):
    """The line that says whose log it was read as."""

    text: str
    playback: "Playback"
    name: str = ""
    term: str = "Log of"


Field = Entry | Measure | LogRead
Line = Field | Heading


def measures(block: Block, diagnosis: "Diagnosis | None") -> Iterable[Line]:
    """The metrics of a block, under its heading."""
    yield Heading(block)
    for metric in METRICS:
        if metric.block == block:
            yield _measured(metric, diagnosis)


def _measured(metric: Metric, diagnosis: "Diagnosis | None") -> Measure:
    if diagnosis is None:
        return Measure(metric, "", None)
    return Measure(metric, diagnosis.value_text(metric), band_of(metric, diagnosis.metrics, diagnosis.bands))


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
        self._lines: Sequence[Line] = ()
        self._label_width = 0

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterable[Line]:
        raise NotImplementedError

    def watch_session(self, session: Session | None) -> None:
        self._lay()

    def watch_diagnosis(self, diagnosis: "Diagnosis | None") -> None:
        self._lay()

    def retell(self, session: Session, diagnosis: "Diagnosis | None") -> None:
        """Draws the same lines in the words of another telling of the session."""
        self.set_reactive(FieldsPane.session, session)
        self.set_reactive(FieldsPane.diagnosis, diagnosis)
        self._lines = tuple(self.lines_of(session, diagnosis))
        self.name_itself()
        self._measure()
        self.refresh()

    def name_itself(self) -> None:
        """What its border says of the session."""

    def _lay(self) -> None:
        session = self.session
        self._lines = tuple(self.lines_of(session, self.diagnosis)) if session else ()
        self._measure()
        self.say(self.NOTHING if session else "")
        self.show_lines(len(self._lines))
        self._say_extent()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._say_extent()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._say_extent()

    def _say_extent(self) -> None:
        """Where there are more fields than lines, which are shown."""
        first, room = self.scroll_offset.y, self.size.height
        hidden = 0 < room < self.count
        self.border_subtitle = f"{first + 1}–{min(first + room, self.count)} of {self.count}" if hidden else ""

    @property
    def _line(self) -> Line | None:
        return self._lines[self.cursor] if self._lines else None

    @property
    def value(self) -> tuple[str, str] | None:
        """The name and the whole value of what the cursor stands on; None on a heading."""
        line = self._line
        if line is None or isinstance(line, Heading):
            return None
        return (f"{line.term} ({line.name})" if line.name else line.term), line.text

    @property
    def said(self) -> str:
        """What the status line says of the line under the cursor."""
        line, value = self._line, self.value
        if isinstance(line, LogRead):
            return f"{line.term} {line.text} · x explains it"
        if isinstance(line, Measure):
            return f"{line.term}: {line.text}{f', {line.band}' if line.band else ''} · x explains it"
        return f"{value[0]}: {value[1]}" if value else ""

    @property
    def explained(self) -> "Explained | None":
        """What there is to explain under the cursor."""
        from vpe_tui.qoe.explain import explain_metric, explain_player_log

        line = self._line
        if isinstance(line, LogRead):
            return explain_player_log(line.playback)
        if isinstance(line, Measure) and self.diagnosis:
            return explain_metric(line.metric, self.diagnosis)
        return None

    def runs(self, index: int, width: int) -> Sequence[Run]:
        line = self._lines[index]
        if isinstance(line, Heading):
            return [(fit(f" {line.text}", width), "lines--accent")]
        room = min(self._label_width, int(width * (_NAME_SHARE if self.api_names else _LABEL_SHARE)))
        label = (f" {fit(self._label(line), room)} ", "lines--dim")
        rest = max(width - room - 3, 1)
        if isinstance(line, Measure) and line.band:
            said = line.band if width_of(line.text) + width_of(line.band) < rest else BAND_GLYPHS[line.band]
            return [
                label,
                (f"{fit(line.text, max(rest - len(said) - 1, 1))} ", ""),
                (said, BAND_STYLES[line.band]),
            ]
        weight = "" if not isinstance(line, Entry) or line.known else "lines--warning"
        return [label, (_cut(line.text, rest), weight)]

    def watch_api_names(self) -> None:
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        labels = (self._label(line) for line in self._lines if not isinstance(line, Heading))
        self._label_width = max(map(width_of, labels), default=0)

    def _label(self, line: Field) -> str:
        if self.api_names and line.name:
            return line.name
        return line.metric.label if isinstance(line, Measure) else line.term


def _cut(text: str, width: int) -> str:
    """Of an address both ends say something, of anything else the beginning."""
    return fit_middle(text, width) if "://" in text else fit(text, width)
