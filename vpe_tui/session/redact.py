"""Redaction of sessions for pasting: IP addresses to /24 or /48, no query strings, places to countries.

No e-mail address and no bearer token stays either, and of a field that is not documented only its name: nobody knows
what it holds. Titles, devices, providers and the rest of the log stay: they are what a report is about.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, overload

from vpe_tui.session.events import FIELDS, EventLog, Json
from vpe_tui.session.model import Session
from vpe_tui.session.problems import Problem
from vpe_tui.session.records import Listed, Media, Player, PlayerError, Record, StartTime, User
from vpe_tui.session.redact_text import HIDDEN, redacted_text
from vpe_tui.text.decoding import json_of
from vpe_tui.text.uuid import is_uuid

T = TypeVar("T")

_ENCODED_TAIL = re.compile(r"[?#].*|%(?:25)*(?:3[Ff]|23).*", re.DOTALL)
_NOTHING_TOLD = re.compile(r"[^0-9]*")
"""Of an address: a word such as `Unknown`, or stars that the API put there."""

_CUT_OFF = re.compile(r"(?<=[0-9A-Fa-f]:)[0-9A-Fa-f:.]*…?$")

_URL_FIELDS = frozenset(("url", "playerUrl", "visitedPage", "origin"))


_PARTS: Mapping[str, Collection[str]] = {
    "startTime": StartTime.fields,
    "user": User.fields,
    "player": Player.fields,
    "media": Media.fields,
    "error": PlayerError.fields,
    "sessionLog": frozenset(field.name for field in FIELDS),
}
"""The fields that are known of each part of an answer."""


def redacted(session: Session) -> Session:
    """The session with every field redacted, raw ones too; what is derived from it afterwards reveals no more."""
    return replace(
        session,
        uuid=session.uuid if is_uuid(session.uuid) else redacted_text(session.uuid),  # a file's name
        start_time=_record(session.start_time),
        user=_record(session.user),
        player=_record(session.player),
        media=tuple(map(_record, session.media)),
        errors=tuple(map(_record, session.errors)),
        events=_log(session.events),
        extra=_members(session.extra, ()),
        envelope=_members(session.envelope, ("code", "message")),
        problems=tuple(map(_problem, session.problems)),
    )


def redacted_body(body: bytes) -> bytes:
    """An answer's bytes, redacted: no longer the bytes that came. `body` is one that could be parsed."""
    answer = json_of(body)
    result = _each(answer["result"], _result)
    safe = _members(answer, ("code", "message")) | {"result": result}
    return json.dumps(safe, ensure_ascii=False).encode("utf-8", errors="replace")


def redacted_row(row: Json) -> Json:
    """A raw row of the log, redacted."""
    return _members(row, _PARTS["sessionLog"]) if isinstance(row, dict) else _hidden(row)


def redacted_listed(row: Mapping[str, Json]) -> dict[str, Json]:
    """A raw row of the list of recent sessions, redacted."""
    return _members(row, Listed.fields)


def _result(result: Json) -> Json:
    if not isinstance(result, dict):
        return _hidden(result)
    return _named(
        (name, _each(value, _object_of(_PARTS[name])) if name in _PARTS else _hidden(value))
        for name, value in result.items()
    )


def _object_of(known: Collection[str]) -> Callable[[Json], Json]:
    return lambda value: _members(value, known) if isinstance(value, dict) else _hidden(value)


def _each(value: Json, redact: Callable[[Json], Json]) -> Json:
    """A value, or each of an array."""
    return [redact(each) for each in value] if isinstance(value, list) else redact(value)


def _hidden(value: Json) -> Json:
    """Of a value that nobody knows: whether there is one."""
    return None if value is None else HIDDEN


R = TypeVar("R", bound=Record)


def _record(record: R) -> R:
    return type(record)(_members(record.raw, record.fields))


def _members(fields: Mapping[str, Json], known: Collection[str]) -> dict[str, Json]:
    """The fields of an object, those that are not `known` by their names alone; names are text from outside too."""
    return _named(
        (name, _field(name, value, fields) if name in known else _hidden(value)) for name, value in fields.items()
    )


def _named(members: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """As many members as there were: of names that are alike once they are redacted, each gets a number."""
    named: dict[str, Json] = {}
    for name, value in members:
        safe, number = told = redacted_text(name), 1
        while safe in named:
            number += 1
            safe = f"{told[0]} {number}"
        named[safe] = value
    return named


def _field(name: str, value: Json, fields: Mapping[str, Json]) -> Json:
    if isinstance(value, dict | list):  # none of the known fields is documented as one
        return HIDDEN
    if name == "address" and value is not None:
        nation = fields.get("nation")
        return redacted_text(nation) if isinstance(nation, str) and nation else HIDDEN
    if name == "ip" and value is not None:
        return _ip(value)
    if not isinstance(value, str):
        return value
    return redacted_text(_ENCODED_TAIL.sub("", value) if name in _URL_FIELDS else value)


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
        return redacted_row(self._rows[row]) if isinstance(row, int) else list(map(redacted_row, self._rows[row]))


def _log(log: EventLog) -> EventLog:
    return replace(
        log,
        actions=_column(log, "actionType", log.actions, redacted_text),
        quality=_column(log, "quality", log.quality, _or_none),
        error_code=_column(log, "errorCode", log.error_code, _or_none),
        error_message=_column(log, "errorMessage", log.error_message, _or_none),
        raw=_Redacted(log.raw),
    )


def _column(log: EventLog, name: str, values: Sequence[T], redact: Callable[[T], T]) -> Sequence[T]:
    told = {value: redact(value) for value in set(values)}
    structures = {value for value in told if isinstance(value, str) and value.startswith(("{", "["))}
    if not structures:
        return [told[value] for value in values]
    return [
        redact(_structure_hidden(log.raw[row], name, value)) if value in structures else told[value]
        for row, value in enumerate(values)
    ]


def _structure_hidden(row: Json, name: str, text: T) -> T:
    """A text that may be an object or an array, which is no known field's value."""
    value = row.get(name) if isinstance(row, dict) else None
    return HIDDEN if isinstance(value, dict | list) else text  # type: ignore[return-value]  # where it is one, T is str


def _or_none(text: str | None) -> str | None:
    return None if text is None else redacted_text(text)


def _problem(problem: Problem) -> Problem:
    """What a problem quotes may be an object as text, or cut short in the middle of an address."""
    unknown = problem.kind in ("unknown-field", "not-an-object")
    hidden = unknown or problem.name in ("address", "ip") or problem.value.startswith(("{", "["))
    value = HIDDEN if hidden else redacted_text(_CUT_OFF.sub("…", problem.value))
    return problem._replace(name=redacted_text(problem.name), value=value)
