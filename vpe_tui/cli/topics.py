"""The tables of the help and of its pages, made of the declarations: metrics, findings, verdicts, bands, keys, …"""

import argparse
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vpe_tui.cli.parser import parser_of
from vpe_tui.cli.tree import OPEN, WORDS
from vpe_tui.errors import EXIT_CODES
from vpe_tui.fleet.row import COLUMNS
from vpe_tui.qoe.bands import BAND_SOURCES, BANDS
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.findings.rules import RULES
from vpe_tui.qoe.units import value_text
from vpe_tui.qoe.verdict import QUALIFIERS, VERDICTS
from vpe_tui.session.query import KIND_WORDS
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
    for name, limits in BANDS._asdict().items():
        metric = METRIC_OF[name]
        good, fair = (value_text(metric.unit, limit) for limit in limits)
        yield name, metric.term, f"≤ {good}", f"≤ {fair}", BAND_SOURCES[name]


def _filter() -> Iterator[Row]:
    yield from (
        ("E0003", "rows and sessions in which it stands, in any column"),
        ("a b", "both"),
        ("a,b", "one of them"),
        ("-a", "not this one"),
        ('"two words"', 'as they stand there; "" is a quote'),
        ("text:stalls", "the word itself, where it would mean something else"),
        ("stalls errors …", f"timeline: rows of a kind: {', '.join(word for word in KIND_WORDS.values() if word)}"),
        ("quality:720p", "timeline: rows of a quality"),
        ("longer:2s", "timeline: rows that took longer"),
        ("row:12-40", "timeline: these rows"),
        ("finding:stall-long", "timeline: the rows that a finding shows"),
        ("metric:rebuffer_s", "timeline: the rows that a number counts"),
    )
    for column in COLUMNS:
        example = ">3" if column.is_number else "word"
        if column.name:
            yield f"{column.name.lower()}:{example}", f"lists: {column.says}"


def _keys() -> Iterator[Row]:
    from vpe_tui.tui.commands import GROUPS, key_names

    for group in GROUPS:
        for command in group.commands:
            yield key_names(command.keys), f"{group.heading}: {command.says}", command.id


def _settings() -> Iterator[Row]:
    for field in dataclasses.fields(Settings):
        if field.metadata:
            places = [field.metadata["flag"], f"${field.metadata['env']}" if field.metadata["env"] else ""]
            where = " ".join(place for place in places if place)
            yield field.metadata["key"], field.metadata["says"], _default(field.name), where


def _default(name: str) -> str:
    default = "" if name == "bands" else getattr(Settings(), name)
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default or "").replace("{}", "")


_OTHERS_VARIABLES = {
    "NO_COLOR": "no colour: bold, dim and reversed text alone",
    "TERM": "what the terminal can do; `dumb` and none cannot draw",
    "COLORTERM": "`truecolor` where the terminal has 16 million colours",
    "LC_ALL LC_CTYPE LANG": "where they name no UTF-8, stand-ins are drawn",
    "TZ": 'the zone that `zone = "local"` means',
    "TMUX": "set in tmux: what is copied also goes into its buffer",
    "PAGER": "what `vpe-tui help` pages with on a terminal",
    "HTTPS_PROXY NO_PROXY": "the proxy, and the hosts that need none",
    "SSL_CERT_FILE SSL_CERT_DIR": "the certificates that are trusted",
}


def _environment() -> Iterator[Row]:
    for field in dataclasses.fields(Settings):
        if field.metadata and field.metadata["env"]:
            yield field.metadata["env"], field.metadata["says"]
    yield "VPE_CONFIG_DIR", "the directory of settings and kept sessions"
    yield from _OTHERS_VARIABLES.items()


def _flags() -> Iterator[Row]:
    """The flags of every command; those that all have are told once."""
    actions = {word: parser_of(word)._actions for word in WORDS}
    common = set.intersection(*({action.dest for action in own} for own in actions.values()))
    yield from (_flag("all", action) for action in actions[OPEN] if action.dest in common)
    for word, own in actions.items():
        command = "vpe-tui" if word == OPEN else word
        yield from (_flag(command, action) for action in own if action.dest not in common)


def _flag(command: str, action: argparse.Action) -> Row:
    names = " ".join(action.option_strings) or str(action.metavar or action.dest.upper())
    return names, command, (action.help or "").replace("%%", "%")


def _json() -> Iterator[Row]:
    """What machines read, by its models: those of each schema that are in none before it."""
    from vpe_tui.report.contract import NAMES, json_schema

    known: set[str] = set()
    for name in NAMES:
        schema = json_schema(name)
        own = {f"{name.title()}Json": schema} if "properties" in schema else {}
        for model, form in (own | schema.get("$defs", {})).items():
            if model not in known:
                known.add(model)
                what = " ".join(form["description"].split())
                yield model.removesuffix("Json"), name, " ".join(form["properties"]), what


def _players() -> Iterator[Row]:
    """The rules that rows are read by, each once, under the first dialect that has it."""
    from vpe_tui.playback.dialects.table import DIALECTS

    known: set[str] = set()
    for name, dialect in DIALECTS.items():
        for rule in (*dialect.rules, *dialect.words.values()):
            if rule.name not in known:
                known.add(rule.name)
                yield rule.name, name, rule.state, rule.says, rule.proof


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
    "filter": Topic(
        "the words that filter a timeline (f) and the lists (/)", ("words", "meaning"), _filter,
        "Numbers are compared with > >= < <= =, in seconds (2s, 500ms, 1m) or percent (4%). Columns of the lists are "
        "named in [columns] of config.toml by the same names.",
    ),
    "keys": Topic("the keys of the screen", ("key", "does", "id"), _keys, "[keys] in config.toml remaps them by id."),
    "settings": Topic(
        "every setting and where it can be given", ("in config.toml", "meaning", "default", "or as"), _settings
    ),
    "environment": Topic("what is read of the environment", ("variable", "means"), _environment),
    "flags": Topic("the flags of every command", ("flag", "command", "does"), _flags),
    "json": Topic("what machines read, by its objects", ("object", "schema", "keys", "what it is"), _json),
    "players": Topic(
        "the rules that rows of each player are read by", ("rule", "player", "is", "means", "proof"), _players
    ),
    "exit-codes": Topic(
        "what the exit code says", ("code", "means"), _exit_codes
    ),
}  # fmt: skip


def as_text(topic: Topic, width: int) -> str:
    """The topic for a terminal: what a row is about, and its sentences beside or below it."""
    rows = list(topic.rows())
    first = max(width_of(row[0]) for row in rows)
    lines: list[str] = []
    for row in rows:
        if len(row) <= _FEW and first <= _BESIDE:
            lines += beside(row[0], first, " · ".join(cell for cell in row[1:] if cell), width)
        else:
            named = zip(topic.columns[2:], row[2:], strict=True)
            lines += wrap(f"{row[0]} · {row[1]}", width, "    ")
            lines += [line for name, cell in named if cell for line in below(f"{name}: {cell}", width)]
            lines.append("")
    return "\n".join(lines).rstrip() + ("\n\n" + "\n".join(wrap(topic.note, width)) if topic.note else "") + "\n"


def beside(name: str, room: int, text: str, width: int) -> Iterator[str]:
    """A name in so much room, and a sentence beside it in as many lines as it takes."""
    first, *rest = wrap(text, width - room - 2)
    yield f"{pad(name, room)}  {first}"
    yield from (" " * (room + 2) + line for line in rest)


def below(text: str, width: int) -> list[str]:
    """A sentence below a name."""
    return [f"    {line}" for line in wrap(text, width - 4)]


def as_markdown(topic: Topic) -> str:
    """The topic as a table."""
    head = [f"| {' | '.join(topic.columns)} |", f"|{'---|' * len(topic.columns)}"]
    return "\n".join([*head, *(_markdown_row(row) for row in topic.rows())])


def _markdown_row(row: Sequence[str]) -> str:
    name, *cells = (cell.replace("|", r"\|") for cell in row)
    return f"| {' | '.join([f'`{name}`', *cells])} |"
