"""The sessions screen and the ways from it."""

import json
import threading
from pathlib import Path

import pytest
from textual import events

from tests.drive import NOW_MS, Explorer, Turns, explorer, settings_for
from tests.wire import Talk, Wire, after_request, reply
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.watch import Watch
from vpe_tui.tui.screens.sessions import SessionsScreen

STORM = simulate(Kind.STALL_STORM, 1).uuid


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
        await ui.sees("UUID, console URL or FILE.json")
        await ui.press(*"nope", "enter")
        await ui.sees("Not a session UUID")
        await ui.press(*["backspace"] * 4)
        url = f"https://ma.vpe.naverncp.com/t0ken/console/audience/latest_sessions/{DOCUMENTED_UUID}/detail"
        await ui.press(*url, "enter")
        await ui.sees("NAVER Cloud introduction video")


LINK = f"<https://ma.example/t0ken/console/audience/latest_sessions/{DOCUMENTED_UUID}/detail|this one>"


@pytest.mark.parametrize("pasted", [DOCUMENTED_UUID, f"\n  `{DOCUMENTED_UUID}`\n", f"\ufffd{LINK}\n"])
async def test_what_is_pasted_on_the_lists_is_opened(server: DemoServer, tmp_path: Path, pasted: str) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        ui.app.post_message(events.Paste(pasted))
        await ui.sees("NAVER Cloud introduction video")
        await ui.press("escape")
        await ui.sees("40 sessions")


async def test_what_is_pasted_and_names_no_session_is_said(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        ui.app.post_message(events.Paste(f"{DOCUMENTED_UUID}\n{STORM}\n"))
        await ui.sees("Not a session UUID: “")
        ui.app.post_message(events.Paste("\n \n"))
        await ui.press("j")
        assert "Not a session" not in ui.text
        assert len(ui.app.screen_stack) == 1


@pytest.mark.parametrize("pasted", [f"\n\n <{DOCUMENTED_UUID}>\nx", LINK])
async def test_what_is_pasted_into_a_prompt_stays_there(server: DemoServer, tmp_path: Path, pasted: str) -> None:
    """Its first line that says something, in its turn among what is typed."""
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        for event in (events.Key("o", "o"), events.Paste(pasted), events.Key("enter", None)):
            ui.app.post_message(event)
        await ui.sees("NAVER Cloud introduction video")


async def test_a_paste_waits_for_the_screen_as_keys_do(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        ui.app.shell.keys.hold(ui.app.screen)
        ui.app.post_message(events.Paste(DOCUMENTED_UUID))
        await ui.pilot.pause()
        assert len(ui.app.screen_stack) == 1
        ui.app.shell.keys.let_go(ui.app.screen)
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
        assert "config.toml" in "".join(line.strip(" │") for line in ui.lines), "its directory may be of any length"
        await ui.sees("Enter opens the demo")


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


async def test_an_old_fault_goes_when_the_next_answer_is_good(tmp_path: Path) -> None:
    good = reply(200, json.dumps({"code": 200, "result": [{"uuid": f"{1:08d}-0-0-0-0"}]}).encode())
    with Wire(good, reply(403, b"{}"), good) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url)) as ui:
            turns = Turns()
            ui.app.shell.worker.watch = Watch(turns.sleep)
            await ui.sees("1 session ─")
            await ui.press("p")
            await ui.sees("not refreshed")
            fault = ui.lines[-2].strip()
            turns.next()
            await ui.until(lambda: "not refreshed" not in ui.text and fault not in ui.text, "the fault gone")


# Kept sessions


async def looked_at(server: DemoServer, directory: Path, *uuids: str) -> None:
    """Sessions that were looked at before, the last one latest."""
    for number, uuid in enumerate(uuids):
        lookup = Lookup(settings_for(server.base_url), directory, lambda number=number: NOW_MS - 600_000 + number)
        found = await lookup.fetch(uuid)
        assert await lookup.keep(found) == ""
        await lookup.aclose()


def row_with(ui: Explorer, text: str) -> str:
    return next((line for line in ui.lines if text in line and line.startswith("│")), "")


async def test_a_session_that_was_looked_at_is_kept_and_known_in_both_lists(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("2")
        await ui.sees("Nothing is kept here yet.")
        await ui.press("1", "enter")
        await ui.sees("live · fetched")
        await ui.press("escape")
        await ui.sees("◂ stopped early")
        await ui.sees("2 Kept 1")
        await ui.press("tab")
        await ui.sees("1 session ─")
        assert "NAVER Cloud introdu" in row_with(ui, "SK Broadband")
        await ui.press("enter")
        await ui.sees("kept · fetched")


async def test_what_another_program_keeps_is_seen(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM)
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 1")
        await looked_at(server, tmp_path, DOCUMENTED_UUID)
        await ui.sees("Kept 2")


async def test_words_narrow_as_they_are_typed(server: DemoServer, tmp_path: Path) -> None:
    """`sk broadband edge` is of the details: it finds yesterday's session among the kept."""
    await looked_at(server, tmp_path, STORM, DOCUMENTED_UUID)
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 2")
        await ui.press("2", "slash", *"sk broadband")
        await ui.sees("1 of 2 sessions")
        await ui.press(*" edge e0003")
        await ui.sees("0 of 2 sessions")
        await ui.sees("None of 2 sessions fits these words.")
        await ui.press(*["backspace"] * 6, "enter")
        await ui.sees("1 of 2 sessions · sk broadband edge")
        await ui.press("1")
        await ui.sees("1 of 40 sessions")
        await ui.press("escape")
        await ui.sees("40 sessions ─")
        await ui.press("slash", *"mobile", "escape")
        assert "─ 40 sessions ─" in ui.text


async def test_words_may_look_like_markup(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("slash", *"[/] [@click=app.quit]", "enter")
        await ui.sees("0 of 40 sessions · [/] [@click=app.quit] ─")
        await ui.press("escape", "f", *"[/]")
        await ui.sees("“[/]” is none of")
        await ui.press("escape")
        await ui.sees("40 sessions ─")


async def test_any_column_sorts(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(160, 40)) as ui:
        await ui.sees("40 sessions")
        await ui.sees("when ▼")
        await ui.press("down", "down", "S")
        await ui.sees("how long it stalled")
        await ui.press(*["down"] * 17, "enter")
        await ui.sees("sorted by rebuffering: largest")
        await ui.sees("1 of 40")
        assert "▼ rebuffering" in ui.text
        assert "3 m 09 s" in ui.lines[4]
        await ui.press("S", "S")
        await ui.sees("▲ rebuffering")
        assert " 0 s " in ui.lines[4]
        await ui.pilot.click("#recent", offset=(26, 1))
        await ui.sees("verdict ▲")
        assert "✗ error" in ui.lines[4]
        await ui.pilot.click("#recent", offset=(26, 1))
        await ui.sees("verdict ▼")


async def test_a_sort_that_is_not_chosen_changes_nothing(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("down", "S", "down", "escape")
        await ui.sees("2 of 40")
        assert "when ▼" in ui.text


async def test_columns_are_chosen_and_put_in_order(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, size=(120, 40)) as ui:
        await ui.sees("40 sessions")
        await ui.press("C")
        await ui.sees("✓ when")
        await ui.sees("space show · hide")
        await ui.press("space", "down", "right", "enter")
        await ui.sees('config.toml keeps them: columns.recent = ["device')
        assert ui.lines[3].split()[1:3] == ["device", "verdict"], "`when` is hidden, `verdict` comes after `device`"
        await ui.press("C", "0")
        await ui.sees("by default")
        assert ui.lines[3].split()[1:3] == ["when", "▼"]


async def test_columns_are_those_of_the_settings(server: DemoServer, tmp_path: Path) -> None:
    settings = settings_for(server.base_url, columns_recent=("UUID", "origin"))
    async with explorer(server, tmp_path, settings=settings) as ui:
        await ui.sees("40 sessions")
        assert ui.lines[3].split()[1:-1] == ["UUID", "origin"]


async def test_a_wide_terminal_shows_more_and_nothing_half_empty(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM, DOCUMENTED_UUID)
    async with explorer(server, tmp_path, size=(200, 40)) as ui:
        await ui.sees("40 sessions")
        assert "UUID" in ui.lines[3]
        assert "host" not in ui.lines[3], "nothing is known of most of them there"
        await ui.press("2")
        await ui.sees("2 sessions ─")
        assert {"version", "host", "device", "OS"} <= set(ui.lines[3].split())
        assert "*********.nav" in row_with(ui, "SK Broadband")


async def test_a_poor_session_says_so_without_a_colour(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM)
    async with explorer(server, tmp_path, size=(80, 24)) as ui:
        await ui.sees("Kept 1")
        await ui.press("2")
        await ui.until(lambda: row_with(ui, " ! "), "a poor session")


async def test_words_of_the_list_are_those_of_the_timeline(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("slash", *"-device:pc")
        await ui.sees("device:")
        shown = len([line for line in ui.lines if line.startswith("│") and " Mobile " in line])
        await ui.sees(f"{shown} of 40")
        await ui.press("ctrl+u", *"de")
        await ui.sees("device:")
        await ui.press(*"vice:")
        await ui.sees("device:pc ")
        await ui.press("ctrl+u", *"start:soon", "enter")
        await ui.sees("“start:soon” has no number; start:>3 has")
        await ui.press("ctrl+u", *"start:>9s", "enter")
        await ui.sees("2 of 40 sessions · start:>9s")


async def test_a_session_is_starred_deleted_and_put_back(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM, DOCUMENTED_UUID)
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 2")
        await ui.press("2", "asterisk")
        await ui.sees("starred: it is kept until")
        assert "★" in row_with(ui, "SK Broadband")
        await ui.press("delete")
        await ui.sees("a starred session is not deleted")
        await ui.press("asterisk")
        await ui.sees("no star")
        await ui.press("delete")
        await ui.sees("deleted: u brings it back")
        await ui.sees("1 session ─")
        await ui.press("u")
        await ui.sees("it is kept again")
        assert row_with(ui, "SK Broadband")
        await ui.press("u")
        await ui.sees("nothing was deleted")


async def test_what_is_not_kept_has_no_star(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("asterisk")
        await ui.sees("only a session that is kept can be starred")
        await ui.press("delete")
        await ui.sees("this session is not kept here")


async def test_a_damaged_entry_is_said_once_and_left_out(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM, DOCUMENTED_UUID)
    next((tmp_path / "recents").glob(f"{STORM}*")).write_bytes(b"damaged")
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 1")
        await ui.sees(f"the kept session {STORM} cannot be used")


# What the API is asked for


async def test_the_list_is_asked_for_in_words(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("f", *"tv")
        await ui.sees("“tv” is none of pc, mobile")
        await ui.press("enter")
        assert "ask for" in ui.text
        await ui.press("backspace", "backspace", *"live from:2025-10-07")
        await ui.sees("LIVE · from 2025-10-07 00:00:00 KST")
        await ui.press("enter")
        await ui.sees("2 sessions ─")
        assert ui.lines[1].endswith("live from:2025-10-07")
        await ui.press("f", "ctrl+u", "enter")
        await ui.sees("40 sessions ─")


async def test_new_rows_are_marked_and_the_cursor_stays_on_its_session(tmp_path: Path) -> None:
    rows = [{"uuid": f"{number:08d}-0-0-0-0", "logDate": "2025-10-08 12:00:00", "origin": "x"} for number in range(4)]

    def answer(*numbers: int) -> bytes:
        return reply(200, json.dumps({"code": 200, "result": [rows[number] for number in numbers]}).encode())

    with Wire(answer(2, 1), answer(3, 2, 1), answer(3, 2, 1)) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url)) as ui:
            await ui.sees("2 sessions")
            await ui.press("down")
            await ui.sees("00000001-0-0-0-0")
            await ui.press("p")
            await ui.sees("1 new session")
            await ui.sees("again every 15 s")
            assert [line[3] for line in ui.lines[4:7]] == ["●", " ", " "]
            await ui.press("p")
            await ui.until(lambda: "again every" not in ui.text, "no longer polling")
            await ui.press("down", "up", "down")
            await ui.sees("00000001-0-0-0-0")
            await ui.press("r")
            await ui.until(lambda: "●" not in ui.text, "no new rows")


async def test_a_polled_list_is_asked_for_again_and_again(tmp_path: Path) -> None:
    rows = [{"uuid": f"{number:08d}-0-0-0-0", "logDate": "2025-10-08 12:00:00"} for number in range(4)]
    answers = [reply(200, json.dumps({"code": 200, "result": rows[:count]}).encode()) for count in (1, 2, 3, 4)]
    with Wire(*answers) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url)) as ui:
            turns = Turns()
            ui.app.shell.worker.watch = Watch(turns.sleep)
            await ui.sees("1 session ─")
            await ui.press("p")
            for count in (2, 3, 4):
                await ui.sees(f"{count} sessions ─")
                turns.next()
            await ui.sees("not refreshed")
            await ui.press("p")
            await ui.until(lambda: "again every" not in ui.text, "no longer polling")


async def test_what_came_since_somebody_looked_is_counted_in_every_header(server: DemoServer, tmp_path: Path) -> None:
    rows = [
        {"uuid": f"{number:08d}-0000-4000-8000-000000000000", "logDate": f"2025-10-08 12:00:0{number}", "isError": n}
        for number, n in enumerate((False, False, True))
    ]

    def answer(*numbers: int) -> bytes:
        return reply(200, json.dumps({"code": 200, "result": [rows[number] for number in numbers]}).encode())

    gone = reply(200, b'{"code": 200, "result": {}}')
    with Wire(answer(0), answer(0), gone, answer(2, 1, 0)) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url, notify="bell")) as ui:
            rung: list[str] = []
            ui.app.shell.ring = rung.append  # type: ignore[method-assign]
            turns = Turns()
            ui.app.shell.worker.watch = Watch(turns.sleep)
            await ui.sees("1 session ─")
            await ui.press("p")
            await ui.until(lambda: len(wire.requests) == 2, "the first poll")
            await ui.press("enter")
            await ui.until(lambda: len(wire.requests) == 3, "the session asked for")
            await ui.sees("sessions › 00000000")
            turns.next()
            await ui.sees("● 2 new, 1 failed")
            assert rung == ["2 new, 1 failed"]
            await ui.press("escape")
            await ui.sees("3 sessions ─")
            assert "● 2 new, 1 failed" in ui.lines[0]
            assert "1 of 3" in ui.text, "the cursor was on the first line, and still is"
            await ui.press("down")
            await ui.until(lambda: "2 new" not in ui.lines[0], "somebody looked")


async def test_a_list_that_is_cut_says_so_and_walks_on(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions ─")
        await ui.press("f", *"limit:15", "enter")
        await ui.sees("15 sessions, the API gives no more · back to 2025-10-06 21:01 · O older")
        await ui.press("down", "O")
        await ui.sees("14 older sessions")
        await ui.sees("2 of 29")
        await ui.press("O")
        await ui.sees("40 sessions ─")
        await ui.press("O")
        await ui.sees("nothing older came")
        await ui.press("r")
        await ui.sees("40 sessions ─")


async def test_what_is_listed_as_a_uuid_and_is_none_leads_nowhere(tmp_path: Path) -> None:
    """A path in its place would be opened as a file of this machine, and `[/]` is markup."""
    (tmp_path / "secret.json").write_bytes(session_body(DOCUMENTED_UUID) or b"")
    rows = [{"uuid": uuid, "origin": "[/]\x1b[2J"} for uuid in (f"{tmp_path}/secret.json", "-", "", None, "[/]", 5, {})]
    with Wire(reply(200, json.dumps({"code": 200, "result": rows}).encode())) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url, prefetch=True)) as ui:
            await ui.sees(f"{len(rows)} sessions")
            for _ in rows:
                await ui.press("enter")
                await ui.sees("this row has no UUID that could be asked for")
                screen = ui.app.screen
                assert isinstance(screen, SessionsScreen)
                screen.prefetch_resting()
                await ui.press("down")
            assert len(wire.requests) == 1
            assert "␛[2J" in ui.text


async def test_a_resting_row_is_prefetched_and_opens_at_once(tmp_path: Path) -> None:
    with DemoServer() as server:
        async with explorer(None, tmp_path, settings=settings_for(server.base_url, prefetch=True)) as ui:
            await ui.sees("40 sessions")
            await ui.sees("Stopped early")
            assert "Kept 1" not in ui.text, "nobody looked at it yet"
            server.stop()
            await ui.press("enter")
            await ui.sees("player_start")
            await ui.press("escape")
            await ui.sees("Kept 1")


async def test_what_comes_under_the_cursor_by_itself_is_not_fetched(tmp_path: Path) -> None:
    """What is fetched takes its place in the order, and another is the first line: the whole list would be fetched."""
    with DemoServer() as server:
        async with explorer(None, tmp_path, settings=settings_for(server.base_url, prefetch=True)) as ui:
            await ui.sees("Stopped early")
            screen = ui.app.screen
            assert isinstance(screen, SessionsScreen)
            await ui.press("/", *"error", "enter", "S", "down", "enter")
            await ui.sees("✗ no start")
            await ui.until(lambda: not any(worker.group == "prefetch" for worker in ui.app.workers), "the end of it")
            first = screen.view.table.row
            assert first is not None
            assert first.verdict == "✗ error"
            assert not screen.prefetch.wants(first)
            fetched = len(screen.prefetch._ahead)
            await ui.press("down")
            await ui.until(lambda: len(screen.prefetch._ahead) > fetched, "somebody went there")


async def test_a_prefetch_is_given_up_when_the_cursor_moves_on(tmp_path: Path) -> None:
    rows = [{"uuid": f"0000000{number}-0000-4000-8000-000000000000"} for number in range(3)]
    gone = threading.Event()

    def hang(talk: Talk) -> None:
        talk.stall()
        gone.set()

    with Wire(
        reply(200, json.dumps({"code": 200, "result": rows}).encode()), after_request(hang), after_request(hang)
    ) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url, prefetch=True)) as ui:
            await ui.until(lambda: len(wire.requests) == 2, "a prefetch")
            await ui.press("down")
            await ui.until(gone.is_set, "the connection closed")
            await ui.until(lambda: len(wire.requests) == 3, "the next prefetch")
            assert wire.requests[2].path.endswith(rows[1]["uuid"])


async def test_prefetching_is_off_by_setting(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        screen = ui.app.screen
        assert isinstance(screen, SessionsScreen)
        screen.prefetch_resting()
        assert not [worker for worker in ui.app.workers if worker.group == "prefetch"]


async def test_when_the_api_is_away_the_kept_are_offered(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, DOCUMENTED_UUID)
    async with explorer(None, tmp_path) as ui:
        await ui.sees("2 shows the 1 session kept here.")
        await ui.press("2", "enter")
        await ui.sees("kept · fetched")


async def test_a_saved_answer_opens_like_any_session(tmp_path: Path) -> None:
    path = tmp_path / f"{DOCUMENTED_UUID}.json"
    path.write_bytes(session_body(DOCUMENTED_UUID) or b"")
    settings = settings_for("https://127.0.0.1", project_id="", api_key=None, demo=False)
    async with explorer(None, tmp_path / "config", settings=settings, uuid=str(path)) as ui:
        await ui.sees("NAVER Cloud introduction video")
        await ui.sees("file · saved")
        await ui.press("r")
        await ui.sees("file · saved")


async def test_a_saved_answer_opens_by_its_path(server: DemoServer, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(session_body(DOCUMENTED_UUID) or b"")
    async with explorer(server, tmp_path / "config") as ui:
        await ui.sees("40 sessions")
        await ui.press("o")
        await ui.sees("UUID, console URL or FILE.json")
        await ui.press(*str(path), "enter")
        await ui.sees("file · saved")


async def test_a_session_is_starred_from_its_own_screen(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=DOCUMENTED_UUID) as ui:
        await ui.sees("live · fetched")
        await ui.until(lambda: list((tmp_path / "recents").glob("*.gz")), "the kept file")
        await ui.press("asterisk")
        await ui.sees("starred: it is kept until")
        await ui.press("asterisk")
        await ui.sees("no star")
        next((tmp_path / "recents").glob("*.gz")).unlink()
        await ui.press("asterisk")
        await ui.sees("it is not kept, so it can have no star")


async def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    async with explorer(None, tmp_path, uuid=f"{tmp_path}/gone.json") as ui:
        await ui.sees("The file cannot be read.")


async def test_a_refresh_that_lost_rows_says_so_on_screen(tmp_path: Path) -> None:
    answer = json.loads(session_body(DOCUMENTED_UUID) or b"")
    whole = json.dumps(answer).encode()
    answer["result"]["sessionLog"].pop()
    with Wire(reply(200, whole), reply(200, json.dumps(answer).encode())) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url, demo=False), uuid=DOCUMENTED_UUID) as ui:
            await ui.sees("live · fetched")
            await ui.press("r")
            await ui.sees("fewer rows than before: 2 of 3 rows")


async def test_an_empty_list_names_what_it_was_asked_for(tmp_path: Path) -> None:
    nothing = reply(200, b'{"code": 200, "result": []}')
    with Wire(nothing, nothing) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url)) as ui:
            await ui.sees("No session was recorded lately.")
            await ui.press("f", *"live since:1h", "enter")
            await ui.sees("There is no session of “live since:1h”.")


async def test_stdin_cannot_be_opened_from_the_screen(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("o")
        await ui.sees("UUID, console URL or FILE.json")
        await ui.press("-", "enter")
        await ui.sees("stdin cannot be opened here")


async def test_a_file_has_no_star(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(session_body(DOCUMENTED_UUID) or b"")
    async with explorer(None, tmp_path, uuid=str(path)) as ui:
        await ui.sees("player_start")
        await ui.press("*")
        await ui.sees("only a session of the API can be starred")
