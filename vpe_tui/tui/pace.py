"""How far the terminal is behind: it is asked now and then, and answers when it has drawn what came before."""

import time

QUESTION = "\x1b[5n"
ANSWER = "\x1b[0n"

ASK_AFTER_BYTES = 500
MOST_BEHIND_BYTES = 2_000
"""Beyond this no frame is sent: what is drawn next is then what holds by then, and keys never wait for old pictures."""

_PATIENCE_S = 10.0


class Pace:
    """Counts what is sent and what is known to be drawn. A terminal that does not answer is never waited for."""

    def __init__(self) -> None:
        self._sent = 0
        self._drawn = 0
        self._asked: tuple[int, float] | None = None
        self._answers = False

    def sent(self, size: int) -> bool:
        """So many bytes more are sent. Whether the question is to follow them."""
        self._sent += size
        return self._asks()

    def answered(self) -> bool:
        """The answer came. Whether to ask again at once, because meanwhile more was sent."""
        self._answers = True
        if self._asked:
            self._drawn, self._asked = self._asked[0], None
        return self._asks()

    def _asks(self) -> bool:
        asks = self._asked is None and self._sent - self._drawn >= ASK_AFTER_BYTES
        if asks:
            self._sent += len(QUESTION)
            self._asked = self._sent, time.monotonic()
        return asks

    @property
    def is_asking(self) -> bool:
        """Whether an answer is to be expected."""
        return self._answers and self._asked is not None and time.monotonic() - self._asked[1] < _PATIENCE_S

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has more to draw than one would wait for."""
        return self.is_asking and self._sent - self._drawn > MOST_BEHIND_BYTES
