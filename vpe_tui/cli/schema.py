"""`vpe-tui schema`: the JSON Schema of what machines read."""

import argparse

from vpe_tui.cli.stdout import write


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema of a form."""
    return print_schema(arguments.name)


def print_schema(name: str) -> int:
    """Prints the schema of the form of that name."""
    from vpe_tui.report.contract import json_schema
    from vpe_tui.report.json import in_lines

    write([in_lines(json_schema(name)), "\n"])
    return 0
