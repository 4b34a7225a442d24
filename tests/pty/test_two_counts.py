"""Whichever way a terminal counts the letters of the world: every border and column stays in its place.

Two emulators are given what the program wrote: one counts each part of a letter, the other whole letters alone.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest
from wcwidth import wcwidth

from tests.hostile.api import FakeApi, listing
from tests.pty.line import Line, program, settings
from tests.pty.test_widths import LETTERS, PICTURES
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate

RTL = {"Hebrew": "שלום עולם 12:43", "Arabic": "مرحبا بالعالم 12", "Urdu": "خبریں اُردُو"}
WORDS = {**LETTERS, **PICTURES, **RTL}
UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
BORDERS = "│╭╮╰╯─▶·…"
_PIECE = 4_000
"""Bytes after which is looked: about a frame."""
COLUMNS, ROWS = 120, 40

_PARTS = "\u200c\u200d\ufe0e\ufe0f\uff9e\uff9f"
_HALVES = ("\u1160", "\u11ff")


def each_part(char: str) -> int:
    """As a terminal of old counts: vowels and ends of a syllable, joiners, selectors, each has its cell."""
    if char in _PARTS or _HALVES[0] <= char <= _HALVES[1] or unicodedata.category(char) == "Mc":
        return 1
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return 2
    return max(wcwidth(char), 0)


def whole_letters(char: str) -> int:
    """As one of today does it for what is seen as one: marks, joined pictures and vowels have none of their own."""
    if char in _PARTS or unicodedata.category(char)[0] == "M" or char in "\u0e33\u0eb3":
        return 0
    if _HALVES[0] <= char <= _HALVES[1] or "\U0001f3fb" <= char <= "\U0001f3ff":
        return 0
    return 1 if "\U0001f1e6" <= char <= "\U0001f1ff" else max(wcwidth(char), 0)


class Counting(pyte.Screen):
    """An emulator that counts as it is told. A letter that is written over in part is gone, as it is everywhere."""

    def __init__(self, cells: Callable[[str], int]) -> None:
        super().__init__(COLUMNS, ROWS)
        self.cells = cells

    def draw(self, data: str) -> None:
        line = self.buffer[self.cursor.y]
        for char in data:
            width = self.cells(char)
            for part in range(width):
                if self.cursor.x < self.columns:
                    line[self.cursor.x] = self.cursor.attrs._replace(data="" if part else char)
                    self.cursor.x += 1
        self.dirty.add(self.cursor.y)

    def rows(self) -> list[list[str]]:
        return [[self.buffer[y][x].data for x in range(self.columns)] for y in range(self.lines)]


class Both:
    """What a program wrote, on both emulators."""

    def __init__(self, terminal: Line) -> None:
        self._terminal = terminal
        self._screens = [Counting(cells) for cells in (each_part, whole_letters)]
        self._streams = [pyte.ByteStream(screen) for screen in self._screens]
        self._read = 0

    def stand(self) -> None:
        """Every letter and border that is counted alike is in its column, however the terminal counts the rest."""
        more = bytes(self._terminal.output[self._read :])
        self._read += len(more)
        for start in range(0, len(more), _PIECE):
            for stream in self._streams:
                stream.feed(more[start : start + _PIECE])
            for one, other in zip(*(screen.rows() for screen in self._screens), strict=True):
                assert sure(one) == sure(other), "\n".join("".join(row) for row in (one, other))


def sure(row: list[str]) -> list[tuple[int, str]]:
    return [(x, char) for x, char in enumerate(row) if char and (char in BORDERS or (char.isascii() and char.strip()))]


def body() -> bytes:
    answer = json.loads(simulate(Kind.FATAL_ERROR, 1).body)
    words = list(WORDS.values())
    for part in (answer["result"]["user"], answer["result"]["player"], *answer["result"]["media"]):
        for number, (name, value) in enumerate(part.items()):
            if isinstance(value, str):
                part[name] = words[number % len(words)] * 3
    for number, row in enumerate(answer["result"]["sessionLog"]):
        row["errorMessage"] = f"{words[number % len(words)]} {words[-1 - number % len(words)]}" * 4
        row["quality"] = words[number % len(words)]
    return json.dumps(answer).encode()


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    rows = [
        {"no": number, "uuid": f"{UUID[:-2]}{number:02}", "logDate": "2025-10-08 12:52:00", "origin": word * 3}
        | {"device": "PC", "os": f"{word} / 1"}
        for number, word in enumerate(WORDS.values())
    ]
    with FakeApi({"": listing(rows), **{row["uuid"]: body() for row in rows}}) as api:
        yield api


def test_every_column_stays_in_its_place(api: FakeApi, tmp_path: Path) -> None:
    """Drawn whole, moved through line by line, searched, and looked at pane by pane."""
    with program(tmp_path, **settings(api.base_url)) as terminal:
        both = Both(terminal)
        terminal.sees(f"{len(WORDS)} sessions")
        both.stand()
        for _ in range(6):
            terminal.send("jjjj")
            both.stand()
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.sees("fetched")
        for keys in (
            "j" * 9,
            "G",
            "/한국\r",
            "\x1b",
            "1jjj",
            "2jj",
            "3jj",
            "4jj",
            "5gX",
            "\x1b",
            "\r",
            "\x1b",
            "fquality:हिन्दी\r",
        ):
            terminal.send(keys)
            terminal.send("\x0c")
            both.stand()
        terminal.send("Q")
        assert terminal.ends() == 0
        both.stand()
