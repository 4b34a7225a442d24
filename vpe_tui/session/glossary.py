"""The words of the player's log and what they mean: actions, states, error codes."""

from enum import Enum
from typing import Literal

State = Literal["s", "p", "k", "r", "a", "e", "f"]
"""CMCD v2's letters: starting, playing, seeking, rebuffering, paused, ended, fatal error."""


class Kind(Enum):
    """What a row of the log says, with its state letter (CMCD v2, CTA-5004-B), its glyph and its meaning."""

    PLAYER_START = ("player_start", "s", "○", "the player is authenticated and ready")
    STARTUP = ("startup", "s", "◆", "first picture after a play attempt")
    PLAYING = ("playing", "p", "▶", "playing: a heartbeat every 60 s, or cut by another action")
    PAUSED = ("paused", "a", "‖", "a pause, written when it is over")
    SEEKING = ("seeking", "k", "»", "a seek or a resolution change, written when it completes")
    REBUFFERING = ("rebuffering", "r", "▒", "waiting for lack of data")
    PREV_TRACK = ("prev_track", None, "↤", "previous track pressed")
    NEXT_TRACK = ("next_track", None, "↦", "next track pressed")
    ENDED = ("ended", "e", "■", "watched to the end")
    ERROR = ("error", "f", "✗", "the player gave up; it reports nothing more")
    OTHER = ("", None, "·", "an action this version does not know")

    badness: int
    """How bad it is, from 1: where only one of several things can be shown, it is the worst."""

    def __init__(self, word: str, state: "State | None", glyph: str, meaning: str) -> None:
        self.word = word
        self.state = state
        self.glyph = glyph
        self.meaning = meaning


WORST: tuple[Kind | None, ...] = (
    None,
    Kind.OTHER,
    Kind.PLAYING,
    Kind.ENDED,
    Kind.NEXT_TRACK,
    Kind.PREV_TRACK,
    Kind.PAUSED,
    Kind.SEEKING,
    Kind.PLAYER_START,
    Kind.STARTUP,
    Kind.REBUFFERING,
    Kind.ERROR,
)
"""The kinds by their badness; nothing at all has none."""

for _badness, _kind in enumerate(WORST):
    if _kind is not None:
        _kind.badness = _badness

KIND_OF: dict[str, Kind] = {kind.word: kind for kind in Kind if kind.word} | {"prev_tarck": Kind.PREV_TRACK}
"""The API's documentation misspells `prev_track`, and some answers follow it."""

PLAYER_ERRORS = {
    "E0000": "unknown error",
    "E0001": "access denied: wrong option or access",
    "E0002": "not authorised: player authentication failed",
    "E0003": "network error",
    "E0004": "cannot play: the file failed",
    "E0005": "licence invalid or expired",
    "E0006": "free player's monthly calls used up",
    "E0007": "unsupported format",
    "E0008": "invalid URL format",
    "E0009": "live stream offline",
    "E0010": "DASH on iOS",
    "E0011": "invalid DRM token",
    "E0012": "DRM licence server unreachable",
    "E0013": "FairPlay certificate",
    "E0014": "screen capture or recording detected",
}

VERDICTS = {
    "video-start-failure": "an error, and no first picture",
    "not-started": "no first picture and no error: left before the start, or play was never pressed",
    "playback-failure": "a first picture, then an error after which nothing played",
    "completed": "“ended” is the last row, or a loop went back to the beginning after 95 %",
    "in-progress": "none of these, and the last row ended less than 3 minutes before the answer was fetched",
    "stopped-early": "none of these, VOD: left at that share of the media",
    "left": "none of these, LIVE: left after that much playing",
}
"""What each verdict means, in the order in which they are tried: the first that fits is it."""

QUALIFIERS = {
    "recovered-errors": "errors after which it played on",
    "stalls": "stalls that no seek brought about",
    "long-stall": "the longest stall is not good",
    "slow-start": "the video startup time is not good",
    "quality-drop": "the mean height is under half of the best that was seen",
    "left-in-open-state": "the last row is a playing cut short: a pause, a stall or a seek began then and was never "
    "reported, so that the stall that drove a viewer away is invisible here",
    "left-while-playing": "playing went on after the last row, for up to 60 s; a closed tab, a crash and a lost "
    "network look the same",
    "partial-log": "the rows tell of less than 90 % of the session: its numbers are of a part",
}
"""What each qualifier of a verdict means."""
