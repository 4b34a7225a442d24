"""Bands: the table of the specification, word for word, and what no band may do: judge how long a session lasted."""

import re
from typing import Any

import pytest

from tests.unit.test_qoe import FIRST_PICTURE, READY, Row, diagnosed, lived, row
from vpe_tui.qoe.bands import BAND_SOURCES, BANDS, Cutoffs
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.metric import band_of
from vpe_tui.qoe.metrics import LEAST_VIEWING_MS

TABLE = """
| video startup | ≤ 2 s | ≤ 5 s | 2 s: where viewers start to leave (Krishnan & Sitaraman, IMC 2012); 5 s: Wowza's published benchmark for the median of sessions |
| rebuffering ratio | ≤ 1 % | ≤ 4 % | Wowza's published 36 and 150 s per hour played, for aggregates, here on one session |
| rebuffers per hour of viewing (at least 20 min are counted) | ≤ 3 | ≤ 15 | our own choice: up to 20 min the same as 1 and 5 in a session |
| longest stall | ≤ 10 s | ≤ 30 s | our own choice; a maximum grows with length, so its cut-offs are wide. |
| longest seek | ≤ 2 s | ≤ 5 s | our own choice |
| fatal error | none | – | any is poor |
"""  # noqa: E501
"""Of qoe.md. A number that its source does not hold is a defect."""

KEYS = {
    "video startup": "video_startup_s",
    "rebuffering ratio": "rebuffering_ratio",
    "rebuffers per hour of viewing (at least 20 min are counted)": "rebuffer_per_hour",
    "longest stall": "rebuffer_longest_s",
    "longest seek": "seek_latency_max_s",
    "fatal error": "error_count",
}
ROWS = {
    cells[0]: cells[1:] for line in TABLE.split("\n") if (cells := [cell.strip() for cell in line.split("|")[1:-1]])
}


def limit(cell: str) -> float:
    """`≤ 4 %` → 0.04"""
    found = re.fullmatch(r"≤ (\d+)( s| %)?", cell)
    return 0.0 if found is None else int(found[1]) / (100 if found[2] == " %" else 1)


def test_the_cut_offs_are_those_of_the_table() -> None:
    assert set(ROWS) == set(KEYS)
    for name, (good, fair, _) in ROWS.items():
        assert getattr(BANDS, KEYS[name]) == Cutoffs(limit(good), limit(fair)), name
    assert LEAST_VIEWING_MS == 20 * 60_000


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def test_a_source_says_what_the_table_says() -> None:
    """Every number and name of the table is in it, and no other number."""
    assert set(BAND_SOURCES) == set(KEYS.values())
    for name, (_, _, source) in ROWS.items():
        said = words(BAND_SOURCES[KEYS[name]])
        assert words(source) - {"of", "is", "a", "the"} <= said, name
        assert {each for each in said if each.isdigit()} == {each for each in words(source) if each.isdigit()}, name


def test_every_cut_off_is_of_a_metric_that_is_shown_with_it() -> None:
    for key in BAND_SOURCES:
        assert METRIC_OF[key].term


# No band judges how long a session lasted


def life(stalls: int, stall_s: float, minutes: int) -> Diagnosis:
    """So many stalls, evenly, in so many minutes of playing."""
    rows: list[Row] = [READY, FIRST_PICTURE]
    every = minutes // (stalls or 1)
    for minute in range(1, minutes + 1):
        rows.append(row("playing", 60, 60 * minute))
        if stalls and minute % every == 0:
            rows.append(row("rebuffering", stall_s, 60 * minute))
    return diagnosed(lived(*rows, row("ended", 0, 60 * minutes), length_s=60 * minutes))


def bands(diagnosis: Diagnosis) -> dict[str, Any]:
    found = {metric.key: band_of(metric, diagnosis.metrics) for metric in METRICS}
    return {key: band for key, band in found.items() if band} | {"verdict": diagnosis.verdict.band}


@pytest.mark.parametrize(
    ("an_hour", "stall_s", "band"), [(0, 0, "good"), (3, 3, "good"), (6, 10, "fair"), (30, 6, "poor")]
)
def test_a_hundred_clips_and_a_hundred_films_with_the_same_trouble_an_hour_get_the_same_bands(
    an_hour: int, stall_s: float, band: str
) -> None:
    """Clips of 10 minutes, films of 2 hours. What an hour's share of a clip is no whole number of is dealt evenly."""
    share = an_hour * 10 / 60
    dealt = [int(share * (clip + 1)) - int(share * clip) for clip in range(100)]
    clips = [life(stalls, stall_s, 10).verdict.band for stalls in dealt]
    films = [life(2 * an_hour, stall_s, 120).verdict.band] * 100
    assert sum(dealt) == int(100 * share)
    assert films == [band] * 100
    assert clips == films


@pytest.mark.parametrize("an_hour", [1, 3, 6, 12, 18, 30, 60])
@pytest.mark.parametrize("minutes", [10, 20, 60])
def test_no_length_is_judged_harder_than_a_film_with_the_same_trouble_an_hour(an_hour: int, minutes: int) -> None:
    """At least 20 minutes are counted: a clip is spared what a film is not, and never the other way round."""
    film, other = (bands(life(an_hour * each // 60, 0.5, each)) for each in (120, minutes))
    worst = {"good": 0, "fair": 1, "poor": 2}
    assert worst[other["rebuffer_per_hour"]] <= worst[film["rebuffer_per_hour"]]
    if minutes >= 20 and not an_hour * minutes % 60:
        assert other["rebuffer_per_hour"] == film["rebuffer_per_hour"]


@pytest.mark.parametrize(("stalls", "band"), [(0, "good"), (1, "good"), (2, "fair"), (5, "fair"), (6, "poor")])
@pytest.mark.parametrize("minutes", [1, 5, 10, 19])
def test_up_to_twenty_minutes_a_count_is_what_it_was(stalls: int, band: str, minutes: int) -> None:
    spaced = row("playing", 60 * minutes / (stalls + 1), None)
    rows = [each for _ in range(stalls) for each in (spaced, row("rebuffering", 0.1, None))]
    numbers = diagnosed(lived(READY, FIRST_PICTURE, *rows, spaced, length_s=7200)).metrics
    assert numbers.rebuffer_count == stalls
    assert band_of(METRIC_OF["rebuffer_per_hour"], numbers) == band


@pytest.mark.parametrize("minutes", [1, 10, 120, 600])
def test_a_session_without_trouble_is_good_however_long(minutes: int) -> None:
    found = bands(life(0, 0, minutes))
    assert set(found.values()) == {"good"}
