"""A comparison in Markdown, for a ticket or a chat."""

from collections.abc import Iterable, Iterator

from vpe_tui.report.compare.parts import (
    Told,
    field_lines,
    fields_head,
    number_lines,
    row_lines,
    rows_head,
    side_said,
    strip_lines,
)
from vpe_tui.report.markup import fenced, inline


def as_markdown(told: Told) -> str:
    """The report; ends with a line break."""
    sides = [f"**{letter}** {inline(of.verdict.text)} `{side_said(told, of)}`" for letter, of in told.sides]
    parts = [f"## {inline(told.comparison.says)}", *sides, inline(told.comparison.aligned)]
    for head, lines in _blocks(told):
        parts += [f"### {head}", "\n".join(fenced(lines))]
    return "\n\n".join(parts) + "\n"


def _blocks(told: Told) -> Iterator[tuple[str, Iterable[str]]]:
    yield "At a glance", strip_lines(told)
    yield fields_head(told), field_lines(told)
    yield "Numbers", number_lines(told)
    yield rows_head(told), row_lines(told)
    yield "See it again", [told.again]
