"""What happened in a session: spans that tile its time, with how each is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vpe_tui.playback.model import LOOKS, ClockStep, DialectName, Ending, Item, Point, Sum
from vpe_tui.playback.rules import RuleColumn
from vpe_tui.playback.spans import Spans
from vpe_tui.session.glossary import State as Letter
from vpe_tui.session.model import Session


@dataclass(frozen=True, slots=True)
class Playback:
    """A session as it was lived through."""

    session: Session = field(repr=False)
    dialect: DialectName
    certain: bool
    """Whether the dialect is known by a sure sign, or set by hand."""
    because: tuple[str, ...]
    """The reasons for the dialect, in words."""
    spans: Spans = field(repr=False)
    """In order; each begins where the one before ends."""
    points: Sequence[Point] = field(repr=False)
    items: Sequence[Item]
    order: Sequence[int] = field(repr=False)
    """The rows of the log in the order in which they were written."""
    read_as: RuleColumn = field(repr=False)
    """For each row of the log the rule by which it was read."""
    corrected_start_ms: Sequence[int] = field(repr=False)
    """For each row of the log: when it began and ended on the corrected clock."""
    corrected_end_ms: Sequence[int] = field(repr=False)
    clock_steps: tuple[ClockStep, ...]
    lower_bounds: Mapping[Sum, str]
    """Sums that are “at least”, with the reason."""
    undefined: Mapping[Sum, str]
    """Sums that cannot be known, with the reason. Never 0, never good."""
    unsure: Mapping[Sum, str]
    """Sums that may be too long as well as too short, with the reason: never “at least”."""
    ending: Ending
    tells_silence: bool
    """Whether silence between rows tells anything in this dialect: waits that got no row can be seen."""
    playhead_in_ms: bool = False
    """`videoTime` came in milliseconds and was divided by 1000."""

    @property
    def begin_ms(self) -> int:
        """When the first row began, on the corrected clock; 0 where there is none."""
        return self.corrected_start_ms[self.order[0]] if self.order else 0

    def beside(self, row: int) -> str:
        """What is said beside a row of the log: `played 30.0 s, then paused`; empty where its word says what it is."""
        length_s = self.session.events.duration_s[row]
        return self.read_as[row].said_beside(None if length_s is None else round(length_s * 1000))

    def letter(self, row: int) -> Letter | None:
        """The state that a row tells of, as CMCD v2's letter; None for a sign, idle time and what is not known."""
        rule = self.read_as[row]
        return None if rule.is_nothing else LOOKS[rule.then or rule.state].letter

    def as_logged_ms(self, instant: int) -> int:
        """An instant of the corrected clock by the clock that the log was written with."""
        ends = self.corrected_end_ms
        if not self.clock_steps:
            return instant
        row = next((row for row in self.order if ends[row] >= instant), self.order[-1])
        return instant - ends[row] + self.session.events.end_ms[row]

    def said_of(self, row: int) -> str:
        """How a row was read: `playing, inferred: the playing before a pause that begins (played-then-paused)`."""
        rule = self.read_as[row]
        state = "a sign" if rule.is_nothing else LOOKS[rule.then or rule.state].word
        return f"{state}, {rule.known}: {rule.says} ({rule.name})"
