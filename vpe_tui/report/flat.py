"""A session as one flat line: what a warehouse loads. The same columns in every line, each of one type, nulls kept."""

from typing import Any

from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.report.flat_columns import COLUMNS, Shown
from vpe_tui.report.json import in_line
from vpe_tui.session.model import Session, Source


def flat(session: Session, source: Source, diagnosis: Diagnosis) -> dict[str, Any]:
    """The values of a session's line by the names of the columns."""
    from vpe_tui.report.contract import FlatJson, told

    shown = Shown(session, source, diagnosis)
    return told(FlatJson, {column.name: column.value(shown) for column in COLUMNS})


def flat_line(session: Session, source: Source, diagnosis: Diagnosis) -> str:
    """The line, without its break."""
    return in_line(flat(session, source, diagnosis))
