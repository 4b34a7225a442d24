"""A triage as Markdown for the incident channel: no heading below the first, no table that a chat cannot show."""

from collections.abc import Iterable

from vpe_tui.fleet.triage import sentences
from vpe_tui.report.layout import table
from vpe_tui.report.markup import fenced, inline
from vpe_tui.report.triage.parts import GROUP_HEAD, Told, bad_sessions, beside, group_cells, numbers

_SESSIONS = 10


def as_markdown(told: Told) -> str:
    """The report; ends with a line break."""
    first, *rest = told.sentences
    parts = [f"**{inline(first)}**", *map(inline, rest), f"Window: {inline(told.window)}"]
    rows = list(numbers(told.triage))
    if told.triage.numbers.listed:
        has_before = any(row.before for row in rows)
        wide = 4 if has_before else 2
        cells = [row[:wide] for row in rows]
        parts.append(_block(table([("", "now", "a day before", "times")[:wide], *cells])))
    causes = told.triage.causes.found
    if causes:
        head, *lines = table([GROUP_HEAD, *(group_cells(told, each) for each in causes)], range(1, 8))
        told_of = [
            (line, *(f"  {each}" for each in beside(told, cause))) for line, cause in zip(lines, causes, strict=True)
        ]
        parts.append(_block([head, *(line for each in told_of for line in each)]))
    if bad := bad_sessions(told, _SESSIONS):
        more = told.triage.numbers.bad - len(bad)
        parts.append("Worst first" + (f" ({more:,} more)" if more else "") + ":\n" + _block(table(bad)))
    if notes := list(sentences.reservations(told.triage, told.zone)):
        parts.append("Not known: " + " ".join(map(inline, notes)))
    return "\n\n".join([*parts, _block([told.again])]) + "\n"


def _block(lines: Iterable[str]) -> str:
    return "\n".join(fenced(lines))
