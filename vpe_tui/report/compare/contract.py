"""The published models of a comparison: what `compare --json` prints."""

from typing import Literal

from pydantic import Field

from vpe_tui.fleet.compare.align import Align
from vpe_tui.qoe.verdict import VerdictId
from vpe_tui.report.form import Form, Number


class ComparedJson(Form):
    """One of the two sessions."""

    uuid: str
    began: str
    verdict: VerdictId
    verdict_text: str
    metrics: dict[str, Number | dict[str, Number] | None]


class FieldDifferenceJson(Form):
    """A field that differs, by the API's path."""

    field: str
    a: str
    b: str


class MetricDifferenceJson(Form):
    """A number of both, and A less B: null where one of them is not known. `at_least` names the sides that are that."""

    key: str
    a: Number | dict[str, Number] | None
    b: Number | dict[str, Number] | None
    difference: Number | None
    at_least: list[Literal["a", "b"]]


class RowJson(Form):
    """A row of one session: its number in the log, of joined heartbeats the first with how many they are."""

    row: int
    rows: int
    action: str
    duration_s: Number | None
    quality: str | None
    error_code: str | None
    error_message: str | None


class PairJson(Form):
    """What the two did at one time, in seconds of the common clock; `alike` is null where one log cannot tell."""

    at_s: Number
    a: RowJson | None
    b: RowJson | None
    alike: bool | None


class ComparisonJson(Form):
    """What `compare --json` prints."""

    schema_: Literal[1] = Field(alias="schema")
    a: ComparedJson
    b: ComparedJson
    align: Align
    because: str
    says: str
    fields: list[FieldDifferenceJson]
    metrics: list[MetricDifferenceJson]
    rows: list[PairJson]
    first_difference: PairJson | None
