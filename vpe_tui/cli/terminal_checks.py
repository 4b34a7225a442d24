"""What `doctor` says of the terminal: asked, and believed as the screen believes it."""

import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

from vpe_tui.settings.sources import Settings
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.locales import CURE, is_utf8, locale_of, names_utf8
from vpe_tui.tui.terminal.asking import Asked, asked, driven_elsewhere
from vpe_tui.tui.terminal.clipboard import way_of_copying
from vpe_tui.tui.terminal.colour import MIDDLE, colours_there_are, named_ground, theme_for
from vpe_tui.tui.terminal.letters import letters_for


class Seen(NamedTuple):
    """What was found of one thing. `fine` is None where there was no reason to look."""

    name: str
    fine: bool | None
    says: str


def looked_at(settings: Settings) -> Iterator[Seen]:
    """The locale, the clipboard, the width of our signs and the colours; nothing of it is a reason to fail."""
    yield _locale()
    yield _clipboard(settings)
    if driven_elsewhere(os.environ) or not _is_terminal():
        yield Seen("signs", None, "no terminal on stdin and stderr to ask")
        return
    encoding = sys.__stderr__.encoding if sys.__stderr__ else None
    with asked(os.environ, background=True, width=is_utf8(encoding)) as terminal:
        terminal.hear()
    yield _signs(settings, terminal, encoding)
    yield _colours(settings, terminal)


def _is_terminal() -> bool:
    streams = (sys.__stdin__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM") != "dumb"


def _locale() -> Seen:
    locale = clean(locale_of(os.environ))
    encoding = sys.__stderr__.encoding if sys.__stderr__ else "utf-8"
    said = f"{locale or 'none is set'}; letters are said in {encoding}"
    fine = names_utf8(locale) and is_utf8(encoding)
    return Seen("locale", fine, said if fine else f"{said}; {CURE}")


def _clipboard(settings: Settings) -> Seen:
    way = way_of_copying(settings.clipboard, os.environ)
    return Seen("clipboard", not way.is_refused, way.says)


def _signs(settings: Settings, terminal: Asked, encoding: str | None) -> Seen:
    letters = letters_for(settings.ascii, encoding, terminal.cells, os.environ)
    cells = terminal.cells
    told = "the terminal does not tell their width" if cells is None else f"one takes {counted(cells, 'cell')}"
    drawn = "ASCII stands for them" if letters.are_ascii else "our own are drawn"
    because = f": {letters.because}" if letters.because else ""
    return Seen("signs", not because, f"{told}; {drawn}{because}")


def _colours(settings: Settings, terminal: Asked) -> Seen:
    colours = None if "NO_COLOR" in os.environ else colours_there_are()
    ground, by = terminal.ground, "it tells that"
    if ground is None:
        ground, by = named_ground(os.environ), "COLORFGBG tells that"
    theme = theme_for(settings.theme, ground=ground, colours=colours)
    there = {None: "none", "standard": "16", "256": "256", "truecolor": "16 million"}.get(colours, str(colours))
    lies = "its background is not known" if ground is None else f"{by} its background is {_kind(ground)}"
    return Seen("colours", True, f"{there}; {lies}; theme {theme}")


def _kind(ground: float) -> str:
    return "light" if ground > MIDDLE else "dark"
