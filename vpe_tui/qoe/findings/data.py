"""Rules about the log itself: impossible steps, missing, duplicate and unknown data."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vpe_tui.playback.rows import ANDROID_WORDS
from vpe_tui.playback.silence import BELONGS_MS
from vpe_tui.qoe.findings.facts import Evidence, Facts, seconds
from vpe_tui.qoe.metrics import greatest
from vpe_tui.qoe.tolerances import FULL_HEARTBEAT_S
from vpe_tui.session.glossary import Kind
from vpe_tui.session.problems import Problem
from vpe_tui.text.clean import counted, one_line
from vpe_tui.text.times import duration

TOTALS_S = 0.001
"""The API sends milliseconds; what differs by more was not summed from these rows."""

PERCENT_ROWS = 10_000
"""Of a longer log only so many rows are looked at, evenly: what is wrong with shares is wrong all along."""

PERCENT = 1.0
"""`watchingPercent` is whole percents; the playhead beside it is whole seconds, which is allowed for too."""

BEYOND = 2.0
BEYOND_S = 60.0
"""A playhead may run a little past the end, and the media's length may be of a cut; twice of it is no place in it."""

DRIFT_SHOWN = 20
"""A hostile answer can have a new field in every row: more of them are counted, not listed."""

_INDEX = re.compile(r"\[\d+\]")
_FLOAT_NOISE = 1e-9


def impossible_step(facts: Facts) -> Iterator[Evidence]:
    """Steps that no player writes."""
    twice, after = _started_twice(facts), _played_after_ended(facts) if facts.is_web else []
    kinds = (
        (twice, "a second first picture without a new start or track"),
        (after, "playing right after “ended”, with no idle time, seek, track or start between"),
    )
    said = [f"{what} (at {facts.at(rows[0])}{_more(rows)})" for rows, what in kinds if rows]
    if said:
        yield Evidence(f"The log has steps that cannot be: {', '.join(said)}", sorted({*twice, *after}))


def totals_disagree(facts: Facts) -> Iterator[Evidence]:
    """Sums of the API that the rows contradict; the mobile players' are no measurements."""
    if not facts.is_web:
        return
    yield from _start_times_disagree(facts)
    yield from _errors_disagree(facts)
    yield from _percents_disagree(facts)


def missing_start(facts: Facts) -> Iterator[Evidence]:
    """An error may be first: without access the player never gets ready."""
    log, first = facts.log, next(iter(facts.playback.order), None)
    if first is not None and log.kinds[first] is not Kind.PLAYER_START:
        yield Evidence(
            f"The log begins with “{log.actions[first]}”, not with “player_start”: what came before is missing",
            [first],
            "note" if log.kinds[first] is Kind.ERROR else None,
        )


def open_end(facts: Facts) -> Iterator[Evidence]:
    """A last row of playing that is shorter than a heartbeat."""
    last = facts.playback.ending.last_row
    if last is None or facts.log.kinds[last] is not Kind.PLAYING or not facts.is_web:
        return
    length = facts.log.duration_s[last]
    if length is not None and length < FULL_HEARTBEAT_S:
        yield Evidence(
            f"The last row is a playing cut short after {seconds(length)}: a pause, stall, seek or change of quality "
            "began "
            "then, and the log never closed it",
            [last],
        )


def duplicate_row(facts: Facts) -> Iterator[Evidence]:
    """Rows that are there twice; a sign of something that another row tells, such as an echo, counts for nothing."""
    log, rows, seen = facts.log, [], set[object]()
    whole = (log.end_ms, log.actions, log.video_time_s, log.duration_s)
    for row in facts.same_time:
        seen.add(tuple(column[row - 1] for column in whole))
        if tuple(column[row] for column in whole) in seen and not facts.playback.read_as[row].is_nothing:
            rows.append(row)
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'row')} with the action, time, playhead and duration of another one, first at "
            f"{facts.at(rows[0])}: {duration(facts.lasted_s(rows))} are counted again",
            rows,
        )


def schema_drift(facts: Facts) -> Iterator[Evidence]:
    """One for each field, however many records have it."""
    fields: dict[tuple[str, str, str], Problem] = {}
    for problem in facts.session.problems:
        if problem.kind in _DRIFT:
            fields.setdefault((problem.kind, _INDEX.sub("", problem.place), problem.name), problem)
    for (kind, place, name), problem in list(fields.items())[:DRIFT_SHOWN]:
        where = f"“{place}.{name}”" if name else f"“{place}”"
        rows = f" ({counted(len(problem.rows), 'row')})" if problem.rows else ""
        value = f": {problem.value}" if problem.value else ""
        yield Evidence(f"{where} {_DRIFT[kind]}{rows}{value}", problem.rows)
    if len(fields) > DRIFT_SHOWN:
        yield Evidence(f"{len(fields) - DRIFT_SHOWN:,} more fields are new or of another type")
    yield from _unknown_actions(facts)
    yield from _beyond_the_media(facts)


def _unknown_actions(facts: Facts) -> Iterator[Evidence]:
    rows_of = dict[str, list[int]]()
    for row in facts.of(Kind.OTHER):
        if facts.log.actions[row].strip().lower() not in ANDROID_WORDS:
            rows_of.setdefault(facts.log.actions[row], []).append(row)
    for action, rows in list(rows_of.items())[:DRIFT_SHOWN]:
        said = f"is an action that is not known ({counted(len(rows), 'row')})"
        yield Evidence(f"“sessionLog.actionType” {said}: {one_line(action) if action else 'none'}", rows)
    if len(rows_of) > DRIFT_SHOWN:
        yield Evidence(f"{len(rows_of) - DRIFT_SHOWN:,} more actions are not known")


def _beyond_the_media(facts: Facts) -> Iterator[Evidence]:
    lengths = [item.length_s for item in facts.playback.items]
    known = [length for length in lengths if length is not None]
    places = facts.log.video_time_s
    furthest = greatest(places)
    if furthest is None or len(known) < max(len(lengths), 1):
        return
    most = BEYOND * max(known) + BEYOND_S
    rows = [row for row, place in enumerate(places) if place is not None and place > most] if furthest > most else []
    if rows and facts.playback.playhead_in_ms:
        yield Evidence(
            f"“sessionLog.videoTime” came in milliseconds ({counted(len(rows), 'row')}): it was read as such", rows
        )
    elif rows:
        yield Evidence(
            f"“sessionLog.videoTime” is far beyond the media ({counted(len(rows), 'row')}): {places[rows[0]]:,g} s of "
            f"{max(known):,g} s",
            rows,
        )


_DRIFT = {
    "unknown-field": "is a field that is not known",
    "changed-type": "is not of its known type",
    "not-an-object": "is no object",
    "unusable": "has a value that cannot be meant",
    "no-time": "cannot be read; the time is from “logDate” or the row before",
}


def _more(rows: list[int]) -> str:
    return f" and {counted(len(rows) - 1, 'time')} more" if len(rows) > 1 else ""


def _started_twice(facts: Facts) -> list[int]:
    startups = facts.of(Kind.STARTUP)
    fresh = sorted([*facts.of(Kind.PLAYER_START), *facts.index.track_changes, *facts.of(Kind.ENDED)])
    return [row for before, row in pairwise(startups) if bisect_right(fresh, before) == bisect_left(fresh, row)]


def _played_after_ended(facts: Facts) -> list[int]:
    kinds, starts, ends = facts.log.kinds, facts.playback.corrected_start_ms, facts.playback.corrected_end_ms
    rows = (row + 1 for row in facts.of(Kind.ENDED) if row + 1 < len(kinds))
    played = (row for row in rows if kinds[row] is Kind.PLAYING and facts.log.duration_s[row])
    return [row for row in played if starts[row] - ends[row - 1] < BELONGS_MS]


def _start_times_disagree(facts: Facts) -> Iterator[Evidence]:
    said = facts.session.start_time
    starts, videos = facts.of(Kind.PLAYER_START), facts.of(Kind.STARTUP)
    parts = None if said.player_s is None or said.video_s is None else said.player_s + said.video_s
    claims = (
        ("playerStartTimeSum", said.player_s, _sum_s(facts, starts), "its rows"),
        ("videoStartTimeSum", said.video_s, _sum_s(facts, videos), "its rows"),
        ("totalStartTimeSum", said.total_s, parts, "its two parts"),
    )
    off = [
        f"{name} is {claimed:.3f} s, {what} add up to {summed:.3f} s"
        for name, claimed, summed, what in claims
        if claimed is not None and summed is not None and abs(claimed - summed) > TOTALS_S + _FLOAT_NOISE
    ]
    if off:
        yield Evidence(f"“startTime” and the log disagree: {'; '.join(off)}", sorted([*starts, *videos]))


def _sum_s(facts: Facts, rows: Sequence[int]) -> float | None:
    """Where a length is missing there is no sum."""
    lengths = [facts.log.duration_s[row] for row in rows]
    return sum(length for length in lengths if length is not None) if None not in lengths else None


def _errors_disagree(facts: Facts) -> Iterator[Evidence]:
    rows, errors = facts.of(Kind.ERROR), facts.session.errors
    logged, listed = [facts.log.error_code[row] or "" for row in rows], [error.code or "" for error in errors]
    if len(logged) != len(listed):
        yield Evidence(f"“error” lists {counted(len(listed), 'error')}, the log has {len(logged):,}", rows)
    elif sorted(logged) != sorted(listed):
        yield Evidence(f"“error” begins with {listed[0] or 'no code'}, the log with {logged[0] or 'no code'}", rows)


def _percents_disagree(facts: Facts) -> Iterator[Evidence]:
    rows: list[int] = []
    if facts.playback.playhead_in_ms:
        return
    for first, end in pairwise([0, *(row + 1 for row in facts.index.track_changes), len(facts.log)]):
        length = facts.media_s(first)
        if length:
            rows += _percents_off(facts, range(first, end, len(facts.log) // PERCENT_ROWS + 1), length)
    if rows:
        share, place = facts.log.percent[rows[0]] or 0, facts.log.video_time_s[rows[0]] or 0
        said = f"{share:g} %" if share <= 100 else "more than 100 %"
        yield Evidence(
            f"{counted(len(rows), 'row')} where “watchingPercent” is not the playhead's share of the media, first at "
            f"{facts.at(rows[0])}: {said} at {duration(place)} of {duration(facts.media_s(rows[0]) or 0)}",
            rows,
        )


def _percents_off(facts: Facts, rows: range, length_s: float) -> list[int]:
    """A playhead beyond the end is at the end."""
    shares, places = (
        column[rows.start : rows.stop : rows.step] for column in (facts.log.percent, facts.log.video_time_s)
    )
    per_s = 100 / length_s
    most = PERCENT + per_s
    return [
        row
        for row, share, place in zip(rows, shares, places, strict=True)
        if share is not None
        and place is not None
        and not -most <= share - place * per_s <= most
        and not -most <= share - min(place * per_s, 100) <= most
    ]
