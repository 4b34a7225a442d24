"""The numbers of a window by its list alone, and its sessions over time."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from vpe_tui.fleet.triage.outcome import Outcome, is_poor
from vpe_tui.fleet.triage.sessions import ListedSession
from vpe_tui.qoe.bands import Bands

MINUTE_MS = 60_000
_COLUMN_MINUTES = (1, 2, 5, 10, 15, 30, 60)
MOST_COLUMNS = 30


class Numbers(NamedTuple):
    """What the list tells of a window. Times of apps' rows are none, and are not in it; an unknown number is None."""

    listed: int
    judged: int
    """Those whose outcome the list tells: what rates are of."""
    bad: int
    failed_to_start: int
    broke_off: int
    poor: int
    """Without an error, and beyond what is fair in a number of the list."""
    start_p50_s: float | None
    start_p95_s: float | None
    rebuffering_s: float
    viewing_s: float
    """Rebuffering and playing."""

    @property
    def rate(self) -> float | None:
        """The share of bad ones."""
        return self.bad / self.judged if self.judged else None

    @property
    def rebuffering_ratio(self) -> float | None:
        """Of all viewing together: sums, for a mean of ratios would be of sessions and not of time."""
        return self.rebuffering_s / self.viewing_s if self.viewing_s else None


class Column(NamedTuple):
    """A column of the histogram: the sessions that began in a stretch of time."""

    from_ms: int
    good: int
    bad: int


def numbers_of(sessions: Sequence[tuple[ListedSession, Outcome]], bands: Bands) -> Numbers:
    """The numbers of listed sessions and their outcomes."""
    errors = [row for row, _ in sessions if row.is_error]
    timed = [row for row, _ in sessions if not row.is_app]
    starts = sorted(row.start_s for row in timed if row.start_s > 0)
    rebuffering_s = sum(row.rebuffering_s for row in timed)
    return Numbers(
        listed=len(sessions),
        judged=sum(outcome != "unknown" for _, outcome in sessions),
        bad=sum(outcome == "bad" for _, outcome in sessions),
        failed_to_start=sum(not row.playing_s for row in errors),
        broke_off=sum(bool(row.playing_s) for row in errors),
        poor=sum(not row.is_error and is_poor(row, bands) for row in timed),
        start_p50_s=percentile(starts, 0.5),
        start_p95_s=percentile(starts, 0.95),
        rebuffering_s=rebuffering_s,
        viewing_s=rebuffering_s + sum(row.playing_s for row in timed),
    )


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The least of some ordered values that at least this share of them is not above (nearest rank)."""
    return ordered[max(ceil(share * len(ordered)) - 1, 0)] if ordered else None


def histogram(sessions: Iterable[tuple[int, bool]], from_ms: int, to_ms: int) -> tuple[Column, ...]:
    """Instants at which sessions began, with whether each is bad, in columns of whole minutes: 30 at most.

    What began outside of the window (a device's clock in another zone) is in none.
    """
    width_ms = _width_ms(from_ms, to_ms)
    first_ms = from_ms // width_ms * width_ms
    counts = [[0, 0] for _ in range(max((to_ms - 1 - first_ms) // width_ms + 1, 0))]
    for began_ms, is_bad in sessions:
        if from_ms <= began_ms <= to_ms:
            counts[min((began_ms - first_ms) // width_ms, len(counts) - 1)][is_bad] += 1
    return tuple(Column(first_ms + place * width_ms, good, bad) for place, (good, bad) in enumerate(counts))


def _width_ms(from_ms: int, to_ms: int) -> int:
    """The narrowest width whose columns are not too many; of a window of days it is whole hours."""
    for minutes in _COLUMN_MINUTES:
        width_ms = minutes * MINUTE_MS
        if (to_ms - 1) // width_ms - from_ms // width_ms < MOST_COLUMNS:
            return width_ms
    hour_ms = 60 * MINUTE_MS
    return ceil((to_ms - from_ms) / (MOST_COLUMNS - 1) / hour_ms) * hour_ms
