"""Explanations of metrics, findings, rows and verdicts: formula, rows behind a number, band, what is not known."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from vpe_tui.qoe.bands import BAND_SOURCES, BANDS, Band, Bands
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.findings.finding import Finding
from vpe_tui.qoe.findings.rules import RULES
from vpe_tui.qoe.metric import Metric, band_of, cutoffs_of
from vpe_tui.qoe.metrics import PARTIAL, Metrics, sums_of
from vpe_tui.qoe.units import value_text
from vpe_tui.qoe.verdict import QUALIFIERS, VERDICTS, VerdictId
from vpe_tui.qoe.watched import coverage, is_to_the_second, watched
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import EventIndex, index_of
from vpe_tui.session.model import Session
from vpe_tui.session.places import gap_before
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration


class Explanation(NamedTuple):
    """The explanation of a metric. Every part is text to show but `rows`."""

    term: str
    value: str
    formula: str
    numbers: str
    """`1.96 % = 12.0 s / 612.0 s`"""
    text: str
    source: str
    rows: Sequence[int]
    """The rows that were counted, in their order."""
    band: Band | None
    cutoffs: str
    """The band's cut-offs and where they come from; empty when there is none."""
    unknown: Sequence[str]
    """What this number does not know."""


class Explained(NamedTuple):
    """An explanation as a screen or a report shows it: a heading, facts by name, and the rows."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    rows: Sequence[int]
    """The rows that were counted, or that show it."""
    filter: str = ""
    """The word of a filter that lets just these rows through (`parse_filter` reads it); empty when there is none."""


def named_rows(session: Session, diagnosis: Diagnosis) -> Callable[[str], Sequence[int]]:
    """The rows that `finding:ID` and `metric:KEY` stand for in a session's filters: for `SearchTexts.named`."""

    def rows(word: str) -> Sequence[int]:
        what, _, name = word.partition(":")
        if what == "metric":
            return METRIC_OF[name].rows(session, index_of(session))
        return sorted({row for finding in diagnosis.findings if finding.id == name for row in finding.rows})

    return cache(rows)


def explain_metric(metric: Metric, session: Session, diagnosis: Diagnosis) -> Explained:
    """The explanation of a number: its formula, the same with the numbers in it, its band, what it does not know."""
    said = explain(metric, session, diagnosis.metrics, diagnosis.bands)
    facts = [
        ("formula", said.formula),
        ("here", said.numbers),
        ("means", said.text),
        ("band", f"{said.band}: {said.cutoffs}" if said.band else said.cutoffs),
        ("source", said.source),
        *(("unknown", each) for each in said.unknown),
    ]
    return Explained(
        f"{said.term}: {said.value}", tuple(fact for fact in facts if fact[1]), said.rows, f"metric:{metric.key}"
    )


def explain_finding(finding: Finding) -> Explained:
    """The explanation of a finding: what the rule looks for, and its basis. Its filter has all that the rule found."""
    rule = next(rule for rule in RULES if rule.id == finding.id)
    facts = (("found", finding.text), ("severity", finding.severity), ("rule", rule.looks_for), ("basis", rule.basis))
    return Explained(finding.id, facts, sorted(finding.rows), f"finding:{finding.id}")


def explain_row(session: Session, diagnosis: Diagnosis, row: int) -> Explained:
    """The explanation of a row: what its action means, its length, the gap before it, the findings that it shows."""
    log, found = session.events, [finding for finding in diagnosis.findings if row in finding.rows]
    length_s, silent_ms = log.duration_s[row], gap_before(log, row)
    facts = [
        ("means", log.kinds[row].meaning),
        ("took", "" if length_s is None else duration(length_s)),
        ("before it", f"{duration(silent_ms / 1000)} that no row tells of" if silent_ms > 1000 else ""),
        *((finding.id, finding.text) for finding in found),
    ]
    rows, filter = (sorted(found[0].rows), f"finding:{found[0].id}") if found else ([row], "")
    named = log.actions[row] or "no action"
    return Explained(f"“{named}”, row {row:,}", tuple(fact for fact in facts if fact[1]), rows, filter)


def explain_verdict(diagnosis: Diagnosis) -> Explained:
    """The explanation of a verdict: what it was read from, and what each qualifier means."""
    verdict = diagnosis.verdict
    facts = (
        ("read from", VERDICTS[verdict.id]),
        ("band", f"{verdict.band}: {_WHY.get(verdict.id, 'the worst band of its numbers')}"),
        *((qualifier, QUALIFIERS[qualifier]) for qualifier in verdict.qualifiers),
    )
    return Explained(verdict.text, facts, verdict.rows)


_WHY: Mapping[VerdictId, str] = {
    "video-start-failure": "any fatal error is poor",
    "playback-failure": "any fatal error is poor",
    "not-started": "nothing was seen, and the log does not tell whether anybody wanted to",
}


def explain(metric: Metric, session: Session, metrics: Metrics, bands: Bands = BANDS) -> Explanation:
    """The explanation of one metric of a session."""
    index = index_of(session)
    rows = tuple(metric.rows(session, index))
    value = value_text(metric.unit, getattr(metrics, metric.key))
    return Explanation(
        term=metric.term,
        value=value,
        formula=metric.formula,
        numbers=_numbers(metric, value, session, metrics, index),
        text=metric.explanation,
        source=metric.source,
        rows=rows,
        band=band_of(metric, metrics, bands),
        cutoffs=_cutoffs(metric, bands),
        unknown=tuple(_unknown(session, metrics, rows)),
    )


def _numbers(metric: Metric, value: str, session: Session, metrics: Metrics, index: EventIndex) -> str:
    if value == "–":
        return f"undefined: {metric.undefined}"
    made_of = metric.numbers.format_map(_parts(session, metrics, index))
    return made_of if made_of.startswith(value) else f"{value} = {made_of}"


def _parts(session: Session, metrics: Metrics, index: EventIndex) -> dict[str, str]:
    """Everything a metric's `numbers` can name."""
    sums, covered, of_kind = sums_of(session, index), coverage(session.events), index.of_kind
    media_ms = watched(session, index).media_ms
    longest = f", the longest {value_text('s', metrics.video_startup_longest_s)}"
    parts_ms = {
        "J": sums.startup_ms,
        "P": sums.playing_ms,
        "R": sums.stall_ms,
        "Rs": sums.seek_stall_ms,
        "S": sums.seeking_ms,
        "R+P": sums.stall_ms + sums.playing_ms,
        "P+R+S": sums.playing_ms + sums.stall_ms + sums.seeking_ms,
        "P+waits": sums.playing_ms + sums.waited_ms,
        "mean stall": sums.stall_ms / sums.stalls if sums.stalls else None,
        "seeks": index.total_ms(index.seeks),
        "logged": covered.logged_ms,
        "span": covered.span_ms,
    }
    return {
        **{each.key: value_text(each.unit, getattr(metrics, each.key)) for each in METRICS},
        **{name: value_text("s", None if ms is None else ms / 1000) for name, ms in parts_ms.items()},
        "N": f"{sums.stalls:,}",
        "media": "media of unknown length" if media_ms is None else value_text("s", media_ms / 1000),
        "starts": counted(len(of_kind[Kind.STARTUP]), "start"),
        "longest start": longest if len(of_kind[Kind.STARTUP]) > 1 else "",
        "stalls": counted(sums.stalls, "stall"),
        "pauses": counted(len(of_kind[Kind.PAUSED]), "pause"),
        "playing rows": counted(len(of_kind[Kind.PLAYING]), "row"),
        "changes": counted(len(index.quality_changes), "change"),
    }


def _cutoffs(metric: Metric, bands: Bands) -> str:
    limits = cutoffs_of(metric, bands)
    if limits is None:
        return ""
    good, fair = (value_text(metric.unit, limit) for limit in limits)
    source = BAND_SOURCES[metric.key] if limits == cutoffs_of(metric, BANDS) else "cut-offs of your own settings"
    if limits.good == limits.fair:
        return f"good up to {good}, else poor: {source}"
    return f"good up to {good}, fair up to {fair}, else poor: {source}"


def _unknown(session: Session, metrics: Metrics, rows: Sequence[int]) -> Iterator[str]:
    log = session.events
    if metrics.coverage is not None and metrics.coverage < PARTIAL:
        share = value_text(METRIC_OF["coverage"].unit, metrics.coverage)
        yield f"partial log: its rows tell of {share} of the session, and nothing of the rest is in this number"
    if session.is_live:
        yield "LIVE: the media has no duration, no row is a share of it, and none says that it ended"
    if len(log) and is_to_the_second(log):
        yield "approximate times: the log tells them to the second, so what is close together may be put apart wrongly"
    missing = sum(log.duration_s[row] is None for row in rows)
    if missing:
        yield f"{counted(missing, 'row')} of those counted without a duration: as if it were 0 s"
