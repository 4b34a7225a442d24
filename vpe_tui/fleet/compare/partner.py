"""Whom a session is compared with where nobody says: good ones like it, the nearest in time first."""

from collections.abc import Iterable
from typing import NamedTuple

from vpe_tui.fleet.row import SessionRow
from vpe_tui.qoe.bands import BANDS
from vpe_tui.text.clean import composed

MOST_UNREAD = 24
"""Sessions of the list that are offered though nobody has read them."""
_MOST_READ = 12
"""Read ones of the same title, and of other titles."""


class Subject(NamedTuple):
    """The session that a partner is looked for."""

    uuid: str
    title: str
    kind: str
    """`VOD` or `LIVE`."""
    when_ms: int | None


def subject_of(row: SessionRow) -> Subject:
    """A session of a list."""
    return Subject(row.uuid, row.summary.title, row.summary.kind, row.when_ms)


def partners(of: Subject, rows: Iterable[SessionRow]) -> list[SessionRow]:
    """Good sessions: read ones of the same title, read ones of others, some that the list calls good.

    Of each the same type first, and the nearest in time.
    """
    told = sorted(rows, key=lambda row: bool(row.summary.verdict))  # of a row that is there twice the one that knows
    others = {row.uuid: row for row in told if row.has_uuid and row.uuid != of.uuid}.values()
    read = [row for row in others if row.summary.band == "good"]
    title = composed(of.title)
    same = [row for row in read if composed(row.summary.title) == title != ""]
    unlike = [row for row in read if not title or composed(row.summary.title) != title]
    unread = [row for row in others if not row.summary.verdict and _is_good_by_the_list(row)]

    def order(row: SessionRow) -> tuple[bool, float]:
        is_known = row.when_ms is not None and of.when_ms is not None
        return row.summary.kind != of.kind, abs((row.when_ms or 0) - (of.when_ms or 0)) if is_known else float("inf")

    kinds = ((same, _MOST_READ), (unlike, _MOST_READ), (unread, MOST_UNREAD))
    return [row for some, most in kinds for row in sorted(some, key=order)[:most]]


def _is_good_by_the_list(row: SessionRow) -> bool:
    viewing_s = (row.rebuffering_s or 0) + (row.playing_s or 0)
    if row.is_error or row.start_s is None or not viewing_s:
        return False
    is_smooth = BANDS.rebuffering_ratio.band((row.rebuffering_s or 0) / viewing_s) == "good"
    return is_smooth and BANDS.video_startup_s.band(row.start_s) == "good"
