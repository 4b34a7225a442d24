"""Rows of session lists, for programs."""

from typing import Any

from vpe_tui.fleet.row import SessionRow
from vpe_tui.text.times import utc_iso


def as_object(row: SessionRow, raw: dict[str, Any] | None = None) -> dict[str, Any]:
    """A row by the keys of its form; unknown values are null. `raw` is the API's own row."""
    known = row.summary
    columns = {
        "uuid": row.uuid,
        "when": None if row.when_ms is None else utc_iso(row.when_ms),
        "device": row.device or None,
        "os": row.os or None,
        "origin": row.origin or None,
        "start_s": row.start_s,
        "rebuffering_s": row.rebuffering_s,
        "playing_s": row.playing_s,
        "is_error": row.is_error,
        "kept": row.is_kept,
        "verdict": known.verdict or None,
        "band": known.band or None,
        "error_code": known.error_code or None,
        "title": known.title or None,
        "isp": known.isp or None,
        "browser": known.browser or None,
        "note": row.notes.text or None,
    }
    return columns if raw is None else columns | {"raw": raw}
