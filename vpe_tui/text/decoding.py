"""Decoding of bytes to text and JSON. Harmless faults are read over; for the rest the real cause is named."""

import json
import re
from typing import Any

from vpe_tui.errors import NotASession

GZIP = b"\x1f\x8b\x08"
"""How gzip begins; no text does."""

LOOK = "check base_url, and whether a proxy stands between"

_DIGITS = 400
"""An integer as long as this is no number that anybody meant, and a longer one Python may refuse to read."""

# `re` compiles these when they are first used: a start uses few of them, or none
_BEFORE = r"[ \t\r\n\ufeff]*"
_HARMLESS = r"[ \t\r\n\0\x1a\ufeff]*(?:0[ \t\r\n\0\x1a]*)?"
"""What may stand after an answer and mean nothing: line ends, padding, the chunk of no bytes that ends a body."""

_CUT = r"\s*(?:-?|\.|[eE][-+]?|t|tr|tru|f|fa|fal|fals|n|nu|nul|-?I\w*|N|Na|\\?u?[0-9a-fA-F]{0,4})\s*\ufffd?"
"""What may be left of a JSON text where it was cut: nothing, the beginning of a word or an escape, a number's tail."""

PACKED = (GZIP, b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf")
"""How gzip, zip, bzip2, xz, zstd and 7z begin."""

_BEGINNINGS = (
    (r"HTTP/\d|[<>*] \S|(?:[A-Za-z][\w-]*:[^\n]*\n)+\r?\n", "HTTP headers stand before its JSON: save the body alone"),
    (r"<", "it is a web page, not JSON: a proxy or a login page may stand between"),
    (r"\)\]\}|while ?\(|for ?\(|\{\}&&", "a guard against other sites' scripts stands before its JSON"),
    (r"[0-9a-fA-F]{1,8}\r?\n\s*[{\[]", "the length of a chunk stands before its JSON: save the body alone"),
    (r"[A-Za-z_$][\w.$]*\s*\(\s*[{\[]", "it is a script around JSON (JSONP), not JSON"),
)
"""What people and proxies put in the place of JSON: how it begins, and what it is."""

_UNLIKE_1252 = rb"[\x80-\xff][\x80-\xde\xf7]|[\x80-\xbf\xd7\xf7][\x80-\xff]|[\xfe\xff]"
"""Beside a letter of code page 1252 stands a small one (`Größe`), if any; and in no character of UTF-8, even cut.
`þ` and `ÿ` are hardly ever written, and are what other encodings begin with."""

_HANGUL = "[\uac00-\ud7a3\u3131-\u318e]"


def encoding_of(data: bytes) -> str:
    """The codec of bytes, UTF-8, -16 or -32: by the mark, else by the zeros beside ASCII, with which JSON begins."""
    return json.detect_encoding(data)


def text_of(data: bytes, *, strict: bool = False) -> str:
    """The text of some bytes: in UTF-8, -16 or -32, with a byte order mark or without, as JSON may come.

    What is none of these is read as older Windows write it, where all of it makes sense as that; else U+FFFD stands
    for what cannot be read. With `strict` it is a UnicodeDecodeError instead.
    """
    encoding = encoding_of(data)
    try:
        return data.decode(encoding, "strict" if strict else "surrogatepass")
    except UnicodeDecodeError:
        if strict:
            raise
        return (encoding == "utf-8" and _legacy(data)) or data.decode(encoding, "replace")


def _legacy(data: bytes) -> str:
    """Text of code page 949 or 1252, where it has every sign of that; else empty."""
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        text = ""
    letters = filter(str.isalpha, re.sub("[\0-\x7f]", "", text))
    if re.search(f"{_HANGUL}{{2}}", text) and re.fullmatch(f"{_HANGUL}+", "".join(letters)):
        return text  # one syllable alone may be chance, and so is what mixes scripts
    return "" if re.search(_UNLIKE_1252, data) else data.decode("cp1252", "replace")


def json_of(body: bytes) -> Any:  # noqa: ANN401 - what json.loads gives
    """The JSON of an answer. Raises `NotASession` when it holds none, or more than one."""
    text = text_of(body)
    start = re.match(_BEFORE, text).end()  # type: ignore[union-attr]  # it matches everything
    try:
        value, end = _value(text, start)
    except RecursionError:
        raise too_deep() from None
    except json.JSONDecodeError as fault:
        raise _no_session(_why_not_json(body, text[start:], fault)) from None
    rest = end + re.match(_HARMLESS, text[end:]).end()  # type: ignore[union-attr]
    if rest < len(text):
        raise _no_session(_what_comes_after(text, rest))
    return value


def _value(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends. Integers too long for Python are kept as text."""
    try:
        return json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError:
        raise
    except ValueError:
        lenient = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) < _DIGITS else digits)
        return lenient.raw_decode(text, start)


def too_deep() -> NotASession:
    """The fault for JSON that is nested too deeply."""
    return _no_session("its JSON is nested too deeply")


def _no_session(cause: str) -> NotASession:
    return NotASession("This answer is not a session", cause, LOOK)


def _why_not_json(body: bytes, text: str, fault: json.JSONDecodeError) -> str:
    if not text:
        return "it is empty"
    if body.startswith(PACKED):
        return "it is not JSON, but packed: unpack it"
    if known := _known_beginning(text):
        return known
    place = min(fault.pos, len(fault.doc))
    if fault.msg.startswith("Unterminated string") or (place and re.fullmatch(_CUT, fault.doc[place:])):
        return "its JSON stops in the middle"
    return f"it is not JSON (line {fault.lineno}, column {fault.colno})"


def _known_beginning(text: str) -> str:
    return next((cause for beginning, cause in _BEGINNINGS if re.match(beginning, text)), "")


def _what_comes_after(text: str, place: int) -> str:
    if known := _known_beginning(text.lstrip()):  # what begins with digits is a number
        return known
    if text[place] in "{[":
        return "it holds several answers, one after the other, and should hold one"
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    return f"more comes after its JSON (line {line}, column {column})"
