"""Columns of an event log, built from `sessionLog` rows: leniently, and without losing a field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise, repeat
from math import isnan
from operator import itemgetter, mul, sub
from typing import Literal, TypeVar

from vpe_tui.session.eras import YEAR_MS, by_one_clock
from vpe_tui.session.events import FIELDS, EventLog, Json
from vpe_tui.session.glossary import KIND_OF, Kind
from vpe_tui.session.problems import Problem
from vpe_tui.text.clean import clean, clean_word, counted, one_line, shown
from vpe_tui.text.numbers import MOST, number
from vpe_tui.text.times import CLOCK_S, DAY_MS, kst_ms, unix_ms

T = TypeVar("T")

Row = Mapping[str, Json]
Columns = Mapping[str, Sequence[Json]]

DriftKind = Literal["not-an-object", "unknown-field", "changed-type", "unusable"]

_PLACE = "sessionLog"
_PLAIN: frozenset[type] = frozenset((int, float))
_TEXTS: frozenset[type] = frozenset((str, type(None)))
_YEAR_S = 31_536_000
_CLOCK_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
"""Parts of a second that a playhead which is a clock is told in."""
_CLOCK_OFF_MS = 31 * DAY_MS
"""So far from the row's own time such a playhead may be: a live stream can be watched from its archive."""
_MILLENNIUM = "2000"
"""Dates from here on are not of days that 10 digits could tell in milliseconds."""
_ORDER: tuple[DriftKind, ...] = ("not-an-object", "unknown-field", "changed-type", "unusable")
_TAKE_TIME = frozenset((Kind.PLAYER_START, Kind.STARTUP, Kind.PLAYING, Kind.PAUSED, Kind.SEEKING, Kind.REBUFFERING))
"""Actions that have a duration, be it 0."""
_NAMES = frozenset(field.name for field in FIELDS)


class LogBuilder:
    """A builder of an `EventLog`: takes rows batch by batch, gives the log of what has come so far."""

    def __init__(self) -> None:
        self._times: list[int | None] = []
        self._untimed: list[int] = []
        self._columns: dict[str, list[Json]] = {name: [] for name in ("quality", "errorCode", "errorMessage")}
        self._durations: list[float | None] = []
        self._positions: list[float | None] = []
        self._shares: list[float | None] = []
        self._kinds: list[Kind] = []
        self._actions: list[str] = []
        self._words: dict[str, tuple[Kind, str]] = {}
        self._drift: dict[tuple[DriftKind, str], tuple[str, list[int]]] = {}

    def add(self, raw: Sequence[Json]) -> None:
        """The next rows, as they came."""
        first = len(self._times)
        columns = _of_one_form(raw) or self._of_any_form(first, raw)
        self._note_types(first, columns)
        self._add_times(first, columns)
        lengths = _lengths(columns["actionDuration"])
        self._durations += lengths
        places = _places(columns["videoTime"], self._times[first:])
        self._positions += self._usable(first, columns, "videoTime", places)
        self._shares += self._usable(first, columns, "watchingPercent", _numbers(columns["watchingPercent"]))
        self._columns["quality"] += _words(columns["quality"])
        self._columns["errorCode"] += _words(columns["errorCode"])
        self._columns["errorMessage"] += _read_once(columns["errorMessage"], _text)
        meant = _read_once(columns["actionType"], self._action)
        self._kinds += map(itemgetter(0), meant)
        self._actions += map(itemgetter(1), meant)
        self._usable(first, columns, "actionDuration", lengths)
        if None in lengths:
            self._note_nulls(first, columns["actionDuration"])

    def log(self, raw: Sequence[Json], problems: list[Problem]) -> EventLog:
        """The rows so far, in the order of time; `raw` has each as it came. What is odd is added to `problems`."""
        # Copies: the builder's own lists may still grow, and a log that is shown must not.
        # A row is written when its action ends, and began so much earlier.
        lengths_ms = _in_ms(self._durations)
        end_ms, moved = by_one_clock(_filled(self._times), self._durations)
        log = EventLog(
            start_ms=list(map(sub, end_ms, lengths_ms)),
            end_ms=end_ms,
            length_ms=lengths_ms,
            kinds=list(self._kinds),
            actions=list(self._actions),
            duration_s=list(self._durations),
            video_time_s=list(self._positions),
            percent=list(self._shares),
            quality=list(self._columns["quality"]),
            error_code=list(self._columns["errorCode"]),
            error_message=list(self._columns["errorMessage"]),
            approximate=frozenset((*self._untimed, *moved)),
            raw=raw,
        )
        order = _order(log.end_ms)
        if order is not None:
            log = log.reordered(order)
            problems.append(Problem("out-of-order", _PLACE, "logDateUnix", "", _displaced(order)))
        place = {came: row for row, came in enumerate(order)} if order is not None else None
        problems += self._problems(place)
        if self._untimed:
            rows = _standing(self._untimed, place)
            first = log.raw[rows[0]]
            said = one_line(shown(first.get("logDateUnix"))) if isinstance(first, dict) else ""
            problems.append(Problem("no-time", _PLACE, "logDateUnix", said, rows))
        if moved:
            said = _years_off(next(iter(moved.values())))
            problems.append(Problem("clock-of-years", _PLACE, "logDateUnix", said, _standing(moved, place)))
        return log

    def _add_times(self, first: int, columns: Columns) -> None:
        """The instant each row was written: `logDateUnix` first, then `logDate` as Korean time."""
        exact = _exact_times(columns["logDateUnix"], columns["logDate"])
        if exact is not None:
            self._times += exact
            return
        for row, (unix, date) in enumerate(zip(columns["logDateUnix"], columns["logDate"], strict=True), first):
            beside = kst_ms(date)
            time = unix_ms(unix, beside)
            if time is None:
                self._untimed.append(row)
            self._times.append(beside if time is None else time)

    def _action(self, value: Json) -> tuple[Kind, str]:
        text = value if isinstance(value, str) else "" if value is None else shown(value)
        if text not in self._words:
            kind = KIND_OF.get(text.strip().lower(), Kind.OTHER)
            self._words[text] = (kind, kind.word or clean(text))
        return self._words[text]

    def _of_any_form(self, first: int, raw: Sequence[Json]) -> Columns:
        """The columns of any rows at all. Notes rows that are no objects, and fields that are not known."""
        rows: list[Row] = [row if isinstance(row, dict) else {} for row in raw]
        for row, value in enumerate(raw, first):
            if not isinstance(value, dict):
                self._note("not-an-object", "", value, row)
        for row, fields in enumerate(rows, first):
            if not fields.keys() <= _NAMES:
                for name in sorted(fields.keys() - _NAMES):
                    self._note("unknown-field", name, fields[name], row)
        return {field.name: [row.get(field.name) for row in rows] for field in FIELDS}

    def _usable(self, first: int, columns: Columns, name: str, read: list[float | None]) -> list[float | None]:
        """What was read of a column of numbers. Notes those that cannot be meant; other types are noted as that."""
        values = columns[name]
        if None in read and read.count(None) > values.count(None):
            for row, (value, number) in enumerate(zip(values, read, strict=True), first):
                if number is None and type(value) in _PLAIN:
                    self._note("unusable", name, value, row)
        return read

    def _note_nulls(self, first: int, lengths: Sequence[Json]) -> None:
        """Actions that take time, and do not say how much."""
        for row, (length, kind) in enumerate(zip(lengths, self._kinds[first:], strict=True), first):
            if length is None and kind in _TAKE_TIME:
                self._note("unusable", "actionDuration", "null", row)

    def _note_types(self, first: int, columns: Columns) -> None:
        """Fields of another type than they are known to have."""
        for field in FIELDS:
            if not set(map(type, columns[field.name])) <= field.types:
                for row, value in enumerate(columns[field.name], first):
                    if type(value) not in field.types:
                        self._note("changed-type", field.name, value, row)

    def _note(self, kind: DriftKind, name: str, value: Json, row: int) -> None:
        if (kind, name) not in self._drift:
            self._drift[kind, name] = (one_line(value), [])
        self._drift[kind, name][1].append(row)

    def _problems(self, place: Mapping[int, int] | None) -> list[Problem]:
        """The drift noted so far, by the rows' places in the order of time."""
        return [
            Problem(kind, _PLACE, clean(name), value, _standing(rows, place))
            for (kind, name), (value, rows) in sorted(self._drift.items(), key=lambda item: _ORDER.index(item[0][0]))
        ]


def _standing(rows: Iterable[int], place: Mapping[int, int] | None) -> tuple[int, ...]:
    """Where rows stand that came so; `place` has it where the order of time is another."""
    return tuple(sorted(place[row] for row in rows) if place else rows)


def _years_off(ms: int) -> str:
    """Of a clock whose rows had to be moved by so much."""
    return f"{counted(round(abs(ms) / YEAR_MS), 'year')} {'behind' if ms > 0 else 'ahead'}"


def _filled(times: Sequence[int | None]) -> list[int]:
    """A row without any time stands where the one before it stands, the first ones where the first known does."""
    known = next((time for time in times if time is not None), 0)
    filled: list[int] = []
    for time in times:
        known = known if time is None else time
        filled.append(known)
    return filled


def _in_ms(lengths_s: Sequence[float | None]) -> list[int]:
    """Lengths to the millisecond; 0 where there is none."""
    if None not in lengths_s:
        return list(map(round, map(mul, lengths_s, repeat(1000))))
    return [round(length * 1000) if length else 0 for length in lengths_s]


def _order(ends: Sequence[int]) -> list[int] | None:
    """The rows sorted by time, stable; None when they are sorted already, as they nearly always are."""
    if all(a <= b for a, b in pairwise(ends)):
        return None
    return sorted(range(len(ends)), key=ends.__getitem__)


def _displaced(order: Sequence[int]) -> tuple[int, ...]:
    """Rows that came earlier or later than they stand now, where the order breaks."""
    return tuple(row for row in range(1, len(order)) if order[row] < order[row - 1])


def _exact_times(values: Sequence[Json], dates: Sequence[Json]) -> list[int] | None:
    """Epoch ms when every value is text of 13 digits, or of 10 and none is of a clock of 1970; else None."""
    if set(map(type, values)) != {str} or len(lengths := set(map(len, values))) != 1:
        return None
    digits = "".join(values)
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if lengths == {13}:
        return list(map(int, values))
    is_set = set(map(type, dates)) == {str} and min(dates) >= _MILLENNIUM
    return list(map(mul, map(int, values), repeat(1000))) if lengths == {10} and is_set else None


def _numbers(values: Sequence[Json], most: float = MOST) -> list[float | None]:
    """Numbers below `most`; what is none, or cannot be meant, is undefined."""
    if set(map(type, values)) <= _PLAIN:
        if values and min(values) > -MOST and max(values) < most and not isnan(sum(values)):
            return list(values)
        return [value if -MOST < value < most else None for value in values]  # NaN is neither
    return [found if (found := number(value)) is None or found < most else None for value in values]


def _places(values: Sequence[Json], times_ms: Sequence[int | None]) -> list[float | None]:
    """Playheads in seconds; those of LIVE may be a clock's, in whatever unit brings them near the row's time."""
    read = _numbers(values, CLOCK_S)
    if None not in read:
        return read
    return [
        _by_clock(value, time) if place is None and time is not None else place
        for place, value, time in zip(read, values, times_ms, strict=True)
    ]


def _by_clock(value: Json, time_ms: int) -> float | None:
    said = number(value, most=CLOCK_S * _CLOCK_UNITS[-1] * 10)
    near = (said / unit for unit in _CLOCK_UNITS if abs(said * 1000 / unit - time_ms) <= _CLOCK_OFF_MS) if said else ()
    return next((place for place in near if place >= CLOCK_S), None)


def _lengths(values: Sequence[Json]) -> list[float | None]:
    """Lengths of time in seconds; a negative one, or one longer than a year, is undefined."""
    numbers = _numbers(values)
    known = [length for length in numbers if length is not None]
    if len(known) == len(numbers) and min(known, default=0) >= 0 and max(known, default=0) < _YEAR_S:
        return numbers
    return [value if value is not None and 0 <= value < _YEAR_S else None for value in numbers]


def _words(values: Sequence[Json]) -> list[str | None]:
    """Words that come again and again, clean."""
    return _read_once(values, lambda value: clean_word(value) if isinstance(value, str) else _text(value))


def _text(value: Json) -> str | None:
    return None if value is None else shown(value)


def _read_once(values: Sequence[Json], read: Callable[[Json], T]) -> list[T]:
    """Every value read; the same text once."""
    if set(map(type, values)) <= _TEXTS:  # not for numbers: 1, 1.0 and true are one key
        known = {value: read(value) for value in set(values)}
        return list(map(known.__getitem__, values))
    return list(map(read, values))


def _of_one_form(rows: Sequence[Json]) -> Columns | None:
    """The columns of rows that all have the same known fields, as they nearly always do; else None."""
    names = [name for name in rows[0] if name in _NAMES] if rows and type(rows[0]) is dict else []
    if len(names) < 2 or set(map(type, rows)) != {dict} or set(map(len, rows)) != {len(names)}:
        return None
    try:
        found = dict(zip(names, zip(*map(itemgetter(*names), rows), strict=True), strict=True))
    except KeyError:
        return None
    return {field.name: found.get(field.name) or [None] * len(rows) for field in FIELDS}
