"""Rules about waiting: for the first picture, for data, for a seek."""

from bisect import bisect_left
from collections.abc import Iterator

from vpe_tui.qoe.findings.facts import SEVERITY, Evidence, Facts, crowd, seconds
from vpe_tui.session.glossary import Kind
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration

LONG_S = 2.0
"""A stall as long as this is noticed by anybody, whatever the band of a whole session says."""

CLUSTER_LEAST = 2
CLUSTER_MS = 60_000
"""One stall is bad luck; another one within a heartbeat says that the first did not end the trouble."""

CLUSTER_AN_HOUR = 3
"""A cluster is held against the band of stalls an hour as if it were all of 20 minutes: as little as is counted."""

UPSHIFT_MS = 5_000
"""About one segment: a stall this soon after a switch upwards met the first, larger segments of the new quality."""

PAUSE_AFTER_STALL_MS = 1_000
"""A pause that begins later than this after a stall saw pictures again: it is not about the stall."""


def slow_start(facts: Facts) -> Iterator[Evidence]:
    """Each wait by itself: a track change brings another one, and the player's part is a wait like the video's."""
    cutoffs, metrics = facts.bands.video_startup_s, facts.metrics
    if metrics.video_startup_s is None and metrics.player_startup_s is None:
        return
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
    """Stalls that anybody notices."""
    long = facts.stalls.own.longest_first(round(1000 * LONG_S))
    if not long or facts.metrics.rebuffer_longest_s is None:
        return
    longest = long[:1].total_ms / 1000
    others = f"; {counted(len(long) - 1, 'other')} took {seconds(LONG_S)} or more" if len(long) > 1 else ""
    is_poor = facts.bands.rebuffer_longest_s.band(longest) == "poor"
    rows = long.rows
    yield Evidence(
        f"The longest stall took {seconds(longest)}, at {facts.at(rows[0])}{others}",
        rows,
        None if is_poor else "warning",
    )


def stall_cluster(facts: Facts) -> Iterator[Evidence]:
    """As many stalls as are poor for 20 minutes, in one minute, are an error."""
    own = facts.stalls.own
    lengths = dict(zip(own.last_rows, own.lengths_ms, strict=True))
    found = crowd(lengths, dict(zip(own.last_rows, own.starts_ms, strict=True)), CLUSTER_LEAST, CLUSTER_MS)
    if found is None:
        return
    together = len(found.densest)
    others = counted(len(found.rows) - together, "other")
    more = f"; {others} came as close" if len(found.rows) > together else ""
    lasted = duration(sum(lengths[row] for row in found.densest) / 1000)
    yield Evidence(
        f"{counted(together, 'stall')} ({lasted}) began inside {CLUSTER_MS // 1000} s, from "
        f"{facts.at(found.densest[0])} on{more}",
        found.rows,
        "error" if facts.bands.rebuffer_per_hour.band(CLUSTER_AN_HOUR * together) == "poor" else "warning",
    )


def stall_after_upshift(facts: Facts) -> Iterator[Evidence]:
    """A row tells the quality at its end: only where its start is as near is the switch known to be."""
    log, ups = facts.log, facts.index.upshifts
    after: dict[int, int] = {}
    for row in facts.stalls.own.rows:
        place = bisect_left(ups, row)
        if place and log.start_ms[row] - log.start_ms[ups[place - 1]] <= UPSHIFT_MS:
            after[row] = ups[place - 1]
    rows = list(after)
    if rows:
        yield Evidence(
            f"{counted(len(rows), 'stall')} ({duration(facts.lasted_s(rows))}) began within {UPSHIFT_MS // 1000} s "
            f"of a switch to a higher quality, first at {facts.at(rows[0])}, to {log.quality[after[rows[0]]]}",
            rows,
        )


def stall_after_seek(facts: Facts) -> Iterator[Evidence]:
    """Short ones are what a seek costs."""
    stalls = facts.stalls.seek_induced.longest_first()
    if not stalls or facts.metrics.seek_stall_s is None:
        return
    longest = stalls[:1].total_ms / 1000
    yield Evidence(
        f"{counted(len(stalls), 'stall')} right after a seek ({duration(stalls.total_ms / 1000)}, the longest "
        f"{seconds(longest)}), apart from the rebuffering numbers",
        stalls.rows,
        "note" if longest < LONG_S else None,
    )


def seek_slow(facts: Facts) -> Iterator[Evidence]:
    """The web player's waiting in a seek is in its `seeking` row; one that nothing follows never came back."""
    cutoffs = facts.bands.seek_latency_max_s
    slow = facts.seeks.longest_first(round(1000 * cutoffs.good) + 1)
    if not slow or facts.metrics.seek_latency_max_s is None:
        return
    longest, rows = slow[:1].total_ms / 1000, slow.rows
    others = f"; {counted(len(slow) - 1, 'other')} took more than {seconds(cutoffs.good)}" if len(slow) > 1 else ""
    last = facts.playback.ending.last_row
    lost = "; no row follows the last one: it may never have come back" if last in rows else ""
    yield Evidence(
        f"The longest seek took {seconds(longest)}, at {facts.at(rows[0])} (up to {seconds(cutoffs.good)} is good)"
        f"{others}{lost}",
        rows,
        SEVERITY[cutoffs.band(longest)],
    )


def unlogged_wait(facts: Facts) -> Iterator[Evidence]:
    """Waits that got no row: the rebuffering numbers do not have them."""
    waits = facts.read_as("unlogged-wait")
    if waits:
        rows = waits.rows
        yield Evidence(
            f"{duration(waits.total_ms / 1000)} of waiting got no row, in {counted(len(waits), 'silence')} in which "
            "the "
            f"playhead stood, first at {facts.at(rows[0])}: every rebuffering number is at least",
            rows,
        )


def pause_in_stall(facts: Facts) -> Iterator[Evidence]:
    """Pauses in a stall, which mostly get no row, and soon after the end of one."""
    silent = facts.read_as("silent-pause", "pause-in-stall")
    kinds, starts, ends = facts.log.kinds, facts.log.start_ms, facts.log.end_ms
    rows = [
        row
        for row in (facts.of(Kind.REBUFFERING) if facts.is_web else ())
        if row + 1 < len(kinds)
        and kinds[row + 1] is Kind.PAUSED
        and starts[row] <= starts[row + 1] <= ends[row] + PAUSE_AFTER_STALL_MS
    ]
    rows += [row for row in silent.rows if row not in rows]
    if rows:
        inferred = f"; {duration(silent.total_ms / 1000)} of pause got no row of its own" if silent else ""
        yield Evidence(
            f"{counted(len(rows), 'stall')} ended in a pause, first at {facts.at(min(rows))}: the viewer gave up "
            f"waiting{inferred}",
            sorted(rows),
        )
