"""What a window becomes: each session told once, what is usual, an alarm where more are bad, and its end."""

from collections import Counter
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vpe_tui.fleet.watch.cusum import LOUD, Score, Weights
from vpe_tui.fleet.watch.standing import Rate
from vpe_tui.fleet.watch.window import FIRST_MS, FORGOTTEN_MS, Became, WindowWatch
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.session.records import Listed
from vpe_tui.text.times import KST, moment

NOW_MS = 1_790_000_000_000
MINUTE_MS = 60_000
LENGTH_MS = 10 * MINUTE_MS
USUAL = Rate(5, 100)


def listed(number: int, began_ms: int, *, failed: bool = False, stalled: bool = False) -> Listed:
    return Listed(
        {
            "uuid": f"{number:08x}-0000-4000-8000-000000000000",
            "logDate": f"{moment(began_ms, KST):%Y-%m-%d %H:%M:%S}",
            "origin": "www.example.com",
            "os": "Windows / 11",
            "device": "PC",
            "totalStartTime": 1.0,
            "rebufferingTime": 30 if stalled else 0,
            "playingTime": 60,
            "isError": failed,
        }
    )


class Site:
    """Sessions that begin one after the other, and what the list has of the window at a time."""

    def __init__(self, every_ms: int = 5_000, seed: int = 1) -> None:
        self._every_ms = every_ms
        self._rng = Random(seed)
        self._rows: list[tuple[int, Listed]] = []
        self._next_ms = NOW_MS - LENGTH_MS

    def window(self, at_ms: int, rate: float) -> list[Listed]:
        """The list at a time; those that began since the last are bad with a rate."""
        while self._next_ms <= at_ms:
            is_bad = self._rng.random() < rate
            self._rows.append((self._next_ms, listed(len(self._rows), self._next_ms, failed=is_bad)))
            self._next_ms += self._every_ms
        return [row for began_ms, row in self._rows if began_ms >= at_ms - LENGTH_MS]


def minutes(watch: WindowWatch, site: Site, first: int, last: int, rate: float) -> list[Became]:
    return [
        watch.listed(site.window(NOW_MS + number * MINUTE_MS, rate), NOW_MS + number * MINUTE_MS)
        for number in range(first, last)
    ]


def test_each_session_is_told_when_it_is_new_and_once_when_it_is_bad() -> None:
    watch = WindowWatch(NOW_MS, LENGTH_MS, None)
    good, bad = listed(1, NOW_MS - 5_000), listed(1, NOW_MS - 5_000, failed=True)
    told = [
        watch.listed(rows, NOW_MS + turn * MINUTE_MS) for turn, rows in enumerate(([good], [bad], [good], [bad], [bad]))
    ]
    assert [[(seen.is_new, seen.is_bad, seen.why) for seen in each.sightings] for each in told] == [
        [(True, False, "")],
        [(False, True, "failed")],
        *[[]] * 3,
    ]
    assert [set(each.marks) for each in told] == [set(), {"error"}, set(), set(), set()]


def test_what_is_bad_at_the_start_brings_nothing_about() -> None:
    watch = WindowWatch(NOW_MS, LENGTH_MS, None)
    assert not watch.listed([listed(1, NOW_MS - 5_000, failed=True)], NOW_MS).marks
    assert watch.listed([listed(2, NOW_MS, stalled=True)], NOW_MS + MINUTE_MS).marks == {"stall"}


def test_those_that_began_meanwhile_are_counted_apart_and_for_ever() -> None:
    watch, site = WindowWatch(NOW_MS, LENGTH_MS, USUAL), Site()
    first, *_, last = minutes(watch, site, 0, 90, 0.05)
    assert first.standing.now.judged == 121 and first.standing.fresh.judged == 1
    assert last.standing.now.judged == 121 and last.standing.fresh.judged == 1 + 89 * 12
    assert len(watch._held) <= (LENGTH_MS + FORGOTTEN_MS) // 5_000 + 13, "what is past is let go"


def test_more_bad_ones_than_the_day_before_are_an_alarm_told_once_and_so_is_its_end() -> None:
    watch, site = WindowWatch(NOW_MS, LENGTH_MS, USUAL), Site()
    before = minutes(watch, site, 0, 60, 0.05)
    assert [each.alarm for each in before if each.alarm is not None] == []
    trouble = minutes(watch, site, 60, 90, 0.4)
    (alarm,) = (each for each in trouble if each.alarm is not None)
    assert alarm.alarm and "change" in alarm.marks
    since_ms = alarm.standing.alarm_since_ms or 0
    assert abs(since_ms - (NOW_MS + 60 * MINUTE_MS)) <= 5 * MINUTE_MS
    assert trouble.index(alarm) <= 6, "three minutes are left out, and two tell"
    (over,) = (each for each in minutes(watch, site, 90, 150, 0.05) if each.alarm is not None)
    assert over.alarm is False and over.standing.alarm_since_ms is None


def test_without_a_day_before_the_first_minutes_tell_what_is_usual() -> None:
    watch, site = WindowWatch(NOW_MS, LENGTH_MS, Rate(1, 4)), Site()
    told = minutes(watch, site, 0, 60, 0.05)
    known = [each.standing.usual for each in told]
    learnt = next(turn for turn, usual in enumerate(known) if usual)
    assert learnt == (FIRST_MS + SILENT_MS - LENGTH_MS) // MINUTE_MS
    assert len(set(known[learnt:])) == 1 and told[-1].standing.usual_of == "first-minutes"
    assert any(each.alarm for each in minutes(watch, site, 60, 90, 0.4))


def test_trouble_that_began_after_the_first_minutes_of_a_longer_window_is_an_alarm_at_once() -> None:
    """Half an hour is listed; in the last ten minutes of it half of them fail."""
    length_ms = 30 * MINUTE_MS
    rows = [
        listed(number, began_ms, failed=began_ms > NOW_MS - LENGTH_MS and number % 2 == 0)
        for number, began_ms in enumerate(range(NOW_MS - length_ms, NOW_MS, 10_000))
    ]
    first = WindowWatch(NOW_MS, length_ms, None).listed(rows, NOW_MS)
    assert first.standing.usual == Rate(0, 91) and first.alarm
    assert abs((first.standing.alarm_since_ms or 0) - (NOW_MS - LENGTH_MS)) <= MINUTE_MS


def test_a_day_before_of_few_sessions_tells_nothing() -> None:
    assert WindowWatch(NOW_MS, LENGTH_MS, Rate(1, 19)).listed([], NOW_MS).standing.usual is None
    assert WindowWatch(NOW_MS, LENGTH_MS, Rate(1, 20)).listed([], NOW_MS).standing.usual_of == "day-before"


def test_the_newest_are_not_held_against_what_is_usual() -> None:
    """A thousand began this minute, and most of what will fail has not had the time to: that is no good news."""
    watch, site = WindowWatch(NOW_MS, LENGTH_MS, USUAL), Site(every_ms=1_000)
    minutes(watch, site, 0, 10, 0.05)
    assert any(each.alarm for each in minutes(watch, site, 10, 18, 0.4))
    rows = [listed(100_000 + number, NOW_MS + 18 * MINUTE_MS) for number in range(1_000)]
    became = watch.listed([*site.window(NOW_MS + 18 * MINUTE_MS, 0.4), *rows], NOW_MS + 18 * MINUTE_MS)
    assert became.alarm is None and became.standing.alarm_since_ms is not None


def test_rows_of_another_zone_without_time_or_without_uuid_break_nothing() -> None:
    watch = WindowWatch(NOW_MS, LENGTH_MS, USUAL)
    odd = [
        listed(1, NOW_MS - 9 * 60 * MINUTE_MS),
        listed(2, NOW_MS + 9 * 60 * MINUTE_MS, failed=True),
        Listed({"uuid": "3", "logDate": None}),
        Listed({}),
    ]
    told = [watch.listed(odd if turn % 2 else [], NOW_MS + turn * MINUTE_MS) for turn in range(40)]
    assert Counter(seen.listed.uuid for each in told for seen in each.sightings) == {
        odd[0].uuid: 1,
        odd[1].uuid: 1,
        "3": 1,
    }


@pytest.mark.parametrize("bad, judged", [(0, 1_000), (5, 100), (300, 1_000), (99, 100), (0, 0)])
def test_a_bad_one_speaks_for_it_and_a_good_one_against(bad: int, judged: int) -> None:
    weights = Weights.of(bad, judged)
    assert weights.bad > 0 > weights.good


def alarms(rate: float, runs: int, count: int) -> int:
    rng, weights, loud = Random(7), Weights.of(5, 100), 0
    for _ in range(runs):
        score = Score()
        for number in range(count):
            score = score.after(number, weights, is_bad=rng.random() < rate)
        loud += score.is_loud
    return loud


def test_nothing_planted_is_rarely_an_alarm_and_what_is_planted_nearly_always() -> None:
    assert alarms(0.05, 100, 1_000) <= 3
    assert alarms(0.30, 100, 100) >= 98


@given(st.lists(st.booleans(), max_size=400))
@example([True] * 400)
def test_the_score_is_never_negative_and_comes_down_again(outcomes: list[bool]) -> None:
    score, weights = Score(), Weights.of(5, 100)
    for number, is_bad in enumerate(outcomes):
        score = score.after(number, weights, is_bad=is_bad)
        assert 0 <= score.value <= 2 * LOUD and (score.since_ms is None) == (score.value == 0)
    for number in range(200):
        score = score.after(number, weights, is_bad=False)
    assert score == Score()


@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=8), max_size=20))
def test_whatever_is_listed_nothing_is_told_twice_and_an_alarm_ends_before_the_next(
    lists: list[list[tuple[int, bool]]],
) -> None:
    watch, told, alarmed = WindowWatch(NOW_MS, LENGTH_MS, USUAL), Counter[tuple[str | None, str]](), []
    for turn, rows in enumerate(lists):
        at_ms = NOW_MS + turn * MINUTE_MS
        became = watch.listed([listed(each, NOW_MS - MINUTE_MS, failed=is_bad) for each, is_bad in rows], at_ms)
        for seen in became.sightings:
            told.update((seen.listed.uuid, what) for what, so in (("new", seen.is_new), ("bad", seen.is_bad)) if so)
        alarmed += [became.alarm] if became.alarm is not None else []
    assert all(count == 1 for count in told.values())
    assert alarmed == [not number % 2 for number in range(len(alarmed))]
