"""Findings: problems in a session's log, each by a declared rule, each with the rows that show it.

Nothing is dropped from a session or put into another order because of a finding.
"""

from collections.abc import Sequence
from typing import NamedTuple

from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.bands import BANDS, Bands
from vpe_tui.qoe.findings.facts import Severity, facts_of
from vpe_tui.qoe.findings.rules import RULE_OF, RULES
from vpe_tui.qoe.metrics import Metrics
from vpe_tui.session.index import EventIndex

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""Worst first."""


class Finding(NamedTuple):
    """What a rule found in a session."""

    id: str
    """The rule's."""
    severity: Severity
    text: str
    """One plain sentence with the numbers in it."""
    rows: tuple[int, ...]
    """The rows that show it; the first is where one should look. Empty when no row does."""

    when: str = ""
    """The start of its first row, since the start of the log: `+12:43`; empty when there is none."""

    @property
    def name(self) -> str:
        """What people call it: `long stall`."""
        return RULE_OF[self.id].name


def findings_of(
    playback: Playback,
    metrics: Metrics,
    bands: Bands = BANDS,
    index: EventIndex | None = None,
    fetched_ms: int | None = None,
) -> tuple[Finding, ...]:
    """All findings of a session, worst first. About 0.3 µs an event, and 0.2 more for the index when that is not given.

    `fetched_ms` is when the answer left the API: a log that is ahead of it has a wrong clock.
    """
    facts = facts_of(playback, metrics, bands, index, fetched_ms)
    found = [
        Finding(
            rule.id,
            found.severity or rule.severity,
            found.text,
            tuple(found.rows),
            facts.at(found.rows[0]) if found.rows else "",
        )
        for rule in RULES
        for found in rule.find(facts)
    ]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def same_finding(before: Finding, now: Sequence[Finding]) -> Finding | None:
    """The finding of now that matches one of before, by its text, else by its rule (with other numbers), else None."""
    by_rule = [finding for finding in now if finding.id == before.id]
    return next((finding for finding in by_rule if finding.text == before.text), by_rule[0] if by_rule else None)
