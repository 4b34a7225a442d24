"""A triage as one object for machines, in the form of `report/contract.py`."""

from collections.abc import Callable, Mapping
from typing import Any

from vpe_tui.fleet.triage.causes import Cause, CountedGroup
from vpe_tui.fleet.triage.numbers import Numbers
from vpe_tui.fleet.triage.since import Instant, Since
from vpe_tui.fleet.triage.triage import JudgedRow, Triage
from vpe_tui.text.times import DAY_MS, utc_iso

Hide = Callable[[str, str], str]
"""What makes a value safe to be told, of a facet's path, or of none."""


def as_json(triage: Triage, calls: Mapping[str, int], complete: bool, hide: Hide) -> dict[str, Any]:
    """The object."""
    from vpe_tui.report.contract import told
    from vpe_tui.report.triage.contract import TriageJson

    asked, counts, causes = triage.asked, triage.counts, triage.causes
    covered_ms = asked.from_ms if asked.back_to_ms is None else asked.back_to_ms
    return told(
        TriageJson,
        {
            "schema": 1,
            "window": {
                "from": utc_iso(asked.from_ms),
                "to": utc_iso(asked.to_ms),
                "covered": {"from": utc_iso(covered_ms), "to": utc_iso(asked.to_ms)},
                "complete": complete,
                "cut_at": [utc_iso(each) for each in asked.cut_at_ms],
                "calls": dict(calls),
            },
            "counts": {
                "listed": counts.listed,
                "read": counts.read,
                "unread": counts.unread,
                "in_progress": counts.in_progress,
                "bad": counts.bad,
                "good_read": counts.good_read,
            },
            "bad_is": {"id": asked.bad_is.id, "text": asked.bad_is.text},
            "baseline": _baseline(triage.baseline, triage),
            "since": _since(triage.since),
            "shared": [_cause(each, hide) for each in causes.found],
            "tried": len(causes.tried),
            "testable": causes.testable,
            "seed": asked.seed,
            "maybe_chance": [_counted(each, hide) for each in causes.maybe_chance],
            "sessions": [_session(each, hide) for each in triage.sessions],
            "failed": [{"uuid": hide("", uuid), "error": hide("", why)} for uuid, why in triage.failed.items()],
        },
    )


def _baseline(before: Numbers | None, triage: Triage) -> dict[str, Any] | None:
    if before is None:
        return None
    window = {"from": utc_iso(triage.asked.from_ms - DAY_MS), "to": utc_iso(triage.asked.to_ms - DAY_MS)}
    return {**window, "listed": before.listed, "bad": before.bad, "rate": before.rate}


def _since(since: Since | None) -> dict[str, Any] | None:
    if since is None:
        return None
    over = _instant(since.over) if since.over else None
    return {**_instant(since.began), "ongoing": over is None, "over": over, "p": since.p}


def _instant(instant: Instant) -> dict[str, str]:
    return {"at": utc_iso(instant.at_ms), "from": utc_iso(instant.from_ms), "to": utc_iso(instant.to_ms)}


def _named(each: CountedGroup | Cause, hide: Hide) -> dict[str, Any]:
    values = (hide(*pair) for pair in zip(each.group.facets, each.group.values, strict=True))
    return {"facets": list(each.group.facets), "values": list(values)}


def _counted(each: CountedGroup, hide: Hide) -> dict[str, Any]:
    return {**_named(each, hide), "bad": round(each.counts.bad), "total": round(each.counts.total)}


def _cause(cause: Cause, hide: Hide) -> dict[str, Any]:
    count = cause.counts
    return {
        **_named(cause, hide),
        "loud": cause.is_loud,
        "bad": round(count.bad),
        "total": round(count.total),
        "total_is_estimate": count.is_estimate,
        "rate": count.rate,
        "rest_rate": count.rest_rate,
        "ratio": count.ratio,
        "share_of_bad": cause.share_of_bad,
        "p": cause.p,
        "log10_p": cause.log10_p,
        "p_adjusted": cause.p_adjusted,
        "addresses": cause.addresses,
        "since": None,
        "baseline": None,
        "same_as": [_counted(each, hide) for each in cause.same_as],
        "wider": [_counted(each, hide) for each in cause.wider],
        "narrower": [_counted(each, hide) for each in cause.narrower],
    }


def _session(each: JudgedRow, hide: Hide) -> dict[str, Any]:
    read, listed = each.read, each.row
    attributes = read.attributes if read else listed.attributes
    return {
        "uuid": hide("", listed.uuid),
        "began": None if each.began_ms is None else utc_iso(each.began_ms),
        "is_bad": each.is_bad,
        "in_progress": each.in_progress,
        "verdict": read.verdict if read else None,
        "verdict_text": hide("", read.verdict_text) if read else None,
        "error_code": hide("", read.error_code) if read and read.error_code else None,
        "metrics": dict(read.metrics) if read else None,
        "attributes": {path: hide(path, value) for path, value in attributes.items()},
    }
