"""The rows of two sessions by time: side by side where there is room, else one list with both in turn."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual import events
from textual.content import Content

from vpe_tui.fleet.compare.align import Align
from vpe_tui.fleet.compare.compare import Comparison, row_text, took_text
from vpe_tui.fleet.compare.rows import Pair, Row
from vpe_tui.qoe.explain import Explained
from vpe_tui.report.event import event_facts
from vpe_tui.session.glossary import error_text
from vpe_tui.text.cells import fit, pad
from vpe_tui.text.times import KST, relative
from vpe_tui.tui.compare.lines import Line, RunKey, lines_of, rows_of, run_of, run_said
from vpe_tui.tui.compare.pane import OfBoth, Pane
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


class RowsSideBySide(Pane):
    """What both did, at the same time on the same line."""

    HEAD = 1
    COMPONENT_CLASSES: ClassVar[set[str]] = set(STATE_STYLES)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = "3 Rows"
        self._comparison: Comparison | None = None
        self._lines: Sequence[Line] = ()
        self._opened: set[RunKey] = set()
        self._is_folded = True
        self.zone: tzinfo = KST
        """That the wall clock is told in."""
        self._only = False
        self._first = -1
        """The place of the first difference; -1 where there is none."""

    def show(self, comparison: Comparison, *, only: bool, place: int | None = None) -> None:
        """The rows of two sessions; `only` what differs. The cursor goes to a place, or stays on its rows."""
        place = self.place if place is None else place
        self._comparison, self._only = comparison, only
        self._first = next(iter(comparison.differences), -1)
        count = f"{len(comparison.differences):,} of {len(comparison.pairs):,} differ"
        first = f" · first {relative(comparison.pairs[self._first].at_ms)}" if self._first >= 0 else ""
        self.border_subtitle = Content(f"{count}{first}")
        self._lay(place)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._lay(self.place)

    @property
    def places(self) -> Sequence[int]:
        """The places of the rows at the cursor, in `pairs`; several of a run."""
        return self._lines[self.cursor].places if self._lines else (0,)

    @property
    def place(self) -> int:
        """The first of them."""
        return self.places[0]

    @property
    def row_of(self) -> Mapping[str, Row]:
        """The rows at the cursor, by the letter of their session; of a run the first."""
        rows = rows_of(self._pair) if self._pair else {}
        return {letter: row for letter, row in rows.items() if letter in self._lines[self.cursor].sides}

    def go_to(self, place: int) -> None:
        """The cursor goes to some rows."""
        self.cursor = self._line_of(place)

    def _line_of(self, place: int) -> int:
        return next((line for line, each in enumerate(self._lines) if each.places[-1] >= place), len(self._lines) - 1)

    def open_run(self) -> bool:
        """The run at the cursor row by row, from now on. False where there is none."""
        if not self._lines or self._comparison is None or not self._lines[self.cursor].is_run:
            return False
        self._opened.add(run_of(self._comparison.pairs, self._lines[self.cursor]))
        self._lay(self.place)
        return True

    def fold(self) -> bool:
        """Every run in one line, or every row in its own. Gives which it is now."""
        self._is_folded = not self._is_folded or bool(self._opened)
        self._opened = set()
        self._lay(self.place)
        return self._is_folded

    @property
    def said(self) -> str:
        """The rows at the cursor, whole."""
        if self._comparison and self._lines and self._lines[self.cursor].is_run:
            line, pairs = self._lines[self.cursor], self._comparison.pairs
            until = f"{relative(pairs[line.places[0]].at_ms)} to {relative(pairs[line.places[-1]].at_ms)}"
            return f"{run_said(line, f'in {line.sides}')}, {until}"
        return " · ".join(f"{letter} {row_text(row)}" for letter, row in self.row_of.items())

    @property
    def explained(self) -> OfBoth | None:
        """The rows at the cursor: whether they are alike, and all about each."""
        pair, comparison = self._pair, self._comparison
        if pair is None or comparison is None:
            return None
        facts = [("when", f"{relative(pair.at_ms)}, {comparison.aligned}"), ("alike", _SAID_ALIKE[pair.alike])]
        rows = rows_of(pair)
        for letter, of in comparison.sides.items():
            row = rows.get(letter)
            facts.append((f"— {letter}", row_text(row) if row else "nothing of the kind"))
            if row:
                facts += event_facts(of.playback.session.events, row.rows.start, self.zone, of.playback)
        letter, row = next(iter(rows.items()))
        return OfBoth(Explained("The row, in both", tuple(facts), row.rows), (letter,))

    @property
    def _pair(self) -> Pair | None:
        return self._comparison.pairs[self.place] if self._comparison and self._lines else None

    def _lay(self, place: int) -> None:
        """Each pair in a line, or in a line for each side that differs; a long run of one side in one."""
        if self._comparison is None:
            return
        pairs = self._comparison.pairs
        wide = self.size.width >= SIDE_BY_SIDE
        shown = (number for number, pair in enumerate(pairs) if pair.differs or not self._only)
        self._lines = lines_of(pairs, shown, wide=wide, opened=self._opened if self._is_folded else None)
        self.say("No row differs.")
        self.show_lines(len(self._lines), cursor=self._line_of(place))

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
        is_first = self._first in line.places and (not index or self._lines[index - 1].place != line.place)
        last = [(f"  {_FIRST}", "lines--accent")] if is_first else []
        before: Run = (f" {mark}", "lines--warning")
        if width >= SIDE_BY_SIDE:
            room = _room(width)
            a = _told(line, "A", pair.a, room)
            b = _told(line, "B", pair.b, room - (len(_FIRST) + 2 if is_first else 0))
            return merged([before, (f"{time}  ", "lines--dim"), *a, ("  ", ""), *b, *last])
        row = pair.b if line.sides == "B" else pair.a
        at = pad(relative(row.at_ms), _TIME, right=True) if row else time
        letters = f"{line.sides if 'A' in line.sides else ' B':<3} "
        room = max(width - _TIME - 8 - (len(_FIRST) + 2 if is_first else 0), 10)
        return merged([before, (f"{letters}{at}  ", "lines--dim"), *_told(line, "", row, room), *last])


_SAID_ALIKE: Mapping[bool | None, str] = {
    True: "the same in both: within 1 s, and of the same quality",
    False: "they differ",
    None: "one of the logs does not tell of it: that is no difference",
}


def _room(width: int) -> int:
    """Cells of each side, the same for both."""
    return max((width - _TIME - 6) // 2, 10)


_SIDES = {"A": "on the left", "B": "on the right"}


def _told(line: Line, side: str, row: Row | None, room: int) -> list[Run]:
    """What a line says of a side: its row, or its run."""
    if line.is_run and side in ("", line.sides):
        return [(fit(f"… {run_said(line, _SIDES.get(side, f'in {line.sides}'))}", room), "lines--dim")]
    return _cell(row, room)


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
