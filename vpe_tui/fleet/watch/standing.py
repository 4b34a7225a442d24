"""How a watched window stands: how many are bad, of all and of those that began meanwhile, against what is usual."""

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Rate(NamedTuple):
    """How many of so many sessions are bad."""

    bad: int
    judged: int

    @property
    def share(self) -> float | None:
        """The fraction; None of none."""
        return self.bad / self.judged if self.judged else None


NOBODY = Rate(0, 0)


@dataclass(frozen=True)
class Standing:
    """How a window stands at an answer."""

    from_ms: int
    to_ms: int
    now: Rate
    """Of the window."""
    fresh: Rate
    """Of those that began while it was watched."""
    usual: Rate | None
    """Against which it is held; None before that is known."""
    usual_of: Literal["day-before", "first-minutes"] | None
    alarm_since_ms: int | None
    """When the sessions began from which on more are bad than usual; None where they are not."""
