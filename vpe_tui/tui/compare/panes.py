"""What two sessions were made of and what came out, side by side: the fields, and the numbers."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from textual.content import Content

from vpe_tui.fleet.compare.compare import Comparison, Number
from vpe_tui.fleet.compare.fields import Field
from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.explain import explain_metric
from vpe_tui.qoe.metric import Block
from vpe_tui.text.cells import cut_middle, fit, pad, width_of
from vpe_tui.text.urls import cut_url
from vpe_tui.tui.compare.pane import OfBoth, Pane, of_both
from vpe_tui.tui.theme import BAND_GLYPHS, BAND_STYLES
from vpe_tui.tui.widgets.lines import Run
from vpe_tui.tui.widgets.table import merged

_LEAST_VALUE = 16
"""Cells that each value has at least, before a label is cut."""


class FieldsSideBySide(Pane):
    """The fields that differ, then those that are the same and those that one of the two does not tell."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = "1 Fields"
        self._fields: Sequence[Field] = ()
        self._api_names = False

    def show(self, comparison: Comparison, *, only: bool) -> None:
        """Those of two sessions; `only` what differs."""
        unlike = comparison.unlike_fields
        same = [each for each in comparison.fields if each.alike]
        of_one = [each for each in comparison.fields if each.alike is None]
        self._fields = [*unlike, *(() if only else (*same, *of_one))]
        self.border_subtitle = Content(f"{len(unlike)} of {len(comparison.fields)} differ")
        self.say("No field differs.")
        self.show_lines(len(self._fields))

    def tell_names(self, *, by_api: bool) -> None:
        """By the API's names, or by what they mean."""
        self._api_names = by_api
        self.refresh()

    @property
    def said(self) -> str:
        """The field at the cursor, whole."""
        field = self._fields[self.cursor] if self._fields else None
        return f"{field.term}: A {field.a or '–'} · B {field.b or '–'}" if field else ""

    @property
    def explained(self) -> OfBoth | None:
        """The field at the cursor: no row of the log tells of it."""
        if not self._fields:
            return None
        field = self._fields[self.cursor]
        facts = (("A", field.a or "–"), ("B", field.b or "–"), ("alike", _SAID_ALIKE[field.alike]))
        return of_both(f"{field.term} ({field.path})", facts, {})

    def runs(self, index: int, width: int) -> Sequence[Run]:
        field = self._fields[index]
        label, room = self._rooms(width)
        name = field.path if self._api_names else field.term
        style = "" if field.alike is False else "lines--dim"
        marks = {False: "≠", True: " ", None: " "}
        values = (fit(_cut(text, room), room) for text in (field.a or "–", "=" if field.alike else field.b or "–"))
        a, b = values
        return merged([(f" {marks[field.alike]} {fit(name, label)} ", "lines--dim"), (f"{a} {b}", style)])

    def _rooms(self, width: int) -> tuple[int, int]:
        names = [each.path if self._api_names else each.term for each in self._fields]
        label = max(min(max(map(width_of, names), default=0), width - 6 - 2 * _LEAST_VALUE), 4)
        return label, max((width - label - 6) // 2, 1)


_SAID_ALIKE: Mapping[bool | None, str] = {
    True: "the same in both",
    False: "they differ",
    None: "one of the two does not tell: that is no difference",
}


def _cut(text: str, room: int) -> str:
    return cut_url(text, room) if "://" in text else cut_middle(text, room)


class _Rooms(NamedTuple):
    """Cells of the label, of each number with its band, and of the difference."""

    label: int
    a: int
    b: int
    difference: int


class NumbersSideBySide(Pane):
    """The numbers of both, each with its band, and how much more A has."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.border_title = "2 Numbers"
        self.border_subtitle = Content("one session each: no statistics")
        self._comparison: Comparison | None = None
        self._lines: Sequence[Number | Block] = ()

    def show(self, comparison: Comparison, *, only: bool) -> None:
        """Those of two sessions; `only` what differs."""
        self._comparison = comparison
        blocks: dict[Block, list[Number]] = {block: [] for block in get_args(Block)}
        for each in comparison.numbers:
            if each.metric.unit != "s by quality" and (not only or each.difference):
                blocks[each.metric.block].append(each)
        self._lines = [line for block, numbers in blocks.items() if numbers for line in (block, *numbers)]
        self.say("No number differs.")
        self.show_lines(len(self._lines))

    @property
    def _number(self) -> Number | None:
        """The number at the cursor; None on a heading."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, Number) else None

    @property
    def said(self) -> str:
        """The number at the cursor."""
        number = self._number
        return f"{number.metric.term}: A {number.a} · B {number.b} · A − B {number.difference_text}" if number else ""

    @property
    def explained(self) -> OfBoth | None:
        """The number at the cursor, in both: what is said of both alike stands once."""
        number = self._number
        if number is None or self._comparison is None:
            return None
        metric = number.metric
        sides = {letter: explain_metric(metric, each) for letter, each in self._comparison.sides.items()}
        of_a, of_b = (dict(each.facts) for each in sides.values())
        facts = [
            fact
            for name in dict.fromkeys((*of_a, *of_b))
            for fact in _told(name, of_a.get(name, "–"), of_b.get(name, "–"))
        ]
        told = {"A": number.a, "B": number.b}
        return of_both(metric.term, facts, {of: each._replace(heading=told[of]) for of, each in sides.items()})

    def runs(self, index: int, width: int) -> Sequence[Run]:
        number, rooms = self._lines[index], self._rooms(width)
        if not isinstance(number, Number):
            return [(fit(f" {number}", width), "lines--accent")]
        differs = "lines--dim" if number.difference_text in ("=", "–") else ""
        return merged(
            [
                (f" {fit(number.metric.label, rooms.label)} ", "lines--dim"),
                (pad(number.a, rooms.a, right=True), ""),
                *_band(number.band_a),
                (pad(number.b, rooms.b, right=True), ""),
                *_band(number.band_b),
                (pad(number.difference_text, rooms.difference, right=True), differs),
            ]
        )

    def _rooms(self, width: int) -> _Rooms:
        a, b, difference = (
            max((width_of(getattr(each, name)) for each in self._lines if isinstance(each, Number)), default=0)
            for name in ("a", "b", "difference_text")
        )
        return _Rooms(max(width - a - b - difference - 10, 4), a + 1, b + 1, difference + 1)


def _told(name: str, a: str, b: str) -> list[tuple[str, str]]:
    return [(name, a)] if a == b else [(f"{name}, A", a), (f"{name}, B", b)]


def _band(band: Band | None) -> list[Run]:
    return [(f" {BAND_GLYPHS[band]}", BAND_STYLES[band])] if band else [("  ", "")]
