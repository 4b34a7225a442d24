"""Rules about viewing: quality, seeks, speed, loops, ends."""

from collections.abc import Iterator
from itertools import pairwise

from vpe_tui.playback import sums
from vpe_tui.qoe.findings.facts import Evidence, Facts, crowd
from vpe_tui.qoe.quality import drop_of
from vpe_tui.qoe.tolerances import END_SHARE
from vpe_tui.session.glossary import Kind
from vpe_tui.text.clean import counted
from vpe_tui.text.times import duration, playhead

SWINGS_LEAST = 3
SWINGS_MS = 60_000
"""Down and up again is one trouble and its end; three turns within a minute are a player that cannot decide."""

RAGE_LEAST = 4
RAGE_MS = 10_000
"""Three seeks are a search; with the fourth within ten seconds nothing between them can have been watched."""


def quality_drop(facts: Facts) -> Iterator[Evidence]:
    """A low start is none: there must be a switch down."""
    drop = drop_of(facts.playback)
    if drop:
        yield Evidence(
            f"After the best quality seen, {drop.best_px}p, it was {drop.mean_px:.0f}p on average over time, under "
            "half "
            f"of that; {duration(drop.low_ms / 1000)} of playing were below half",
            drop.rows,
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
    rows, quality = facts.read_as("manual-quality").rows, facts.log.quality
    if not rows:
        return
    first = f"{quality[rows[0] - 1]} to {quality[rows[0]]}"
    yield Evidence(
        f"{counted(len(rows), '“seeking” row')} changed the quality and left the playhead where it was, first at "
        f"{facts.at(rows[0])} ({first}): a resolution change, not a seek",
        rows,
    )


def seek_or_quality(facts: Facts) -> Iterator[Evidence]:
    """Long `seeking` rows that may have been playing."""
    spans = facts.read_as("seek-or-quality")
    rows = spans.rows
    if rows:
        yield Evidence(
            f"{counted(len(rows), '“seeking” row')} ({duration(spans.total_ms / 1000)}, first at {facts.at(rows[0])}) "
            "changed "
            "the quality while the playhead moved on: a slow seek, or playing during a change of quality; the log does "
            "not tell which",
            rows,
        )


def rage_seek(facts: Facts) -> Iterator[Evidence]:
    """Many seeks in a short time."""
    starts = dict(zip(facts.seeks.last_rows, facts.seeks.starts_ms, strict=True))
    found = crowd(starts, starts, RAGE_LEAST, RAGE_MS)
    if found is None:
        return
    more = f"; {len(found.rows)} in all came as close" if len(found.rows) > len(found.densest) else ""
    yield Evidence(
        f"{len(found.densest)} seeks inside {RAGE_MS // 1000} s, from {facts.at(found.densest[0])} on{more}: "
        "the viewer did not find the place",
        found.rows,
    )


def speed(facts: Facts) -> Iterator[Evidence]:
    """Playing at another speed than 1, as far as a viewer can set it."""
    odd = sums.speeds(facts.playback)
    spans = [span for span in odd if sums.is_offered(span)]
    rows = list(dict.fromkeys(span.rows[-1] for span in spans))
    if rows:
        least, most = (pick(span.speed or 1.0 for span in spans) for pick in (min, max))
        named = f"{least:.2f} ×" if f"{least:.2f}" == f"{most:.2f}" else f"{least:.2f} to {most:.2f} ×"
        yield Evidence(
            f"{counted(len(rows), 'row')} ({duration(sum(span.length_ms for span in spans) / 1000)}, first at "
            f"{facts.at(rows[0])}) played at "
            f"{named}, "
            "a mean over each row: content watched goes by the playhead",
            rows,
        )


def early_end(facts: Facts) -> Iterator[Evidence]:
    """An end before the media's; an app that was put away writes one too."""
    for row in facts.of(Kind.ENDED):
        length, place = facts.media_s(row), facts.log.video_time_s[row]
        if length and place is not None and place < END_SHARE * length and facts.playback.dialect != "android":
            yield Evidence(
                f"It ended at {playhead(place)} of {playhead(length)}, {100 * place / length:.0f} % of the media",
                [row],
            )


def loop(facts: Facts) -> Iterator[Evidence]:
    """Media that began again."""
    rows = facts.read_as("repeat").rows
    if rows:
        yield Evidence(
            f"Began again {counted(len(rows), 'time')}: a seek to the start after {END_SHARE:.0%} and no “ended”, as "
            "repeat mode does",
            rows,
        )
