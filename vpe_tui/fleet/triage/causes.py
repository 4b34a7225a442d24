"""Causes: what the bad sessions of a table share, found one after another, with what says the same beside each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from vpe_tui.fleet.triage.candidates import Candidate, candidates_of
from vpe_tui.fleet.triage.chance import Draw, corrected_for, ln_chance
from vpe_tui.fleet.triage.sessions import ReadSession
from vpe_tui.fleet.triage.startup import Startup, startup_of
from vpe_tui.fleet.triage.table import Count, Group, ListTable, Table, Value, bits, group_of, places

ALPHA = 0.05
"""The chance that anything is named where nothing is, all told."""

LEAST_BAD = 3
LEAST_RATIO = 2.0
"""What is less is so of any two groups of viewers; it is told, but not aloud."""

TOO_FEW_BAD = 5
"""Under so many bad sessions only counts are told."""

_ROUNDS = 3
_PAIR_COSTS = log(10)
"""There are far more pairs than values: one of them must be ten times less likely."""

_AS_GOOD = log(10) / 2
_SURPRISE = 2.0
"""Standard deviations above what is expected: what has less is no cause, whatever its exact chance."""

_SAME = 0.9
_NARROWER_RATE = 1.2
_SAME_TOLD, _NARROWER_TOLD = 3, 2


class CountedGroup(NamedTuple):
    """A group with its counts."""

    group: Group
    counts: Count


@dataclass(frozen=True)
class Cause:
    """A group whose sessions are bad more often than chance has it. Its counts are of what earlier causes left."""

    group: Group
    counts: Count
    share_of_bad: float
    """Of all bad sessions of the table, not of those that were left."""
    ln_p: float
    corrected_for: int
    is_loud: bool
    is_one_viewer: bool
    """Whether it would not be loud without one viewer."""
    addresses: int | None
    """Distinct addresses of its bad sessions; None where under half of them are known."""
    unknown: int
    """Sessions that were read and do not tell whether they belong to it."""
    same_as: tuple[CountedGroup, ...]
    wider: tuple[CountedGroup, ...]
    narrower: tuple[CountedGroup, ...]
    """Each is named by the one value that it has beside the cause's."""
    startup: Startup | None
    """None where too few tell it."""

    @property
    def p(self) -> float:
        """The chance that a group of this size has so many bad ones or more."""
        return exp(self.ln_p)

    @property
    def log10_p(self) -> float:
        """Its decimal logarithm: the chance itself may be too small for a double."""
        return self.ln_p / log(10)

    @property
    def p_adjusted(self) -> float:
        """The same for all that was tried."""
        return min(1.0, self.corrected_for * self.p)


class Causes(NamedTuple):
    """What a table's bad sessions share."""

    found: tuple[Cause, ...]
    maybe_chance: tuple[CountedGroup, ...]
    """Groups in which bad sessions are twice as frequent, and yet no more frequent than chance has it."""
    tried: tuple[CountedGroup, ...]
    """Every group of the first round, the most surprising first."""
    testable: int
    """Those of them that could have shown anything: what their chances are corrected for."""


def causes_of(table: Table, listed: ListTable | None = None) -> Causes:
    """The causes in a table. `listed` has the totals of groups that the list tells of, where only some were read."""
    found: list[Cause] = []
    trial = first = _Trial(table, table.all, listed)
    while len(found) < _ROUNDS and (head := trial.head()):
        found.append(trial.cause(*head))
        trial = _Trial(table, trial.left & ~head[0].group, None)
    named = {cause.group for cause in found}
    by_surprise = sorted(first.candidates, key=lambda each: (-each.surprise, each.plainness))
    return Causes(
        tuple(found),
        tuple(each for each in trial.maybe_chance() if each.group not in named),
        tuple(first.counted(each) for each in by_surprise),
        first.testable,
    )


def is_striking(count: Count) -> bool:
    """Whether a group has enough bad sessions, and enough more than the rest, to be spoken of."""
    return round(count.bad) >= LEAST_BAD and (count.ratio is None or count.ratio >= LEAST_RATIO)


def addresses_of(sessions: Sequence[ReadSession]) -> int | None:
    """The distinct addresses of some sessions; None where under half of them are known."""
    known = [read.address for read in sessions if read.address]
    return len(set(known)) if 2 * len(known) >= len(sessions) else None


class _Trial:
    """A round: what is left of a table, tried for one cause."""

    def __init__(self, table: Table, left: int, listed: ListTable | None) -> None:
        self.left = left
        self._table = table
        self._listed = listed
        self._pools = [pool.within(left) for pool in table.pools if pool.bad & left]
        self.candidates = candidates_of(table, left, self._pools)
        self.testable = corrected_for([each.ln_least for each in self.candidates], ALPHA)

    def head(self) -> tuple[Candidate, float] | None:
        """The cause with ln of its chance: the plainest of those that are about as unlikely as the least likely."""
        if (self._table.bad & self.left).bit_count() < TOO_FEW_BAD:
            return None
        limit, least = log(ALPHA / self.testable), 0.0
        scored: list[tuple[float, Candidate, float]] = []
        for bound, candidate in self._bounded(limit):
            if bound > least + _AS_GOOD:
                break
            ln_p = ln_chance(candidate.draws, candidate.bad)
            if ln_p <= limit:
                score = ln_p + _cost(candidate)
                least = min(least, score)
                scored.append((score, candidate, ln_p))
        alike = [each for each in scored if each[0] <= least + _AS_GOOD]
        if not alike:
            return None
        _, candidate, ln_p = min(
            alike, key=lambda each: (each[1].plainness[0], _ranks(each[1]), each[0], each[1].names)
        )
        return candidate, ln_p

    def _bounded(self, limit: float) -> list[tuple[float, Candidate]]:
        """The candidates that can be the cause, with what their scores are not under, the least first."""
        testable = (each for each in self.candidates if each.ln_least <= limit and each.bad >= LEAST_BAD)
        bounds = ((each.ln_bound(self._pools), each) for each in testable if each.surprise >= _SURPRISE)
        able = [(bound + _cost(each), each) for bound, each in bounds if bound <= limit]
        return sorted(able, key=lambda each: (each[0], each[1].plainness))

    def cause(self, head: Candidate, ln_p: float) -> Cause:
        """A candidate as the cause that it is, with its echoes."""
        count = self.count(head.names[0], head.group)
        bad = head.group & self._table.bad
        is_striking_now = is_striking(count)
        is_one_viewer = is_striking_now and self._hangs_on_one_viewer(head.group)
        return Cause(
            group=group_of(head.names[0]),
            counts=count,
            share_of_bad=bad.bit_count() / self._table.bad.bit_count(),
            ln_p=ln_p,
            corrected_for=self.testable,
            is_loud=is_striking_now and not is_one_viewer,
            is_one_viewer=is_one_viewer,
            addresses=addresses_of(self._table.read(bad)),
            unknown=self._unknown(head.names[0]),
            same_as=self._same_as(head),
            wider=self._wider(head),
            narrower=self._narrower(head),
            startup=startup_of(self._table.read(head.group), self._table.read(self.left & ~head.group)),
        )

    def counted(self, candidate: Candidate) -> CountedGroup:
        """A candidate with its counts."""
        names = candidate.names[0]
        return CountedGroup(group_of(names), self.count(names, candidate.group))

    def count(self, names: Sequence[Value], group: int) -> Count:
        """The counts of a group: exact where the list tells them, estimated where good ones were sampled."""
        counted = self._table.count(group, self.left)
        exact = self._listed.count(names) if self._listed and counted.is_estimate else None
        return exact or counted

    def maybe_chance(self) -> list[CountedGroup]:
        """The groups that could be taken for a cause by their rates; one of those that share the same bad sessions."""
        told: dict[int, CountedGroup] = {}
        for each in sorted(self.candidates, key=lambda each: (-each.surprise, each.plainness)):
            bad = each.group & self._table.bad
            if bad not in told and each.bad >= LEAST_BAD and is_striking(counts := self.counted(each).counts):
                told[bad] = CountedGroup(group_of(each.names[0]), counts)
        return list(told.values())

    def _hangs_on_one_viewer(self, group: int) -> bool:
        """Whether most of a group's bad sessions are one viewer's, and it would be quiet without them."""
        bad = group & self._table.bad
        viewers = Counter(read.viewer for read in self._table.read(bad))
        viewer, count = viewers.most_common(1)[0]
        if 2 * count <= bad.bit_count():
            return False
        own = bits(place for place in places(group) if self._table.sessions[place].read.viewer == viewer)
        others, pools = group & ~own, [pool.within(~own) for pool in self._pools]
        draws: list[Draw] = [pool.draw(others) for pool in pools if pool.bad]
        ln_p = ln_chance(draws, (others & self._table.bad).bit_count())
        is_still = is_striking(self._table.count(others, self.left & ~own))
        return not is_still or ln_p > log(ALPHA / self.testable)

    def _unknown(self, names: Sequence[Value]) -> int:
        """The sessions that lack a value of one of the facets."""
        known = self.left
        for rank, _ in names:
            has = 0
            for value, those in self._table.values.items():
                has |= those if value[0] == rank else 0
            known &= has
        return self.left.bit_count() - known.bit_count()

    def _same_as(self, head: Candidate) -> tuple[CountedGroup, ...]:
        exact = [CountedGroup(group_of(names), self.count(names, head.group)) for names in head.names[1:]]
        nearly = sorted((each for each in self.candidates if _alike(each.group, head.group)), key=_plainness)
        return (*exact, *map(self.counted, nearly))[:_SAME_TOLD]

    def _wider(self, head: Candidate) -> tuple[CountedGroup, ...]:
        names = head.names[0] if len(head.names[0]) > 1 else ()
        groups = ((value, self._table.values[value] & self.left) for value in names)
        return tuple(CountedGroup(group_of((value,)), self.count((value,), group)) for value, group in groups)

    def _narrower(self, head: Candidate) -> tuple[CountedGroup, ...]:
        """What of the head is still worse, the least likely first."""
        bad = head.group & self._table.bad
        rate, size, all_bad = head.bad / head.group.bit_count(), head.group.bit_count(), bad.bit_count()
        found = []
        for value, those in self._table.values.items():
            inside = those & head.group
            drawn, count = inside.bit_count(), (inside & bad).bit_count()
            if (
                LEAST_BAD <= count < all_bad
                and count >= _NARROWER_RATE * rate * drawn
                and not _alike(inside, head.group)
            ):
                found.append((ln_chance([Draw(size, all_bad, drawn)], count), value, inside))
        told = sorted(found)[:_NARROWER_TOLD]
        return tuple(
            CountedGroup(group_of((value,)), self._table.count(inside, self.left)) for _, value, inside in told
        )


def _cost(candidate: Candidate) -> float:
    return _PAIR_COSTS if len(candidate.names[0]) > 1 else 0.0


def _ranks(candidate: Candidate) -> tuple[int, ...]:
    return tuple(rank for rank, _ in candidate.names[0])


def _plainness(candidate: Candidate) -> tuple[int, tuple[Value, ...]]:
    return candidate.plainness


def _alike(group: int, other: int) -> bool:
    """Whether two groups are nearly the same sessions, and not just the same."""
    return group != other and (group & other).bit_count() >= _SAME * (group | other).bit_count()
