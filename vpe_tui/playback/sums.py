"""Sums over spans: what metrics are made of. Lengths in ms, media in s; None is undefined, never 0."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import wraps
from operator import sub
from typing import NamedTuple, TypeVar, cast

from vpe_tui.playback.model import Point, Span, State
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.playhead import FASTEST_OFFERED
from vpe_tui.playback.rows import PLACE_S
from vpe_tui.playback.spans import Chosen

SEEK_INDUCED_MS = 1_000
"""A stall that begins this soon after a seek was brought about by it."""

NO_STALLS = ("unlogged-wait",)
"""Waits that no row tells of: in a sum of their own, never among the stalls."""

NO_SEEKS = ("manual-quality",)


T = TypeVar("T")


def once(work: Callable[[Playback], T]) -> Callable[[Playback], T]:
    """What is worked out of all spans, once for each playback."""

    @wraps(work)
    def worked_out(playback: Playback) -> T:
        memo = playback.spans.memo
        if work not in memo:
            memo[work] = work(playback)
        return cast(T, memo[work])

    return worked_out


class Stalls(NamedTuple):
    """`rebuffering` that rows tell of: N and R, and those that a seek brought about (Rs)."""

    own: Chosen
    seek_induced: Chosen


class Coverage(NamedTuple):
    """How much of a session's time the log explains; idle time is not asked for."""

    explained_ms: int
    whole_ms: int


def in_state(playback: Playback, *states: State) -> Chosen:
    """The spans in one of the states."""
    return playback.spans.those(states=states)


def state_ms(playback: Playback, *states: State) -> int:
    """How long the states lasted together."""
    return in_state(playback, *states).total_ms


def total_lived_ms(playback: Playback) -> int:
    """Time that is known to be lived: all but idle time and what is not known."""
    return whole_ms(playback) - state_ms(playback, "idle", "unknown")


def whole_ms(playback: Playback) -> int:
    """From the beginning of the first span to the end of the last: they tile."""
    spans = playback.spans
    return spans.ends_ms([len(spans) - 1])[0] - spans.starts_ms([0])[0] if len(spans) else 0


def of_rule(playback: Playback, *rules: str) -> Chosen:
    """The spans that one of the rules made."""
    return playback.spans.those(rules=rules)


def without_length(playback: Playback, state: State) -> list[Point]:
    """The rows in a state that do not say how long they lasted: they happened, so they are counted."""
    said, read_as = playback.session.events.duration_s, playback.read_as
    return [point for point in playback.points if said[point.row] is None and read_as[point.row].state == state]


def startup_ms(playback: Playback) -> int | None:
    """J: the `startup` rows; None when nothing started, or the dialect does not measure it."""
    return None if "startup" in playback.undefined else _of_rows_ms(playback, "startup")


def player_startup_ms(playback: Playback) -> int | None:
    """The `player_start` rows; None when there is none, or the dialect does not measure it."""
    return None if "player_startup" in playback.undefined else _of_rows_ms(playback, "player-start")


def _of_rows_ms(playback: Playback, rule: str) -> int | None:
    """How long the rows of a rule took; None when there is none."""
    found = of_rule(playback, rule)
    return found.total_ms if len(found) or any(point.rule == rule for point in playback.points) else None


def started(playback: Playback) -> bool:
    """Whether there was a picture: a `startup`, or playing without one where rows were lost."""
    is_point = any(point.rule == "startup" for point in playback.points)
    return is_point or bool(playback.spans.places(states=("playing",), rules=("startup",)))


@once
def last_alive_ms(playback: Playback) -> int | None:
    """When the last row ended that shows that it played; None where none does."""
    spans = playback.spans
    alive = spans.places(states=("playing",), rules=("startup",))
    points = [point.at_ms for point in playback.points if point.rule in ("startup", "playing")]
    return max([*spans.ends_ms(alive[-1:]), *points], default=None)


@once
def seeks(playback: Playback) -> Chosen:
    """The seeks: a change of quality, a replay and a repeat are none."""
    spans = playback.spans
    left_out = frozenset(spans.places(rules=NO_SEEKS))
    places = spans.places(states=("seeking",))
    return spans.chosen([place for place in places if place not in left_out] if left_out else places)


@once
def stalls(playback: Playback) -> Stalls:
    """The stalls, apart by whether they begin in a seek or within `SEEK_INDUCED_MS` of the end of one."""
    spans = playback.spans
    left_out = frozenset(spans.places(rules=NO_STALLS))
    places = [place for place in spans.places(states=("rebuffering",)) if place not in left_out]
    sought = seeks(playback).places
    sought_ms = spans.ends_ms(sought)
    own: list[int] = []
    induced: list[int] = []
    for place, start_ms in zip(places, spans.starts_ms(places), strict=True):
        before = bisect_left(sought, place)
        is_induced = before and start_ms - sought_ms[before - 1] <= SEEK_INDUCED_MS
        (induced if is_induced else own).append(place)
    return Stalls(spans.chosen(own), spans.chosen(induced))


def unlogged_wait_ms(playback: Playback) -> int:
    """Waiting that no row tells of: at least as long as the silence."""
    return of_rule(playback, "unlogged-wait").total_ms


@once
def content_watched_s(playback: Playback) -> float | None:
    """The union of the media that was played, each part once, for each item; None where no row tells a place."""
    if "content" in playback.undefined:
        return None
    spans, items = playback.spans, playback.items
    places_of: dict[int, list[tuple[int, Sequence[int]]]] = {}
    for item, places in spans.by_item(spans.places(states=("playing",))):
        places_of.setdefault(items[item].same_as, []).append((item, places))
    return sum((_item_watched_s(playback, parts) for parts in places_of.values()), 0.0)


def _item_watched_s(playback: Playback, parts: Sequence[tuple[int, Sequence[int]]]) -> float:
    """The media that was played of one item, which may have been on more than once."""
    spans, least = playback.spans, float("-inf") if playback.session.is_live else 0.0
    froms: list[float] = []
    tos: list[float] = []
    for item, places in parts:
        most = playback.items[item].length_s or float("inf")
        begins, ends = spans.from_s(places), spans.to_s(places)
        froms += _within(_known(begins, ends), least, most)
        tos += _within(_known(ends, begins), least, most)
    return _union_s(froms, tos)


def _known(places: Sequence[float | None], others: Sequence[float | None]) -> Sequence[float]:
    """The places that are known together with the other one of their pair."""
    if None in places or None in others:
        pairs = zip(places, others, strict=True)
        return [place for place, other in pairs if place is not None and other is not None]
    return cast(Sequence[float], places)


def _within(places: Sequence[float], least: float, most: float) -> Sequence[float]:
    """Places of the media; what is before its beginning or after its end is there."""
    if places and (min(places) < least or max(places) > most):
        return [min(max(place, least), most) for place in places]
    return places


def _union_s(froms: list[float], tos: list[float]) -> float:
    """The length of the union of ranges, holes of rounding closed, but no more than was played.

    Where begins and ends are sorted, each by itself, a hole is where as many ranges have ended as have begun.
    """
    if not froms:
        return 0.0
    played: float = sum(map(sub, tos, froms))
    froms.sort()
    tos.sort()
    holes: float = sum(hole for hole in map(sub, froms[1:], tos) if hole > PLACE_S)
    return max(min(tos[-1] - froms[0] - holes, played), 0.0)


@once
def furthest_s(playback: Playback) -> float | None:
    """The furthest place of the playhead, seeks included; None where no row tells one."""
    if "furthest" in playback.undefined:
        return None
    furthest: list[float] = []
    for item, places in playback.spans.places_by_item():
        known = _known(places, places)
        furthest += [min(max(known), playback.items[item].length_s or float("inf"))] if known else []
    return max(furthest, default=None)


@once
def coverage(playback: Playback) -> Coverage:
    """Time that spans explain, and all of it but idle time."""
    whole = whole_ms(playback) - state_ms(playback, "idle")
    return Coverage(whole - state_ms(playback, "unknown"), whole)


class Speed(NamedTuple):
    """How fast a session played, where the playhead tells."""

    moved_ms: float
    """Of media."""
    played_ms: int


@once
def speed(playback: Playback) -> Speed:
    """The media that was played, and the time in which it was, over the spans of which the playhead tells both."""
    spans = playback.spans
    places = spans.places(states=("playing",))
    others = spans.other_speeds(places)
    lengths = dict(zip(others, spans.lengths_ms(list(others)), strict=True))
    at_one_ms = state_ms(playback, "playing") - sum(lengths.values())
    known = {place: speed for place, speed in others.items() if speed is not None}
    return Speed(
        at_one_ms + sum(lengths[place] * speed for place, speed in known.items()),
        at_one_ms + sum(lengths[place] for place in known),
    )


@once
def speeds(playback: Playback) -> Chosen:
    """The spans that played at another speed than 1, as the playhead tells (a mean over the span)."""
    spans = playback.spans
    others = spans.other_speeds(spans.places(states=("playing",)))
    return spans.chosen([place for place, speed in others.items() if speed is not None])


SLOWEST_OFFERED = 0.5
"""Players offer half to double speed."""


def is_offered(span: Span) -> bool:
    """Whether a span played at a speed that players offer; a little more is for rounding."""
    rounding = PLACE_S / (span.length_ms / 1000) if span.length_ms else 1.0
    return span.speed is None or SLOWEST_OFFERED - rounding <= span.speed <= FASTEST_OFFERED + rounding
