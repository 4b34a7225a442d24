"""What a window of sessions becomes, from one list to the next: which are new, which are bad, and whether more are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vpe_tui.fleet.triage.outcome import POOR, Outcome, by_list, worst_of_list
from vpe_tui.fleet.triage.sessions import ListedSession, listed_session
from vpe_tui.fleet.watch.cusum import Score, Weights
from vpe_tui.fleet.watch.standing import NOBODY, Rate, Standing
from vpe_tui.fleet.watch.until import LEAST_JUDGED, Mark
from vpe_tui.qoe.bands import BANDS, Bands
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.session.records import Listed

FIRST_MS = 15 * 60_000
"""So long a window tells what is usual where the day before does not."""

FORGOTTEN_MS = 20 * 60_000
"""A session that no list had for so long is no longer held: what it counts for is counted."""


class Sighting(NamedTuple):
    """A session that is told of: it is new, or bad now, or both."""

    listed: Listed
    is_new: bool
    is_bad: bool
    why: str


class Became(NamedTuple):
    """What a list told. `alarm` is True where one began with it, False where one is over, else None."""

    sightings: Sequence[Sighting]
    standing: Standing
    alarm: bool | None
    marks: frozenset[Mark]


_Told = tuple[bool | None, float | None, float | None, float | None]
"""What of a row of the list may be another with the next."""


@dataclass(slots=True)
class _Held:
    """A session that is held: its last row, and what was told of it."""

    told: _Told
    row: ListedSession
    outcome: Outcome
    began_ms: int
    seen_ms: int
    """When a list had it last."""
    was_bad: bool = False
    """It was told that it is bad, which is told once."""


class WindowWatch:
    """A window that is listed again and again: the last `length_ms` before each answer.

    A session is bad by the list, and one that goes on is good so far. Against what is usual the newest three minutes of
    starts are not held: most of what fails has not had the time to. What is no longer listed is counted and let go.
    """

    def __init__(self, began_ms: int, length_ms: int, day_before: Rate | None, bands: Bands = BANDS) -> None:
        self._began_ms = began_ms
        self._length_ms = length_ms
        self._bands = bands
        self._held: dict[str, _Held] = {}
        self._fresh = NOBODY
        """Of those that were let go."""
        self._score = Score()
        """After those that were let go."""
        self._is_alarmed = False
        """From where the score is loud until it is nothing: an alarm is told once, and so is its end."""
        self._is_first = True
        self._counts_from_ms = began_ms - length_ms
        is_enough = day_before is not None and day_before.judged >= LEAST_JUDGED
        self._usual = day_before if is_enough else None
        self._usual_of: Literal["day-before", "first-minutes"] | None = "day-before" if is_enough else None
        self._weights = Weights.of(*self._usual) if self._usual else None

    def listed(self, rows: Sequence[Listed], answered_ms: int) -> Became:
        """What a list tells, that left the API at `answered_ms`."""
        sightings = [seen for row in rows if row.uuid and (seen := self._see(row.uuid, row, answered_ms))]
        self._let_go(answered_ms)
        self._learn(answered_ms)
        score = self._scored(answered_ms)
        alarm = self._alarm(score)
        marks = frozenset[Mark]() if self._is_first else frozenset(self._marks(sightings))
        self._is_first = False
        return Became(sightings, self._standing(answered_ms, score), alarm, marks | ({"change"} if alarm else set()))

    def _alarm(self, score: Score) -> bool | None:
        """Whether an alarm began or ended."""
        was, self._is_alarmed = self._is_alarmed, score.value > 0 if self._is_alarmed else score.is_loud
        return self._is_alarmed if self._is_alarmed is not was else None

    def _see(self, uuid: str, row: Listed, answered_ms: int) -> Sighting | None:
        held, told = self._held.get(uuid), (row.is_error, row.start_s, row.rebuffering_s, row.playing_s)
        if held is not None and held.told == told:
            held.seen_ms = answered_ms
            return None
        listed = listed_session(row)
        outcome = by_list(listed, POOR, self._bands)
        if is_new := held is None:
            began_ms = answered_ms if listed.began_ms is None else min(listed.began_ms, answered_ms)
            held = self._held[uuid] = _Held(told, listed, outcome, began_ms, answered_ms)
        held.told, held.row, held.outcome, held.seen_ms = told, listed, outcome, answered_ms
        is_bad = outcome == "bad" and not held.was_bad
        held.was_bad = held.was_bad or is_bad
        why = "failed" if listed.is_error else worst_of_list(listed, self._bands)
        return Sighting(row, is_new, is_bad, why if is_bad else "") if is_new or is_bad else None

    def _marks(self, sightings: Sequence[Sighting]) -> Iterator[Mark]:
        bad = [self._held[seen.listed.uuid or ""].row for seen in sightings if seen.is_bad]
        if any(row.is_error for row in bad):
            yield "error"
        if any("stalled" in worst_of_list(row, self._bands) for row in bad):
            yield "stall"

    def _let_go(self, answered_ms: int) -> None:
        """What no list had for a while: its count is kept."""
        gone = [uuid for uuid, held in self._held.items() if held.seen_ms < answered_ms - FORGOTTEN_MS]
        for held in sorted((self._held.pop(uuid) for uuid in gone), key=lambda held: held.began_ms):
            self._fresh = _added(self._fresh, self._rate((held,), self._began_ms))
            self._score = self._counted(self._score, held)

    def _learn(self, answered_ms: int) -> None:
        """What is usual, of the first minutes, where nothing else tells; those are then held against nothing."""
        first_ms, settled_ms = self._counts_from_ms + FIRST_MS, answered_ms - SILENT_MS
        if self._usual is not None or settled_ms < first_ms:
            return
        for end_ms in (first_ms, settled_ms):  # longer, where they are few
            rate = self._rate(self._held.values(), self._counts_from_ms, end_ms)
            if rate.judged >= LEAST_JUDGED:
                self._usual, self._usual_of, self._weights = rate, "first-minutes", Weights.of(*rate)
                self._counts_from_ms = end_ms + 1
                return

    def _scored(self, answered_ms: int) -> Score:
        score = self._score
        for held in sorted(self._held.values(), key=lambda held: held.began_ms):
            if held.began_ms <= answered_ms - SILENT_MS:
                score = self._counted(score, held)
        return score

    def _counted(self, score: Score, held: _Held) -> Score:
        if self._weights is None or held.outcome == "unknown" or held.began_ms < self._counts_from_ms:
            return score
        return score.after(held.began_ms, self._weights, is_bad=held.outcome == "bad")

    def _standing(self, answered_ms: int, score: Score) -> Standing:
        held, from_ms = self._held.values(), answered_ms - self._length_ms
        return Standing(
            from_ms=from_ms,
            to_ms=answered_ms,
            now=self._rate(held, from_ms),
            fresh=_added(self._fresh, self._rate(held, self._began_ms)),
            usual=self._usual,
            usual_of=self._usual_of,
            alarm_since_ms=score.since_ms if self._is_alarmed else None,
        )

    @staticmethod
    def _rate(held: Collection[_Held], from_ms: int, to_ms: int | None = None) -> Rate:
        judged = [
            each.outcome
            for each in held
            if each.outcome != "unknown" and from_ms <= each.began_ms and (to_ms is None or each.began_ms <= to_ms)
        ]
        return Rate(judged.count("bad"), len(judged))


def _added(one: Rate, other: Rate) -> Rate:
    return Rate(one.bad + other.bad, one.judged + other.judged)


def rate_of(rows: Sequence[Listed], bands: Bands = BANDS) -> Rate:
    """How many of listed sessions are bad."""
    outcomes = [by_list(listed_session(row), POOR, bands) for row in rows]
    return Rate(outcomes.count("bad"), len(outcomes) - outcomes.count("unknown"))
