"""Walking a timeline: where one was, and what one looks for."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class JumpHistory:
    """The rows one jumped from, to go back to, and forward again."""

    def __init__(self) -> None:
        self._back: list[int] = []
        self._forward: list[int] = []

    def of_first(self, count: int) -> "JumpHistory":
        """What is left of it when only the first `count` rows are still what they were."""
        left = JumpHistory()
        left._back = [row for row in self._back if row < count]
        left._forward = [row for row in self._forward if row < count]
        return left

    def jumped(self, row: int) -> None:
        """A jump begins at `row`."""
        if not self._back or self._back[-1] != row:
            self._back.append(row)
        self._forward.clear()

    def back(self, row: int) -> int | None:
        """The row of the last jump, from `row`; None when there is none."""
        return self._step(self._back, self._forward, row)

    def forward(self, row: int) -> int | None:
        return self._step(self._forward, self._back, row)

    @staticmethod
    def _step(source: list[int], target: list[int], row: int) -> int | None:
        while source and source[-1] == row:
            source.pop()
        if not source:
            return None
        target.append(row)
        return source.pop()


class Matches:
    """The rows that a search found, in order; stepping goes round at the ends."""

    def __init__(self, text: str = "", rows: Sequence[int] = ()) -> None:
        self.text = text
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, row: int) -> bool:
        return has(self.rows, row)

    def nearest(self, row: int) -> int | None:
        """The first match at `row` or after it, else the first of all."""
        return self.rows[bisect_left(self.rows, row) % len(self.rows)] if self.rows else None

    def step(self, row: int, by: int) -> int | None:
        """The match after `row` (`by` 1) or before it (`by` -1)."""
        if not self.rows:
            return None
        place = bisect_right(self.rows, row) if by > 0 else bisect_left(self.rows, row) - 1
        return self.rows[place % len(self.rows)]

    def told(self, row: int) -> str:
        """`3 of 17`, `17 matches`, `no match`."""
        if not self.rows:
            return "no match"
        place = bisect_left(self.rows, row)
        if row in self:
            return f"{place + 1:,} of {len(self.rows):,}"
        return "1 match" if len(self.rows) == 1 else f"{len(self.rows):,} matches"


def step_in(rows: Sequence[int], row: int, by: int, shown: Sequence[int]) -> int | None:
    """The next (`by` 1) or previous (`by` -1) of `rows` after or before `row` that is also `shown`; both are sorted."""
    places = range(bisect_right(rows, row), len(rows)) if by > 0 else range(bisect_left(rows, row) - 1, -1, -1)
    return next((rows[place] for place in places if has(shown, rows[place])), None)


def has(rows: Sequence[int], row: int) -> bool:
    """Whether `row` is one of `rows`, which are sorted."""
    if isinstance(rows, range):
        return row in rows
    place = bisect_left(rows, row)
    return place < len(rows) and rows[place] == row
