"""What `show --json` prints, as types: the printer is checked against them, the schema is made of them."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from vpe_tui.playback.model import DialectName, Known
from vpe_tui.playback.model import State as SpanState
from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.findings.facts import Severity
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.qoe.verdict import QualifierId, VerdictId
from vpe_tui.session.glossary import State


class SourceJson(TypedDict):
    """Where the session came from; `fetched_at` is UTC, `age_s` seconds."""

    kind: Literal["api", "cache", "file"]
    fetched_at: str
    age_s: float


class VerdictJson(TypedDict):
    """What became of the session; `text` says it in one line, the qualifiers come worst first."""

    id: VerdictId
    text: str
    band: Band | None
    qualifiers: list[QualifierId]


class FindingJson(TypedDict):
    """What the log says beyond its numbers; `id` is the rule's, `rows` are its evidence."""

    id: str
    severity: Severity
    text: str
    rows: list[int]


class PlayerLogJson(TypedDict):
    """How the log was read: whose it is and why; `reading` is the number of the way of reading."""

    dialect: DialectName
    certain: bool
    because: list[str]
    reading: int


class SpanJson(TypedDict):
    """A stretch of what was lived through; `rows` are its evidence, `from_s` and `to_s` places of the media."""

    state: SpanState
    start: str
    end: str
    duration_s: float
    known: Known
    rule: str
    from_s: float | None
    to_s: float | None
    speed: float | None
    item: int
    quality: str | None
    quality_sure: bool
    rows: list[int]


class EventJson(TypedDict):
    """A row of the log, counted from 0 in the order of time, at its time on the corrected clock; `corrected_s` says by
    how much it was moved; `state` is what was lived through, as CMCD v2's letter; `raw` is as it came."""

    row: int
    start: str
    end: str
    corrected_s: NotRequired[float]
    action: str
    duration_s: float | None
    video_time_s: float | None
    watching_percent: float | None
    quality: str | None
    state: State | None
    error_code: str | None
    error_message: str | None
    raw: Any


class SessionJson(TypedDict):
    """One session. Records have the API's own names and values, unknown fields too; an undefined number is null."""

    schema: Literal[1]
    uuid: str
    source: SourceJson
    verdict: VerdictJson
    player_log: PlayerLogJson
    metrics: Metrics
    lower_bounds: list[str]
    undefined: dict[str, str]
    findings: list[FindingJson]
    start_time: dict[str, Any]
    user: dict[str, Any]
    player: dict[str, Any]
    media: list[dict[str, Any]]
    errors: list[dict[str, Any]]
    other: dict[str, Any]
    spans: list[SpanJson]
    events: list[EventJson]


class FaultJson(TypedDict):
    """What went wrong; `exit` is the exit code that it alone would give."""

    kind: str
    title: str
    cause: str
    hint: str
    exit: int


class ErrorJson(TypedDict):
    """What stands in the place of a session that could not be had; `uuid` is what was asked for."""

    uuid: str
    error: FaultJson


Answer = SessionJson | ErrorJson | list[SessionJson | ErrorJson]
"""An array when several sessions were asked for, in the order they were asked for."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of an `Answer`; the metrics in it say what they are."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Answer).json_schema()
    form = schema["$defs"]["Metrics"]
    form["required"] = [metric.key for metric in METRICS]
    form["properties"] = {key: form["properties"][key] for key in form["required"]}
    for metric in METRICS:
        form["properties"][metric.key]["description"] = f"{metric.term} ({metric.unit}): {metric.explanation}"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "vpe-tui show --json", **schema}
