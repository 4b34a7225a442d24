"""Markdown that GitHub, Jira and Slack all show alike: paragraphs, inline code and fenced blocks.

There is no HTML, no table, no link, and columns stand in fences. What came from outside stands in code, so that none of
it is markup; a backslash before a character is no way: Slack shows it.
"""

import re
from collections.abc import Iterable

_SAFE = re.compile(r"[\w ,.;:%()+×≈·=“”’…–—/-]*")
_LOOKS_LIKE_MARKUP = re.compile(r"_|https?:|www\.|/{2}")
_APOSTROPHE = "\u02bc"
"""Stands for a backtick, which would end code."""


def inline(text: str) -> str:
    """Text from outside within a paragraph: as it is when no reader could take it for markup, else as code."""
    line = " ".join(text.split())
    if _SAFE.fullmatch(line) and not _LOOKS_LIKE_MARKUP.search(line):
        return line
    return f"`{line.replace('`', _APOSTROPHE)}`"


def fenced(lines: Iterable[str]) -> list[str]:
    """Lines in a block of their own. It names no language: Slack would show the name as a line of the block."""
    return ["```", *(line.rstrip().replace("`", _APOSTROPHE) for line in lines), "```"]
