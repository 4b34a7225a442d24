"""The help: the keys that work on the screen beneath, from its live bindings; short first, then all of them."""

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from vpe_tui.text.cells import wrap
from vpe_tui.tui.commands import DIALOG, GROUPS, Command
from vpe_tui.tui.keys import bindings
from vpe_tui.tui.screens.base import Dialog
from vpe_tui.tui.screens.dialogs import Page

_ROOM, _KEY = 15, 5
"""Cells for the keys of a command, and for the first of them."""


class HelpScreen(Dialog[None], inherit_bindings=False):
    """The commands that the key bar knows, a line each; at a second `?` every command, under the names of its group."""

    BINDINGS = bindings(DIALOG)

    def __init__(self, keys_of: Mapping[str, str]) -> None:
        super().__init__()
        self._keys_of = keys_of
        self._tells_all = False

    def middle(self) -> ComposeResult:
        with Page(classes="dialog help"):
            yield Static(Content("\n").join(self._short()))

    def tell_more(self) -> None:
        """All of it, or the short one again."""
        self._tells_all = not self._tells_all
        lines = self._whole() if self._tells_all else self._short()
        self.query_one(Static).update(Content("\n").join(lines))
        self.query_one(Page).action_first()

    def _short(self) -> Iterator[Content]:
        yield from (
            self._short_line(command) for group in GROUPS for command in group.commands if self._is_short(command)
        )
        more = self._keys_of.get("app.help", "").split(" ")[0]
        hints = (f"{more} again: every key that works here", f"{self._finds} finds a command" if self._finds else "")
        yield Content("")
        yield Content.styled(" · ".join(hint for hint in hints if hint), "$muted")

    @property
    def _finds(self) -> str:
        """The key that finds a command; one that has none of its own is found by it."""
        return self._keys_of.get("app.palette", "").split(" ")[0]

    def _is_short(self, command: Command) -> bool:
        return bool(command.label and self._keys_of.get(command.id))

    def _whole(self) -> Iterator[Content]:
        for group in GROUPS:
            here = [self._line(command) for command in group.commands if command.id in self._keys_of]
            if here:
                yield Content.styled(group.heading, "bold $accent")
                yield from here
                yield Content("")

    def _line(self, command: Command) -> Content:
        keys = f"{self._keys_of[command.id] or self._finds:>{_ROOM}}  "
        says = wrap(command.says, self.query_one(Static).size.width - len(keys))
        return Content.assemble((keys, "$accent"), f"\n{' ' * len(keys)}".join(says))

    def _short_line(self, command: Command) -> Content:
        """With its first key alone: a line each, so that all of them are seen at once."""
        key = self._keys_of[command.id].split(" ")[0]
        return Content.assemble((f"{key:>{_KEY}}", "$accent"), f"  {command.says}")
