"""The commands, declared: what each does, its flags, examples of it, and the module that does it."""

import argparse
from collections.abc import Callable, Mapping
from typing import NamedTuple

ASKING = frozenset({"demo", "incident", "config", "profile", "base_url", "timeout_s", "cache_enabled"})
READING = frozenset({"zone", "player", "redact"})
TALKING = frozenset({"quiet", "verbose"})
ON_SCREEN = frozenset({"theme", "ascii", "mouse", "clipboard"})
EVERYTHING = ASKING | READING | TALKING | ON_SCREEN
"""What the common flags set. Each command takes all of them, and its help tells those that matter to it."""


class Word(NamedTuple):
    """A command: what it does, examples, the module of `vpe_tui.cli` that does it, and its own flags."""

    says: str
    examples: tuple[str, ...]
    module: str
    options: Callable[[argparse.ArgumentParser], None]
    alias: str = ""
    """An older name that scripts may still use; no list of commands shows it."""
    common: frozenset[str] = ASKING | READING | TALKING
    """The common flags that matter to it; empty where it reads no settings."""
    exits: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    """The exit codes that it has, beside those of signals."""
    variables: tuple[str, ...] = ("NO_COLOR",)
    """What it reads of the environment beside settings."""


INCIDENTS = ("isp", "version-os", "host", "title", "none")
"""The demo's incidents by name; `demo.incidents` has them."""


def _open_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        nargs="?",
        metavar="UUID|FILE",
        help="a session's UUID, its console URL, a saved answer (FILE.json, - for stdin), or a hand-over (FILE.ndjson)",
    )
    parser.add_argument(
        "--at", default="", metavar="TIME", help="open at +12:43, 12:52:00, 10-08 12:52, 43%% or a row's number, as t"
    )
    parser.add_argument(
        "--filter", default="", metavar="WORDS", help='show only these rows, e.g. "stalls,errors longer:2s"'
    )


FORMS: Mapping[str, str] = {
    "text": "a report to read, one screen (default)",
    "json": "one object a session, an array when several or - are asked for",
    "ndjson": "one object an event",
    "flat": "one flat object a session, for a warehouse (schema flat --sql has its types)",
    "csv": "one line an event",
    "markdown": "an incident report for a ticket or a chat",
    "handover": "the sessions with their answers, one a line: vpe-tui FILE opens them as a list",
    "raw": "the API's answer, byte for byte",
}
"""The forms of `show`."""


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="UUID|FILE",
        help="UUIDs, console URLs or saved answers (FILE.json); - reads such from stdin, one a line, or a saved answer",
    )
    form = parser.add_mutually_exclusive_group()
    for name, says in FORMS.items():
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=says)
    form.add_argument("--json-schema", dest="form", action="store_const", const="schema", help="the form of --json")
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 when a session failed, or a number of it is poor"
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--fresh", action="store_true", help="ask the API, even if the kept session is fresh")
    asked.add_argument("--offline", action="store_true", help="show what is kept here, without the network")
    parser.add_argument("--jobs", type=_up_to(64), default=8, metavar="N", help="sessions at once (default: 8)")
    parser.set_defaults(form="text")


def _up_to(most: int) -> Callable[[str], int]:
    """A number from 1 to `most`."""

    def number(text: str) -> int:
        count = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        if not 1 <= count <= most:
            raise argparse.ArgumentTypeError(f"should be a number from 1 to {most}")
        return count

    return number


def _asked_options(parser: argparse.ArgumentParser, *, last: str = "") -> None:
    """What is asked of the API's list; `last` tells of the window where none is."""
    parser.add_argument("--since", metavar="DURATION", help=f"only sessions of the last 1h, 30m, 7d{last}")
    parser.add_argument(
        "--from", dest="start", metavar="TIME", help="only from 2025-10-08, 2025-10-08T12:00 or 12:00 on, in --zone"
    )
    parser.add_argument("--to", dest="end", metavar="TIME", help="only up to this time (default: now)")
    parser.add_argument("--device", type=str.lower, choices=("pc", "mobile"), help="only of this device")
    parser.add_argument("--type", type=str.lower, choices=("vod", "live"), help="only of this video type")


def _list_options(parser: argparse.ArgumentParser) -> None:
    _asked_options(parser)
    many = parser.add_mutually_exclusive_group()
    many.add_argument("--limit", type=_up_to(100), metavar="N", help="at most so many, up to 100")
    many.add_argument("--all", action="store_true", help="every session of the window, however many calls that takes")
    form = parser.add_mutually_exclusive_group()
    for name, says in (("json", "one object"), ("ndjson", "one object a session"), ("csv", "one line a session")):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=says)
    parser.set_defaults(form="text")


def _triage_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="saved answers, hand-over files, or lines of show --flat, instead of the API; - for stdin",
    )
    _asked_options(parser, last=" (default: 1h)")
    parser.add_argument(
        "--bad",
        default="poor",
        metavar="failed|poor|CODE",
        help="failed, poor (default; what failed too), or a code: E0003",
    )
    parser.add_argument("--max", type=_count, default=500, metavar="N", help="sessions to read at most (default: 500)")
    parser.add_argument(
        "--max-listed", type=_count, default=20_000, metavar="N", help="sessions to list at most (default: 20000)"
    )
    parser.add_argument("--jobs", type=_up_to(8), default=8, metavar="N", help="sessions at once (default: 8)")
    parser.add_argument("--no-baseline", action="store_true", help="do not list the same hours of yesterday")
    form = parser.add_mutually_exclusive_group()
    for name, says in TRIAGE_FORMS.items():
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=says)
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 when something that the bad ones share is loud"
    )
    parser.set_defaults(form="text")


TRIAGE_FORMS: Mapping[str, str] = {
    "text": "a report to read (default)",
    "json": "one object",
    "flat": "one flat object a session that was read: triage reads it again",
    "markdown": "a report for the incident channel",
}
"""The forms of `triage`."""


def _compare_options(parser: argparse.ArgumentParser) -> None:
    for side in ("a", "b"):
        parser.add_argument(side, metavar="UUID|FILE", help="a UUID, a console URL or a saved answer (FILE.json)")
    parser.add_argument(
        "--align",
        choices=ALIGNS,
        help="what is the same moment in both: the first picture, the player's start, the playhead, the wall clock",
    )
    form = parser.add_mutually_exclusive_group()
    for name, says in COMPARE_FORMS.items():
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=says)
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--fresh", action="store_true", help="ask the API, even if the kept sessions are fresh")
    asked.add_argument("--offline", action="store_true", help="compare what is kept here, without the network")
    parser.set_defaults(form=None)


ALIGNS = ("picture", "start", "playhead", "clock")
"""What two sessions can be aligned at."""

COMPARE_FORMS: Mapping[str, str] = {
    "text": "a report to read (default where there is no terminal to show them on)",
    "json": "one object, with first_difference",
    "markdown": "a report for a ticket or a chat",
}
"""The forms of `compare`."""


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not count:
        raise argparse.ArgumentTypeError("should be a number, 1 or more")
    return count


def _watch_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="UUID", help="a session's UUID, or its console URL")
    parser.add_argument(
        "--since",
        metavar="DURATION",
        help="every session of the last 10m, 1h, which moves on (default, without UUID: 10m)",
    )
    parser.add_argument(
        "--until",
        metavar="error|stall|end|change|bad:5%",
        help="end with 0 as soon as it comes: error, stall, end, change, or of a window bad:5%%; several with commas "
        "(default: end of a session, nothing of a window)",
    )
    parser.add_argument(
        "--every", type=_length, metavar="DURATION", help="ask so often (default: 15s a session, 1m a window)"
    )
    parser.add_argument("--for", dest="longest", type=_length, metavar="DURATION", help="watch for so long at most")
    parser.add_argument(
        "--give-up", type=_length, default=600.0, metavar="DURATION", help="end when no answer came for so long (10m)"
    )
    parser.add_argument(
        "--json", dest="form", action="store_const", const="json", help="one object a line, flushed: schema watch"
    )
    parser.set_defaults(form="text")


def _length(text: str) -> float:
    from vpe_tui.settings.values import length

    try:
        return length(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def _kept_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "path", "clear"),
        default="list",
        help="list them (default), tell where they are kept, or delete them all but the starred",
    )
    parser.add_argument("uuid", nargs="?", metavar="UUID", help="the one to clear, starred or not")
    parser.add_argument("--json", action="store_true", help="one object, for scripts")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_up_to(65_535), default=0, metavar="N", help="port on loopback (default: a free one)"
    )


def _help_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", nargs="?", metavar="TOPIC|COMMAND", help="a topic, such as metrics, or a command")


SHELLS = ("bash", "zsh", "fish")


def _completion_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell")


SCHEMAS = ("session", "event", "flat", "listed", "kept", "handover", "triage", "compare", "watch", "doctor")
"""The forms that machines read."""


def _schema_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", choices=SCHEMAS, default="session", help="the form (default: session)")
    parser.add_argument("--sql", choices=("duckdb", "clickhouse"), help="the columns of flat with their types in SQL")


def _config_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("show", "path", "init"),
        default="show",
        help="what is in force and where each value came from (default), where the file is, or write a commented one",
    )


def _doctor_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one object, for scripts")


OPEN = "open"
COMPLETE = "complete"
"""What completion scripts call, with the words of a line. It stands in no list: nobody types it."""

WORDS: Mapping[str, Word] = {
    OPEN: Word(
        "Explore sessions on screen: the recent ones, or straight into one.",
        (
            "vpe-tui --demo",
            "vpe-tui 6fe10a3e-6c1e-4d13-9df1-1c5f1e4ad042",
            "vpe-tui 6fe10a3e-6c1e-4d13-9df1-1c5f1e4ad042 --at +12:43 --filter 'stalls,errors longer:2s'",
        ),
        "screen",
        _open_options,
        common=EVERYTHING,
        exits=(0, 1, 2, 3),
        variables=("NO_COLOR", "TERM", "COLORTERM", "TZ"),
    ),
    "show": Word(
        "Print sessions: a report to read, or data for scripts, tickets and pipes.",
        (
            "vpe-tui show UUID",
            "vpe-tui show UUID --json | jq .verdict.text",
            "vpe-tui show UUID --markdown | pbcopy",
            "vpe-tui show --check --quiet UUID >/dev/null || echo 'went wrong'",
            "vpe-tui show --ndjson - <uuids.txt | jq -c 'select(.action == \"error\")'",
        ),
        "show",
        _show_options,
    ),
    "list": Word(
        "Print the recent sessions, and what is known of those that were looked at here.",
        (
            "vpe-tui list --since 1h --type LIVE",
            "vpe-tui list --from 2025-10-08T12:00 --to 2025-10-08T13:00 --csv >sessions.csv",
            "vpe-tui list --ndjson | jq -r 'select(.is_error).uuid' | vpe-tui show --json -",
        ),
        "list",
        _list_options,
        common=(ASKING | READING | TALKING) - {"player"},
        exits=(0, 1, 2, 3, 4, 6),
    ),
    "triage": Word(
        "Tell who else is hit: which sessions of a window are bad, since when, and what they share.",
        (
            "vpe-tui triage --since 2h",
            "vpe-tui triage --from 14:00 --to 15:00 --device mobile --markdown | pbcopy",
            "vpe-tui triage --since 1h --check >/dev/null || echo 'an incident'",
            "vpe-tui triage --since 1h --flat >incident.ndjson; vpe-tui triage incident.ndjson",
        ),
        "triage",
        _triage_options,
    ),
    "compare": Word(
        "Compare two sessions: what differs, and where it begins.",
        (
            "vpe-tui compare UUID UUID",
            "vpe-tui compare bad.json good.json --markdown | pbcopy",
            "vpe-tui compare UUID UUID --json | jq .first_difference",
        ),
        "compare",
        _compare_options,
        common=EVERYTHING,
    ),
    "watch": Word(
        "Watch a session, or every session of a window: what is new, line by line, until what you wait for comes.",
        (
            "vpe-tui watch UUID",
            "vpe-tui watch UUID --until error --for 30m && echo 'it failed'",
            "vpe-tui watch --since 10m --until bad:5%,change && echo 'look at it'",
            "vpe-tui watch --since 10m --json | jq -c 'select(.kind == \"session\" and .bad)'",
        ),
        "watch",
        _watch_options,
    ),
    "kept": Word(
        "Print the sessions that are kept here, tell where, or delete them.",
        ("vpe-tui kept", "vpe-tui kept list --json", "vpe-tui kept path", "vpe-tui kept clear UUID"),
        "kept",
        _kept_options,
        alias="recents",
        common=(ASKING | READING | TALKING) - {"timeout_s", "player", "verbose"},
        exits=(0, 1, 2, 3, 5),
    ),
    "demo": Word(
        "Run only the demo API, for other clients.",
        ("vpe-tui demo", "vpe-tui demo --port 8080"),
        "demo",
        _demo_options,
        common=frozenset({"incident"}),
        exits=(2, 130, 143),
        variables=(),
    ),
    "schema": Word(
        "Print the JSON Schema of what machines read.",
        ("vpe-tui schema", "vpe-tui schema listed >listed.schema.json"),
        "schema",
        _schema_options,
        common=frozenset(),
        exits=(0, 1, 2),
        variables=(),
    ),
    "config": Word(
        "Show the settings in force, tell where their file is, or write one to begin with.",
        ("vpe-tui config", "vpe-tui config init", '$EDITOR "$(vpe-tui config path)"'),
        "config",
        _config_options,
        common=EVERYTHING - TALKING - {"incident"},
        exits=(0, 1, 2, 3),
        variables=(),
    ),
    "doctor": Word(
        "Look at everything that has to be right: settings, credentials, network, API, terminal.",
        ("vpe-tui doctor", "vpe-tui doctor --json | jq '.checks[] | select(.ok | not)'"),
        "doctor",
        _doctor_options,
        common=EVERYTHING - TALKING - {"incident"},
    ),
    "completion": Word(
        "Print the completion script for a shell.",
        ('eval "$(vpe-tui completion bash)"', "vpe-tui completion fish >~/.config/fish/completions/vpe-tui.fish"),
        "completion",
        _completion_options,
        common=frozenset(),
        exits=(0, 1, 2),
        variables=(),
    ),
    "help": Word(
        "Explain numbers, findings, verdicts, bands, keys, settings and exit codes.",
        ("vpe-tui help", "vpe-tui help metrics", "vpe-tui help show"),
        "help",
        _help_options,
        common=frozenset(),
        exits=(0, 1, 2),
        variables=("PAGER",),
    ),
}

ALIASES: Mapping[str, str] = {word.alias: name for name, word in WORDS.items() if word.alias}
"""The command of each alias."""
