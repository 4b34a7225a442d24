"""Sampling: which of the listed sessions are read. Seeded, so that the same question reads the same sessions."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from vpe_tui.fleet.triage.sessions import ListedSession

MOST_READ = 500
"""Sessions that are read unless somebody asks for more."""

GOOD_FOR_EACH_BAD = 4
"""More of them hardly find more (docs: 97 % instead of 100 % against reading everything)."""

LEAST_GOOD = 200

_LEAST_GOOD_SHARE = 0.4
"""Of what is read, where more are bad: beside too few good ones each half of a cause looks as bad as the cause."""


class ReadingPlan(NamedTuple):
    """What is to be read, in an order in which whatever was read so far is a sample of each kind."""

    wanted: tuple[ListedSession, ...]
    spares: tuple[ListedSession, ...]
    """Good ones that take the place of what cannot be read, in order."""
    is_whole: bool
    """Whether it is everything."""


def seed_of(*asked: object) -> str:
    """The seed of a question: of from, to, device and type, of the sessions of files. It tells nothing of them."""
    words = "/".join("" if each is None else str(each) for each in asked)
    return sha256(words.encode(errors="replace")).hexdigest()[:16]


def reading_plan(
    bad: Sequence[ListedSession],
    unknown: Sequence[ListedSession],
    good: Sequence[ListedSession],
    in_progress: Sequence[ListedSession],
    most: int,
    seed: str,
) -> ReadingPlan:
    """What of the sessions is to be read, `most` at most. One in progress is no example of a good one."""
    if len(bad) + len(unknown) + len(good) + len(in_progress) <= most:
        return ReadingPlan(_mixed(bad, unknown, good, in_progress), (), True)
    bad, unknown, good = (shuffled(each, seed) for each in (bad, unknown, good))
    good_kept = min(len(good), round(_LEAST_GOOD_SHARE * most))
    bad = bad[: most - good_kept]
    room, count = most - len(bad), min(len(good), max(GOOD_FOR_EACH_BAD * len(bad), LEAST_GOOD))
    unknown = unknown[: room - min(count, good_kept)]
    count = min(count, room - len(unknown))
    return ReadingPlan(_mixed(bad, unknown, good[:count]), tuple(good[count:]), False)


def _mixed(*kinds: Sequence[ListedSession]) -> tuple[ListedSession, ...]:
    """All of them, each kind in its order and spread over the whole: who looks halfway sees half of every kind."""
    placed = [
        ((number + 0.5) / len(kind), which, each)
        for which, kind in enumerate(kinds)
        for number, each in enumerate(kind)
    ]
    return tuple(each for *_, each in sorted(placed, key=lambda one: one[:2]))


def shuffled(sessions: Iterable[ListedSession], seed: str) -> list[ListedSession]:
    """The sessions in an order that only the seed decides, whatever order they came in."""
    return sorted(sessions, key=lambda each: sha256(f"{seed}{each.uuid}".encode(errors="replace")).digest())
