"""Colour on stdout: on a terminal, unless `NO_COLOR` asks for none."""

import os
import sys

from vpe_tui.report.layout import Paint, Role, plain

_SGR: dict[Role, str] = {
    "title": "1",
    "dim": "2",
    "good": "32",
    "fair": "33",
    "poor": "31",
    "error": "31",
    "warning": "33",
    "note": "36",
}
"""The terminal's own colours, so that its palette holds."""


def paint_for_stdout() -> Paint:
    """The terminal's colours when stdout is one that has them, else none."""
    bare = os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb")
    return plain if bare or not sys.stdout.isatty() else _coloured


def _coloured(text: str, role: Role) -> str:
    return f"\x1b[{_SGR[role]}m{text}\x1b[0m" if text.strip() else text
