"""The palette: a command is found by its word in the key bar, its key and its help, and runs in its key's turn."""

from pathlib import Path

import pytest

from tests.drive import explorer
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.screens.palette import PaletteScreen
from vpe_tui.tui.session.view import SessionView


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("stall", "w"),  # its word
        ("w", "w"),  # its key
        ("W", "W"),
        ("?", "? F1"),
        ("to the next stall", "w"),  # its help
        ("NEXT stall", "w"),
        ("timeline.next-stall", "w"),  # its id, as the settings name it
        ("Q", "Q ctrl+q ctrl+c"),
    ],
)
async def test_what_is_found_first(server: DemoServer, tmp_path: Path, sought: str, first: str) -> None:
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.press("colon", *sought)
        await ui.sees(f"›{first} ")
        assert "timeline." not in ui.text.replace(sought, ""), "keys, not ids"


async def test_what_nobody_is_called(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(80, 24), uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.press("colon", *"nothing of the kind")
        await ui.sees("No command that can be run here is called that.")
        await ui.press("enter")
        assert isinstance(ui.app.screen, PaletteScreen)
        await ui.press("ctrl+u", *"serach")
        await ui.sees("Did you mean “search”?")
        await ui.press("enter")
        assert isinstance(ui.app.screen, PaletteScreen), "a guess runs nothing"
        await ui.press("ctrl+u", *"clock")
        await ui.sees("›z ")


async def test_a_command_is_found_and_run_in_one_burst_of_keys(server: DemoServer, tmp_path: Path) -> None:
    """Whatever follows is for the screen that the command leaves."""
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.settled()
        for key in ("end", "colon", *"mark", "enter", "up", "colon", "down", "down", "escape", "z"):
            ui.app.simulate_key(key)
        await ui.sees("wall clock in local")
        view = ui.app.screen.query_one(SessionView)
        assert view.held.mark is not None and view.timeline.row == view.held.mark - 1


async def test_a_click_runs_what_is_clicked_twice(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.press("colon", *"clock")
        await ui.sees("›z ")
        await ui.pilot.click("Found", offset=(10, 0), times=2)
        await ui.sees("wall clock in local")
