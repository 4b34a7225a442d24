"""The study in small: what it shows at large (`python -m tests.bench.triage_study`) does not quietly get worse."""

from random import Random

from tests.bench.triage_study import hit_trial, quiet_trial, since_trial


def seeded(count: int) -> list[Random]:
    return [Random(number) for number in range(count)]


def test_a_planted_cause_is_mostly_named_first() -> None:
    done = [hit_trial(rng, 100, 0.9, 1) for rng in seeded(20)]
    assert sum(each.first for each in done) >= 17


def test_of_two_causes_both_are_mostly_named() -> None:
    done = [hit_trial(rng, 300, 0.9, 2) for rng in seeded(10)]
    assert sum(each.in_three for each in done) >= 7


def test_nothing_planted_is_mostly_quiet_even_where_titles_differ_in_length() -> None:
    for background in ("even", "uneven", "length"):
        assert sum(bool(quiet_trial(rng, 200, background).loud) for rng in seeded(12)) <= 1, background


def test_a_step_lies_in_its_interval() -> None:
    done = [found for rng in seeded(30) if (found := since_trial(rng, 200, 0.3, 0.6, 1)) and found.found]
    assert len(done) >= 25 and sum(each.covered for each in done) >= 0.85 * len(done)
