"""Rules about viewing: quality, seeks, loops, ends."""

from collections.abc import Iterator
from itertools import pairwise

from vpe_tui.qoe.findings.facts import Evidence, Facts, crowd
from vpe_tui.qoe.tolerances import BEGINNING_S, DROP_SHARE, END_SHARE
from vpe_tui.session.glossary import Kind
from vpe_tui.session.index import SAME_PLACE_S
from vpe_tui.session.quality import height_px
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration, playhead

SWINGS_LEAST = 3
SWINGS_MS = 60_000
"""Down and up again is one trouble and its end; three turns within a minute are a player that cannot decide."""

RAGE_LEAST = 4
RAGE_MS = 10_000
"""Three seeks are a search; with the fourth within ten seconds nothing between them can have been watched."""


def quality_drop(facts: Facts) -> Iterator[Evidence]:
    """What matters is where it fell: the low rows after the first of the best come first."""
    mean, quality = facts.metrics.quality_mean_px, facts.log.quality
    lines = {each: height for each in set(quality) if (height := height_px(each))}
    best = max(lines.values(), default=0)
    if mean is None or mean >= DROP_SHARE * best:
        return
    low = [row for row in facts.index.playing if lines.get(quality[row], best) < DROP_SHARE * best]
    first_best = next(row for row, each in enumerate(quality) if lines.get(each) == best)
    yield Evidence(
        f"The quality played was {mean:.0f}p on average over time, under half of the best seen, {best}p; "
        f"{duration(facts.lasted_s(low))} of playing were below half",
        [row for row in low if row > first_best] + [row for row in low if row < first_best],
    )


def quality_oscillation(facts: Facts) -> Iterator[Evidence]:
    """Qualities that go up and down in a short time."""
    ups = set(facts.index.upshifts)
    switches = sorted([*ups, *facts.index.downshifts])
    turns = [row for before, row in pairwise(switches) if (row in ups) != (before in ups)]
    found = crowd(turns, facts.log.end_ms, SWINGS_LEAST, SWINGS_MS)
    if found is None:
        return
    yield Evidence(
        f"The quality turned from up to down or back {len(found.densest)} times inside {SWINGS_MS // 1000} s, "
        f"from {facts.at(found.densest[0])} on; {len(switches):,} switches in all",
        found.rows,
    )


def manual_quality(facts: Facts) -> Iterator[Evidence]:
    """Changes of quality by hand."""
    rows, quality = facts.index.quality_changes, facts.log.quality
    if not rows:
        return
    first = f"{quality[rows[0] - 1]} to {quality[rows[0]]}"
    yield Evidence(
        f"{counted(len(rows), '“seeking” row')} changed the quality and moved the playhead less than "
        f"{SAME_PLACE_S:g} s, first at {facts.at(rows[0])} ({first}): a resolution change, not a seek",
        rows,
    )


def rage_seek(facts: Facts) -> Iterator[Evidence]:
    """Many seeks in a short time."""
    found = crowd(facts.index.seeks, facts.log.start_ms, RAGE_LEAST, RAGE_MS)
    if found is None:
        return
    more = f"; {len(found.rows)} in all came as close" if len(found.rows) > len(found.densest) else ""
    yield Evidence(
        f"{len(found.densest)} seeks inside {RAGE_MS // 1000} s, from {facts.at(found.densest[0])} on{more}: "
        "the viewer did not find the place",
        found.rows,
    )


def early_end(facts: Facts) -> Iterator[Evidence]:
    """An end before the media's."""
    for row in facts.of(Kind.ENDED):
        length, place = facts.media_s(row), facts.log.video_time_s[row]
        if length and place is not None and place < END_SHARE * length:
            yield Evidence(
                f"It ended at {playhead(place)} of {playhead(length)}, {100 * place / length:.0f} % of the media",
                [row],
            )


def loop(facts: Facts) -> Iterator[Evidence]:
    """Media that began again."""
    log = facts.log
    rows = [
        row
        for row in facts.of(Kind.SEEKING)
        if row
        and (place := log.video_time_s[row]) is not None
        and place < BEGINNING_S
        and _was_at_the_end(facts, row - 1)
    ]
    if rows:
        yield Evidence(
            f"Began again {counted(len(rows), 'time')}: a seek to the start after {END_SHARE:.0%} and no “ended”, as "
            "repeat mode does",
            rows,
        )


def _was_at_the_end(facts: Facts, row: int) -> bool:
    if facts.session.is_live or facts.log.kinds[row] is Kind.ENDED:
        return False
    share, place, length = facts.log.percent[row], facts.log.video_time_s[row], facts.media_s(row)
    return (share is not None and share >= 100 * END_SHARE) or bool(length and place and place >= END_SHARE * length)
