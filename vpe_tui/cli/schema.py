"""`vpe-tui schema`: the JSON Schema of what machines read."""

import argparse

from vpe_tui.cli.stdout import write
from vpe_tui.errors import UsageFault


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema of a form, or the columns of one that is flat."""
    if arguments.sql is None:
        return print_schema(arguments.name)
    if arguments.name != "flat":
        raise UsageFault("No such columns", "--sql is about the form flat", "vpe-tui schema flat --sql duckdb")
    from vpe_tui.report.flat_columns import columns_in

    write([columns_in(arguments.sql), "\n"])
    return 0


def print_schema(name: str) -> int:
    """Prints the schema of the form of that name."""
    from vpe_tui.report.contract import json_schema
    from vpe_tui.report.json import in_lines

    write([in_lines(json_schema(name)), "\n"])
    return 0
