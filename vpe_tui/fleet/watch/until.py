"""The conditions that watching can wait for, as they are typed: `error`, `stall`, `end`, `change`, `bad:5%`."""

from collections.abc import Collection
from typing import Literal, NamedTuple

from vpe_tui.fleet.watch.standing import NOBODY, Rate

Mark = Literal["error", "stall", "end", "change"]
"""What an answer can bring about."""

LEAST_JUDGED = 20
"""Of fewer sessions a share says nothing."""

MARKS: tuple[Mark, ...] = ("error", "stall", "end", "change")


class Until(NamedTuple):
    """What is waited for: the first of them that comes."""

    marks: frozenset[Mark] = frozenset()
    bad_share: float | None = None
    """A fraction of the sessions that began while watching."""

    def holds(self, marks: Collection[Mark], fresh: Rate = NOBODY) -> bool:
        """Whether it has come."""
        share = fresh.share
        is_bad = self.bad_share is not None and share is not None and share >= self.bad_share
        return not self.marks.isdisjoint(marks) or (is_bad and fresh.judged >= LEAST_JUDGED)


def until(text: str, *, of_window: bool) -> Until:
    """What `--until` means. Raises ValueError, with a sentence."""
    marks, share = set[Mark](), None
    for word in text.lower().split(","):
        mark = next((each for each in MARKS if each == word.strip()), None)
        if mark is not None:
            marks.add(mark)
        elif word.strip().startswith("bad:"):
            share = _share(word.strip().removeprefix("bad:"))
        else:
            raise ValueError(f"“{word[:40]}” is none of {', '.join(MARKS)}, bad:5%")
    if of_window and "end" in marks:
        raise ValueError("a window does not end: that is for one session")
    if share is not None and not of_window:
        raise ValueError("bad: is for a window, not for one session")
    return Until(frozenset(marks), share)


def _share(text: str) -> float:
    number = text.removesuffix("%").strip()
    try:
        percent = float(number) if number.replace(".", "", 1).isdecimal() and number.isascii() else 0.0
    except ValueError:
        percent = 0.0
    if not 0 < percent <= 100:
        raise ValueError(f"bad:{text[:40]} should be a share such as bad:5%")
    return percent / 100
