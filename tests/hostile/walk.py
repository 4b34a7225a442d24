"""Goes everywhere: presses the key of every command that is live, whatever screens, panes and dialogs there are."""

import unicodedata
from collections.abc import Callable

from tests.drive import Explorer
from vpe_tui.tui.commands import by_id

LEAVING = {"app.leave", "app.quit", "app.suspend", "app.back", "sessions.demo", "dialog.close"}
BIDI = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
STEPS_BACK = 8
"""Escapes that lead back from anywhere."""


def unsafe_in(text: str) -> set[str]:
    """Characters that could steer a terminal or turn text around."""
    return {each for each in set(text) - {"\n"} if _is_unsafe(each)}


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in BIDI


async def everywhere(ui: Explorer, look: Callable[[], None] = lambda: None) -> set[str]:
    """Presses the first key of every live command, and in what that opens every key again; `look` after each.

    Gives the ids of the commands that were met. It ends where it began.
    """
    home = ui.app.screen
    met: set[str] = set()
    for id in live(ui):
        await press(ui, id)
        look()
        opened = () if is_at(ui, home) else live(ui)
        for inner in opened:
            await press(ui, inner)
            look()
        met |= {id, *opened}
        await back(ui, home)
    return met


async def back(ui: Explorer, home: object) -> None:
    """Steps out until `home` is in front and asks nothing."""
    for _ in range(STEPS_BACK):
        if is_at(ui, home):
            return
        await ui.press("escape")
    assert is_at(ui, home), f"no way back from {ui.app.screen}"


def is_at(ui: Explorer, home: object) -> bool:
    return ui.app.screen is home and "app.open" in live(ui)


def live(ui: Explorer) -> list[str]:
    """The ids of the commands that work here and do not lead out."""
    return sorted(id for id in ui.app.shell.live_keys() if id in by_id() and id not in LEAVING)


async def press(ui: Explorer, id: str) -> None:
    """Runs a command as its key would, where the key still works."""
    for active in ui.app.screen.active_bindings.values():
        if active.binding.id == id and active.enabled:
            await ui.app.run_action(active.binding.action, active.node)
            await ui.pilot.pause()
            return
