"""Numbers in answers: lenient in form, strict in sense."""

MOST = 1e15
"""No number of an answer can mean more than this."""


def number(value: object, most: float = MOST) -> float | None:
    """A number that can be meant, also one written as text; anything else is undefined (None)."""
    found = _from_text(value) if isinstance(value, str) else value
    if type(found) is float or type(found) is int:
        return found if -most < found < most else None  # NaN is neither
    return None


def as_share(percent: float) -> str:
    """The fraction of a percentage, held to 0…1: what a player sends may be beyond the whole; a share is not."""
    return f"{min(max(percent, 0), 100):.0f}"


def _from_text(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
