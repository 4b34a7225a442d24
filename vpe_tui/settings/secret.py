"""Secrets: a value that prints as stars, and the filter that keeps it out of text from elsewhere."""

import re
from functools import cache
from typing import ClassVar

from vpe_tui.text.decoding import encoding_of, text_of

STARS = "***"

TELLING = 8
"""A shorter value is no key but a word, and would be hidden wherever the word stands."""

_IN_WORD = re.compile(rb"[0-9A-Za-z]\Z")
_ESCAPE = re.compile(rb"(?:\\u[0-9A-Fa-f]{4}|\\[bfnrt]|%[0-9A-Fa-f]{2})\Z")
_LONGEST_ESCAPE = len(rb"\u0041")


class Secret:
    """A value that no repr, log or traceback prints."""

    __slots__ = ("_value",)
    known: ClassVar[set[str]] = set()
    """The values of this process, for `without_secrets`."""

    def __init__(self, value: str) -> None:
        self._value = value
        self.known.add(value)

    @property
    def is_hidden(self) -> bool:
        """Whether it is long enough to be told from a word, and so hidden wherever it comes back."""
        return len(self._value) >= TELLING

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return STARS


def without_secrets(text: str) -> str:
    """Text from elsewhere without the value of any `Secret`, where it stands as a word of its own."""
    return _hidden(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def body_without_secrets(body: bytes) -> bytes:
    """An answer's bytes, whatever their encoding, as `without_secrets`; the same bytes when there is none in them."""
    encoding = encoding_of(body)
    if encoding.startswith("utf-8"):
        return _hidden(body)
    text = text_of(body)
    safe = without_secrets(text)
    return body if safe == text else safe.encode(encoding, "surrogatepass")


def _hidden(text: bytes) -> bytes:
    for value in Secret.known:
        if len(value) >= TELLING and any(sign in text for sign in _signs(value)):
            text = _pattern(value).sub(_stars, text)
    return text


def _stars(match: re.Match[bytes]) -> bytes:
    """A part of a longer word stays; what an escape ends with is no part of one."""
    before = match.string[max(0, match.start() - _LONGEST_ESCAPE) : match.start()]
    return match[0] if _IN_WORD.search(before) and not _ESCAPE.search(before) else STARS.encode()


@cache
def _signs(value: str) -> tuple[bytes, ...]:
    """Of these one stands where the value does, and to look for them is much cheaper."""
    urls = () if value.isalnum() else (b"%",)
    return (value.encode("utf-8", "surrogatepass"), rb"\u00", *urls, *_quoted(value))


def _quoted(chars: str) -> list[bytes]:
    return [b"\\" + char.encode() for char in '"\\/' if char in chars]


@cache
def _pattern(value: str) -> re.Pattern[bytes]:
    """A value as it is, or with signs escaped as in JSON (`\\u0041`, `\\/`) and in URLs (`%2B`)."""
    return re.compile(b"".join(map(_sign, value)) + rb"(?![0-9A-Za-z])")


def _sign(char: str) -> bytes:
    ways = [*_quoted(char), char.encode("utf-8", "surrogatepass")]  # the longer one first
    found = [*map(re.escape, ways), rb"\\u(?i:%04x)" % ord(char)]
    return b"(?:%s)" % b"|".join(found if char.isalnum() else [*found, rb"%%(?i:%02x)" % ord(char)])
