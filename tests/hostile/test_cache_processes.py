"""Kept sessions under processes that are killed, and under many at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.keeper import BOUND, cache_in
from vpe_tui.fleet.summary import Summary
from vpe_tui.store.cache import Kept

ROOT = Path(__file__).parents[2]


def keeper(*arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.keeper", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("rounds", [60, pytest.param(400, marks=pytest.mark.nightly)])
def test_a_kill_in_the_middle_of_a_write_leaves_nothing_broken(tmp_path: Path, rounds: int) -> None:
    orphans = int(keeper("kill", tmp_path / "recents", rounds))
    assert orphans > rounds // 40, "hardly any kill came in the middle of a write: the test shows nothing"


def test_twenty_processes_and_one_that_clears_never_see_an_error(tmp_path: Path) -> None:
    directory = tmp_path / "recents"
    keeper("crowd", directory, 50)
    cache = cache_in(directory)
    assert len(cache.entries()) <= BOUND
    for number in range(BOUND + 5):
        cache.put(Kept(f"{number:08d}-1111-4000-8000-000000000000", 1_759_999_990_000, b"{}"), Summary())
    assert len(cache.entries()) == BOUND
    assert not [path.name for path in directory.iterdir() if path.name.startswith(".new-")]
