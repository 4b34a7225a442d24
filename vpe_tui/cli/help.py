"""`vpe-tui help [TOPIC]`: help of the commands, and of topics made from the declarations."""

import argparse
import re
import shutil
import sys
from collections import Counter

from vpe_tui.cli.pages import PAGES, page
from vpe_tui.cli.parser import parser_of
from vpe_tui.cli.stdout import readable, write, write_for_people
from vpe_tui.cli.tree import ALIASES, OPEN, WORDS
from vpe_tui.errors import UsageFault
from vpe_tui.text.nearest import nearest

_WIDEST = 100
_FEW = 3
"""Pages that are named at once."""


def run(arguments: argparse.Namespace) -> int:
    """Prints a topic, or the help of a command, or the list of both."""
    asked = ALIASES.get(arguments.topic, arguments.topic)
    if asked is None:
        write_for_people([_overview()], "auto")
    elif asked in PAGES:
        _show(page(asked, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)))
    elif asked in WORDS:
        write_for_people([parser_of(asked).format_help()], "auto")
    else:
        raise UsageFault("No such topic", f"“{asked}”", _hint(asked))
    return 0


def _hint(asked: str) -> str:
    """What was begun to be written, else the pages that speak of it most, else what is near it, else all there are."""
    names = [*PAGES, *WORDS]
    begun = next((name for name in names if asked and name.startswith(asked.casefold())), "")
    word = re.compile(rf"\b{re.escape(asked)}", re.IGNORECASE)
    spoken = Counter({name: len(word.findall(page(name, _WIDEST))) for name in PAGES if asked and not begun})
    if where := [name for name, times in spoken.most_common(_FEW) if times]:
        return f"it is spoken of in vpe-tui help {' · '.join(where)}"
    meant = begun or nearest(asked, names)
    return f"did you mean vpe-tui help {meant}?" if meant else f"there are {', '.join(PAGES)}"


def _show(text: str) -> None:
    """In a pager where somebody reads it on a terminal."""
    if sys.stdout is not None and sys.stdout.isatty():
        from pydoc import pager

        pager(readable("auto")(text))
    else:
        write([text])


def _overview() -> str:
    commands = [f"  {name:12}{word.says}" for name, word in WORDS.items() if name != OPEN]
    topics = [f"  {name:12}{says.replace(chr(96), '')}" for name, says in PAGES.items()]
    return "\n".join(["vpe-tui help COMMAND:", *commands, "", "vpe-tui help TOPIC:", *topics, ""])
