"""The sessions screen and the ways from it."""

from pathlib import Path

from tests.drive import explorer, settings_for
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DemoServer


async def test_the_list_opens_a_session_and_esc_comes_back(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.sees(DOCUMENTED_UUID)
        await ui.press("enter")
        await ui.sees("NAVER Cloud introduction video")
        await ui.press("escape")
        await ui.sees("Recent sessions")
        await ui.press("escape")
        assert "Recent sessions" in ui.text


async def test_open_by_uuid_or_console_url(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("o")
        await ui.sees("UUID or console URL")
        await ui.press(*"nope", "enter")
        await ui.sees("Not a session UUID")
        await ui.press(*["backspace"] * 4)
        url = f"https://ma.vpe.naverncp.com/t0ken/console/audience/latest_sessions/{DOCUMENTED_UUID}/detail"
        await ui.press(*url, "enter")
        await ui.sees("NAVER Cloud introduction video")


async def test_a_session_opened_directly_steps_out_to_the_list(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.press("escape")
        await ui.sees("40 sessions")


async def test_without_credentials_the_screen_says_where_they_are(tmp_path: Path) -> None:
    settings = settings_for("https://127.0.0.1", project_id="", api_key=None, demo=False)
    async with explorer(None, tmp_path, settings=settings, size=(80, 24)) as ui:
        await ui.sees("Settings > Basic")
        await ui.sees("VPE_API_KEY")
        await ui.sees("config.toml")
        await ui.sees("d opens the demo")


async def test_a_list_that_cannot_be_fetched_says_why(tmp_path: Path) -> None:
    async with explorer(None, tmp_path) as ui:
        await ui.sees("127.0.0.1")
        await ui.sees("r asks again.")


async def test_a_list_that_cannot_be_renewed_stays(tmp_path: Path) -> None:
    with DemoServer() as server:
        async with explorer(server, tmp_path) as ui:
            await ui.sees("40 sessions")
            server.stop()
            await ui.press("r")
            await ui.sees("127.0.0.1")
            assert "40 sessions" in ui.text
