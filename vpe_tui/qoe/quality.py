"""A drop of quality: after a switch down, much less of a picture than the best seen before."""

from collections import defaultdict
from typing import NamedTuple

from vpe_tui.playback import sums
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


@sums.once
def drop_of(playback: Playback) -> Drop | None:
    """The drop of a session: the mean height after the best seen is under half of it; None when there is none.

    What was low before the best was seen is a low start, and no drop.
    """
    spans = playback.spans
    places = spans.places(states=("playing",))
    qualities = list(spans.qualities(places))
    height_of = {quality: height_px(quality) or 0 for quality in set(qualities)}
    best = max(height_of.values(), default=0)
    if not any(0 < height < DROP_SHARE * best for height in height_of.values()):
        return None
    first = next(number for number, quality in enumerate(qualities) if height_of[quality] == best)
    after, lengths = places[first:], spans.lengths_ms(places[first:])
    spent_ms: defaultdict[str | None, int] = defaultdict(int)
    for quality, ms in zip(qualities[first:], lengths, strict=True):
        spent_ms[quality] += ms
    known = {quality: ms for quality, ms in spent_ms.items() if height_of[quality]}
    mean = ratio(sum(height_of[quality] * ms for quality, ms in known.items()), sum(known.values()))
    if mean is None or mean >= DROP_SHARE * best:
        return None
    lower = {quality for quality in known if height_of[quality] < DROP_SHARE * best}
    low = [place for place, quality in zip(after, qualities[first:], strict=True) if quality in lower]
    most = max(known, key=known.__getitem__)
    return Drop(most or "", best, mean, sum(spans.lengths_ms(low)), tuple(spans.rows(low)))
