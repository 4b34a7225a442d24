"""Keys in an open session: time to the settled screen, bytes written; and a slow link."""

import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.bench.starts import QUIET_S, SLOW_QUIET_S
from tests.bench.timed_tty import Reaction, TimedTty

DOWN, PAGE_DOWN, END, HOME, NEXT_ERROR, ESCAPE = "j", " ", "G", "g", "e", "\x1b"
PER_RUN = 8
"""Cursor keys, and page keys, in a row: a session of ten events has room for them."""
IDLE_S = 3.0
SEARCH, TIME, FILTER = "seek", "12:3", "stalls"
LINK_BYTES_PER_S = 960
"""9,600 baud: ten bits a byte."""
_REPEAT_S = 1 / 30
"""A key that is held down."""

Measured = Iterator[tuple[str, list[float]]]


class Link(NamedTuple):
    """Keys over a slow link: seconds from the last key to the last byte, and all bytes since the first key."""

    after_s: float
    bytes: int


def walk(tty: TimedTty, events: int) -> Measured:
    """Cursor and page keys, End and the next error, from the first row, after a warm-up."""
    for _ in range(2):
        tty.press(DOWN, QUIET_S)
        tty.press(HOME, QUIET_S)
    yield from _both("cursor", [tty.press(DOWN, QUIET_S) for _ in range(PER_RUN)])
    if events > 10:
        tty.press(HOME, QUIET_S)
        tty.press(PAGE_DOWN, QUIET_S)  # to the last line in view; the next one scrolls
        yield from _both("edge", [tty.press(DOWN, QUIET_S) for _ in range(PER_RUN)])
        yield from _both("page", [tty.press(PAGE_DOWN, QUIET_S) for _ in range(PER_RUN)])
    for name, key in (("end", END), ("error", NEXT_ERROR)):
        yield from _both(name, list(_jumps(tty, key)))
    tty.press(HOME, QUIET_S)


def _jumps(tty: TimedTty, key: str) -> Iterator[Reaction]:
    """A key that leads to the end, three times from the first row."""
    for _ in range(3):
        tty.press(HOME, QUIET_S)
        yield tty.press(key, QUIET_S)


def _both(name: str, reactions: list[Reaction]) -> Measured:
    assert all(each.bytes for each in reactions), f"{name}: a key did nothing"
    yield name, [each.ms for each in reactions]
    yield f"{name}-bytes", [float(each.bytes) for each in reactions]


def type_(tty: TimedTty) -> Measured:
    """Searches for a word, for a time, and a filter, key by key: as many figures as keys, and the slowest key."""
    for name, opens, text in (("search", "/", SEARCH), ("digits", "/", TIME), ("filter", "f", FILTER)):
        tty.press(opens, SLOW_QUIET_S)
        reactions = [tty.press(letter, SLOW_QUIET_S) for letter in text]
        tty.press(ESCAPE, SLOW_QUIET_S)
        yield name, [each.ms for each in reactions]
        yield f"{name}-most", [max(each.ms for each in reactions)]
        if name == "search":
            yield f"{name}-bytes", [float(each.bytes) for each in reactions]


def leave_search(tty: TimedTty) -> None:
    """Out of a search that was typed: the screen is as after opening."""
    tty.press(ESCAPE, SLOW_QUIET_S)
    tty.press(HOME, QUIET_S)
    tty.wait_idle()


def slow_link(tty: TimedTty, keys: int, cap_s: float = 300) -> Link:
    """Holds the cursor key down for `keys` repeats while the line takes 960 bytes a second; the rest waits its turn."""
    before, began, silent_s = len(tty.output), time.perf_counter(), 0.0
    last_key = last_byte = began
    step = int(LINK_BYTES_PER_S * _REPEAT_S)
    while (silent_s < 1 or keys) and time.perf_counter() - began < cap_s:
        if keys:
            tty.send(DOWN)
            keys, last_key = keys - 1, time.perf_counter()
        came = tty.read(0, step)
        time.sleep(step / LINK_BYTES_PER_S)
        if came:
            last_byte, silent_s = time.perf_counter(), 0.0
        else:
            silent_s += _REPEAT_S
    return Link(last_byte - last_key, len(tty.output) - before)
