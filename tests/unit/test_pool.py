"""Many sessions side by side: how many at once, in which order, and until when."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.pace import PATIENCE_S
from vpe_tui.errors import Fault, NoSuchSession
from vpe_tui.service.pool import Answer, Pool, Wish
from vpe_tui.service.worker import SessionWorker

TARGETS = [f"{place:08}-0000-4000-8000-000000000000" for place in range(40)]


class Api:
    """A lookup that finds nothing. Whoever asks waits until `answer` opens it for that session."""

    def __init__(self, *, holds: bool) -> None:
        self.worker = SessionWorker(self)  # type: ignore[arg-type]
        self.now = self.most = 0
        self.asked: list[str] = []
        self._gates: dict[str, asyncio.Event] = {}
        self._holds = holds

    async def on_disk(self, work: Callable[[str], bool], target: str) -> bool:
        return work(target)

    async def kept(self, uuid: str) -> None:
        self.asked.append(uuid)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await (self._gates.setdefault(uuid, asyncio.Event()).wait() if self._holds else asyncio.sleep(0.001))
        finally:
            self.now -= 1

    def answer(self, uuid: str) -> None:
        async def opened() -> None:
            self._gates.setdefault(uuid, asyncio.Event()).set()

        self.worker.submit(opened()).result(PATIENCE_S)

    def is_fresh(self, found: object) -> bool:
        return False

    async def fetch(self, uuid: str, before: None) -> None:
        raise NoSuchSession(uuid)

    async def aclose(self) -> None:
        """There are no connections."""


Begin = Callable[[bool], Api]


@pytest.fixture
def begun() -> Iterator[Begin]:
    """Begins an API, one that `holds` its answers or not; at the end all of them are over."""
    with ExitStack() as stack:

        def begin(holds: bool) -> Api:
            api = Api(holds=holds)
            stack.enter_context(api.worker)
            return api

        yield begin


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("way", ["in_order", "as_they_come"])
def test_at_most_so_many_are_fetched_at_once(begun: Begin, jobs: int, way: str) -> None:
    api, done = begun(False), []
    pool = Pool(api.worker, jobs, Wish(), lambda: done.append(1))
    answers: list[Answer] = list(getattr(pool, way)(TARGETS))
    assert api.most == jobs
    assert sorted(answer.target for answer in answers) == TARGETS
    assert len(done) == len(TARGETS), "each is progress"
    assert all(isinstance(answer.found, Fault) for answer in answers)


def test_in_order_is_the_order_they_were_asked_in(begun: Begin) -> None:
    api = begun(True)
    answers = Pool(api.worker, 3, Wish()).in_order(TARGETS[:6])
    for uuid in TARGETS[5::-1]:
        api.answer(uuid)
    assert [answer.target for answer in answers] == TARGETS[:6]


def test_as_they_come_a_slow_one_holds_up_nobody(begun: Begin) -> None:
    api = begun(True)
    answers = Pool(api.worker, 3, Wish()).as_they_come(TARGETS[:6])
    for uuid in TARGETS[1:6]:
        api.answer(uuid)
    assert {next(answers).target for _ in range(5)} == set(TARGETS[1:6])
    api.answer(TARGETS[0])
    assert [answer.target for answer in answers] == TARGETS[:1]


def test_who_takes_nothing_is_fetched_no_more(begun: Begin) -> None:
    api = begun(False)
    answers = Pool(api.worker, 2, Wish()).in_order(TARGETS)
    next(answers)
    while api.now or len(api.asked) < 8:
        threading.Event().wait(0.001)
    assert api.asked == TARGETS[:8], "four ahead for each of two"


@pytest.mark.parametrize("way", ["in_order", "as_they_come"])
def test_what_is_given_up_ends_the_answers(begun: Begin, way: str) -> None:
    api = begun(True)
    pool = Pool(api.worker, 2, Wish())
    answers = getattr(pool, way)(TARGETS)
    api.answer(TARGETS[0])
    assert next(answers).target == TARGETS[0]
    pool.cancel()
    assert list(answers) == []
    while api.now:
        threading.Event().wait(0.001)
    assert len(api.asked) <= 3
