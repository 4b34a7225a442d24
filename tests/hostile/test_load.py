"""Hours of use in a minute: random keys, many sessions, an API that fails at random. Nothing breaks or piles up."""

import asyncio
import gc
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from tests.drive import Explorer, explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.hostile.bodies import mutants
from tests.terminal import PROGRAM, clean_environment
from vpe_tui.demo.catalogue import catalogue, session_body
from vpe_tui.demo.server import DemoServer
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.targets import Opening
from vpe_tui.service.worker import SessionWorker
from vpe_tui.tui.app import VpeApp
from vpe_tui.tui.commands import by_id
from vpe_tui.tui.shell import Shell

UUIDS = [entry.uuid for entry in catalogue()]
FAULTS = (
    b"",
    b"<html>login</html>",
    b'{"code": 200, "message": "Unauthorized", "result": null}',
    b'{"error": {"errorCode": "4700", "message": "busy \\u001b[2J"}}',
    b'{"code": 200, "result": {}}',
    b'{"code": 200, "result": {"sessionLog": [',
)
QUIT = {key for id in ("app.quit", "app.leave", "app.suspend", "sessions.demo") for key in by_id()[id].keys.split(",")}
KEYS = sorted({key for each in by_id().values() for key in each.keys.split(",")} - QUIT)
TYPED = [*"0123456789:+%. aE", "backspace", "left", "delete"]


@pytest.fixture
def api() -> Iterator[FakeApi]:
    """The demo's sessions; one answer in four is a fault, one in eight a mutant."""
    random = Random(11)
    odd = mutants(1_000_000, seed=12)

    def answer(uuid: str) -> bytes:
        chance = random.random()
        if chance < 0.25:
            return random.choice(FAULTS)
        return next(odd) if chance < 0.375 else session_body(uuid) or b""

    def answers(uuid: str):
        return lambda: answer(uuid)

    rows = listing([entry.row for entry in catalogue()])
    with FakeApi(
        {"": lambda: random.choice((rows, rows, rows, *FAULTS)), **{uuid: answers(uuid) for uuid in UUIDS}}
    ) as api:
        yield api


class Weight:
    """What a process holds: objects, tasks of the app and of the session worker, open files and sockets."""

    def __init__(self, ui: Explorer) -> None:
        gc.collect()
        self.objects = len(gc.get_objects())
        self.tasks = len(asyncio.all_tasks()) + len(asyncio.all_tasks(ui.app.shell.worker._loop))
        client = ui.app.shell.worker.lookup._client
        kept_alive = client._http._transport._pool.connections if client else []  # both their ends are in here
        self.files = len(list(Path("/proc/self/fd").iterdir())) - 2 * len(kept_alive)

    def __repr__(self) -> str:
        return f"{self.objects:,} objects, {self.tasks} tasks, {self.files} files"


async def typed(ui: Explorer, keys: list[str]) -> None:
    """Keys as fast as they come."""
    for key in keys:
        ui.app.simulate_key(key)
        await asyncio.sleep(0)
    await ui.pilot.pause()
    assert ui.app.is_running and ui.app._exception is None, ui.app._exception


async def home(ui: Explorer) -> None:
    """Back to the list, whatever is open."""
    while len(ui.app.screen_stack) > 1:
        ui.app.pop_screen()
        await ui.pilot.pause()
    await ui.until(lambda: not asyncio.all_tasks(ui.app.shell.worker._loop), "the worker at rest")


@pytest.fixture(autouse=True)
def no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The palette offers what the keys are kept from: to quit, to suspend, to begin the demo."""
    for action in ("action_quit", "action_suspend_process"):
        monkeypatch.setattr(VpeApp, action, lambda *_: None)
    monkeypatch.setattr(Shell, "start_demo", lambda *_: None)


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.nightly)])
async def test_random_keys(api: FakeApi, tmp_path: Path, count: int) -> None:
    random = Random(count)
    settings = settings_for(api.base_url, cache_fresh_s=0.0)
    async with explorer(None, tmp_path, settings=settings, whole=True) as ui:
        await ui.until(lambda: api.asked)
        weights = []
        for step in range(count // 20):
            if step % (count // 80) == 0:
                await home(ui)
                weights.append(Weight(ui))
                ui.app.shell.open_session(Opening(random.choice(UUIDS)))
            await typed(ui, [random.choice(KEYS if random.random() < 0.8 else TYPED) for _ in range(20)])
        await home(ui)
        weights.append(Weight(ui))
    flat(weights)


@pytest.mark.parametrize("count", [40, pytest.param(500, marks=pytest.mark.nightly)])
async def test_session_after_session(api: FakeApi, tmp_path: Path, count: int) -> None:
    random = Random(count)
    settings = settings_for(api.base_url, cache_fresh_s=0.0)
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.until(lambda: api.asked)
        weights = []
        for number in range(count):
            if number % (count // 4) == 0:
                await home(ui)
                weights.append(Weight(ui))
            asked = len(api.asked)
            ui.app.shell.open_session(Opening(random.choice(UUIDS)))
            if random.random() < 0.8:
                await ui.until(lambda asked=asked: len(api.asked) > asked)
            await typed(ui, random.choices(("tab", "down", "enter", "escape", "end", "e", "slash", "a", "z"), k=6))
            if len(ui.app.screen_stack) > 1:
                await home(ui)
        await home(ui)
        weights.append(Weight(ui))
    flat(weights)


def flat(weights: list[Weight]) -> None:
    """After the first half, which fills the caches, nothing grows but a little."""
    print(*weights, sep="\n")
    warm, last = weights[len(weights) // 2], weights[-1]
    assert last.objects < warm.objects * 1.1 + 2_000, weights
    assert last.tasks <= warm.tasks + 1, weights
    assert last.files <= warm.files + 4, weights


async def test_two_hundred_lookups_at_once(tmp_path: Path) -> None:
    with DemoServer() as server:
        lookup = Lookup(settings_for(server.base_url, timeout_s=60.0), tmp_path)
        with SessionWorker(lookup) as worker:
            asked = [worker.session(UUIDS[number % len(UUIDS)]) for number in range(200)]
            found = await asyncio.gather(*(asyncio.wrap_future(each.renewed) for each in asked))
        assert [each.session.uuid for each in found] == [UUIDS[number % len(UUIDS)] for number in range(200)]


@pytest.mark.nightly
def test_two_hundred_programs_side_by_side(tmp_path: Path) -> None:
    """All of one project on one machine: each prints its session, and what they keep is whole."""
    with DemoServer() as server:
        environment = clean_environment(
            tmp_path, VPE_BASE_URL=server.base_url, VPE_API_KEY="demo-key", VPE_PROJECT_ID="demo-project"
        )

        def shown(uuid: str) -> subprocess.CompletedProcess[str]:
            argv = (*PROGRAM, "show", "--demo", "--timeout", "60", uuid)
            return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)

        with ThreadPoolExecutor(20) as pool:
            done = list(pool.map(shown, [UUIDS[number % len(UUIDS)] for number in range(200)]))
    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 200
    assert not [path for path in tmp_path.rglob(".new-*")]
