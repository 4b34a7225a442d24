"""Copying from a screen."""

from functools import partial

from vpe_tui.service.ways import Way
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.screens.dialogs import ValueScreen

_SHOWN = 2_000
"""Characters of what could not be copied; the plain screen has all of it."""


async def copy_out(screen: VpeScreen, way: Way, text: str, name: str = "") -> None:
    """Copies, and says what became of it; what cannot be copied is shown, with the plain screen one key away."""
    copied = await screen.shell.copy(way, text, name)
    screen.status_says("" if copied.is_refused else copied.says)
    if copied.is_refused:
        plain = partial(screen.shell.show_plain, text)
        screen.app.push_screen(
            ValueScreen(f"{copied.says}. On a plain screen it can be selected:", text[:_SHOWN], plain)
        )
