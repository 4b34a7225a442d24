"""A session judged: its numbers, what became of it, and what its log says beyond them."""

from collections.abc import Sequence
from dataclasses import dataclass

from vpe_tui.session.bands import BANDS, Bands
from vpe_tui.session.findings import Finding, findings_of
from vpe_tui.session.model import Session
from vpe_tui.session.qoe import Metrics, metrics_of
from vpe_tui.session.tally import tally_of
from vpe_tui.session.verdict import Verdict, verdict_of


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What screen and printers say about a session. `problems` are the rows to look at first, in the order of time."""

    metrics: Metrics
    verdict: Verdict
    findings: tuple[Finding, ...]
    bands: Bands
    problems: Sequence[int]


def diagnose(session: Session, fetched_ms: int, bands: Bands = BANDS) -> Diagnosis:
    """About 1 µs an event. `fetched_ms` is when the answer left the API: a kept session reads the same for ever."""
    tally = tally_of(session.events)
    metrics = metrics_of(session, tally)
    verdict = verdict_of(session, metrics, fetched_ms, bands)
    findings = findings_of(session, metrics, bands, tally)
    return Diagnosis(metrics, verdict, findings, bands, _problems(findings))


def _problems(findings: Sequence[Finding]) -> Sequence[int]:
    """Of every finding that is more than a note the row that shows it best."""
    return sorted({finding.rows[0] for finding in findings if finding.rows and finding.severity != "note"})
