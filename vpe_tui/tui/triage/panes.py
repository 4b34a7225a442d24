"""The panes of a triage: its numbers, the window over time, what the bad ones share."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import NamedTuple

from vpe_tui.fleet.triage.causes import Cause, CountedGroup
from vpe_tui.fleet.triage.explain import explain_cause, explain_number
from vpe_tui.fleet.triage.numbers import Column as Slice
from vpe_tui.fleet.triage.sentences import of_all, share
from vpe_tui.fleet.triage.table import Group
from vpe_tui.report.triage.parts import NumberRow, Told, beside, column_width, group_cells, numbers
from vpe_tui.text.cells import cut, pad
from vpe_tui.tui.says import Shows
from vpe_tui.tui.widgets.lines import Lines, Run
from vpe_tui.tui.widgets.table import Column, Table

Explanation = Callable[[Told], Shows]
"""What explains something by a triage as it is told, to whom may see all of it or to others."""

BAD, GOOD = "▓", "░"
_BAR = 16
"""Cells of a bar that is all of the bad ones."""
_GAPPED = 3
"""Cells of a column that has room for a gap."""


class NumbersPane(Table):
    """The numbers of the window, beside those of a day before."""

    HEAD = 1
    MARGIN = 1
    COLUMNS = (
        Column("", 15, 3, style="lines--dim"),
        Column("now", 24, 2),
        Column("a day before", 17, 1, style="lines--dim", grows=True),
        Column("times", 6, 0, right=True),
    )

    def __init__(self) -> None:
        super().__init__(id="numbers")
        self.border_title = "1 Numbers"
        self._rows: Sequence[NumberRow] = ()

    def show(self, told: Told) -> None:
        self._rows = list(numbers(told.triage))
        self.show_lines(len(self._rows) if told.triage.numbers.listed else 0)

    def cell(self, index: int, column: Column) -> str:
        return self._rows[index][self.columns.index(column)]

    @property
    def explanation(self) -> Explanation | None:
        """What explains the number under the cursor."""
        if not self.count:
            return None
        row = self._rows[self.cursor]
        return lambda told: Shows(row.name, "", list(explain_number(row.name, row.now, row.before, told.triage)))


class OverTime(Lines):
    """The sessions by when they began: a picture, in which no line is stood on."""

    def __init__(self) -> None:
        super().__init__(id="over")
        self.border_title = "2 Over time"
        self._told: Told | None = None

    def show(self, told: Told) -> None:
        self._told = told
        has_columns = len(told.triage.columns) > 1 and any(each.good or each.bad for each in told.triage.columns)
        each = f"{column_width(told.triage)} a column · {GOOD} good {BAD} bad" if has_columns else ""
        self.border_subtitle = f"{each} · ▲ since" if each and told.triage.since else each
        self.show_lines(self.size.height if has_columns else 0)

    def validate_cursor(self, cursor: int) -> int:
        return -1

    def on_resize(self) -> None:  # type: ignore[override]
        if self._told is not None:
            self.show(self._told)

    def runs(self, index: int, width: int) -> Sequence[Run]:
        assert self._told is not None
        picture = _Picture(self._told, width, self.size.height)
        return picture.line(index)


class _Picture:
    """The histogram in so many cells: bars, an axis with the instant of the change on it, the clock below."""

    def __init__(self, told: Told, width: int, height: int) -> None:
        self._told = told
        self._slices: Sequence[Slice] = told.triage.columns
        self._most = max(each.good + each.bad for each in self._slices)
        self._left = len(f"{self._most:,}") + 1
        self._room = max((width - self._left) // len(self._slices), 1)
        self._rows = max(height - 2, 1)

    def line(self, index: int) -> list[Run]:
        if index < self._rows:
            return self._bars(self._rows - index)
        return [(self._axis() if index == self._rows else self._clock(), "lines--dim")]

    def _bars(self, level: int) -> list[Run]:
        label = f"{self._most:,}" if level == self._rows else ""
        runs: list[Run] = [(f"{label:>{self._left - 1}}│", "lines--dim")]
        for each in self._slices:
            bad, whole = (ceil(count * self._rows / self._most) for count in (each.bad, each.good + each.bad))
            glyph, pen = (BAD, "lines--warning") if level <= bad else (GOOD if level <= whole else " ", "lines--dim")
            bar = self._room if self._room < _GAPPED else self._room - 1
            runs.append((glyph * bar + " " * (self._room - bar), pen))
        return runs

    def _axis(self) -> str:
        at = self._place(self._since_ms)
        axis = "─" * (self._room * len(self._slices))
        marked = axis if at is None else f"{axis[:at]}▲{axis[at + 1 :]}"
        return f"{'0':>{self._left - 1}}┼{marked}"

    def _clock(self) -> str:
        """When it begins, changes and ends, as far as there is room."""
        width = self._room * len(self._slices)
        asked = self._told.triage.asked
        last = self._told.time(asked.to_ms)[:-3]
        told = self._told.time(self._slices[0].from_ms)[:-3]
        at, since_ms = self._place(self._since_ms), self._since_ms
        if at is not None and since_ms is not None and len(told) < at and at + 6 + len(last) < width:
            told = pad(told, at) + self._told.time(since_ms)[:-3]
        return " " * self._left + pad(told, width - len(last)) + last

    @property
    def _since_ms(self) -> int | None:
        since = self._told.triage.since
        return since.began.at_ms if since else None

    def _place(self, ms: int | None) -> int | None:
        if ms is None:
            return None
        slice_ms = self._slices[1].from_ms - self._slices[0].from_ms
        place = (ms - self._slices[0].from_ms) // slice_ms
        return place * self._room if 0 <= place < len(self._slices) else None


class _Line(NamedTuple):
    """A line of what is shared: a cause's own, or one that stands below it."""

    group: Group
    cause: Cause | None = None
    chance: CountedGroup | None = None
    text: str = ""


class SharedPane(Table):
    """What the bad ones share: a cause, below it what says the same; at the end what may be chance."""

    HEAD = 1
    MARGIN = 1
    COLUMNS = (
        Column("group", 28, 9, grows=True),
        Column("bad", 5, 8, right=True),
        Column("of all", 8, 7, right=True),
        Column("rate", 6, 6, right=True),
        Column("else", 6, 5, right=True, style="lines--dim"),
        Column("×", 5, 4, right=True),
        Column("of the bad · of the good", _BAR + 15, 0, style="lines--warning"),
        Column("chance", 7, 3, right=True, style="lines--dim"),
    )
    _CELLS = ("group", "bad", "of all", "rate", "else", "×", "", "chance")

    def __init__(self) -> None:
        super().__init__(id="shared")
        self._told: Told | None = None
        self._lines: Sequence[_Line] = ()
        self.border_title = "3 What the bad ones share"

    def show(self, told: Told, nothing: str) -> None:
        """Another triage; `nothing` is said where nothing is shared."""
        before = self.group
        self._told, self._lines = told, list(_lines_of(told))
        causes = told.triage.causes
        tried = f"{len(causes.tried):,} values and pairs tried, {causes.testable:,} could show · all told 5 %"
        self.border_subtitle = tried if causes.tried else ""
        self.say(nothing)
        same = next((at for at, line in enumerate(self._lines) if line.group == before), 0)
        self.show_lines(len(self._lines), cursor=same)

    @property
    def group(self) -> Group | None:
        """The group under the cursor."""
        return self._lines[self.cursor].group if self.cursor < len(self._lines) else None

    @property
    def explanation(self) -> Explanation | None:
        """What explains the group under the cursor."""
        line = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        if line is None:
            return None
        return partial(_cause_explained, line.cause) if line.cause else partial(_chance_explained, line.chance)

    def runs(self, index: int, width: int) -> Sequence[Run]:
        line = self._lines[index]
        return [(cut(line.text, width), "lines--dim")] if line.text else super().runs(index, width)

    def cell(self, index: int, column: Column) -> str:
        cause = self._lines[index].cause
        assert cause is not None and self._told is not None
        if column.name == "of the bad · of the good":
            return _bar(cause)
        return group_cells(self._told, cause)[self._CELLS.index(column.name)]

    def cell_style(self, index: int, column: Column) -> str:
        cause = self._lines[index].cause
        is_name = column.name in ("group", "×") and cause is not None and cause.is_loud
        return "lines--strong" if is_name else column.style


def _lines_of(told: Told) -> Iterator[_Line]:
    for cause in told.triage.causes.found:
        yield _Line(cause.group, cause)
        for text in beside(told, cause):
            yield _Line(cause.group, cause, text=f"    {text}")
    for each in told.triage.causes.maybe_chance:
        yield _Line(each.group, chance=each, text=f"  may be chance: {_counted(told, each)}")


def _cause_explained(cause: Cause, told: Told) -> Shows:
    return Shows(told.group(cause.group), "", list(explain_cause(cause, told.triage, told.group)))


def _chance_explained(each: CountedGroup | None, told: Told) -> Shows:
    why = "its chance, corrected for all that was tried, is over 5 %"
    return Shows("May be chance", _counted(told, each) if each else "", [("why", why)])


def _counted(told: Told, each: CountedGroup) -> str:
    return f"{told.group(each.group)}, {of_all(each.counts)}, {share(each.counts.rate)}"


def _bar(cause: Cause) -> str:
    """Of all bad ones those in the group, and of all good ones."""
    count = cause.counts
    good, rest = count.total - count.bad, count.rest_total - count.rest_bad
    of_good = good / (good + rest) if good + rest else None
    bar = BAD * max(round(cause.share_of_bad * _BAR), 1)
    return f"{bar} {share(cause.share_of_bad)} {GOOD} {share(of_good)}"
