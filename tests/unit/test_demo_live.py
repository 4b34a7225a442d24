"""The demo's sessions that go on: as far as the clock has come, and no row of them is ever another."""

import json

from vpe_tui.demo.live import Live, live_uuid
from vpe_tui.demo.server import recent
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.session.parse import parse_session
from vpe_tui.text.times import utc_iso

NOW_MS = 1_790_000_000_000


class Clock:
    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


def log_of(live: Live, number: int) -> list[dict[str, object]]:
    found = live.session(live_uuid(number))
    return json.loads(found.body)["result"]["sessionLog"] if found else []


def test_the_first_goes_on_from_the_start_and_fails_within_two_minutes() -> None:
    clock = Clock()
    live, verdicts, before = Live(NOW_MS, clock), [], []
    for _ in range(24):
        found = live.session(live_uuid())
        assert found is not None
        log = log_of(live, 0)
        assert log[: len(before)] == before, "what was told stays"
        assert all(int(str(row["logDateUnix"])) <= clock.now_ms for row in log)
        before = log
        verdicts.append(diagnose(parse_session(found.body, found.uuid), clock.now_ms).verdict.id)
        clock.now_ms += 5_000
    assert verdicts[0] == "in-progress" and verdicts[-1] == "playback-failure"
    assert list(dict.fromkeys(verdicts)) == ["in-progress", "playback-failure"]
    assert {"paused", "rebuffering", "error"} <= {row["actionType"] for row in before}


def test_others_begin_meanwhile_and_no_list_has_them_before() -> None:
    clock = Clock()
    live = Live(NOW_MS, clock)
    assert list(live.entries(0, NOW_MS * 2)) == [] and live.session(live_uuid(1)) is None
    clock.now_ms += 61_000
    rows = recent({}, NOW_MS, None, live)
    assert [row["uuid"] for row in rows[:3]] == [live_uuid(number) for number in (3, 2, 1)]
    assert [row["no"] for row in rows[:3]] == [1, 2, 3] and not rows[0]["isError"]
    assert [entry.seed for entry in live.entries(NOW_MS + 30_000, NOW_MS + 45_000)] == [2]
    clock.now_ms += 120_000
    failed = [row["uuid"] for row in recent({}, NOW_MS, None, live) if row["isError"]]
    assert live_uuid(3) in failed and live_uuid(2) not in failed


def test_no_other_uuid_is_one_of_them() -> None:
    live = Live(NOW_MS, Clock())
    for uuid in ("", "11fe11fe-0000-4000-8000-0", "11fe11fe-0000-4000-8000-00000000000a", utc_iso(NOW_MS)):
        assert live.session(uuid) is None
