"""Which project is this, and how to get to another one."""

from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from tests.wire import Wire, reply
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.server import DemoServer
from vpe_tui.settings.sources import Settings

FAILED = next(entry.uuid for entry in catalogue() if entry.row["isError"])
UNKNOWN = reply(404, b"{}")


@pytest.fixture
def live(server: DemoServer) -> Settings:
    return settings_for(server.base_url, demo=False, profile="live", header_colour="red")


async def test_the_profile_stands_in_the_header_of_every_screen(
    server: DemoServer, live: Settings, tmp_path: Path
) -> None:
    async with explorer(server, tmp_path, settings=live) as ui:
        await ui.sees("40 sessions")
        assert ui.lines[0].startswith(" vpe-tui › live › sessions")
        assert ui.app.screen.has_class("-header-red")
        await ui.press("enter")
        await ui.sees("vpe-tui › live › sessions › ")


async def test_another_profile_lists_its_own_sessions(server: DemoServer, live: Settings, tmp_path: Path) -> None:
    with Wire(beyond=UNKNOWN) as wire:
        here = settings_for(wire.url, demo=False)
        async with explorer(None, tmp_path, settings=here, profiles={"live": live}) as ui:
            await ui.sees("r asks again")
            await ui.press("P")
            await ui.sees("this one")
            assert "every profile" not in ui.text, "there is no session to ask for"
            await ui.press("down", "enter")
            await ui.sees("vpe-tui › live › sessions")
            await ui.sees("40 sessions")
            await ui.press("P", "enter")
            await ui.sees("r asks again")
            assert ui.lines[0].startswith(" vpe-tui › sessions")


async def test_a_session_that_this_project_does_not_know_is_asked_for_in_every_other(
    server: DemoServer, live: Settings, tmp_path: Path
) -> None:
    with Wire(beyond=UNKNOWN) as wire:
        here = settings_for(wire.url, demo=False)
        there = {"test": settings_for(wire.url, demo=False, profile="test"), "live": live}
        async with explorer(None, tmp_path, uuid=FAILED, settings=here, profiles=there) as ui:
            await ui.sees("No such session")
            await ui.press("P")
            await ui.sees("the first that knows this session")
            await ui.press("G", "enter")
            await ui.sees(f"vpe-tui › live › sessions › {FAILED}")
            await ui.sees("Video start failure")
            await ui.press("escape")
            await ui.sees("40 sessions")


async def test_where_no_profile_knows_a_session_nothing_changes(tmp_path: Path) -> None:
    with Wire(beyond=UNKNOWN) as wire:
        here = settings_for(wire.url, demo=False)
        there = {"test": settings_for(wire.url, demo=False, profile="test")}
        async with explorer(None, tmp_path, uuid=FAILED, settings=here, profiles=there) as ui:
            await ui.sees("No such session")
            await ui.press("P", "G", "enter")
            await ui.until(lambda: len(wire.requests) == 3, "both were asked")
            await ui.sees("No such session (HTTP 404)")
            assert ui.lines[0].startswith(f" vpe-tui › sessions › {FAILED}")
            assert ui.app.shell.settings.profile == ""


async def test_without_profiles_the_key_says_so(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, settings=settings_for(server.base_url, demo=False)) as ui:
        await ui.sees("40 sessions")
        await ui.press("P")
        await ui.sees("config.toml has no [profiles.NAME]")
