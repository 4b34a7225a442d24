"""`vpe-tui config`: where the settings are, a file to begin with, and what is in force."""

import argparse
import dataclasses
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from vpe_tui.cli.settings import shown_settings
from vpe_tui.cli.setup import loaded
from vpe_tui.cli.stdout import write, write_for_people
from vpe_tui.errors import OutputFault
from vpe_tui.report.layout import table
from vpe_tui.settings.sources import Settings, config_directory

_TABLES: Mapping[str, str] = {
    "bands": "rebuffering_ratio = [0.01, 0.04]",
    "links": 'console = "https://console.example.com/sessions/{uuid}"',
    "commands": 'log = ["ssh", "logs.example.com", "grep", "-F", "{path}", "/var/log/edge/{host}.log"]',
    "keys": '"session.refresh" = "f5,r"',
}
"""Tables that are empty by default: an example for each."""


def run(arguments: argparse.Namespace) -> int:
    """Tells where the file is, writes one, or shows the settings in force. Raises a `Fault`."""
    path: Path = arguments.config or config_directory(os.environ) / "config.toml"
    if arguments.what == "path":
        write([f"{path}\n"])
    elif arguments.what == "init":
        _write_new(path)
        write([f"wrote {path}: every line of it is a comment until you take its # away\n"])
    else:
        setup = loaded(arguments)
        rows = [(each.key, each.value or "–", each.origin) for each in shown_settings(setup)]
        told = (f"{line}\n" for line in table([("setting", "value", "from"), *rows]))
        write_for_people(told, setup.settings.ascii)
    return 0


def _write_new(path: Path) -> None:
    """One that is there is never overwritten."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(commented())
    except OSError as fault:
        is_there = isinstance(fault, FileExistsError) and fault.filename == str(path)
        why = "it is there already" if is_there else fault.strerror or str(fault)
        raise OutputFault("No file was written", f"{fault.filename or path}: {why}") from None


def commented() -> str:
    """A config.toml in which every setting stands as a comment, with its default."""
    return "\n".join(["# Settings of vpe-tui. Take the # away before a line that should hold.", *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    """What stands in no table first: a line below a table's head would be of it."""
    tables: dict[str, list[str]] = {"": []}
    for field in dataclasses.fields(Settings):
        if not field.metadata:
            continue
        key = field.metadata["key"]
        outer, _, name = key.rpartition(".")
        of = key if key in _TABLES else outer
        line = _TABLES.get(key) or f"{name} = {_value(getattr(Settings(), field.name))}"
        tables.setdefault(of, []).extend((f"# {field.metadata['says']}", f"# {line}", ""))
    for of, lines in tables.items():
        yield from ("", *([f"# [{of}]"] if of else []), *lines[:-1])


def _value(default: object) -> str:
    if not default and default is not False:  # empty, a value would be none
        return '["…"]' if default == () else '"…"'
    return json.dumps(list(default) if isinstance(default, tuple) else default, ensure_ascii=False)
