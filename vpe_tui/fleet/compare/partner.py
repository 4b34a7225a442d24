"""Whom a session is compared with where nobody says: good ones like it, the nearest in time first."""

from collections.abc import Iterable
from typing import NamedTuple

from vpe_tui.fleet.row import SessionRow
from vpe_tui.qoe.bands import BANDS
from vpe_tui.text.clean import composed

MOST_UNREAD = 24
"""Sessions of the list that are offered though nobody has read them."""
_MOST_READ = 12


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
    """Good sessions that were read, those of the same title and type first; then some that the list calls good."""
    others = {row.uuid: row for row in rows if row.has_uuid and row.uuid != of.uuid}.values()
    read = [row for row in others if row.summary.band == "good"]
    unread = [row for row in others if not row.summary.verdict and _is_good_by_the_list(row)]

    title = composed(of.title)

    def apart_ms(row: SessionRow) -> float:
        return abs(row.when_ms - of.when_ms) if row.when_ms is not None and of.when_ms is not None else float("inf")

    def order(row: SessionRow) -> tuple[bool, bool, float]:
        return composed(row.summary.title) != title, row.summary.kind != of.kind, apart_ms(row)

    return [*sorted(read, key=order)[:_MOST_READ], *sorted(unread, key=apart_ms)[:MOST_UNREAD]]


def _is_good_by_the_list(row: SessionRow) -> bool:
    viewing_s = (row.rebuffering_s or 0) + (row.playing_s or 0)
    if row.is_error or row.start_s is None or not viewing_s:
        return False
    is_smooth = BANDS.rebuffering_ratio.band((row.rebuffering_s or 0) / viewing_s) == "good"
    return is_smooth and BANDS.video_startup_s.band(row.start_s) == "good"
