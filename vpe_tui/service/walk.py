"""Walking back through what the API lists: it gives 100 sessions at most, and never says that there are more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vpe_tui.text.times import kst_ms

if TYPE_CHECKING:
    from vpe_tui.api.list_query import RecentQuery
    from vpe_tui.session.records import Listed

_SECOND_MS = 1_000


class Step(NamedTuple):
    """What to ask for next, to get what is older."""

    query: "RecentQuery"
    leaves_out: bool
    """More sessions than the API lists at once began in one second: some of them may be left out."""


def step_back(asked: "RecentQuery", answered: "Sequence[Listed]") -> Step | None:
    """The step from a query and its answer. None where it has no time, or the window begins there.

    The second of the oldest row is asked for again, for it may be cut, and one more: the end of a window may not belong
    to it. Where that gets nowhere, the window ends a second earlier. Rows come in no promised order.
    """
    began = [ms for each in answered if (ms := kst_ms(each.log_date)) is not None]
    if not began:
        return None
    end_ms = (min(began) // _SECOND_MS + 1) * _SECOND_MS
    stands = asked.end_ms is not None and end_ms >= asked.end_ms
    if asked.end_ms is not None and stands:
        end_ms = asked.end_ms - _SECOND_MS
    if asked.start_ms is not None and end_ms < asked.start_ms:
        return None
    return Step(replace(asked, end_ms=end_ms), leaves_out=stands and len(answered) >= asked.limit)


def others(known: "Sequence[Listed]", answered: "Sequence[Listed]") -> "list[Listed]":
    """Those of an answer that were not known before."""
    uuids = {each.uuid for each in known}
    return [each for each in answered if each.uuid not in uuids]
