"""Bands of metrics, good to poor: their cut-offs, each with its source."""

from typing import Literal, NamedTuple

Band = Literal["good", "fair", "poor"]

WORST_FIRST: tuple[Band, ...] = ("poor", "fair", "good")


class Cutoffs(NamedTuple):
    """The limits between bands: the greatest good value, and the greatest fair one."""

    good: float
    fair: float

    def band(self, value: float) -> Band:
        """The band of a value."""
        return "good" if value <= self.good else "fair" if value <= self.fair else "poor"


class Bands(NamedTuple):
    """The cut-offs of the metrics that have any, by the metric's key: seconds, fractions and counts.

    None of them may judge how long a session lasted.
    """

    video_startup_s: Cutoffs
    rebuffering_ratio: Cutoffs
    rebuffer_per_hour: Cutoffs
    rebuffer_longest_s: Cutoffs
    seek_latency_max_s: Cutoffs
    error_count: Cutoffs


BANDS = Bands(
    video_startup_s=Cutoffs(2, 5),
    rebuffering_ratio=Cutoffs(0.01, 0.04),
    rebuffer_per_hour=Cutoffs(3, 15),
    rebuffer_longest_s=Cutoffs(10, 30),
    seek_latency_max_s=Cutoffs(2, 5),
    error_count=Cutoffs(0, 0),
)
"""The defaults."""

BAND_SOURCES = {
    "video_startup_s": "2 s is where viewers start to leave (Krishnan & Sitaraman, IMC 2012); 5 s is Wowza's published "
    "benchmark for the median of sessions",
    "rebuffering_ratio": "Wowza's published 36 and 150 s per hour played, for aggregates, here on one session",
    "rebuffer_per_hour": "our own choice: up to 20 min of viewing the same as 1 and 5 in a session",
    "rebuffer_longest_s": "our own choice; a maximum grows with length, so its cut-offs are wide",
    "seek_latency_max_s": "our own choice",
    "error_count": "any fatal error is poor",
}
"""Where the default cut-offs come from, by the metric's key."""

GONE: dict[str, str] = {"rebuffer_count": "rebuffer_per_hour"}
"""Bands of before, and what took their place: a count judged how long a session lasted."""


def worst(*bands: Band | None) -> Band | None:
    """The worst of some bands; None when there is none."""
    return next((band for band in WORST_FIRST if band in bands), None)
