"""What is measured, declared once: each figure with its floor and its goal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from tests.bench.timed_tty import Size

SMALL = 1_000
"""Events up to which a session's rows have the goals of a small one."""

MANY = 100
"""Sessions for `show` of many."""


GOALS_B_MS = 172.0
"""The bare Textual app's first paint where the goals were set: what they say in milliseconds is for that pace."""


class Case(NamedTuple):
    """A figure of a session with so many events (0: not of a session) on a terminal."""

    figure: str
    events: int
    size: Size


@dataclass
class Samples:
    """Everything measured, in the order it was. `rounds` of them are looked at one by one."""

    rounds: int = 1
    taken: dict[Case, list[list[float]]] = field(default_factory=dict)

    def add(self, case: Case, round_: int, *values: float) -> None:
        self.taken.setdefault(case, [[] for _ in range(self.rounds)])[round_] += values

    def best(self, case: Case) -> float:
        """The smallest median of a round: what else the machine did made the others larger, never this one smaller."""
        return min(median(values) for values in self.taken[case] if values)

    def spread(self, case: Case) -> float:
        """The largest median of a round over the smallest."""
        medians = [median(values) for values in self.taken[case] if values]
        return max(medians) / min(medians) if min(medians) else 1.0


@dataclass(frozen=True)
class Floors:
    """Measured in the same run, between the figures."""

    python_ms: float
    bare_ms: float
    """B: the bare Textual app, process start to first paint."""
    bare_key_ms: float
    """K: a key in the bare app that changes its one Label, to the settled screen."""
    bare_mib: float
    get_ms: float
    """G: the script with httpx and pydantic and one GET."""
    json_ms: dict[int, float]
    """J: json.loads of the body, by events."""
    many_ms: float = 0.0
    """The ideal for `MANY` sessions: their answers' time, eight at once, and G."""
    triage_ms: float = 0.0
    """The ideal for a triage of 100 sessions: its calls, the details eight at once, each answered after 100 ms."""
    put_ms: float = 0.0
    """A put into an empty cache."""
    link_s: float = 0.0
    """The bytes of the slow link's run ÷ its rate."""


Goal = Callable[[Floors, int], float | None]


@dataclass(frozen=True)
class Figure:
    """`goal` gives the most the figure may be (None: none stated), `goal_says` the rule behind it."""

    says: str
    unit: str
    goal: Goal
    goal_says: str = ""
    per: str = ""
    """The floor its ratio is told in."""


def _at_most(limit: float) -> Goal:
    return lambda floors, events: limit


def _within(ms: float) -> tuple[Goal, str]:
    """A time of the machine that the goals were set on, whose B was `GOALS_B_MS`; a slower one may take longer."""
    return lambda floors, events: ms * floors.bare_ms / GOALS_B_MS, f"{ms:.0f} ms × B ÷ {GOALS_B_MS:.0f}"


def _small(share: float) -> Goal:
    return lambda floors, events: share * floors.bare_ms if events <= SMALL else None


def _rows(floors: Floors, events: int) -> float:
    return 2.2 * floors.bare_ms + (1.5 * floors.json_ms[events] if events > SMALL else 0)


def _usable(floors: Floors, events: int) -> float:
    return 2.2 * floors.bare_ms + 3 * floors.json_ms[events]


def _none(floors: Floors, events: int) -> None:
    return None


FIGURES: dict[str, Figure] = {
    "start": Figure("`vpe-tui`, first paint", "ms", lambda floors, events: 1.4 * floors.bare_ms, "1.4 B", "B"),
    "rows": Figure("`vpe-tui UUID` over loopback, rows", "ms", _rows, "2.2 B (+ 1.5 J over 1,000)", "B"),
    "usable": Figure("the same, everything usable", "ms", _usable, "2.2 B + 3 J", "B"),
    "kept": Figure("`vpe-tui UUID` kept, rows", "ms", _small(1.8), "1.8 B (≤ 1,000)", "B"),
    "kept-list": Figure(
        "`vpe-tui`, `2`: 200 kept sessions of 1,000 events",
        "ms",
        lambda floors, events: 1.6 * floors.bare_ms,
        "1.6 B",
        "B",
    ),
    "kept-list-most": Figure(
        "`vpe-tui`, `2`: 5,000 kept sessions", "ms", lambda floors, events: 2 * floors.bare_ms, "2 B", "B"
    ),
    "compare": Figure(
        "`vpe-tui compare` of two kept sessions of 1,000 events, what differs",
        "ms",
        lambda floors, events: 2.2 * floors.bare_ms,
        "2.2 B",
        "B",
    ),
    "put": Figure(
        "a put at the bound of 5,000 kept sessions, mean",
        "ms",
        lambda floors, events: 1.5 * floors.put_ms,
        "1.5 × a put into an empty cache",
    ),
    "sentence": Figure(
        "`vpe-tui`, `T`: the first sentence, each call answered after 100 ms",
        "ms",
        lambda floors, events: 2.2 * floors.bare_ms + 100,
        "2.2 B + 100 ms",
        "B",
    ),
    "triage": Figure(
        "`vpe-tui triage` of 100 sessions, each call answered after 100 ms",
        "ms",
        lambda floors, events: 1.15 * floors.triage_ms + 2.2 * floors.bare_ms,
        "1.15 × (list calls + details ÷ 8) × 100 ms + 2.2 B",
    ),
    "rank": Figure("5,000 listed, 1,500 read: values and pairs ranked, CPU", "ms", *_within(100)),
    "poured": Figure("keys while answers of 1,000 events pour in, to the first byte", "ms", *_within(8), "K"),
    "poured-most": Figure("the slowest of them", "ms", *_within(50), "K"),
    "triage-mib": Figure("peak over the bare app, 5,000 listed, 1,500 read", "MiB", _at_most(120), "120 MiB"),
    "triage-most": Figure("`vpe-tui triage`, 5,000 listed, 1,500 read, answered at once", "ms", _none, "", "B"),
    "narrow": Figure("5,000 kept sessions: narrowing, a keystroke", "ms", *_within(50), "K"),
    "sort": Figure("5,000 kept sessions: sorted", "ms", *_within(100), "K"),
    "cursor": Figure("cursor down", "ms", *_within(4), "K"),
    "cursor-bytes": Figure("cursor down", "bytes", _at_most(450), "450"),
    "edge": Figure("cursor down, scrolling", "ms", _none, "", "K"),
    "edge-bytes": Figure("cursor down, scrolling", "bytes", _none),
    "page": Figure("page down", "ms", *_within(8), "K"),
    "page-bytes": Figure("page down", "bytes", _at_most(9 * 1024), "9 KB"),
    "end": Figure("End", "ms", *_within(10), "K"),
    "end-bytes": Figure("End", "bytes", _none),
    "error": Figure("next error", "ms", *_within(10), "K"),
    "error-bytes": Figure("next error", "bytes", _none),
    "search": Figure("search, a keystroke (letters)", "ms", *_within(50), "K"),
    "search-bytes": Figure("search, a keystroke (letters)", "bytes", _none),
    "search-most": Figure("search, slowest keystroke (letters)", "ms", *_within(50), "K"),
    "digits": Figure("search, a keystroke (a time)", "ms", *_within(50), "K"),
    "digits-most": Figure("search, slowest keystroke (a time)", "ms", *_within(50), "K"),
    "filter": Figure("filter, a keystroke", "ms", *_within(50), "K"),
    "filter-most": Figure("filter, slowest keystroke", "ms", *_within(50), "K"),
    "idle-bytes": Figure("idle for 3 s", "bytes", _at_most(0), "0"),
    "open-mib": Figure("peak over the bare app, opened", "MiB", _at_most(110), "110 MiB"),
    "peak-mib": Figure("peak over the bare app, after all keys", "MiB", _at_most(110), "110 MiB"),
    "show": Figure(
        "`vpe-tui show UUID --json` over loopback", "ms", lambda floors, events: 1.25 * floors.get_ms, "1.25 G", "G"
    ),
    "show-many": Figure(
        f"`show --json` of {MANY} sessions, 8 at once, each answered after 100 ms",
        "ms",
        lambda floors, events: 1.3 * floors.many_ms,
        "1.3 × (100 / 8 × 100 ms + G)",
    ),
    "link": Figure(
        "50 cursor keys (`--link-keys`) at 9,600 baud, last byte after the last key",
        "s",
        lambda floors, events: 1.5 * floors.link_s,
        "1.5 × bytes ÷ rate",
        "bytes ÷ rate",
    ),
    "link-bytes": Figure("50 cursor keys (`--link-keys`) at 9,600 baud", "bytes", _none),
}
