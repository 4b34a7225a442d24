"""Bytes are time: what a key may cost on the wire, and that nobody waits for pictures of the past."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.keys import ESCAPE
from tests.bench.timed_tty import Size, TimedTty, screen_of
from tests.terminal import PROGRAM, clean_environment

QUIET_S = 0.15
SESSION = "00events-0000-4000-8000-000000001000"


@pytest.fixture(params=["vpe-dark", "ansi-dark"])
def tty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TimedTty]:
    """An open session, with its theme as `name`."""
    argv = (*PROGRAM, "--demo", SESSION, "--theme", request.param)
    with TimedTty(argv, clean_environment(tmp_path), Size(120, 40)) as tty:
        tty.until(" · fetched ")
        tty.wait_idle()
        yield tty
        assert tty.quit("Q") == 0


@pytest.mark.parametrize("tty", ["vpe-dark"], indirect=True)
def test_what_opens_is_not_drawn_whole_again_and_again(tty: TimedTty) -> None:
    """A whole frame of a session is 8 to 12 KB: empty, with its rows, with what was worked out of them."""
    assert len(tty.output) < 34_000


@pytest.mark.parametrize("tty", ["vpe-dark"], indirect=True)
def test_what_lies_over_a_screen_is_drawn_once(tty: TimedTty) -> None:
    """Textual draws it two or three times as a dialog comes and goes; and a redraw must change nothing."""
    for key in ("?", "x", "Y", "s"):
        opened, closed = tty.press(key, QUIET_S).bytes, tty.press(ESCAPE, QUIET_S).bytes
        assert opened < 18_000, key
        assert closed < 16_000, key
        _, *before = screen_of(bytes(tty.output), tty.size).splitlines()  # but the title, which tells an age
        tty.press("\x0c", QUIET_S)
        assert screen_of(bytes(tty.output), tty.size).splitlines()[1:] == before, key


def test_the_byte_budget(tty: TimedTty, request: pytest.FixtureRequest) -> None:
    """Cursor down 450, page down 5.4 KB, idle 0; seven tenths of it in the terminal's own colours: the rest is text."""
    share = 0.7 if "ansi" in request.node.name else 1.0
    moves = [tty.press("j", QUIET_S).bytes for _ in range(5)]
    assert 0 < max(moves) <= 450 * share, moves
    pages = [tty.press(" ", QUIET_S).bytes for _ in range(3)]
    assert 0 < max(pages) <= 9_000 * 0.6 * share, pages
    assert tty.written_in(1.0) == 0


BYTES_PER_S = 960
"""9,600 baud: ten bits a byte."""
STEP_S = 1 / 30
ASKS, ANSWERS = b"\x1b[5n", "\x1b[0n"


class SlowTerminal:
    """A terminal on a slow line: keys as they repeat when held, bytes as they come, an answer where it is asked."""

    def __init__(self, tty: TimedTty) -> None:
        self._tty = tty
        self._answered = 0

    def draws(self, keys: list[str]) -> tuple[float, int]:
        """The seconds from the last key to the last byte, and all bytes since the first key."""
        tty, before = self._tty, len(self._tty.output)
        last_key = last_byte = began = time.monotonic()
        while keys or time.monotonic() - last_byte < 1:
            if keys:
                tty.send(keys.pop(0))
                last_key = last_byte = time.monotonic()
            if tty.read(0, int(BYTES_PER_S * STEP_S)):
                last_byte = time.monotonic()
            for _ in range(self._answered, tty.output.count(ASKS)):
                tty.send(ANSWERS)
                self._answered += 1
            assert time.monotonic() - began < 60
            time.sleep(STEP_S)
        return last_byte - last_key, len(tty.output) - before


@pytest.mark.parametrize("tty", ["vpe-dark"], indirect=True)
def test_on_a_slow_line_the_last_row_is_soon_there(tty: TimedTty) -> None:
    terminal = SlowTerminal(tty)
    terminal.draws(["g"])  # what it was asked with the first frames: from now on it is known to answer
    late_s, size = terminal.draws(["j"] * 50)
    print(f"{late_s:.1f} s, {size:,} bytes")
    assert "row 50 " in screen_of(bytes(tty.output), tty.size)
    assert late_s <= 1.5 * size / BYTES_PER_S
    assert late_s < 12, late_s  # every one of the 50 frames drawn would take two minutes


@pytest.mark.parametrize("tty", ["vpe-dark"], indirect=True)
def test_answers_that_come_at_once_are_all_heard(tty: TimedTty) -> None:
    """As in GNU screen: else the terminal would be thought behind for as long as anybody is patient."""
    answered = 0
    for keys in ("g", "jjjj", "G", "k"):
        for key in keys:
            assert tty.press(key, QUIET_S).bytes
        while asked := tty.output.count(ASKS) - answered:
            tty.send(ANSWERS * asked)
            answered += asked
            tty.settle(QUIET_S)
