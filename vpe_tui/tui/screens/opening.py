"""The two screens, each imported when it is first shown: the other one's import would only delay it."""

from typing import TYPE_CHECKING

from vpe_tui.tui.shell import Opening, Shell

if TYPE_CHECKING:
    from vpe_tui.tui.screens.session import SessionScreen
    from vpe_tui.tui.screens.sessions import SessionsScreen


def session_screen(shell: Shell, opening: Opening) -> "SessionScreen":
    """The screen of one session."""
    from vpe_tui.tui.screens.session import SessionScreen

    return SessionScreen(shell, opening)


def sessions_screen(shell: Shell) -> "SessionsScreen":
    """The screen of the lists."""
    from vpe_tui.tui.screens.sessions import SessionsScreen

    return SessionsScreen(shell)
