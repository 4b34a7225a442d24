"""The incident report in Markdown, for a ticket, a chat or a mail; it also reads as it stands."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.playback.playback import Playback
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.again import on_screen, place_said, printed
from vpe_tui.report.layout import table
from vpe_tui.report.markup import fenced, inline
from vpe_tui.report.parts import (
    ROW_HEAD,
    ROW_RIGHT,
    environment,
    findings_counted,
    glyph,
    key_numbers,
    noted,
    qualities,
    row_cells,
    rows_to_see,
    strip,
)
from vpe_tui.session.model import Session, Source
from vpe_tui.session.records import Entry
from vpe_tui.text.cells import cut, wrap
from vpe_tui.text.clean import counted
from vpe_tui.text.times import date_time, period, zone_name

WIDTH = 96
"""Of a fenced block, in cells: more is cut off or scrolled away."""

_FINDINGS_TOLD = 20
_ROWS_AROUND = 2
_ROWS_TOLD = 40
_ROW_WIDTH = 120
_ENTRIES_TOLD = 40
"""Of the environment: a report stays under the 32,767 characters of a Jira comment."""


def as_markdown(
    session: Session,
    source: Source,
    diagnosis: Diagnosis,
    zone: tzinfo,
    program: str = "vpe-tui",
    notes: Notes = NO_NOTES,
) -> str:
    """The report; `program` is how to call us, for the lines that tell how to see it again. Ends with a line break."""
    return "\n".join(
        [
            f"## {inline(diagnosis.verdict.text)}",
            "",
            " · ".join([diagnosis.verdict.band_text, *_facts(session, source, zone)]),
            *(_section("Notes", _notes(session, notes)) if notes else ()),
            *_section("Numbers", _numbers(diagnosis)),
            *_section(f"Findings: {findings_counted(diagnosis.findings)}", _findings(session, diagnosis)),
            *_section("The session at a glance", _strip(diagnosis.playback, zone)),
            *_section(
                "Rows around the problems" if diagnosis.problems else "How it ended", _rows(session, diagnosis, zone)
            ),
            *_section("Environment", _environment(session)),
            *_section("See it again", _again(session, diagnosis, program)),
            "",
        ]
    )


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    """A heading and a fenced block under it; nothing when there is nothing to tell."""
    told = list(lines)
    return ["", f"### {heading}", "", *fenced(told)] if told else []


def _facts(session: Session, source: Source, zone: tzinfo) -> Iterator[str]:
    log = session.events
    if session.title != session.uuid:
        yield inline(session.title)
    yield f"`{session.uuid}`"
    if session.kind:
        yield session.kind
    if len(log):
        yield period(log.zero_ms, log.end_ms[-1], zone)
    yield f"fetched {date_time(source.fetched_ms, zone)} {zone_name(zone, source.fetched_ms)}"


def _numbers(diagnosis: Diagnosis) -> Iterator[str]:
    yield from table([(number.term, number.value, number.band or "") for number in key_numbers(diagnosis)], right=(1,))
    if told := qualities(diagnosis):
        yield from wrap(f"Quality: {told}", WIDTH, "  ")


def _findings(session: Session, diagnosis: Diagnosis) -> Iterator[str]:
    for found in diagnosis.findings[:_FINDINGS_TOLD]:
        at = f" at {found.when}" if found.rows else ""
        yield from wrap(f"{found.severity}{at}: {found.text} [{found.name}]", WIDTH, "    ")
    if (more := len(diagnosis.findings) - _FINDINGS_TOLD) > 0:
        yield f"and {more:,} more"


def _strip(playback: Playback, zone: tzinfo) -> Iterator[str]:
    drawn = strip(playback, zone, WIDTH - 16)
    if drawn is not None:
        yield "".join(map(glyph, drawn.states))
        yield f"from {drawn.began} to {drawn.ended}"
        yield drawn.legend


def _rows(session: Session, diagnosis: Diagnosis, zone: tzinfo) -> Iterator[str]:
    """The rows, `>` before those that are problems, `…` where some are left out."""
    rows, problems = rows_to_see(session, diagnosis, _ROWS_AROUND, _ROWS_TOLD)
    if not rows:
        return
    log = session.events
    told: list[Sequence[str]] = [(" ", *ROW_HEAD)]
    told += [(">" if row in problems else " ", *row_cells(log[row], log.zero_ms, zone)) for row in rows]
    lines = [cut(line, _ROW_WIDTH) for line in table(told, right=[place + 1 for place in ROW_RIGHT])]
    yield lines[0]
    for row, before, line in zip(rows, [-1, *rows], lines[1:], strict=False):
        if row != before + 1:
            yield "  …"
        yield line
    if rows[-1] + 1 < len(log):
        yield "  …"
    yield f"{counted(len(rows), 'row')} of {len(log):,}; times are {zone_name(zone, log.zero_ms, log.end_ms[-1])}"


def _environment(session: Session) -> Iterator[str]:
    told: list[tuple[str, Entry]] = [
        (heading, entry)
        for heading, entries in environment(session)
        for entry in entries
        if entry.text not in ("–", "")
    ]
    yield from _headed(told[:_ENTRIES_TOLD])
    if (more := len(told) - _ENTRIES_TOLD) > 0:
        yield f"and {more:,} more fields"


def _headed(told: Sequence[tuple[str, Entry]]) -> Iterator[str]:
    lines = table([(f"  {entry.term}", entry.text) for _, entry in told]) if told else []
    before = ""
    for (heading, _), line in zip(told, lines, strict=True):
        if heading != before:
            yield heading
            before = heading
        yield cut(line, WIDTH * 2)


def _notes(session: Session, notes: Notes) -> Iterator[str]:
    yield from table(noted(notes, session))


def _again(session: Session, diagnosis: Diagnosis, program: str) -> Iterator[str]:
    at = place_said(session.events, diagnosis.problems[0]) if diagnosis.problems else ""
    yield on_screen(program, session.uuid, at)
    yield printed(program, session.uuid, "markdown")
