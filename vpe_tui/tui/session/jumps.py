"""Going through a session's timeline: to landmarks, matches, times, rows, and back."""

from collections.abc import Callable
from datetime import tzinfo

from vpe_tui.session.events import EventLog
from vpe_tui.session.index import Landmark
from vpe_tui.session.places import Place, place_of
from vpe_tui.tui.timeline.view import Timeline


class Jumps:
    """Each jump goes, or says why it does not."""

    def __init__(self, timeline: Timeline, say: Callable[[str], None]) -> None:
        self._timeline = timeline
        self._say = say

    def to_match(self, by: int) -> None:
        """To the next match of what is searched for, or the one before."""
        timeline, matches = self._timeline, self._timeline.model.matches
        if not matches.text:
            self._say("nothing is searched for: / searches")
        elif (row := matches.step(timeline.row or 0, by)) is not None:
            timeline.go(row)

    def to_landmark(self, name: str, by: int) -> None:
        """To the next or previous error, stall, quality change or gap that is shown."""
        model, here, landmark = self._timeline.model, self._timeline.row, Landmark[name]
        if model.session is None:
            self._say("the session is still being fetched")
            return
        row = model.landmark(landmark, here, by) if here is not None else None
        if row is not None:
            self._timeline.go(row)
            return
        hidden = model.landmarks_hidden(landmark, here, by) if here is not None else 0
        where = "after" if by > 0 else "before"
        others = f": the filter hides {hidden:,}, F shows them" if hidden else ""
        so_far = "" if model.is_whole else " so far: the rest is being read"
        self._say(f"no {landmark.value} {where} this row{others}{so_far}")

    def to_row(self, row: int) -> None:
        """To a row that is named elsewhere; where the filter hides it to the next one that is shown."""
        self._timeline.go(row)
        self.say_if_hidden(row)

    def to_place(self, place: Place) -> None:
        """To the place of a time."""
        self._say(place.beyond)
        self.to_row(place.row)

    def begin_at(self, words: str, log: EventLog, zone: tzinfo) -> None:
        """At a place in words, as `t` takes them: whoever opens the session there has not jumped."""
        try:
            place = place_of(words, log, zone)
        except ValueError as fault:
            self._say(str(fault))
            return
        self._timeline.stay_on(place.row)
        if place.beyond:
            self._say(place.beyond)
        else:
            self.say_if_hidden(place.row)

    def to_instant(self, instant: int, *, dragging: bool) -> None:
        """To the row that was under way then (epoch ms). A drag is one jump: the one it began with."""
        if self._timeline.model.session is not None:
            move = self._timeline.stay_on if dragging else self._timeline.go
            move(self._timeline.model.row_at_instant(instant))

    def minutes(self, by: int) -> None:
        row = self._timeline.row
        if row is not None:
            self._timeline.go(self._timeline.model.minutes_from(row, by))

    def back(self, by: int) -> None:
        """Back (-1) or forward (1) through the jumps."""
        here = self._timeline.row
        row = self._timeline.model.jumped_from(here, by) if here is not None else None
        if row is None:
            self._say("no jump to go back to" if by < 0 else "no jump to go forward to")
        else:
            self._timeline.cursor = self._timeline.model.lines.line_of(row)

    def say_if_hidden(self, row: int) -> None:
        """That a row is not the one the cursor stands on now."""
        model = self._timeline.model
        if model.hides(row):
            there = "this is the next one it shows" if len(model.rows) else "it shows none"
            self._say(f"the filter hides row {row:,}: {there}; F shows every row")
