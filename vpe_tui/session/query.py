"""Filters of log rows, as values: the rows they select, and the words that write them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby, product

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import KIND_OF, Kind
from vpe_tui.session.masks import where
from vpe_tui.session.search_texts import SearchTexts
from vpe_tui.text.clean import composed, folded, one_line
from vpe_tui.text.filter_words import Term, bare, quoted, terms
from vpe_tui.text.typed_times import length_s

Mask = bytes
"""A byte for each row: 1 when it is let through, else 0."""


class Filter:
    """A filter of log rows: `a & b` selects those of both, `a | b` of either. `parse_filter` reads `str` of it."""

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        """The selection, a flag a row; `texts` are those of this log."""
        raise NotImplementedError

    def rows(self, log: EventLog, texts: SearchTexts) -> list[int]:
        """The selected row numbers."""
        return where(self.mask(log, texts))

    def __and__(self, other: "Filter") -> "Filter":
        return _all((self, other))

    def __or__(self, other: "Filter") -> "Filter":
        """Words have no brackets: `a b` or `c` is said as `a,c b,c`."""
        return _all(map(_any, product(_parts(self, All), _parts(other, All))))


@dataclass(frozen=True)
class All(Filter):
    """Rows that every part lets through; without parts every row."""

    parts: tuple[Filter, ...] = ()

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        joined = int.from_bytes(b"\1" * len(log))
        for part in self.parts:
            joined &= int.from_bytes(part.mask(log, texts))
        return joined.to_bytes(len(log))

    def __str__(self) -> str:
        return " ".join(map(str, self.parts))


@dataclass(frozen=True)
class AnyOf(Filter):
    """Rows that at least one part lets through."""

    parts: tuple[Filter, ...]

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        joined = 0
        for part in self.parts:
            joined |= int.from_bytes(part.mask(log, texts))
        return joined.to_bytes(len(log))

    def __str__(self) -> str:
        return ",".join(map(str, self.parts))


@dataclass(frozen=True)
class Not(Filter):
    """Rows that one part, which has no parts itself, does not let through."""

    part: Filter

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        return bytes([not each for each in self.part.mask(log, texts)])

    def __str__(self) -> str:
        return f"-{self.part}"


@dataclass(frozen=True)
class OfKind(Filter):
    """Rows of one kind of action."""

    kind: Kind

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        return bytes([kind is self.kind for kind in log.kinds])

    def __str__(self) -> str:
        return KIND_WORDS[self.kind]


@dataclass(frozen=True)
class OfQuality(Filter):
    """Rows of one quality."""

    quality: str

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        wanted = composed(self.quality)
        same = {quality for quality in set(log.quality) if quality is not None and composed(quality) == wanted}
        return bytes([quality in same for quality in log.quality])

    def __str__(self) -> str:
        digits_stay = self.quality.isascii() and self.quality.isdecimal()
        return f'quality:"{self.quality}"' if digits_stay else f"quality:{quoted(self.quality)}"


@dataclass(frozen=True)
class Longer(Filter):
    """Rows that took longer than `seconds`."""

    seconds: float

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        return bytes([length is not None and length > self.seconds for length in log.duration_s])

    def __str__(self) -> str:
        return f"longer:{Decimal(repr(self.seconds)).normalize():f}s"


@dataclass(frozen=True)
class Contains(Filter):
    """Rows with `text` in any column, as `folded` has both."""

    text: str

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        wanted = folded(self.text)
        return bytes([wanted in text for text in texts.looked_through(wanted)])

    def __str__(self) -> str:
        return f"text:{quoted(self.text)}"


@dataclass(frozen=True)
class OfRows(Filter):
    """The rows of some stretches, each from its first to its last."""

    stretches: tuple[tuple[int, int], ...]

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        mask = bytearray(len(log))
        for first, last in self.stretches:
            end = min(last + 1, len(log))
            mask[first:end] = b"\1" * (end - first)
        return bytes(mask)

    def __str__(self) -> str:
        return ",".join(f"row:{first}" if first == last else f"row:{first}-{last}" for first, last in self.stretches)


@dataclass(frozen=True)
class Named(Filter):
    """Rows that findings of a rule show (`finding:stall-long`), or that a number counts (`metric:rebuffer_s`).

    Which findings and numbers there are is known one floor up: `qoe.filter_names`.
    """

    word: str

    def mask(self, log: EventLog, texts: SearchTexts) -> Mask:
        mask = bytearray(len(log))
        for row in texts.named(self.word):
            if row < len(log):
                mask[row] = 1
        return bytes(mask)

    def __str__(self) -> str:
        return self.word


def parts_of(wanted: Filter) -> Iterator[Filter]:
    """The parts of a filter, at any depth."""
    if isinstance(wanted, All | AnyOf):
        for part in wanted.parts:
            yield from parts_of(part)
    elif isinstance(wanted, Not):
        yield from parts_of(wanted.part)
    else:
        yield wanted


def these_rows(rows: Iterable[int]) -> OfRows:
    """The filter that selects these rows, which are sorted."""
    stretches: list[tuple[int, int]] = []
    for row in rows:
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], row)
        else:
            stretches.append((row, row))
    return OfRows(tuple(stretches))


EVERYTHING = All()

KIND_WORDS: dict[Kind, str] = {kind: kind.word for kind in Kind} | {
    Kind.REBUFFERING: "stalls",
    Kind.ERROR: "errors",
    Kind.PAUSED: "pauses",
    Kind.SEEKING: "seeks",
    Kind.OTHER: "other",
}
"""What a filter calls each kind of action; the action's own word is understood too."""

_KIND_OF_WORD = (
    KIND_OF
    | {word: kind for kind, word in KIND_WORDS.items()}
    | {w.removesuffix("s"): k for k, w in KIND_WORDS.items()}
)
_ROWS = re.compile(r"(\d{1,12})(?:-(\d{1,12}))?")


def parse_filter(words: str) -> Filter:
    """A filter from words as `filter_words` has them: `stalls,errors longer:2s -quality:720p text:E0003`.

    A word that names nothing is text to find. Raises ValueError, with a sentence, for one that has no or a wrong value.
    """
    return _all(_any(_meant(term) for term in choices) for choices in terms(words))


def _all(filters: Iterable[Filter]) -> Filter:
    parts = tuple(part for each in filters for part in _parts(each, All))
    return parts[0] if len(parts) == 1 else All(parts)


def _any(filters: Iterable[Filter]) -> Filter:
    parts = tuple(_joined(part for each in filters for part in _parts(each, AnyOf)))
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _joined(parts: Iterable[Filter]) -> Iterator[Filter]:
    """Neighbouring stretches of rows as one part: an explanation can name thousands."""
    for are_rows, run in groupby(parts, key=lambda part: isinstance(part, OfRows)):
        if are_rows:
            yield OfRows(tuple(stretch for part in run if isinstance(part, OfRows) for stretch in part.stretches))
        else:
            yield from run


def _parts(wanted: Filter, joined: type[All] | type[AnyOf]) -> tuple[Filter, ...]:
    return wanted.parts if isinstance(wanted, joined) else (wanted,)


def _meant(term: Term) -> Filter:
    found = _found(term)
    return Not(found) if term.excludes else found


def _found(term: Term) -> Filter:
    read = _READ.get(term.name)
    if read is not None:
        return read(term.value)
    kind = _KIND_OF_WORD.get(term.text.lower())
    return OfKind(kind) if kind is not None else Contains(bare(term.text))


def _of_quality(value: str) -> Filter:
    if not value:
        raise ValueError("“quality:” names no quality; quality:720p does")
    return OfQuality(f"{value}p" if value.isascii() and value.isdecimal() else bare(value))


def _longer(value: str) -> Filter:
    text = bare(value)
    seconds = length_s(text)
    if seconds is None:
        raise ValueError(f"“{text or 'longer:'}” is no length of time; 2s, 500ms and 1m are")
    return Longer(seconds)


def _contains(value: str) -> Filter:
    if not value:
        raise ValueError("“text:” has nothing to find; text:E0003 has")
    return Contains(bare(value))


def _of_rows(value: str) -> Filter:
    match = _ROWS.fullmatch(bare(value))
    if match is None:
        raise ValueError(f"“row:{one_line(value)}” names no rows; row:12 and row:12-40 do")
    first, last = sorted((int(match[1]), int(match[2] or match[1])))
    return OfRows(((first, last),))


def _named(name: str, value: str) -> Filter:
    return Named(f"{name}:{bare(value).lower()}")


_READ: Mapping[str, Callable[[str], Filter]] = {
    "quality": _of_quality,
    "longer": _longer,
    "text": _contains,
    "row": _of_rows,
    "finding": partial(_named, "finding"),
    "metric": partial(_named, "metric"),
}
"""What stands before a colon; any other word with one is text to find."""

NAMES = frozenset(_READ)
"""What a filter of rows names before a colon."""
