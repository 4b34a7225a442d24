"""The columns of a session as one flat line, declared once: for the line itself, its model and its types in SQL."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from vpe_tui.playback.model import READING
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.session.model import Session, Source
from vpe_tui.session.records import Media, Number, Player, Record, User
from vpe_tui.text.times import utc_iso
from vpe_tui.text.urls import host_of, path_of

Type = Literal["text", "time", "count", "number"]
Value = str | int | float | None
Dialect = Literal["duckdb", "clickhouse"]

SQL: Mapping[Dialect, Mapping[Type, str]] = {
    "duckdb": {"text": "VARCHAR", "time": "TIMESTAMPTZ", "count": "BIGINT", "number": "DOUBLE"},
    "clickhouse": {
        "text": "Nullable(String)",
        "time": "Nullable(DateTime64(3, 'UTC'))",
        "count": "Nullable(Int64)",
        "number": "Nullable(Float64)",
    },
}
"""The types of columns in SQL. A reader that guesses them guesses wrong: an error code comes after many nulls."""


class Shown(NamedTuple):
    """What a line is made of."""

    session: Session
    source: Source
    diagnosis: Diagnosis


class Column(NamedTuple):
    """A column of the line. A `number` can have a fraction, and is always written with one; a `time` is UTC."""

    name: str
    type: Type
    says: str
    of: Callable[[Shown], object]

    def value(self, shown: Shown) -> Value:
        """The value in its type; None where it is not known."""
        value: Any = self.of(shown)
        if value is None or value == "":
            return None
        return int(value) if self.type == "count" else float(value) if self.type == "number" else str(value)


def _media(shown: Shown) -> Media | None:
    """The item that was begun last."""
    items = shown.diagnosis.playback.items
    return items[-1].media if items else None


def _url(shown: Shown) -> str:
    media = _media(shown)
    return (media.url if media else None) or ""


def _began(shown: Shown) -> str | None:
    playback = shown.diagnosis.playback
    return utc_iso(playback.begin_ms) if playback.order else None


def _error_code(shown: Shown) -> str | None:
    log, errors = shown.session.events, shown.session.errors
    return next((code for code in (*(each.code for each in errors), *log.error_code) if code), None)


def _metrics() -> Iterator[Column]:
    for metric in METRICS:
        if metric.key in _NESTED:
            continue
        type: Type = "count" if Metrics.__annotations__[metric.key] is int else "number"
        yield Column(metric.key, type, f"{metric.term} ({metric.unit})", _of_metrics(metric.key))


def _of_metrics(key: str) -> Callable[[Shown], object]:
    return lambda shown: getattr(shown.diagnosis.metrics, key)


def _fields(record: type[Record], of: Callable[[Shown], Record | None]) -> Iterator[Column]:
    for name, field in record.fields.items():
        type: Type = "number" if isinstance(field, Number) else "text"
        yield Column(name, type, f"{field.term}, as the API has it", _of_record(name, of))


def _of_record(name: str, of: Callable[[Shown], Record | None]) -> Callable[[Shown], object]:
    def value(shown: Shown) -> object:
        record = of(shown)
        return None if record is None else record.fields[name].__get__(record, type(record))

    return value


_NESTED = ("quality_s",)
"""Metrics that are no number."""

COLUMNS: tuple[Column, ...] = (
    Column("uuid", "text", "the session", lambda shown: shown.session.uuid),
    Column("began", "time", "when its first row began", _began),
    Column("source", "text", "api, cache or file", lambda shown: shown.source.kind),
    Column("reading", "count", "the number of the way of reading", lambda shown: READING),
    Column("verdict", "text", "the id of the verdict", lambda shown: shown.diagnosis.verdict.id),
    Column("verdict_text", "text", "the verdict in one line", lambda shown: shown.diagnosis.verdict.text),
    Column("band", "text", "good, fair or poor; null is too little to say", lambda shown: shown.diagnosis.verdict.band),
    Column("dialect", "text", "whose log it is", lambda shown: shown.diagnosis.playback.dialect),
    *_metrics(),
    Column("error_code", "text", "the first error's code", _error_code),
    Column("findings", "text", "their ids, joined by a space", lambda shown: " ".join(_ids(shown))),
    Column("lower_bounds", "text", "metrics that are “at least”, joined by a space",
           lambda shown: " ".join(shown.diagnosis.lower_bounds)),
    Column("media_host", "text", "the host of the media's URL", lambda shown: host_of(_url(shown))),
    Column("media_path", "text", "the path of the media's URL", lambda shown: path_of(_url(shown))),
    Column("item_count", "count", "media items that were on", lambda shown: len(shown.diagnosis.playback.items)),
    *_fields(User, lambda shown: shown.session.user),
    *_fields(Player, lambda shown: shown.session.player),
    *_fields(Media, _media),
)  # fmt: skip


def _ids(shown: Shown) -> list[str]:
    """The rules that found something, each once, the worst first."""
    return list(dict.fromkeys(finding.id for finding in shown.diagnosis.findings))


def columns_in(dialect: Dialect) -> str:
    """The columns with their types, as `read_json(…, columns = …)` of DuckDB or `CREATE TABLE` of ClickHouse take
    them."""
    types = SQL[dialect]
    if dialect == "duckdb":
        return "{\n" + ",\n".join(f"  {each.name}: '{types[each.type]}'" for each in COLUMNS) + "\n}"
    return "(\n" + ",\n".join(f"  `{each.name}` {types[each.type]}" for each in COLUMNS) + "\n)"
