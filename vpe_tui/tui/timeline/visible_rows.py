"""Which rows of a log stand in which lines: those a filter lets through, cut into chapters, heartbeats in one."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from vpe_tui.session.index import Chapter
from vpe_tui.session.masks import row_numbers


class VisibleRows:
    """The lines of a timeline. A line is a row, the first of some that are folded into it, or the heading of a chapter
    that stands before its first row.
    """

    def __init__(
        self,
        count: int,
        rows: Sequence[int] | None = None,
        chapters: Sequence[Chapter] = (),
        folds: Sequence[range] = (),
    ) -> None:
        # Lines are kept as even numbers for rows and odd ones for the headings before them: sorted, so both
        # directions are one bisection, and a log without filter, chapters and folds costs nothing.
        self.rows = range(count) if rows is None else rows
        self._folds = folds
        self._starts = [fold.start for fold in folds]
        shown = _unfolded(count, folds) if folds else rows
        self._lines: Sequence[int] = range(0, 2 * count, 2) if shown is None else [2 * row for row in shown]
        self._chapters = {chapter.row: chapter for chapter in chapters}
        if chapters:
            self._lines = _with_headings(self._lines, [chapter.row for chapter in chapters], count)

    def __len__(self) -> int:
        return len(self._lines)

    def row_at(self, line: int) -> int:
        """The row in a line, the first of those folded into it; a heading stands for the row below it."""
        at = self._lines[line]
        return at // 2 if at % 2 == 0 else self.row_at(line + 1)

    def rows_at(self, line: int) -> range:
        """All the rows that a line stands for."""
        row = self.row_at(line)
        return self._fold_of(row) or range(row, row + 1)

    def heading_at(self, line: int) -> Chapter | None:
        at = self._lines[line]
        return None if at % 2 == 0 else self._chapters[(at + 1) // 2]

    def line_of(self, row: int) -> int:
        """The line of a row, or of those it is folded with; when it is filtered out that of the next that is not."""
        fold = self._fold_of(row)
        row = fold.start if fold else row
        line = min(bisect_left(self._lines, 2 * row), max(len(self._lines) - 1, 0))
        return line + 1 if self._lines and self._lines[line] % 2 else line

    def _fold_of(self, row: int) -> range | None:
        place = bisect_right(self._starts, row) - 1
        return self._folds[place] if place >= 0 and row in self._folds[place] else None


def _unfolded(count: int, folds: Sequence[range]) -> list[int]:
    """The rows that stand for themselves, and the first of each fold."""
    rows: list[int] = []
    numbers = row_numbers(count)
    at = 0
    for fold in folds:
        rows += numbers[at : fold.start + 1]
        at = fold.stop
    return [*rows, *numbers[at:count]]


def _with_headings(lines: Sequence[int], starts: Sequence[int], count: int) -> list[int]:
    """The lines with a heading before the first line of each chapter that has any."""
    headed = list(lines)
    for start, end in zip(starts, [*starts[1:], count], strict=True):
        if bisect_left(lines, 2 * start) < bisect_left(lines, 2 * end):
            insort(headed, 2 * start - 1)
    return headed
