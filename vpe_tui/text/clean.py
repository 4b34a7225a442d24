"""Cleaning of text from outside for display: nothing in it can steer a terminal, and nothing is hidden."""

import json
import re
import unicodedata
from functools import cache, lru_cache

DISPLAY_LIMIT = 10_000
"""Characters of one value that are shown; the raw value is kept whole beside it."""

COMBINING_LIMIT = 4
"""Marks stacked on one character before the rest is cut (scripts in use need three, "zalgo" text dozens)."""

_WORD_LENGTH = 64
"""Longer text is no word: remembering it would hold on to a hostile answer for as long as the process lives."""

_UNSAFE = (
    "[\x00-\x1f\x7f"
    "\x80-\x9f"  # C1: U+009B alone starts a control sequence
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks reorder what stands beside them
    "\u2028\u2029\u200b\u2060-\u2065\ufeff\u00ad\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff"
    "\ufdd0-\ufdef"  # noncharacters: no XML may hold U+FFFE and U+FFFF, and none of them is text
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_OTHER_WIDTH = re.compile("[\uff01-\uffee]+")
"""Letters that are wide where others are narrow, and the other way round."""
_FIRST_MARK = "\u0300"


def clean(text: str) -> str:
    """`text` as it may be shown: controls as their pictures (␛), the invisible as U+FFFD, at most `DISPLAY_LIMIT`.

    Idempotent. Joiners that names and emoji need (ZWJ, ZWNJ) stay.
    """
    if len(text) > DISPLAY_LIMIT:
        text = text[: DISPLAY_LIMIT - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _cut_marks(unsafe().sub(_stand_in, text))


def clean_lines(text: str) -> str:
    """The text cleaned line by line: its lines stay lines."""
    return "\n".join(map(clean, text.splitlines()))


@cache
def unsafe() -> re.Pattern[str]:
    """A character that no screen may meet."""
    return re.compile(_UNSAFE)  # 4 ms, and most of what is shown never needs it


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


def _cut_marks(text: str) -> str:
    if not any(unicodedata.category(char)[0] == "M" for char in text if char >= _FIRST_MARK):
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= COMBINING_LIMIT:
            kept.append(char)
    return "".join(kept)


def composed(text: str) -> str:
    """`text` with its letters put together (NFC): macOS writes 한 as three characters, and looks for one."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """`text` as it is compared with others: whatever its case and the width of its letters, and however they are made.

    `Ｅ０００３` is E0003, ﾊﾟ is パ.
    """
    return text.casefold() if text.isascii() else composed(composed(_of_one_width(text)).casefold())


def _of_one_width(text: str) -> str:
    return _OTHER_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def clean_word(text: str) -> str:
    """`clean` for words that come again and again (qualities, codes); the same word is one object."""
    return _remembered(text) if len(text) <= _WORD_LENGTH else clean(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> str:
    return clean(text)


def shown(value: object) -> str:
    """Any JSON value as clean text: strings bare, null as `–`, objects and arrays as compact JSON."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return clean(_digits(value))
    try:
        return clean(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))
    except RecursionError:
        return "(nested too deeply to be shown)"
    except ValueError:  # as in `_digits`
        return "(holds an integer too long to be shown)"


def _digits(value: float) -> str:
    try:
        return repr(value)
    except ValueError:  # Python refuses to print integers of more than 4,300 digits
        return f"an integer of {value.bit_length()} bits" if isinstance(value, int) else "NaN"


def one_line(value: object) -> str:
    """A value as text for a log line or an error: clean and short."""
    text = shown(value)
    return text if len(text) <= 80 else text[:79] + "…"


def counted(count: int, noun: str) -> str:
    """`1 event`, `1,204 events`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
