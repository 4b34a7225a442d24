"""Fewer bytes, the same picture."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.tui.terminal.sgr_minimizer import thrifty

WIDTH, HEIGHT = 40, 5
COLOURS = ["", ";38;2;1;2;3", ";38;2;213;218;224", ";38;5;7", ";31", ";97", ";39"]
GROUNDS = ["", ";48;2;13;17;23", ";48;5;0", ";44", ";107", ";49"]
WEIGHTS = ["", ";1", ";3", ";4", ";7", ";1;4", ";9"]

styles = st.builds(lambda *codes: "".join(codes).removeprefix(";"), *map(st.sampled_from, (WEIGHTS, COLOURS, GROUNDS)))
texts = st.one_of(st.text("ab ─", max_size=8), st.integers(10, 30).map(lambda count: " " * count))


@st.composite
def frames(draw: st.DrawFn) -> str:
    """Runs of styled text as Textual writes them: each within the screen, its style set before and reset after it."""
    parts = []
    for y in sorted(draw(st.sets(st.integers(1, HEIGHT), min_size=1))):
        x = draw(st.integers(1, WIDTH))
        parts.append(f"\x1b[{y};{x}H")
        for style, text in draw(st.lists(st.tuples(styles, texts), max_size=5)):
            text = text[: max(WIDTH - x + 1, 0)]
            x += len(text)
            parts.append(f"\x1b[{style}m{text}\x1b[0m" if style else text)
        parts.append(draw(st.sampled_from(["", "\n"])) if y < HEIGHT else "")
    return "".join(parts) + "\x1b[1;2H"


def picture(data: str) -> object:
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed("\x1b[41m\x1b[2J\x1b[0m" + data)
    cells = [[screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]
    blank = [
        [cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough) for cell in row]
        for row in cells
    ]
    # Of a blank only the background is seen.
    seen = [
        [(" ", cell.bg) if is_blank else cell for cell, is_blank in zip(*rows, strict=True)]
        for rows in zip(cells, blank, strict=True)
    ]
    return seen, (screen.cursor.x, screen.cursor.y), screen.cursor.attrs


@given(frames())
def test_the_picture_is_the_same_in_no_more_bytes(frame: str) -> None:
    thin = thrifty(frame, erases_in_colour=True)
    assert picture(thin) == picture(frame)
    assert len(thin) <= len(frame)
    assert picture(thrifty(frame, erases_in_colour=False)) == picture(frame)


@pytest.mark.parametrize(
    "frame, thin",
    [
        ("no style \x1b[?25l", "no style \x1b[?25l"),
        ("\x1b[1;31;40ma\x1b[0m\x1b[1;32;40mb\x1b[0m", "\x1b[1;31;40ma\x1b[32mb\x1b[m"),
        ("\x1b[1;31ma\x1b[0m\x1b[31mb\x1b[0m", "\x1b[1;31ma\x1b[22mb\x1b[m"),
        ("\x1b[1ma\x1b[0m\x1b[2mb\x1b[0m", "\x1b[1ma\x1b[0;2mb\x1b[m"),
        ("\x1b[31ma\x1b[0m\n\x1b[2;1H\x1b[31mb\x1b[0m", "\x1b[31ma\x1b[2;1Hb\x1b[m"),
        ("\x1b[41ma" + " " * 20 + "b\x1b[0m", "\x1b[41ma\x1b[20X\x1b[20Cb\x1b[m"),
        ("\x1b[7ma" + " " * 20 + "b\x1b[0m", "\x1b[7ma" + " " * 20 + "b\x1b[m"),
    ],
    ids=["nothing to do", "a colour", "bold ends", "bold or dim", "a line break", "blanks", "blanks that show"],
)
def test_only_what_changes_is_written(frame: str, thin: str) -> None:
    assert thrifty(frame, erases_in_colour=True) == thin


def test_a_terminal_that_erases_without_colour_gets_its_blanks() -> None:
    blanks = "\x1b[41m" + " " * 20 + "\x1b[0m"
    assert thrifty(blanks, erases_in_colour=False) == "\x1b[41m" + " " * 20 + "\x1b[m"
    assert thrifty(blanks.replace("41", "31"), erases_in_colour=False) == "\x1b[31m\x1b[20X\x1b[20C\x1b[m"
