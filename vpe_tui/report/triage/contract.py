"""The published models of a triage: what `triage --json` prints."""

from typing import Literal

from pydantic import Field

from vpe_tui.report.form import Form, Number, PeriodJson


class CoveredJson(PeriodJson):
    """The window that was asked for, how much of it could be listed, and how often the API was asked."""

    covered: PeriodJson
    complete: bool
    cut_at: list[str]
    calls: dict[str, int]


class OfGroup(Form):
    """A group of sessions by what they share, named by the API's own paths."""

    facets: list[str]
    values: list[str]


class GroupJson(OfGroup):
    """A group with its counts."""

    bad: int
    total: int


class InstantJson(Form):
    """A moment, and the interval in which it is sure to lie."""

    at: str
    from_: str = Field(alias="from")
    to: str


class SinceJson(Form):
    """Since when more sessions are bad, with the interval in which that is sure to lie, and when it was over."""

    at: str
    from_: str = Field(alias="from")
    to: str
    ongoing: bool
    over: InstantJson | None
    p: Number


class BaselineJson(PeriodJson):
    """The same hours a day before, by the list."""

    listed: int
    bad: int
    rate: Number | None


class SharedJson(OfGroup):
    """What bad sessions share. Rates of a sample are estimates; `since` and `baseline` are not worked out yet."""

    loud: bool
    bad: int
    total: int
    total_is_estimate: bool
    rate: Number
    rest_rate: Number | None
    ratio: Number | None
    share_of_bad: Number
    p: Number
    log10_p: Number
    p_adjusted: Number
    addresses: int | None
    since: SinceJson | None
    baseline: BaselineJson | None
    same_as: list[GroupJson]
    wider: list[GroupJson]
    narrower: list[GroupJson]


class TriagedJson(Form):
    """A session of a triage; what only its log tells is null where that was not read."""

    uuid: str
    began: str | None
    is_bad: bool
    in_progress: bool
    verdict: str | None
    verdict_text: str | None
    error_code: str | None
    metrics: dict[str, Number | None] | None
    attributes: dict[str, str]


class UnreadJson(Form):
    """A session that could not be read."""

    uuid: str
    error: str


class TriageCountsJson(Form):
    """How many sessions there are of each kind."""

    listed: int
    read: int
    unread: int
    in_progress: int
    bad: int
    good_read: int


class BadIsJson(Form):
    """What counts as bad."""

    id: str
    text: str


class TriageJson(Form):
    """What `triage --json` prints."""

    schema_: Literal[1] = Field(alias="schema")
    window: CoveredJson
    counts: TriageCountsJson
    bad_is: BadIsJson
    baseline: BaselineJson | None
    since: SinceJson | None
    shared: list[SharedJson]
    tried: int
    testable: int
    seed: str
    maybe_chance: list[GroupJson]
    sessions: list[TriagedJson]
    failed: list[UnreadJson]
