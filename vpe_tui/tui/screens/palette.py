"""The palette: the commands possible here, found by their word in the key bar, their key and their help."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from vpe_tui.text.cells import fit
from vpe_tui.text.clean import folded
from vpe_tui.text.nearest import nearest
from vpe_tui.tui.commands import DIALOG, MOVE
from vpe_tui.tui.keys import Answer, bindings
from vpe_tui.tui.screens.base import Dialog
from vpe_tui.tui.shell import Possible
from vpe_tui.tui.widgets.lines import Lines, Run

_KEYS, _WORD = 16, 15
"""Cells for the keys and for the word of a command."""
_NARROW, _ONE_KEY = 64, 4
"""Cells below which the word gives way, and cells for the first key alone."""


class Found(Lines, can_focus=False):
    """The commands that were found: keys, word, help."""

    def __init__(self, found: Sequence[Possible]) -> None:
        super().__init__()
        self.found = found

    def on_mount(self) -> None:
        self.show(self.found)

    def show(self, found: Sequence[Possible], meant: str = "") -> None:
        """Others are found; the first of them is the one to run. Where none is, what may be `meant` is told."""
        self.found = found
        self.say("No command that can be run here is called that.", *([f"Did you mean “{meant}”?"] if meant else []))
        self.show_lines(len(found), cursor=0)

    def runs(self, index: int, width: int) -> Sequence[Run]:
        command, keys, _ = self.found[index]
        mark = "›" if index == self.cursor else " "
        if width < _NARROW:
            first = [(f"{mark}{fit(keys.split(' ')[0], _ONE_KEY)} ", "lines--accent")]
        else:
            first = [
                (f"{mark}{fit(keys, _KEYS)} ", "lines--accent"),
                (f"{fit(command.label, _WORD)} ", "lines--strong"),
            ]
        room = width - sum(len(text) for text, _ in first)
        return [*first, (fit(command.says, max(room, 1)), "")]


class PaletteScreen(Dialog[None], inherit_bindings=False):
    """Runs the command that is chosen where it was possible, in the turn of the key that chose it."""

    BINDINGS = bindings(MOVE, DIALOG)

    def __init__(self, possible: Sequence[Possible]) -> None:
        super().__init__()
        self._possible = possible
        self._sought = ""
        self._list = Found(possible)

    def middle(self) -> ComposeResult:
        with Vertical(classes="dialog palette"):
            yield Answer(self._run, placeholder="a command's word, key or help")
            yield self._list

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """To the first and the last letter, and to delete: that is the input's."""
        return action not in ("first", "last", "half_page")

    def action_move(self, by: int) -> None:
        self._look()
        self._list.action_move(by)

    def action_page(self, by: int) -> None:
        self._look()
        self._list.action_page(by)

    @on(Input.Changed)
    def _look(self) -> None:
        """What is found is of what stands there now."""
        sought = self.query_one(Answer).value.strip()
        if sought != self._sought:
            self._sought = sought
            matches = found(sought, self._possible)
            self._list.show(matches, "" if matches else guess(sought, self._possible))

    async def _run(self, _: str) -> None:
        self._look()
        if self._list.found:
            self.dismiss()
            await self._list.found[self._list.cursor].run()

    @on(Lines.Chosen)
    def _run_clicked(self) -> None:
        self.app.call_later(self._run, "")


def found(sought: str, possible: Sequence[Possible]) -> list[Possible]:
    """The commands that something is sought of, the likeliest first: the key itself, then word, then help."""
    ranked = [(rank, each) for each in possible if (rank := _rank(sought, each)) is not None]
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


def guess(sought: str, possible: Sequence[Possible]) -> str:
    """The word of a command that something may be a slip of: none is run by it."""
    return nearest(folded(sought), [each.command.label for each in possible if each.command.label])


def _rank(sought: str, possible: Possible) -> int | None:
    command, keys, _ = possible
    if sought in keys.split():
        return 0
    words, label, says = folded(sought).split(), folded(command.label), folded(command.says)
    if not all(word in f"{label} {says} {command.id} {folded(keys)}" for word in words):
        return None
    if all(word in label for word in words):
        return 1
    return 2 if all(f" {word}" in f" {says}" for word in words) else 3
