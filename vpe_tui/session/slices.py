"""A large answer parsed in slices: no call holds the interpreter for more than a frame, no row stays a dict.

A cut is only guessed at (`}, {`) and then proved: a slice that parses from a known start ends outside of every
string and at the depth of the rows. Where the proof fails the answer is read whole instead.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import overload

from vpe_tui.session.events import Json

LARGE = 512 * 1024
"""Bytes; a smaller answer is parsed whole within a frame."""

SLICE = 192 * 1024

_OPENED = re.compile(rb'"sessionLog"\s*:\s*\[\s*(?=\{)')
_CUT = re.compile(rb"\}\s*,\s*(?=\{)")
_TRIES = 4
"""Guesses at a cut before the answer is read whole: `}, {` inside a string is rare, many in a row are not a log."""


class NotSliceable(ValueError):
    """The answer is to be read whole."""


class SlicedRows(Sequence[Json]):
    """The rows of a log that lie as bytes in their answer; a row is parsed, with its slice, when it is asked for."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._spans: list[tuple[int, int, int]] = []
        self._count = 0
        self._parsed: tuple[int, list[Json]] = (-1, [])

    def add(self, start: int, end: int, count: int) -> None:
        """The next `count` rows lie in `body[start:end]`."""
        self._spans.append((start, end, self._count))
        self._count += count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> Json: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Json]: ...
    def __getitem__(self, row: int | slice) -> Json:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(self._count))]
        if not -self._count <= row < self._count:
            raise IndexError(row)
        row %= self._count
        place = self._place(row)
        if self._parsed[0] != place:
            start, end, _ = self._spans[place]
            self._parsed = (place, _rows(self._body, start, end))
        return self._parsed[1][row - self._spans[place][2]]

    def _place(self, row: int) -> int:
        low, high = 0, len(self._spans) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._spans[middle][2] <= row else (low, middle - 1)
        return low


class SlicedAnswer:
    """An answer in the documented form, too large to be read whole. Raises `NotSliceable` when it is not one."""

    def __init__(self, body: bytes) -> None:
        opened = _OPENED.search(body) if len(body) >= LARGE else None
        if opened is None:
            raise NotSliceable
        self._body = body
        self._opened = opened.end()
        self.head: Json = self._envelope(b"]}}")
        """The envelope with what stands before the log, and no rows."""
        self.raw = SlicedRows(body)

    def batches(self) -> Iterator[list[Json]]:
        """The rows, slice by slice. Afterwards `whole` has everything but the rows."""
        start: int | None = self._opened
        while start is not None:
            rows, end, start_next = self._next(start)
            self.raw.add(start, end, len(rows))
            yield rows
            start = start_next
        self.whole = self._envelope(self._body[end:])

    def _next(self, start: int) -> tuple[list[Json], int, int | None]:
        """Rows from `start`, where they end, and where the next slice starts (None: these were the last)."""
        place = start + SLICE
        for _ in range(_TRIES):
            cut = _CUT.search(self._body, place)
            if cut is None:
                return self._last(start)
            try:
                return _rows(self._body, start, cut.start() + 1), cut.start() + 1, cut.end()
            except ValueError:
                place = cut.end()
        return self._last(start)

    def _last(self, start: int) -> tuple[list[Json], int, None]:
        """The last rows: up to the end of their array, wherever that is."""
        try:
            text = "[" + self._body[start:].decode()
            rows, end = json.JSONDecoder().raw_decode(text)
        except ValueError:
            raise NotSliceable from None
        return rows, start + len(text[: end - 1].encode()) - 1, None

    def _envelope(self, rest: bytes) -> Json:
        """The answer without its rows; proof that the log is where it was taken to be."""
        try:
            envelope = json.loads(self._body[: self._opened] + rest)
            in_place = envelope["result"]["sessionLog"] == []
        except (ValueError, KeyError, TypeError, RecursionError):
            raise NotSliceable from None
        if not in_place:
            raise NotSliceable
        return envelope


def _rows(body: bytes, start: int, end: int) -> list[Json]:
    text = b"[" + body[start:end] + b"]"
    try:
        rows: list[Json] = _reader()(text)
    except ValueError:  # lone surrogates, more depth than it likes: `json` reads them, or says what is wrong
        rows = json.loads(text)
    return rows


@cache
def _reader() -> Callable[[bytes], list[Json]]:
    """What reads rows in a third of the time that `json` takes, and whatever it reads to the same values. Its import
    takes 40 ms, which only a large answer gives back."""
    from pydantic_core import from_json

    return partial(from_json, cache_strings="keys")
