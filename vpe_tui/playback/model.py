"""What a reading of a session is made of: spans, points, items, steps of the clock, an ending."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from vpe_tui.session.glossary import State as Letter

if TYPE_CHECKING:
    from vpe_tui.session.records import Media

READING = 2
"""The number of this way of reading: one more whenever verdicts and numbers of the same log come out otherwise, so that
stored ones can be told apart. 1 took rows at their word."""

State = Literal["starting", "playing", "paused", "seeking", "rebuffering", "idle", "ended", "error", "unknown"]
"""What the viewer lived through. `idle`: nothing was asked of the player, before play or after the end."""


class Look(NamedTuple):
    """How a state is shown."""

    letter: Letter | None
    """CMCD v2's (CTA-5004-B); None for what it has none of."""
    glyph: str
    word: str


LOOKS: Mapping[State, Look] = {
    "starting": Look("s", "◆", "startup"),
    "playing": Look("p", "▶", "playing"),
    "paused": Look("a", "‖", "paused"),
    "seeking": Look("k", "»", "seeking"),
    "rebuffering": Look("r", "▒", "rebuffering"),
    "idle": Look(None, " ", "idle"),
    "ended": Look("e", "■", "ended"),
    "error": Look("f", "✗", "error"),
    "unknown": Look(None, "?", "not known"),
}

Known = Literal["logged", "inferred", "unknown"]
"""`logged`: a row says so in its dialect. `inferred`: a named rule concludes it. `unknown`: the log cannot tell."""

DialectName = Literal["web", "react-native", "android", "unknown"]

Sum = Literal[
    "player_startup",
    "startup",
    "playing",
    "paused",
    "rebuffering",
    "seeking",
    "seek_latency",
    "content",
    "furthest",
    "ratio",
]
"""What a log may not know, or know only a part of. `ratio`: of stalling to playing, in the time that it tells of."""


class Span(NamedTuple):
    """A stretch of a session in one state, epoch ms on the corrected clock; of length 0 only `ended` and `error`."""

    state: State
    start_ms: int
    end_ms: int
    from_s: float | None
    """The playhead where it began; with `to_s` the part of the media that was played, in a `playing` span."""
    to_s: float | None
    item: int
    """Of `Playback.items`."""
    speed: float | None
    """Of `playing`: 1.0 unless the playhead clearly says another; None where no playhead tells."""
    quality: str | None
    """At the end of the row: the log tells no other."""
    quality_sure: bool
    """Whether it held from the start: the row before ended with the same."""
    rows: tuple[int, ...]
    """Evidence: rows of the log. Those on either side, where no row tells of this time."""
    known: Known
    rule: str
    """The name of the rule that made it, of `playback.rules.RULES`."""

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


class Point(NamedTuple):
    """A row that takes no time: a track change, an echo, an action without a duration."""

    at_ms: int
    row: int
    rule: str


class Item(NamedTuple):
    """One media item that was on: what a track change opens."""

    first_row: int
    media: "Media | None"
    """Its row of `media`; None where the answer has none for it."""
    same_as: int
    """The first item with the same URL and title: what is watched of both is watched of one."""

    @property
    def length_s(self) -> float | None:
        """The media's length; None for LIVE and where it is not known."""
        length_s = self.media.duration_s if self.media else None
        return length_s if length_s and length_s > 0 and not self.is_live else None

    @property
    def is_live(self) -> bool:
        return self.media is not None and (self.media.video_type or "").upper() == "LIVE"


class ClockStep(NamedTuple):
    """A clock that was set while the log was written."""

    row: int
    """The first row after the step."""
    by_ms: int
    """How far the clock went: negative is back."""
    moved: tuple[int, int]
    """The rows that were moved by it, first and last, in the order of reading."""


class Ending(NamedTuple):
    """How the log ends, and how it says that the media came to its end."""

    last_row: int | None
    """The last row that is not but a sign; None where there is none."""

    ended_row: int | None
    """The last `ended` row at the end of the media; None when there is none."""
    completed: bool
    """Watched to the end, and no new item begun after it; or repeated. Never for LIVE."""
    looped: bool
    replayed: bool
    """It was begun again after its end."""
    replayed_ms: int
    """Playing logged after the end, of the same item."""
    put_away_row: int | None
    """An `ended` that only says that the app went to the background (Android)."""
