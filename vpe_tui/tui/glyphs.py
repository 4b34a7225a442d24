"""The signs that are drawn: our own, or ASCII that stands for them."""

import os
import sys
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

from vpe_tui.report.stand_ins import in_ascii, without_wide_signs
from vpe_tui.text.known_widths import of_known_width
from vpe_tui.tui.terminal.letters import Letters, Wanted, letters_for, may_ask


class WholeCells(ScrollBarRender):
    """A scrollbar without eighths of a cell: as ASCII each would be a digit, as ours stand for a quality."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class KnownWidths(LineFilter):
    """Puts what every terminal gives the same cells in the place of what they count in different ways."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(of_known_width(text), style, control) for text, style, control in segments]


class StandIns(LineFilter):
    """Puts the stand-ins in the place of our glyphs."""

    def __init__(self, *, are_wide: bool) -> None:
        super().__init__()
        self._put = without_wide_signs if are_wide else in_ascii

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(self._put(text), style, control) for text, style, control in segments]


class Signs:
    """What the app draws with: by the setting, by what the terminal tells, or as somebody switched."""

    def __init__(self, wanted: Wanted, cells: int | None) -> None:
        self._wanted = wanted
        self._encoding = sys.__stderr__.encoding if sys.__stderr__ else None
        self.letters = Letters(False)
        self.told(cells)

    @property
    def may_ask(self) -> bool:
        """Whether the terminal is asked how wide it draws."""
        return may_ask(self._wanted, self._encoding)

    @property
    def filters(self) -> Sequence[LineFilter]:
        ascii_ones = [StandIns(are_wide=self.letters.are_wide)] if self.letters.are_ascii else []
        return [KnownWidths(), *ascii_ones]

    @property
    def says(self) -> str:
        """What draws, in a line."""
        because = f": {self.letters.because}" if self.letters.because else ""
        return f"ASCII{because}" if self.letters.are_ascii else "our own signs"

    def told(self, cells: int | None) -> bool:
        """The terminal told how many cells a sign takes. Whether that changes what is drawn."""
        before = self.letters
        self.letters = letters_for(self._wanted, self._encoding, cells, os.environ)
        return self.letters != before

    def switch(self) -> None:
        """The other ones, whatever the terminal tells from now on."""
        self._wanted = not self.letters.are_ascii
        self.letters = Letters(self._wanted, are_wide=self.letters.are_wide)
