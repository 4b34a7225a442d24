"""Texts in cells: cut, padded and wrapped, whatever letters are in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.text.cells import cut, cut_middle, fit, fit_middle, pad, width_of, wrap

FAMILY = "👨\u200d👩\u200d👧"
letters = st.sampled_from(
    [*"ab /.", "한", "글", "ᄒ", "ᆞ", "é", "e\u0301", "हि", "நி", "❤\ufe0f", "👍🏻", FAMILY, "\u200d"]
)
texts = st.lists(letters, max_size=30).map("".join) | st.text(max_size=20)
MESSAGE = (
    "요청한 세션을 찾을 수 없습니다: 프로젝트와 세션 번호를 확인한 뒤에 다시 시도해 주시기 바랍니다 " * 2 + "가" * 40
)


def test_layout_counts_cells() -> None:
    assert width_of("한국a") == 5
    assert cut("한국어", 5) == "한국…"
    assert cut("abc", 3) == "abc"
    assert cut("abc", 0) == ""
    assert pad("한", 4) == "한  "
    assert pad("a", 3, right=True) == "  a"
    assert fit("한국어", 4) == "한… "
    assert fit("abc", -1) == ""
    assert cut(f"{FAMILY} 한", 4) == f"{FAMILY} …"
    assert cut("👨\u200dabc", 3) == "👨…", "no joiner is left to join the “…”"


def test_of_an_address_both_ends_stay() -> None:
    assert cut_middle("https://x.example/a/b.m3u8", 11) == "https….m3u8"
    assert fit_middle("한국어의주소", 9) == "한국…주소"
    assert fit_middle("한국어의주소", 8) == "한국…소 "
    assert cut_middle("xxxxxxe\u0301", 3) == "x…e\u0301"
    assert cut_middle("xxxxxx👨\u200d👩", 3) == "xx…", "no half of a family"


def test_lines_are_broken_at_spaces() -> None:
    assert wrap("aa bb cc", 5) == ["aa bb", "cc"]
    assert wrap("aa bb cc", 6, "  ") == ["aa bb", "  cc"]
    assert wrap("", 5) == [""]
    assert "".join(wrap(FAMILY * 20, 10)) == FAMILY * 20
    assert all(width_of(line) <= 10 for line in wrap("한국어" * 20, 10))


@pytest.mark.parametrize("width", [20, 37, 77, 117])
def test_a_message_in_korean_is_whole(width: int) -> None:
    assert width_of(MESSAGE) > 200
    lines = wrap(MESSAGE, width)
    assert max(map(width_of, lines)) <= width
    assert "".join(lines).replace(" ", "") == MESSAGE.replace(" ", "")


@given(texts, st.integers(-1, 40))
def test_a_text_keeps_to_its_cells(text: str, width: int) -> None:
    for cutting, fitting in ((cut, fit), (cut_middle, fit_middle)):
        told = cutting(text, width)
        assert width_of(told) <= max(width, 0)
        assert told == text or "…" in told or width <= 0
        assert width_of(fitting(text, width)) == max(width, 0)
