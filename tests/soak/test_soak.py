"""A minute of the soak in every test run, half an hour of it in the nightly one: `python -m tests.soak` goes on.

In a test run it is bounded by its seeds, not by a clock: a slow machine does the same, and takes longer.
"""

import sys
import time
from itertools import count, islice

import pytest

from tests.soak.hand import SIZES, Hand
from tests.soak.keys import MEANT, keys_of
from tests.soak.life import Life, live
from tests.soak.run import run, tokens_of
from tests.soak.weight import Weight, growth
from vpe_tui.tui.commands import by_id, no_key

FLAT_MIB_A_MINUTE = 1.0
WARMING_MIB = 25.0
"""What may come to be held when the same is done again (0 to 18 MiB in five runs): the slope of a few seconds says
nothing, and a slow answer the first time is a session that the same keys reach only the second time."""
FEW_FILES, FEW_THREADS = 8, 6
"""Come and go with what is being fetched."""
LONG_S = 3_600.0


def said(seed: int) -> list[str]:
    return [f"{token.says} {token.pause}" for token in tokens_of(seed, SIZES[0])]


def test_the_same_seed_does_the_same() -> None:
    assert said(7) == said(7) != said(8)


def test_a_hand_presses_every_key_of_every_command() -> None:
    made = {token.says for token in islice(Hand(1, SIZES[0]), 20_000)}
    assert {ascii(key)[2:-1] for id in by_id() if by_id()[id].keys != no_key(id) for key in keys_of(id)} <= made


def test_a_hand_that_stays_knows_no_way_out() -> None:
    for token in islice(Hand(1, SIZES[0], stays=True), 20_000):
        assert not token.may_end and not token.hangs_up
        assert not any(repr(key)[2:-1] == token.says for key in MEANT)


BROKEN = """
import threading
from unittest import mock
from vpe_tui.cli import run
def broken(*_, **__):
    raise ValueError
{0}
run()
"""


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("mock.patch('vpe_tui.tui.widgets.bars.Bar.render_line', broken).start()", "a crash.log"),
        ("threading.Thread(target=broken).start()", "a traceback"),
        ("mock.patch('vpe_tui.cli.main', lambda: 9).start()", "it ended with 9"),
        (
            "mock.patch('vpe_tui.tui.terminal.driver.TerminalDriver.stop_application_mode', lambda _: None).start()",
            "left set",
        ),
    ],
)
def test_what_is_broken_is_found(broken: str, says: str) -> None:
    found = run(2, (sys.executable, "-c", BROKEN.format(broken)), most=4)
    assert says in str(found).partition("\n")[0], found
    assert "again: python -m tests.soak --seed 2" in str(found)


def test_what_grows_is_found() -> None:
    """A megabyte a minute, a file every ten seconds, for five minutes that are warm."""
    weights = [Weight(second, 60 + second / 60, 20 + second // 10, 5) for second in range(360)]
    found = growth(weights, 60)
    assert found.mib_a_minute == pytest.approx(1) and found.minutes == pytest.approx(299 / 60)
    assert (found.files, found.threads) == (20, 0)


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_run_ends_well(seed: int) -> None:
    told = run(seed)
    assert not told.wrong, told


def test_a_program_that_is_never_quit_runs_away_with_nothing() -> None:
    life = live(3, LONG_S, tokens=75)
    holds_nothing(life)
    assert life.growth.last_mib - life.growth.first_mib < WARMING_MIB, life.growth


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
    life = live(2, 1_200)
    holds_nothing(life)
    assert life.growth.mib_a_minute < FLAT_MIB_A_MINUTE, life.growth


def holds_nothing(life: Life) -> None:
    assert not life.told.wrong, life.told
    assert life.growth.files <= FEW_FILES, life.growth
    assert life.growth.threads <= FEW_THREADS, life.growth
