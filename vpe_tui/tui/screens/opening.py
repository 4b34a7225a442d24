"""The screens, each imported when it is first shown: the import of the others would only delay it."""

from typing import TYPE_CHECKING

from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.tui.shell import Shell

if TYPE_CHECKING:
    from vpe_tui.service.triaging import Question
    from vpe_tui.tui.screens.compare import CompareScreen
    from vpe_tui.tui.screens.session import SessionScreen
    from vpe_tui.tui.screens.sessions import SessionsScreen
    from vpe_tui.tui.screens.triage import TriageScreen


def screen_of(
    shell: Shell, opening: "Opening | Comparing | Question"
) -> "SessionScreen | CompareScreen | TriageScreen":
    """The screen of one session, of two, or of who else is hit."""
    if isinstance(opening, Opening):
        from vpe_tui.tui.screens.session import SessionScreen

        return SessionScreen(shell, opening)
    if isinstance(opening, Comparing):
        from vpe_tui.tui.screens.compare import CompareScreen

        return CompareScreen(shell, opening)
    from vpe_tui.tui.screens.triage import TriageScreen

    return TriageScreen(shell, opening)


def sessions_screen(shell: Shell) -> "SessionsScreen":
    """The screen of the lists."""
    from vpe_tui.tui.screens.sessions import SessionsScreen

    return SessionsScreen(shell)
