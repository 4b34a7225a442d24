"""Bands of metrics, good to poor: their cut-offs, each with its source."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Bands:
    """The cut-offs of the metrics that have any, by the metric's key: seconds, fractions and counts."""

    video_startup_s: Cutoffs
    rebuffer_count: Cutoffs
    rebuffer_longest_s: Cutoffs
    rebuffering_ratio: Cutoffs
    error_count: Cutoffs


BANDS = Bands(
    video_startup_s=Cutoffs(2, 5),
    rebuffer_count=Cutoffs(1, 5),
    rebuffer_longest_s=Cutoffs(2, 10),
    rebuffering_ratio=Cutoffs(0.01, 0.04),
    error_count=Cutoffs(0, 0),
)
"""The defaults."""

_WOWZA = "Wowza's published benchmark bands, which are meant for aggregates and are here applied to one session"

BAND_SOURCES = {
    "video_startup_s": f"2 s is where viewers start to leave (Krishnan & Sitaraman, IMC 2012); the rest is {_WOWZA}",
    "rebuffer_count": _WOWZA,
    "rebuffer_longest_s": _WOWZA,
    "rebuffering_ratio": _WOWZA,
    "error_count": "any fatal error is poor",
}
"""Where the default cut-offs come from, by the metric's key."""


def worst(*bands: Band | None) -> Band:
    """The worst of some bands; good when there is none."""
    return next((band for band in WORST_FIRST if band in bands), "good")
