"""Sums over spans: what metrics are made of. Lengths in ms, media in s; None is undefined, never 0."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vpe_tui.playback.dialects.table import rule_named
from vpe_tui.playback.model import Point, Span, State
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.playhead import FASTEST_OFFERED
from vpe_tui.playback.rows import PLACE_S

SEEK_INDUCED_MS = 1_000
"""A stall that begins this soon after a seek was brought about by it."""

NO_STALLS = ("unlogged-wait",)
"""Waits that no row tells of: in a sum of their own, never among the stalls."""

NO_SEEKS = ("manual-quality",)


class Stalls(NamedTuple):
    """`rebuffering` that rows tell of: N and R, and those that a seek brought about (Rs)."""

    own: Sequence[Span]
    seek_induced: Sequence[Span]


class Coverage(NamedTuple):
    """How much of a session's time the log explains; idle time is not asked for."""

    explained_ms: int
    whole_ms: int


def total_ms(spans: Iterable[Span]) -> int:
    """Their lengths."""
    return sum(span.end_ms - span.start_ms for span in spans)


def in_state(playback: Playback, *states: State) -> list[Span]:
    """The spans in one of the states."""
    return [playback.spans[place] for place in playback.spans.places(states=states)]


def state_ms(playback: Playback, *states: State) -> int:
    """How long the states lasted together."""
    return sum(playback.spans.lengths_ms(playback.spans.places(states=states)))


def total_lived_ms(playback: Playback) -> int:
    """Time that is known to be lived: all but idle time and what is not known."""
    spans = playback.spans
    return sum(spans.lengths_ms(range(len(spans)))) - state_ms(playback, "idle", "unknown")


def of_rule(playback: Playback, *rules: str) -> list[Span]:
    """The spans that one of the rules made."""
    return [playback.spans[place] for place in playback.spans.places(rules=rules)]


def without_length(playback: Playback, state: State) -> list[Point]:
    """The rows in a state that do not say how long they lasted: they happened, so they are counted."""
    said, dialect = playback.session.events.duration_s, playback.dialect
    untold = (point for point in playback.points if said[point.row] is None)
    return [point for point in untold if rule_named(dialect, point.rule).state == state]


def startup_ms(playback: Playback) -> int | None:
    """J: the `startup` rows; None when nothing started, or the dialect does not measure it."""
    if "startup" in playback.undefined:
        return None
    found = of_rule(playback, "startup")
    points = [point for point in playback.points if point.rule == "startup"]
    return total_ms(found) if found or points else None


def player_startup_ms(playback: Playback) -> int | None:
    """The `player_start` rows; None when there is none, or the dialect does not measure it."""
    if "player_startup" in playback.undefined:
        return None
    found = of_rule(playback, "player-start")
    points = [point for point in playback.points if point.rule == "player-start"]
    return total_ms(found) if found or points else None


def started(playback: Playback) -> bool:
    """Whether there was a picture: a `startup`, or playing without one where rows were lost."""
    playback_points = any(point.rule == "startup" for point in playback.points)
    return playback_points or bool(playback.spans.places(states=("playing",), rules=("startup",)))


def seeks(playback: Playback) -> list[Span]:
    """The seeks: a change of quality, a replay and a repeat are none."""
    return [span for span in in_state(playback, "seeking") if span.rule not in NO_SEEKS]


def stalls(playback: Playback) -> Stalls:
    """The stalls, apart by whether they begin in a seek or within `SEEK_INDUCED_MS` of the end of one."""
    own: list[Span] = []
    induced: list[Span] = []
    sought_ms: int | None = None
    for span in in_state(playback, "seeking", "rebuffering"):
        if span.state == "seeking" and span.rule not in NO_SEEKS:
            sought_ms = span.end_ms
        elif span.state == "rebuffering" and span.rule not in NO_STALLS:
            is_induced = sought_ms is not None and span.start_ms - sought_ms <= SEEK_INDUCED_MS
            (induced if is_induced else own).append(span)
    return Stalls(own, induced)


def unlogged_wait_ms(playback: Playback) -> int:
    """Waiting that no row tells of: at least as long as the silence."""
    return total_ms(of_rule(playback, "unlogged-wait"))


def content_watched_s(playback: Playback) -> float | None:
    """The union of the media that was played, each part once, for each item; None where no row tells a place."""
    if "content" in playback.undefined:
        return None
    parts: dict[int, list[tuple[float, float]]] = {}
    most = [item.length_s or float("inf") for item in playback.items]
    least = float("-inf") if playback.session.is_live else 0.0
    for item, (from_s, to_s, _) in playback.spans.media(playback.spans.places(states=("playing",))):
        if from_s is not None and to_s is not None:
            part = (max(min(from_s, most[item]), least), max(min(to_s, most[item]), least))
            parts.setdefault(playback.items[item].same_as, []).append(part)
    return sum(map(_union_s, parts.values()))


def _union_s(parts: list[tuple[float, float]]) -> float:
    """The length of the union, holes of rounding closed, but no more than was played."""
    parts.sort()
    union, reached = 0.0, parts[0][0]
    for begin, end in parts:
        if begin > reached + PLACE_S:
            reached = begin
        union += max(end - reached, 0.0)
        reached = max(reached, end)
    return min(union, sum(max(end - begin, 0.0) for begin, end in parts))


def furthest_s(playback: Playback) -> float | None:
    """The furthest place of the playhead, seeks included; None where no row tells one."""
    if "furthest" in playback.undefined:
        return None
    lengths = [item.length_s for item in playback.items]
    places = [
        min(place, lengths[item] or place)
        for item, part in playback.spans.media(range(len(playback.spans)))
        for place in (part.from_s, part.to_s)
        if place is not None
    ]
    return max(places, default=None)


def coverage(playback: Playback) -> Coverage:
    """Time that spans explain, and all of it but idle time."""
    spans = playback.spans
    whole = sum(spans.lengths_ms(range(len(spans)))) - state_ms(playback, "idle")
    return Coverage(whole - state_ms(playback, "unknown"), whole)


def speed_of_playing(playback: Playback) -> list[tuple[int, float | None]]:
    """How long each span of playing was, and its speed."""
    places = playback.spans.places(states=("playing",))
    parts = playback.spans.media(places)
    return [(ms, part.speed) for ms, (_, part) in zip(playback.spans.lengths_ms(places), parts, strict=True)]


def speeds(playback: Playback) -> list[Span]:
    """The spans that played at another speed than 1, as the playhead tells (a mean over the span)."""
    return [span for span in in_state(playback, "playing") if span.speed is not None and span.speed != 1.0]


SLOWEST_OFFERED = 0.5
"""Players offer half to double speed."""


def is_offered(span: Span) -> bool:
    """Whether a span played at a speed that players offer; a little more is for rounding."""
    rounding = PLACE_S / (span.length_ms / 1000) if span.length_ms else 1.0
    return span.speed is None or SLOWEST_OFFERED - rounding <= span.speed <= FASTEST_OFFERED + rounding
