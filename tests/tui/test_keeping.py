"""Kept sessions in odd order: starred, deleted, put back, by us and by other hands, while all else goes on."""

import asyncio
import json
import shutil
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from tests.drive import NOW_MS, Explorer, explorer, settings_for
from tests.tui.test_sessions import STORM, looked_at
from tests.wire import Wire, reply
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.demo.server import DemoServer
from vpe_tui.fleet.summary import Summary
from vpe_tui.service.lookup import Lookup
from vpe_tui.settings.sources import Settings
from vpe_tui.store.cache import Kept, SessionCache
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.screens.sessions import SessionsScreen
from vpe_tui.tui.sessions.kept_watch import KeptWatch
from vpe_tui.tui.shell import Shell

LISTED = reply(200, json.dumps({"code": 200, "result": [{"uuid": f"{n:08d}-0-0-0-0"} for n in range(3)]}).encode())
BROKEN = reply(500, b"")


def kept(directory: Path, count: int, settings: Settings) -> tuple[SessionCache, list[str]]:
    """Sessions that were looked at, as another program has them; the latest first."""
    cache = Lookup(settings, directory, lambda: NOW_MS).cache
    uuids = [f"{number:08d}-1111-4000-8000-000000000000" for number in range(count)]
    for number, uuid in enumerate(uuids):
        cache.put(Kept(uuid, NOW_MS - number, b"{}"), Summary(title=f"film {number}", search=f"film-{number}"))
    return cache, uuids


def sessions(ui: Explorer) -> SessionsScreen:
    assert isinstance(ui.app.screen, SessionsScreen)
    return ui.app.screen


def is_fetching_ahead(ui: Explorer) -> bool:
    sessions(ui).prefetch_resting()
    return any(worker.group == "prefetch" and worker.is_running for worker in ui.app.workers)


# Deleted, and put back


async def test_what_was_deleted_is_not_fetched_by_itself_but_by_hand(tmp_path: Path) -> None:
    with DemoServer() as server:
        settings = settings_for(server.base_url, prefetch=True)
        await looked_at(server, tmp_path, DOCUMENTED_UUID)
        async with explorer(None, tmp_path, settings=settings) as ui:
            await ui.sees("Kept 1")
            await ui.sees("Stopped early")
            await ui.press("delete")
            await ui.sees("deleted: u brings it back")
            assert not is_fetching_ahead(ui)
            await ui.press("r")
            await ui.until(lambda: "refreshing" not in ui.text, "the list again")
            assert not is_fetching_ahead(ui)
            assert ui.app.shell.worker.cache.get(DOCUMENTED_UUID) is None
            await ui.press("enter")
            await ui.sees("player_start")
            await ui.keeps(DOCUMENTED_UUID)


async def test_ten_are_put_back_the_last_one_first(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    cache, uuids = kept(tmp_path, 12, settings)
    before = {uuid: cache.path(uuid).read_bytes() for uuid in uuids}
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.sees("Kept 12")
        await ui.press("2", *["delete"] * 12)
        await ui.until(lambda: not cache.entries(), "all deleted")
        await ui.sees("9 more can be brought back")
        for left in range(9, -1, -1):
            await ui.press("u")
            await ui.sees(f"it is kept again · {left} more can be brought back" if left else "it is kept again")
            await ui.sees(f"{10 - left} session")
        await ui.press("u")
        await ui.sees("nothing was deleted that could be brought back")
    assert {uuid: cache.path(uuid).read_bytes() for uuid in uuids[2:]} == {uuid: before[uuid] for uuid in uuids[2:]}
    assert not cache.path(uuids[0]).exists()


async def test_what_cannot_be_put_back_now_can_be_later(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    cache, (uuid,) = kept(tmp_path, 1, settings)
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.sees("Kept 1")
        await ui.press("2", "delete")
        await ui.sees("deleted: u brings it back")
        shutil.rmtree(cache.directory)
        cache.directory.write_bytes(b"")
        await ui.press("u")
        await ui.sees("it cannot be brought back: Not a directory")
        cache.directory.unlink()
        await ui.press("u")
        await ui.sees("it is kept again")
        assert cache.get(uuid) is not None


async def test_what_is_put_back_and_hidden_by_words_is_said(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    kept(tmp_path, 3, settings)
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.sees("Kept 3")
        await ui.press("2", "slash", *"film-1", "enter", "delete")
        await ui.sees("None of 2 sessions fits these words.")
        await ui.press("escape", "slash", *"film-2", "enter", "u")
        await ui.sees("it is kept again; this list does not show it")
        await ui.press("escape")
        await ui.sees("3 sessions ─")


async def test_a_star_and_a_delete_in_one_go_delete_nothing(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    cache, (uuid,) = kept(tmp_path, 1, settings)
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.sees("Kept 1")
        await ui.press("2")
        for key in ("asterisk", "delete"):
            ui.app.simulate_key(key)
        await ui.sees("a starred session is not deleted")
        assert cache.is_starred(uuid)
        for key in ("asterisk", "asterisk", "asterisk", "delete"):
            ui.app.simulate_key(key)
        await ui.sees("deleted: u brings it back")


# Two programs on one directory


async def test_what_other_hands_deleted_or_kept_is_met(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    cache, uuids = kept(tmp_path, 3, settings)
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.sees("Kept 3")
        await ui.press("2", "end")
        for uuid in uuids[1:]:
            cache.forget(uuid)
        await ui.press("delete")
        await ui.sees("it was deleted already")
        await ui.sees("1 session ─")
        cache.forget(uuids[0])
        await ui.press("asterisk")
        await ui.sees("it is kept no longer, so it can have no star")
        await ui.sees("Nothing is kept here yet.")
        kept(tmp_path, 2, settings)
        await ui.press("r")
        await ui.sees("2 sessions ─")


async def test_what_cannot_be_kept_is_not_fetched_ahead_again_and_again(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"no directory")
    rows = {"code": 200, "result": [{"uuid": DOCUMENTED_UUID}]}
    with Wire(reply(200, json.dumps(rows).encode()), reply(200, session_body(DOCUMENTED_UUID) or b"")) as wire:
        async with explorer(None, tmp_path / "config", settings=settings_for(wire.url, prefetch=True)) as ui:
            await ui.until(lambda: DOCUMENTED_UUID in sessions(ui).prefetch._ahead, "it fetched ahead")
            await ui.until(lambda: not any(worker.group == "prefetch" for worker in ui.app.workers), "the end of it")
            assert not is_fetching_ahead(ui)
            assert len(wire.requests) == 2


# The status line


async def test_a_fault_goes_with_the_next_good_answer(tmp_path: Path) -> None:
    with Wire(LISTED, BROKEN, LISTED) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url)) as ui:
            await ui.sees("3 sessions")
            sessions(ui).feed.refresh()
            await ui.sees("HTTP 500")
            await ui.sees("not refreshed")
            sessions(ui).feed.refresh()
            await ui.until(lambda: "HTTP 500" not in ui.text and "not refreshed" not in ui.text, "no fault")
            assert "3 sessions" in ui.text


async def test_a_fault_goes_from_the_sessions_own_screen_too(tmp_path: Path) -> None:
    good = reply(200, session_body(DOCUMENTED_UUID) or b"")
    with Wire(good, BROKEN, good) as wire:
        async with explorer(None, tmp_path, settings=settings_for(wire.url), uuid=DOCUMENTED_UUID) as ui:
            await ui.sees("live · fetched")
            screen = ui.app.screen
            assert isinstance(screen, SessionScreen)
            screen.feed.refresh()
            await ui.sees("HTTP 500")
            screen.feed.refresh()
            await ui.until(lambda: "HTTP 500" not in ui.text and "not refreshed" not in ui.text, "no fault")


async def test_what_an_action_did_is_said_until_the_next_key(server: DemoServer, tmp_path: Path) -> None:
    """Whatever comes by itself meanwhile."""
    await looked_at(server, tmp_path, STORM)
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 1")
        await ui.press("2", "asterisk")
        await ui.sees("starred: it is kept")
        sessions(ui).feed.refresh()
        await ui.app.workers.wait_for_complete([work for work in ui.app.workers if work.group == "load"])
        await ui.until(lambda: "refreshing" not in ui.text, "the end of a refresh")
        assert "starred: it is kept" in ui.text
        await ui.press("up")
        assert "starred: it is kept" not in ui.text
        await ui.press("enter")
        await ui.sees("player_start")
        await ui.settled()
        await ui.press("z")
        await ui.sees("wall clock in local")
        screen = ui.app.screen
        assert isinstance(screen, SessionScreen)
        await screen.feed.refresh().wait()
        assert "wall clock in local" in ui.text
        await ui.press("down")
        assert "wall clock in local" not in ui.text


async def test_a_reading_that_is_cut_short_is_made_up_for() -> None:
    """Another takes its place, which finds the directory as it was: the list must be shown all the same."""
    stamped: Future[int] = Future()
    stamped.set_result(7)
    shell = SimpleNamespace(worker=SimpleNamespace(kept_stamp=lambda: stamped))
    shown = [asyncio.Event(), asyncio.Event()]
    begun = iter(shown)

    async def show() -> None:
        event = next(begun)
        event.set()
        if event is shown[0]:
            await asyncio.Event().wait()

    watch = KeptWatch(cast(Shell, shell), show, lambda: True)
    reading = asyncio.create_task(watch.look())
    await shown[0].wait()
    reading.cancel()
    await watch.look()
    assert shown[1].is_set()
    await watch.look()  # nothing is another one: a third `show` would break
