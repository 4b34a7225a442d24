"""Rules about time: heartbeats, the playhead against the clock, the order of rows, zones."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from vpe_tui.qoe.findings.facts import Evidence, Facts, seconds
from vpe_tui.qoe.tolerances import AHEAD_MS
from vpe_tui.session.events import EventLog, Json
from vpe_tui.session.glossary import Kind
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration, kst_ms, relative, unix_ms

HEARTBEAT_GAP_MS = 65_000
"""A heartbeat comes after 59 to 60 s; five more are for a busy page."""

HEARTBEAT_LONGEST_MS = 61_000
"""A row of playing is cut after 60 s by definition; one more is for rounding."""

SLOWEST = 0.5
FASTEST = 2.1
"""Players offer half to double speed; a little more is for rounding."""

PLAYHEAD_ROUNDING_S = 1.0
"""`videoTime` is whole seconds."""

CLOCK_JUMP_MS = 5_000
"""Shorter silences between two rows of playing are waiting that was not logged."""

ZONE_MS = 1_000
"""`logDate` has no fraction of a second: up to this much less than `logDateUnix` is the same time."""

ZONE_ROWS = 1_000
"""Of a longer log only the first and the last row are looked at: a zone is a device's, and to read a row as it came
is to parse a part of the answer again."""

_QUARTERS_MS = 900_000
_CHAIN = frozenset((Kind.STARTUP, Kind.PLAYING, Kind.PAUSED, Kind.SEEKING, Kind.REBUFFERING))


def heartbeat_gap(facts: Facts) -> Iterator[Evidence]:
    """Rows of playing that are further apart than a heartbeat."""
    log = facts.log
    rows = [row for row in _after_gap(facts) if log.end_ms[row] - log.end_ms[row - 1] > HEARTBEAT_GAP_MS]
    if rows:
        widest = max(rows, key=lambda row: log.start_ms[row] - log.end_ms[row - 1])
        untold = duration((log.start_ms[widest] - log.end_ms[widest - 1]) / 1000)
        apart = duration((log.end_ms[widest] - log.end_ms[widest - 1]) / 1000)
        yield Evidence(
            f"No row tells of up to {untold} of playing: a row came {apart} after the one before it, and a heartbeat "
            f"is due every 60 s ({counted(len(rows), 'time')} more than {HEARTBEAT_GAP_MS // 1000} s)",
            [widest, *(row for row in rows if row != widest)],
        )


def heartbeat_long(facts: Facts) -> Iterator[Evidence]:
    """Rows of playing longer than a heartbeat."""
    lengths_ms = facts.index.lengths_ms
    rows = facts.longest_first([row for row in facts.steady if lengths_ms[row] > HEARTBEAT_LONGEST_MS])
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'row')} of playing longer than {HEARTBEAT_LONGEST_MS // 1000} s, the longest "
            f"{seconds(facts.lasted_s(rows[:1]))}: a heartbeat cuts playing after 60 s",
            rows,
        )


def playhead_frozen(facts: Facts) -> Iterator[Evidence]:
    """A row that a seek cuts is left out: its playhead may be the seek's already."""
    log, lengths_ms, places = facts.log, facts.index.lengths_ms, facts.log.video_time_s
    if facts.session.is_live:
        return
    least, most, rounding_s = SLOWEST / 1000, FASTEST / 1000, PLAYHEAD_ROUNDING_S
    odd = [
        row
        for row in facts.steady
        if (now := places[row]) is not None
        and (before := places[row - 1]) is not None
        and not least * lengths_ms[row] - rounding_s <= now - before <= most * lengths_ms[row] + rounding_s
    ]
    apart = set(facts.apart) if odd else ()
    odd = [row for row in odd if row not in apart and _is_between_neighbours(log, row)]
    in_ms = {row for row in odd if SLOWEST * lengths_ms[row] <= _moved(log, row) <= FASTEST * lengths_ms[row]}
    if in_ms:
        yield Evidence(
            f"“videoTime” is in milliseconds, not in seconds, in {counted(len(in_ms), 'row')}, first at "
            f"{facts.at(min(in_ms))}: the playhead ran a thousand times as fast as time, and every place in the media "
            "is as much too far",
            sorted(in_ms),
        )
    rows = [row for row in odd if row not in in_ms]
    if rows:
        moved = sum(_moved(log, row) for row in rows)
        yield Evidence(
            f"In {counted(len(rows), 'row')} ({duration(facts.lasted_s(rows))} of playing, first at "
            f"{facts.at(rows[0])}) the playhead moved {moved:g} s: frozen, in the background, or at another speed",
            rows,
        )


def clock_step(facts: Facts) -> Iterator[Evidence]:
    """Nothing plays twice at a time, so playing that overlaps the row before it shows a clock that was set back."""
    log, approximate, same = facts.log, facts.log.approximate, set(facts.same_time)
    sure = {row for row in facts.apart if row not in approximate and row - 1 not in approximate and row not in same}
    back = [row for row in facts.apart if row in sure and log.start_ms[row] < log.end_ms[row - 1]]
    if back:
        most = max(log.end_ms[row - 1] - log.start_ms[row] for row in back)
        yield Evidence(
            f"The clock went back {counted(len(back), 'time')}, by up to {duration(most / 1000)}, first at "
            f"{facts.at(back[0])}: playing began before the row before it had ended",
            back,
        )
    ahead = [row for row in _after_gap(facts) if row in sure and _playhead_waited(facts, row)]
    if ahead:
        most = max(log.start_ms[row] - log.end_ms[row - 1] for row in ahead)
        yield Evidence(
            f"The clock jumped ahead {counted(len(ahead), 'time')}, by up to {duration(most / 1000)}, first at "
            f"{facts.at(ahead[0])}, with the playhead where it would be without: the clock was set, or the device "
            "slept",
            ahead,
        )
    yield from _ahead_of_fetch(facts)
    yield from _years_off(facts)


def _ahead_of_fetch(facts: Facts) -> Iterator[Evidence]:
    log, fetched_ms = facts.log, facts.fetched_ms
    if fetched_ms is None or not len(log) or log.end_ms[-1] - fetched_ms <= AHEAD_MS:
        return
    rows = range(bisect_right(log.end_ms, fetched_ms + AHEAD_MS), len(log))
    yield Evidence(
        f"The log's clock is ahead of the fetch by up to {duration((log.end_ms[-1] - fetched_ms) / 1000)}, first at "
        f"{facts.at(rows[0])} ({counted(len(rows), 'row')}): when the session ended is not known",
        rows,
    )


def _years_off(facts: Facts) -> Iterator[Evidence]:
    for problem in facts.session.problems:
        if problem.kind == "clock-of-years":
            yield Evidence(
                f"The clock was {problem.value} in {counted(len(problem.rows), 'row')}, first at "
                f"{facts.at(problem.rows[0])}: a device that was just switched on, or that set its clock. They are "
                "shown next to the rows they came with; how much time is between them is not known",
                problem.rows,
            )


def out_of_order(facts: Facts) -> Iterator[Evidence]:
    """Rows that came in another order than their times."""
    for problem in facts.session.problems:
        if problem.kind == "out-of-order":
            yield Evidence(
                f"The log goes back in time {counted(len(problem.rows), 'time')}; it is shown in the order of time",
                problem.rows,
            )


def same_time(facts: Facts) -> Iterator[Evidence]:
    """Rows of one millisecond."""
    rows = facts.same_time
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'row')} at the very time of the row before, first at "
            f"{relative(facts.log.end_ms[rows[0]] - facts.log.zero_ms)}; their order is the order they came in",
            rows,
        )


def zone_mismatch(facts: Facts) -> Iterator[Evidence]:
    """`logDate`s that are not the Korean time of their `logDateUnix`."""
    raw, rows = facts.log.raw, range(len(facts.log))
    sampled = rows if len(rows) <= ZONE_ROWS else (rows[0], rows[-1])
    off = {row: ms for row in sampled if (ms := _zone_ms(raw[row])) is not None and not -ZONE_MS <= ms <= ZONE_MS}
    if off:
        ms = next(iter(off.values()))
        way = "ahead of" if ms > 0 else "behind"
        yield Evidence(
            f"“logDate” is {_hours(abs(ms))} {way} Korean time, by “logDateUnix” beside it: the device wrote its own "
            f"zone or clock ({len(off)} of {counted(len(sampled), 'row')} looked at)",
            list(off),
        )


def _after_gap(facts: Facts) -> list[int]:
    """Rows of playing that follow a row of playing, with time between them that no row tells of."""
    log = facts.log
    return [
        row for row in facts.apart if log.kinds[row - 1] is Kind.PLAYING and log.start_ms[row] > log.end_ms[row - 1]
    ]


def _is_between_neighbours(log: EventLog, row: int) -> bool:
    """Whether the row before left the playhead where this one begins, and no seek cuts this one."""
    is_cut = row + 1 < len(log) and log.kinds[row + 1] is Kind.SEEKING
    return row > 0 and log.kinds[row - 1] in _CHAIN and not is_cut


def _moved(log: EventLog, row: int) -> float:
    """How far the playhead came in a row of which both ends are known."""
    return (log.video_time_s[row] or 0) - (log.video_time_s[row - 1] or 0)


def _playhead_waited(facts: Facts, row: int) -> bool:
    """Whether the silence before a row is long, and the playhead moved as if it had not been."""
    log = facts.log
    now, before, length = log.video_time_s[row], log.video_time_s[row - 1], log.duration_s[row]
    if facts.session.is_live or now is None or before is None or length is None:
        return False
    silent_ms = log.start_ms[row] - log.end_ms[row - 1]
    return silent_ms > CLOCK_JUMP_MS and abs(now - before - length) <= PLAYHEAD_ROUNDING_S


def _zone_ms(raw: Json) -> int | None:
    """How far `logDate`, read as Korean time, is ahead of `logDateUnix`."""
    fields: Mapping[str, Json] = raw if isinstance(raw, dict) else {}
    said = kst_ms(fields.get("logDate"))
    exact = unix_ms(fields.get("logDateUnix"), said)
    return None if said is None or exact is None else said - exact


def _hours(ms: int) -> str:
    """`14 h`, `9.5 h`; what is no zone's offset as a length of time."""
    quarters = round(ms / _QUARTERS_MS)
    is_zone = quarters and abs(ms - quarters * _QUARTERS_MS) <= ZONE_MS
    return f"{quarters / 4:g} h" if is_zone else duration(ms / 1000)
