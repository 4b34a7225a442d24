"""Watching a session on screen: one that fails rings once; a refused key is asked with no more."""

from pathlib import Path

from tests.drive import Turns, explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.unit.playback.logs import BEGIN_MS, UUID
from tests.unit.watch.site import FAILS, MINUTE, REFUSED, STALL, body, in_turn
from vpe_tui.service.watch import Watch


async def test_a_session_that_fails_while_it_is_watched_rings_once(tmp_path: Path) -> None:
    answers = in_turn(body(MINUTE), body(MINUTE, STALL), body(MINUTE, STALL, FAILS))
    with FakeApi({"": listing([]), UUID: answers}) as api:
        settings = settings_for(api.base_url)
        async with explorer(None, tmp_path, settings=settings, uuid=UUID, clock=lambda: BEGIN_MS + 62_000) as ui:
            rung, turns = list[str](), Turns()
            ui.app.shell.ring = rung.append  # type: ignore[method-assign]
            ui.app.shell.worker.watch = Watch(turns.sleep)
            await ui.sees("In progress")
            await ui.settled()
            await ui.press("p")
            turns.next()
            await ui.sees("1 stall")
            assert rung == []
            turns.next()
            await ui.sees("Playback failure")
            await ui.until(lambda: rung, "somebody is told")
            turns.next()
            await ui.until(lambda: api.asked.count(UUID) == 4, "asked once more")
            await ui.settled()
            assert rung == ["a session that is watched failed"], "without a word of the viewer's"


async def test_a_session_that_had_failed_before_rings_for_nobody(tmp_path: Path) -> None:
    with FakeApi({"": listing([]), UUID: body(MINUTE, FAILS)}) as api:
        settings = settings_for(api.base_url)
        async with explorer(None, tmp_path, settings=settings, uuid=UUID, clock=lambda: BEGIN_MS + 62_000) as ui:
            rung, turns = list[str](), Turns()
            ui.app.shell.ring = rung.append  # type: ignore[method-assign]
            ui.app.shell.worker.watch = Watch(turns.sleep)
            await ui.sees("Playback failure")
            await ui.settled()
            await ui.press("p")
            turns.next()
            await ui.until(lambda: api.asked.count(UUID) == 2, "asked again")
            await ui.settled()
            assert rung == []


async def test_with_a_key_that_is_refused_nobody_is_asked_again(tmp_path: Path) -> None:
    with FakeApi({"": listing([]), UUID: in_turn(body(MINUTE), REFUSED)}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url), uuid=UUID) as ui:
            turns = Turns()
            ui.app.shell.worker.watch = Watch(turns.sleep)
            await ui.sees("A title")
            await ui.settled()
            await ui.press("p")
            await ui.sees("again every 15 s")
            turns.next()
            await ui.sees("The API refused the key")
            await ui.until(lambda: "again every" not in ui.text, "no longer watched")
