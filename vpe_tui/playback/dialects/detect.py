"""Which dialect a log is written in, with the reasons."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vpe_tui.playback.model import DialectName
from vpe_tui.playback.rows import ANDROID_WORDS, ECHO_MS, Rows
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import Kind
from vpe_tui.session.model import Session

LOOKED_AT = 16
"""Rows whose stamps are looked at as they came, where no stamp has a fraction of a second."""

_NATIVE = re.compile(r"NativeAPP\s*/\s*\d", re.IGNORECASE)


class Detected(NamedTuple):
    """A dialect. `certain` where one sure sign, and none of another dialect, tells it."""

    dialect: DialectName
    certain: bool
    because: tuple[str, ...]


def is_in_milliseconds(log: EventLog) -> bool:
    """Whether `logDateUnix` has 13 digits: the web player's does."""
    exact = (end for row, end in enumerate(log.end_ms) if row not in log.approximate)
    if any(end % 1000 for end in exact):
        return True
    return any(_digits(log.raw[row]) == 13 for row in range(min(len(log), LOOKED_AT)) if row not in log.approximate)


def _digits(raw: object) -> int:
    stamp = raw.get("logDateUnix") if isinstance(raw, dict) else None
    return len(str(stamp).strip()) if isinstance(stamp, str | int) else 0


def detected(session: Session, rows: Rows) -> Detected:
    """The dialect of a log: 13 digits are the web player's; else a sure sign of one of the others decides."""
    if not rows.to_the_second:
        return Detected("web", True, ("its times are in milliseconds (13 digits)",))
    android, native = _signs(_ANDROID, session, rows), _signs(_REACT_NATIVE, session, rows)
    if android and native:
        return Detected("unknown", False, ("it has signs of both mobile players", *android, *native))
    if android or native:
        return Detected("android" if android else "react-native", True, android or native)
    return Detected("unknown", False, ("its times are known to the second only, and it has no sure sign of a player",))


Sign = Callable[[Session, Rows], Iterator[str]]


def _signs(signs: tuple[Sign, ...], session: Session, rows: Rows) -> tuple[str, ...]:
    """The first of each kind of sign that the log has."""
    return tuple(said for sign in signs if (said := next(sign(session, rows), None)))


def _word(session: Session, rows: Rows) -> Iterator[str]:
    log = session.events
    for row, kind in enumerate(log.kinds):
        if kind is Kind.OTHER and log.actions[row].strip().lower() in ANDROID_WORDS:
            yield f"it has a row `{log.actions[row].strip()}`"


def _ended_holds_time(session: Session, rows: Rows) -> Iterator[str]:
    for row in rows.of("e"):
        if length := rows.length_ms[row]:
            yield f"its `ended` has a duration ({length / 1000:g} s)"


def _android_url(session: Session, rows: Rows) -> Iterator[str]:
    if "&android&" in (session.player.url or "").lower():
        yield "playerUrl has `&android&`"


def _echo(session: Session, rows: Rows) -> Iterator[str]:
    for row in rows.of("."):
        yield f"it has echoes: `playing` of {(rows.length_ms[row] or 0) / 1000:g} s"


def _short_rebuffering(session: Session, rows: Rows) -> Iterator[str]:
    for row in rows.of("r"):
        length = rows.length_ms[row]
        if length is not None and length < ECHO_MS:
            yield f"it has `rebuffering` of {length / 1000:g} s"


def _paused_moved(session: Session, rows: Rows) -> Iterator[str]:
    for row in rows.of("a"):
        word = session.events.actions[rows.numbers[row]]
        if word == "paused" and rows.went_on(row):
            yield f"the playhead moved {rows.moved_s(row):g} s in a `paused` row"


def _native_app(session: Session, rows: Rows) -> Iterator[str]:
    os, browser = (session.user.os or "").strip().lower(), session.user.browser or ""
    if _NATIVE.match(browser.strip()) and os and not os.startswith("android"):
        yield f"the browser is `{browser}` and the OS is not Android"


_ANDROID: tuple[Sign, ...] = (_word, _ended_holds_time, _android_url)
_REACT_NATIVE: tuple[Sign, ...] = (_echo, _short_rebuffering, _paused_moved, _native_app)
