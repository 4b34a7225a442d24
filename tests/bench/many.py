"""Many sessions at once: a triage on screen and on stdout, keys while answers pour in, long lists."""

import json
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench import triage_study as study
from tests.bench.keys import ESCAPE
from tests.bench.slow_api import ANSWER_S
from tests.bench.starts import JOBS, MOST_KEPT, QUIET_S, SLOW_QUIET_S
from tests.bench.timed_tty import Size, TimedTty
from tests.bench.world import PROGRAM, PYTHON, WINDOW_API, Api, running
from tests.terminal import TELLS_PEAK
from vpe_tui.fleet.triage.causes import causes_of
from vpe_tui.fleet.triage.table import JudgedSession, ListTable, Table

FEW, LISTED, READ = 100, 5_000, 1_500
_POURED, _POURED_EVENTS = 400, 1_000
_KEYS = 40
_RANK_RUNS = 5


class Triaged(NamedTuple):
    """A triage on stdout: how long it took, what it would have taken if only the API took time, its peak."""

    ms: float
    ideal_ms: float
    peak_mib: float


@contextmanager
def window(count: int, events: int, delay_s: float) -> Iterator[Api]:
    """Runs an API with so many sessions of an hour."""
    with running((*WINDOW_API, str(count), str(events), str(delay_s))) as address:
        yield Api(address, "key", "project")


def first_sentence(directory: Path, size: Size) -> float:
    """`vpe-tui`, and `T` at its first frame: the sentence that the list alone tells, ms since the start."""
    with window(FEW, 0, ANSWER_S) as api, TimedTty(PROGRAM, api.environment(directory), size) as tty:
        tty.until("Recent sessions")
        tty.send("T")
        said = tty.until("by the list")
        tty.settle(QUIET_S)
        assert tty.quit("Q") == 0
    return (said - tty.started) * 1000


def triaged(directory: Path, count: int, most: int, delay_s: float) -> Triaged:
    """`vpe-tui triage --json` of so many sessions. No day before is listed: none is there."""
    argv = (PYTHON, "-c", TELLS_PEAK, "triage", "--since", "1h", "--max", str(most), "--no-baseline", "--json")
    with window(count, 0, delay_s) as api:
        began = time.perf_counter()
        done = subprocess.run(argv, env=api.environment(directory), stdout=subprocess.PIPE, check=True)
        ms = (time.perf_counter() - began) * 1000
    *lines, peak_kib = done.stdout.splitlines()
    told = json.loads(b"".join(lines))
    assert told["counts"]["listed"] == count and told["counts"]["read"] == min(count, most), told["counts"]
    calls = told["window"]["calls"]
    return Triaged(ms, (calls["list"] + calls["detail"] / JOBS) * delay_s * 1000, int(peak_kib) / 1024)


def ranked() -> float:
    """The values and pairs of 1,500 of 5,000 sessions ranked: ms of the processor, nothing is waited for."""
    rng = random.Random(1)
    attributes = [study.attributes(rng) for _ in range(LISTED)]
    fates = [study.fate(rng, study.BASE, 600, 0.5) for _ in attributes]
    sessions = study.as_read(rng, attributes, fates)
    listed = [(study.listed(rng, each).attributes, each.band == "poor") for each in sessions]
    read = sorted(sessions, key=lambda each: each.band != "poor")[:READ]
    judged = [JudgedSession(each, each.band == "poor", 1.0, 0) for each in read]
    took = []
    for _ in range(_RANK_RUNS):
        began = time.process_time()
        causes_of(Table(judged), ListTable.of(listed))
        took.append((time.process_time() - began) * 1000)
    return median(took)


def poured(directory: Path, size: Size) -> list[float]:
    """Keys in the sessions of a triage while answers of 1,000 rows come, eight at once: to the first byte, ms."""
    with window(_POURED, _POURED_EVENTS, ANSWER_S) as api, TimedTty(PROGRAM, api.environment(directory), size) as tty:
        tty.until("Recent sessions")
        tty.send("T")
        tty.until("esc stops")
        tty.send("4")
        tty.settle(QUIET_S)
        took = [_to_first_byte(tty, "j" if number % 2 == 0 else "k") for number in range(_KEYS)]
        tty.quit("Q")
    return took


def _to_first_byte(tty: TimedTty, key: str) -> float:
    while tty.read(QUIET_S / 2):
        pass
    sent = time.perf_counter()
    tty.send(key)
    tty.read(1.0)
    return (time.perf_counter() - sent) * 1000


def long_list(api: Api, directory: Path, size: Size) -> Iterator[tuple[str, list[float]]]:
    """The list of 5,000 kept sessions: narrowed key by key, and sorted."""
    with TimedTty(PROGRAM, api.environment(directory), size) as tty:
        tty.until("Recent sessions")
        tty.send("2")
        tty.until(f"{MOST_KEPT:,} sessions ")
        tty.wait_idle()
        tty.press("/", SLOW_QUIET_S)
        yield "narrow", [tty.press(letter, SLOW_QUIET_S).ms for letter in "0000"]
        tty.press(ESCAPE, SLOW_QUIET_S)
        tty.press("S", SLOW_QUIET_S)
        yield "sort", [tty.press("j\r", SLOW_QUIET_S).ms]
        assert tty.quit("Q") == 0
