"""What was meant by a word that is none of those there are."""

from collections.abc import Iterable


def nearest(given: str, names: Iterable[object]) -> str:
    """The name that was meant; empty where none is near. The dashes of a flag make it like no other."""
    from difflib import get_close_matches

    bare = {str(name).lstrip("-"): str(name) for name in reversed([*names])}
    return next((bare[name] for name in get_close_matches(given.lstrip("-"), bare, 1)), "")
