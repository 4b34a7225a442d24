"""A comparison as text to read."""

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
from vpe_tui.report.layout import Paint, plain
from vpe_tui.text.cells import cut, wrap


def as_text(told: Told, paint: Paint = plain) -> str:
    """The report; ends with a line break."""
    lines = [paint(line, "title") for line in wrap(told.comparison.says, told.width)]
    for letter, of in told.sides:
        verdict = of.verdict
        said = wrap(f"{letter}  {verdict.text} [{verdict.band_text}]", told.width, "   ")
        lines += ["", *(paint(line, verdict.band or "dim") for line in said)]
        lines += [paint(cut(f"   {side_said(told, of)}", told.width), "dim")]
    lines += ["", *strip_lines(told), paint(told.comparison.aligned, "dim")]
    for head, block in (
        (fields_head(told), field_lines(told)),
        ("Numbers: one session each, no statistics", number_lines(told)),
        (rows_head(told), row_lines(told)),
    ):
        lines += ["", paint(head, "title"), *(cut(line, told.width) for line in block)]
    return "\n".join([*lines, "", paint(told.again, "dim"), ""])
