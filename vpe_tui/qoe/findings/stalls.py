"""Rules about waiting: for the first picture, and for data."""

from bisect import bisect_left
from collections.abc import Iterator

from vpe_tui.qoe.findings.facts import ROUNDING_MS, SEVERITY, Evidence, Facts, crowd, seconds
from vpe_tui.session.glossary import Kind
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration

CLUSTER_LEAST = 2
CLUSTER_MS = 60_000
"""One stall is bad luck; another one within a heartbeat says that the first did not end the trouble."""

UPSHIFT_MS = 5_000
"""About one segment: a stall this soon after a switch upwards met the first, larger segments of the new quality."""

PAUSE_AFTER_STALL_MS = 1_000
"""A pause that begins later than this after a stall saw pictures again: it is not about the stall."""


def slow_start(facts: Facts) -> Iterator[Evidence]:
    """Each wait by itself: a track change brings another one, and the player's part is a wait like the video's."""
    cutoffs, metrics = facts.bands.video_startup_s, facts.metrics
    starts, videos = facts.longest_first(facts.of(Kind.PLAYER_START)), facts.longest_first(facts.of(Kind.STARTUP))
    player = facts.lasted_s(starts[:1]) or metrics.player_startup_s or 0
    video = metrics.video_startup_longest_s or 0
    longer = max(player, video)
    if longer <= cutoffs.good:
        return
    part, rows = ("video", videos) if video >= player else ("player", starts)
    yield Evidence(
        f"The start took {seconds(player + video)}: {seconds(player)} for the player, {seconds(video)} for the "
        f"video; it is the {part} that is slow (up to {seconds(cutoffs.good)} is good)",
        rows,
        SEVERITY[cutoffs.band(longer)],
    )


def stall_long(facts: Facts) -> Iterator[Evidence]:
    """Stalls longer than is good."""
    cutoffs, lengths_ms = facts.bands.rebuffer_longest_s, facts.index.lengths_ms
    limit_ms = 1000 * cutoffs.good
    long = facts.longest_first([row for row in facts.index.stalls if lengths_ms[row] > limit_ms])
    if not long:
        return
    longest = facts.lasted_s(long[:1])
    others = f"; {counted(len(long) - 1, 'other')} took more than {seconds(cutoffs.good)}" if len(long) > 1 else ""
    yield Evidence(
        f"The longest stall took {seconds(longest)}, at {facts.at(long[0])} (up to {seconds(cutoffs.good)} is good)"
        + others,
        long,
        SEVERITY[cutoffs.band(longest)],
    )


def stall_cluster(facts: Facts) -> Iterator[Evidence]:
    """As many stalls as are poor for a whole session, in one minute, are an error."""
    found = crowd(facts.index.stalls, facts.log.start_ms, CLUSTER_LEAST, CLUSTER_MS)
    if found is None:
        return
    together = len(found.densest)
    others = counted(len(found.rows) - together, "other")
    more = f"; {others} came as close" if len(found.rows) > together else ""
    yield Evidence(
        f"{counted(together, 'stall')} ({duration(facts.lasted_s(found.densest))}) began inside "
        f"{CLUSTER_MS // 1000} s, from {facts.at(found.densest[0])} on{more}",
        found.rows,
        "error" if facts.bands.rebuffer_count.band(together) == "poor" else "warning",
    )


def stall_after_upshift(facts: Facts) -> Iterator[Evidence]:
    """The switch is at the latest where the first row of the new quality ends."""
    log, ups = facts.log, facts.index.upshifts
    starts, ends = log.start_ms, log.end_ms
    after = {
        row: ups[place - 1]
        for row in facts.index.stalls
        if (place := bisect_left(ups, row)) and -ROUNDING_MS <= starts[row] - ends[ups[place - 1]] <= UPSHIFT_MS
    }
    rows = list(after)
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'stall')} ({duration(facts.lasted_s(rows))}) began within {UPSHIFT_MS // 1000} s "
            f"of a switch to a higher quality, first at {facts.at(rows[0])}, to {log.quality[after[rows[0]]]}",
            rows,
        )


def stall_after_seek(facts: Facts) -> Iterator[Evidence]:
    """Short ones are what a seek costs."""
    rows = facts.longest_first(facts.index.seek_stalls)
    if not rows:
        return
    longest = facts.lasted_s(rows[:1])
    is_good = facts.bands.rebuffer_longest_s.band(longest) == "good"
    yield Evidence(
        f"{counted(len(rows), 'stall')} right after a seek ({duration(facts.lasted_s(rows))}, the longest "
        f"{seconds(longest)}), apart from the rebuffering numbers",
        rows,
        "note" if is_good else None,
    )


def pause_in_stall(facts: Facts) -> Iterator[Evidence]:
    """Pauses soon after the end of a stall."""
    kinds, starts, ends = facts.log.kinds, facts.log.start_ms, facts.log.end_ms
    rows = [
        row
        for row in facts.of(Kind.REBUFFERING)
        if row + 1 < len(kinds)
        and kinds[row + 1] is Kind.PAUSED
        and starts[row] <= starts[row + 1] <= ends[row] + PAUSE_AFTER_STALL_MS
    ]
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'stall')} ended in a pause, first at {facts.at(rows[0])} after "
            f"{duration(facts.lasted_s(rows[:1]))}: the viewer gave up waiting",
            rows,
        )
