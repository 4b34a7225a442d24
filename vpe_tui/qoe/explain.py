"""Explanations of metrics, findings, rows and verdicts: formula, rows behind a number, band, what is not known."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from vpe_tui.playback import sums
from vpe_tui.playback.model import DialectName
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.bands import BAND_SOURCES, BANDS, Band, Bands
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.findings.finding import Finding
from vpe_tui.qoe.findings.rules import RULE_OF
from vpe_tui.qoe.metric import Metric, band_of, cutoffs_of
from vpe_tui.qoe.metrics import PARTIAL, media_s, ratio, sums_of, total
from vpe_tui.qoe.units import value_text
from vpe_tui.qoe.verdict import QUALIFIERS, VERDICTS, QualifierId, Verdict, VerdictId
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
    parts: "Sequence[Explained]" = ()
    """What it is made of, each with its own rows; empty where it is one thing."""


def named_rows(session: Session, diagnosis: Diagnosis) -> Callable[[str], Sequence[int]]:
    """The rows that `finding:ID` and `metric:KEY` stand for in a session's filters: for `SearchTexts.named`."""

    def rows(word: str) -> Sequence[int]:
        what, _, name = word.partition(":")
        if what == "metric":
            return METRIC_OF[name].rows(diagnosis.playback, index_of(session))
        return sorted({row for finding in diagnosis.findings if finding.id == name for row in finding.rows})

    return cache(rows)


def explain_metric(metric: Metric, diagnosis: Diagnosis) -> Explained:
    """The explanation of a number: its formula, the same with the numbers in it, its band, what it does not know."""
    said = explain(metric, diagnosis)
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
    rule = RULE_OF[finding.id]
    facts = (
        *(("found", finding.text), ("severity", finding.severity)),
        *(("rule", rule.looks_for), ("basis", rule.basis), ("filter", f"finding:{finding.id}")),
    )
    return Explained(finding.name, facts, sorted(finding.rows), f"finding:{finding.id}")


def explain_row(session: Session, diagnosis: Diagnosis, row: int) -> Explained:
    """The explanation of a row: what its action means, its length, the gap before it, the findings that it shows."""
    log, found = session.events, [finding for finding in diagnosis.findings if row in finding.rows]
    length_s, silent_ms = log.duration_s[row], gap_before(log, row)
    facts = [
        ("means", log.kinds[row].meaning),
        ("read as", diagnosis.playback.said_of(row)),
        ("took", "" if length_s is None else duration(length_s)),
        ("before it", f"{duration(silent_ms / 1000)} that no row tells of" if silent_ms > 1000 else ""),
        *((finding.name, finding.text) for finding in found),
    ]
    rows, filter = (sorted(found[0].rows), f"finding:{found[0].id}") if found else ([row], "")
    named = log.actions[row] or "no action"
    return Explained(f"“{named}”, row {row:,}", tuple(fact for fact in facts if fact[1]), rows, filter)


def explain_verdict(diagnosis: Diagnosis) -> Explained:
    """The explanation of a verdict: what it was read from, and what each qualifier means."""
    verdict = diagnosis.verdict
    facts = (
        ("read from", VERDICTS[verdict.id]),
        (
            "band",
            f"{verdict.band}: {_WHY.get(verdict.id, 'the worst band of its numbers')}" if verdict.band else _LITTLE,
        ),
        *((qualifier, QUALIFIERS[qualifier]) for qualifier in verdict.qualifiers),
    )
    return Explained(verdict.text, facts, verdict.rows, parts=_parts_of(verdict, diagnosis))


_SHOWN_BY: Mapping[QualifierId, str] = {
    "recovered-errors": "metric:error_count",
    "stalls": "metric:rebuffer_count",
    "long-stall": "finding:stall-long",
    "unlogged-wait": "finding:unlogged-wait",
    "slow-start": "finding:slow-start",
    "slow-seek": "finding:seek-slow",
    "quality-drop": "finding:quality-drop",
    "early-end": "finding:early-end",
    "left-in-open-state": "finding:open-end",
    "clock-set": "finding:clock-step",
}
"""The rows of a qualifier, in the words of a filter. The others are about the whole log."""


def _parts_of(verdict: Verdict, diagnosis: Diagnosis) -> Sequence[Explained]:
    """The rows that the verdict was read from, and those of each qualifier; nothing where that is all one thing."""
    rows_of = named_rows(diagnosis.playback.session, diagnosis)
    parts = [Explained(verdict.id.replace("-", " "), (), verdict.rows)]
    parts += [
        Explained(qualifier.replace("-", " "), (), rows_of(word), word)
        for qualifier in verdict.qualifiers
        if (word := _SHOWN_BY.get(qualifier, ""))
    ]
    shown = [part for part in parts if part.rows]
    return shown if len(shown) > 1 else ()


DIALECTS: Mapping[DialectName, str] = {
    "web": "the web player",
    "react-native": "the React Native player",
    "android": "the Android player",
    "unknown": "an unknown player: row by row",
}
"""Whose log it is, in words."""


def player_log(playback: Playback) -> str:
    """Whose log it was read as: `the web player`; `the Android player, as it was set`."""
    return DIALECTS[playback.dialect] + ("" if playback.certain or playback.dialect == "unknown" else ", not sure")


def explain_player_log(playback: Playback) -> Explained:
    """The explanation of how a log was read: whose it is and why, and what is read otherwise than its words say."""
    because = tuple(("because", reason) for reason in playback.because)
    rules = {rule: row for row, rule in reversed(list(enumerate(playback.read_as))) if rule.beside}
    told = tuple((rule.name, f"{rule.says} (read from: {rule.proof})") for rule in reversed(rules))
    by_hand = ("otherwise", "--player and the setting `player` say whose it is")
    return Explained(f"Read as a log of {player_log(playback)}", (*because, *told, by_hand), sorted(rules.values()))


_LITTLE = "none: less than a minute is known to be lived, or its rebuffering is not known, and nothing decided it"

_WHY: Mapping[VerdictId, str] = {
    "video-start-failure": "any fatal error is poor",
    "playback-failure": "any fatal error is poor",
    "not-started": "nothing was seen, and the log does not tell whether anybody wanted to",
}


def explain(metric: Metric, diagnosis: Diagnosis) -> Explanation:
    """The explanation of one metric of a session."""
    playback, metrics, bands = diagnosis.playback, diagnosis.metrics, diagnosis.bands
    index = index_of(playback.session)
    rows = tuple(metric.rows(playback, index))
    value = value_text(metric.unit, getattr(metrics, metric.key))
    return Explanation(
        term=metric.term,
        value=f"at least {value}" if metric.key in diagnosis.lower_bounds else value,
        formula=metric.formula,
        numbers=_numbers(metric, value, diagnosis, index),
        text=metric.explanation,
        source=metric.source,
        rows=rows,
        band=band_of(metric, metrics, bands),
        cutoffs=_cutoffs(metric, bands),
        unknown=tuple(_unknown(metric, diagnosis, rows)),
    )


def _numbers(metric: Metric, value: str, diagnosis: Diagnosis, index: EventIndex) -> str:
    if value == "–":
        return f"undefined: {diagnosis.undefined.get(metric.key, metric.undefined)}"
    made_of = metric.numbers.format_map(_parts(diagnosis, index))
    return made_of if made_of.startswith(value) else f"{value} = {made_of}"


def _parts(diagnosis: Diagnosis, index: EventIndex) -> dict[str, str]:
    """Everything a metric's `numbers` can name."""
    playback, metrics = diagnosis.playback, diagnosis.metrics
    made_of, covered = sums_of(playback), sums.coverage(playback)
    longest = f", the longest {value_text('s', metrics.video_startup_longest_s)}"
    length_s, seeks, starts = media_s(playback.items), sums.seeks(playback), len(index.of_kind[Kind.STARTUP])
    changes = len(sums.of_rule(playback, "manual-quality"))
    parts_ms = {
        "J": made_of.startup_ms,
        "P": made_of.playing_ms,
        "R": made_of.stall_ms,
        "Rs": made_of.seek_stall_ms,
        "S": made_of.seeking_ms,
        "R+P": made_of.viewing_ms,
        "P+R+S": total(made_of.viewing_ms, made_of.seeking_ms),
        "waits": made_of.waited_ms,
        "watched": made_of.watched_ms,
        "mean stall": ratio(made_of.stall_ms, made_of.stalls),
        "seeks": seeks.total_ms,
        "explained": covered.explained_ms,
        "whole": covered.whole_ms,
    }
    return {
        **{each.key: value_text(each.unit, getattr(metrics, each.key)) for each in METRICS},
        **{name: value_text("s", None if ms is None else ms / 1000) for name, ms in parts_ms.items()},
        "N": f"{made_of.stalls:,}",
        "media": "media of unknown length" if length_s is None else value_text("s", length_s),
        "starts": counted(starts, "start"),
        "longest start": longest if starts > 1 else "",
        "stalls": counted(made_of.stalls, "stall"),
        "pauses": counted(len(sums.in_state(playback, "paused")), "pause"),
        "playing rows": counted(len(sums.in_state(playback, "playing")), "span"),
        "changes": counted(changes, "change"),
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


def _unknown(metric: Metric, diagnosis: Diagnosis, rows: Sequence[int]) -> Iterator[str]:
    playback, metrics = diagnosis.playback, diagnosis.metrics
    log = playback.session.events
    if bound := diagnosis.lower_bounds.get(metric.key):
        yield f"at least: {bound}"
    yield from (playback.unsure[each] for each in metric.at_least if each in playback.unsure)
    if metrics.coverage is not None and metrics.coverage < PARTIAL:
        share = value_text(METRIC_OF["coverage"].unit, metrics.coverage)
        yield f"partial log: {share} of the session is known, and nothing of the rest is in this number"
    if playback.session.is_live:
        yield "LIVE: the media has no duration, no row is a share of it, and none says that it ended"
    if len(log) and playback.dialect != "web":
        yield "approximate times: the log tells them to the second, so what is close together may be put apart wrongly"
    missing = sum(log.duration_s[row] is None for row in rows)
    if missing:
        yield f"{counted(missing, 'row')} of those counted without a duration: as if it were 0 s"
