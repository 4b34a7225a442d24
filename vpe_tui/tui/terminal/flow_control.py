"""How far the terminal is behind: it is asked now and then, and answers when it has drawn what came before.

A slow terminal and one far away both answer late. They are told apart as TCP does it: from a slow one an answer takes
longer the more is on its way; where it takes as long as the quickest ever did, more may be on its way.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

QUESTION = "\x1b[5n"
ANSWER = "\x1b[0n"

ASK_AFTER_BYTES = 500
LEAST_BEHIND_BYTES = 2_000
"""So much may always be on its way."""

_PATIENCE_S = 10.0


class _Asked(NamedTuple):
    """A question: when, after how many bytes in all, and how many of these were not known to be drawn."""

    at_s: float
    sent: int
    behind: int


class Pace:
    """Counts what is sent and what is known to be drawn. A terminal that does not answer is never waited for.

    While it is behind no frame is sent: what is drawn next is then what holds by then, and keys never wait for old
    pictures.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent = 0
        self._drawn = 0
        self._asked: deque[_Asked] = deque()
        self._answers = False
        self.quickest_s = float("inf")
        """How long an answer takes at the least, as far as is known."""
        self._most_behind = LEAST_BEHIND_BYTES

    def sent(self, size: int) -> bool:
        """So many bytes more are sent. Whether the question is to follow them."""
        self._sent += size
        return self._asks()

    def answered(self) -> bool:
        """The answer came. Whether to ask again at once, because meanwhile more was sent."""
        if self._asked:
            asked = self._asked.popleft()
            self._drawn = asked.sent
            took_s = max(self._clock() - asked.at_s, 1e-6)
            self.quickest_s = min(self.quickest_s, took_s)
            if self._answers:  # the first one can be compared to nothing
                bears = 2 * asked.behind * self.quickest_s / took_s
                self._most_behind = max(LEAST_BEHIND_BYTES, min(int(bears), 2 * self._most_behind))
        self._answers = True
        return self._asks()

    def _asks(self) -> bool:
        last = self._question(-1)
        since = self._sent - (self._drawn if last is None else last.sent)
        asks = since >= ASK_AFTER_BYTES and (self._answers or last is None)
        if asks:
            self._sent += len(QUESTION)
            self._asked.append(_Asked(self._clock(), self._sent, self._sent - self._drawn))
        return asks

    def _question(self, place: int) -> _Asked | None:
        """None where none is open: its answer comes on the driver's thread, between any look and the next."""
        try:
            return self._asked[place]
        except IndexError:
            return None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is to be expected."""
        first = self._question(0)
        return self._answers and first is not None and self._clock() - first.at_s < _PATIENCE_S

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has more to draw than one would wait for."""
        return self.is_asking and self._sent - self._drawn > self._most_behind
