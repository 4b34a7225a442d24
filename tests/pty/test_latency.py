"""Far from the terminal, 300 ms each way for every byte: keys do not queue behind paint, and the picture keeps up."""

import os
import signal
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.timed_tty import Size, TimedTty, screen_of
from tests.terminal import PROGRAM, clean_environment

SESSION = "00events-0000-4000-8000-000000001000"
AWAY_S = 0.3
REPEAT_S = 1 / 30
"""A key that is held down."""
ASKS, ANSWERS = b"\x1b[5n", "\x1b[0n"
CALM_S = 2.5
"""Long enough that nothing is on its way any more."""


class FarTerminal:
    """A terminal, and who sits at it, `away_s` from the program: both ways take that long, whatever it is."""

    def __init__(self, tty: TimedTty, away_s: float) -> None:
        self.tty, self._away_s = tty, away_s
        self._coming: deque[tuple[float, bytes]] = deque()
        self._going: deque[tuple[float, str]] = deque()
        self.seen = bytearray()
        self.drawn_at: list[float] = []
        """When there was something new on the screen."""
        self.answered_too_late = 0

    @property
    def screen(self) -> str:
        return screen_of(bytes(self.seen), self.tty.size)

    def types(self, keys: str) -> None:
        self._going.append((time.monotonic() + self._away_s, keys))

    def lives(self, seconds: float) -> None:
        """Lets time pass, on both sides and on the way between."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            while self._going and self._going[0][0] <= now:
                self._arrives(self._going.popleft()[1])
            while self._coming and self._coming[0][0] <= now:
                self._draws(self._coming.popleft()[1])
            before = len(self.tty.output)
            if self.tty.read(0.002):
                self._coming.append((time.monotonic() + self._away_s, bytes(self.tty.output[before:])))

    def _arrives(self, typed: str) -> None:
        if self.tty._status() is None:
            self.tty.send(typed)
        else:
            self.answered_too_late += typed.startswith(ANSWERS)

    def _draws(self, data: bytes) -> None:
        self.drawn_at.append(time.monotonic())
        asked = self.seen.count(ASKS)
        self.seen += data
        self.types(ANSWERS * (self.seen.count(ASKS) - asked))  # as they come at once, so does what they answer

    def holds(self, key: str, times: int, then_s: float = CALM_S) -> float:
        """Holds a key down. The seconds from its last press to the last that was drawn, if within `then_s`."""
        for _ in range(times):
            self.types(key)
            pressed = time.monotonic()
            self.lives(REPEAT_S)
        self.lives(then_s)
        return self.drawn_at[-1] - pressed


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[FarTerminal]:
    """An open session, with the cursor on its first row."""
    argv = (*PROGRAM, "--demo", SESSION, "--at", "0")
    with TimedTty(argv, clean_environment(tmp_path), Size(120, 40)) as tty:
        terminal = FarTerminal(tty, AWAY_S)
        while " · fetched ".encode() not in terminal.seen:
            terminal.lives(0.1)
        terminal.lives(CALM_S)
        yield terminal
        assert tty.quit("") == 0


def test_keys_from_far_away_arrive_and_what_they_do_is_soon_seen(terminal: FarTerminal) -> None:
    """The ideal is there and back. At first it is not yet known that the terminal is far away, and not slow."""
    late_s = terminal.holds("j", 30)
    assert "row 30 " in terminal.screen
    again_s = terminal.holds("k", 28)
    assert "row 2 " in terminal.screen
    print(f"{late_s:.2f} s, then {again_s:.2f} s; there and back {2 * AWAY_S} s")
    assert late_s <= 2 * (2 * AWAY_S)
    assert again_s <= 1.5 * (2 * AWAY_S)
    terminal.holds("Q", 1)


def test_pages_from_far_away(terminal: FarTerminal) -> None:
    late_s = terminal.holds(" ", 12)
    print(f"{late_s:.2f} s, {len(terminal.drawn_at)} frames")
    assert "row 192 " in terminal.screen
    assert late_s <= 2 * (2 * AWAY_S)
    terminal.holds("Q", 1)


def test_who_suspended_it_amid_paint_comes_back_to_the_whole_screen(terminal: FarTerminal) -> None:
    """What was asked before is answered to the shell; nobody waits for that."""
    terminal.holds("j", 4, then_s=0)
    terminal.holds("\x1a", 1)
    before = len(terminal.seen)
    os.kill(terminal.tty.pid, signal.SIGCONT)
    terminal.lives(CALM_S)
    assert b" 1 User " in terminal.seen[before:]
    terminal.holds("j", 2)
    assert "row 6 " in terminal.screen
    terminal.holds("Q", 1)


def test_who_leaves_amid_paint_finds_no_answer_in_the_shell(terminal: FarTerminal) -> None:
    terminal.holds("j", 4, then_s=0)
    terminal.holds("Q", 1)
    assert terminal.answered_too_late == 0
