"""The arguments as argparse reads them, and its help: a command's own flags first, then the common ones."""

import argparse
import dataclasses
import sys
from collections.abc import Callable, Sequence, Set
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any, NoReturn

from vpe_tui.cli.ending import ending
from vpe_tui.cli.stdout import readable
from vpe_tui.cli.tree import ALIASES, COMPLETE, EVERYTHING, INCIDENTS, OPEN, WORDS
from vpe_tui.errors import OutputFault, UsageFault
from vpe_tui.settings.sources import Settings
from vpe_tui.settings.values import OneOf
from vpe_tui.text.nearest import nearest
from vpe_tui.version import __version__

_VERSION = f"vpe-tui {__version__}"


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
    for given in takewhile("--".__ne__, argv):  # argparse would miss a word that it takes for the flag's value first
        if given.startswith("--") and given.partition("=")[0] not in parser._option_string_actions:
            raise _no_such(given, parser, word)
    arguments, rest = parser.parse_known_intermixed_args(argv, common)
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

    meant = nearest(rest[0].lower(), [*(word for word in WORDS if word != OPEN), *ALIASES])
    if meant and not is_file(rest[0]):
        raise UsageFault("No such command", f"“{rest[0]}”", f"did you mean vpe-tui {ALIASES.get(meant, meant)}?")


def _no_such(given: str, parser: argparse.ArgumentParser, word: str) -> UsageFault:
    """The fault of an argument that is nothing to this command: what was meant, or whose it is."""
    if not given.startswith("-"):
        return UsageFault("Not understood", f"“{given}” is one too many", f"see {parser.prog} --help")
    flag = given.partition("=")[0]
    own = parser._option_string_actions
    whose = {
        name: each for each in reversed([*WORDS]) for name in parser_of(each)._option_string_actions if name not in own
    }
    near = nearest(flag, own) or nearest(flag, whose)
    if flag in whose:  # and not in its own, or it had been understood
        hint = f"it is a flag of vpe-tui {whose[flag]}; see {parser.prog} --help"
    else:
        hint = f"did you mean {near}?" if near else f"see {parser.prog} --help"
    return UsageFault("No such flag", f"“{flag}”", hint)


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line, as everything else does."""

    ending: Callable[[], str] = str
    """What its help ends with: made when it is shown."""

    def format_help(self) -> str:
        """The help."""
        self._positionals.title, self._optionals.title = "arguments", "flags"
        self.epilog = self.ending()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raises the `UsageFault`."""
        raise UsageFault("Not understood", message, f"see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is None or value in action.choices:
            return
        name = "/".join(action.option_strings) or str(action.metavar or action.dest)
        meant = nearest(str(value), action.choices)
        hint = f"did you mean {meant}?" if meant else f"there are {', '.join(map(str, action.choices))}"
        raise UsageFault("Not understood", f"{name}: “{value}”", hint)

    def _print_message(self, message: str, file: object = None) -> None:
        """Help and version are data as any other: argparse would hide that they could not be written."""
        if sys.stdout is None:
            raise OutputFault("Nowhere to write", "stdout is closed")
        sys.stdout.write(readable("auto")(message))
        sys.stdout.flush()


def parser_of(word: str) -> argparse.ArgumentParser:
    """The parser of a command: its own flags, then the common ones. Its help shows those that matter to it."""
    about = WORDS[word]
    parser = Parser(
        prog="vpe-tui" if word == OPEN else f"vpe-tui {word}",
        description=about.says,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    about.options(parser)
    places = [_place(action) for action in parser._actions if not action.option_strings]
    parser.usage = " ".join([parser.prog, "[FLAG …]", *places])
    parser.ending = lambda: ending(word, parser)
    common = parser.add_argument_group("common flags")
    common.add_argument("-h", "--help", action="help", help="show this help and exit")
    common.add_argument(
        "--version", action="version", version=f"vpe-tui {__version__}", help="show the version and exit"
    )
    _add_common(common, about.common)
    parser.set_defaults(run=_runner(about.module))
    return parser


def _place(action: argparse.Action) -> str:
    """How an argument stands in the usage."""
    name = "|".join(map(str, action.choices)) if action.choices else str(action.metavar)
    return {"?": f"[{name}]", "*": f"[{name} …]"}.get(str(action.nargs), name)


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
    _add_common(parser, EVERYTHING)
    return parser


def _add_common(parser: argparse._ActionsContainer, shown: Set[str]) -> None:
    """Adds the flags that every command takes."""
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
    for action in parser._actions:
        if action.dest in EVERYTHING - shown:
            action.help = argparse.SUPPRESS


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
