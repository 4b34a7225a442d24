"""A pane of a comparison."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vpe_tui.qoe.explain import Explained
from vpe_tui.tui.widgets.lines import Lines


class OfBoth(NamedTuple):
    """Something explained of both sessions, and whose each of its parts is, by letter."""

    explained: Explained
    letters: Sequence[str]

    def part(self, number: int) -> Explained:
        """What it is made of; without parts all of it."""
        return (self.explained.parts or (self.explained,))[number]


def of_both(heading: str, facts: Sequence[tuple[str, str]], sides: Mapping[str, Explained]) -> OfBoth:
    """The explanation with a part for each side that has rows to go to."""
    there = {letter: each for letter, each in sides.items() if each.rows}
    parts = tuple(each._replace(heading=f"{letter}  {each.heading}") for letter, each in there.items())
    rows = parts[0].rows if parts else ()
    return OfBoth(Explained(heading, tuple(facts), rows, parts=parts), tuple(there))


class Pane(Lines):
    """Lines that both sessions have something to say in."""

    @property
    def said(self) -> str:
        """What is at the cursor, whole."""
        raise NotImplementedError

    @property
    def explained(self) -> OfBoth | None:
        """What there is to explain of it; None where there is nothing."""
        raise NotImplementedError
