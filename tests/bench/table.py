"""The figures as Markdown: each beside its floor, its goal, and whether that is met."""

from collections.abc import Iterator

from tests.bench.figures import FIGURES, Case, Figure, Floors, Samples
from tests.bench.timed_tty import Size

_HEAD = "| figure | events | measured | ÷ floor | goal | | spread |\n|---|--:|--:|--:|--:|---|--:|"


def floors_told(floors: Floors) -> str:
    """The floors of this run, a line each."""
    parsed = " · ".join(f"{events:,}: {ms:.1f}" for events, ms in sorted(floors.json_ms.items()))
    return "\n".join(
        (
            f"- `python -c pass`: {floors.python_ms:.0f} ms",
            f"- B, the bare Textual app's first paint: {floors.bare_ms:.0f} ms; its peak: {floors.bare_mib:.0f} MiB",
            f"- K, a key in the bare app: {floors.bare_key_ms:.1f} ms",
            f"- G, the script that only gets and prints: {floors.get_ms:.0f} ms",
            f"- J, `json.loads` of the body, by events: {parsed} ms",
        )
    )


def table(samples: Samples, floors: Floors, size: Size) -> str:
    """All figures of one terminal."""
    return f"**{size}**\n\n{_HEAD}\n" + "\n".join(_rows(samples, floors, size))


def missed(samples: Samples, floors: Floors) -> list[str]:
    """The goals that are not met, a line each."""
    return [
        f"{FIGURES[case.figure].says} ({case.events:,} events, {case.size}): "
        f"{_told(value, FIGURES[case.figure].unit)}, {_verdict(value, goal)}"
        for case in samples.taken
        if (goal := FIGURES[case.figure].goal(floors, case.events)) is not None and (value := samples.best(case)) > goal
    ]


def _rows(samples: Samples, floors: Floors, size: Size) -> Iterator[str]:
    for name, figure in FIGURES.items():
        for case in sorted(each for each in samples.taken if (each.figure, each.size) == (name, size)):
            yield _row(case, figure, samples, floors)


def _row(case: Case, figure: Figure, samples: Samples, floors: Floors) -> str:
    value, goal = samples.best(case), figure.goal(floors, case.events)
    cells = (
        figure.says,
        f"{case.events:,}" if case.events else "",
        _told(value, figure.unit),
        _ratio(value, figure, floors),
        "" if goal is None else f"{figure.goal_says} = {_told(goal, figure.unit)}",
        "" if goal is None else _verdict(value, goal),
        f"{samples.spread(case):.2f}" if samples.rounds > 1 else "",
    )
    return f"| {' | '.join(cells)} |"


def _told(value: float, unit: str) -> str:
    digits = 1 if unit in ("ms", "s") and value < 100 else 0
    return f"{value:,.{digits}f} {unit}"


def _ratio(value: float, figure: Figure, floors: Floors) -> str:
    floor = {"B": floors.bare_ms, "K": floors.bare_key_ms, "G": floors.get_ms, "bytes ÷ rate": floors.link_s}
    if figure.per not in floor or not floor[figure.per]:
        return ""
    return f"{value / floor[figure.per]:.2f} {figure.per}"


def _verdict(value: float, goal: float) -> str:
    if value <= goal:
        return "met"
    return f"**missed by {(value / goal - 1) * 100:.0f} %**" if goal else f"**missed by {value:,.0f}**"
