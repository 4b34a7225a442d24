"""Colours: one accent, muted borders, a colour for each state, red for errors alone.

The vpe themes bring their own colours, each readable on every background it meets (a test computes it); the ansi ones
leave the terminal's palette as its owner made it: the cursor's row is reversed, and nothing is dim, which no one can
tell how faint it is (the Linux console draws it at 2.8 : 1).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from textual.theme import Theme

from vpe_tui.session.glossary import Kind

if TYPE_CHECKING:
    from vpe_tui.playback.model import State
    from vpe_tui.qoe.bands import Band
    from vpe_tui.qoe.findings.facts import Severity

_STATE_OF = {
    Kind.PLAYER_START: "start",
    Kind.STARTUP: "start",
    Kind.PLAYING: "playing",
    Kind.PAUSED: "paused",
    Kind.SEEKING: "seeking",
    Kind.REBUFFERING: "rebuffering",
    Kind.ERROR: "error",
}

SEVERITY_GLYPHS: "Mapping[Severity, str]" = {"error": "✗", "warning": "!", "note": "·"}
SEVERITY_STYLES: "Mapping[Severity, str]" = {"error": "lines--error", "warning": "lines--warning", "note": "lines--dim"}
MARK_STYLES: "Mapping[Severity, str]" = {**SEVERITY_STYLES, "error": "timeline--mark"}
"""Of the glyph before a row of the timeline: it stands alone and needs no weight, which is bytes at every step."""

EVIDENCE = "▌"
"""Marks the rows that show what is looked at."""

BAND_GLYPHS: "Mapping[Band, str]" = {"good": "✓", "fair": "!", "poor": "✗"}
BAND_STYLES: "Mapping[Band, str]" = {"good": "lines--good", "fair": "lines--warning", "poor": "lines--poor"}


STATE_CLASSES: "Mapping[State, str]" = {
    "starting": "start",
    "playing": "playing",
    "paused": "paused",
    "seeking": "seeking",
    "rebuffering": "rebuffering",
    "error": "error",
    "ended": "ended",
    "idle": "ended",
    "unknown": "ended",
}
"""The word that component classes use for a state."""


def state_class(kind: Kind, state: "State | None" = None) -> str:
    """The word that component classes use for a row: of the state it tells of, else of its kind."""
    return _STATE_OF.get(kind, "ended") if state in (None, "unknown", "idle") else STATE_CLASSES[state]


class States(NamedTuple):
    """A colour for each state."""

    start: str
    playing: str
    paused: str
    seeking: str
    rebuffering: str
    error: str
    ended: str


class Palette(NamedTuple):
    """All the colours of a theme. `line` is for borders, `cursor` lies under the cursor's row."""

    background: str
    text: str
    muted: str
    line: str
    accent: str
    good: str
    warning: str
    cursor: str
    match: str
    on_match: str
    selection: str
    on_selection: str
    states: States


_DARK = Palette(
    background="#0d1117",
    text="#d5dae0",
    muted="#9aa4af",
    line="#343b45",
    accent="#58a6ff",
    good="#7bc58a",
    warning="#e6b450",
    cursor="#182a42",
    match="#e6b450",
    on_match="#0d1117",
    selection="#2b5288",
    on_selection="#f2f5f8",
    states=States("#b392f0", "#7bc58a", "#9aa4af", "#6cb6ff", "#e6b450", "#ff7b72", "#9aa4af"),
)

_LIGHT = Palette(
    background="#fbfbfa",
    text="#1f2328",
    muted="#515b66",
    line="#c4cad2",
    accent="#0550ae",
    good="#116329",
    warning="#704600",
    cursor="#dbe8f9",
    match="#ffd866",
    on_match="#1f2328",
    selection="#1f5fb5",
    on_selection="#ffffff",
    states=States("#5f2db0", "#116329", "#515b66", "#0550ae", "#704600", "#b3201f", "#515b66"),
)

_SAFE = _DARK._replace(  # hues after Okabe and Ito, told apart by people who see no red or no green
    accent="#56b4e9",
    good="#2fbf91",
    warning="#f0e442",
    match="#f0e442",
    states=States("#d88fb8", "#2fbf91", "#9aa4af", "#56b4e9", "#f0e442", "#f2813a", "#9aa4af"),
)

_ANSI_PLAIN = Palette(  # for a background that nobody knows: nothing but the terminal's own text
    background="ansi_default",
    text="ansi_default",
    muted="ansi_default",
    line="ansi_bright_black",
    accent="ansi_default",
    good="ansi_default",
    warning="ansi_default",
    cursor="ansi_default",
    match="ansi_white",
    on_match="ansi_black",
    selection="ansi_white",
    on_selection="ansi_black",
    states=States(*("ansi_default",) * 7),
)

_ANSI_DARK = _ANSI_PLAIN._replace(
    accent="ansi_cyan",
    good="ansi_green",
    warning="ansi_bright_yellow",
    match="ansi_bright_yellow",
    selection="ansi_cyan",
    states=States(
        "ansi_bright_magenta",
        "ansi_green",
        "ansi_default",
        "ansi_bright_cyan",
        "ansi_bright_yellow",
        "ansi_bright_red",
        "ansi_default",
    ),
)

_ANSI_LIGHT = _ANSI_PLAIN._replace(  # of the hues only red, blue and magenta can be read on white
    line="ansi_white",
    accent="ansi_blue",
    warning="ansi_magenta",
    match="ansi_bright_yellow",
    selection="ansi_blue",
    on_selection="ansi_bright_white",
    states=States("ansi_blue", "ansi_default", "ansi_default", "ansi_blue", "ansi_magenta", "ansi_red", "ansi_default"),
)


def _theme(name: str, palette: Palette, *, dark: bool, ansi: bool = False) -> Theme:
    states = {f"state-{state}": colour for state, colour in palette.states._asdict().items()}
    return Theme(
        name=name,
        primary=palette.accent,
        secondary=palette.muted,
        accent=palette.accent,
        warning=palette.warning,
        error=palette.states.error,
        success=palette.good,
        foreground=palette.text,
        background=palette.background,
        surface=palette.background,
        panel=palette.background,
        dark=dark,
        ansi=ansi,
        variables=states | _ours(palette, ansi) | _textuals(palette),
    )


def _ours(palette: Palette, ansi: bool) -> dict[str, str]:
    """The variables that our own styles use."""
    return {
        "muted": palette.muted,
        "line": palette.line,
        "cursor-row": palette.cursor,
        "match": palette.match,
        "on-match": palette.on_match,
        "veil": "transparent" if ansi else f"{palette.background} 60%",
    }


def _textuals(palette: Palette) -> dict[str, str]:
    """The variables that Textual's own widgets use: inputs, the palette's list, selected text."""
    return {
        "ansi-background": palette.background,
        "ansi-foreground": palette.text,
        "text-muted": palette.muted,
        "text-disabled": palette.muted,
        "block-cursor-foreground": palette.on_selection,
        "block-cursor-background": palette.selection,
        "block-hover-background": palette.cursor,
        "input-cursor-foreground": palette.background,
        "input-cursor-background": palette.text,
        "input-cursor-text-style": "reverse" if palette.text == palette.background else "none",
        "input-selection-foreground": palette.on_selection,
        "input-selection-background": palette.selection,
        "screen-selection-foreground": palette.on_selection,
        "screen-selection-background": palette.selection,
        "scrollbar": palette.line,
        "scrollbar-hover": palette.muted,
        "scrollbar-active": palette.accent,
        "scrollbar-background": palette.background,
        "scrollbar-background-hover": palette.background,
        "scrollbar-background-active": palette.background,
        "scrollbar-corner-color": palette.background,
    }


THEMES = (
    _theme("vpe-dark", _DARK, dark=True),
    _theme("vpe-light", _LIGHT, dark=False),
    _theme("vpe-safe", _SAFE, dark=True),
    _theme("ansi-dark", _ANSI_DARK, dark=True, ansi=True),
    _theme("ansi-light", _ANSI_LIGHT, dark=False, ansi=True),
    _theme("ansi-plain", _ANSI_PLAIN, dark=True, ansi=True),
)
