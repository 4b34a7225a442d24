"""Colours: one accent, muted borders, a colour for each state, red for errors alone."""

from collections.abc import Mapping

from textual.theme import Theme

from vpe_tui.session.bands import Band
from vpe_tui.session.findings import Severity
from vpe_tui.session.glossary import Kind

STATE_COLOURS = {
    "state-start": "#b392f0",
    "state-playing": "#7bc58a",
    "state-paused": "#9aa4af",
    "state-seeking": "#6cb6ff",
    "state-rebuffering": "#e6b450",
    "state-error": "#ff7b72",
    "state-ended": "#8b949e",
}
"""For themes that do not bring their own."""

_STATE_OF = {
    Kind.PLAYER_START: "start",
    Kind.STARTUP: "start",
    Kind.PLAYING: "playing",
    Kind.PAUSED: "paused",
    Kind.SEEKING: "seeking",
    Kind.REBUFFERING: "rebuffering",
    Kind.ERROR: "error",
}

SEVERITY_GLYPHS: Mapping[Severity, str] = {"error": "✗", "warning": "!", "note": "·"}
SEVERITY_STYLES: Mapping[Severity, str] = {"error": "lines--error", "warning": "lines--warning", "note": "lines--dim"}

EVIDENCE = "▌"
"""Marks the rows that show what is looked at."""

BAND_GLYPHS: Mapping[Band, str] = {"good": "✓", "fair": "!", "poor": "✗"}
BAND_STYLES: Mapping[Band, str] = {"good": "lines--good", "fair": "lines--warning", "poor": "lines--poor"}

VPE_DARK = Theme(
    name="vpe-dark",
    primary="#58a6ff",
    secondary="#9aa4af",
    accent="#58a6ff",
    warning="#e6b450",
    error="#ff7b72",
    success="#7bc58a",
    foreground="#d5dae0",
    background="#0d1117",
    surface="#0d1117",
    panel="#161b22",
    dark=True,
)


def state_class(kind: Kind) -> str:
    """The word that component classes use for the state of a row."""
    return _STATE_OF.get(kind, "ended")
