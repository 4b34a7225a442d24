"""The diagnosis of a session: its metrics, its verdict and its findings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from vpe_tui.playback.model import DialectName
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of
from vpe_tui.qoe.bands import BANDS, Bands
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.findings.facts import Severity
from vpe_tui.qoe.findings.finding import Finding, findings_of
from vpe_tui.qoe.metric import Metric, beyond_fair, why_at_least, why_undefined
from vpe_tui.qoe.metrics import Metrics, metrics_of
from vpe_tui.qoe.units import value_text
from vpe_tui.qoe.verdict import Verdict, verdict_of
from vpe_tui.session.index import EventIndex, index_of
from vpe_tui.session.model import Session

POINTED_OUT = 12
"""Rows of one finding: who points to more places points nowhere."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a session means. `problems` are the rows to look at first, in the order of time."""

    playback: Playback = field(compare=False, repr=False)
    """What all of it is made of."""
    metrics: Metrics
    verdict: Verdict
    findings: tuple[Finding, ...]
    bands: Bands
    problems: Sequence[int]

    def value_text(self, metric: Metric) -> str:
        """A number as it is shown: `1.96 %`; `≥ 12.0 s` where it is “at least”; `–` where it is undefined."""
        text = value_text(metric.unit, getattr(self.metrics, metric.key))
        return f"≥ {text}" if why_at_least(metric, self.metrics, self.playback) else text

    @property
    def worst_text(self) -> str:
        """The number that is furthest beyond what is fair, in its unit; empty where none is."""
        beyond = {each: beyond_fair(each, self.metrics, self.bands) for each in METRICS}
        worst = max(beyond, key=lambda each: beyond[each])
        banded = getattr(self.metrics, worst.banded or worst.key)
        return value_text(worst.unit, banded) if beyond[worst] > 1 else ""

    @property
    def undefined(self) -> Mapping[str, str]:
        """The metrics that there are no numbers of, with the reason."""
        said = ((each.key, why_undefined(each, self.metrics, self.playback)) for each in METRICS)
        return {key: why for key, why in said if why}

    @property
    def lower_bounds(self) -> Mapping[str, str]:
        """The metrics that are “at least”, with the reason."""
        said = ((each.key, why_at_least(each, self.metrics, self.playback)) for each in METRICS)
        return {key: why for key, why in said if why}

    @property
    def flags(self) -> Mapping[int, Severity]:
        """The severity of each problem row."""
        return {row: finding.severity for finding in reversed(self.findings) for row in _to_look_at(finding)}


def diagnose(
    session: Session,
    fetched_ms: int,
    bands: Bands = BANDS,
    index: EventIndex | None = None,
    player: DialectName | Literal["auto"] = "auto",
) -> Diagnosis:
    """The diagnosis of a session. About 0.5 µs an event, and half as much for the index when that is not given.

    `fetched_ms` is when the answer left the API: a kept session reads the same for ever. `player` is whose log it is.
    """
    playback, index = playback_of(session, player), index or index_of(session)
    metrics = metrics_of(playback, index)
    verdict = verdict_of(playback, metrics, fetched_ms, bands)
    findings = findings_of(playback, metrics, bands, index, fetched_ms)
    return Diagnosis(playback, metrics, verdict, findings, bands, _problems(findings))


def _problems(findings: Sequence[Finding]) -> Sequence[int]:
    return sorted({row for finding in findings for row in _to_look_at(finding)})


def _to_look_at(finding: Finding) -> Collection[int]:
    """What shows an error best, and first; what shows a warning best."""
    best = {"error": finding.rows[:POINTED_OUT], "warning": finding.rows[:1], "note": ()}[finding.severity]
    return {*best, min(finding.rows)} if best else ()
