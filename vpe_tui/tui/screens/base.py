"""What every screen has: a title line, a status line, the key bar, and the commands that work everywhere."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.selection import Selection
from textual.widget import Widget

from vpe_tui.errors import UsageFault
from vpe_tui.service.targets import Opening
from vpe_tui.text.clean import clean
from vpe_tui.text.uuid import session_uuid
from vpe_tui.tui.says import Said
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.textual_fixes import MendedScreen
from vpe_tui.tui.widgets.bars import Bar, KeyBar
from vpe_tui.tui.widgets.view import View

T = TypeVar("T")

LEAST = Size(40, 10)
"""Cells that the screens need."""

SIDE_BY_SIDE = Size(110, 32)
"""Cells in which the panes have room beside one another, and the timeline below them."""

_HEIGHTS = ((48, "-high"), (30, "-tall"), (20, "-medium"), (13, "-short"), (LEAST.height, "-tiny"), (0, "-too-short"))
"""From how many lines on a terminal is what."""


def classes_for(size: Size) -> Mapping[str, bool]:
    """The classes that styles know a terminal's size by; `-paged`: one pane at a time, as they do not fit side by side.

    A screen has them from its beginning: Textual's own breakpoints come with its first resize, and all is styled again.
    """
    height = next(name for least, name in _HEIGHTS if size.height >= least)
    pages = size.width < SIDE_BY_SIDE.width or size.height < SIDE_BY_SIDE.height
    return {"-too-narrow": size.width < LEAST.width, "-paged": pages} | {name: name == height for _, name in _HEIGHTS}


class TooSmall(Widget):
    """Lies over everything on a terminal that is; what is beneath goes on as it was."""

    ALLOW_SELECT = False

    def render(self) -> Content:
        here = self.app.size
        return Content(f"vpe-tui needs {LEAST.width}×{LEAST.height} cells; here are {here.width}×{here.height}.")


class VpeScreen(MendedScreen, Screen[None], inherit_bindings=False):
    """A full screen of the explorer: a view, a title line, a status line and the key bar.

    The subclass makes the view, and does what it tells (`does`) with the shell.
    """

    view: View

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._said = ""
        self._states: Mapping[str, str] = {}
        header = {f"-header-{shell.settings.header_colour}": True}
        self.update_classes({**classes_for(self.app.size), **header}, update=False)

    def compose(self) -> ComposeResult:
        yield Bar(id="title")
        yield from self.middle()
        yield Bar(id="status")
        yield KeyBar()
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        self.update_classes(classes_for(event.size))

    def middle(self) -> ComposeResult:
        yield self.view

    @property
    def keys_belong_to(self) -> View:
        return self.view

    @property
    def does(self) -> Mapping[type[Said], Callable[[Any], object]]:
        """What is done when something is said."""
        raise NotImplementedError

    def hear(self, said: Said) -> None:
        """Does what the view cannot do itself; once the screen goes, its parts before it, nothing is done any more."""
        if self.is_attached and self.display:  # what is being taken away is displayed no more
            self.does[type(said)](said)

    def draw_title(self) -> None:
        """The title line anew."""
        raise NotImplementedError

    def title_says(self, place: str, state: str) -> None:
        """The title line: in which profile and where this is, and the state of what it shows."""
        bar = self.query_one("#title", Bar)
        profile = clean(self.shell.settings.profile)
        bar.left = " › ".join(("vpe-tui", *([profile] if profile else []), place))
        bar.right = " · ".join(part for part in (self.shell.news and f"● {self.shell.news}", state) if part)

    def status_says(self, text: str) -> None:
        """One line about what an action did: it stays until the next key."""
        self._said = text
        self.draw_status()

    def state_says(self, of: str, text: str) -> None:
        """What is so: `of` names what it is about. It goes as soon as that is told anew, or with a key."""
        self._states = {name: said for name, said in {**self._states, of: text}.items() if said}
        self.draw_status()

    def take(self, pasted: str) -> None:
        """What is pasted outside of a prompt is a session to open."""
        try:
            self.shell.open_session(Opening(session_uuid(pasted)))
        except UsageFault as fault:
            self.status_says(str(fault))

    def on_click(self, event: events.Click) -> None:
        """Beside all text, too, Textual would select everything with the second click."""
        event.prevent_default()

    def validate_selections(self, selections: dict[Widget, Selection]) -> dict[Widget, Selection]:
        """A drag stays where it began. And what has no text cannot be selected: Textual would take a widget's name."""
        began = self.drag_began_in
        return {each: part for each, part in selections.items() if each.allow_select and began in (None, each)}

    def met(self) -> None:
        """A key or a click came: what the line said has been read, first what an action did, then what is so."""
        if self._said:
            self.status_says("")
        elif self._states:
            self._states = {}
            self.draw_status()

    def draw_status(self) -> None:
        self.query_one("#status", Bar).left = self._said or "; ".join(self._states.values()) or self.view.at_cursor


class Dialog(MendedScreen, ModalScreen[T], inherit_bindings=False):
    """What opens over a screen and gives a `T`. The subclass fills the middle; the key bar is its own."""

    def __init__(self) -> None:
        super().__init__()
        self.update_classes(classes_for(self.app.size), update=False)

    def on_resize(self, event: events.Resize) -> None:
        self.update_classes(classes_for(event.size))

    def compose(self) -> ComposeResult:
        yield from self.middle()
        yield KeyBar()
        yield TooSmall()

    def middle(self) -> ComposeResult:
        raise NotImplementedError
