"""What the help of a command ends with: examples, then exit codes, environment and files, each in a line or two."""

import argparse
import dataclasses
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from vpe_tui.cli.tree import OPEN, WORDS
from vpe_tui.errors import EXIT_CODES, SettingsFault
from vpe_tui.settings.sources import Settings, config_directory
from vpe_tui.text.cells import wrap

_WIDEST = 100
_STUCK = "\N{NO-BREAK SPACE}"
"""So that no line ends with a code whose meaning stands on the next."""


def ending(word: str, parser: argparse.ArgumentParser) -> str:
    """The ending of a command's help."""
    about = WORDS[word]
    blocks = [["examples:", *(f"  {example}" for example in about.examples)]]
    if word == OPEN:
        blocks.insert(0, ["commands:", *(f"  {name:12}{each.says}" for name, each in WORDS.items() if name != OPEN)])
    if about.alias:
        blocks.append([f"`vpe-tui {about.alias}` is the same command under its older name."])
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST) - 2
    told = {"exit codes": _exits(word, parser), "environment": _environment(word), "files": _files(word)}
    blocks.append(
        [line.replace(_STUCK, " ") for name, text in told.items() for line in wrap(f"{name}: {text}", width, "  ")]
    )
    return "\n\n".join("\n".join(block) for block in blocks)


def _exits(word: str, parser: argparse.ArgumentParser) -> str:
    check = next((str(action.help) for action in parser._actions if action.dest == "check"), "")
    own = re.search(rf"with `{word}`: ([^;]+)", EXIT_CODES[1])
    of_one = check.removeprefix("exit with 1 ") or (own[1] if own else "it could not be written or deleted")
    short = {code: says.partition(":")[0].partition(";")[0] for code, says in EXIT_CODES.items()} | {1: of_one}
    return " · ".join(f"{code}{_STUCK}{short[code]}" for code in WORDS[word].exits) + " (help exit-codes)"


def _environment(word: str) -> str:
    return ", ".join(_variables(word)) + " (help environment)" if any(_variables(word)) else "none of it"


def _variables(word: str) -> Iterator[str]:
    if WORDS[word].common & {"config"}:
        yield from (field.metadata["env"] for field in dataclasses.fields(Settings) if field.metadata.get("env"))
        yield "VPE_CONFIG_DIR"
    yield from WORDS[word].variables


def _files(word: str) -> str:
    if not WORDS[word].common & {"config"}:
        return "none"
    try:
        directory = str(config_directory(os.environ))
    except SettingsFault as fault:
        return fault.cause
    home = str(Path("~").expanduser())
    shown = directory.replace(home, "~", 1) if directory.startswith(f"{home}{os.sep}") else directory
    return f"config.toml and recents{os.sep} in {shown} (help settings, help privacy)"
