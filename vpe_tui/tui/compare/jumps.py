"""Going through the rows of two sessions: to what differs, to errors, stalls, quality changes, times without rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from vpe_tui.fleet.compare.compare import Comparison
from vpe_tui.session.index import Landmark
from vpe_tui.tui.compare.rows import RowsSideBySide


class Jumps:
    """Each jump goes, or says why it does not. A run is one place: what is in it is there once it is opened."""

    def __init__(self, rows: RowsSideBySide, say: Callable[[str], None]) -> None:
        self._rows = rows
        self._say = say
        self._known: tuple[Comparison, dict[Landmark, Sequence[int]]] | None = None

    def to_difference(self, comparison: Comparison, by: int) -> None:
        """To the next row that differs, or the one before."""
        self._go(comparison.differences, by, "difference")

    def to_landmark(self, comparison: Comparison, name: str, by: int) -> None:
        """To the next or previous error, stall, quality change or gap of one of the two."""
        landmark = Landmark[name]
        if self._known is None or self._known[0] is not comparison:
            self._known = comparison, {}
        places = self._known[1]
        if landmark not in places:
            places[landmark] = comparison.places_of(landmark)
        self._go(places[landmark], by, landmark.value)

    def _go(self, places: Sequence[int], by: int, what: str) -> None:
        here = self._rows.places
        at = bisect_right(places, here[-1]) if by > 0 else bisect_left(places, here[0]) - 1
        if 0 <= at < len(places):
            self._rows.go_to(places[at])
        else:
            where = "below" if by > 0 else "above"
            self._say(f"no {what} {where}" if places else f"there is no {what}")
