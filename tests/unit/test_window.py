"""Walking a window: whatever the API does, each session once, and what is missing is said."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vpe_tui.api.list_query import RecentQuery
from vpe_tui.service.window import Walk, Walked
from vpe_tui.session.records import Listed
from vpe_tui.text.times import KST, moment

START_MS = 1_760_000_000_000
HOUR_MS = 3_600_000
WINDOW = RecentQuery(start_ms=START_MS, end_ms=START_MS + HOUR_MS)


def listed(number: int, began_ms: int, device: str = "PC", kind: str = "VOD") -> Listed:
    row = {
        "uuid": f"{number:08x}-0000-4000-8000-000000000000",
        "logDate": f"{moment(began_ms, KST):%Y-%m-%d %H:%M:%S}",
        "device": device,
        "videoType": kind,
        "origin": "www.example.com",
    }
    return Listed(row)


class Api:
    """The list call: the newest `cap` of a window with inclusive bounds of whole seconds, in any order."""

    def __init__(self, rows: Sequence[tuple[int, Listed]], cap: int = 100) -> None:
        self.rows = rows
        self.cap = cap
        self.asked: list[RecentQuery] = []
        self.shift_ms = 0
        self.heeds = True

    async def __call__(self, query: RecentQuery) -> Sequence[Listed]:
        self.asked.append(query)
        start = (query.start_ms or 0) // 1000 * 1000 + self.shift_ms
        end = (query.end_ms if query.end_ms is not None else 1 << 60) + 999 + self.shift_ms
        found = [
            (began, row)
            for began, row in self.rows
            if (start <= began <= end or not self.heeds)
            and row.raw["device"] in query.device
            and row.raw["videoType"] in query.video_type
        ]
        newest = sorted(found, key=lambda each: -each[0])[: min(self.cap, query.limit)]
        Random(len(self.asked)).shuffle(newest)
        return [row for _, row in newest]


def walked(api: Api, query: RecentQuery = WINDOW, most: int = 20_000) -> Walked:
    return asyncio.run(Walk(api, most).through(query))


def world(count: int, began: Callable[[Random], int], seed: int = 1) -> list[tuple[int, Listed]]:
    random = Random(seed)
    rows = []
    for number in range(count):
        ms = began(random) // 1000 * 1000
        rows.append((ms, listed(number, ms, random.choice(("PC", "Mobile")), random.choice(("VOD", "LIVE")))))
    return rows


PEAK: Callable[[Random], int] = lambda random: START_MS + HOUR_MS // 2 + random.randrange(60_000)  # noqa: E731
EVEN: Callable[[Random], int] = lambda random: START_MS + random.randrange(HOUR_MS)  # noqa: E731


@pytest.mark.parametrize("count", [0, 1, 19, 99, 100, 101, 1_204, 5_000])
def test_every_session_of_a_window_is_listed_once(count: int) -> None:
    api = Api(world(count, EVEN))
    found = walked(api)
    assert len(found.rows) == len({each.uuid for each in found.rows}) == count
    assert found.complete and not found.cut_at_ms and not found.unheeded
    assert found.calls == len(api.asked) <= count / 90 + 2, "about one call for 99 sessions"
    assert all(query.start_ms == START_MS for query in api.asked)


def test_a_peak_costs_little_more() -> None:
    peak = world(2_500, EVEN) + [
        (ms, replace_uuid(row))
        for ms, row in world(2_500, lambda random: START_MS + HOUR_MS // 2 + random.randrange(60_000))
    ]
    found = walked(Api(peak))
    assert len(found.rows) == 5_000 and found.complete
    assert found.calls <= 95


def replace_uuid(row: Listed) -> Listed:
    return Listed({**row.raw, "uuid": "f" + row.raw["uuid"][1:]})


def test_more_than_the_api_lists_in_one_second_are_asked_for_by_kind() -> None:
    burst = world(300, lambda _: START_MS + 1_800_000)
    found = walked(Api(burst + [(ms, replace_uuid(row)) for ms, row in world(150, EVEN)]))
    assert len(found.rows) == 450 and found.complete and not found.cut_at_ms


def test_and_where_that_does_not_help_it_is_said() -> None:
    burst = [
        (ms, Listed({**row.raw, "device": "PC", "videoType": "VOD"}))
        for ms, row in world(300, lambda _: START_MS + 1_800_000)
    ]
    found = walked(Api(burst))
    assert len(found.rows) == 100 and not found.complete
    assert found.cut_at_ms == (START_MS + 1_800_000,)


def test_a_server_with_a_lower_cap_of_its_own_is_walked_too() -> None:
    found = walked(Api(world(480, EVEN), cap=50))
    assert len(found.rows) == 480 and found.complete


def test_an_api_that_does_not_heed_the_window_is_not_walked() -> None:
    api = Api(world(1_000, EVEN))
    api.heeds = False
    found = walked(api, replace(WINDOW, start_ms=START_MS + 3 * HOUR_MS, end_ms=START_MS + 4 * HOUR_MS))
    assert found.calls == 1 and len(found.rows) == 100 and not found.complete
    assert "does not heed the time range" in found.unheeded


def test_times_that_are_nine_hours_off_are_seen() -> None:
    api = Api(world(50, lambda random: EVEN(random) + 9 * HOUR_MS))
    api.shift_ms = 9 * HOUR_MS
    assert "9 h off" in walked(api).unheeded


def test_apps_write_their_own_time_and_tell_nothing_of_the_api() -> None:
    rows = [
        (ms, Listed({**row.raw, "origin": "com.example.app", "logDate": "2001-01-01 00:00:00"}))
        for ms, row in world(30, EVEN)
    ]
    assert walked(Api(rows)).unheeded == ""


def test_an_end_that_is_not_heeded_ends_the_walk() -> None:
    class Stuck(Api):
        async def __call__(self, query: RecentQuery) -> Sequence[Listed]:
            return await super().__call__(replace(query, end_ms=None))

    api = Stuck(world(1_000, EVEN))
    found = walked(api)
    assert not found.complete and len(api.asked) == 2


def test_no_more_are_listed_than_were_wanted() -> None:
    found = walked(Api(world(1_000, EVEN)), most=250)
    assert len(found.rows) == 250 and not found.complete


def test_of_a_session_that_is_listed_again_the_later_row_counts() -> None:
    first, later = listed(1, START_MS), listed(1, START_MS)
    later.raw["playingTime"] = 60

    async def ask(query: RecentQuery) -> Sequence[Listed]:
        answers.append(query)
        return [*rest, first] if len(answers) == 1 else [later]

    answers: list[RecentQuery] = []
    rest = [row for _, row in world(99, lambda random: START_MS + 60_000 + random.randrange(HOUR_MS - 60_000))]
    rest = [replace_uuid(row) for row in rest]
    found = asyncio.run(Walk(ask).through(WINDOW))
    assert [row.raw.get("playingTime") for row in found.rows if row.uuid == first.uuid] == [60]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 40), max_size=400), st.sampled_from((25, 50, 100)))
def test_any_window_is_listed_whole_or_says_that_it_is_not(seconds: list[int], cap: int) -> None:
    rows = [
        (START_MS + second * 1000, listed(number, START_MS + second * 1000)) for number, second in enumerate(seconds)
    ]
    found = walked(Api(rows, cap))
    assert len({each.uuid for each in found.rows}) == len(found.rows)
    assert len(found.rows) == len(rows) or not found.complete
