"""The locale, as far as a terminal's letters hang on it, and text for one that has not every letter."""

import codecs
import re
from collections.abc import Mapping

from vpe_tui.text.cells import width_of

CURE = "export LC_ALL=C.UTF-8"

IN_CELLS = "vpe-tui-in-cells"
"""The way of a stream with letters that its encoding has not: a `?` for each cell, so that nothing shifts."""

_CJK = ("ko", "ja", "zh")


def locale_of(environ: Mapping[str, str]) -> str:
    """The name of the locale of letters; empty where there is none."""
    return next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")


def names_utf8(locale: str) -> bool:
    """Whether a locale is one of UTF-8. None at all is: Python takes one of UTF-8 then."""
    return not locale or re.search(r"utf-?8", locale, re.IGNORECASE) is not None


def is_east_asian(locale: str) -> bool:
    """Whether it is of a language whose terminals may draw signs two cells wide."""
    return locale.lower().startswith(_CJK)


def is_utf8(encoding: str | None) -> bool:
    """Whether an encoding, as Python names it, has every letter."""
    return codecs.lookup(encoding or "utf-8").name == "utf-8"


def has_wide_signs(encoding: str) -> bool:
    """Whether an encoding is one of letters of two bytes, in whose terminals signs take two cells, as letters do."""
    try:
        return len("─".encode(encoding)) > 1 and not is_utf8(encoding)
    except UnicodeEncodeError:
        return False


def _in_cells(error: UnicodeError) -> tuple[str, int]:
    """All letters in a row that cannot be said, at once: what is joined of several takes the cells of one."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    end = error.end
    while end < len(error.object) and not _has(error.encoding, error.object[end]):
        end += 1
    return "?" * width_of(error.object[error.start : end]), end


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


codecs.register_error(IN_CELLS, _in_cells)
