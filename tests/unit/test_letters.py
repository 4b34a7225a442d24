"""Which signs are drawn, and what a stream is given that cannot say them."""

import pytest

from vpe_tui.report.stand_ins import STAND_INS, in_ascii, without_wide_signs
from vpe_tui.text.cells import width_of
from vpe_tui.text.locales import CURE, IN_CELLS
from vpe_tui.tui.terminal.letters import Letters, letters_for
from vpe_tui.tui.terminal.replies import Answers

MAY_BE_WIDE = "GNU screen may draw our signs two cells wide in this locale"
KOREAN = {"LANG": "ko_KR.UTF-8"}
SCREEN = {"TERM": "screen.xterm-256color", "STY": "1.pts-0.host"}
NOT_UTF8 = "not UTF-8; " + CURE


@pytest.mark.parametrize(
    "wanted, encoding, cells, environ, are_ascii, because, are_wide",
    [
        ("auto", "utf-8", 1, {}, False, "", False),
        ("auto", "utf-8", 2, {}, True, "this terminal draws our signs two cells wide", True),
        ("auto", "utf-8", None, {}, False, "", False),
        ("auto", "utf-8", None, KOREAN, False, "", False),
        ("auto", "utf-8", None, SCREEN, False, "", False),
        ("auto", "utf-8", 1, KOREAN | SCREEN, False, "", False),
        ("auto", "utf-8", None, KOREAN | SCREEN, True, MAY_BE_WIDE, True),
        ("auto", "utf-8", 1, {"LC_ALL": "C"}, False, "", False),
        ("auto", "utf-8", None, {"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, True, f"the locale is C, {NOT_UTF8}", False),
        ("auto", "utf-8", None, {"LANG": "ko_KR"}, True, f"the locale is ko_KR, {NOT_UTF8}", False),
        ("auto", "ascii", None, {"LC_ALL": "POSIX"}, True, f"the locale is POSIX, {NOT_UTF8}", False),
        ("auto", "euc_kr", None, {"LC_ALL": "ko_KR.EUC-KR"}, True, f"the locale is ko_KR.EUC-KR, {NOT_UTF8}", True),
        ("auto", "iso8859-1", None, {}, True, f"the encoding is ISO8859-1, {NOT_UTF8}", False),
        (True, "utf-8", 1, {}, True, "", False),
        (True, "utf-8", 2, {}, True, "", True),
        (False, "utf-8", 2, KOREAN, False, "", True),
        (False, "ascii", None, {}, False, "", False),
    ],
)  # fmt: skip
def test_the_letters_suit_the_terminal(wanted, encoding, cells, environ, are_ascii, because, are_wide) -> None:
    assert letters_for(wanted, encoding, cells, environ) == Letters(are_ascii, because, are_wide)


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1", "euc_kr", "euc_jp"])
@pytest.mark.parametrize("text", ["Crème 한국어 ①", "👨‍👩‍👧 x", "값 값", "é", "한e\u0301"])
def test_what_cannot_be_said_takes_its_cells(encoding: str, text: str) -> None:
    said = text.encode(encoding, errors=IN_CELLS).decode(encoding)
    assert width_of(said) == width_of(text)
    assert [letter for letter in said if letter.isascii() and letter != "?"] == [
        letter for letter in text if letter.isascii()
    ]


def test_a_stand_in_takes_one_cell_for_one() -> None:
    glyphs = "".join(map(chr, STAND_INS))
    assert in_ascii(glyphs).isascii()
    assert len(in_ascii(glyphs)) == width_of(glyphs) == len(glyphs)


def test_no_sign_of_unknown_width_is_left_where_they_are_wide() -> None:
    assert without_wide_signs("“한국어” ※ 1편 × е\u0301 ①…") == '"한국어" ? 1편 x ?\u0301 ?~'
    assert in_ascii("“한국어” ※") == '"한국어" ※'


class Time:
    s = 100.0


def test_a_place_is_an_answer_only_where_it_was_asked_for() -> None:
    """Else it is shift and F3."""
    answers = Answers(lambda: Time.s)
    assert answers.taken_out("\x1b[1;2R") == "\x1b[1;2R"
    answers.expect_width()
    assert answers.taken_out("a\x1b[1") == "a"
    assert answers.taken_out(";3Rb") == "b"
    assert (answers.measured(), answers.measured()) == ([2], [])
    assert answers.taken_out("\x1b[1;2R") == "\x1b[1;2R"
    answers.expect_width()
    Time.s += 11
    assert answers.taken_out("\x1b[1;2R") == "\x1b[1;2R"
