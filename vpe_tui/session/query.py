"""Filters as values: what rows they let through, and the words that say them."""

import re
from dataclasses import dataclass
from itertools import compress

from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import KIND_OF, Kind
from vpe_tui.session.texts import Texts

Mask = bytes
"""A byte for each row: 1 when it is let through, else 0."""


class Filter:
    """Rows of a log: `a & b` has those in both, `a | b` those in either. `str` says it as `parse_filter` reads it."""

    def mask(self, log: EventLog, texts: Texts) -> Mask:
        """Which rows are let through; `texts` are those of this log."""
        raise NotImplementedError

    def rows(self, log: EventLog, texts: Texts) -> list[int]:
        return list(compress(range(len(log)), self.mask(log, texts)))

    def __and__(self, other: "Filter") -> "Filter":
        return All((self, other))

    def __or__(self, other: "Filter") -> "Filter":
        return AnyOf((self, other))


@dataclass(frozen=True)
class All(Filter):
    """Rows that every part lets through; without parts every row."""

    parts: tuple[Filter, ...] = ()

    def mask(self, log: EventLog, texts: Texts) -> Mask:
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

    def mask(self, log: EventLog, texts: Texts) -> Mask:
        joined = 0
        for part in self.parts:
            joined |= int.from_bytes(part.mask(log, texts))
        return joined.to_bytes(len(log))

    def __str__(self) -> str:
        return ",".join(map(str, self.parts))


@dataclass(frozen=True)
class OfKind(Filter):
    """Rows of one kind of action."""

    kind: Kind

    def mask(self, log: EventLog, texts: Texts) -> Mask:
        return bytes([kind is self.kind for kind in log.kinds])

    def __str__(self) -> str:
        return KIND_WORDS[self.kind]


@dataclass(frozen=True)
class OfQuality(Filter):
    """Rows of one quality."""

    quality: str

    def mask(self, log: EventLog, texts: Texts) -> Mask:
        return bytes([quality == self.quality for quality in log.quality])

    def __str__(self) -> str:
        return f"quality:{_quoted(self.quality)}"


@dataclass(frozen=True)
class Longer(Filter):
    """Rows that took longer than `seconds`."""

    seconds: float

    def mask(self, log: EventLog, texts: Texts) -> Mask:
        return bytes([length is not None and length > self.seconds for length in log.duration_s])

    def __str__(self) -> str:
        return f"longer:{self.seconds:.12g}s"


@dataclass(frozen=True)
class Contains(Filter):
    """Rows with `text` in any column, whatever its case."""

    text: str

    def mask(self, log: EventLog, texts: Texts) -> Mask:
        wanted = self.text.casefold()
        return bytes([wanted in text for text in texts.looked_through(wanted)])

    def __str__(self) -> str:
        return f"text:{_quoted(self.text)}"


EVERYTHING = All()

KIND_WORDS: dict[Kind, str] = {kind: kind.word for kind in Kind} | {
    Kind.REBUFFERING: "stalls",
    Kind.ERROR: "errors",
    Kind.PAUSED: "pauses",
    Kind.SEEKING: "seeks",
    Kind.OTHER: "other",
}
"""What a filter calls each kind of action; the action's own word is understood too."""

_KIND_OF_WORD = KIND_OF | {word: kind for kind, word in KIND_WORDS.items()}
_PART = re.compile(r'(?:[^\s"]|"[^"]*(?:"|$))+')
_CHOICE = re.compile(r'(?:[^,"]|"[^"]*(?:"|$))+')
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


def parse_filter(words: str) -> Filter:
    """A filter from words: `stalls,errors longer:2s quality:720p text:E0003`. A comma is or, a space is and.

    A word that names nothing is text to find. Raises ValueError for a length that is none.
    """
    parts = [_either(part) for part in _PART.findall(words)]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _either(part: str) -> Filter:
    choices = [_term(choice) for choice in _CHOICE.findall(part)]
    return choices[0] if len(choices) == 1 else AnyOf(tuple(choices))


def _term(term: str) -> Filter:
    name, _, value = term.partition(":")
    value = value.replace('"', "")
    if name == "quality" and value:
        return OfQuality(value)
    if name == "longer" and value:
        return Longer(_seconds(value))
    if name == "text" and value:
        return Contains(value)
    kind = _KIND_OF_WORD.get(term.lower())
    return OfKind(kind) if kind is not None else Contains(term.replace('"', ""))


def _seconds(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is no length of time; 2s, 500ms and 1m are")
    return float(match[1]) * _UNITS[match[2]]


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[\s,]", text) else text
