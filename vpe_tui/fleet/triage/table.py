"""The table that is tried: sessions whose outcome is known, as bit sets. Bit i of a set is session i."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from vpe_tui.fleet.triage.chance import Draw
from vpe_tui.fleet.triage.facets import FACETS, Attributes
from vpe_tui.fleet.triage.sessions import ReadSession

Value = tuple[int, str]
"""A value of a facet: the facet's place in `FACETS`, and the value."""

_STRATA = 4
"""Of lived length: who watches longer meets more trouble, whatever else is so."""


class Group(NamedTuple):
    """A group of sessions by what they share: facets and their values, one or two of each."""

    facets: tuple[str, ...]
    values: tuple[str, ...]


class Count(NamedTuple):
    """How many of a group are bad, and of the rest. Of a sample they are estimates, and no whole numbers."""

    bad: float
    total: float
    rest_bad: float
    rest_total: float
    is_estimate: bool = False

    @property
    def rate(self) -> float:
        """The share of bad ones in the group."""
        return self.bad / self.total if self.total else 0.0

    @property
    def rest_rate(self) -> float | None:
        """The share of bad ones among the rest; None where there is no rest."""
        return self.rest_bad / self.rest_total if self.rest_total else None

    @property
    def ratio(self) -> float | None:
        """How many times as often the group is bad; None where nothing else is."""
        return self.rate / self.rest_rate if self.rest_rate else None


class JudgedSession(NamedTuple):
    """A session that was read and whose outcome is known, and how many listed ones it stands for."""

    read: ReadSession
    is_bad: bool
    weight: float = 1.0
    frame: int = 0
    """The part of the list that it was sampled from: good ones of two frames were not read in one proportion, and a
    session is compared with those of its own."""


class Pool(NamedTuple):
    """Sessions that could have become bad in one way, and those that did."""

    members: int
    bad: int

    def within(self, left: int) -> "Pool":
        """What of it is left."""
        return Pool(self.members & left, self.bad & left)

    def draw(self, group: int) -> Draw:
        """The draw that a group is of it."""
        return Draw(self.members.bit_count(), self.bad.bit_count(), (self.members & group).bit_count())


@dataclass(frozen=True)
class Table:
    """Sessions whose outcome is known. Nothing hangs on their order."""

    sessions: Sequence[JudgedSession]

    @cached_property
    def all(self) -> int:
        """Every session."""
        return (1 << len(self.sessions)) - 1

    @cached_property
    def bad(self) -> int:
        """The bad ones."""
        return bits(place for place, each in enumerate(self.sessions) if each.is_bad)

    @cached_property
    def values(self) -> Mapping[Value, int]:
        """The sessions that have each value, the plainest facet first."""
        return values_of([each.read.attributes for each in self.sessions])

    @cached_property
    def weights(self) -> Mapping[float, int]:
        """The sessions of each weight."""
        found: dict[float, list[int]] = {}
        for place, each in enumerate(self.sessions):
            found.setdefault(each.weight, []).append(place)
        return {weight: bits(those) for weight, those in sorted(found.items())}

    @cached_property
    def pools(self) -> Sequence[Pool]:
        """Each bad session beside those that it is to be compared with; every one is bad in just one pool.

        A failure ends a session, and so its length: it is compared with all that lived as long, and one that did not
        start with all. What is bad by its numbers is compared with those of about its own length.
        """
        strata = _strata([each.read for each in self.sessions])
        failed = bits(place for place, each in enumerate(self.sessions) if each.read.is_failure)
        pools = []
        for frame in self._frames:
            for stratum in range(_STRATA + 1):
                here = frame & bits(place for place, each in enumerate(strata) if each == stratum)
                longer = frame & bits(place for place, each in enumerate(strata) if each >= stratum)
                pools.append(Pool(longer, here & failed & self.bad))
                pools.append(Pool(here & ~failed, here & ~failed & self.bad))
        return [pool for pool in pools if pool.bad]

    @cached_property
    def _frames(self) -> Sequence[int]:
        numbers = sorted({each.frame for each in self.sessions})
        return [bits(place for place, each in enumerate(self.sessions) if each.frame == number) for number in numbers]

    def count(self, group: int, left: int) -> Count:
        """How many of a group are bad, among what is left."""
        total, bad = self.stands_for(group & left), self.stands_for(group & left & self.bad)
        rest_total, rest_bad = self.stands_for(left & ~group), self.stands_for(left & ~group & self.bad)
        is_estimate = any(group & left & those for weight, those in self.weights.items() if weight != 1.0)
        return Count(bad, total, rest_bad, rest_total, is_estimate)

    def read(self, group: int) -> Sequence[ReadSession]:
        """The sessions of a group."""
        return [self.sessions[place].read for place in places(group)]

    def stands_for(self, group: int) -> float:
        """How many listed sessions those of a group stand for."""
        return sum(weight * (group & those).bit_count() for weight, those in self.weights.items())


@dataclass(frozen=True)
class ListTable:
    """What the list alone tells: sessions whose outcome it knows, and the values of its facets."""

    all: int
    bad: int
    values: Mapping[Value, int]

    @classmethod
    def of(cls, sessions: Sequence[tuple[Attributes, bool]]) -> "ListTable":
        """The table of attributes and whether they are of a bad session."""
        bad = bits(place for place, (_, is_bad) in enumerate(sessions) if is_bad)
        listed = [{path: value for path, value in found.items() if path in _LISTED} for found, _ in sessions]
        return cls((1 << len(sessions)) - 1, bad, values_of(listed))

    def count(self, values: Sequence[Value]) -> Count | None:
        """How many of a group are bad; None where the list does not tell who belongs to it."""
        if not all(FACETS[rank].is_listed for rank, _ in values):
            return None
        group = self.all
        for value in values:
            group &= self.values.get(value, 0)
        bad, total = (group & self.bad).bit_count(), group.bit_count()
        return Count(bad, total, self.bad.bit_count() - bad, self.all.bit_count() - total)


def group_of(values: Sequence[Value]) -> Group:
    """The group that has some values."""
    return Group(tuple(FACETS[rank].path for rank, _ in values), tuple(text for _, text in values))


def values_of(sessions: Sequence[Attributes]) -> Mapping[Value, int]:
    """The sessions that have each value, as bit sets, in the order of the facets and of the values."""
    found: dict[Value, list[int]] = {}
    for place, attributes in enumerate(sessions):
        for path, value in attributes.items():
            found.setdefault((_RANK[path], value), []).append(place)
    return {value: bits(found[value]) for value in sorted(found)}


def bits(places: Iterable[int]) -> int:
    """The set of some places."""
    taken = list(places)
    if not taken:
        return 0
    octets = bytearray(max(taken) // 8 + 1)
    for place in taken:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def places(group: int) -> Iterable[int]:
    """The places in a set, in order."""
    while group:
        lowest = group & -group
        yield lowest.bit_length() - 1
        group ^= lowest


_RANK = {facet.path: rank for rank, facet in enumerate(FACETS)}
_LISTED = frozenset(facet.path for facet in FACETS if facet.is_listed)


def _strata(sessions: Sequence[ReadSession]) -> list[int]:
    """The stratum of lived length of each session: 0 of those that did not start, then the quarters of the rest."""
    whole = sorted(each.lived_s for each in sessions if each.has_started and not each.is_failure)
    cuts = [whole[len(whole) * part // _STRATA] for part in range(1, _STRATA)] if whole else []
    return [1 + bisect_right(cuts, each.lived_s) if each.has_started else 0 for each in sessions]
