"""Every command can have another key, and says so in the help and in the palette."""

from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.commands import GROUPS, MOVE, READ_ON, by_id
from vpe_tui.tui.remapping import RENAMED, remapped

MANY = [chr(ord("가") + place) for place in range(200)]
REMAPPED = dict(zip(by_id(), MANY, strict=False))


def test_every_command_has_an_id_of_its_own() -> None:
    ids = [command.id for group in GROUPS for command in group.commands]
    assert len(set(ids)) == len(ids) <= len(MANY)
    assert remapped(REMAPPED).wrong == ()


@pytest.mark.parametrize("uuid", [None, DOCUMENTED_UUID], ids=["sessions", "session"])
async def test_all_keys_are_others_and_the_help_knows(server: DemoServer, tmp_path: Path, uuid: str | None) -> None:
    settings = settings_for(server.base_url, keys=REMAPPED)
    async with explorer(server, tmp_path, size=(160, 50), uuid=uuid, settings=settings) as ui:
        await ui.sees("player_start" if uuid else "40 sessions")
        keys = ui.app.shell.live_keys()
        assert len(keys) > 15
        assert keys == {id: REMAPPED[id] for id in keys}, "whole lists are replaced"
        bound = {active.binding.id for active in ui.app.screen.active_bindings.values()}
        assert bound - {None} <= set(keys) | {"sessions.demo"}, "no key beside them"
        possible = {each.command.id for each in ui.app.possible_here()}
        await ui.press(REMAPPED["app.palette"])
        await ui.sees(REMAPPED["timeline.filter" if uuid else "sessions.open"])  # the palette names keys
        assert possible == set(keys) - {each.id for each in MOVE.commands + READ_ON.commands}


def test_keys_with_alt_are_keys() -> None:
    assert remapped({"session.zone": "alt+z,alt+left,alt+?"}).wrong == ()
    assert remapped({"session.zone": "alt+nothing"}).wrong == ("session.zone: “alt+nothing” is no key",)


# A key that a user gives takes it from a default


def test_a_key_that_is_given_takes_it_from_a_default() -> None:
    found = remapped({"session.zone": "x", "app.help": "J"})
    assert found.wrong == ()
    assert found.told == ("session.explain gives up x for session.zone; no key is left to it",)
    assert remapped({"session.zone": "k"}).told == ("move.up gives up k for session.zone; it keeps up",)


def test_only_two_of_the_users_own_clash_and_only_where_both_are_live() -> None:
    assert remapped({"session.zone": "x", "session.star": "x"}).wrong == ("x: both session.star and session.zone",)
    assert remapped({"session.zone": "x", "sessions.ask": "x"}).wrong == ()
    assert remapped({"session.zone": "?", "app.help": "question_mark"}).wrong == (
        "question_mark: both session.zone and app.help",
    )


async def test_the_default_that_gave_way_is_found_in_help_and_palette(server: DemoServer, tmp_path: Path) -> None:
    keys = {"session.zone": "x", "timeline.mark": "slash", "session.star": "asterisk,k"}
    settings = settings_for(server.base_url, keys=keys)
    async with explorer(server, tmp_path, size=(160, 50), uuid=DOCUMENTED_UUID, settings=settings) as ui:
        await ui.sees("player_start")
        await ui.settled()
        assert "search" not in ui.lines[-1], "a command without a key is not in the key bar"
        await ui.press("x")
        await ui.sees("wall clock in local")
        keys_here = ui.app.shell.live_keys()
        assert (keys_here["session.explain"], keys_here["timeline.search"], keys_here["move.up"]) == ("", "", "↑")
        await ui.press("question_mark", "question_mark")
        await ui.sees("explain the number, the finding or the row")
        await ui.press("escape", "colon", *"session.explain")
        await ui.sees("explain the number, the finding or the row")


# Old ids


@pytest.mark.parametrize("old", RENAMED)
def test_an_id_of_an_older_version_works_and_is_named(old: str) -> None:
    new = RENAMED[old]
    assert old not in by_id()
    assert new in by_id()
    found = remapped({old: "f9"})
    assert (found.keys[new], found.wrong) == ("f9", ())
    assert found.told == (f"{old} is called {new} now",)


def test_where_both_names_are_given_the_new_one_counts() -> None:
    found = remapped({"a.b": "f9", "app.help": "f2"}, {"a.b": "app.help"})
    assert (dict(found.keys), found.wrong) == ({"app.help": "f2"}, ())
    assert found.told == ("a.b is called app.help now; both are given, and the new one counts",)
