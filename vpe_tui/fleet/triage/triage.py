"""Triage of a window: which of its sessions are bad, how many, since when, and what they share.

All of it is arithmetic on what was read, a tenth of a second for thousands of sessions: work for a worker thread.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from vpe_tui.fleet.triage.causes import Cause, Causes, addresses_of, causes_of
from vpe_tui.fleet.triage.numbers import Column, Numbers, histogram, numbers_of
from vpe_tui.fleet.triage.outcome import POOR, BadIs, Outcome, by_list, by_log, is_in_progress, trouble
from vpe_tui.fleet.triage.sampling import MOST_READ, ReadingPlan, reading_plan, shuffled
from vpe_tui.fleet.triage.sessions import ListedSession, ReadSession
from vpe_tui.fleet.triage.since import Since, since
from vpe_tui.fleet.triage.table import JudgedSession, ListTable, Table
from vpe_tui.qoe.bands import BANDS, Bands
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.text.uuid import is_uuid

_QUARTER_MS = 900_000
"""Zones differ by quarters of an hour: a list's time that is so far from the log's is of a device's own zone."""

_CLASSES: tuple[Outcome, ...] = ("bad", "good")


@dataclass(frozen=True)
class Asked:
    """What was asked for, and how the list of it was answered."""

    from_ms: int
    to_ms: int
    answered_ms: int
    """When, by the service's clock."""
    seed: str
    """That sessions are sampled by: `sampling.seed_of` the question."""
    bad_is: BadIs = POOR
    most_read: int = MOST_READ
    bands: Bands = BANDS
    is_listed: bool = True
    """Whether the API listed it; of saved answers and lines each log was read, and tells the outcome."""
    back_to_ms: int | None = None
    """How far back the list goes where it does not cover the window; None where it does."""
    cut_at_ms: tuple[int, ...] = ()
    """Seconds of which the API does not list all sessions."""


@dataclass(frozen=True)
class JudgedRow:
    """A session of the window, its outcome and, where it was read, what its log says."""

    row: ListedSession
    outcome: Outcome
    in_progress: bool
    """Whether it may still go on; what is not bad of those is good so far."""
    read: ReadSession | None = None

    @property
    def is_bad(self) -> bool:
        """Whether it is bad."""
        return self.outcome == "bad"

    @property
    def is_failure(self) -> bool:
        """Whether it did not start, or broke off."""
        return self.read.is_failure if self.read else self.row.is_error

    @property
    def began_ms(self) -> int | None:
        """When it began: as listed, but for a player that writes its device's local time."""
        listed_ms, read_ms = self.row.began_ms, self.read.began_ms if self.read else None
        if read_ms is None or (listed_ms is not None and abs(listed_ms - read_ms) < _QUARTER_MS):
            return listed_ms
        return read_ms


class Counts(NamedTuple):
    """How many sessions there are of each kind."""

    listed: int
    bad: int
    in_progress: int
    """Those that still go on and are not bad: good so far."""
    not_judged: int
    """Rows whose outcome the list does not tell: apps', and of a code those with an error whose logs were not read."""
    to_read: int
    read: int
    unread: int
    """Those that could not be read."""
    bad_read: int
    good_read: int
    too_little: int
    """Those that were read and say too little, or still go on: neither good nor bad."""


@dataclass(frozen=True)
class Triage:
    """The triage of a window: text, JSON and screen are made of it."""

    asked: Asked
    sessions: Sequence[JudgedRow]
    """The worst first: failures, the newest first; poor ones; the others, the newest first."""
    counts: Counts
    numbers: Numbers
    baseline: Numbers | None
    """Those of the same hours a day before; None where they were not asked for, or the list cannot tell."""
    columns: Sequence[Column]
    """The sessions over time."""
    since: Since | None
    causes: Causes
    addresses: int | None
    """Distinct addresses of the bad sessions that were read; None where under half of them are known."""
    troubles: Sequence[tuple[str, int]]
    """What was wrong with the bad sessions that were read, with counts, the most frequent first."""
    failed: Mapping[str, str]
    """UUIDs of sessions that could not be read, and why."""

    @property
    def loud(self) -> Sequence[Cause]:
        """The causes that are told aloud."""
        return [cause for cause in self.causes.found if cause.is_loud]

    @property
    def is_partial(self) -> bool:
        """Whether logs that were to be read were not, or not yet."""
        return self.counts.read + self.counts.unread < self.counts.to_read

    @cached_property
    def is_sample(self) -> bool:
        """Whether good sessions stand for others that were not read."""
        return bool(self.counts.read) and self.counts.to_read < self.counts.listed


def reading_plan_of(listed: Iterable[ListedSession], asked: Asked) -> ReadingPlan:
    """Which of the listed sessions are to be read, in order. What is listed without a UUID cannot be asked for."""
    return _plan(_judged(listed, {}, asked), asked)


def _plan(rows: Iterable[JudgedRow], asked: Asked) -> ReadingPlan:
    """The same by what the list tells of rows, whatever is known of them meanwhile."""
    going: list[ListedSession] = []
    still: dict[Outcome, list[ListedSession]] = {"bad": [], "unknown": [], "good": []}
    for each in rows:
        if is_uuid(each.row.uuid):
            kind = by_list(each.row, asked.bad_is, asked.bands)
            (going if each.in_progress and kind != "bad" else still[kind]).append(each.row)
    return reading_plan(still["bad"], still["unknown"], still["good"], going, asked.most_read, asked.seed)


def triage(
    listed: Iterable[ListedSession],
    read: Mapping[str, ReadSession],
    baseline: Iterable[ListedSession] | None,
    asked: Asked,
    failed: Mapping[str, str] | None = None,
) -> Triage:
    """The triage of listed sessions, of those of them that were read, by UUID, and of a day before.

    Without any that were read it is what the list alone tells. `failed` are those that could not be read.
    """
    rows, failed = _judged(listed, read, asked), failed or {}
    bad_read = [each.read for each in _read_as("bad", rows, asked) if each.read]
    began = sorted((ms, each.row.uuid, each.is_bad) for each in _told(rows) if (ms := each.began_ms) is not None)
    in_time = [(ms, is_bad) for ms, _, is_bad in began]
    troubles = Counter(trouble(each, asked.bands) for each in bad_read)
    return Triage(
        asked=asked,
        sessions=sorted(rows, key=_worst_first),
        counts=_counts(rows, failed, asked),
        numbers=numbers_of([(each.row, each.outcome) for each in rows], asked.bands),
        baseline=_baseline(baseline, asked),
        columns=histogram(in_time, asked.from_ms, asked.to_ms),
        since=since([each for each in in_time if each[0] <= asked.answered_ms - SILENT_MS], asked.seed),
        causes=causes_of(Table(_to_be_tried(rows, failed, asked)), _list_table(rows)),
        addresses=addresses_of(bad_read) if bad_read else None,
        troubles=sorted(troubles.items(), key=lambda each: (-each[1], each[0])),
        failed=failed,
    )


def _judged(listed: Iterable[ListedSession], read: Mapping[str, ReadSession], asked: Asked) -> list[JudgedRow]:
    """Each session once, in the order of the UUIDs: of a row that came twice what was heard last."""
    last: dict[str, ListedSession] = {}
    for number, row in enumerate(listed):
        key = row.uuid or f"{number}"  # rows without a UUID are sessions of their own
        other = last.setdefault(key, row)
        last[key] = max(row, other, key=lambda each: (each.seen_until_ms or 0, each.is_error))
    return [_judged_row(last[key], read.get(key), asked) for key in sorted(last)]


def _judged_row(row: ListedSession, read: ReadSession | None, asked: Asked) -> JudgedRow:
    if not asked.is_listed and read is not None:
        return JudgedRow(row, by_log(read, asked.bad_is), read.verdict == "in-progress", read)
    outcome = by_list(row, asked.bad_is, asked.bands)
    if asked.bad_is.is_code and read is not None:
        outcome = "bad" if by_log(read, asked.bad_is) == "bad" else "good"
    elif asked.bad_is.is_code and outcome == "bad":
        outcome = "unknown"  # the list tells that there was an error, and not which
    return JudgedRow(row, outcome, is_in_progress(row, asked.answered_ms), read)


def _told(rows: Sequence[JudgedRow]) -> list[JudgedRow]:
    """Those whose outcome is known, good so far included: left out, the last minutes would look worse than they are."""
    return [each for each in rows if each.outcome != "unknown"]


def _to_be_tried(rows: Sequence[JudgedRow], failed: Mapping[str, str], asked: Asked) -> list[JudgedSession]:
    """The sessions that were read and are good or bad, each with how many listed ones of its kind it stands for.

    Of the kind that the list does not judge, apps' rows, more are read than of good ones. Where all were, their logs
    judge them, and as many stay as would have been read had the list done that; else apps are a frame of their own.
    """
    kinds: dict[Outcome, list[JudgedRow]] = {"bad": [], "good": [], "unknown": []}
    for each in rows:
        kind = by_list(each.row, asked.bad_is, asked.bands)
        if kind == "bad" or not each.in_progress:
            kinds[kind].append(each)
    weights = {kind: _weight(those, failed) for kind, those in kinds.items()}
    is_judged, tried = weights["unknown"] == 1.0, []
    for kind, those in kinds.items():
        for outcome in _CLASSES:
            found, weight = _read_as(outcome, those, asked), weights[kind]
            if kind == "unknown" and is_judged:
                weight = weights[outcome]
                found = _thinned(found, weight, asked.seed)
            frame = int(not is_judged)
            tried += [
                JudgedSession(each.read, outcome == "bad", weight, frame * each.row.is_app)
                for each in found
                if each.read
            ]
    return tried


def _weight(kind: Sequence[JudgedRow], failed: Mapping[str, str]) -> float:
    """How many sessions of a kind each stands for that was read."""
    read = sum(each.read is not None for each in kind)
    return sum(each.row.uuid not in failed for each in kind) / read if read else 1.0


def _read_as(outcome: Outcome, rows: Iterable[JudgedRow], asked: Asked) -> list[JudgedRow]:
    """Those whose logs say that they are good or bad; what still goes on is not yet good."""
    return [
        each
        for each in rows
        if each.read and by_log(each.read, asked.bad_is) == outcome and (outcome == "bad" or not each.in_progress)
    ]


def _thinned(rows: Sequence[JudgedRow], weight: float, seed: str) -> list[JudgedRow]:
    """As many of the rows as would have been read if each had been to stand for so many."""
    kept = {row.uuid for row in shuffled((each.row for each in rows), seed)[: round(len(rows) / weight)]}
    return [each for each in rows if each.row.uuid in kept]


def _list_table(rows: Sequence[JudgedRow]) -> ListTable:
    return ListTable.of([(each.row.attributes, each.is_bad) for each in _told(rows)])


def _counts(rows: Sequence[JudgedRow], failed: Mapping[str, str], asked: Asked) -> Counts:
    read = sum(each.read is not None for each in rows)
    bad_read, good_read = (len(_read_as(outcome, rows, asked)) for outcome in _CLASSES)
    return Counts(
        listed=len(rows),
        bad=sum(each.is_bad for each in rows),
        in_progress=sum(each.in_progress and not each.is_bad for each in rows),
        not_judged=sum(each.outcome == "unknown" for each in rows),
        to_read=len(_plan(rows, asked).wanted) if asked.is_listed else len(rows),
        read=read,
        unread=len(failed),
        bad_read=bad_read,
        good_read=good_read,
        too_little=read - bad_read - good_read,
    )


def _baseline(listed: Iterable[ListedSession] | None, asked: Asked) -> Numbers | None:
    """The numbers of a day before; an error's code is in no list."""
    if listed is None or asked.bad_is.is_code:
        return None
    rows = _judged(listed, {}, asked)
    return numbers_of([(each.row, each.outcome) for each in rows], asked.bands)


def _worst_first(each: JudgedRow) -> tuple[int, float, float, str]:
    row, began_ms = each.row, each.began_ms or 0
    if not each.is_bad or each.is_failure:
        return (0 if each.is_bad else 2), -began_ms, 0.0, row.uuid
    viewing_s = row.rebuffering_s + row.playing_s
    return 1, -(row.rebuffering_s / viewing_s if viewing_s else 0.0), -row.start_s, row.uuid
