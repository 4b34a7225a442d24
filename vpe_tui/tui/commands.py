"""Every command, declared once: from here come bindings, footer, help, palette and the ids that `[keys]` remaps."""

from collections.abc import Mapping
from typing import NamedTuple

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
        Command("sessions.narrow", "slash", "narrow", "only rows that have all these words, as you type", "narrow"),
        Command("sessions.ask", "f", "ask", "what to list: device, video type, time range, how many", "filter"),
        Command("sessions.refresh", "r", "refresh", "ask the API again", "refresh"),
        Command("sessions.poll", "p", "poll", "ask again every 15 s, or no longer; new rows are marked ●", "poll"),
        Command("sessions.next-list", "tab,shift+tab", "next_list", "to the other list", "recent · kept"),
        Command("sessions.recent", "1", "list('recent')", "to the recent sessions"),
        Command("sessions.kept", "2", "list('kept')", "to the sessions that were looked at here"),
        Command("sessions.sort-next", "greater_than_sign", "sort(1)", "sort by the next column"),
        Command("sessions.sort-previous", "less_than_sign", "sort(-1)", "sort by the column before"),
        Command("sessions.sort-reverse", "s", "sort_reverse", "sort the other way round", "order"),
        Command("sessions.star", "asterisk", "star", "star it, or take the star away: a starred session stays"),
        Command("sessions.forget", "delete,x", "forget", "delete what is kept of it"),
        Command("sessions.undo", "u", "undo", "put back what was deleted last"),
        Command("sessions.copy", "y", "copy", "copy its UUID"),
        Command("sessions.demo", "d", "demo", "start the built-in demo", "demo"),
    ),
)

SESSION = Group(
    "Session",
    (
        Command("session.explain", "x", "explain", "explain the number, the finding or the row", "explain"),
        Command("session.explain-verdict", "X", "explain_verdict", "explain the verdict"),
        Command(
            "session.refresh",
            "r",
            "refresh",
            "ask the API again",
            "refresh",
        ),
        Command(
            "session.value",
            "enter",
            "value",
            "details: the value under the cursor whole, or all about the row",
            "details",
        ),
        Command("session.star", "asterisk", "star", "star it, or take the star away: a starred session stays kept"),
        Command("session.copy", "y", "copy", "copy the selected text, else the value or row at the cursor", "copy"),
        Command("session.copy-as", "Y", "copy_as", "copy the UUID, a link, the row, a report, the session as JSON"),
        Command("session.save", "s", "save", "save a report, the rows, the answer or a picture", "save"),
        Command("session.watch", "p", "watch", "ask again every 15 s, or no longer; at the end the cursor follows"),
        Command("session.names", "a", "names", "fields by what they mean, or by the API's names"),
        Command("session.zone", "z", "zone", "wall clock in the next zone: KST, local, UTC"),
        Command("pane.user", "1", "pane('user')", "to the pane User"),
        Command("pane.player", "2", "pane('player')", "to the pane Player"),
        Command("pane.media", "3", "pane('media')", "to the pane Media"),
        Command("pane.findings", "4", "pane('findings')", "to the pane Findings"),
        Command("pane.timeline", "5", "pane('timeline')", "to the timeline"),
        Command("pane.next", "tab", "next_pane(1)", "to the next pane", "panes"),
        Command("pane.previous", "shift+tab", "next_pane(-1)", "to the previous pane"),
    ),
)

TIMELINE = Group(
    "Timeline",
    (
        Command("timeline.search", "slash", "search", "search every column, as you type", "search"),
        Command("timeline.next-match", "n", "next_match(1)", "to the next match"),
        Command("timeline.previous-match", "N", "next_match(-1)", "to the previous match"),
        Command("timeline.filter", "f", "filter", "show only some rows: kinds, quality, longer than, text", "filter"),
        Command("timeline.clear-filter", "F", "clear_filter", "show every row again"),
        Command("timeline.next-error", "e", "landmark('ERROR', 1)", "to the next error", "error"),
        Command("timeline.previous-error", "E", "landmark('ERROR', -1)", "to the previous error"),
        Command("timeline.next-stall", "w", "landmark('STALL', 1)", "to the next stall (rebuffering)", "stall"),
        Command("timeline.previous-stall", "W", "landmark('STALL', -1)", "to the previous stall"),
        Command("timeline.next-quality", "v", "landmark('QUALITY', 1)", "to the next quality change"),
        Command("timeline.previous-quality", "V", "landmark('QUALITY', -1)", "to the previous quality change"),
        Command("timeline.next-gap", "d", "landmark('GAP', 1)", "to the next gap: time that no row tells of"),
        Command("timeline.previous-gap", "D", "landmark('GAP', -1)", "to the previous gap"),
        Command("timeline.time", "t", "go_to_time", "go to a time: +12:43, +3h, 12:52:00, 43%, or a row", "time"),
        Command("timeline.minute-back", "left_square_bracket", "minutes(-1)", "one minute back"),
        Command("timeline.minute-on", "right_square_bracket", "minutes(1)", "one minute on"),
        Command("timeline.mark", "m", "mark", "mark this row: times are told from it"),
        Command("timeline.back", "less_than_sign", "trail(-1)", "back to where the last jump began"),
        Command("timeline.forward", "greater_than_sign", "trail(1)", "forward again"),
        Command("strip.zoom-in", "plus,equals_sign", "zoom(1)", "the strip: half the time, around the cursor"),
        Command("strip.zoom-out", "minus", "zoom(-1)", "the strip: twice the time"),
        Command("strip.zoom-to-mark", "Z", "zoom_to_mark", "the strip: from the marked row to this one"),
    ),
)

DIALOG = Group("Dialog", (Command("dialog.close", "escape,q,question_mark,f1", "dismiss", "close", "close"),))

EXPLANATION = Group(
    "Explanation",
    (
        Command("explanation.filter", "f", "answer('filter')", "show only the rows it counts", "only these rows"),
        Command("explanation.go", "enter", "answer('go')", "to the first of them", "first row"),
        Command("explanation.close", "escape,q,x,X", "dismiss", "close", "close"),
    ),
)

VALUE = Group(
    "Value",
    (Command("value.plain", "p", "plain", "on a plain screen, to select with the terminal's own mouse", "plain"),),
)

CHOICE = Group(
    "Choice",
    (
        Command("choice.choose", "enter", "choose", "take this one", "take"),
        Command("choice.close", "escape,q", "dismiss", "close", "close"),
    ),
)

EVERYWHERE = Group(
    "Everywhere",
    (
        Command("app.open", "o", "open_prompt", "open a session by UUID, console URL or file", "open"),
        Command("app.back", "escape", "back", "one step out"),
        Command("app.help", "question_mark,f1", "help", "the keys that work here", HELP_LABEL),
        Command("app.palette", "colon,ctrl+p", "command_palette", "every command, by name"),
        Command("app.redraw", "ctrl+l", "redraw", "draw the screen anew"),
        Command("app.mouse", "M", "mouse", "leave the mouse to the terminal, or take it"),
        Command("app.suspend", "ctrl+z", "suspend_process", "suspend; `fg` comes back"),
        Command("app.quit", "q", "quit", "quit", "quit"),
        Command("app.quit-at-once", "ctrl+q,ctrl+c", "quit_at_once", "quit, out of a dialog too"),
    ),
)

GROUPS = (MOVE, SESSION, TIMELINE, SESSIONS, DIALOG, EXPLANATION, CHOICE, VALUE, EVERYWHERE)


def by_id() -> dict[str, Command]:
    return {command.id: command for group in GROUPS for command in group.commands}


_NO_KEY = "no-key:"

_KEY_NAMES: Mapping[str, str] = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "colon": ":",
    "asterisk": "*",
    "delete": "Del",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "f1": "F1",
}


def key_name(key: str) -> str:
    """A key as people call it; empty for none."""
    return "" if key.startswith(_NO_KEY) else _KEY_NAMES.get(key, key)


def no_key(id: str) -> str:
    """What a command has for a key when it has none: no terminal sends it. To Textual an empty list is no change."""
    return f"{_NO_KEY}{id}"
