"""Notes on sessions and rows, and a session that is found as it was left."""

from pathlib import Path

from tests.drive import Explorer, explorer
from tests.tui.test_sessions import STORM, looked_at
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid


async def ready(ui: Explorer) -> None:
    await ui.sees("16 events")
    await ui.until(lambda: ui.app.screen.view.diagnosis is not None, "what it means")
    await ui.until(lambda: list(Path(ui.app.shell.worker.cache.directory).glob("*.gz")), "kept")


async def test_a_note_on_a_row_is_there_the_next_time(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("e", "i")
        await ui.sees("note at +7:10.488")
        await ui.press(*"edge2 down", "enter")
        await ui.sees("noted; starred, so that it stays")
        await ui.sees("“edge2 down” E0003")
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("“edge2 down” E0003")
        await ui.press("e", "i")
        await ui.press(*["backspace"] * 10, "enter")
        await ui.sees("no note")
        await ui.until(lambda: "edge2 down" not in ui.text)


async def test_a_note_on_a_session_is_told_in_the_list_and_found_there(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM)
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("1", "i")
        await ui.sees("note on this session")
        await ui.press(*"ask the CDN", "enter")
        await ui.sees("note: ask the CDN")
        await ui.press("escape")
        await ui.sees("Kept 2")
        await ui.press("2", "slash", *"ask cdn", "enter")
        await ui.sees("1 of 2")
        await ui.press("i")
        await ui.sees("ask the CDN")
        await ui.press(*" team", "enter")
        await ui.sees("noted; starred")
        await ui.press("enter")
        await ui.sees("note: ask the CDN team")


async def test_what_is_not_kept_can_have_none(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("i", *"qq", "enter")
        await ui.sees("so it can have no note")
        assert ui.app.is_running, "what is typed is a note, and no command"


async def test_a_session_is_found_as_it_was_left(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("t", *"10", "enter", "m", "f", *"stalls,errors", "enter", "e")
        await ui.sees("row 15 · mark 10 · 5 of 16")
        await ui.press("escape", "escape", "escape")
        await ui.sees("40 sessions")
        ui.app.shell.worker.settle(5)
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("16 events")
        await ui.sees("row 15")
        await ui.sees("mark 10")


async def test_a_link_goes_before_where_it_was_left(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("G", "escape")
        await ui.sees("40 sessions")
        ui.app.shell.worker.settle(5)
    async with explorer(server, tmp_path, uuid=FAILED, at="9") as ui:
        await ui.sees("row 9 · 16 events")
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("row 15 · 16 events")


async def test_who_only_looked_leaves_nothing(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ready(ui)
        await ui.press("escape")
        await ui.sees("40 sessions")
        ui.app.shell.worker.settle(5)
    assert not list(tmp_path.rglob("*.left"))
