"""How far a terminal may be behind before frames are spared."""

from collections import deque

import pytest

from vpe_tui.tui.terminal.flow_control import ANSWER, ASK_AFTER_BYTES, LEAST_BEHIND_BYTES, QUESTION, Pace


def test_a_terminal_that_never_answered_is_never_waited_for() -> None:
    pace = Pace()
    assert pace.sent(100_000) and not pace.is_behind
    assert not pace.sent(100_000), "who does not answer is asked once"


def test_a_terminal_is_behind_until_it_answers() -> None:
    pace = Pace()
    assert pace.sent(ASK_AFTER_BYTES)
    assert not pace.answered()
    assert not pace.sent(ASK_AFTER_BYTES - 1) and not pace.is_behind
    assert pace.sent(LEAST_BEHIND_BYTES)
    assert pace.is_asking and pace.is_behind
    assert not pace.answered()
    assert not pace.is_behind and not pace.is_asking


def test_who_answers_is_asked_again_before_the_answer_came() -> None:
    pace = Pace()
    pace.sent(ASK_AFTER_BYTES)
    assert not pace.answered()
    assert [pace.sent(ASK_AFTER_BYTES) for _ in range(5)] == [True] * 5
    assert pace.is_behind
    assert not pace.answered() and not pace.answered()
    assert not pace.is_behind and pace.is_asking


def test_what_was_sent_after_the_only_question_is_asked_for_anew() -> None:
    pace = Pace()
    pace.sent(ASK_AFTER_BYTES)
    pace.sent(LEAST_BEHIND_BYTES)
    assert pace.answered(), "nothing more may come that would carry the question"
    assert pace.is_behind
    assert not pace.answered()


FIRST, FRAME = 14_000, 430
"""Bytes of the first picture, and of a cursor key."""


class Link:
    """A line of `bytes_per_s` to a terminal `away_s` from here, and back; a clock that is told what time it is."""

    def __init__(self, bytes_per_s: float, away_s: float) -> None:
        self.now_s = 0.0
        self.pace = Pace(lambda: self.now_s)
        self._bytes_per_s, self._away_s = bytes_per_s, away_s
        self.free_at_s = 0.0
        """When all that was sent is on the line."""
        self._answers_at_s: list[float] = []

    def sends(self, size: int) -> None:
        asks = self.pace.sent(size)
        self._carries(size)
        if asks:
            self._asks()

    def _asks(self) -> None:
        self._carries(len(QUESTION))
        self._answers_at_s.append(self.free_at_s + 2 * self._away_s + len(ANSWER) / self._bytes_per_s)

    def _carries(self, size: int) -> None:
        self.free_at_s = max(self.free_at_s, self.now_s) + size / self._bytes_per_s

    def lives_until(self, end_s: float) -> None:
        while self._answers_at_s and self._answers_at_s[0] <= end_s:
            self.now_s = self._answers_at_s.pop(0)
            if self.pace.answered():
                self._asks()
        self.now_s = end_s

    def holds_a_key(self, times: int, size: int = FRAME) -> tuple[int, float]:
        """Frames drawn as the key repeats, and by how many seconds the last one lags behind it."""
        frames, late = 0, False
        for _ in range(times):
            self.lives_until(self.now_s + 1 / 30)
            late = self.pace.is_behind
            if not late:
                self.sends(size)
                frames += 1
        pressed_s = self.now_s
        while late and self.pace.is_behind:
            self.lives_until(self.now_s + 0.001)
        if late:
            self.sends(size)
        return frames, self.free_at_s + self._away_s - pressed_s


def opened(bytes_per_s: float, away_s: float) -> Link:
    link = Link(bytes_per_s, away_s)
    link.sends(FIRST)
    link.lives_until(60)
    return link


@pytest.mark.parametrize("away_s", [0.02, 0.1, 0.3])
def test_far_away_nearly_every_frame_is_drawn_at_once(away_s: float) -> None:
    link = opened(1_000_000, away_s)
    frames, late_s = link.holds_a_key(30)
    assert frames >= 12 and late_s <= 3 * away_s + 0.05
    frames, late_s = link.holds_a_key(30)
    assert frames >= 26 and late_s <= 2 * away_s + 0.05


@pytest.mark.parametrize("bytes_per_s", [960, 1_920, 5_600])
def test_on_a_slow_line_never_more_is_on_its_way_than_it_carries_soon(bytes_per_s: int) -> None:
    link = opened(bytes_per_s, 0.0)
    for _ in range(3):
        frames, late_s = link.holds_a_key(60)
        assert frames < 60 * bytes_per_s / 30 / FRAME + 2 + LEAST_BEHIND_BYTES / FRAME
        assert late_s <= (LEAST_BEHIND_BYTES + 2 * FRAME) / bytes_per_s


def test_a_line_that_becomes_slow_is_no_longer_filled() -> None:
    link = opened(1_000_000, 0.3)
    link.holds_a_key(60)
    link._bytes_per_s = 2_000
    link.holds_a_key(60)
    link.lives_until(link.now_s + 30)
    _, late_s = link.holds_a_key(60)
    assert late_s <= 2


class Answered(deque):
    """The answer comes as soon as somebody has looked whether one is open, as on the driver's thread it may."""

    def __bool__(self) -> bool:
        was_open = len(self) > 0
        self.clear()
        return was_open


def test_an_answer_that_comes_while_somebody_looks_breaks_nothing() -> None:
    pace = Pace()
    pace.sent(ASK_AFTER_BYTES)
    pace.answered()
    for look in (lambda: pace.is_behind, lambda: pace.sent(ASK_AFTER_BYTES)):
        pace.sent(ASK_AFTER_BYTES)
        pace._asked = Answered(pace._asked)
        assert isinstance(look(), bool)
