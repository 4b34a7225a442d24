"""`vpe-tui help [TOPIC]`: help of the commands, and of topics made from the declarations."""

import argparse
import shutil
import sys

from vpe_tui.cli.nearest import nearest
from vpe_tui.cli.pages import PAGES, page
from vpe_tui.cli.parser import parser_of
from vpe_tui.cli.stdout import readable, write, write_for_people
from vpe_tui.cli.tree import ALIASES, OPEN, WORDS
from vpe_tui.errors import UsageFault

_WIDEST = 100


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
        meant = nearest(asked, [*PAGES, *WORDS])
        hint = f"did you mean vpe-tui help {meant}?" if meant else f"there are {', '.join(PAGES)}"
        raise UsageFault("No such topic", asked, hint)
    return 0


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
