"""The diagnosis of a session: its metrics, its verdict and its findings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from vpe_tui.qoe.bands import BANDS, Bands
from vpe_tui.qoe.findings.facts import Severity
from vpe_tui.qoe.findings.finding import Finding, findings_of
from vpe_tui.qoe.metrics import Metrics, metrics_of
from vpe_tui.qoe.verdict import Verdict, verdict_of
from vpe_tui.session.index import EventIndex, index_of
from vpe_tui.session.model import Session

POINTED_OUT = 12
"""Rows of one finding: who points to more places points nowhere."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a session means. `problems` are the rows to look at first, in the order of time."""

    metrics: Metrics
    verdict: Verdict
    findings: tuple[Finding, ...]
    bands: Bands
    problems: Sequence[int]

    @property
    def flags(self) -> Mapping[int, Severity]:
        """The severity of each problem row."""
        return {row: finding.severity for finding in reversed(self.findings) for row in _to_look_at(finding)}


def diagnose(session: Session, fetched_ms: int, bands: Bands = BANDS, index: EventIndex | None = None) -> Diagnosis:
    """The diagnosis of a session. About 0.5 µs an event, and half as much for the index when that is not given.

    `fetched_ms` is when the answer left the API: a kept session reads the same for ever.
    """
    index = index or index_of(session)
    metrics = metrics_of(session, index)
    verdict = verdict_of(session, metrics, fetched_ms, bands, index)
    findings = findings_of(session, metrics, bands, index, fetched_ms)
    return Diagnosis(metrics, verdict, findings, bands, _problems(findings))


def _problems(findings: Sequence[Finding]) -> Sequence[int]:
    return sorted({row for finding in findings for row in _to_look_at(finding)})


def _to_look_at(finding: Finding) -> Collection[int]:
    """What shows an error best, and first; what shows a warning best."""
    best = {"error": finding.rows[:POINTED_OUT], "warning": finding.rows[:1], "note": ()}[finding.severity]
    return {*best, min(finding.rows)} if best else ()
