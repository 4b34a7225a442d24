"""Rules about time: heartbeats, the playhead against the clock, the order of rows, zones."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from vpe_tui.playback import sums
from vpe_tui.playback.model import Span
from vpe_tui.playback.spans import Chosen
from vpe_tui.qoe.findings.facts import Evidence, Facts, seconds
from vpe_tui.qoe.tolerances import AHEAD_MS
from vpe_tui.session.events import Json
from vpe_tui.session.glossary import Kind
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration, kst_ms, unix_ms

HEARTBEAT_GAP_MS = 65_000
"""A heartbeat comes after 59 to 60 s; five more are for a busy page."""

HEARTBEAT_LONGEST_MS = 61_000
"""A row of playing is cut after 60 s by definition; one more is for rounding."""

ZONE_MS = 1_000
"""`logDate` has no fraction of a second: up to this much less than `logDateUnix` is the same time."""

ZONE_ROWS = 1_000
"""Of a longer log only the first and the last row are looked at: a zone is a device's, and to read a row as it came
is to parse a part of the answer again."""

_QUARTERS_MS = 900_000


def asleep(facts: Facts) -> Iterator[Evidence]:
    """Rows of playing in which the device slept."""
    spans = facts.read_as("asleep")
    rows = spans.rows
    if rows:
        slept_ms = sum(span.length_ms for span in spans if span.state == "unknown")
        yield Evidence(
            f"The device slept: the playhead hardly moved in {counted(len(rows), 'row')} of playing, first at "
            f"{facts.at(rows[0])}; {duration(slept_ms / 1000)} of them are no playing time",
            rows,
        )


def lost_rows(facts: Facts) -> Iterator[Evidence]:
    """Rows that were never sent: before the player's first sync, or offline."""
    spans = facts.read_as("lost-rows")
    rows = spans.rows or _played_before_startup(facts)
    if rows:
        lasted = f" ({duration(spans.total_ms / 1000)})" if spans else ""
        yield Evidence(
            f"Rows were lost{lasted}, first before {facts.at(rows[0])}: the playhead moved on, or it played with no "
            "“startup” before it; what was lived through then is not known",
            rows,
        )


def heartbeat_gap(facts: Facts) -> Iterator[Evidence]:
    """Rows of playing that are further apart than a heartbeat, with nothing between them that says why."""
    silent = facts.read_as("silence", "burst")
    in_chain = [place for place, span in zip(silent.places, silent, strict=True) if _is_in_chain(facts, span)]
    spans = facts.playback.spans.chosen(in_chain).longest_first()
    rows = spans.rows
    if rows:
        yield Evidence(
            f"No row tells of {duration(spans[:1].total_ms / 1000)} between two rows of playing, before "
            f"{facts.at(rows[0])} ({counted(len(rows), 'time')}): a heartbeat is due every 60 s",
            rows,
        )


def heartbeat_long(facts: Facts) -> Iterator[Evidence]:
    """Rows of playing longer than a heartbeat."""
    if not facts.is_web:
        return
    taken = {row for span in (*facts.read_as("asleep"), *_frozen(facts)) for row in span.rows}
    lengths_ms = facts.log.length_ms
    long = [row for row in facts.index.playing if lengths_ms[row] > HEARTBEAT_LONGEST_MS]
    rows = facts.longest_first([row for row in long if row not in taken])
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'row')} of playing longer than {HEARTBEAT_LONGEST_MS // 1000} s, the longest "
            f"{seconds(facts.lasted_s(rows[:1]))}: a heartbeat cuts playing after 60 s",
            rows,
        )


def playhead_frozen(facts: Facts) -> Iterator[Evidence]:
    """Playing in which the playhead moved as no player plays."""
    spans = _frozen(facts)
    rows = spans.rows
    if rows:
        moved = sum((span.to_s or 0) - (span.from_s or 0) for span in spans)
        yield Evidence(
            f"In {counted(len(rows), 'row')} ({duration(spans.total_ms / 1000)} of playing, first at "
            f"{facts.at(rows[0])}) "
            "the "
            f"playhead moved {moved:g} s: frozen, in the background, or at a speed that no player offers",
            rows,
        )


def clock_step(facts: Facts) -> Iterator[Evidence]:
    """Clocks that were set while the log was written, or that are ahead of the answer."""
    for step in facts.playback.clock_steps:
        way = "back" if step.by_ms < 0 else "forward"
        first, last = map(facts.playback.order.index, step.moved)
        moved = counted(last - first + 1, "row")
        yield Evidence(
            f"The clock was set {way} by {duration(abs(step.by_ms) / 1000)} before row {step.row:,}: {moved} were "
            "moved by it, so that all follow one another",
            [step.row],
        )
    yield from _ahead_of_fetch(facts)
    yield from _years_off(facts)


def _ahead_of_fetch(facts: Facts) -> Iterator[Evidence]:
    log, fetched_ms = facts.log, facts.fetched_ms
    if fetched_ms is None or not len(log) or log.end_ms[-1] <= fetched_ms + AHEAD_MS:
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
    """Rows that were delivered late; those of a clock that was set came in their order."""
    if any(step.by_ms < 0 for step in facts.playback.clock_steps):
        return
    for problem in facts.session.problems:
        if problem.kind == "out-of-order":
            yield Evidence(
                f"The log goes back in time {counted(len(problem.rows), 'time')}; it is shown in the order of time",
                problem.rows,
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


def _frozen(facts: Facts) -> Chosen:
    """Spans that played at no speed that a player offers. LIVE has no place to be at."""
    odd = sums.speeds(facts.playback)
    frozen = [place for place, span in zip(odd.places, odd, strict=True) if not sums.is_offered(span)]
    return facts.playback.spans.chosen([] if facts.session.is_live else frozen)


def _is_in_chain(facts: Facts, span: Span) -> bool:
    """Whether a silence of the web player stands between two rows of playing, which came too far apart."""
    if not facts.is_web or len(span.rows) < 2:
        return False
    before, after = span.rows[0], span.rows[-1]
    ends = facts.playback.corrected_end_ms
    is_chain = facts.log.kinds[before] is Kind.PLAYING is facts.log.kinds[after]
    return is_chain and ends[after] - ends[before] > HEARTBEAT_GAP_MS


def _played_before_startup(facts: Facts) -> list[int]:
    """The first row of playing of a log that has no first picture before it, and did not begin in the middle."""
    playing, startups = facts.index.playing, facts.of(Kind.STARTUP)
    if not playing or (startups and startups[0] < playing[0]) or facts.log.kinds[0] is not Kind.PLAYER_START:
        return []
    return [playing[0]]


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
