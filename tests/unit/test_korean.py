"""Korean keys: whatever the Hangul layout makes of them, they are the keys that were pressed."""

import string
import unicodedata

import pytest

from vpe_tui.tui.korean import key_of, typed

WORDS = {
    "하": "gk",
    "한글": "gksrmf",
    "안녕": "dkssud",
    "왜": "dho",
    "의": "dml",
    "닭": "ekfr",
    "뷁": "qnpfr",
    "값없이": "rkqtdjqtdl",
    "꽉짜여쒜뀨": "RhkrWkduTnpRb",
    "ㅂ": "q",
    "ㅓㅓ": "jj",
    "ㅏ": "k",
    "ㅃㅉㄸㄲㅆㅒㅖ": "QWERTOP",
    "ㄳㅘ": "rthk",
}
"""As anybody types them on two-beolsik."""


def keys(text: str) -> str:
    return "".join(map(key_of, typed(text)))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_the_keys_that_were_pressed(word: str, form: str) -> None:
    assert keys(unicodedata.normalize(form, word)) == WORDS[word]


def test_every_syllable_and_letter_is_some_keys() -> None:
    for code in (*range(0xAC00, 0xD7A4), *range(0x3131, 0x3164)):
        assert 1 <= len(typed(chr(code))) <= 5
    told = {keys(chr(code)) for code in range(0xAC00, 0xD7A4)}
    assert len(told) == 0xD7A4 - 0xAC00, "no two syllables are the same keys"
    assert set("".join(told)) == set(string.ascii_lowercase) | set("QWERTOP")


def test_letters_are_given_back_as_letters() -> None:
    assert typed("왜") == "ㅇㅗㅐ"
    assert typed("닭") == "ㄷㅏㄹㄱ"


@pytest.mark.parametrize("text", ["", "q", "Q", "é", "日", "ア", "ᄀx", "ㆍ", "한q", "\x1b", "😀", "\u200b"])
def test_what_is_no_korean_letter_of_today_is_none(text: str) -> None:
    assert typed(text) == ""
