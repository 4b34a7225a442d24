"""The arguments as argparse reads them, and its help: a command's own flags first, then the common ones."""

import argparse
import dataclasses
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from vpe_tui import __version__
from vpe_tui.cli.stdout import readable
from vpe_tui.cli.tree import ALIASES, COMPLETE, INCIDENTS, OPEN, WORDS
from vpe_tui.errors import OutputFault, UsageFault
from vpe_tui.settings.sources import Settings
from vpe_tui.settings.values import OneOf


def parsed(argv: list[str]) -> argparse.Namespace:
    """The parsed arguments. `.run(namespace)` does what was asked for and gives the exit code."""
    if argv[:1] == [COMPLETE]:  # the rest is a line that somebody types: none of it is for us
        return argparse.Namespace(run=_runner("complete"), words=argv[1:])
    common, rest = _common().parse_known_args(argv)
    word = ALIASES.get(rest[0], rest[0]) if rest else OPEN
    if word == OPEN or word not in WORDS:
        word = OPEN
        _refuse_misspelt(rest)
    else:
        argv = _without_first(argv, rest[0])
    parser = parser_of(word)
    arguments, rest = parser.parse_known_args(argv, common)
    if rest:
        raise _no_such(rest[0], parser, word)
    return arguments


def common_of(argv: Sequence[str]) -> argparse.Namespace:
    """What a line says with the flags that every command has. Raises `UsageFault`."""
    return _common().parse_known_args(argv)[0]


def _refuse_misspelt(rest: list[str]) -> None:
    """A word that is nearly a command is no session."""
    if not rest or not rest[0].isalpha():
        return
    from vpe_tui.service.targets import is_file

    meant = _nearest(rest[0].lower(), [*WORDS, *ALIASES])
    if meant and not is_file(rest[0]):
        raise UsageFault("No such command", f"“{rest[0]}”", f"did you mean vpe-tui {ALIASES.get(meant, meant)}?")


def _no_such(given: str, parser: argparse.ArgumentParser, word: str) -> UsageFault:
    """The fault of an argument that is nothing to this command: what was meant, or whose it is."""
    if not given.startswith("-"):
        return UsageFault("Not understood", f"“{given}” is one too many", f"see {parser.prog} --help")
    flag = given.partition("=")[0]
    if meant := _nearest(flag, [name for action in parser._actions for name in action.option_strings]):
        return UsageFault("No such flag", f"“{flag}”", f"did you mean {meant}?")
    others = [each for each in WORDS if each not in (word, OPEN) and flag in parser_of(each)._option_string_actions]
    whose = f"it is a flag of {', '.join(others)}; " if others else ""
    return UsageFault("No such flag", f"“{flag}”", f"{whose}see {parser.prog} --help")


def _nearest(given: str, names: Iterable[object]) -> str:
    """The name that was meant; empty where none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(given, map(str, names), 1)), "")


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line, as everything else does."""

    def error(self, message: str) -> NoReturn:
        """Raises the `UsageFault`."""
        raise UsageFault("Not understood", message, f"see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is None or value in action.choices:
            return
        name = "/".join(action.option_strings) or str(action.metavar or action.dest)
        meant = _nearest(str(value), action.choices)
        hint = f"did you mean {meant}?" if meant else f"there are {', '.join(map(str, action.choices))}"
        raise UsageFault("Not understood", f"{name}: “{value}”", hint)

    def _print_message(self, message: str, file: object = None) -> None:
        """Help and version are data as any other: argparse would hide that they could not be written."""
        if sys.stdout is None:
            raise OutputFault("Nowhere to write", "stdout is closed")
        sys.stdout.write(readable("auto")(message))
        sys.stdout.flush()


def parser_of(word: str) -> argparse.ArgumentParser:
    """The parser of a command: its flags and the common ones."""
    about = WORDS[word]
    examples = "\n".join(f"  {example}" for example in about.examples)
    parser = Parser(
        prog="vpe-tui" if word == OPEN else f"vpe-tui {word}",
        description=about.says,
        parents=[_common()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=(_commands() if word == OPEN else "")
        + f"examples:\n{examples}"
        + (f"\n\n`vpe-tui {about.alias}` is the same command under its older name." if about.alias else ""),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"vpe-tui {__version__}")
    about.options(parser)
    parser.set_defaults(run=_runner(about.module))
    return parser


def _commands() -> str:
    lines = (f"  {name:12}{each.says}" for name, each in WORDS.items() if name != OPEN)
    return "commands:\n" + "\n".join(lines) + "\n\n"


def _runner(module: str) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        code: int = import_module(f"vpe_tui.cli.{module}").run(arguments)
        return code

    return run


def _without_first(argv: list[str], word: str) -> list[str]:
    place = argv.index(word)
    return argv[:place] + argv[place + 1 :]


def _common() -> argparse.ArgumentParser:
    parser = Parser(prog="vpe-tui", add_help=False, allow_abbrev=False)
    parser.add_argument(
        "--demo", action="store_true", help="the built-in API with simulated sessions: no key, no network"
    )
    parser.add_argument(
        "--incident", default="", choices=INCIDENTS, help="the demo of two hours with this incident, or none, in them"
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="settings from FILE instead of the user's config.toml"
    )
    parser.add_argument("--profile", metavar="PROFILE", help="use the settings of [profiles.PROFILE]")
    for setting in dataclasses.fields(Settings):
        if setting.metadata.get("flag"):
            parser.add_argument(setting.metadata["flag"], dest=setting.name, **_form(setting))
    redact = parser.add_mutually_exclusive_group()
    redact.add_argument(
        "--redact", action="store_true", default=None, help="hide personal data (default for what people paste)"
    )
    redact.add_argument(
        "--no-redact",
        dest="redact",
        action="store_false",
        default=None,
        help="hide nothing (default for what machines read)",
    )
    parser.add_argument("--quiet", action="store_true", help="tell only errors on stderr")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell on stderr what it is doing")
    return parser


def _form(setting: "dataclasses.Field[object]") -> dict[str, Any]:
    """A switch says the other of two values; every other flag is followed by one, which is looked at here.

    What is wrong with it is a mistake of this call's, told as such, before any file is read.
    """
    about = setting.metadata
    switches_to, says, read = about["switches_to"], about["says"], about["read"]
    if switches_to is not None:
        return {"action": "store_const", "const": switches_to, "help": says if switches_to else f"do not {says}"}
    if isinstance(read, OneOf):
        return {"choices": read.words, "help": says}
    return {"metavar": about["value"], "type": _looked_at(read), "help": says}


def _looked_at(read: Callable[[object], object]) -> Callable[[str], str]:
    def text(given: str) -> str:
        try:
            read(given)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(str(fault)) from None
        return given

    return text
