"""Masks: a byte a row, 0 where something does not hold. To search through bytes is as good as free."""

from collections.abc import Sequence
from itertools import compress

_shared: list[int] = []


def where(mask: Sequence[int]) -> list[int]:
    """The rows where a mask holds."""
    return list(compress(row_numbers(len(mask)), mask))


def is_byte(data: bytes, value: int) -> bytes:
    """The mask of one value of a byte."""
    return data.translate(bytes(value) + b"\1" + bytes(255 - value))


def row_numbers(count: int) -> list[int]:
    """The row numbers of a log of so many rows, or of a longer one; not to be changed.

    Every list of rows is made of these: of 100,000 rows each would else bring 2.7 MiB of integers of its own. The
    longest list takes the place of the others as a whole, so that threads cannot see it half made.
    """
    global _shared
    if len(_shared) < count:
        _shared = [*_shared, *range(len(_shared), count)]
    return _shared
