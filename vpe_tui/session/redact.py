"""What people paste, without who it was: addresses of the net to /24 or /48, no query strings, places to countries.

Titles, devices, providers and the rest of the log stay: they are what a report is about.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, overload

from vpe_tui.session.events import EventLog, Json
from vpe_tui.session.model import Session
from vpe_tui.session.problems import Problem

T = TypeVar("T")

HIDDEN = "(redacted)"
"""Stands for a value of which nothing may be told."""

_LONGEST_REMEMBERED = 200

_DIGITS = 400
"""An integer as long as this is no number that anybody meant, and a longer one Python may refuse to read."""

_IPV4 = re.compile(r"(?<!\d)(?<!\d\.)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:.]+(?:%\w+)?", re.ASCII)
_USER = re.compile(r"(?<=://)[^\s/?#@]*@")
_URL_TAIL = re.compile(r"(://[^\s?#]*)[?#]\S*")
_QUERY = re.compile(r"\?\S*=\S*|(?<=[A-Za-z0-9_/.%\-\])])\?[!-~]\S*")
_ENCODED_TAIL = re.compile(r"[?#].*|%(?:3[Ff]|23).*", re.DOTALL)
_NOTHING_TOLD = re.compile(r"[^0-9]*")
"""Of an address: a word such as `Unknown`, or stars that the API put there."""

_CUT_OFF = re.compile(r"(?<=[0-9A-Fa-f]:)[0-9A-Fa-f:.]*…?$")

_URL_FIELDS = frozenset(("url", "playerUrl", "visitedPage", "origin"))


def redacted(session: Session) -> Session:
    """The session with every field redacted, raw ones too; what is worked out of it afterwards tells no more."""
    return replace(
        session,
        start_time=type(session.start_time)(_object(session.start_time.raw)),
        user=type(session.user)(_object(session.user.raw)),
        player=type(session.player)(_object(session.player.raw)),
        media=tuple(type(media)(_object(media.raw)) for media in session.media),
        errors=tuple(type(error)(_object(error.raw)) for error in session.errors),
        events=_log(session.events),
        extra=_object(session.extra),
        problems=tuple(map(_problem, session.problems)),
    )


def redacted_body(body: bytes) -> bytes:
    """An answer's bytes, redacted: no longer the bytes that came. `body` is one that could be parsed."""
    text = body.decode("utf-8-sig", errors="replace")
    answer = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < _DIGITS else digits)
    return json.dumps(redacted_value(answer), ensure_ascii=False).encode("utf-8", errors="replace")


def redacted_value(value: Json) -> Json:
    """Any JSON value, redacted at every depth: field names too."""
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, dict):
        return _object(value)
    if isinstance(value, list):
        return [redacted_value(each) for each in value]
    return value


def redacted_text(text: str) -> str:
    """Free text: what looks like an address of the net or like a query string, wherever it stands."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _text(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> str:
    return _text(text)


def _text(text: str) -> str:
    if "://" in text:
        text = _URL_TAIL.sub(r"\1", _USER.sub("", text))
    if "?" in text:
        text = _QUERY.sub("", text)
    return _IPV4.sub(_net_of_4, _IPV6.sub(_net_of_6, text))


def _object(fields: Mapping[str, Json]) -> dict[str, Json]:
    return {redacted_text(name): _field(name, value, fields) for name, value in fields.items()}


def _field(name: str, value: Json, fields: Mapping[str, Json]) -> Json:
    if name == "address" and value is not None:
        return redacted_value(fields.get("nation") or HIDDEN)
    if name == "ip" and value is not None:
        return _ip(value)
    if name in _URL_FIELDS and isinstance(value, str):
        return redacted_text(_ENCODED_TAIL.sub("", value))
    return redacted_value(value)


def _ip(value: Json) -> Json:
    """A viewer's address: its network; what is no address in a form we know is told to nobody."""
    if not isinstance(value, str):
        return HIDDEN
    net = redacted_text(value)
    return net if net != value or _NOTHING_TOLD.fullmatch(value) or _is_net(value) else HIDDEN


def _is_net(text: str) -> bool:
    try:
        return ipaddress.ip_network(text.strip()).prefixlen < 32
    except ValueError:
        return False


def _net_of_4(match: re.Match[str]) -> str:
    """`203.0.113.0/24`. What ends in 0 tells no more than that already (and is likely a version: `141.0.0.0`)."""
    parts = match.groups()
    if int(parts[3]) == 0 or any(int(part) > 255 for part in parts):
        return match[0]
    return f"{'.'.join(parts[:3])}.0/24"


def _net_of_6(match: re.Match[str]) -> str:
    """`2001:db8:1::/48`, also where a port or a word stands at it; no address: as it was."""
    groups = match[0].partition("%")[0].split(":")
    for first in range(min(3, len(groups))):
        for last in range(len(groups), max(len(groups) - 3, first), -1):
            candidate = ":".join(groups[first:last]).rstrip(".")
            net = _net(candidate)
            if net is not None:
                return match[0] if net == candidate else "".join(f"{group}:" for group in groups[:first]) + net
    return match[0]


def _net(text: str) -> str | None:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:  # the first 48 bits of these hold all of the IPv4 address
        return str(ipaddress.IPv4Network((int(inner) & ~0xFF, 24)))
    network = ipaddress.IPv6Network((int(address) >> 80 << 80, 48))
    return text if network.network_address == address else str(network)


class _Redacted(Sequence[Json]):
    """The raw rows of a log, each redacted when it is asked for."""

    def __init__(self, rows: Sequence[Json]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, row: int) -> Json: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Json]: ...
    def __getitem__(self, row: int | slice) -> Json:
        return redacted_value(self._rows[row] if isinstance(row, int) else list(self._rows[row]))


def _log(log: EventLog) -> EventLog:
    return replace(
        log,
        actions=_column(log.actions, redacted_text),
        quality=_column(log.quality, _or_none),
        error_code=_column(log.error_code, _or_none),
        error_message=_column(log.error_message, _or_none),
        raw=_Redacted(log.raw),
    )


def _column(values: Sequence[T], redact: Callable[[T], T]) -> Sequence[T]:
    told = {value: redact(value) for value in set(values)}
    return [told[value] for value in values]


def _or_none(text: str | None) -> str | None:
    return None if text is None else redacted_text(text)


def _problem(problem: Problem) -> Problem:
    """What a problem quotes may be an object as text, or cut short in the middle of an address."""
    hidden = problem.name in ("address", "ip") or problem.value.startswith(("{", "["))
    value = HIDDEN if hidden else redacted_text(_CUT_OFF.sub("…", problem.value))
    return problem._replace(name=redacted_text(problem.name), value=value)
