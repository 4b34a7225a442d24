"""Watching over real sockets: a session that grows, shrinks, goes and comes back, an API that is busy or not there."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.hostile.api import FakeApi, listing
from tests.unit.playback.logs import BEGIN_MS, UUID
from tests.unit.watch.site import BROKEN, BUSY, FAILS, GONE, MINUTE, REFUSED, STALL, Seen, body, in_turn, site
from tests.unit.watch.test_window import LENGTH_MS, Site
from tests.unit.watch.test_window import listed as row_of
from vpe_tui.errors import CredentialsRefused, NetworkFault, NoSuchSession, ServiceFault
from vpe_tui.fleet.watch.changes import Failed, Gone, SessionCame, WindowStands
from vpe_tui.session.records import Listed


async def test_a_session_that_grows_and_fails(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE), body(MINUTE), body(MINUTE, STALL), body(MINUTE, STALL, FAILS)) as seen:
        assert await seen.session() == 0
    first, stall, poor, failed, state = seen.lines
    assert first.startswith("In progress, 1 m 00 s played so far") and first.endswith("· 3 rows")
    assert stall == "row 3: rebuffering · 9.0 s · at 01:00 · 720p"
    assert poor.startswith("In progress") and poor.endswith(
        "— 1 stall (9.0 s, rebuffering ratio 13.0 %) [poor] · 4 rows"
    )
    assert failed == "row 4: error · at 01:00 · 720p · E0003 network error"
    assert state.startswith("Playback failure — E0003") and state.endswith("[poor] · 5 rows, no more is to come")
    assert seen.asked_at == [0, 15, 30, 45], "and no more"


@pytest.mark.parametrize(
    "wanted, code, asked",
    [("change", 0, 3), ("stall", 0, 3), ("error", 0, 4), ("end", 0, 4), ("stall,error", 0, 3)],
)
async def test_the_first_that_comes_is_the_end(tmp_path: Path, wanted: str, code: int, asked: int) -> None:
    with site(tmp_path, body(MINUTE), body(MINUTE), body(MINUTE, STALL), body(MINUTE, STALL, FAILS)) as seen:
        assert await seen.session(wanted) == code
    assert len(seen.asked_at) == asked


async def test_a_session_that_ends_without_it_is_a_1(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE)) as seen:
        assert await seen.session("error") == 1
    assert 165 <= seen.clock.s() <= 195, "three minutes of silence are its end"
    assert "no more is to come" in seen.lines[-1]


async def test_time_that_is_up_is_a_1(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE)) as seen:
        assert await seen.session("error", for_s=50) == 1
    assert seen.clock.s() == 50 and seen.asked_at == [0, 15, 30, 45]


async def test_a_session_that_shrinks_or_comes_back_with_other_rows_is_told(tmp_path: Path) -> None:
    answers = (body(MINUTE, STALL), body(MINUTE), body(MINUTE, STALL), body(STALL, MINUTE), body(MINUTE, FAILS))
    with site(tmp_path, *answers) as seen:
        assert await seen.session() == 0
    gone = [change.text for _, change in seen.told if isinstance(change, Gone)]
    assert gone[0] == "fewer rows than before: 3 of 4 rows"
    assert all("rows than before" in text for text in gone)


async def test_a_session_that_is_not_there_is_a_5_at_once(tmp_path: Path) -> None:
    with site(tmp_path, GONE) as seen, pytest.raises(NoSuchSession) as raised:
        await seen.session()
    assert raised.value.exit_code == 5 and seen.asked_at == [0] and len(seen.lines) == 1


async def test_a_session_that_goes_is_asked_for_once_more(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE), GONE, body(MINUTE, STALL), GONE, GONE) as seen, pytest.raises(NoSuchSession):
        await seen.session()
    told = [line.partition(":")[0].partition(",")[0] for line in seen.lines]
    assert told == [
        *("In progress", "No such session", "no answer for 45.0 s", "row 3", "In progress", "No such session")
    ]


async def test_a_refused_key_ends_it(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE), REFUSED) as seen, pytest.raises(CredentialsRefused) as raised:
        await seen.session()
    assert raised.value.exit_code == 3 and len(seen.asked_at) == 2


async def test_a_busy_api_is_left_alone_for_five_minutes_and_a_fault_is_told_once(tmp_path: Path) -> None:
    answers = (body(MINUTE), BUSY, BUSY, BUSY, body(MINUTE, STALL, FAILS))
    with site(tmp_path, *answers) as seen:
        assert await seen.session(give_up_s=3_600) == 0
    assert [round(after - before) for before, after in pairwise(seen.asked_at)] == [15, 300, 300, 300]
    assert sum(isinstance(change, Failed) for _, change in seen.told) == 1
    assert seen.lines[1].startswith("The API asks to wait (HTTP 429)")
    assert seen.lines[2] == "no answer for 15 m 15 s"


async def test_a_broken_api_is_asked_ever_more_seldom(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE), *[BROKEN] * 7, body(MINUTE, FAILS)) as seen:
        assert await seen.session(give_up_s=3_600) == 0
    waits = [round(after - before) for before, after in pairwise(seen.asked_at)]
    assert waits == [15, 30, 60, 120, 240, 300, 300, 300]


async def test_who_gets_no_answer_gives_up_in_time_and_says_why(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE), BROKEN) as seen, pytest.raises(ServiceFault) as raised:
        await seen.session(give_up_s=100)
    assert raised.value.exit_code == 4 and seen.clock.s() == 100, "of the last answer on"


async def test_a_fault_is_no_verdict_also_where_nothing_ever_answered(tmp_path: Path) -> None:
    with FakeApi({}) as api:
        seen = Seen(api, tmp_path)
    with pytest.raises(NetworkFault) as raised:
        await seen.session("error", give_up_s=600)
    assert raised.value.exit_code == 4 and seen.clock.s() == 600
    assert len(seen.lines) == 1, "once, however often"


async def test_what_is_no_session_is_a_fault_and_no_end(tmp_path: Path) -> None:
    with site(tmp_path, body(MINUTE), b"<html>", body(MINUTE, FAILS)) as seen:
        assert await seen.session() == 0
    assert seen.lines[1].startswith("This answer is not a session")


# Windows


class ListSite:
    """The list of sessions by the clock, over a socket: how many are bad changes with the time."""

    def __init__(self, seen: Seen, rate: float, after_ms: int = 0, then: float = 0.0) -> None:
        self._seen, self._site = seen, Site()
        self._rate, self._after_ms, self._then = rate, after_ms, then

    def __call__(self) -> bytes:
        at_ms = self._seen.clock.now_ms
        is_later = at_ms - self._seen.clock.began_ms > self._after_ms > 0
        rows: list[Listed] = self._site.window(at_ms, self._then if is_later else self._rate)
        return listing([dict(row.raw) for row in rows][-99:])


@pytest.fixture
def window(tmp_path: Path):
    with FakeApi({UUID: GONE}) as api:
        seen = Seen(api, tmp_path)
        seen.clock.began_ms = seen.clock.now_ms = 1_790_000_000_000
        seen.api = api
        yield seen


async def test_new_sessions_are_told_and_bad_ones_with_why(window: Seen) -> None:
    window.api.answers[""] = ListSite(window, 0.3)
    assert await window.window("error") == 0
    stands, *came, after = [change for _, change in window.told]
    assert isinstance(stands, WindowStands) and stands.says == "start" and stands.standing.usual is None
    assert all(isinstance(change, SessionCame) and change.is_new for change in came)
    assert came[0].is_bad and came[0].why == "failed" and not came[-1].is_bad, "the bad ones first"
    assert isinstance(after, WindowStands) and after.standing.fresh.judged == 1 + len(came)


async def test_more_bad_ones_are_a_change(window: Seen) -> None:
    window.api.answers[""] = ListSite(window, 0.02, after_ms=1_800_000, then=0.5)
    assert await window.window("change") == 0
    assert 31 * 60 <= window.clock.s() <= 42 * 60
    assert window.lines[-1].startswith("more are bad than usual, of those that began since ")
    assert "(at first " in window.lines[-1], "the day before is not heeded by this API"


async def test_a_share_of_those_that_began_meanwhile(window: Seen) -> None:
    window.api.answers[""] = ListSite(window, 0.3)
    assert await window.window("bad:5%") == 0
    standing = window.told[-1][1].standing
    assert 20 <= standing.fresh.judged <= 32 and (standing.fresh.share or 0) >= 0.05


async def test_nothing_waited_for_is_a_0_when_time_is_up(window: Seen) -> None:
    window.api.answers[""] = ListSite(window, 0.05)
    assert await window.window(nothing=True, for_s=300) == 0
    assert await Seen(window.api, window.lookup.cache.directory).window("bad:99%", for_s=60) == 1


async def test_a_window_with_faults_goes_on(window: Seen) -> None:
    sessions = ListSite(window, 0.05)
    window.api.answers[""] = in_turn(sessions(), sessions(), BROKEN, BUSY, b"{}", sessions())
    assert await window.window("bad:99%", for_s=3_600, give_up_s=3_600) == 1
    assert {type(change) for _, change in window.told} >= {Failed, Gone, WindowStands}


async def test_a_bad_one_is_told_with_what_its_log_says(window: Seen) -> None:
    began_ms = window.clock.now_ms + 1_000
    bad = dict(row_of(7, began_ms, failed=True).raw) | {"uuid": UUID}
    window.api.answers |= {"": in_turn(listing([]), listing([]), listing([bad])), UUID: body(MINUTE, FAILS)}
    assert await window.window("error") == 0
    (came,) = (change for _, change in window.told if isinstance(change, SessionCame))
    assert came.verdict is not None and came.verdict.id == "playback-failure"
    assert f"new session {UUID}" in window.lines[-2] and "E0003" in window.lines[-2]


async def test_more_than_can_be_listed_in_a_turn_is_said(window: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vpe_tui.service.watching._MOST_A_TURN", 100)
    later_ms = window.clock.now_ms + 60_000
    many = [dict(row_of(number, later_ms - number * 100).raw) for number in range(100)]
    window.api.answers[""] = in_turn(listing([]), listing([]), listing(many))
    assert await window.window("bad:99%", for_s=70) == 1
    gone = [change.text for _, change in window.told if isinstance(change, Gone)]
    assert gone == ["50.0 s were not listed: more than 100 sessions began"]


def test_the_made_log_is_of_now() -> None:
    last = json.loads(body(MINUTE))["result"]["sessionLog"][-1]
    assert BEGIN_MS < int(last["logDateUnix"]) < BEGIN_MS + 62_000 and LENGTH_MS == 600_000
