"""What opens over a screen: the prompt for a session, a value whole, the help."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from vpe_tui.errors import UsageFault
from vpe_tui.qoe.explain import Explained
from vpe_tui.service.targets import STDIN, Opening, is_file
from vpe_tui.text.cells import cut_middle, pad, width_of
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.uuid import session_uuid
from vpe_tui.tui.commands import CHOICE, DIALOG, EXPLANATION, MOVE, READ_ON, VALUE
from vpe_tui.tui.keys import Answer, bindings, give_keys_to
from vpe_tui.tui.says import Wanted
from vpe_tui.tui.screens.base import Dialog
from vpe_tui.tui.shell import Shell
from vpe_tui.tui.widgets.lines import Lines, Run

_ROWS_NAMED = 12
_NAME_ROOM = 21
"""Cells for what a choice is called, at least."""


class Scroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What may be longer than there is room: its frame says so."""

    def on_mount(self) -> None:
        for of in ("scroll_y", "virtual_size"):
            self.watch(self, of, self._say_more)

    def on_resize(self) -> None:
        self._say_more()

    def _say_more(self) -> None:
        self.border_subtitle = "more below ↓" if self.scroll_offset.y < self.max_scroll_y else ""

    def action_page(self, by: int) -> None:
        self.scroll_relative(y=by * self.size.height, animate=False)

    def action_half_page(self, by: int) -> None:
        self.scroll_relative(y=by * self.size.height // 2, animate=False)

    def action_first(self) -> None:
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        self.scroll_end(animate=False)


class Page(Scroll, can_focus=True, inherit_bindings=False):
    """Text to read, moved through with the same keys as every list."""

    BINDINGS = bindings(MOVE, READ_ON)

    def action_move(self, by: int) -> None:
        self.scroll_relative(y=by, animate=False)


class OpenScreen(Dialog[None], inherit_bindings=False):
    """Asks for a session: UUID, console URL or the path of a saved answer. Its screen takes the place of this one."""

    BINDINGS = bindings(DIALOG)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell

    def middle(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Open a session"), classes="heading")
            yield Answer(self.open, placeholder="UUID, console URL or FILE.json", id="target")
            yield Static(Content("enter opens it"), id="hint", classes="dim")

    def open(self, target: str) -> None:
        """Opens it at once: the next key is the session's."""
        try:
            target = target.strip()
            if target == STDIN:
                raise UsageFault("stdin cannot be opened here", "the keys come from it", "start with `vpe-tui -`")
            self._shell.open_instead(Opening(target if is_file(target) else session_uuid(target)))
        except UsageFault as fault:
            hint = self.query_one("#hint", Static)
            hint.set_class(True, "wrong")
            hint.update(Content(str(fault)))


def _fact(name: str, said: str, room: int) -> ComposeResult:
    """A fact: its name, and beside it what there is to say, wrapped in a column of its own."""
    with Horizontal(classes="fact"):
        label = Static(Content(name), classes="name")
        label.styles.width = room
        yield label
        yield Static(Content(said), classes="text")


class ValueScreen(Dialog[None], inherit_bindings=False):
    """A value whole, wrapped, to be read or selected; or facts by name, with a text below."""

    BINDINGS = bindings(DIALOG, VALUE)

    def __init__(self, name: str, value: str, plain: Callable[[], None], facts: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._heading = name
        self._value = value
        self._plain = plain
        self._facts = facts

    def middle(self) -> ComposeResult:
        with Page(classes="dialog"):
            yield Static(Content(self._heading), classes="heading")
            room = max((width_of(name) for name, _ in self._facts), default=0) + 2
            for name, said in self._facts:
                yield from _fact(name, said, min(room, self.app.size.width // 3))
            yield Static(Content(f"\n{self._value}" if self._facts else self._value))

    def action_plain(self) -> None:
        """On the terminal's own screen, as others may see it: it is there to be copied."""
        self._plain()


class Choices(Lines):
    """Things to choose from: a name, and what it stands for."""

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self.border_title = title
        self._choices = list(choices.items())
        self._name_room = max(_NAME_ROOM, *map(width_of, choices)) if choices else _NAME_ROOM

    def on_mount(self) -> None:
        self.show_lines(len(self._choices))

    @property
    def chosen(self) -> str:
        return self._choices[self.cursor][0]

    def runs(self, index: int, width: int) -> Sequence[Run]:
        name, value = self._choices[index]
        preview = " ".join(value[:500].split())
        room = min(self._name_room, width - 2)
        left = max(width - room - 2, 1)
        return [(f" {pad(name, room)} ", ""), (cut_middle(clean(preview), left), "lines--dim")]


class Parts(Choices, inherit_bindings=False):
    """All of them stand there: what goes by pages is what they stand in."""

    BINDINGS = bindings(MOVE, READ_ON)

    @property
    def _page(self) -> Scroll:
        return self.screen.query_one(Scroll)

    def action_page(self, by: int) -> None:
        self._page.action_page(by)

    def action_half_page(self, by: int) -> None:
        self._page.action_half_page(by)

    def action_first(self) -> None:
        super().action_first()
        self._page.action_first()

    def action_last(self) -> None:
        super().action_last()
        self._page.action_last()


class ExplainScreen(Dialog[Wanted | None], inherit_bindings=False):
    """A number, a finding or the verdict explained. Gives what to do with the rows it counts, or a part of it does."""

    BINDINGS = bindings(DIALOG, EXPLANATION)

    def __init__(self, explained: Explained) -> None:
        super().__init__()
        self._explained = explained

    def middle(self) -> ComposeResult:
        parts = self._explained.parts
        with Scroll(classes="dialog") if parts else Page(classes="dialog"):  # a page's keys would be before a list's
            yield Static(Content(self._explained.heading), classes="heading")
            if parts:
                choices = Parts("", {part.heading: _rows_said(part.rows) for part in parts})
                choices.add_class("parts")
                choices.styles.height = len(parts)
                yield choices
            room = max((width_of(name) for name, _ in self._explained.facts), default=0) + 2
            for name, said in self._explained.facts:
                yield from _fact(name, said, room)
            if not parts:
                yield Static(Content(f"\n{_rows_said(self._explained.rows)}"), classes="dim")

    def on_mount(self) -> None:
        if self._explained.parts:
            give_keys_to(self.query_one(Choices))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a row there is nothing to go to."""
        return action != "answer" or bool(self._explained.rows)

    @on(Lines.Chosen)
    def go_to_chosen(self) -> None:
        self.action_answer("go")

    def action_answer(self, do: Literal["filter", "go"]) -> None:
        self.dismiss(Wanted(do, self.query_one(Choices).cursor if self._explained.parts else 0))


def _rows_said(rows: Sequence[int]) -> str:
    shown = ", ".join(f"{row:,}" for row in rows[:_ROWS_NAMED])
    more = ", …" if len(rows) > _ROWS_NAMED else ""
    return f"{counted(len(rows), 'row')}: {shown}{more}" if rows else "no row to go to"


class Chosen(NamedTuple):
    """What was chosen, by its name; `plain` to be shown on a plain screen."""

    name: str
    plain: bool


class ChoiceScreen(Dialog[Chosen | None], inherit_bindings=False):
    """Asks which of some things is meant: a name each, and what stands beside it.

    Where `first_again`, the key that asked takes the first of them.
    """

    BINDINGS = bindings(DIALOG, CHOICE, VALUE)

    def __init__(
        self, title: str, choices: Mapping[str, str], *, first_again: bool = False, can_be_plain: bool = True
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._possible = {"choose_first": first_again, "plain": can_be_plain}

    def middle(self) -> ComposeResult:
        with Vertical(classes="dialog choices") as dialog:
            dialog.styles.height = len(self._choices) + 2  # its borders
            yield Choices(self._title, self._choices)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Not everything that is chosen from is asked for with a key of its own."""
        return self._possible.get(action, True)

    def action_choose_first(self) -> None:
        self.dismiss(Chosen(next(iter(self._choices)), plain=False))

    @on(Lines.Chosen)
    def action_choose(self) -> None:
        self.dismiss(Chosen(self.query_one(Choices).chosen, plain=False))

    def action_plain(self) -> None:
        self.dismiss(Chosen(self.query_one(Choices).chosen, plain=True))
