"""A triage as text to read: what is wrong, since when, what the bad ones share, and which they are."""

from collections.abc import Iterator

from vpe_tui.fleet.triage import sentences
from vpe_tui.report.layout import Paint, plain, table
from vpe_tui.report.triage.parts import (
    GROUP_HEAD,
    Told,
    bad_sessions,
    beside,
    group_cells,
    maybe_chance,
    numbers,
    over_time,
)
from vpe_tui.text.cells import cut, wrap
from vpe_tui.text.clean import counted

_SESSIONS = 20


def as_text(told: Told, *, width: int = 80, paint: Paint = plain) -> str:
    """The report. `width` in cells; ends with a line break."""
    triage = told.triage
    first, *rest = told.sentences
    lines = [paint(cut(f"triage · {told.window}", width), "dim")]
    lines += [paint(line, "title") for line in wrap(first, width)]
    lines += [line for each in rest for line in wrap(each, width)]
    if triage.numbers.listed:
        lines += ["", *_numbers(told), *_over_time(told, width)]
    if triage.numbers.bad:
        lines += _shared(told, width, paint) + _sessions(told, width)
    notes = [line for each in sentences.reservations(triage, told.zone) for line in wrap(each, width)]
    lines += ["", *(paint(line, "dim") for line in notes)] if notes else []
    return "\n".join([*lines, "", paint(told.again, "dim"), ""])


def _numbers(told: Told) -> list[str]:
    rows = list(numbers(told.triage))
    if not any(row.before for row in rows):
        return table([("", "now"), *((row.name, row.now) for row in rows)])
    return table([("", "now", "a day before", "times"), *rows])


def _over_time(told: Told, width: int) -> Iterator[str]:
    bars, each = over_time(told)
    if bars:
        yield from ("", f"bad ones over time, {each}", cut(bars, width))


def _shared(told: Told, width: int, paint: Paint) -> list[str]:
    causes = told.triage.causes
    lines: list[str] = []
    if causes.found:
        tried = (
            f"what the bad ones share ({len(causes.tried):,} values and pairs tried, {causes.testable:,} could show)"
        )
        head, *rows = table([GROUP_HEAD, *(group_cells(told, each) for each in causes.found)], range(1, 8))
        lines += ["", paint(cut(tried, width), "dim"), paint(head, "dim")]
        for row, cause in zip(rows, causes.found, strict=True):
            lines.append(row)
            lines += [cut(f"  {each}", width) for each in beside(told, cause)]
    if chance := maybe_chance(told):
        lines += ["", *wrap(f"may be chance: {chance}", width)]
    return lines


def _sessions(told: Told, width: int) -> list[str]:
    bad = bad_sessions(told, _SESSIONS)
    many = told.triage.numbers.bad
    what = f"{len(bad):,} of {counted(many, 'bad session')}" if many > len(bad) else counted(many, "bad session")
    return ["", f"{what}, worst first", *(cut(line, width) for line in table(bad))]
