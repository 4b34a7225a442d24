"""The words of a filter, on every screen: what they mean is known where the rows are that they select."""

import re
from collections.abc import Callable, Container, Mapping
from operator import eq, ge, gt, le, lt
from typing import NamedTuple

from vpe_tui.text.numbers import number
from vpe_tui.text.typed_times import length_s

# `re` compiles these when they are first used: a start uses few of them, or none
_AFTER_COMMA = r",\s+"
_PART = r'(?:[^\s"]|"[^"]*(?:"|$))+'
_CHOICE = r'(?:[^,"]|"[^"]*(?:"|$))+'
_QUOTED = r'"((?:[^"]|"")*)(?:"|$)'
_COMPARED = r"(>=|<=|>|<|=|)(.+)"


class Term(NamedTuple):
    """One word of a filter."""

    text: str
    """As it was typed, without the minus in front."""
    excludes: bool
    """What it names is left out: there was a minus."""
    name: str
    """What stands before the colon, in small letters; empty where there is no colon."""
    value: str
    """What stands after it, as it was typed, quotes and all."""


def terms(words: str) -> list[list[Term]]:
    """The words: each of the lists is to hold, of each list one term. A space is and, a comma or, a minus not.

    Quotes hold spaces and commas, `""` in them is a quote.
    """
    tight = words if '"' in words else re.sub(_AFTER_COMMA, ",", words)
    parts = ([_term(choice) for choice in re.findall(_CHOICE, part)] for part in re.findall(_PART, tight))
    return [choices for choices in parts if choices]


def _term(typed: str) -> Term:
    excludes = len(typed) > 1 and typed.startswith("-")
    text = typed[1:] if excludes else typed
    name, colon, value = text.partition(":")
    return Term(text, excludes, name.lower() if colon else "", value)


def taken_as_text(words: str, names: Container[str]) -> str:
    """A sentence about the first word that begins as if it named something, and does not; empty where each does."""
    for term in (term for choices in terms(words) for term in choices):
        if term.name.isalpha() and term.name not in names and not term.value.startswith("//"):
            return f"“{term.name}:” names nothing here, it is looked for as text"
    return ""


def quoted(text: str) -> str:
    """The text as one word."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if not text or re.search(r'[\s,"]', text) else text


def bare(text: str) -> str:
    """What is in the quotes and what stands outside of them, without the quotes."""
    return re.sub(_QUOTED, lambda match: match[1].replace('""', '"'), text)


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq, "": eq}


def comparison(value: str) -> Callable[[float], bool] | None:
    """What a number is to be: `>3`, `<=2s`, `>4%`, `0`. A length is in seconds, a share a fraction; None: no number."""
    match = re.fullmatch(_COMPARED, bare(value).strip())
    if match is None:
        return None
    limit, compare = _amount(match[2].strip()), _COMPARE[match[1]]
    return None if limit is None else lambda known: compare(known, limit)


def _amount(text: str) -> float | None:
    if text.endswith("%"):
        share = number(text[:-1].strip())
        return None if share is None else share / 100
    amount = number(text)
    return length_s(text) if amount is None else amount
