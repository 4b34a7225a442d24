"""The parser of answers: bytes → `Session`. Every field is kept; no session is lost for one field of another type."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from vpe_tui.errors import CredentialsRefused, Fault, NoSuchSession, NotASession, ServiceFault
from vpe_tui.session.columns import LogBuilder
from vpe_tui.session.events import Json
from vpe_tui.session.model import Session
from vpe_tui.session.problems import Problem
from vpe_tui.session.records import Listed, Media, Player, PlayerError, Record, StartTime, User
from vpe_tui.session.slices import NotSliceable, SlicedAnswer
from vpe_tui.text.clean import one_line
from vpe_tui.text.decoding import LOOK, json_of, too_deep

R = TypeVar("R", bound=Record)
Rows = TypeVar("Rows", bound=Sequence[Json])

MOST_ROWS = 1_000_000
"""Of one part of an answer. A day of a player that logs ten rows a second has fewer."""

MOST_LISTED = 10_000
"""Of a list. A hundred are asked for."""

_PARTS = ("startTime", "user", "player", "error", "sessionLog", "media")


def parse_session(body: bytes, uuid: str, glimpse: Callable[[Session], None] | None = None) -> Session:
    """The session in an answer to `GET /v1/sessionRecent/{uuid}`. Raises a `Fault` when it holds none.

    A large answer is read in slices; `glimpse` is then called with the session as far as its first rows.
    """
    try:
        return _parse_slices(SlicedAnswer(body), uuid, glimpse)
    except NotSliceable:
        envelope = json_of(body)
        rows = _array(_session_result(envelope).get("sessionLog"))
        builder = LogBuilder()
        builder.add(_not_too_many(rows))
        return _session(envelope, uuid, builder, rows)


def _parse_slices(answer: SlicedAnswer, uuid: str, glimpse: Callable[[Session], None] | None) -> Session:
    builder = LogBuilder()
    for rows in answer.batches():
        builder.add(rows)
        _not_too_many(answer.raw)
        if glimpse is not None:
            glimpse(_session(answer.head, uuid, builder, answer.raw))
            glimpse = None
    return _session(answer.whole, uuid, builder, answer.raw)


def _session_result(envelope: Json) -> Mapping[str, Json]:
    """The result of an answer that holds a session."""
    result = _object(_result(envelope))
    if result == {}:
        raise _no_such_session()
    if result is None or not any(part in result for part in _PARTS):
        raise NotASession("This answer is not a session", "its result has none of the parts of a session", LOOK)
    return result


def _session(answer: Json, uuid: str, builder: LogBuilder, raw: Sequence[Json]) -> Session:
    result = _session_result(answer)
    envelope = {name: value for name, value in answer.items() if name != "result"} if isinstance(answer, dict) else {}
    problems: list[Problem] = []
    start_time = _record(StartTime, "startTime", result, problems)
    user = _record(User, "user", result, problems)
    player = _record(Player, "player", result, problems)
    media = _records(Media, "media", result, problems)
    errors = _records(PlayerError, "error", result, problems)
    events = builder.log(raw, problems)
    odd_rows = {row for problem in problems if problem.place == "sessionLog" for row in problem.rows}
    parts = [part for name, part in result.items() if name != "sessionLog"]
    _refuse_deep([*parts, *envelope.values(), *(events.raw[row] for row in sorted(odd_rows))])
    extra = {name: value for name, value in result.items() if name not in _PARTS}
    problems += [Problem("unknown-field", "result", one_line(n), one_line(v)) for n, v in extra.items()]
    return Session(
        uuid=uuid,
        start_time=start_time,
        user=user,
        player=player,
        media=media,
        errors=errors,
        events=events,
        extra=extra,
        envelope=envelope,
        problems=tuple(problems),
    )


def parse_recent(body: bytes) -> tuple[Listed, ...]:
    """The rows in an answer to `GET /v1/sessionRecent`, in the order they came. An empty list is an answer."""
    try:
        result = _result(json_of(body))
    except NoSuchSession:
        return ()
    except NotASession as fault:
        raise NotASession("This answer is not a list of sessions", fault.cause, fault.hint) from None
    if not isinstance(result, list):
        raise NotASession("This answer is not a list of sessions", "its result is not an array", LOOK)
    if len(result) > MOST_LISTED:
        raise NotASession("This answer is not a list of sessions", f"it has more than {MOST_LISTED:,} rows", LOOK)
    return tuple(Listed.read("result", row, []) for row in result if isinstance(row, dict))


_DEEPEST = 200
"""Levels of nesting below the parts of an answer. The documented answer has one."""


def _result(envelope: Json) -> Json:
    """The `result` of an answer of HTTP 200, or the fault that it is. The order of the checks is the API's."""
    if _is_ours(envelope):
        raise NotASession("This answer is not a session", "it is what vpe-tui prints with --json", LOOK)
    if not isinstance(envelope, dict):
        raise NotASession("This answer is not a session", _instead_of_object(envelope), LOOK)
    error = envelope.get("error")
    if isinstance(error, dict) and error:
        raise _service_fault(error.get("errorCode"), error.get("message"))
    code, message = envelope.get("code"), envelope.get("message")
    if code not in (200, "200"):
        if "code" not in envelope:
            raise NotASession("This answer is not a session", _without_code(envelope), LOOK)
        raise _service_fault(code, message)
    if isinstance(message, str) and message.strip().lower() == "unauthorized":
        raise CredentialsRefused(
            "The API refuses these credentials",
            'it says "Unauthorized": Media Analytics is not applied for, or the project id is another',
            "check VPE_PROJECT_ID against Settings > Basic settings in the dashboard (Company ID)",
        )
    result = envelope.get("result")
    if not result:
        raise _no_such_session()
    return result


def _is_ours(value: Json) -> bool:
    """Whether it is a session, or several, as `show --json` tells them."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and "schema" in first and "verdict" in first


def _instead_of_object(value: Json) -> str:
    if isinstance(value, str):
        return "it is JSON packed into a JSON text once more, not an object"
    return "it is a JSON array, not an object" if isinstance(value, list) else "it is JSON, but not an object"


def _without_code(envelope: Mapping[str, Json]) -> str:
    return "it is the result alone, without the answer around it" if envelope.keys() & _PARTS[:3] else "it has no code"


def _no_such_session() -> NoSuchSession:
    return NoSuchSession("No such session", "the API does not know it, or no longer", "check the UUID and project")


def _service_fault(code: object, message: object) -> Fault:
    """The fault for an error that the API names itself."""
    said = " ".join(one_line(part) for part in (code, message) if part is not None)
    return ServiceFault("The API answered with an error", said, "try again; if it stays, ask the vendor's support")


def _not_too_many(rows: Rows) -> Rows:
    """Rows cost many times their bytes: `0,0,0,…` within the size limit would be gigabytes."""
    if len(rows) > MOST_ROWS:
        raise NotASession("This answer is not a session", f"it has more than {MOST_ROWS:,} rows", LOOK)
    return rows


def _refuse_deep(values: Iterable[Json]) -> None:
    """What is nested deeper than `_DEEPEST` can be read, but not written again: every writer of JSON recurses."""
    level = list(values)
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise too_deep()


def _inside(value: Json) -> Iterable[Json]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _object(value: Json) -> Mapping[str, Json] | None:
    """An object; older answers send it as an array of one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None


def _array(value: Json) -> list[Json]:
    """An array; null is an empty one, a lone value an array of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _record(model: type[R], name: str, result: Mapping[str, Json], problems: list[Problem]) -> R:
    value = result.get(name)
    return model.read(name, _fields(value, name, problems), problems)


def _records(model: type[R], name: str, result: Mapping[str, Json], problems: list[Problem]) -> tuple[R, ...]:
    return tuple(
        model.read(f"{name}[{index}]", _fields(value, f"{name}[{index}]", problems), problems)
        for index, value in enumerate(_not_too_many(_array(result.get(name))))
    )


def _fields(value: Json, place: str, problems: list[Problem]) -> Mapping[str, Json]:
    """The fields of a value that should be an object; another value is kept under the name `(value)`."""
    fields = _object(value)
    if fields is not None:
        return fields
    if value is None or value == []:
        return {}
    problems.append(Problem("not-an-object", place, "", one_line(value)))
    return {"(value)": value}
