"""Parts of the reports of a comparison, as lines of text: strips, fields, numbers, rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

from vpe_tui.fleet.compare.compare import Comparison, row_text
from vpe_tui.fleet.compare.rows import Row
from vpe_tui.fleet.compare.strips import strips
from vpe_tui.playback.model import LOOKS
from vpe_tui.playback.strip import WORST
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.layout import table
from vpe_tui.report.parts import glyph
from vpe_tui.text.cells import cut, fit, pad, width_of, wrap
from vpe_tui.text.clean import counted
from vpe_tui.text.command_line import command_line, operand
from vpe_tui.text.times import date_time, duration, relative, zone_name

_ROWS_TOLD = 60
_ROWS_BEFORE = 3
"""Rows that are told before the first difference, where not all of them can be."""

MARKS = {True: " ", False: "≠", None: "?"}
"""What stands before a row that is alike, one that differs, and one that one of the logs cannot tell of."""


@dataclass(frozen=True)
class Told:
    """A comparison that is told: in which zone, by whom, in how many cells."""

    comparison: Comparison
    zone: tzinfo
    program: str = "vpe-tui"
    """How to call us."""
    width: int = 96

    @property
    def sides(self) -> Iterable[tuple[str, Diagnosis]]:
        """The two by their letters."""
        return self.comparison.sides.items()

    @property
    def again(self) -> str:
        """The command line that shows this."""
        uuids = [operand(of.playback.session.uuid) for _, of in self.sides]
        align = self.comparison.alignment.align
        asked = () if align == self.comparison.offered[0].align else ("--align", align)
        return command_line(self.program, "compare", *uuids, *asked)


def side_said(told: Told, of: Diagnosis) -> str:
    """When a session began, its UUID and its kind."""
    session, begin_ms = of.playback.session, of.playback.begin_ms
    began = f"{date_time(begin_ms, told.zone)} {zone_name(told.zone, begin_ms)}"
    return " · ".join(each for each in (session.uuid, session.kind, began) if each)


def strip_lines(told: Told) -> Iterator[str]:
    """Two strips on one clock, its ends, and what the marks mean."""
    drawn = strips(told.comparison, told.width - 2)
    sides = (("A", drawn.a), ("B", drawn.b))
    for letter, of in sides:
        yield f"{letter} {''.join(glyph(cell.state) for cell in of)}".rstrip()
    ends = relative(drawn.from_ms), f"{relative(drawn.to_ms)}, a cell is {duration(drawn.cell_ms / 1000)}"
    yield f"  {ends[0]}{pad(ends[1], max(told.width - 2 - width_of(ends[0]), width_of(ends[1]) + 2), right=True)}"
    states = {cell.state for _, of in sides for cell in of}
    words = [f"{LOOKS[state].glyph} {LOOKS[state].word}" for state in reversed(WORST) if state in states]
    yield ", ".join(word for word in words if word.strip() == word)


def fields_head(told: Told) -> str:
    """`Fields: 6 of 17 differ`."""
    fields = told.comparison.fields
    return f"Fields: {len(told.comparison.unlike_fields)} of {len(fields)} differ"


def field_lines(told: Told) -> Iterator[str]:
    """The fields that differ, side by side, and the names of those that are the same."""
    unlike = told.comparison.unlike_fields
    room = (told.width - max((width_of(each.term) for each in unlike), default=0) - 4) // 2
    rows = [("", "A", "B"), *((each.term, cut(each.a, room), cut(each.b, room)) for each in unlike)]
    yield from table(rows) if unlike else ()
    same = [each.term for each in told.comparison.fields if each.alike]
    if same:
        yield from wrap(f"the same: {', '.join(same)}", told.width, "  ")


def number_lines(told: Told) -> Iterator[str]:
    """The numbers side by side, with their bands and the difference."""
    rows = [("", "A", "", "B", "", "A − B")]
    rows += [
        (each.metric.term, each.a, each.band_a or "", each.b, each.band_b or "", each.difference_text)
        for each in told.comparison.numbers
        if each.metric.unit != "s by quality"
    ]
    yield from table(rows, right=(1, 3, 5))


def rows_head(told: Told) -> str:
    """`Rows: 29 of 71 differ`."""
    comparison = told.comparison
    return f"Rows: {len(comparison.differences):,} of {len(comparison.pairs):,} differ"


def row_lines(told: Told) -> Iterator[str]:
    """The rows of both by time, from a little before the first difference on where there are many."""
    pairs, differences = told.comparison.pairs, told.comparison.differences
    first = max(differences[0] - _ROWS_BEFORE, 0) if differences and len(pairs) > _ROWS_TOLD else 0
    shown = pairs[first : first + _ROWS_TOLD]
    times = [relative(pair.at_ms) for pair in shown]
    clock = max(map(width_of, times), default=0)
    room = max((told.width - clock - 6) // 2, 10)
    if first:
        yield f"  … {counted(first, 'row')} before"
    for time, pair in zip(times, shown, strict=True):
        a, b = _cell(pair.a, room), _cell(pair.b, room)
        yield f"{MARKS[pair.alike]} {pad(time, clock, right=True)}  {fit(a, room)}  {b}".rstrip()
    if (more := len(pairs) - first - len(shown)) > 0:
        yield f"  … {counted(more, 'row')} more: --json has them all"


def _cell(row: Row | None, room: int) -> str:
    return cut(row_text(row), room) if row else "·"
