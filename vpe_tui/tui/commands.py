"""Every command, declared once: from here come bindings, footer, help, palette and the ids that `[keys]` remaps."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

HELP_LABEL = "help"
"""The one command the key bar always shows."""


_NO_KEY = "no-key:"


def no_key(id: str) -> str:
    """What a command has for a key when it has none: no terminal sends it. To Textual an empty list is no change."""
    return f"{_NO_KEY}{id}"


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
        Command("move.page-down", "pagedown", "page(1)", "one page down"),
        Command("move.half-up", "ctrl+u", "half_page(-1)", "half a page up"),
        Command("move.half-down", "ctrl+d", "half_page(1)", "half a page down"),
        Command("move.first", "g,home", "first", "to the first line"),
        Command("move.last", "G,end", "last", "to the last line"),
    ),
)

READ_ON = Group("Read on", (Command("move.read-on", "space", "page(1)", "one page down"),))
"""Where space marks nothing."""

SESSIONS = Group(
    "Sessions",
    (
        Command("sessions.open", "enter", "open_row", "open the session under the cursor", "open"),
        Command("sessions.narrow", "slash", "narrow", "only rows that these words mean, as you type", "narrow"),
        Command("sessions.ask", "f", "ask", "what to list: device, video type, time range, how many", "filter"),
        Command("sessions.refresh", "r", "refresh", "ask the API again", "refresh"),
        Command("sessions.watch", "p", "watch", "ask every 15 s, or stop; new rows have a ●", "watch"),
        Command("sessions.next-list", "tab,shift+tab", "next_list", "to the other list", "recent · kept"),
        Command("sessions.recent", "1", "list('recent')", "to the recent sessions"),
        Command("sessions.kept", "2", "list('kept')", "to the sessions that were looked at here"),
        Command("sessions.sort", "S", "sort", "sort by a column; S again: the other way round", "sort"),
        Command("sessions.older", "O", "older", "older sessions than the API gave"),
        Command("sessions.triage", "T", "triage", "who else is hit: which are bad, since when, and why", "triage"),
        Command("sessions.columns", "C", "columns", "choose the columns, and their order"),
        Command("sessions.mark", "space", "mark", "mark it, to be compared or handed over; again: no longer"),
        Command("sessions.compare", "c", "compare", "compare it with the marked one, or with one to choose"),
        Command("sessions.save", "s", "save", "save the marked or listed sessions in a file for a colleague"),
        Command("sessions.star", "asterisk", "star", "star it, or take the star away: a starred session stays"),
        Command("sessions.note", "i", "note", "a note on it, for this list and for reports; it is never sent"),
        Command("sessions.delete", "delete", "delete", "delete what is kept of it here"),
        Command("sessions.undo", "u", "undo", "bring back what was deleted last, up to ten sessions"),
        Command("sessions.copy", "y", "copy", "copy its UUID"),
        Command("sessions.explain", "x", "explain", "explain this row: its verdict and its numbers", "explain"),
        Command("sessions.demo", "enter", "demo", "open the built-in demo: no key, no network", "demo"),
    ),
)

SESSION = Group(
    "Session",
    (
        Command("session.explain", "x", "explain", "explain the number, the finding or the row", "explain"),
        Command("session.explain-verdict", "X", "explain_verdict", "explain the verdict"),
        Command("session.refresh", "r", "want('refresh')", "ask the API again", "refresh"),
        Command("session.value", "enter", "value", "the whole value, or everything about the row", "details"),
        Command("session.star", "asterisk", "want('star')", "star it, or take the star away: a starred session stays"),
        Command("session.note", "i", "note", "a note on this row; in the panes 1 to 4 on the session"),
        Command(
            "session.copy", "y", "want('copy')", "copy the selected text, else the value or row at the cursor", "copy"
        ),
        Command("session.copy-as", "Y", "want('copy_as')", "what to copy: a report, the UUID, a link, the row, JSON"),
        Command("session.save", "s", "want('save')", "save a report, the rows, the answer or a picture", "save"),
        Command("session.compare", "c", "want('compare')", "compare it with the marked one, or with one to choose"),
        Command("session.watch", "p", "want('watch')", "ask every 15 s, or stop; on the last row it follows"),
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
        Command("timeline.next-gap", "d", "landmark('GAP', 1)", "to the next time without rows"),
        Command("timeline.previous-gap", "D", "landmark('GAP', -1)", "to the previous time without rows"),
        Command("timeline.time", "t", "go_to_time", "go to a time: +12:43, +3h, 12:52:00, 43%, or a row", "time"),
        Command("timeline.minute-back", "left_square_bracket", "minutes(-1)", "one minute back"),
        Command("timeline.minute-on", "right_square_bracket", "minutes(1)", "one minute on"),
        Command("timeline.fold", "h", "fold", "fold the heartbeats of a stretch of playing, or show each"),
        Command("timeline.mark", "m", "mark", "mark this row: times are counted from it"),
        Command("timeline.back", "less_than_sign", "trail(-1)", "back to where the last jump began"),
        Command("timeline.forward", "greater_than_sign", "trail(1)", "forward again"),
        Command("strip.zoom-in", "plus,equals_sign", "zoom(1)", "the strip shows half the time, around the cursor"),
        Command("strip.zoom-out", "minus", "zoom(-1)", "the strip shows twice the time"),
        Command("strip.zoom-to-mark", "Z", "zoom_to_mark", "the strip shows the time from the marked row to this one"),
    ),
)

COMPARISON = Group(
    "Comparison",
    (
        Command("comparison.open", "enter", "open_side", "open the session at this row, or what is folded", "open"),
        Command("comparison.next-difference", "n", "difference(1)", "to the next difference", "difference"),
        Command("comparison.previous-difference", "N", "difference(-1)", "to the previous difference"),
        Command("comparison.only", "U", "only", "show only what differs, or everything", "only differences"),
        Command("comparison.align", "A", "want('align')", "at the next of picture, start, playhead, clock", "align"),
        Command("comparison.swap", "I", "want('swap')", "A becomes B, and B becomes A", "swap"),
        Command("comparison.fold", "h", "fold", "fold what one side has alone, or show each row"),
        Command("comparison.explain", "x", "explain", "explain the number, or all about the row, in both", "explain"),
        Command("comparison.next-error", "e", "landmark('ERROR', 1)", "to the next error of one of the two"),
        Command("comparison.previous-error", "E", "landmark('ERROR', -1)", "to the previous error"),
        Command("comparison.next-stall", "w", "landmark('STALL', 1)", "to the next stall of one of the two"),
        Command("comparison.previous-stall", "W", "landmark('STALL', -1)", "to the previous stall"),
        Command("comparison.next-quality", "v", "landmark('QUALITY', 1)", "to the next quality change of one"),
        Command("comparison.previous-quality", "V", "landmark('QUALITY', -1)", "to the previous quality change"),
        Command("comparison.next-gap", "d", "landmark('GAP', 1)", "to the next time without rows of one of the two"),
        Command("comparison.previous-gap", "D", "landmark('GAP', -1)", "to the previous time without rows"),
        Command("comparison.refresh", "r", "refresh", "ask the API for both again", "refresh"),
        Command("comparison.watch", "p", "watch", "ask for both every 15 s, or stop"),
        Command("comparison.copy", "y", "want('copy')", "copy the selected text, else the line at the cursor", "copy"),
        Command("comparison.copy-as", "Y", "want('copy_as')", "what to copy: the report, the command line, a UUID"),
        Command("comparison.save", "s", "want('save')", "save a report of the comparison (Markdown)", "save"),
        Command("comparison.zone", "z", "zone", "wall clock in the next zone: KST, local, UTC"),
        Command("comparison.names", "a", "names", "fields by what they mean, or by the API's names"),
        Command("comparison.fields", "1", "pane('fields')", "to the fields"),
        Command("comparison.numbers", "2", "pane('numbers')", "to the numbers"),
        Command("comparison.rows", "3", "pane('rows')", "to the rows"),
        Command("comparison.next-pane", "tab", "next_pane(1)", "to the next pane", "panes"),
        Command("comparison.previous-pane", "shift+tab", "next_pane(-1)", "to the previous pane"),
    ),
)

TRIAGE = Group(
    "Who else is hit",
    (
        Command("triage.open", "enter", "choose", "only the sessions of this group; a session: open it", "open"),
        Command("triage.clear-filter", "F", "all", "all sessions again"),
        Command("triage.narrow", "slash", "narrow", "only rows that these words mean, as you type", "narrow"),
        Command("triage.explain", "x", "explain", "explain the number, the group or the session", "explain"),
        Command("triage.explain-verdict", "X", "explain_all", "explain the first sentence, and what is not known"),
        Command("triage.bad", "B", "want('bad')", "what is bad: failed, poor, or an error's code", "what is bad"),
        Command("triage.save", "s", "want('save')", "save the report for the incident channel", "report"),
        Command("triage.copy", "y", "want('copy')", "copy the command line that prints this"),
        Command("triage.copy-as", "Y", "want('copy_as')", "what to copy: the report, the command line, the UUID"),
        Command("triage.rest", "R", "want('rest')", "read the sessions that were not read, too"),
        Command("triage.window-back", "left_square_bracket", "window(-1)", "the window before this one"),
        Command("triage.window-on", "right_square_bracket", "window(1)", "the window after this one"),
        Command("triage.refresh", "r", "want('refresh')", "ask the API again", "refresh"),
        Command("triage.mark", "space", "mark", "mark it, to be compared; again: no longer"),
        Command("triage.compare", "c", "want('compare')", "compare it with the marked one, or with one to choose"),
        Command("triage.sort", "S", "want('order')", "sort by a column; S again: the other way round"),
        Command("triage.columns", "C", "want('columns')", "choose the columns, and their order"),
        Command("triage.numbers", "1", "pane('numbers')", "to the pane Numbers"),
        Command("triage.over-time", "2", "pane('over')", "to the pane Over time"),
        Command("triage.shared", "3", "pane('shared')", "to the pane Shared"),
        Command("triage.sessions", "4", "pane('sessions')", "to the sessions"),
        Command("triage.next-pane", "tab", "next_pane(1)", "to the next pane", "panes"),
        Command("triage.previous-pane", "shift+tab", "next_pane(-1)", "to the previous pane"),
    ),
)

DIALOG = Group("Dialog", (Command("dialog.close", "escape,q", "dismiss", "close", "close"),))

EXPLANATION = Group(
    "Explanation",
    (
        Command("explanation.filter", "f", "answer('filter')", "show only the rows it counts", "only these rows"),
        Command("explanation.go", "enter", "answer('go')", "go to the first of these rows", "first row"),
    ),
)

VALUE = Group(
    "Value",
    (Command("value.plain", "l", "plain", "show it on a plain screen, to select with the mouse", "plain screen"),),
)

CHOICE = Group(
    "Choice",
    (
        Command("choice.choose", "enter", "choose", "take this one", "take"),
        Command("choice.report", "Y", "choose_first", "copy the report", "report"),
    ),
)

SORTING = Group(
    "Sort",
    (
        Command("sorting.take", "enter", "take", "sort by this column; by the same one: the other way round", "sort"),
        Command("sorting.turn", "S", "turn", "the order that there is, the other way round", "other way round"),
    ),
)

COLUMNS = Group(
    "Columns",
    (
        Command("columns.show", "space", "show", "show this column, or hide it", "show · hide"),
        Command("columns.earlier", "left", "shift(-1)", "this column further to the left", "move left"),
        Command("columns.later", "right", "shift(1)", "this column further to the right", "move right"),
        Command("columns.take", "enter", "take", "take these columns", "take"),
        Command("columns.by-itself", "0", "by_itself", "the columns as they are by default", "default"),
    ),
)

EVERYWHERE = Group(
    "Everywhere",
    (
        Command("app.open", "o", "open_prompt", "open a session by UUID, console URL or file", "open"),
        Command("app.back", "escape", "back", "one step out: selection, search, filter, zoom, screen"),
        Command("app.leave", "q", "leave", "one step out; in the lists it quits", "leave"),
        Command("app.profile", "P", "choose_profile", "another profile; an open session is asked for there"),
        Command("app.palette", "colon,ctrl+p", "find_command", "find a command by its word, key or help, and run it"),
    ),
)

ALWAYS = Group(
    "In dialogs too",
    (
        Command("app.quit", "Q,ctrl+q,ctrl+c", "quit", "quit at once, from everywhere", "quit"),
        Command("app.help", "question_mark,f1", "help", "the keys used most; again: every key", HELP_LABEL),
        Command("app.redraw", "ctrl+l", "redraw", "draw the screen again"),
        Command("app.mouse", "M", "mouse", "give the mouse to the terminal, or take it back"),
        Command("app.signs", no_key("app.signs"), "signs", "draw with ASCII, or with our own signs again"),
        Command("app.suspend", "ctrl+z", "suspend_process", "suspend; `fg` comes back"),
    ),
)

GROUPS = (
    *(MOVE, READ_ON, SESSION, TIMELINE, SESSIONS, TRIAGE, COMPARISON, SORTING, COLUMNS),
    *(DIALOG, EXPLANATION, CHOICE, VALUE, EVERYWHERE, ALWAYS),
)


@cache
def by_id() -> Mapping[str, Command]:
    """Every command by its id."""
    return {command.id: command for group in GROUPS for command in group.commands}


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


def key_names(keys: str) -> str:
    """The keys of a command as people call them."""
    return " ".join(key_name(key) for key in keys.split(","))


def key_name(key: str) -> str:
    """A key as people call it; empty for none."""
    return "" if key.startswith(_NO_KEY) else _KEY_NAMES.get(key, key)
