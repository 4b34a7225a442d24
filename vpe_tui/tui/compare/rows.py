"""The rows of two sessions by time: side by side where there is room, else one list with both in turn."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.content import Content

from vpe_tui.fleet.compare.align import Align
from vpe_tui.fleet.compare.compare import Comparison, row_text, took_text
from vpe_tui.fleet.compare.rows import Pair, Row
from vpe_tui.qoe.explain import Explained
from vpe_tui.session.glossary import error_text
from vpe_tui.text.cells import fit, pad
from vpe_tui.text.times import relative
from vpe_tui.tui.compare.pane import Pane
from vpe_tui.tui.compare.strips import STATE_STYLES
from vpe_tui.tui.theme import STATE_CLASSES
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.table import merged

SIDE_BY_SIDE = 106
"""Cells in which two rows have room beside one another: on a terminal of 110."""
_ACTION, _TOOK, _QUALITY, _TIME = 13, 11, 9, 14
_MARKS: Mapping[bool | None, str] = {True: " ", False: "≠", None: " "}
_FIRST = "◂ first "
_SINCE: Mapping[Align, str] = {
    "picture": "from picture",
    "start": "from start",
    "playhead": "from media 0",
    "clock": "from the first",
}
"""What times are told from."""


class _Line(NamedTuple):
    """A line: a pair of rows, or one side of it; `AB` where both are the same."""

    place: int
    sides: str


class RowsSideBySide(Pane):
    """What both did, at the same time on the same line."""

    HEAD = 1
    COMPONENT_CLASSES: ClassVar[set[str]] = set(STATE_STYLES)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = "3 Rows"
        self._comparison: Comparison | None = None
        self._lines: Sequence[_Line] = ()
        self._only = False
        self._first: Pair | None = None

    def show(self, comparison: Comparison, *, only: bool, place: int | None = None) -> None:
        """The rows of two sessions; `only` what differs. The cursor goes to a place, or stays on its rows."""
        place = self.place if place is None else place
        self._comparison, self._only = comparison, only
        self._first = comparison.first_difference
        count = f"{len(comparison.differences):,} of {len(comparison.pairs):,} differ"
        first = f" · first {relative(self._first.at_ms)}" if self._first else ""
        self.border_subtitle = Content(f"{count}{first}")
        self._lay(place)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._lay(self.place)

    @property
    def place(self) -> int:
        """The place of the rows at the cursor, in `pairs`."""
        return self._lines[self.cursor].place if self._lines else 0

    @property
    def row_of(self) -> Mapping[str, Row]:
        """The rows at the cursor, by the letter of their session."""
        pair = self._pair
        both = (("A", pair.a), ("B", pair.b)) if pair else ()
        return {letter: row for letter, row in both if row is not None and letter in self._lines[self.cursor].sides}

    def go_to(self, place: int) -> None:
        """The cursor goes to some rows."""
        self.cursor = next((line for line, each in enumerate(self._lines) if each.place >= place), self.count - 1)

    @property
    def said(self) -> str:
        """The rows at the cursor, whole."""
        return " · ".join(f"{letter} {row_text(row)}" for letter, row in self.row_of.items())

    @property
    def explained(self) -> Explained | None:
        """The rows at the cursor: how each was read, and whether they are alike."""
        pair, comparison = self._pair, self._comparison
        if pair is None or comparison is None:
            return None
        facts = [("when", f"{relative(pair.at_ms)}, {comparison.aligned}"), ("alike", _SAID_ALIKE[pair.alike])]
        for letter, row, of in (("A", pair.a, comparison.a), ("B", pair.b, comparison.b)):
            facts.append((letter, row_text(row) if row else "nothing of the kind"))
            if row:
                facts.append((f"{letter} read as", of.playback.said_of(row.rows.start)))
        return Explained("Row", tuple(facts), ())

    @property
    def _pair(self) -> Pair | None:
        return self._comparison.pairs[self.place] if self._comparison and self._lines else None

    def _lay(self, place: int) -> None:
        """Each pair in a line, or in a line for each side that differs."""
        if self._comparison is None:
            return
        pairs = self._comparison.pairs
        wide = self.size.width >= SIDE_BY_SIDE
        self._lines = [
            _Line(number, sides)
            for number, pair in enumerate(pairs)
            if pair.differs or not self._only
            for sides in (("AB",) if wide or pair.alike else _letters(pair))
        ]
        self.say("No row differs.")
        at = next((line for line, each in enumerate(self._lines) if each.place >= place), len(self._lines) - 1)
        self.show_lines(len(self._lines), cursor=at)

    def head(self, width: int) -> Sequence[Run]:
        aligned = self._comparison.alignment.align if self._comparison else "start"
        time = pad(_SINCE[aligned], _TIME, right=True)
        if width < SIDE_BY_SIDE:
            return [(f"      {time}  action", "lines--dim")]
        room = _room(width)
        return [(f"  {time}  {fit('A', room)}  B", "lines--dim")]

    def runs(self, index: int, width: int) -> Sequence[Run]:
        line = self._lines[index]
        assert self._comparison is not None
        pair = self._comparison.pairs[line.place]
        mark, time = _MARKS[pair.alike], pad(relative(pair.at_ms), _TIME, right=True)
        is_first = pair is self._first and (not index or self._lines[index - 1].place != line.place)
        last = [(f"  {_FIRST}", "lines--accent")] if is_first else []
        before: Run = (f" {mark}", "lines--warning")
        if width >= SIDE_BY_SIDE:
            room = _room(width)
            cells = [*_cell(pair.a, room), ("  ", ""), *_cell(pair.b, room - (len(_FIRST) + 2 if is_first else 0))]
            return merged([before, (f"{time}  ", "lines--dim"), *cells, *last])
        row = pair.b if line.sides == "B" else pair.a
        at = pad(relative(row.at_ms), _TIME, right=True) if row else time
        letters = f"{line.sides if 'A' in line.sides else ' B':<3} "
        room = max(width - _TIME - 8 - (len(_FIRST) + 2 if is_first else 0), 10)
        return merged([before, (f"{letters}{at}  ", "lines--dim"), *_cell(row, room), *last])


_SAID_ALIKE: Mapping[bool | None, str] = {
    True: "the same in both: within 1 s, and of the same quality",
    False: "they differ",
    None: "one of the logs does not tell of it: that is no difference",
}


def _letters(pair: Pair) -> Sequence[str]:
    return [letter for letter, row in (("A", pair.a), ("B", pair.b)) if row is not None]


def _room(width: int) -> int:
    """Cells of each side, the same for both."""
    return max((width - _TIME - 6) // 2, 10)


def _cell(row: Row | None, room: int) -> list[Run]:
    """A row in its cells: what it was, how long, in what quality, with which error."""
    if row is None:
        return [(fit("·", room), "lines--dim")]
    style = _STYLES.get(row.meaning, "")
    what = row.beside or f"{fit(row.action, _ACTION)}{pad(took_text(row), _TOOK, right=True)}"
    told = [(fit(what, _ACTION + _TOOK), style), (f"  {fit(row.quality or '', _QUALITY)}", "")]
    left = room - _ACTION - _TOOK - _QUALITY - 2
    if left < 0:
        return [(fit("".join(text for text, _ in told), room), style)]
    return [*told, (fit(error_text(row.error_code, row.error_message), left), "lines--error")]


_STYLES: Mapping[str, str] = {
    **{state: f"timeline--{word}" for state, word in STATE_CLASSES.items()},
    "player_start": "timeline--start",
    "startup": "timeline--start",
}
"""By what a row means."""
