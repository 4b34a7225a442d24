"""Panes of fields: every field that came, in the field's own terms or with the API's names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.reactive import reactive

from vpe_tui.session.model import Session
from vpe_tui.session.records import Entry
from vpe_tui.tui.widgets.lines import Lines, Run, fit, fit_middle

_LABEL_SHARE, _NAME_SHARE = 0.56, 0.75


class Heading(NamedTuple):
    """A line between groups of fields."""

    text: str


Line = Entry | Heading


class FieldsPane(Lines):
    """Fields of one part of a session. A subclass says which, in `entries_of`."""

    TITLE = ""
    NOTHING = ""

    session: reactive[Session | None] = reactive(None)
    api_names: reactive[bool] = reactive(False)

    def __init__(self, number: int, id: str) -> None:
        super().__init__(id=id)
        self.border_title = f"{number} {self.TITLE}"
        self._lines: Sequence[Line] = ()
        self._label_width = 0

    def entries_of(self, session: Session) -> Iterable[Line]:
        raise NotImplementedError

    def watch_session(self, session: Session | None) -> None:
        self._lines = tuple(self.entries_of(session)) if session else ()
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
    def entry(self) -> Entry | None:
        """The field under the cursor."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, Entry) else None

    def runs(self, index: int, width: int) -> Sequence[Run]:
        line = self._lines[index]
        if isinstance(line, Heading):
            return [(fit(f" {line.text}", width), "lines--accent")]
        room = min(self._label_width, int(width * (_NAME_SHARE if self.api_names else _LABEL_SHARE)))
        label = fit(self._label(line), room)
        return [(f" {label} ", "lines--dim"), (_cut(line.text, max(width - room - 3, 1)), self._weight(line))]

    def watch_api_names(self) -> None:
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        labels = (self._label(line) for line in self._lines if isinstance(line, Entry))
        self._label_width = max(map(cell_len, labels), default=0)

    def _label(self, entry: Entry) -> str:
        return (self.api_names and entry.name) or entry.term

    def _weight(self, entry: Entry) -> str:
        return "" if entry.known else "lines--warning"


def _cut(text: str, width: int) -> str:
    """Of an address both ends say something, of anything else the beginning."""
    return fit_middle(text, width) if "://" in text else fit(text, width)
