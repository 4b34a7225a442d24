"""What screens show over themselves: the choice of a list's order and of its columns, and explanations."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vpe_tui.tui.says import Explains
from vpe_tui.tui.screens.base import VpeScreen

if TYPE_CHECKING:  # a session's screen knows no list
    from vpe_tui.tui.sessions.lists import SessionTable


def explain(screen: VpeScreen, said: Explains) -> None:
    """Shows an explanation; who gave it hears what to do with the rows that it counts."""
    from vpe_tui.tui.screens.dialogs import ExplainScreen

    screen.app.push_screen(ExplainScreen(said.explained), said.then)


def offer_orders(screen: VpeScreen, table: "SessionTable") -> None:
    """Asks for the column to sort by."""
    from vpe_tui.tui.screens.columns import SortScreen

    def sort(by: str | None) -> None:
        if by is not None:
            table.sort_by(by)
            order = "largest or last first" if table.descending else "smallest or first first"
            screen.status_says(f"sorted by {by or 'what is starred or new'}: {order}")

    screen.app.push_screen(SortScreen(table.sorted_by, descending=table.descending), sort)


def offer_columns(screen: VpeScreen, table: "SessionTable") -> None:
    """Asks for the columns, for as long as the program runs; says what keeps them."""
    from vpe_tui.tui.screens.columns import ColumnsScreen

    def choose(names: Sequence[str] | None) -> None:
        if names is not None:
            table.choose(names)
            kept = f"config.toml keeps them: columns.{table.id} = {json.dumps(list(names))}"
            screen.status_says(kept if names else "the columns as they are by default")

    screen.app.push_screen(ColumnsScreen(table.shown), choose)
