"""What a metric is: its declaration, its band, what it is made of, and whether it is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vpe_tui.playback import sums
from vpe_tui.playback.model import State, Sum
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.spans import Chosen
from vpe_tui.qoe.bands import BANDS, Band, Bands, Cutoffs
from vpe_tui.qoe.metrics import Metrics, greatest
from vpe_tui.qoe.units import Unit
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex

Block = Literal["Start", "Rebuffering", "Session", "Watched", "Quality"]

RowsOf = Callable[[Playback, EventIndex], Sequence[int]]


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
    needs: tuple[Sum, ...] = ()
    """The sums that it is made of: where one of them cannot be known, it cannot."""
    at_least: tuple[Sum, ...] = ()
    """The sums that it grows with: where the log has but a part of one, it is “at least”."""
    banded: str = ""
    """The number of `Metrics` that its band is of, where that is another one."""


def band_of(metric: Metric, metrics: Metrics, bands: Bands = BANDS) -> Band | None:
    """The band a session's number is in; None when it has no bands or is undefined."""
    limits, value = cutoffs_of(metric, bands), getattr(metrics, metric.banded or metric.key)
    return None if limits is None or value is None else limits.band(value)


def beyond_fair(metric: Metric, metrics: Metrics, bands: Bands = BANDS) -> float:
    """How many times the greatest fair value a number is; 0 where there is none, or where every one but 0 is poor."""
    limits, value = cutoffs_of(metric, bands), getattr(metrics, metric.banded or metric.key)
    return 0.0 if limits is None or value is None or not limits.fair else float(value / limits.fair)


def cutoffs_of(metric: Metric, bands: Bands) -> Cutoffs | None:
    """The limits between the bands of a metric; None when it has no bands."""
    limits: Cutoffs | None = getattr(bands, metric.key, None)
    return limits


def why_undefined(metric: Metric, metrics: Metrics, playback: Playback) -> str:
    """Why there is no such number of a session; empty when there is one."""
    if getattr(metrics, metric.key) is not None:
        return ""
    return next((playback.undefined[each] for each in metric.needs if each in playback.undefined), metric.undefined)


def why_at_least(metric: Metric, metrics: Metrics, playback: Playback) -> str:
    """Why the number is a lower bound; empty when it is none."""
    if getattr(metrics, metric.key) is None:
        return ""
    bounds: Mapping[Sum, str] = playback.lower_bounds
    return next((bounds[each] for each in metric.at_least if each in bounds and each not in playback.unsure), "")


def rows_in(*states: State) -> RowsOf:
    """The rows that tell of the time in some states."""
    return lambda playback, _: playback.spans.rows(playback.spans.places(states=states))


def rows_read_as(*rules: str) -> RowsOf:
    """The rows that were read by some rules."""

    def rows(playback: Playback, _: EventIndex) -> Sequence[int]:
        points = (point.row for point in playback.points if point.rule in rules)
        return sorted({*playback.spans.rows(playback.spans.places(rules=rules)), *points})

    return rows


def rows_of(*kinds: Kind) -> RowsOf:
    """The rows of some kinds, at their word."""
    return lambda _, index: sorted(row for kind in kinds for row in index.of_kind[kind])


def stall_rows(playback: Playback, _: EventIndex) -> Sequence[int]:
    """The rows of stalls that no seek brought about."""
    return _counted(playback, sums.stalls(playback).own, "rebuffering")


def seek_stall_rows(playback: Playback, _: EventIndex) -> Sequence[int]:
    """The rows of stalls that a seek brought about."""
    return _rows(playback, sums.stalls(playback).seek_induced)


def seek_rows(playback: Playback, _: EventIndex) -> Sequence[int]:
    """The rows of seeks."""
    return _counted(playback, sums.seeks(playback), "seeking")


def stall_and_playing_rows(playback: Playback, index: EventIndex) -> Sequence[int]:
    """The rows of stalls that no seek brought about, and of playing."""
    return sorted({*stall_rows(playback, index), *rows_in("playing")(playback, index)})


def longest_stall_rows(playback: Playback, _: EventIndex) -> Sequence[int]:
    """The rows of the longest stall."""
    return _rows(playback, sums.stalls(playback).own.longest_first()[:1])


def longest_seek_rows(playback: Playback, _: EventIndex) -> Sequence[int]:
    """The rows of the longest seek."""
    return _rows(playback, sums.seeks(playback).longest_first()[:1])


def furthest_by(column: Literal["video_time_s", "percent"]) -> RowsOf:
    """The first row with the greatest value of a column, if there is one."""

    def furthest(playback: Playback, _: EventIndex) -> Sequence[int]:
        places: Sequence[float | None] = getattr(playback.session.events, column)
        most = greatest(places)
        return () if most is None else (places.index(most),)

    return furthest


def _rows(playback: Playback, spans: Chosen) -> list[int]:
    """The rows that tell of some spans, in the order of the log."""
    return playback.spans.rows(spans.places)


def _counted(playback: Playback, spans: Chosen, state: State) -> list[int]:
    """The rows of some spans, and those in a state that do not say how long they lasted."""
    return sorted({*_rows(playback, spans), *(point.row for point in sums.without_length(playback, state))})
