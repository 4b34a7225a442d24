"""Since when: a step is found where it is, none where there is none, and it says whether trouble is over."""

from random import Random
from time import process_time

import pytest

from vpe_tui.fleet.triage.since import since

MINUTE = 60_000


def row(count: int, seed: int, first: float, last: float = 1.0, base: float = 0.05, rate: float = 0.4):
    """A session a minute; between two shares of the row they are bad with another rate."""
    rng = Random(seed)
    return [
        (place * MINUTE, rng.random() < (rate if first * count <= place < last * count else base))
        for place in range(count)
    ]


def test_a_step_is_found_within_its_interval_and_goes_on() -> None:
    found = since(row(400, 1, 0.6), "seed")
    assert found is not None and found.over is None and found.p <= 0.025
    assert found.began.from_ms <= 240 * MINUTE <= found.began.to_ms
    assert found.began.from_ms <= found.began.at_ms <= found.began.to_ms


def test_trouble_that_is_over_says_so() -> None:
    found = since(row(400, 4, 0.5, 0.7, rate=0.6), "seed")
    assert found is not None and found.over is not None
    assert found.over.from_ms <= 280 * MINUTE <= found.over.to_ms


def test_most_bad_is_found_as_well_as_few_bad() -> None:
    found = since(row(400, 1, 0.6, base=0.7, rate=0.98), "seed")
    assert found is not None and abs(found.began.at_ms - 240 * MINUTE) < 20 * MINUTE


@pytest.mark.parametrize("rate", [0.0, 0.05, 1.0])
def test_no_step_is_found_where_there_is_none(rate: float) -> None:
    cried = [since(row(200, seed, 0.5, base=rate, rate=rate), "seed") is not None for seed in range(20)]
    assert sum(cried) <= 2


def test_too_few_bad_tell_nothing() -> None:
    assert since([(place, place >= 191) for place in range(200)], "seed") is None
    assert since([(place, place >= 190) for place in range(200)], "seed") is not None
    assert since([], "seed") is None


def test_the_same_seed_says_the_same() -> None:
    assert since(row(300, 2, 0.7), "a") == since(row(300, 2, 0.7), "a")


@pytest.mark.parametrize(("base", "rate"), [(0.05, 0.2), (0.3, 0.6), (0.9, 0.99)])
def test_five_thousand_take_no_second(base: float, rate: float) -> None:
    sessions = row(5_000, 3, 0.6, base=base, rate=rate)
    began = process_time()
    assert since(sessions, "seed") is not None
    assert process_time() - began < 1.0
