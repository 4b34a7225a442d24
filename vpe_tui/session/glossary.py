"""The glossary of the player's log: actions, states and error codes with their meanings."""

from enum import Enum
from typing import Literal

from vpe_tui.text.clean import one_line

State = Literal["s", "p", "k", "r", "a", "e", "f"]
"""CMCD v2's letters: starting, playing, seeking, rebuffering, paused, ended, fatal error."""


class Kind(Enum):
    """A kind of row, with its state letter (CMCD v2, CTA-5004-B), its glyph and its meaning."""

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


def error_text(code: str | None, message: str | None) -> str:
    """An error with its meaning: `E0003 network error · <message>`; empty when there is none."""
    named = f"{code or ''} {PLAYER_ERRORS.get(code or '', '')}".strip()
    return " · ".join(part for part in (named, message or "") if part)


def error_words(code: str | None, message: str | None) -> str:
    """The same for a sentence: short, without the full stop that messages end with, and never empty."""
    return one_line(error_text(code, message)).rstrip(" .") or "an error without a code"
