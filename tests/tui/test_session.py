"""The session screen, used as its user would."""

from pathlib import Path

import pytest
from textual import events

from tests.drive import NOW_MS, explorer, settings_for
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.commands import MOVE, READ_ON
from vpe_tui.tui.keys import Answer
from vpe_tui.tui.remapping import remapped

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid
UNKNOWN = "00000000-0000-4000-8000-000000000000"


async def test_the_documented_example_field_by_field(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(220, 40), uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.settled()
        for said in (
            "NAVER Cloud introduction video", "VOD · 3 events · 2025-10-08 12:52:00 KST",
            "Windows / 10", "SK Broadband Co Ltd", "Korea, Republic of", "Yeoksam 2-dong, Gangnam-gu, Seoul",
            "Edge / 141.0.0.0", "***.***.***.***", "PC", "1680x1050", "ko", "/demo/scrollFloating",
            "0.008 s", "0.413 s", "0.421 s", "vpe-guide-website latest",
            "VOD", "hls", "91 s · 1 m 31 s", "master.m3u8", "2025-10-08 12:52:01",
            "end not in the log",
        ):  # fmt: skip
            assert said in ui.text, said
        rows = [line for line in ui.lines if "1080p" in line and "User" not in line and "Played" not in line]
        assert [" ".join(row.strip("│ ").split()) for row in rows] == [
            "+0.000 12:52:00.822 12:52:00.830 ○ player_start 8 ms 00:00 0% 1080p",
            "+0.013 12:52:00.835 12:52:01.248 ◆ startup 413 ms ━━╸ 00:00 0% 1080p",
            "+0.426 12:52:01.248 12:52:02.082 ▶ playing 834 ms ━━━ 00:00 0% 1080p",
        ]
        await ui.press("2", "end")
        for said in ("vpe-guide-website", "latest", "VPE", "https://vpe.*********.com"):
            assert said in ui.text, said


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: f"{entry.kind or 'documented'}-{entry.seed}")
async def test_every_kind_of_session_opens(server: DemoServer, tmp_path: Path, entry) -> None:
    """The first of a kind on the larger screen, others on the smaller."""
    size = (80, 24) if entry.seed else (120, 40)
    async with explorer(server, tmp_path, size=size, uuid=entry.uuid) as ui:
        await ui.sees("live · fetched")
        for pane in "1234":
            await ui.press(pane, "down", "end")
        await ui.press("5", "end")
        assert "row" in ui.text


async def test_a_hundred_thousand_events_are_all_there(
    server: DemoServer, tmp_path: Path, hundred_thousand: str
) -> None:
    async with explorer(server, tmp_path, uuid=hundred_thousand) as ui:
        await ui.sees("100,000 events")
        await ui.press("end")
        await ui.sees("row 99,999")
        await ui.sees("E0003")
        await ui.press("home", "pagedown")
        await ui.sees("row 16 ")


async def test_panes_and_their_values(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.press("1", "j", "j", "j")
        await ui.sees("Place (address): ")
        await ui.press("a")
        await ui.sees("visitedPage")
        await ui.press("a")
        await ui.press("3", "down", "down", "down", "down", "enter")
        await ui.sees("URL (url)")
        await ui.press("escape")
        await ui.until(lambda: "URL (url)\n" not in ui.text and "5 Timeline" in ui.text)


async def test_a_small_screen_shows_one_pane_at_a_time(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(80, 24), uuid=FAILED) as ui:
        await ui.sees("player_start")
        assert "IP address" not in ui.text
        await ui.press("tab")
        await ui.sees("IP address")
        assert "player_start" not in ui.text
        await ui.press("shift+tab")
        await ui.sees("player_start")


async def test_the_wall_clock_follows_the_zone(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("12:52:00.822")
        await ui.press("z", "z")
        await ui.sees("03:52:00.822")


async def test_a_kept_session_is_there_at_once_and_renewed_behind(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("live · fetched just now")
        await ui.keeps(FAILED)
    hour = 3_600_000
    async with explorer(server, tmp_path, uuid=FAILED, clock=lambda: NOW_MS + hour) as ui:
        await ui.sees("live · fetched just now")
        await ui.keeps(FAILED)
    settings = settings_for("http://127.0.0.1:9")
    async with explorer(None, tmp_path, uuid=FAILED, settings=settings, clock=lambda: NOW_MS + 3 * hour) as ui:
        await ui.sees("kept · fetched 2 h ago")
        await ui.sees("127.0.0.1")
        assert "player_start" in ui.text


async def test_a_fresh_kept_session_is_not_asked_for_again(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("live · fetched just now")
        await ui.keeps(FAILED)
    settings = settings_for("http://127.0.0.1:9")
    async with explorer(None, tmp_path, uuid=FAILED, settings=settings, clock=lambda: NOW_MS + 59_000) as ui:
        await ui.sees("kept · fetched 59 s ago")
        assert "127.0.0.1" not in ui.text
        await ui.press("r")
        await ui.sees("127.0.0.1")
        assert "player_start" in ui.text


async def test_no_network_and_nothing_kept_is_one_clear_answer(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, uuid=FAILED) as ui:
        await ui.sees("127.0.0.1")
        await ui.sees("r tries again.")


async def test_an_unknown_session_and_a_wrong_key(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=UNKNOWN) as ui:
        await ui.sees("No such session.")
    wrong = settings_for(server.base_url, project_id="another")
    async with explorer(server, tmp_path, uuid=FAILED, settings=wrong) as ui:
        await ui.sees("VPE_PROJECT_ID")


@pytest.mark.parametrize("size", [(120, 40), (40, 10)], ids=["120x40", "40x10"])
async def test_what_is_typed_in_the_palette_is_seen(server: DemoServer, tmp_path: Path, size: tuple[int, int]) -> None:
    async with explorer(server, tmp_path, size=size, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("player_start")
        await ui.press("colon", *"next stall")
        await ui.sees("next stall ")
        await ui.sees("›w ")
        await ui.sees("to the next stall")


async def test_help_and_palette_are_made_from_the_commands(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.press("question_mark")
        await ui.sees("again: every key that works here")
        assert "one page down" not in ui.text, "short first"
        await ui.press("question_mark")
        await ui.sees("one page down")
        await ui.press("question_mark")
        await ui.until(lambda: "one page down" not in ui.text, "the short one again")
        await ui.press("escape", "colon")
        await ui.sees("search every column, as you type")
        await ui.press(*"wall clock")
        await ui.press("enter")
        await ui.sees("wall clock in local")
        await ui.press("colon", *"keys used most")
        await ui.until(lambda: "search every column" not in ui.text and "the keys used most" in ui.text)
        await ui.press("enter")
        await ui.sees("finds a command")


async def test_a_remapped_key_works_and_shows(server: DemoServer, tmp_path: Path) -> None:
    settings = settings_for(server.base_url, keys={"session.zone": "ctrl+t"})
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID, settings=settings) as ui:
        await ui.sees("player_start")
        await ui.press("ctrl+t")
        await ui.sees("wall clock in local")
        await ui.press("question_mark", "question_mark")
        await ui.sees("ctrl+t  wall clock in the next zone")


def test_a_keys_table_that_cannot_be_is_told_line_by_line() -> None:
    assert remapped({"session.zone": "ctrl+t", "app.help": "f2,?"}).wrong == ()
    assert remapped(
        {"no.such": "x", "app.help": "notakey+foo", "session.value": "y", "session.refresh": "", "app.open": "y"}
    ).wrong == (
        "no.such: no such command",
        "app.help: “notakey+foo” is no key",
        "session.refresh: at least one key is needed",
        "y: both session.value and app.open",
    )


async def test_a_status_line_never_outlives_what_it_says(tmp_path: Path) -> None:
    with DemoServer() as server:
        async with explorer(server, tmp_path, uuid=FAILED) as ui:
            await ui.sees("live · fetched just now")
            server.stop()
            await ui.press("r")
            await ui.sees("not refreshed")
            await ui.sees("127.0.0.1")
            assert "player_start" in ui.text
            await ui.press("down")
            await ui.until(lambda: "127.0.0.1" not in ui.text, "the fault goes")


async def test_a_dialog_can_be_quit_from(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.press("question_mark")
        await ui.sees("every key that works here")
        await ui.pilot.press("Q")
        await ui.until(lambda: not ui.app.is_running, "the end")


async def test_in_a_window_behind_the_same_keys_do_the_same(server: DemoServer, tmp_path: Path) -> None:
    """The key bar goes on telling them; and where keys come all the same, as a multiplexer sends them, they are met."""
    async with explorer(server, tmp_path, uuid=simulate(Kind.FATAL_ERROR, 1).uuid) as ui:
        await ui.sees("player_start")
        await ui.settled()
        known, bar = ui.app.shell.live_keys(), ui.lines[-1]
        ui.app.post_message(events.AppBlur())
        await ui.until(lambda: ui.app.focused is None, "the focus gone")
        moving = {command.id for command in (*MOVE.commands, *READ_ON.commands)}
        assert set(known) - set(ui.app.shell.live_keys()) == moving and ui.lines[-1] == bar
        await ui.press("e")
        assert ui.app.screen.view.timeline.row
        await ui.press("o", *"quit?")
        assert ui.app.screen.query_one(Answer).value == "quit?"
