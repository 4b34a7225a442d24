"""The pages of the reference: Markdown for who reads the source, text for `vpe-tui help` and its pager."""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from vpe_tui.cli.topics import TOPICS, as_text, below, beside
from vpe_tui.text.cells import pad, width_of, wrap

PAGES: Mapping[str, str] = {
    "session": "what a session shows: verdict, panes, findings, strip, timeline",
    "lists": "the recent and the kept sessions; notes, stars, handing over",
    "triage": "who else is hit, since when, and what they share",
    "compare": "two sessions side by side, and where they begin to differ",
    "watch": "a session, or a window of them, line by line until what you wait for comes",
    "keys": "every key, and the id by which `[keys]` remaps it",
    "filter": "the words that filter timeline and lists",
    "copying": "the clipboard over SSH and in tmux; links and commands of your own; a browser",
    "commands": "the program without a screen, and every flag",
    "settings": "every setting, its default, and where it can be given; profiles; themes",
    "environment": "every variable that is read",
    "exit-codes": "what the exit code says",
    "json": "what machines read, and what its `schema` number promises",
    "warehouse": "sessions into DuckDB and ClickHouse",
    "library": "the same functions in a notebook or a script",
    "metrics": "every number: formula, meaning, source",
    "bands": "where a number is good, fair or poor, and who says so",
    "verdicts": "what became of a session",
    "findings": "what a log says beyond its numbers",
    "players": "how the logs of each player are read",
    "performance": "how fast it is, against floors of the same run",
    "privacy": "what is kept, what leaves the machine, what is hidden",
}
"""Every page, in the order of the README, and what it is about."""

_TABLE = re.compile(r"<!-- generated: ([a-z-]+) -->\n.*?<!-- end -->", re.DOTALL)
_FENCED = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\n+")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_NAME_AND_SENTENCE = 2
"""Columns of a table whose sentences stand beside their names."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def source(name: str) -> str:
    """A page as it is written."""
    return files("vpe_tui").joinpath("docs", f"{name}.md").read_text(encoding="utf-8")


def page(name: str, width: int) -> str:
    """A page as text of so many cells: its tables as lists, its paragraphs wrapped, without pictures."""
    text = _LINK.sub(r"\1", _PICTURE.sub("", source(name)))
    parts = _TABLE.split(text)  # prose, a table's name, prose, …
    told = [
        as_text(TOPICS[part], width) if place % 2 else "\n".join(_wrapped(part, width))
        for place, part in enumerate(parts)
    ]
    return "\n\n".join(part.strip("\n") for part in told if part.strip()) + "\n"


def _wrapped(prose: str, width: int) -> Iterator[str]:
    """Paragraphs, lists and tables in lines, headings in capitals; what is fenced stays as it is, indented."""
    for place, part in enumerate(_FENCED.split(prose)):
        if place % 2:
            yield from (*(f"    {line}" for line in part.strip("\n").split("\n")), "")
            continue
        for block in filter(str.strip, re.split(r"\n\n+|\n(?=- )", part)):
            lines = block.strip("\n").split("\n")
            if lines[0].startswith("|"):
                yield from _table([_cells(line) for line in lines], width)
            elif lines[0].startswith("#"):
                yield lines[0].lstrip("# ").upper()
            else:
                yield from wrap(" ".join(lines), width, "  " if block.startswith("- ") else "")
            yield ""


def _cells(line: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in _BETWEEN_CELLS.split(line.strip().strip("|"))]


def _table(lines: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A table that somebody wrote: in columns where they fit, else what a row is about with its cells below."""
    heads, _, *rows = lines
    rooms = [max(map(width_of, column)) for column in zip(heads, *rows, strict=True)]
    if sum(rooms) + 2 * len(rooms[1:]) <= width:
        for row in (heads, *rows):
            yield "  ".join(map(pad, row, rooms)).rstrip()
    elif len(heads) == _NAME_AND_SENTENCE:
        for name, says in rows:
            yield from beside(name, rooms[0], says, width)
    else:
        for name, *cells in rows:
            yield from wrap(name, width)
            for head, cell in zip(heads[1:], cells, strict=True):
                yield from below(f"{head}: {cell}", width) if cell else ()
