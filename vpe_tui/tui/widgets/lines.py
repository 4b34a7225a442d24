"""`Lines`: a view that knows a count and can draw line i. Every list, pane and the timeline is one."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events, on
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from vpe_tui.text.cells import width_of, wrap
from vpe_tui.tui.commands import MOVE, READ_ON
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.widgets.pens import Pens
from vpe_tui.tui.widgets.selecting import selectable

Run = tuple[str, str]
"""Text, and the component class that styles it (`""`: as the view itself)."""


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrollable list with a cursor. A move draws two lines anew; a subclass draws one line in `runs`."""

    BINDINGS = bindings(MOVE, READ_ON)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--dim",
        "lines--strong",
        "lines--accent",
        "lines--warning",
        "lines--error",
        "lines--good",
        "lines--poor",
    }

    HEAD: ClassVar[int] = 0
    """Lines at the top that do not scroll: 1 with a head, else 0."""

    cursor: reactive[int] = reactive(0, repaint=False)
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """That there are more lines changes nobody's place: Textual would lay out the screen, and draw it, each time."""

    class Moved(Message):
        """The cursor of `lines` stands on another line."""

        def __init__(self, lines: "Lines") -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> "Lines":
            return self.lines

    class Chosen(Message):
        """The line under the cursor of `lines` was clicked twice."""

        def __init__(self, lines: "Lines") -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count = 0
        self._said: Sequence[str] = ()
        self._pens = Pens(self)

    def runs(self, index: int, width: int) -> Sequence[Run]:
        """The runs of line `index`, `width` cells in all."""
        raise NotImplementedError

    def head(self, width: int) -> Sequence[Run]:
        """The runs of the head line."""
        raise NotImplementedError

    def show_lines(self, count: int, *, cursor: int | None = None) -> None:
        """There are `count` lines now; the cursor stays where it is unless told."""
        self.count = count
        self.virtual_size = Size(self.size.width, count + self.HEAD)
        self.cursor = self.validate_cursor(self.cursor if cursor is None else cursor)
        self._keep_in_view()
        self.refresh()

    def say(self, *paragraphs: str) -> None:
        """What to show while there are no lines: why it is empty, and what to do."""
        self._said = paragraphs
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def refresh_line(self, y: int) -> None:
        """One line, and no cell of the border: each is bytes."""
        self.refresh(Region(0, y - self.scroll_offset.y, self.size.width, 1))

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_line(old + self.HEAD)
        self.refresh_line(new + self.HEAD)
        self._keep_in_view()
        if self.is_attached and self.screen.selections:
            self.screen.clear_selection()
        self.post_message(self.Moved(self))

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(event.size.width, self.count + self.HEAD)
        self._keep_in_view()

    @on(events.Focus)
    @on(events.Blur)
    def focus_moved(self) -> None:
        """The line under the cursor stands out while the keys are for this view."""
        self.refresh_line(self.cursor + self.HEAD)

    def on_click(self, event: events.Click) -> None:
        """Textual would select everything with the second click. A drag that ended here moves nothing."""
        event.prevent_default()
        if self.text_selection:
            return
        offset = event.get_content_offset(self)
        row = -1 if offset is None else offset.y - self.HEAD + self.scroll_offset.y
        if not 0 <= row < self.count:
            return
        self.cursor = row
        if event.chain == 2:
            self.post_message(self.Chosen(self))

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_page(self, by: int) -> None:
        self.cursor += by * max(self._room - 1, 1)

    def action_half_page(self, by: int) -> None:
        self.cursor += by * max(self._room // 2, 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = self.count - 1

    @property
    def _room(self) -> int:
        """Lines that fit below the head."""
        return self.size.height - self.HEAD

    def _keep_in_view(self) -> None:
        height = self._room
        top = self.scroll_offset.y
        if height > 0 and not top <= self.cursor < top + height:
            wanted = self.cursor if self.cursor < top else self.cursor - height + 1
            self.scroll_to(y=wanted, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index = y - self.HEAD + self.scroll_offset.y
        if not self.count:
            return self._strip(_said_at(y, self._said, width), on_cursor=False)
        if y < self.HEAD:
            return self._strip(self.head(width), on_cursor=False)
        if index >= self.count:
            return Strip.blank(width, self._pens.pen(""))
        strip = self._strip(self.runs(index, width), on_cursor=index == self.cursor and self.has_focus)
        return selectable(self, strip, index, self.scroll_offset.x)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse has selected."""
        first = selection.start.y if selection.start else 0
        last = min(selection.end.y if selection.end else self.count - 1, self.count - 1)
        lines = ["".join(text for text, _ in self.runs(index, self.size.width)) for index in range(first, last + 1)]
        up = Offset(0, first)
        start = selection.start - up if selection.start else None
        end = selection.end - up if selection.end else None
        return Selection(start, end).extract("\n".join(line.rstrip() for line in lines)), "\n"

    def _strip(self, runs: Sequence[Run], *, on_cursor: bool) -> Strip:
        width, rest = self.size.width, self._pens.pen("", on_cursor=on_cursor)
        segments = [Segment(text, self._pens.pen(name, on_cursor=on_cursor)) for text, name in runs if text]
        room = width - sum(width_of(segment.text) for segment in segments)
        if room < 0:
            return Strip(segments).adjust_cell_length(width, rest)
        if room:
            segments.append(Segment(" " * room, rest))
        return Strip(segments, width)  # told, not counted: see `text.cells`

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._pens.forget()


def _said_at(y: int, paragraphs: Sequence[str], width: int) -> Sequence[Run]:
    """Line `y` of what is said while there are no lines."""
    lines = [
        (line, "lines--dim" if number else "")
        for number, said in enumerate(paragraphs)
        for line in (*wrap(said, max(width - 3, 10)), "")
    ]
    text, name = lines[y] if y < len(lines) else ("", "")
    return [(" " + text, name)]
