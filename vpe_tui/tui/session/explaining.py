"""Explanations of what a session's panes show, and what is done with the rows they count."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.session.query import Filter, these_rows
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.says import Explains, Says, Tell, Wanted
from vpe_tui.tui.session.jumps import Jumps
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.explain import Explained
    from vpe_tui.session.model import Session


class Explaining:
    """Offers to go to the rows of an explanation, or to show only them; as long as they are there."""

    def __init__(self, timeline: Timeline, jumps: Jumps, bring_timeline: Callable[[], None], tell: Tell) -> None:
        self._timeline = timeline
        self._jumps = jumps
        self._bring_timeline = bring_timeline
        self._tell = tell

    def at_cursor(self, pane: Lines, session: "Session | None", diagnosis: "Diagnosis | None") -> None:
        """The number or finding under the cursor, or the row."""
        from vpe_tui.qoe.explain import explain_row

        explained = pane.explained if isinstance(pane, FieldsPane) else None
        if isinstance(pane, Timeline) and pane.row is not None and session and diagnosis:
            explained = explain_row(session, diagnosis, pane.row)
        if explained is not None:
            self._explain(explained)
        else:
            self._tell(
                Says("nothing to explain here; X explains the verdict" if diagnosis else "nothing to explain yet")
            )

    def verdict(self, diagnosis: "Diagnosis | None") -> None:
        from vpe_tui.qoe.explain import explain_verdict

        if diagnosis is None:
            self._tell(Says("nothing to explain yet"))
        else:
            self._explain(explain_verdict(diagnosis))

    def _explain(self, explained: "Explained") -> None:
        held = self._timeline.held

        parts = explained.parts or (explained,)

        def answered(wanted: Wanted | None) -> None:
            if wanted is None:
                return
            self._bring_timeline()
            rows = held.offered[wanted.part]
            if not rows:
                gone = "these rows are no longer there: the session was fetched again, x explains it anew"
                self._tell(Says(gone))
            elif wanted.do == "filter":
                self._timeline.set_filter(_only(parts[wanted.part], rows), near=rows[0])
            else:
                self._jumps.to_row(rows[0])

        held.offered = [part.rows for part in parts]
        self._tell(Explains(explained, answered))


def _only(explained: "Explained", rows: Sequence[int]) -> Filter:
    """What shows the rows of an explanation: a finding's and a number's by name, whatever they are by now."""
    return named_filter(explained.filter) if explained.filter else these_rows(rows)
