"""A drop of quality: after a switch down, much less of a picture than the best seen before."""

from typing import NamedTuple

from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.metrics import ratio
from vpe_tui.qoe.tolerances import DROP_SHARE
from vpe_tui.session.quality import height_px


class Drop(NamedTuple):
    """A drop of quality."""

    to: str
    """The quality that played most after the best."""
    best_px: int
    mean_px: float
    """Of what played after the first of the best, weighted by time."""
    low_ms: int
    """How long less than half of the best played after it."""
    rows: tuple[int, ...]
    """The rows of that."""


def drop_of(playback: Playback) -> Drop | None:
    """The drop of a session: the mean height after the best seen is under half of it; None when there is none.

    What was low before the best was seen is a low start, and no drop.
    """
    spans = playback.spans
    places = spans.places(states=("playing",))
    heights = [height_px(quality) or 0 for quality in spans.qualities(places)]
    best = max(heights, default=0)
    if not best or min(heights) >= DROP_SHARE * best:
        return None
    first = heights.index(best)
    after, lengths = places[first:], spans.lengths_ms(places[first:])
    known = [(height, ms) for height, ms in zip(heights[first:], lengths, strict=True) if height]
    mean = ratio(sum(height * ms for height, ms in known), sum(ms for _, ms in known))
    low = [place for place, height in zip(after, heights[first:], strict=True) if 0 < height < DROP_SHARE * best]
    if mean is None or mean >= DROP_SHARE * best or not low:
        return None
    spent_ms: dict[str, int] = {}
    for quality, ms in zip(spans.qualities(after), lengths, strict=True):
        if height_px(quality):
            spent_ms[quality or ""] = spent_ms.get(quality or "", 0) + ms
    most = max(spent_ms, key=spent_ms.__getitem__)
    return Drop(most, best, mean, sum(spans.lengths_ms(low)), tuple(spans.rows(low)))
