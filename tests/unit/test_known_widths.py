"""Stand-ins: what terminals count in different ways is shown in letters that all count alike, in as many cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pty.test_widths import LETTERS, PICTURES, nfd
from tests.unit.test_cells import texts
from vpe_tui.text.cells import width_of
from vpe_tui.text.known_widths import of_known_width
from vpe_tui.tui.terminal.placing import placed

SHOWN = {
    nfd("한국어 강의 값"): "한국어 강의 값",
    nfd("Crème"): "Crème",
    nfd("がピ"): "がピ",
    "ﾊﾟﾋﾟﾊ": "パピﾊ",
    "ｱﾟ": "ア\u309a",
    "ᄒᆞᆫ글": "ᄒ글",
    "👨‍👩‍👧 x": "👨 x",
    "👨‍👩‍👧👩‍👩‍👦": "👨👩",
    "👩🏽‍🚀👍🏻": "👩👍",
    "🇰🇷🇯🇵": "KRJP",
    "❤️ x": "❤  x",
    "☎︎ x": "☎ x",
    "1️⃣ x": "1  x",
    "\u200d\ufe0e🀀": "🀀",
    "می‌خواهم": "میخواهم",
    "नमस्ते हिन्दी": "नमस्ते हिन्दी",
    "สวัสดีน้ำ": "สวัสดีน้ำ",
    "x\u0302 a": "x\u0302 a",
    "│ 재생 ▶": "│ 재생 ▶",
}


@pytest.mark.parametrize("text", SHOWN)
def test_a_stand_in_takes_the_cells_of_what_it_stands_for(text: str) -> None:
    assert of_known_width(text) == SHOWN[text]
    assert width_of(of_known_width(text)) == width_of(text)


@given(texts | st.sampled_from([*LETTERS.values(), *PICTURES.values()]) | st.text("🇰🇷👨‍👩️⃣1ﾊﾟﾞ하ᆞᆫe\u0301\u3099か \u200c"))
def test_no_text_changes_its_cells(text: str) -> None:
    shown = of_known_width(text)
    assert width_of(shown) == width_of(text)
    assert not set(shown) & set("\ufe0f\ufe0e\u200d\u200c\u20e3🇰🇷ﾟﾞ")


def test_the_cursor_is_placed_after_what_may_take_fewer_cells() -> None:
    assert placed("\x1b[2;3Hनमस्ते हिन्दी│") == "\x1b[2;3H\x1b7          \x1b8नमस्ते हिन्दी\x1b8\x1b[10C│"
    assert placed("│한국어 ❤ é") == "│한국어 ❤ é"


def test_a_sign_alone_leaves_the_sequence_before_it_whole() -> None:
    assert placed("\x1b[1mि x").startswith("\x1b[1m\x1b7 \x1b8ि\x1b8\x1b[1C")
    assert placed("\x1b[1m\u0e31x") == "\x1b[1m\u0e31x", "without a cell there is nothing to place"
