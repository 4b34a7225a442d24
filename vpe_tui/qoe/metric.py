"""What a metric is: its declaration, its band, and the rows that it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from vpe_tui.qoe.bands import BANDS, Band, Bands, Cutoffs
from vpe_tui.qoe.metrics import Metrics, greatest
from vpe_tui.qoe.units import Unit
from vpe_tui.qoe.watched import coverage
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex
from vpe_tui.session.model import Session

Block = Literal["Start", "Rebuffering", "Session", "Watched", "Quality"]

RowsOf = Callable[[Session, EventIndex], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Metric:
    """A number of a session: its names, its formula, its source, and the rows that it is made of."""

    key: str
    """Its name in JSON and in `Metrics`."""
    block: Block
    """What it is about, and where it stands."""
    label: str
    """Its name within its block, where room is scarce."""
    term: str
    unit: Unit
    formula: str
    """In the notation of the field: P playing, R rebuffering, Rs seek-induced stalls, S seeking, A paused,
    J video startup, N count of stalls."""
    numbers: str
    """The formula again, to be filled with the numbers of a session."""
    explanation: str
    source: str
    rows: RowsOf
    """The rows that are counted."""
    undefined: str = ""
    """When there is no such number."""
    banded: str = ""
    """The number of `Metrics` that its band is of, where that is another one."""


def band_of(metric: Metric, metrics: Metrics, bands: Bands = BANDS) -> Band | None:
    """The band a session's number is in; None when it has no bands or is undefined."""
    limits, value = cutoffs_of(metric, bands), getattr(metrics, metric.banded or metric.key)
    return None if limits is None or value is None else limits.band(value)


def cutoffs_of(metric: Metric, bands: Bands) -> Cutoffs | None:
    """The limits between the bands of a metric; None when it has no bands."""
    limits: Cutoffs | None = getattr(bands, metric.key, None)
    return limits


def rows_of(*kinds: Kind) -> RowsOf:
    """The rows of some kinds."""
    return lambda session, index: sorted(row for kind in kinds for row in index.of_kind[kind])


def stall_rows(session: Session, index: EventIndex) -> Sequence[int]:
    """The stalls that no seek brought about."""
    return index.stalls


def seek_rows(session: Session, index: EventIndex) -> Sequence[int]:
    """The seeks."""
    return index.seeks


def stall_and_playing_rows(session: Session, index: EventIndex) -> Sequence[int]:
    """The stalls that no seek brought about, and the rows of playing."""
    return sorted([*index.stalls, *index.playing])


def longest_of(rows: RowsOf) -> RowsOf:
    """The longest row of some, if there is one."""

    def longest(session: Session, index: EventIndex) -> Sequence[int]:
        row = max(rows(session, index), key=index.lengths_ms.__getitem__, default=None)
        return () if row is None else (row,)

    return longest


def furthest_by(column: Literal["video_time_s", "percent"]) -> RowsOf:
    """The first row with the greatest value of a column, if there is one."""

    def furthest(session: Session, index: EventIndex) -> Sequence[int]:
        places: Sequence[float | None] = getattr(session.events, column)
        most = greatest(places)
        return () if most is None else (places.index(most),)

    return furthest


def rows_before_gaps(session: Session, index: EventIndex) -> Sequence[int]:
    """The rows after which a stretch of time is not logged."""
    return [gap.row for gap in coverage(session.events).gaps]
