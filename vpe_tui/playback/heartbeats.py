"""Heartbeats: rows of one stretch of playing, which the player cuts every minute to say that it is still there."""

import re
from collections.abc import Container, Iterator

from vpe_tui.playback.playback import Playback
from vpe_tui.playback.rules import PLAYING

FOLDED_LEAST = 3
"""Rows of a stretch that is worth one line."""
_APART_MS = 1_000
"""Silence between two rows that is no rounding."""
_RUN = re.compile(rb"\x01+")


def heartbeats(playback: Playback, apart: Container[int] = (), least: int = FOLDED_LEAST) -> Iterator[range]:
    """The stretches of at least so many rows that play on without a break or a change of quality, in their order.

    Rows `apart` stand for themselves: what is to be looked at is not in the midst of others.
    """
    log = playback.session.events
    plays = playback.read_as.where(lambda rule: rule is PLAYING)
    for match in _RUN.finditer(plays):
        first = match.start()
        for row in range(match.start(), match.end() + 1):
            breaks = row == match.end() or (
                row > first
                and (
                    row in apart
                    or row - 1 in apart
                    or log.quality[row] != log.quality[row - 1]
                    or abs(log.start_ms[row] - log.end_ms[row - 1]) > _APART_MS
                )
            )
            if breaks:
                if row - first >= least:
                    yield range(first, row)
                first = row
