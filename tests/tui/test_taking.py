"""What can be taken along: copied, saved, drawn; and nothing that tells who it was, unless it is wanted."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drive import NOW_MS, Explorer, Turns, explorer, settings_for
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.fleet.summary import Summary
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.watch import Watch
from vpe_tui.store.cache import Kept
from vpe_tui.tui.polling import EVERY_S

FAILED = simulate(Kind.FATAL_ERROR, 1)
IP, PLACE = "192.0.2.13", "Dunsan-dong"
PAGE = FAILED.answer["result"]["user"]["visitedPage"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty directory to save in."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    yield place


async def saved(ui: Explorer, place: int, name: str) -> str:
    await ui.sees("5 Timeline")
    await ui.until(lambda: ui.app.screen.view.diagnosis is not None, "the diagnosis")
    await ui.press("s")
    await ui.sees("a picture (SVG)")
    await ui.press(*["down"] * place, "enter")
    await ui.until(lambda: "saved" in ui.lines[-2] and (Path.cwd() / name).exists(), "what was done")
    return (Path.cwd() / name).read_text(encoding="utf-8")


async def test_a_report_is_saved_redacted(server: DemoServer, tmp_path: Path, here: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        markdown = await saved(ui, 0, f"vpe-{FAILED.uuid}.md")
        assert "Playback failure" in markdown and "E0003 network error" in markdown
        assert IP not in markdown and PLACE not in markdown and "192.0.2" in markdown
        assert (here / f"vpe-{FAILED.uuid}.md").stat().st_mode & 0o777 == 0o600
        text = await saved(ui, 1, f"vpe-{FAILED.uuid}.txt")
        assert "Playback failure" in text and IP not in text


async def test_what_machines_read_is_saved_whole(server: DemoServer, tmp_path: Path, here: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        whole = json.loads(await saved(ui, 2, f"vpe-{FAILED.uuid}.json"))
        assert whole["verdict"]["id"] == "playback-failure" and whole["user"]["ip"] == IP
        rows = (await saved(ui, 3, f"vpe-{FAILED.uuid}.csv")).splitlines()
        assert len(rows) == 17 and rows[0].startswith("uuid,row,")
        assert await saved(ui, 4, f"vpe-{FAILED.uuid}-answer.json") == FAILED.body.decode()


async def test_a_picture_tells_nobody_who_it_was_and_the_screen_is_as_before(
    server: DemoServer, tmp_path: Path, here: Path
) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees(IP)
        await ui.press("e")
        before = ui.lines[:-2]
        svg = (await saved(ui, 5, f"vpe-{FAILED.uuid}.svg")).replace("&#160;", " ")
        assert "Playback failure" in svg and "5 Timeline" in svg and "a picture (SVG)" not in svg
        assert IP not in svg and "Dunsan" not in svg
        assert ui.lines[:-2] == before and IP in ui.text


async def test_a_file_is_never_written_over(server: DemoServer, tmp_path: Path, here: Path) -> None:
    (here / f"vpe-{FAILED.uuid}.md").write_text("mine")
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await saved(ui, 0, f"vpe-{FAILED.uuid}-2.md")
        assert (here / f"vpe-{FAILED.uuid}.md").read_text() == "mine"


async def test_where_the_directory_is_gone_that_is_said(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory that is really gone: before it is asked what to save, and after."""
    gone = tmp_path / "gone"
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees("✗ Playback failure")
        for asked_first in (True, False):
            gone.mkdir()
            monkeypatch.chdir(gone)
            if asked_first:
                await ui.press("s")
                await ui.sees("a picture (SVG)")
            gone.rmdir()
            await ui.press("enter" if asked_first else "s")
            said = "not saved" if asked_first else "nothing can be saved"
            await ui.sees(f"{said}: the working directory is gone: start again from another one")


async def test_where_nothing_can_be_written_that_is_said(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees("✗ Playback failure")
        monkeypatch.chdir("/proc/self/fd")  # not even root can
        await ui.press("s")
        await ui.sees("a picture (SVG)")
        await ui.press("enter")
        await ui.sees("not saved: ")


async def test_of_a_full_disk_no_half_file_is_left(
    server: DemoServer, tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, *_: object, **__: object) -> object:
        os.close(descriptor)
        return Path("/dev/full").open("w", encoding="utf-8")

    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees("✗ Playback failure")
        await ui.press("s")
        await ui.sees("a picture (SVG)")
        monkeypatch.setattr("vpe_tui.tui.saving.os.fdopen", full)
        await ui.press("enter")
        await ui.sees("not saved: No space left on device")
    assert not list(here.iterdir())


@pytest.mark.parametrize("place", [2, 4], ids=["everything as JSON", "the answer"])
async def test_what_was_saved_is_that_session_when_it_is_opened(
    server: DemoServer, tmp_path: Path, here: Path, place: int
) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        for number in ("", "-2"):
            ending = "-answer" if place == 4 else ""
            await saved(ui, place, f"vpe-{FAILED.uuid}{ending}{number}.json")
    for name in (path.name for path in here.iterdir()):
        async with explorer(None, tmp_path, uuid=name) as ui:
            await ui.sees("✗ Playback failure")
            await ui.settled()
            assert ui.app.screen.view.session.uuid == FAILED.uuid
            await ui.press("Y")
            await ui.sees("a report (text)")
            await ui.press("down", "enter")
            await ui.until(lambda: ui.app.clipboard == FAILED.uuid, "the UUID copied")


async def test_what_cannot_be_saved_is_said(
    server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees("✗ Playback failure")
        monkeypatch.setattr(Path, "cwd", classmethod(lambda _: gone))
        gone.rmdir()
        await ui.press("s", "enter")
        await ui.sees("not saved: No such file or directory")


async def test_copies_are_redacted_and_say_all_when_that_is_set(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees(IP)
        for downs, wanted in ((5, "192.0.2.0/24"), (3, "Korea, Republic of"), (9, PAGE.partition("?")[0])):
            await ui.press("1", "home", *["down"] * downs, "y")
            await ui.sees("sent to the terminal")
            assert ui.app.clipboard == wanted
        await ui.press("Y", "Y")
        await ui.sees("a report (Markdown): sent")
        assert "Playback failure" in ui.app.clipboard and IP not in ui.app.clipboard
    settings = settings_for(server.base_url, redact=False)
    async with explorer(server, tmp_path, uuid=FAILED.uuid, settings=settings) as ui:
        await ui.sees(IP)
        await ui.press("1", *["down"] * 5, "y")
        await ui.sees("sent to the terminal")
        assert ui.app.clipboard == IP


async def test_keys_in_one_go_take_what_was_under_the_cursor(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.sees("✗ Playback failure")
        bursts = (("y down down", "+0.000"), ("Y down enter down", FAILED.uuid), ("home y end y", "+7:10.488"))
        for keys, copied in bursts:
            for key in ("home", *keys.split()):
                ui.app.simulate_key(key)
            await ui.until(lambda: ui.app.clipboard.startswith(copied), copied)  # noqa: B023


async def test_what_is_searched_for_before_there_are_rows_is_found_when_they_come(
    server: DemoServer, tmp_path: Path
) -> None:
    async with explorer(server, tmp_path, uuid=FAILED.uuid) as ui:
        await ui.press("slash", *"E0003", "enter")
        await ui.sees("row 15 · “E0003” 1 of 1")


async def test_a_watched_session_is_asked_for_again_and_the_end_is_kept_in_sight(
    server: DemoServer, tmp_path: Path
) -> None:
    older = json.loads(FAILED.body)
    del older["result"]["sessionLog"][10:]
    settings = settings_for(server.base_url, cache_fresh_s=3600.0)
    Lookup(settings, tmp_path).cache.put(Kept(FAILED.uuid, NOW_MS, json.dumps(older).encode()), Summary())
    async with explorer(server, tmp_path, uuid=FAILED.uuid, settings=settings) as ui:
        await ui.sees("10 events")
        turns = Turns()
        ui.app.shell.worker.watch = Watch(turns.sleep)
        await ui.press("end", "p")
        await ui.sees(f"again every {EVERY_S} s")
        turns.next()
        await ui.sees("row 15 · 16 events")
        await ui.press("p")
        await ui.until(lambda: "asked every" not in ui.text, "no longer")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("redact", [True, False])
async def test_an_answer_in_another_encoding_is_copied_as_json(tmp_path: Path, encoding: str, redact: bool) -> None:
    (tmp_path / "answer.json").write_bytes(FAILED.body.decode().encode(encoding))
    used = settings_for("http://127.0.0.1:1", redact=redact)
    async with explorer(None, tmp_path, uuid=str(tmp_path / "answer.json"), settings=used) as ui:
        await ui.sees("5 Timeline")
        await ui.until(lambda: ui.app.screen.view.diagnosis is not None, "the diagnosis")
        await ui.press("Y")
        await ui.sees("the session as JSON")
        await ui.press(*["down"] * 6, "enter")
        await ui.sees("the session as JSON: sent to the terminal")
        copied = json.loads(ui.app.clipboard)
    assert (copied == FAILED.answer) is not redact
    assert len(copied["result"]["sessionLog"]) == len(FAILED.answer["result"]["sessionLog"])
    assert (IP in str(copied)) is not redact
