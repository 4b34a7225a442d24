"""The thin lines around the panes: title bar, status line, key bar, pane tabs."""

from itertools import takewhile
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.screen import Screen
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from vpe_tui.text.cells import cut_middle, fit, width_of
from vpe_tui.tui.commands import HELP_LABEL
from vpe_tui.tui.widgets.selecting import selectable


class Bar(Widget):
    """One line with a left and a right text; the left one gives way."""

    left: reactive[str] = reactive("", repaint=False)
    right: reactive[str] = reactive("", repaint=False)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._drawn = ""

    def watch_left(self) -> None:
        self._renew()

    def watch_right(self) -> None:
        self._renew()

    def _renew(self) -> None:
        """Draws what differs from what stands there: a row's number is a few bytes, a line is many."""
        old, new = self._drawn, self._text()
        if cell_len(old) == cell_len(new) == width_of(new):  # a part of a line is cut out by Textual, in its cells
            before, after = _cells_alike(old, new), _cells_alike(old[::-1], new[::-1])
            self.refresh(Region(before, 0, max(self.size.width - before - after, 1), 1))
        else:
            self.refresh()

    def _text(self) -> str:
        width = self.size.width
        right = cut_middle(self.right, max(width - 3, 0))
        room = max(width - width_of(right) - 2, 1)
        return f" {fit(self.left, room - 1)} {right} "

    def render_line(self, y: int) -> Strip:
        self._drawn = self._text()
        return selectable(self, Strip([Segment(self._drawn, self.rich_style)], width_of(self._drawn)), y)

    def on_click(self, event: events.Click) -> None:
        """Textual would select all of it with the second click, and of the screen with the third."""
        event.prevent_default()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse has selected, of what is said now: it may be about to be drawn for others' eyes."""
        return selection.extract(self._text()).strip(), "\n"


def _cells_alike(one: str, other: str) -> int:
    """Cells that two texts begin with alike."""
    return cell_len("".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


class KeyBar(Widget):
    """The commands that are possible now, with their keys, most useful first."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key"}

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._commands_change)

    def _commands_change(self, screen: Screen[object]) -> None:
        """Behind a dialog it is drawn when that is gone: it would draw all that is in front."""
        if screen.is_current:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        key_style = self.rich_style + Style(color=self.get_component_rich_style("keybar--key").color)
        segments: list[Segment] = []
        for key, label in self._fitting(width):
            segments += [Segment(f" {key}", key_style), Segment(f" {label}  ", self.rich_style)]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _fitting(self, width: int) -> list[tuple[str, str]]:
        """As many as have room, from the left; the help always."""
        keys = self._keys()
        help_keys = [each for each in keys if each[1] == HELP_LABEL]
        room = width - sum(map(_cells, help_keys))
        fitting: list[tuple[str, str]] = []
        for each in keys:
            room -= 0 if each in help_keys else _cells(each)
            if room >= 0 or each in help_keys:
                fitting.append(each)
        return fitting

    def _keys(self) -> list[tuple[str, str]]:
        shown: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and (key := self.app.get_key_display(binding)):
                shown.setdefault(binding.id or binding.action, (key, binding.description))
        return list(shown.values())


def _cells(key: tuple[str, str]) -> int:
    return width_of(key[0]) + width_of(key[1]) + 4


class Tabs(Widget):
    """The names of the panes where only one fits; the one that is open stands out."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--open"}

    names: reactive[tuple[str, ...]] = reactive(())
    open: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        opened = self.rich_style + self.get_component_rich_style("tabs--open", partial=True)
        fits = sum(width_of(name) + 4 for name in self.names) <= self.size.width
        segments = [
            Segment(f" {number} {name} ", opened)
            if name.lower() == self.open
            else Segment(f" {number} {name} " if fits else f" {number} ", self.rich_style)
            for number, name in enumerate(self.names, 1)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
