"""The row numbers that are held on to while a session is looked at: of one log, and wrong for any other."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vpe_tui.session.events import EventLog
from vpe_tui.session.places import row_at
from vpe_tui.session.query import EVERYTHING, Filter, OfRows, parts_of
from vpe_tui.session.renewal import same_rows
from vpe_tui.tui.timeline.walk import JumpHistory

if TYPE_CHECKING:
    from vpe_tui.qoe.findings.facts import Severity

Naming = Callable[[str], Sequence[int]]
"""The rows that the words `finding:ID` and `metric:KEY` of a filter stand for."""


def nothing_named(_: str) -> Sequence[int]:
    return ()


@dataclass(slots=True)
class Held:
    """All of them: timeline, strip, prompt and dialogs hold on to no others.

    `onto` is the one place where another log takes the place of this one. Whoever is given rows to keep keeps them
    here, so that none is left that means a row of a log which is gone.
    """

    log: EventLog | None = None
    row: int = 0
    """Under the cursor; or where it would be, were the row shown."""
    mark: int | None = None
    filter: Filter = EVERYTHING
    jumps: JumpHistory = field(default_factory=JumpHistory)
    flags: "Mapping[int, Severity]" = field(default_factory=dict)
    """The rows to look at first, each with how bad it is."""
    evidence: Sequence[int] = ()
    """The rows (sorted) that show the finding that is looked at."""
    named: Naming = nothing_named
    asked_at: int = 0
    """The row that was under the cursor when the prompt began to ask."""
    asked_in: Filter = EVERYTHING
    """The filter there was then."""
    offered: Sequence[Sequence[int]] = ()
    """The rows that an open dialog offers to go to, or to show: of each part of what it explains."""

    def remember(self) -> None:
        """The prompt begins to ask: where the cursor is, and what is shown, can be come back to."""
        self.asked_at, self.asked_in = self.row, self.filter

    def onto(self, log: EventLog) -> bool:
        """Another log takes the place of this one, or the same log redacted. Whether every row of before is the same.

        Numbers stay as far as they mean the same rows; others go. The cursor stays where it was in time.
        """
        before, self.log = self.log, log
        if before is None or before is log:
            return True
        same = same_rows(before, log)
        self._renumber(before, log, same)
        return same == len(before)

    def _renumber(self, before: EventLog, log: EventLog, same: int) -> None:
        self.row, self.asked_at = (_in_time(row, before, log, same) for row in (self.row, self.asked_at))
        self.filter, self.asked_in = (
            EVERYTHING if _names_others(each, before, same) else each for each in (self.filter, self.asked_in)
        )
        self.mark = self.mark if self.mark is not None and self.mark < same else None
        self.jumps = self.jumps.of_first(same)
        self.flags = {row: severity for row, severity in self.flags.items() if row < same}
        self.evidence = self.evidence[: bisect_left(self.evidence, same)]
        self.offered = [[row for row in part if row < same] for part in self.offered]
        named = self.named
        self.named = lambda word: [row for row in named(word) if row < same]


def _in_time(row: int, before: EventLog, log: EventLog, same: int) -> int:
    """The row itself where it is the same, else the one that was under way when it ended."""
    if row < same or not len(before):
        return row
    return row_at(log, before.end_ms[min(row, len(before) - 1)] - 1)


def _names_others(shown: Filter, before: EventLog, same: int) -> bool:
    """Whether a filter names rows by numbers that are others' now; what was no row yet is nobody's."""
    stretches = (stretch for part in parts_of(shown) if isinstance(part, OfRows) for stretch in part.stretches)
    return any(first < len(before) and min(last, len(before) - 1) >= same for first, last in stretches)
