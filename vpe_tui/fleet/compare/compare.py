"""The comparison of two sessions: what differs, in fields, in numbers and row by row, and where it begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vpe_tui.fleet.compare.align import ALIGNED_AT, Align, Alignment, alignments
from vpe_tui.fleet.compare.fields import Field, fields_of
from vpe_tui.fleet.compare.rows import Pair, Row, pairs_of
from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.metric import Metric, band_of
from vpe_tui.qoe.units import value_text
from vpe_tui.session.glossary import error_text
from vpe_tui.session.index import Landmark, index_of
from vpe_tui.text.times import duration, relative


@dataclass(frozen=True, slots=True)
class Number:
    """A metric of both, as text with its band, and how much more A has."""

    metric: Metric
    a: str
    b: str
    band_a: Band | None
    band_b: Band | None
    difference: float | None
    """None where one of the two is not known; so much is told by the logs where one is “at least”."""

    @property
    def difference_text(self) -> str:
        """`+0.100 s`, `−5.93 points`, `=`; `–` where there is none."""
        if self.difference is None:
            return "–"
        text = _in_points(value_text(self.metric.unit, abs(self.difference)))
        if text == _in_points(value_text(self.metric.unit, 0)):
            return "="
        return f"{'+' if self.difference > 0 else '−'}{text}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sessions side by side."""

    a: Diagnosis
    b: Diagnosis
    alignment: Alignment
    offered: Sequence[Alignment]
    """Every way to align them, the default first."""
    fields: Sequence[Field]
    numbers: Sequence[Number]
    pairs: Sequence[Pair]

    @property
    def sides(self) -> Mapping[str, Diagnosis]:
        """The two by their letters."""
        return {"A": self.a, "B": self.b}

    def place_of(self, letter: str, row: int) -> int | None:
        """The place of the pair in which a row of the log stands."""
        of = ((place, pair.a if letter == "A" else pair.b) for place, pair in enumerate(self.pairs))
        return next((place for place, each in of if each is not None and row in each.rows), None)

    def places_of(self, landmark: Landmark) -> Sequence[int]:
        """The places of the pairs in which one of the two has such a place to jump to."""
        of_a, of_b = (set(index_of(each.playback.session).landmarks[landmark]) for each in self.sides.values())
        return [
            place
            for place, pair in enumerate(self.pairs)
            if (pair.a and not of_a.isdisjoint(pair.a.rows)) or (pair.b and not of_b.isdisjoint(pair.b.rows))
        ]

    @property
    def differences(self) -> Sequence[int]:
        """The places of the pairs that differ."""
        return [place for place, pair in enumerate(self.pairs) if pair.differs]

    @property
    def unlike_fields(self) -> Sequence[Field]:
        """The fields that differ."""
        return [each for each in self.fields if each.alike is False]

    @property
    def first_difference(self) -> Pair | None:
        """Where what the two did begins to differ."""
        return next((pair for pair in self.pairs if pair.differs), None)

    @property
    def is_alike(self) -> bool:
        """Whether nothing differs at all."""
        return not self.unlike_fields and self.first_difference is None and not any(self._differ())

    def _differ(self) -> Sequence[bool]:
        return [bool(each.difference) for each in self.numbers]

    @property
    def aligned(self) -> str:
        """`aligned at the first picture: both had a first picture`."""
        return f"aligned at {ALIGNED_AT[self.alignment.align]}: {self.alignment.because}"

    @property
    def says(self) -> str:
        """What differs, in a sentence."""
        if self.is_alike:
            return "No difference."
        first = self.first_difference
        if first is None:
            return "No difference in what happened."
        texts = (f"{letter} {_said(row)}" for letter, row in (("A", first.a), ("B", first.b)))
        return f"First difference {relative(first.at_ms)}: {', '.join(texts)}."


def compare(a: Diagnosis, b: Diagnosis, align: Align | None = None) -> Comparison:
    """The comparison, aligned as asked; else, or where that cannot be, as suits the two best."""
    offered = alignments(a.playback, b.playback)
    alignment = next((each for each in offered if each.align == align), offered[0])
    return Comparison(
        a, b, alignment, offered, fields_of(a, b), _numbers(a, b), pairs_of(a.playback, b.playback, alignment)
    )


def row_text(row: Row) -> str:
    """A row in words: `rebuffering 11.3 s 1080p`, `error E0003 network error`."""
    parts = (row.beside or row.action, took_text(row), row.quality or "", error_text(row.error_code, row.error_message))
    return " ".join(part for part in parts if part)


def took_text(row: Row) -> str:
    """How long a row took; empty for what takes no time, and where what is said beside it tells."""
    return duration(row.length_ms / 1000) if row.length_ms and not row.beside else ""


def _in_points(text: str) -> str:
    """A difference of shares is none of them."""
    return text.replace(" %", " points").replace(" of 100", " points")


def _said(row: Row | None) -> str:
    return row_text(row) if row else "nothing of the kind"


def _numbers(a: Diagnosis, b: Diagnosis) -> list[Number]:
    """The metrics that one of the two has any of."""
    return [_number(metric, a, b) for metric in METRICS if _value(metric, a) or _value(metric, b)]


def _number(metric: Metric, a: Diagnosis, b: Diagnosis) -> Number:
    value_a, value_b = _value(metric, a), _value(metric, b)
    difference = value_a - value_b if isinstance(value_a, int | float) and isinstance(value_b, int | float) else None
    return Number(
        metric,
        a.value_text(metric),
        b.value_text(metric),
        band_of(metric, a.metrics, a.bands),
        band_of(metric, b.metrics, b.bands),
        difference,
    )


def _value(metric: Metric, of: Diagnosis) -> float | Mapping[str, float] | None:
    value: float | Mapping[str, float] | None = getattr(of.metrics, metric.key)
    return value
