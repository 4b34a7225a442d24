"""Text from outside, made safe to show."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.text import clean as module
from vpe_tui.text.clean import COMBINING_LIMIT, DISPLAY_LIMIT, clean, clean_word, one_line, shown

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
INVISIBLE = {0x2028, 0x2029, 0x200B, *range(0x2060, 0x2066), 0xFEFF, 0x00AD, *range(0xFFF9, 0xFFFC)}
TAGS = set(range(0xE0000, 0xE0080))
SURROGATES = set(range(0xD800, 0xE000))
C1 = set(range(0x80, 0xA0))
NONCHARACTERS = {*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))}
REPLACED = NONCHARACTERS | BIDI | INVISIBLE | TAGS | SURROGATES | C1


def test_every_code_point_there_is() -> None:
    """Nothing that steers a terminal comes out, nothing disappears, everything else stays as it is."""
    for code in range(0x110000):
        char = chr(code)
        out = clean(char)
        if code < 0x20:
            assert out == chr(0x2400 + code)
        elif code == 0x7F:
            assert out == "␡"
        elif code in REPLACED:
            assert out == "\ufffd", hex(code)
        else:
            assert out == char, hex(code)
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), hex(code)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("", ""),
        ("plain ASCII", "plain ASCII"),
        ("네이버 클라우드 소개 영상", "네이버 클라우드 소개 영상"),
        ("\x1b[2J", "␛[2J"),
        ("\x1b]52;c;cm0=\x07", "␛]52;c;cm0=␇"),
        ("\x9b2J", "\ufffd2J"),
        ("a\tb\r\nc", "a␉b␍␊c"),
        ("\x00\x7f", "␀␡"),
        ("user\u202egnp.exe", "user\ufffdgnp.exe"),
        ("\ud83d", "\ufffd"),
        ("[/] [@click=app.quit]x[/]", "[/] [@click=app.quit]x[/]"),  # markup is the widget's matter, not text's
    ],
)
def test_clean_says_what_it_replaced(raw: str, safe: str) -> None:
    assert clean(raw) == safe


@given(ANY_TEXT)
def test_clean_is_idempotent_and_never_adds(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert len(once) <= len(raw)
    once.encode("utf-8")


@given(st.text(st.sampled_from("a\u0301\u0302\u0e31\u200d\ufe0f\x1b가"), max_size=60))
def test_clean_is_idempotent_on_marks(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@pytest.mark.parametrize("kept", ["👩\u200d👩\u200d👧", "می\u200cخواهم", "❤\ufe0f", "क्\u200dष", "é", "한"])
def test_joiners_and_marks_that_words_need_are_kept(kept: str) -> None:
    assert clean(kept) == kept


def test_stacked_marks_are_cut_to_four_and_counted_anew_at_the_next_letter() -> None:
    assert COMBINING_LIMIT == 4
    assert clean("Z" + "\u0301" * 20 + "a" + "\u0302" * 3) == "Z" + "\u0301" * 4 + "a" + "\u0302" * 3


def test_a_mark_at_the_start_is_no_exception() -> None:
    assert clean("\u0301" * 20) == "\u0301" * 4


def test_long_text_is_cut_and_says_so() -> None:
    assert clean("x" * DISPLAY_LIMIT) == "x" * DISPLAY_LIMIT
    cut = clean("x" * (DISPLAY_LIMIT + 1))
    assert len(cut) == DISPLAY_LIMIT
    assert cut.endswith("x…")
    assert clean(cut) == cut


def test_the_same_word_is_one_object() -> None:
    assert clean_word("".join(["10", "80p"])) is clean_word("".join(["108", "0p"]))
    assert clean_word("\x1b") == "␛"


def test_a_long_text_is_not_remembered_as_a_word() -> None:
    """Else a hostile answer would stay in memory for as long as the process lives."""
    before = module._remembered.cache_info().currsize
    assert clean_word("q" * 100_000).endswith("…")
    assert module._remembered.cache_info().currsize == before


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-1, "-1"),
        (0.008, "0.008"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        ("", ""),
        ("E0004\x1b", "E0004␛"),
        ([], "[]"),
        ({}, "{}"),
        ([1, None, "가"], '[1, null, "가"]'),
        ({"a\u202e": "\u009b"}, '{"a\ufffd": "\ufffd"}'),
        ([float("nan")], "[NaN]"),
    ],
)
def test_any_json_value_is_shown_as_clean_text(value: object, text: str) -> None:
    assert shown(value) == text


def test_integers_that_python_refuses_to_print_are_named() -> None:
    assert shown(10**5000) == "an integer of 16610 bits"
    assert shown(-(10**5000)) == "an integer of 16610 bits"
    assert shown({"n": [10**5000]}) == "(holds an integer too long to be shown)"
    assert len(shown(10**4000)) == 4001


def test_nesting_too_deep_to_print_is_named() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "(nested too deeply to be shown)"
    assert one_line(deep) == "(nested too deeply to be shown)"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_shown_never_raises_and_is_always_clean(value: object) -> None:
    text = shown(value)
    assert clean(text) == text
    assert len(text) <= DISPLAY_LIMIT


@given(JSON)
def test_one_line_is_one_short_line(value: object) -> None:
    line = one_line(value)
    assert len(line) <= 80
    assert len(line.splitlines()) <= 1


def test_one_line_cuts_with_an_ellipsis() -> None:
    assert one_line("x" * 80) == "x" * 80
    assert one_line("x" * 81) == "x" * 79 + "…"


def test_an_object_is_shown_as_json_that_can_be_read_again() -> None:
    value = {"a": [1, 2.5, None, True, "나"]}
    assert json.loads(shown(value)) == value
