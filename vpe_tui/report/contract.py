"""The published models of all that machines read: forms are serialised by them, their schemas are made of them.

`schema` counts shapes: a key that goes or changes its type or unit makes it one more, a new key does not. So a schema
lets keys be that it does not know, while a printer that writes one which is not declared here fails.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, TypeAdapter, create_model

from vpe_tui.playback.model import DialectName, Known
from vpe_tui.playback.model import State as SpanState
from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.findings.facts import Severity
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.qoe.verdict import QualifierId, VerdictId
from vpe_tui.report.compare.contract import ComparisonJson
from vpe_tui.report.flat_columns import COLUMNS
from vpe_tui.report.form import Form, Number, PeriodJson
from vpe_tui.report.triage.contract import TriageJson
from vpe_tui.session.glossary import State

_BATCH = 500


class SourceJson(Form):
    """Where the session came from; `fetched_at` is UTC, `age_s` seconds."""

    kind: Literal["api", "cache", "file"]
    fetched_at: str
    age_s: Number


class VerdictJson(Form):
    """What became of the session; `text` says it in one line, the qualifiers come worst first."""

    id: VerdictId
    text: str
    band: Band | None
    qualifiers: list[QualifierId]


def _number(key: str) -> Any:  # noqa: ANN401 - a type
    kind = Metrics.__annotations__[key]
    return {int: int, float: Number, float | None: Number | None}.get(kind, dict[str, Number])


if TYPE_CHECKING:

    class MetricsJson(Form):
        """The numbers of a session."""

else:
    MetricsJson = create_model(
        "MetricsJson",
        __base__=Form,
        __doc__="The numbers of a session. One that is not known is null, never 0.",
        **{
            metric.key: (
                _number(metric.key),
                Field(description=f"{metric.term} ({metric.unit}): {metric.explanation}"),
            )
            for metric in METRICS
        },
    )


class FindingJson(Form):
    """What the log says beyond its numbers; `id` is the rule's, `rows` are its evidence."""

    id: str
    severity: Severity
    text: str
    rows: list[int]


class PlayerLogJson(Form):
    """How the log was read: whose it is and why; `reading` is the number of the way of reading."""

    dialect: DialectName
    certain: bool
    because: list[str]
    reading: int


class SpanJson(Form):
    """A stretch of what was lived through; `rows` are its evidence, `from_s` and `to_s` places of the media."""

    state: SpanState
    start: str
    end: str
    duration_s: Number
    known: Known
    rule: str
    from_s: Number | None
    to_s: Number | None
    speed: Number | None
    item: int
    quality: str | None
    quality_sure: bool
    rows: list[int]


class EventJson(Form):
    """A row of the log, counted from 0 in the order of time, at its time on the corrected clock; `corrected_s` says by
    how much it was moved, where it was; `state` is what was lived through, as CMCD v2's letter; `raw` is as it came."""

    row: int
    start: str
    end: str
    corrected_s: Number = 0
    action: str
    duration_s: Number | None
    video_time_s: Number | None
    watching_percent: Number | None
    quality: str | None
    state: State | None
    error_code: str | None
    error_message: str | None
    raw: Any


class RowNoteJson(Form):
    """A note on the row that begins then."""

    at: str
    text: str


class NotesJson(Form):
    """What somebody noted here of a session and of its rows."""

    session: str | None
    rows: list[RowNoteJson]


class SessionJson(Form):
    """One session. Records have the API's own names and values, unknown fields too; an undefined number is null.
    `answer` is what the API's answer said of itself: `code`, `message` and whatever else stood around its result."""

    schema_: Literal[1] = Field(alias="schema")
    uuid: str
    source: SourceJson
    verdict: VerdictJson
    player_log: PlayerLogJson
    metrics: MetricsJson
    lower_bounds: list[str]
    undefined: dict[str, str]
    findings: list[FindingJson]
    start_time: dict[str, Any]
    user: dict[str, Any]
    player: dict[str, Any]
    media: list[dict[str, Any]]
    errors: list[dict[str, Any]]
    other: dict[str, Any]
    answer: dict[str, Any]
    notes: NotesJson
    spans: list[SpanJson]
    events: list[EventJson]


_OF_COLUMN: Mapping[str, Any] = {"text": str, "time": str, "count": int, "number": float}

if TYPE_CHECKING:

    class FlatJson(Form):
        """A session as one flat line."""

else:
    FlatJson = create_model(
        "FlatJson",
        __base__=Form,
        __doc__="A session as one flat line: what a warehouse loads. What is not known is null.",
        **{each.name: (_OF_COLUMN[each.type] | None, Field(description=each.says)) for each in COLUMNS},
    )


class FaultJson(Form):
    """What went wrong; `exit` is the exit code that it alone would give."""

    kind: str
    title: str
    cause: str
    hint: str
    exit: int


class ErrorJson(Form):
    """What stands in the place of a session that could not be had; `uuid` is what was asked for."""

    uuid: str
    error: FaultJson


class OfSession(Form):
    """What begins with the session that it is of."""

    uuid: str


class EventLineJson(EventJson, OfSession):
    """A line of `show --ndjson`, and without `raw` one of `--csv`: a row of the log with its session in front."""


class ColumnsJson(OfSession):
    """A session of a list. A text, time (UTC) or number (seconds) that is not known is null; `verdict` is its id."""

    when: str | None
    device: str | None
    os: str | None
    origin: str | None
    start_s: Number | None
    rebuffering_s: Number | None
    playing_s: Number | None
    is_error: bool
    kept: bool
    verdict: str | None
    band: str | None
    error_code: str | None
    title: str | None
    isp: str | None
    browser: str | None
    note: str | None


class ListedRowJson(ColumnsJson):
    """A session that the API lists, joined with what is kept of it; `raw` is the API's own row."""

    raw: dict[str, Any]


class KeptRowJson(ColumnsJson):
    """A session that is kept here."""

    verdict_text: str | None
    events: int | None
    fetched_at: str
    age_s: Number
    starred: bool
    bytes: int


class ListedJson(Form):
    """What `list --json` prints. One that is not `complete` lists what there is of `covered` and no more."""

    schema_: Literal[1] = Field(alias="schema")
    window: PeriodJson
    complete: bool
    covered: PeriodJson
    sessions: list[ListedRowJson]


class ListFaultJson(Form):
    """What `list --json` prints where there is no list."""

    schema_: Literal[1] = Field(alias="schema")
    error: FaultJson


class KeptJson(Form):
    """What `kept --json` prints: the latest fetched first."""

    schema_: Literal[1] = Field(alias="schema")
    sessions: list[KeptRowJson]


class WatchLine(Form):
    """What every line of `watch --json` has. `uuid` is null where it is of a window, `text` says it in a sentence."""

    at: str
    kind: str
    uuid: str | None
    text: str


class RowLineJson(WatchLine):
    """A row that was not there before; a late one stands before rows that were. Its number may change with the next."""

    kind: Literal["row", "late"]
    event: EventJson


class StateLineJson(WatchLine):
    """Another verdict, or another band of it; the first line is from null. `over`: no more is to come."""

    kind: Literal["state"]
    from_: VerdictJson | None = Field(alias="from")
    to: VerdictJson
    rows: int
    over: bool


class SessionLineJson(WatchLine):
    """A session of the window that was not listed before, or is bad now, each told once; `why` is the list's word,
    `verdict` that of its own log, where that was read."""

    kind: Literal["session"]
    new: bool
    bad: bool
    why: str | None
    verdict: VerdictJson | None
    session: ColumnsJson


class RateJson(Form):
    """How many of so many sessions are bad by the list; `rate` is a fraction, null of none."""

    bad: int
    judged: int
    rate: Number | None


class UsualJson(Form):
    """What the window is held against: the same hour a day before, or its own first minutes."""

    bad: int
    judged: int
    rate: Number | None
    of: Literal["day-before", "first-minutes"]


class TriageLineJson(WatchLine):
    """How the window stands. `says` is what of that is news; since `alarm_since` more are bad than usual."""

    kind: Literal["triage"]
    says: Literal["start", "alarm", "over"] | None
    window: PeriodJson
    now: RateJson
    began_meanwhile: RateJson
    usual: UsualJson | None
    alarm_since: str | None


class GapLineJson(WatchLine):
    """What is missing: rows that were there, answers for a while, sessions that could not be listed."""

    kind: Literal["gap"]


class FaultLineJson(WatchLine):
    """An answer that did not come; it says nothing of what is watched."""

    kind: Literal["fault"]
    error: FaultJson


class HandoverJson(Form):
    """A line of a hand-over file: a session with the API's answer and what was noted of it.
    `starred` is null where that is not known."""

    schema_: Literal[1] = Field(alias="schema")
    uuid: str
    fetched_at: str
    starred: bool | None
    notes: NotesJson
    answer: Any


class SettingJson(Form):
    """A setting that is in force, and where it came from; a secret is `***`."""

    key: str
    value: str
    from_: str = Field(alias="from")


class CheckJson(Form):
    """What one check found; `ok` is null where there was no reason to look."""

    name: str
    ok: bool | None
    says: str
    exit: int


class DoctorJson(Form):
    """What `doctor --json` prints."""

    version: str
    python: str
    paths: dict[str, str]
    settings: list[SettingJson]
    checks: list[CheckJson]
    terminal: dict[str, str | list[str]]
    stands_on: dict[str, str]


_FORMS: Mapping[str, tuple[str, Any]] = {
    "session": ("vpe-tui show --json", SessionJson | ErrorJson | list[SessionJson | ErrorJson]),
    "event": ("a line of vpe-tui show --ndjson", EventLineJson),
    "flat": ("a line of vpe-tui show --flat", FlatJson),
    "listed": ("vpe-tui list --json, or a line of vpe-tui list --ndjson", ListedJson | ListFaultJson | ListedRowJson),
    "kept": ("vpe-tui kept --json", KeptJson),
    "handover": ("a line of vpe-tui show --handover, and of what s saves in a list", HandoverJson),
    "triage": ("vpe-tui triage --json", TriageJson | ListFaultJson),
    "compare": ("vpe-tui compare --json", ComparisonJson | ErrorJson),
    "watch": (
        "a line of vpe-tui watch --json",
        RowLineJson | StateLineJson | SessionLineJson | TriageLineJson | GapLineJson | FaultLineJson,
    ),
    "doctor": ("vpe-tui doctor --json", DoctorJson),
}


def told(form: type[Form], values: Mapping[str, object]) -> dict[str, Any]:
    """The values as their form tells them. Raises ValueError for what is not in the form, or of another type."""
    return form.model_validate(values).model_dump(by_alias=True)


def told_each(form: type[Form], values: Iterable[Mapping[str, object]]) -> Iterator[dict[str, Any]]:
    """`told` for many, in a fraction of the time; never are all of them held."""
    many, left = _many(form), iter(values)
    while batch := list(islice(left, _BATCH)):
        yield from many.dump_python(many.validate_python(batch), by_alias=True, exclude_unset=True)


def prepare(*forms: type[Form]) -> None:
    """Builds what serialises them, before it is needed."""
    for form in forms:
        form.model_rebuild()
        _many(form)


@cache
def _many(form: type[Form]) -> TypeAdapter[list[Form]]:
    return TypeAdapter(list[form])  # type: ignore[valid-type]


NAMES = tuple(_FORMS)


def json_schema(name: str = "session") -> dict[str, Any]:
    """The JSON Schema of a form. Raises KeyError for a name that there is none of."""
    title, form = _FORMS[name]
    schema = TypeAdapter(form).json_schema(mode="serialization")
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:vpe-tui:schema:{name}:1"}
    return {**about, **schema, "title": title}
