"""The offset of the service's clock from this machine's, by the `Date` header of an answer."""

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

SAME_MS = 5_000
"""Up to this much is no difference: `Date` is whole seconds, and lies somewhere between question and answer."""

FARTHEST_MS = 366 * 86_400_000
"""A `Date` further off is none: with a clock as wrong as that no certificate would have held."""


def offset_ms(headers: Mapping[str, str], middle_ms: float) -> int:
    """How far the service's clock is ahead of ours, which said `middle_ms` in the middle of the request.

    0 where they agree, and where nobody knows: no `Date`, one that cannot be meant, an answer from a store (`Age`).
    """
    if "age" in headers:
        return 0
    try:
        said = parsedate_to_datetime(headers.get("date", "")).replace(tzinfo=UTC)  # HTTP has no other zone
        offset = round(said.timestamp() * 1000 - middle_ms)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0
    return offset if SAME_MS < abs(offset) <= FARTHEST_MS else 0
