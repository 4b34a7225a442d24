"""Korean keys: what was typed with the Hangul layout (two-beolsik) on, as the keys that were pressed.

An input method sends letters when a syllable is whole: `하` is what came of `g` and `k`.
"""

import unicodedata

_ON_KEYS = dict(
    zip(
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
        "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
        strict=True,
    )
)
_OF_KEYS = {key: letter for letter, key in _ON_KEYS.items()}

_FIRST = (0x1100, "r R s e E f a q Q t T d w W c z x v g")
_VOWELS = (0x1161, "k o i O j p u P h hk ho hl y n nj np nl b m ml l")
_LAST = (0x11A8, "r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g")
_PARTS = {
    chr(start + place): "".join(_OF_KEYS[key] for key in keys)
    for start, row in (_FIRST, _VOWELS, _LAST)
    for place, keys in enumerate(row.split())
} | {"\u111a": "ㄹㅎ", "\u1121": "ㅂㅅ"}  # ㅀ and ㅄ alone are made of these
"""The letters that a syllable is made of, in Unicode's order, and those that each was typed as."""


def typed(text: str) -> str:
    """The letters that Korean text was typed as, one for each key: of `왜` ㅇㅗㅐ. Empty where any of it is none."""
    if text.isascii():
        return ""
    parts = [_PARTS.get(each, "") for each in unicodedata.normalize("NFKD", text)]
    return "".join(parts) if all(parts) else ""


def key_of(letter: str) -> str:
    """The key that a letter of `typed` is on."""
    return _ON_KEYS[letter]
