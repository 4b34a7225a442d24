"""A minute of the soak in every test run, half an hour of it in the nightly one: `python -m tests.soak` goes on.

In a test run it is bounded by its seeds, not by a clock: a slow machine does the same, and takes longer.
"""

import time
from itertools import count, islice

import pytest

from tests.soak.hand import SIZES, Hand
from tests.soak.keys import MEANT, keys_of
from tests.soak.life import Life, live
from tests.soak.run import run, tokens_of
from vpe_tui.tui.commands import by_id

FLAT_MIB_A_MINUTE = 1.0
WARMING_MIB_A_MINUTE = 30.0
"""In a life too short to tell: still, nothing that a hundred keys could run away with."""
FEW_FILES, FEW_THREADS = 8, 6
"""Come and go with what is being fetched."""
LONG_S = 3_600.0


def said(seed: int) -> list[str]:
    return [f"{token.says} {token.pause}" for token in tokens_of(seed, SIZES[0])]


def test_the_same_seed_does_the_same() -> None:
    assert said(7) == said(7) != said(8)


def test_a_hand_presses_every_key_of_every_command() -> None:
    made = {token.says for token in islice(Hand(1, SIZES[0]), 20_000)}
    assert {ascii(key)[2:-1] for id in by_id() for key in keys_of(id)} <= made


def test_a_hand_that_stays_knows_no_way_out() -> None:
    for token in islice(Hand(1, SIZES[0], stays=True), 20_000):
        assert not token.may_end and not token.hangs_up
        assert not any(repr(key)[2:-1] == token.says for key in MEANT)


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_run_ends_well(seed: int) -> None:
    told = run(seed)
    assert not told.wrong, told


def test_a_program_that_is_never_quit_runs_away_with_nothing() -> None:
    flat(live(1, LONG_S, tokens=200), WARMING_MIB_A_MINUTE)


@pytest.mark.nightly
def test_runs_end_well_for_ten_minutes() -> None:
    began_s = time.monotonic()
    for seed in count(1_000):
        told = run(seed)
        assert not told.wrong, told
        if time.monotonic() - began_s > 600:
            return


@pytest.mark.nightly
def test_a_program_that_lives_for_twenty_minutes_is_flat() -> None:
    flat(live(2, 1_200), FLAT_MIB_A_MINUTE)


def flat(life: Life, mib_a_minute: float) -> None:
    assert not life.told.wrong, life.told
    assert life.growth.mib_a_minute < mib_a_minute, life.growth
    assert life.growth.files <= FEW_FILES, life.growth
    assert life.growth.threads <= FEW_THREADS, life.growth
