"""Our own signs, or ASCII in their place: as the setting says, else as the terminal bears them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from vpe_tui.text.locales import CURE, has_wide_signs, is_east_asian, is_utf8, locale_of, names_utf8
from vpe_tui.tui.terminal.colour import AUTO

Wanted = bool | Literal["auto"]
"""The setting: ASCII, our own signs, or what suits the terminal."""


class Letters(NamedTuple):
    """What is drawn with."""

    are_ascii: bool
    because: str = ""
    """Why ASCII stands in the place of our signs, where nobody asked for that."""
    are_wide: bool = False
    """Whether what may be two cells wide is; in data there are such signs, too."""


def may_ask(wanted: Wanted, encoding: str | None) -> bool:
    """Whether the width of a sign would settle it, and the sign can be said at all."""
    return wanted == AUTO and is_utf8(encoding)


def letters_for(wanted: Wanted, encoding: str | None, cells: int | None, environ: Mapping[str, str]) -> Letters:
    """What to draw with. `encoding`: of the stream that is drawn on; `cells`: of one sign, as the terminal told."""
    wide = cells not in (None, 1)
    if isinstance(wanted, bool):
        return Letters(wanted, are_wide=wide)
    locale = locale_of(environ)
    if encoding and not is_utf8(encoding):
        what = f"locale is {locale}" if locale else f"encoding is {encoding.upper()}"
        because = f"the {what}, not UTF-8; {CURE}"
        return Letters(True, because, has_wide_signs(encoding))
    if cells is not None:
        return Letters(wide, "this terminal draws our signs two cells wide" if wide else "", wide)
    if not names_utf8(locale):
        return Letters(True, f"the locale is {locale}, not UTF-8; {CURE}")
    if is_east_asian(locale) and (environ.get("STY") or environ.get("TERM", "").startswith("screen")):
        return Letters(True, "GNU screen may draw our signs two cells wide in this locale", True)
    return Letters(False)
