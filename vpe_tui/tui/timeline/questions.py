"""What the prompt asks of the timeline: what to search, what to show, where to go."""

from collections import Counter
from collections.abc import Callable

from vpe_tui.qoe.filter_names import named_filter
from vpe_tui.session.places import Place
from vpe_tui.session.query import EVERYTHING, KIND_WORDS, NAMES, OfQuality
from vpe_tui.text.clean import counted
from vpe_tui.text.filter_words import taken_as_text
from vpe_tui.tui.timeline.view import Timeline
from vpe_tui.tui.widgets.prompt import Question

LONG_S = 2
"""What the filter's hint offers as a long row."""


class SearchQuestion(Question):
    """`/`: in every column, as one types."""

    label = "/"
    placeholder = "in every column: action, time, quality, error…"

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._before = timeline.model.matches.text
        timeline.held.remember()

    def changed(self, text: str) -> str:
        self._timeline.find(text, self._timeline.held.asked_at)
        told = (
            self._timeline.model.matches.told(self._timeline.row or 0) if text and self._timeline.model.session else ""
        )
        return told if self._timeline.model.is_whole or not told else f"{told} so far"

    def accept(self, text: str) -> str:
        self._timeline.find(text, self._timeline.held.asked_at)
        self._timeline.held.jumps.jumped(self._timeline.held.asked_at)
        return ""

    def cancel(self) -> None:
        self._timeline.find(self._before, self._timeline.held.asked_at)
        self._timeline.stay_on(self._timeline.held.asked_at)


class FilterQuestion(Question):
    """`f`: the rows to show, in words."""

    label = "filter"
    placeholder = "stalls,errors longer:2s quality:720p text:E0003"

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        timeline.held.remember()
        self.value = f"{timeline.model.filter} " if timeline.model.filter != EVERYTHING else ""

    def changed(self, text: str) -> str:
        try:
            self._timeline.set_filter(named_filter(text), near=self._timeline.held.asked_at)
        except ValueError as fault:
            return str(fault)
        shown, total = len(self._timeline.model.rows), self._timeline.model.rows_in_all
        told = f"{shown:,} of {counted(total, 'event')}"
        odd = "" if shown else taken_as_text(text, NAMES)
        return f"{told} · {odd}" if odd else told

    def accept(self, text: str) -> str:
        try:
            self._timeline.set_filter(named_filter(text), near=self._timeline.held.asked_at)
        except ValueError as fault:
            return str(fault)
        return ""

    def cancel(self) -> None:
        self._timeline.set_filter(self._timeline.held.asked_in, near=self._timeline.held.asked_at)

    def choices(self) -> str:
        """Words that would show something, with the rows each would leave."""
        log = self._timeline.model.session.events if self._timeline.model.session else None
        if log is None:
            return ""
        worst_first = sorted(Counter(log.kinds).items(), key=lambda item: -item[0].badness)
        kinds = [(KIND_WORDS[kind], count) for kind, count in worst_first]
        qualities = [(str(OfQuality(q)), count) for q, count in Counter(log.quality).most_common(4) if q]
        long = sum(length is not None and length > LONG_S for length in log.duration_s)
        each = [*kinds, *qualities, (f"longer:{LONG_S}s", long)]
        return " · ".join(f"{word} {count:,}" for word, count in each)


class TimeQuestion(Question):
    """`t`: a time to go to."""

    label = "go to"
    placeholder = "+12:43 since the start, 12:52:00 or 10-08 12:52 on the clock, 43%, or a row's number"

    def __init__(self, timeline: Timeline, go_to: Callable[[Place], None]) -> None:
        self._timeline = timeline
        self._go_to = go_to

    def changed(self, text: str) -> str:
        try:
            row, beyond = self._timeline.model.place_of(text)
        except ValueError:
            return ""
        return beyond or f"row {row:,}" + (", hidden by the filter" if self._timeline.model.hides(row) else "")

    def accept(self, text: str) -> str:
        try:
            self._go_to(self._timeline.model.place_of(text))
        except ValueError as fault:
            return str(fault)
        return ""

    def cancel(self) -> None:
        """Nothing was done yet."""
