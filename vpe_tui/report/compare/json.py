"""A comparison as one object for machines, in the form of `contract.py` beside it."""

from typing import Any

from vpe_tui.fleet.compare.compare import Comparison, Number
from vpe_tui.fleet.compare.rows import Pair, Row
from vpe_tui.qoe import declarations as metric
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.text.times import utc_iso


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The object. An undefined number is null."""
    from vpe_tui.report.compare.contract import ComparisonJson
    from vpe_tui.report.contract import told

    first = comparison.first_difference
    return told(
        ComparisonJson,
        {
            "schema": 1,
            "a": _side(comparison.a),
            "b": _side(comparison.b),
            "align": comparison.alignment.align,
            "because": comparison.alignment.because,
            "says": comparison.says,
            "fields": [{"field": each.path, "a": each.a, "b": each.b} for each in comparison.unlike_fields],
            "metrics": [_number(each, comparison) for each in comparison.numbers],
            "rows": [_pair(each) for each in comparison.pairs],
            "first_difference": _pair(first) if first else None,
        },
    )


def _side(of: Diagnosis) -> dict[str, Any]:
    return {
        "uuid": of.playback.session.uuid,
        "began": utc_iso(of.playback.begin_ms),
        "verdict": of.verdict.id,
        "verdict_text": of.verdict.text,
        "metrics": metric.as_json(of.metrics),
    }


def _number(number: Number, comparison: Comparison) -> dict[str, Any]:
    key = number.metric.key
    sides = {"a": comparison.a, "b": comparison.b}
    return {
        "key": key,
        **{side: getattr(of.metrics, key) for side, of in sides.items()},
        "difference": number.difference,
        "at_least": [side for side, of in sides.items() if key in of.lower_bounds],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {"at_s": pair.at_ms / 1000, "a": _row(pair.a), "b": _row(pair.b), "alike": pair.alike}


def _row(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "row": row.rows.start,
        "rows": len(row.rows),
        "action": row.action,
        "duration_s": None if row.length_ms is None else row.length_ms / 1000,
        "quality": row.quality,
        "error_code": row.error_code,
        "error_message": row.error_message,
    }
