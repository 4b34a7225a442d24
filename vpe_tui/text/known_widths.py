"""Stand-ins for what terminals count in different ways: letters that all of them count alike, in as many cells.

Letters in pieces are put together, a flag is its country's letters, of joined pictures the first is shown. What is
copied, saved and found stays as it was written.
"""

import re
import unicodedata

from vpe_tui.text.cells import width_of

_MARKS = "\u0300-\u036f\u1160-\u11ff\u3099\u309a\ud7b0-\ud7ff\uff9e\uff9f"
_TURNS = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
"""What makes a picture of a sign, a sign of a picture, a key of a digit, and gives a hand its colour."""
_LETTERS_OF_FLAGS = {code: chr(code - 0x1F1E6 + ord("A")) for code in range(0x1F1E6, 0x1F200)}

_COUNTED_OTHERWISE = re.compile(f"[{_MARKS}{_TURNS}\u200c\u200d\U0001f1e6-\U0001f1ff]")
# `re` compiles these when they are first used: a start uses few of them, or none
_PICTURES = f"([^A-Za-z\\s\u200c\u200d{_TURNS}])(?:[{_TURNS}]|\u200d[\u2190-\u2bff\U0001f000-\U0001faff])+"
_PIECES = f".[{_MARKS}]+|[{_MARKS}]"
_LEFT_OVER = "[\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f]"
_JOINERS = "\u200d[\u2190-\u2bff\U0001f000-\U0001faff]|[\u200c\u200d\ufe0e\ufe0f\u20e3]"


def of_known_width(text: str) -> str:
    """`text` as every terminal gives it the same cells; `width_of` it stays."""
    if text.isascii() or not _COUNTED_OTHERWISE.search(text):
        return text
    text = re.sub(_JOINERS, "", re.sub(_PICTURES, _first, text))  # before pieces go: what they kept apart is not joined
    return re.sub(_PIECES, _put_together, text).translate(_LETTERS_OF_FLAGS)


def _first(pictures: re.Match[str]) -> str:
    return _in_cells_of(pictures[0], pictures[1])


def _put_together(pieces: re.Match[str]) -> str:
    """Half-width kana with its sign of voice is no letter of half the width: it takes two cells, as the whole one."""
    has_voice_sign = not {"\uff9e", "\uff9f"}.isdisjoint(pieces[0])
    whole = unicodedata.normalize("NFKC" if has_voice_sign else "NFC", pieces[0])
    return _in_cells_of(pieces[0], re.sub(_LEFT_OVER, "", whole))


def _in_cells_of(text: str, stand_in: str) -> str:
    return stand_in + " " * (width_of(text) - width_of(stand_in))
