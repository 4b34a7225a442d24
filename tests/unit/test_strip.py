"""The strip: every millisecond is in one cell, and a cell has the worst of all that was lived through in it."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.test_qoe import log_of, row, session_of
from vpe_tui.demo.kinds import Kind as Story
from vpe_tui.demo.player import simulate
from vpe_tui.playback.model import Span, State
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of
from vpe_tui.playback.strip import WORST, Cell, Stretch, cells, marks, whole
from vpe_tui.session.parse import parse_session

ACTIONS = ("player_start", "startup", "playing", "paused", "seeking", "rebuffering", "ended", "error", "next_track")


def lived(*rows: tuple[int, int, str]) -> Playback:
    """Rows as (silence before it, length, action), ms, of the web player."""
    log = [row(action, length / 1000, None, after_s=after / 1000) for after, length, action in rows]
    return playback_of(session_of(log_of(log)))


silences = st.just(0) | st.integers(0, 3_000)
lengths = st.just(0) | st.integers(0, 9_000) | st.integers(0, 80)
lives = st.lists(st.tuples(silences, lengths, st.sampled_from(ACTIONS)), max_size=10).map(lambda rows: lived(*rows))
offsets, widths, counts = st.integers(-3_000, 30_000), st.integers(1, 20_000), st.integers(1, 25)


def stretch_of(playback: Playback, offset: int, width: int) -> Stretch:
    begin = whole(playback).start_ms + offset
    return Stretch(begin, begin + width)


def touches(span: Span, cell: Cell) -> bool:
    """A span takes up the time from its start up to, not with, its end; one without length its instant."""
    start, end = cell.stretch
    if span.start_ms == span.end_ms:
        return start <= span.start_ms < end
    return span.start_ms < end and span.end_ms > start


def worst_by_scan(playback: Playback, cell: Cell) -> State | None:
    """The worst state of all spans that touch the cell."""
    return max((span.state for span in playback.spans if touches(span, cell)), key=WORST.index, default=None)


def states(shown: Sequence[Cell]) -> list[State | None]:
    return [cell.state for cell in shown]


# Cells


@given(lives, offsets, widths, counts)
@example(lived((0, 10, "error"), (0, 10, "playing")), 0, 20, 2)
@example(lived((0, 20, "playing"), (0, 0, "error")), 0, 21, 2)
@example(lived((0, 60_000, "rebuffering"), (0, 5_000, "playing")), 20_000, 3_000, 9)
def test_each_cell_has_the_worst_of_what_touches_it(playback: Playback, offset: int, width: int, count: int) -> None:
    for cell in cells(playback, stretch_of(playback, offset, width), count):
        assert cell.state == worst_by_scan(playback, cell), cell


@given(lives, counts)
def test_so_it_is_over_the_whole_session(playback: Playback, count: int) -> None:
    shown = cells(playback, whole(playback), count)
    assert states(shown) == [worst_by_scan(playback, cell) for cell in shown]
    worst = max((span.state for span in playback.spans), key=WORST.index, default=None)
    assert worst in states(shown)


@given(lives, offsets, widths, counts)
def test_cells_follow_one_another_without_a_gap(playback: Playback, offset: int, width: int, count: int) -> None:
    stretch = stretch_of(playback, offset, width)
    shown = cells(playback, stretch, count)
    assert len(shown) == count
    assert (shown[0].stretch.start_ms, shown[-1].stretch.end_ms) == stretch
    assert all(before.stretch.end_ms == after.stretch.start_ms for before, after in pairwise(shown))
    each = [cell.stretch.length_ms for cell in shown]
    assert sum(each) == stretch.length_ms
    assert max(each) - min(each) <= 1


@pytest.mark.parametrize("kind", [kind for kind in Story if kind is not Story.LONG])
def test_every_story_is_told(kind: Story) -> None:
    simulated = simulate(kind, 0)
    playback = playback_of(parse_session(simulated.body, simulated.uuid))
    all_of_it = whole(playback)
    middle = (all_of_it.start_ms + all_of_it.end_ms) // 2
    for stretch, count in ((all_of_it, 100), (all_of_it, 7), (all_of_it.around(middle, 90_000), 80)):
        shown = cells(playback, stretch, count)
        assert states(shown) == [worst_by_scan(playback, cell) for cell in shown]


def test_a_session_has_no_hole_and_nothing_is_outside_of_it() -> None:
    playback = lived((0, 10_000, "playing"), (20_000, 10_000, "playing"))
    begin = whole(playback).start_ms
    assert states(cells(playback, Stretch(begin - 10_000, begin + 50_000), 6)) == [
        None,
        "playing",
        "unknown",
        "unknown",
        "playing",
        None,
    ]


def test_the_quality_of_a_cell_is_that_at_its_end() -> None:
    rows = [row("playing", 10, 10, quality="480p"), row("playing", 10, 20, quality="1080p")]
    playback = playback_of(session_of(log_of(rows)))
    assert [cell.quality for cell in cells(playback, whole(playback), 4)] == ["480p", "480p", "1080p", "1080p"]


def test_the_last_instant_belongs_to_the_session() -> None:
    playback = lived((0, 10_000, "playing"), (0, 0, "error"))
    assert cells(playback, whole(playback), 5)[-1].state == "error"


def test_an_empty_log_has_empty_cells() -> None:
    playback = lived()
    assert whole(playback).length_ms == 1
    assert {(cell.state, cell.quality) for cell in cells(playback, whole(playback), 3)} == {(None, None)}


# Marks


@given(lives, offsets, widths, counts)
def test_a_row_is_marked_in_every_cell_that_it_touches(playback: Playback, offset: int, width: int, count: int) -> None:
    stretch = stretch_of(playback, offset, width)
    ranks = {number: number % 3 + 1 for number in range(len(playback.session.events))}
    shown = cells(playback, stretch, count)
    rows = list(zip(playback.corrected_start_ms, playback.corrected_end_ms, strict=True))

    def touching(cell: Cell) -> list[int]:
        start, end = cell.stretch
        return [
            ranks[number]
            for number, (began, ended) in enumerate(rows)
            if (began < end and ended > start) or start <= began == ended < end
        ]

    assert marks(playback, stretch, count, ranks) == [max(touching(cell), default=0) for cell in shown]


# Stretches


@given(lives)
def test_the_whole_holds_every_row(playback: Playback) -> None:
    stretch = whole(playback)
    assert stretch.length_ms > 0
    assert all(stretch.start_ms <= start for start in playback.corrected_start_ms)
    assert all(end < stretch.end_ms for end in playback.corrected_end_ms)


@given(st.integers(-30, 90), st.integers(1, 60), st.integers(-60, 160), st.integers(-3, 120))
def test_a_stretch_around_an_instant_stays_inside(begin: int, width: int, instant: int, length: int) -> None:
    outer = Stretch(begin, begin + width)
    inner = outer.around(instant, length)
    assert outer.start_ms <= inner.start_ms < inner.end_ms <= outer.end_ms
    assert inner.length_ms == min(max(length, 1), outer.length_ms)
    if outer.start_ms <= instant < outer.end_ms:
        assert inner.start_ms <= instant < inner.end_ms
        before, after = instant - inner.start_ms, inner.end_ms - instant
        assert abs(before - after) <= 1 or inner.start_ms == outer.start_ms or inner.end_ms == outer.end_ms
