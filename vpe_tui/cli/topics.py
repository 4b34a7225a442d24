"""Help topics and the README's tables, made of the declarations: metrics, findings, verdicts, bands, keys, …"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vpe_tui.errors import EXIT_CODES
from vpe_tui.qoe.bands import BAND_SOURCES, BANDS
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.findings.rules import RULES
from vpe_tui.qoe.units import value_text
from vpe_tui.qoe.verdict import QUALIFIERS, VERDICTS
from vpe_tui.settings.sources import Settings
from vpe_tui.text.cells import pad, width_of, wrap

Row = tuple[str, ...]

_FEW = 3
"""Columns that fit beside one another."""

_BESIDE = 24
"""Cells of a first column beside which there is room for a sentence."""


class Topic(NamedTuple):
    """A help topic: a table whose first column names what the others describe."""

    says: str
    columns: Row
    rows: Callable[[], Iterator[Row]]
    note: str = ""


def _metrics() -> Iterator[Row]:
    for each in METRICS:
        undefined = f" None when {each.undefined}." if each.undefined else ""
        yield each.key, f"{each.term}, {each.unit}", each.formula, f"{each.explanation}{undefined}", each.source


def _findings() -> Iterator[Row]:
    return ((rule.id, rule.severity, rule.looks_for, rule.basis) for rule in RULES)


def _verdicts() -> Iterator[Row]:
    yield from ((id, "verdict", meaning) for id, meaning in VERDICTS.items())
    yield from ((id, "qualifier", meaning) for id, meaning in QUALIFIERS.items())


def _bands() -> Iterator[Row]:
    for field in dataclasses.fields(BANDS):
        limits, metric = getattr(BANDS, field.name), METRIC_OF[field.name]
        good, fair = (value_text(metric.unit, limit) for limit in limits)
        yield field.name, metric.term, f"≤ {good}", f"≤ {fair}", BAND_SOURCES[field.name]


def _keys() -> Iterator[Row]:
    from vpe_tui.tui.commands import GROUPS, key_name

    for group in GROUPS:
        for command in group.commands:
            keys = " ".join(key_name(key) for key in command.keys.split(","))
            yield keys, f"{group.heading}: {command.says}", command.id


def _settings() -> Iterator[Row]:
    for field in dataclasses.fields(Settings):
        if field.metadata:
            places = [field.metadata["flag"], f"${field.metadata['env']}" if field.metadata["env"] else ""]
            yield field.metadata["key"], field.metadata["says"], " ".join(place for place in places if place)


def _exit_codes() -> Iterator[Row]:
    return ((str(code), meaning) for code, meaning in EXIT_CODES.items())


TOPICS: Mapping[str, Topic] = {
    "metrics": Topic(
        "the numbers of a session, and how each is made",
        ("key", "term", "formula", "meaning", "source"),
        _metrics,
        "P playing, R rebuffering that no seek brought about, Rs rebuffering that one did, S seeking, A paused, "
        "J video startup, N count of the stalls in R. An undefined number is null, never 0.",
    ),
    "findings": Topic(
        "what a log says beyond its numbers", ("id", "severity", "looks for", "rests on"), _findings,
        "The severity is that of the worst it can find.",
    ),
    "verdicts": Topic("what became of a session", ("id", "", "meaning"), _verdicts),
    "bands": Topic(
        "where a number is good, fair or poor", ("key", "term", "good", "fair", "source"), _bands,
        "[bands] in config.toml has other cut-offs: rebuffering_ratio = [0.01, 0.04].",
    ),
    "keys": Topic("the keys of the screen", ("key", "does", "id"), _keys, "[keys] in config.toml remaps them by id."),
    "settings": Topic("every setting and where it can be given", ("in config.toml", "meaning", "or as"), _settings),
    "exit-codes": Topic(
        "what the exit code says", ("code", "means"), _exit_codes, "With several sessions it is the highest of theirs."
    ),
}  # fmt: skip


def as_text(topic: Topic, width: int) -> str:
    """The topic for a terminal: what a row is about, and its sentences beside or below it."""
    rows = list(topic.rows())
    first = max(width_of(row[0]) for row in rows)
    lines = [f"{topic.says[0].upper()}{topic.says[1:]}", ""]
    for row in rows:
        if len(row) <= _FEW and first <= _BESIDE:
            lines += _beside(row[0], first, " · ".join(cell for cell in row[1:] if cell), width)
        else:
            named = zip(topic.columns[2:], row[2:], strict=True)
            lines += wrap(f"{row[0]} · {row[1]}", width, "    ")
            lines += [line for name, cell in named if cell for line in _below(f"{name}: {cell}", width)]
            lines.append("")
    return "\n".join(lines).rstrip() + ("\n\n" + "\n".join(wrap(topic.note, width)) if topic.note else "") + "\n"


def _beside(name: str, room: int, text: str, width: int) -> Iterator[str]:
    first, *rest = wrap(text, width - room - 2)
    yield f"{pad(name, room)}  {first}"
    yield from (" " * (room + 2) + line for line in rest)


def _below(text: str, width: int) -> list[str]:
    return [f"    {line}" for line in wrap(text, width - 4)]


def as_markdown(topic: Topic) -> str:
    """The topic as a table for the README."""
    head = [f"| {' | '.join(topic.columns)} |", f"|{'---|' * len(topic.columns)}"]
    return "\n".join([*head, *(_markdown_row(row) for row in topic.rows())])


def _markdown_row(row: Sequence[str]) -> str:
    name, *cells = (cell.replace("|", r"\|") for cell in row)
    return f"| {' | '.join([f'`{name}`', *cells])} |"
