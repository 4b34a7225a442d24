"""Ten thousand polls by a simulated clock (a thousand by day): what is held does not grow, no alarm is told twice."""

import gc
import sys
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

import pytest

from tests.drive import settings_for
from tests.unit.watch.site import FAILS, MINUTE, STALL, Clock, body
from tests.unit.watch.test_window import LENGTH_MS, NOW_MS, listed
from vpe_tui.errors import NetworkFault
from vpe_tui.fleet.watch.changes import Change, Failed, SessionCame, WindowStands
from vpe_tui.fleet.watch.until import Until
from vpe_tui.report.watch.json import as_line
from vpe_tui.service.lookup import LoadedSession, Lookup, Recent
from vpe_tui.service.watch import Watch
from vpe_tui.service.watching import Asking, Plan, SessionAsking, Watching, WindowAsking
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.session.records import Listed
from vpe_tui.text.times import KST

POLLS = [1_000, pytest.param(10_000, marks=pytest.mark.nightly)]
MOST_BLOCKS = 4_000
"""That may be held more after half of them: caches that are not quite full."""
UUID = "00000000-0000-4000-8000-000000000000"
DOWN = NetworkFault("No connection", "nothing listens there")


async def watched(asking: Asking, clock: Clock, every_s: float, count: int) -> tuple[Counter[str], int, list[Change]]:
    """What was told by its kind, how many more blocks of memory are held after the second half, the latest changes."""
    held, told, polls, last = list[int](), Counter[str](), 0, list[Change]()

    async def counted() -> Any:
        nonlocal polls
        polls += 1
        if polls in (count // 2, count):
            gc.collect()
            held.append(sys.getallocatedblocks())
        return await asking()

    def say(at_ms: int, changes: Sequence[Change]) -> None:
        for change in changes:
            assert as_line(UUID, at_ms, change, KST, redact=True)
            told[f"{type(change).__name__} {getattr(change, 'says', '')}".strip()] += 1
        last[:] = changes or last

    plan = Plan(every_s, Until(), for_s=1e12, give_up_s=1e12)

    class Enough(Exception):
        pass

    async def sleep(seconds: float) -> None:
        if polls == count:
            raise Enough
        await clock.sleep(seconds)

    try:
        await Watching(Watch(sleep, lambda: 0.5), counted, plan, say, clock.ms, clock.s).run()
    except Enough:
        return told, held[1] - held[0], last
    raise AssertionError("it ended")


class Live:
    """A session of which the last rows are answered, as they come and go; every hundredth answer does not come."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._calls = clock, 0
        self._bodies = [body(*[MINUTE] * count, STALL) for count in range(1, 9)]
        self._kept = [parse_session(each, UUID) for each in self._bodies]

    async def fetch(self, uuid: str) -> LoadedSession:
        self._calls += 1
        if not self._calls % 100:
            raise DOWN
        place = self._calls // 7 % len(self._kept)
        return LoadedSession(self._kept[place], Source("api", self._clock.began_ms), self._bodies[place])


@pytest.mark.parametrize("polls", POLLS)
async def test_a_session_is_watched_for_days(polls: int) -> None:
    clock = Clock()
    asking = SessionAsking(UUID, cast("Lookup", Live(clock)), settings_for("http://127.0.0.1:9"), redact=True)
    told, more, _ = await watched(asking, clock, 15, polls)
    assert more < MOST_BLOCKS
    assert told["RowCame"] < 40, "each row once, however often it comes and goes"
    assert told["Failed"] == polls // 100


@lru_cache(maxsize=500)
def _listed(number: int, failed: bool) -> Listed:
    return listed(number, number * 30_000, failed=failed)


class Lists:
    """A site where a session begins every half a minute. Twice, for an hour, half of them fail."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def recent(self, asking: Any) -> Recent:
        query = asking(self._clock.now_ms)
        first_ms, last_ms = query.start_ms or 0, query.end_ms or self._clock.now_ms
        numbers = range(-(-first_ms // 30_000), last_ms // 30_000 + 1)
        return Recent(tuple(self._row(each) for each in numbers)[:99], query)

    def _row(self, number: int) -> Listed:
        return _listed(number, self._fails(number))

    def _fails(self, number: int) -> bool:
        hour = (number * 30_000 - NOW_MS) // 3_600_000
        return number % 2 == 0 if hour in (4, 10) else number % 49 == 0

    async def fetch(self, uuid: str) -> LoadedSession:
        return LoadedSession(parse_session(body(FAILS), uuid), Source("api", self._clock.now_ms), b"")


@pytest.mark.parametrize("polls", POLLS)
async def test_a_window_is_watched_for_a_week(polls: int) -> None:
    clock = Clock(NOW_MS)
    asking = WindowAsking(LENGTH_MS, cast("Lookup", Lists(clock)), settings_for("http://127.0.0.1:9"), redact=True)
    told, more, last = await watched(asking, clock, 60, polls)
    assert more < MOST_BLOCKS
    assert told[SessionCame.__name__] == (polls - 1) * 2, "each session once: it is bad when it is new"
    assert told[f"{WindowStands.__name__} alarm"] == told[f"{WindowStands.__name__} over"] == 2
    stands = last[-1]
    assert isinstance(stands, WindowStands) and stands.standing.fresh.judged == (polls - 1) * 2
    assert not told[Failed.__name__]
