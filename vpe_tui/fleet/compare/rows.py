"""The rows of two sessions in one list, by time: heartbeats joined first, then each row with its like beside it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from vpe_tui.fleet.compare.align import Alignment
from vpe_tui.playback.heartbeats import heartbeats
from vpe_tui.playback.model import Sum
from vpe_tui.playback.playback import Playback
from vpe_tui.session.quality import height_px

NEAR_MS = 1_000
"""So far apart two rows may be that are still at the same time, or of the same length."""

_MEASURED: Mapping[str, Sum] = {"player_start": "player_startup", "startup": "startup"}
"""Rows that some dialects do not write, or with no length that means anything, and what they are the measure of."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one session, or heartbeats of one stretch of playing, on the common clock."""

    rows: range
    """Of the log."""
    at_ms: int
    """When it began; `length_ms` is how long it took, None where its log does not know."""
    length_ms: int | None
    meaning: str
    """What it means, by whatever word its dialect says it; empty for a sign of what another row tells."""
    action: str
    beside: str
    """What is said beside it where its word says something else than it means; else empty."""
    quality: str | None
    error_code: str | None
    error_message: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """What two sessions did at one time: a row of each, or of one alone."""

    a: Row | None
    b: Row | None
    alike: bool | None
    """None where one of the logs cannot tell: that is no difference."""

    @property
    def at_ms(self) -> int:
        """When the first of the two began, on the common clock."""
        return min(each.at_ms for each in self.sides)

    @property
    def sides(self) -> Sequence[Row]:
        """The rows that are there."""
        return [each for each in (self.a, self.b) if each is not None]

    @property
    def differs(self) -> bool:
        """Whether it is a difference."""
        return self.alike is False


def pairs_of(a: Playback, b: Playback, alignment: Alignment) -> list[Pair]:
    """Every row of both once, in the order of time."""
    rows_a, rows_b = (list(_rows(each, zero)) for each, zero in zip((a, b), alignment.zeros_ms, strict=True))
    found = [*_paired(a, b, rows_a, rows_b, one_start=alignment.align in ("picture", "start"))]
    return sorted(found, key=lambda pair: (pair.at_ms, min(each.rows.start for each in pair.sides)))


def _rows(playback: Playback, zero_ms: int) -> Iterator[Row]:
    """The rows of a session in the order of time, stretches of playing as one."""
    joined = {stretch.start: stretch for stretch in heartbeats(playback, least=2)}
    within = set(chain.from_iterable(stretch[1:] for stretch in joined.values()))
    log = playback.session.events
    starts, ends = playback.corrected_start_ms, playback.corrected_end_ms
    for first in playback.order:
        if first in within:
            continue
        rows = joined.get(first, range(first, first + 1))
        last = rows[-1]
        yield Row(
            rows=rows,
            at_ms=starts[first] - zero_ms,
            length_ms=ends[last] - starts[first] if _is_measured(playback, first) else None,
            meaning=_meaning(playback, first),
            action=log.actions[first],
            beside=playback.beside(first),
            quality=log.quality[last],
            error_code=log.error_code[first],
            error_message=log.error_message[first],
        )


def _meaning(playback: Playback, row: int) -> str:
    """Its state; its word where the state is not all of it; empty for what is but a sign, or an echo."""
    rule = playback.read_as[row]
    if rule.is_nothing:
        return ""
    is_word = rule.then is None and rule.state in ("starting", "unknown")
    return playback.session.events.actions[row] if is_word else rule.then or rule.state


def _paired(
    a: Playback, b: Playback, rows_a: Sequence[Row], rows_b: Sequence[Row], *, one_start: bool
) -> Iterator[Pair]:
    """Each meaning by itself. With `one_start` the first start of one is that of the other, however long it took."""
    of_a, of_b = _by_meaning(rows_a), _by_meaning(rows_b)
    for meaning in dict.fromkeys((*of_a, *of_b)):
        alone = False if _knows(a, meaning) and _knows(b, meaning) else None
        rest_a, rest_b = of_a[meaning], of_b[meaning]
        if one_start and meaning in _MEASURED and rest_a and rest_b:
            (first_a, *rest_a), (first_b, *rest_b) = rest_a, rest_b
            yield Pair(first_a, first_b, _alike(first_a, first_b))
        yield from _in_step(rest_a, rest_b, alone)


def _by_meaning(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found = defaultdict[str, list[Row]](list)
    for row in sorted(rows, key=lambda row: row.at_ms):
        found[row.meaning].append(row)
    return found


def _in_step(rows_a: Sequence[Row], rows_b: Sequence[Row], alone: bool | None) -> Iterator[Pair]:
    """Rows of one meaning: two that are near stand beside each other, the others `alone`."""
    at_a = at_b = 0
    while at_a < len(rows_a) and at_b < len(rows_b):
        a, b = rows_a[at_a], rows_b[at_b]
        apart_ms = b.at_ms - a.at_ms
        if abs(apart_ms) <= NEAR_MS:
            yield Pair(a, b, _alike(a, b))
        else:
            yield Pair(a, None, alone) if apart_ms > 0 else Pair(None, b, alone)
        at_a += apart_ms >= -NEAR_MS
        at_b += apart_ms <= NEAR_MS
    yield from (Pair(each, None, alone) for each in rows_a[at_a:])
    yield from (Pair(None, each, alone) for each in rows_b[at_b:])


def _is_measured(playback: Playback, row: int) -> bool:
    return playback.session.events.duration_s[row] is not None and _knows(playback, _meaning(playback, row))


def _knows(playback: Playback, meaning: str) -> bool:
    """Whether a log would tell of this, had it happened."""
    return meaning != "" and _MEASURED.get(meaning) not in playback.undefined


def _alike(a: Row, b: Row) -> bool:
    """A stretch of playing may be longer: what cut the other one short is a row of its own. A start has no picture yet
    whose quality could differ.
    """
    longer_ms = 0 if a.length_ms is None or b.length_ms is None else abs(a.length_ms - b.length_ms)
    is_as_long = a.meaning == "playing" or longer_ms <= NEAR_MS
    is_known = a.meaning not in _MEASURED and height_px(a.quality) and height_px(b.quality)
    is_as_sharp = not is_known or a.quality == b.quality
    return is_as_long and is_as_sharp and a.error_code == b.error_code
