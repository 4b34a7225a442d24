"""Handing sessions over: mark them, save them, and a colleague opens the file as a list."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from tests.tui.test_sessions import looked_at
from vpe_tui.demo.server import DemoServer
from vpe_tui.service.handed_over import room_of
from vpe_tui.settings.sources import Settings


async def test_marked_sessions_are_saved_and_open_as_a_list(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(server, tmp_path / "config") as ui:
        await ui.sees("40 sessions")
        await ui.press("space", "down", "space")
        await ui.sees("2 marked of 40 sessions")
        await ui.press("s")
        await ui.sees("saved ")
    lines = [json.loads(each) for each in (tmp_path / "vpe-2-sessions.ndjson").read_text("utf-8").splitlines()]
    assert len(lines) == 2
    with room_of(str(tmp_path / "vpe-2-sessions.ndjson"), Settings()) as room:
        async with explorer(None, room.directory, settings=room.settings) as ui:
            await ui.sees("Sessions of vpe-2-sessions.ndjson")
            await ui.sees("2 sessions ─")
            await ui.press("enter")
            await ui.sees("file · saved")
            assert any(each["uuid"] in ui.text for each in lines)
            await ui.press("r")
            await ui.sees("nothing is asked of the API")
            await ui.press("q", "1")
            await ui.sees("These are the sessions of vpe-2-sessions.ndjson: 2 shows them.")


async def test_without_a_mark_all_that_is_listed_is_handed_over(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(server, tmp_path / "config") as ui:
        await ui.sees("40 sessions")
        await ui.press("slash", *"mobile", "enter", "s")
        await ui.sees("saved ")
        shown = len(ui.app.screen.view.table.rows)
    (saved,) = tmp_path.glob("*.ndjson")
    assert len(saved.read_text("utf-8").splitlines()) == shown < 40


async def test_marks_go_with_one_step_out_before_the_words_do(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("slash", *"mobile", "enter", "space")
        await ui.sees("1 marked of 40")
        await ui.press("escape")
        await ui.until(lambda: "marked" not in ui.text)
        assert "· mobile" in ui.text
        await ui.press("space", "up", "space")
        await ui.until(lambda: "marked" not in ui.text, "the same key takes the mark away")


async def test_what_cannot_be_had_is_counted(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(server, tmp_path / "config") as ui:
        await ui.sees("40 sessions")
        ui.app.shell.worker.lookup._settings = replace(settings_for(server.base_url), base_url="http://127.0.0.1:9")
        await ui.app.shell.worker.lookup.aclose()
        await ui.press("space", "s")
        await ui.sees("nothing is saved; 1 session could not be had")


async def test_a_kept_session_is_handed_over_without_the_network(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await looked_at(server, tmp_path / "config", "d0c5e551-2025-4008-8252-000830082000")
    async with explorer(None, tmp_path / "config", settings=settings_for("http://127.0.0.1:9")) as ui:
        await ui.press("2", "s")
        await ui.sees("saved ")
