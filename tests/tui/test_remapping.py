"""Every command can have another key, and says so in the help and in the palette."""

from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.commands import GROUPS, MOVE, by_id, wrong_keys

MANY = [chr(ord("가") + place) for place in range(200)]
REMAPPED = dict(zip(by_id(), MANY, strict=False))


def test_every_command_has_an_id_of_its_own() -> None:
    ids = [command.id for group in GROUPS for command in group.commands]
    assert len(set(ids)) == len(ids) <= len(MANY)
    assert wrong_keys(REMAPPED) == []


@pytest.mark.parametrize("uuid", [None, DOCUMENTED_UUID], ids=["sessions", "session"])
async def test_all_keys_are_others_and_the_help_knows(server: DemoServer, tmp_path: Path, uuid: str | None) -> None:
    settings = settings_for(server.base_url, keys=REMAPPED)
    async with explorer(server, tmp_path, size=(160, 50), uuid=uuid, settings=settings) as ui:
        await ui.sees("player_start" if uuid else "40 sessions")
        keys = ui.app.live_keys()
        assert len(keys) > 15
        assert keys == {id: REMAPPED[id] for id in keys}, "whole lists are replaced"
        bound = {active.binding.id for active in ui.app.screen.active_bindings.values()}
        assert bound - {None} <= set(keys) | {"sessions.demo"}, "no key beside them"
        await ui.press(REMAPPED["app.palette"])
        await ui.sees("timeline.filter" if uuid else "sessions.open")  # the palette names ids
        assert {each.command.id for each in ui.app.possible} == set(keys) - {each.id for each in MOVE.commands}


def test_keys_with_alt_are_keys() -> None:
    assert wrong_keys({"session.zone": "alt+z,alt+left,alt+?"}) == []
    assert wrong_keys({"session.zone": "alt+nothing"}) == ["session.zone: “alt+nothing” is no key"]
