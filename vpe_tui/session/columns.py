"""`sessionLog` rows → `EventLog`: a column at a time, lenient, nothing lost."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from vpe_tui.session.events import FIELDS, EventLog, Json
from vpe_tui.session.glossary import KIND_OF, Kind
from vpe_tui.session.model import Problem
from vpe_tui.session.text import clean, clean_word, one_line, shown
from vpe_tui.session.times import kst_ms, unix_ms

Row = Mapping[str, Json]

_PLACE = "sessionLog"
_NAMES = frozenset(field.name for field in FIELDS)


def event_log(raw: Sequence[Json], problems: list[Problem]) -> EventLog:
    """The log of an answer's `sessionLog`. What is odd about it is added to `problems`."""
    rows: list[Row] = [row if isinstance(row, dict) else {} for row in raw]
    ends, approximate = _ends(rows)
    order = _order(ends)
    if order is not None:
        raw = [raw[came] for came in order]
        rows = [rows[came] for came in order]
        ends = [ends[came] for came in order]
        approximate = frozenset(row for row, came in enumerate(order) if came in approximate)
        problems.append(Problem("out-of-order", _PLACE, "logDateUnix", "", _displaced(order)))
    columns = {field.name: [row.get(field.name) for row in rows] for field in FIELDS}
    problems += _drift(raw, rows, columns)
    if approximate:
        problems.append(Problem("no-time", _PLACE, "logDateUnix", "", tuple(sorted(approximate))))
    durations = [_length(value) for value in columns["actionDuration"]]
    kinds, actions = _actions(columns["actionType"])
    return EventLog(
        start_ms=[end - round(length * 1000) if length else end for end, length in zip(ends, durations, strict=True)],
        end_ms=ends,
        kinds=kinds,
        actions=actions,
        duration_s=durations,
        video_time_s=[_number(value) for value in columns["videoTime"]],
        percent=[_number(value) for value in columns["watchingPercent"]],
        quality=[_word(value) for value in columns["quality"]],
        error_code=[_word(value) for value in columns["errorCode"]],
        error_message=[None if value is None else shown(value) for value in columns["errorMessage"]],
        approximate=approximate,
        raw=raw,
    )


def _ends(rows: Sequence[Row]) -> tuple[list[int], frozenset[int]]:
    """The instant each row was written, and the rows whose instant is only approximate.

    `logDateUnix` first; then `logDate` as Korean time; a row with neither stands where its neighbour stands.
    """
    times = [unix_ms(row.get("logDateUnix")) for row in rows]
    missing = [row for row, time in enumerate(times) if time is None]
    for row in missing:
        times[row] = kst_ms(rows[row].get("logDate"))
    known = next((time for time in times if time is not None), 0)
    ends: list[int] = []
    for time in times:
        known = known if time is None else time
        ends.append(known)
    return ends, frozenset(missing)


def _order(ends: Sequence[int]) -> list[int] | None:
    """The rows sorted by time, stable; None when they are sorted already, as they nearly always are."""
    if all(a <= b for a, b in pairwise(ends)):
        return None
    return sorted(range(len(ends)), key=ends.__getitem__)


def _displaced(order: Sequence[int]) -> tuple[int, ...]:
    """Rows that came earlier or later than they stand now, where the order breaks."""
    return tuple(row for row in range(1, len(order)) if order[row] < order[row - 1])


def _drift(raw: Sequence[Json], rows: Sequence[Row], columns: Mapping[str, Sequence[Json]]) -> list[Problem]:
    """Rows that are no objects, fields that are not known, fields of another type than they are known to have."""
    problems: list[Problem] = []
    strange = tuple(row for row, value in enumerate(raw) if not isinstance(value, dict))
    if strange:
        problems.append(Problem("not-an-object", _PLACE, "", one_line(raw[strange[0]]), strange))
    unknown: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if not row.keys() <= _NAMES:
            for name in row.keys() - _NAMES:
                unknown.setdefault(name, []).append(number)
    for name, having in sorted(unknown.items()):
        value = one_line(rows[having[0]][name])
        problems.append(Problem("unknown-field", _PLACE, clean(name), value, tuple(having)))
    for field in FIELDS:
        if not set(map(type, columns[field.name])) <= field.types:
            odd = tuple(row for row, value in enumerate(columns[field.name]) if type(value) not in field.types)
            value = one_line(columns[field.name][odd[0]])
            problems.append(Problem("changed-type", _PLACE, field.name, value, odd))
    return problems


def _actions(values: Sequence[Json]) -> tuple[list[Kind], list[str]]:
    memo: dict[str, tuple[Kind, str]] = {}

    def read(value: Json) -> tuple[Kind, str]:
        text = value if isinstance(value, str) else shown(value)
        if text not in memo:
            kind = KIND_OF.get(text.strip().lower(), Kind.OTHER)
            memo[text] = (kind, kind.word or clean(text))
        return memo[text]

    pairs = [read(value) for value in values]
    return [kind for kind, _ in pairs], [action for _, action in pairs]


def _number(value: Json) -> float | None:
    """A number that can be meant, also one written as text; anything else is undefined."""
    number = _numeric_text(value) if isinstance(value, str) else value
    if type(number) is float or type(number) is int:
        return number if abs(number) < 1e15 else None  # NaN is not less either
    return None


def _numeric_text(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _length(value: Json) -> float | None:
    """A length of time in seconds; a negative one, or one longer than a year, is undefined."""
    number = _number(value)
    return number if number is not None and 0 <= number < 31_536_000 else None


def _word(value: Json) -> str | None:
    """A word that comes again and again, clean."""
    if value is None:
        return None
    return clean_word(value) if isinstance(value, str) else shown(value)
