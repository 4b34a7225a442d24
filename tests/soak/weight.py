"""What the kernel says of the program: how much it holds, and whether that grows."""

import os
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1024 * 1024


class Weight(NamedTuple):
    """At `at_s` a process had so much memory of its own in RAM, so many open files, so many threads."""

    at_s: float
    rss_mib: float
    files: int
    threads: int


def weighed(pid: int, at_s: float) -> Weight | None:
    """None when it has gone."""
    there = Path(f"/proc/{pid}")
    try:
        pages = int((there / "statm").read_text().split()[1])
        return Weight(at_s, pages * _PAGE / _MIB, _count(there / "fd"), _count(there / "task"))
    except (OSError, IndexError):
        return None


def _count(directory: Path) -> int:
    return sum(1 for _ in directory.iterdir())


class Growth(NamedTuple):
    """What came of a process over a time: MiB a minute of the fitted line, and how many more of the others there were.

    `files` and `threads` compare the middle of the last third with the middle of the first.
    """

    minutes: float
    mib_a_minute: float
    first_mib: float
    last_mib: float
    most_mib: float
    files: float
    threads: float

    def __str__(self) -> str:
        memory = f"{self.mib_a_minute:+.2f} MiB/min, {self.first_mib:.0f} → {self.last_mib:.0f} MiB"
        rest = f"{self.most_mib:.0f} MiB at most, {self.files:+.0f} open files, {self.threads:+.0f} threads"
        return f"in {self.minutes:.1f} min after warming up {memory}, {rest}"


def growth(weights: Sequence[Weight], after_s: float) -> Growth:
    """Of what was weighed `after_s` and later. Raises ValueError for fewer than nine weights."""
    warm = [weight for weight in weights if weight.at_s >= after_s]
    if len(warm) < 9:
        raise ValueError(f"{len(warm)} weights say nothing")
    minutes = [weight.at_s / 60 for weight in warm]
    rss = [weight.rss_mib for weight in warm]
    third = len(warm) // 3
    first, last = warm[:third], warm[-third:]
    return Growth(
        minutes[-1] - minutes[0],
        statistics.linear_regression(minutes, rss).slope,
        statistics.median(weight.rss_mib for weight in first),
        statistics.median(weight.rss_mib for weight in last),
        max(rss),
        statistics.median(weight.files for weight in last) - statistics.median(weight.files for weight in first),
        statistics.median(weight.threads for weight in last) - statistics.median(weight.threads for weight in first),
    )
