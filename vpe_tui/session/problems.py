"""Schema deviations found while parsing an answer."""

from typing import Literal, NamedTuple


class Problem(NamedTuple):
    """A schema deviation: a field that is not of its known type or form. Nothing is dropped for it."""

    kind: Literal[
        "unknown-field", "changed-type", "no-time", "out-of-order", "not-an-object", "unusable", "clock-of-years"
    ]
    place: str
    """Where, in the API's names: `user`, `media[1]`, `sessionLog`."""
    name: str
    value: str
    """The first such value, cleaned and short."""
    rows: tuple[int, ...] = ()
    """Rows of the log that show it, when it is in the log."""
