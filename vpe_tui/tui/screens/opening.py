"""The two screens, each imported when it is first shown: the other one's import would only delay it."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vpe_tui.tui.screens.session import SessionScreen
    from vpe_tui.tui.screens.sessions import SessionsScreen


class Opening(NamedTuple):
    """What is to be opened, and where: a row to stand on, a filter in words."""

    uuid: str
    at: int | None = None
    filter: str = ""


def session_screen(opening: Opening) -> "SessionScreen":
    """The screen of one session."""
    from vpe_tui.tui.screens.session import SessionScreen

    return SessionScreen(opening)


def sessions_screen() -> "SessionsScreen":
    """The screen of the lists."""
    from vpe_tui.tui.screens.sessions import SessionsScreen

    return SessionsScreen()
