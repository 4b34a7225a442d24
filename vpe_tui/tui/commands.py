"""Every command, declared once: from here come bindings, footer, help, palette and the ids that `[keys]` remaps."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

HELP_LABEL = "help"
"""The one command the key bar always shows."""


class Command(NamedTuple):
    """`id` names it in `[keys]`; `label` is its word in the footer (none: not shown there); `says` is its help."""

    id: str
    keys: str
    action: str
    says: str
    label: str = ""


class Group(NamedTuple):
    """Commands that belong to one place, under the heading they have in the help."""

    heading: str
    commands: tuple[Command, ...]


MOVE = Group(
    "Move",
    (
        Command("move.up", "up,k", "move(-1)", "one line up"),
        Command("move.down", "down,j", "move(1)", "one line down"),
        Command("move.page-up", "pageup,b", "page(-1)", "one page up"),
        Command("move.page-down", "pagedown,space", "page(1)", "one page down"),
        Command("move.half-up", "ctrl+u", "half_page(-1)", "half a page up"),
        Command("move.half-down", "ctrl+d", "half_page(1)", "half a page down"),
        Command("move.first", "g,home", "first", "to the first line"),
        Command("move.last", "G,end", "last", "to the last line"),
    ),
)

SESSIONS = Group(
    "Sessions",
    (
        Command("sessions.open", "enter", "open_row", "open the session under the cursor", "open"),
        Command("sessions.refresh", "r", "refresh", "ask the API again", "refresh"),
        Command("sessions.demo", "d", "demo", "start the built-in demo", "demo"),
    ),
)

SESSION = Group(
    "Session",
    (
        Command(
            "session.refresh",
            "r",
            "refresh",
            "ask the API again",
            "refresh",
        ),
        Command("session.value", "enter", "value", "show the value under the cursor whole", "whole value"),
        Command("session.copy", "y", "copy", "copy the value under the cursor", "copy"),
        Command("session.names", "a", "names", "field names: the field's own terms, or the API's", "API names"),
        Command("session.zone", "z", "zone", "wall clock in the next zone: KST, local, UTC", "zone"),
        Command("pane.user", "1", "pane('user')", "to the pane User"),
        Command("pane.player", "2", "pane('player')", "to the pane Player"),
        Command("pane.media", "3", "pane('media')", "to the pane Media"),
        Command("pane.errors", "4", "pane('errors')", "to the pane Errors"),
        Command("pane.timeline", "5", "pane('timeline')", "to the timeline"),
        Command("pane.next", "tab", "next_pane(1)", "to the next pane", "panes"),
        Command("pane.previous", "shift+tab", "next_pane(-1)", "to the previous pane"),
    ),
)

DIALOG = Group("Dialog", (Command("dialog.close", "escape,q", "dismiss", "close", "close"),))

EVERYWHERE = Group(
    "Everywhere",
    (
        Command("app.open", "o", "open_prompt", "open by UUID, console URL or file", "open"),
        Command("app.back", "escape", "back", "one step out"),
        Command("app.help", "question_mark,f1", "help", "the keys that work here", HELP_LABEL),
        Command("app.palette", "colon,ctrl+p", "command_palette", "every command, by name"),
        Command("app.redraw", "ctrl+l", "redraw", "draw the screen anew"),
        Command("app.suspend", "ctrl+z", "suspend_process", "suspend; `fg` comes back"),
        Command("app.quit", "q,ctrl+q,ctrl+c", "quit", "quit", "quit"),
    ),
)

GROUPS = (MOVE, SESSION, SESSIONS, DIALOG, EVERYWHERE)


def bindings(*groups: Group) -> list[BindingType]:
    """The bindings of a screen or widget for its groups of commands."""
    return [
        Binding(command.keys, command.action, command.label or command.says, show=bool(command.label), id=command.id)
        for group in groups
        for command in group.commands
    ]


def by_id() -> dict[str, Command]:
    return {command.id: command for group in GROUPS for command in group.commands}


def wrong_keys(remapped: Iterable[str]) -> list[str]:
    """The ids in a `[keys]` table that name no command."""
    known = by_id()
    return [name for name in remapped if name not in known]
