"""Android native (SDK 2.0.2): as React Native for pauses; `ended` also when the app goes to the background.

Its reporter was read and not run, so nothing but its plain words is ever `logged`.
"""

from collections.abc import Iterator

from vpe_tui.playback.dialects import mobile
from vpe_tui.playback.rows import Rows
from vpe_tui.playback.rules import BY_HAND, COMMON, READ, Dialect, Rule


def _ended(rows: Rows) -> Iterator[int]:
    """Only at the end of the media does `ended` mean that it was watched; one of unknown length may go on."""
    return mobile.ended(rows, unknown_too=False)


WORDS = {
    **COMMON,
    "S": Rule("player-start", "starting", "unknown", "always 0 s: no measurement", f"and_pause: {BY_HAND}"),
    "s": Rule("startup", "starting", "unknown", "not known to be a measurement", f"and_pause: {BY_HAND}"),
    "a": Rule("played-then-paused", "playing", "inferred", "the playing before a pause that begins",
              f"and_pause: {BY_HAND}",
         beside="played {took}, then paused"),
    "m": Rule("played-then-mark", "playing", "inferred", "the playing before it", f"and_rate: {BY_HAND}",
         beside="played {took}"),
    "t": Rule("track-change", "playing", "inferred", "the time since the row before", READ, beside="played {took}"),
    "e": Rule("put-away", "playing", "inferred", "the playing before the app went to the background: no end",
              f"and_pause: {BY_HAND}",
         beside="played {took}, then the app was put away"),
    "k": Rule("seeking", "seeking", "inferred", "a seek of some ms: what it loads after that is `rebuffering`", READ),
}  # fmt: skip

RULES = (
    Rule("pause-in-playing", "paused", "inferred", "the pause that the `pause` row before it began",
         f"and_pause: {BY_HAND}", mobile.pause,
         beside="paused {took}"),
    Rule("pause-before-mark", "paused", "inferred", "the pause so far", READ, mobile.mark_in_pause,
         beside="paused {took}"),
    Rule("idle-after-end", "idle", "inferred", "the time between the end and what came after it", READ,
         mobile.idle_after_end,
         beside="idle for {took}"),
    Rule("after-end", "unknown", "unknown", "idle time, and perhaps playing, after the end", READ, mobile.after_end,
         beside="idle or playing: not known"),
    Rule("stood", "unknown", "unknown", "the playhead stood: not playing, and no row says what else", READ,
         mobile.stood,
         beside="not playing: what else is not known"),
    Rule("track-start", "starting", "inferred", "the wait for an item's first picture: no stall", READ,
         mobile.track_start,
         beside="waited {took} for the first picture"),
    Rule("ended", "playing", "inferred", "the playing before the end", READ, _ended, then="ended"),
)  # fmt: skip

DIALECT = Dialect(WORDS, RULES, silence=False)
