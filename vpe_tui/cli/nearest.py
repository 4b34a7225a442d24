"""What was meant by a word that is none of those there are."""

from collections.abc import Iterable


def nearest(given: str, names: Iterable[object]) -> str:
    """The name that was meant; empty where none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(given, map(str, names), 1)), "")
