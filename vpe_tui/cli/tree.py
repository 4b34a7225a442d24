"""The commands and their flags, as argparse knows them. A command's module is imported when it is called."""

import argparse
import dataclasses
from pathlib import Path
from typing import NamedTuple

from vpe_tui import __version__
from vpe_tui.config import Settings


class Word(NamedTuple):
    """A command: what it does, and an example."""

    says: str
    example: str


OPEN = "open"
WORDS = {
    OPEN: Word(
        "Explore sessions on screen: the recent ones, or straight into one.",
        "vpe-tui --demo\n  vpe-tui 6fe10a3e-6c1e-4d13-9df1-1c5f1e4ad042",
    ),
    "show": Word(
        "Print one session: a report to read, or JSON for scripts.",
        "vpe-tui show UUID --json | jq .events[].action",
    ),
    "demo": Word("Run only the demo API, for other clients.", "vpe-tui demo --port 8080"),
}


def parsed(argv: list[str]) -> argparse.Namespace:
    """What was asked for. `.run(namespace)` does it and gives the exit code."""
    common, rest = _common().parse_known_args(argv)
    word = rest[0] if rest and rest[0] in WORDS else OPEN
    parser = _parser(word)
    if word != OPEN:
        argv = _without_first(argv, word)
    return parser.parse_args(argv, common)


def _without_first(argv: list[str], word: str) -> list[str]:
    place = argv.index(word)
    return argv[:place] + argv[place + 1 :]


def _common() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--demo", action="store_true", help="the built-in API with simulated sessions: no key, no network"
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="settings from FILE instead of the user's config.toml"
    )
    parser.add_argument("--profile", metavar="NAME", help="settings of [profiles.NAME] laid over the others")
    for setting in dataclasses.fields(Settings):
        flag, says = setting.metadata.get("flag", ""), setting.metadata.get("says", "")
        if flag.startswith("--no-"):
            parser.add_argument(flag, dest=setting.name, action="store_false", default=None, help=f"do not {says}")
        elif flag:
            parser.add_argument(flag, dest=setting.name, metavar="VALUE", help=says)
    return parser


def _parser(word: str) -> argparse.ArgumentParser:
    about = WORDS[word]
    commands = "\n".join(f"  {name:8}{each.says}" for name, each in WORDS.items() if name != OPEN)
    parser = argparse.ArgumentParser(
        prog="vpe-tui" if word == OPEN else f"vpe-tui {word}",
        description=about.says,
        parents=[_common()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=("commands:\n" + commands + "\n\n" if word == OPEN else "") + f"example:\n  {about.example}",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"vpe-tui {__version__}")
    _OPTIONS[word](parser)
    return parser


def _open_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="UUID", help="a session's UUID or its console URL")
    parser.add_argument("--at", type=int, metavar="ROW", help="open at this row of the timeline")
    parser.add_argument(
        "--filter", default="", metavar="WORDS", help='show only these rows, e.g. "stalls,errors longer:2s"'
    )
    parser.set_defaults(run=_run_open)


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="UUID", help="a session's UUID or its console URL")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--text", dest="form", action="store_const", const="text", help="a report to read (default)")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="one object, for scripts")
    form.add_argument("--json-schema", dest="form", action="store_const", const="schema", help="the form of --json")
    parser.set_defaults(run=_run_show, form="text")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=0, metavar="N", help="port on loopback (default: a free one)")
    parser.set_defaults(run=_run_demo)


def _run_open(arguments: argparse.Namespace) -> int:
    from vpe_tui.cli.screen import run

    return run(arguments)


def _run_show(arguments: argparse.Namespace) -> int:
    from vpe_tui.cli.show import run

    return run(arguments)


def _run_demo(arguments: argparse.Namespace) -> int:
    from vpe_tui.cli.demo import run

    return run(arguments)


_OPTIONS = {OPEN: _open_options, "show": _show_options, "demo": _demo_options}
