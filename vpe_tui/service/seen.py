"""The state of a session's screen, and what others may see of it: redacted, as a report is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import NamedTuple

from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.findings.finding import Finding
from vpe_tui.service.reported import Reported
from vpe_tui.session.model import Session
from vpe_tui.session.query import Contains, Filter, OfQuality, parts_of, these_rows
from vpe_tui.session.search_texts import SearchTexts


class Seen(NamedTuple):
    """The state of a session's screen, from which all of it is drawn."""

    session: Session
    diagnosis: Diagnosis | None
    name: str
    """What the session was opened by: a UUID, or a file."""
    search: str
    filter: Filter
    notes: Notes = NO_NOTES


def seen_by_others(seen: Seen, safe: Reported, rows: Sequence[int], zone: tzinfo) -> Seen:
    """The state of a session's screen, redacted: `safe` is the redacted session, `rows` are those the filter shows.

    A word that was searched for or filtered by stays where the redacted rows have it.
    """
    from vpe_tui.session.redact_text import HIDDEN, redacted_text

    texts = SearchTexts(safe.session.events, zone)
    words = [part for part in parts_of(seen.filter) if isinstance(part, Contains | OfQuality)]
    may_stay = all(_has(texts, part.text if isinstance(part, Contains) else part.quality) for part in words)
    diagnosis = seen.diagnosis and replace(
        safe.diagnosis, findings=_paired(seen.diagnosis.findings, safe.diagnosis.findings, HIDDEN)
    )
    return Seen(
        safe.session,
        diagnosis,
        redacted_text(seen.name),
        seen.search if _has(texts, seen.search) else HIDDEN,
        seen.filter if may_stay else these_rows(rows),
        seen.notes.hidden(redacted_text),
    )


def _has(texts: SearchTexts, word: str) -> bool:
    wanted = word.casefold()
    return not wanted or any(wanted in text for text in texts.looked_through(wanted))


def _paired(findings: Sequence[Finding], safe: Sequence[Finding], hidden: str) -> tuple[Finding, ...]:
    """The findings with the text of their redacted twins: those of the same rule, about the same rows."""
    numbered = {key: finding for key, finding in zip(_numbered(safe), safe, strict=True)}
    pairs = ((numbered.get(key), finding) for key, finding in zip(_numbered(findings), findings, strict=True))
    return tuple(finding._replace(text=found.text if found else hidden) for found, finding in pairs)


def _numbered(findings: Sequence[Finding]) -> list[tuple[str, tuple[int, ...], int]]:
    """The key of each finding: its rule, its rows, and its number among those that share both."""
    counts = Counter[tuple[str, tuple[int, ...]]]()
    keys = []
    for finding in findings:
        key = (finding.id, finding.rows)
        keys.append((*key, counts[key]))
        counts[key] += 1
    return keys
