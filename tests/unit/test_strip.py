"""The strip: every millisecond is in one cell, and a cell has the worst of all that touches it."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.test_query import T0, log_of
from vpe_tui.demo.kinds import Kind as Story
from vpe_tui.demo.player import simulate
from vpe_tui.session.events import EventLog
from vpe_tui.session.glossary import WORST, Kind
from vpe_tui.session.parse import parse_session
from vpe_tui.session.strip import Cell, Span, cells, whole

KINDS = [kind.word for kind in Kind]


def log_from(*rows: tuple[int, int, str]) -> EventLog:
    """Rows as (start, length, action), ms after T0."""
    return log_of(
        [
            {
                "logDateUnix": str(T0 + start + length),
                "actionDuration": length / 1000,
                "actionType": action,
                "quality": f"{length % 7}p",
            }
            for start, length, action in rows
        ]
    )


places = st.integers(0, 60) | st.sampled_from((0, 10, 20, 30, 40))
lengths = st.just(0) | st.integers(0, 15) | st.integers(0, 80)
logs = st.lists(st.tuples(places, lengths, st.sampled_from(KINDS)), max_size=10).map(lambda rows: log_from(*rows))
spans = st.builds(lambda start, length: Span(T0 + start, T0 + start + length), st.integers(-30, 90), st.integers(1, 60))
counts = st.integers(1, 25)


def touches(start: int, end: int, cell: Cell) -> bool:
    """A row takes up the time from its start up to, not with, its end; one without length its instant."""
    if start == end:
        return cell.span.start_ms <= start < cell.span.end_ms
    return start < cell.span.end_ms and end > cell.span.start_ms


def worst_by_scan(log: EventLog, cell: Cell) -> Kind | None:
    """The worst kind of all rows that touch the cell."""
    touching = [event.kind for event in log if touches(event.start_ms, event.end_ms, cell)]
    return max(touching, key=WORST.index, default=None)


def quality_by_scan(log: EventLog, end: int) -> str | None:
    """The quality of the first row that is under way just before `end`, else of the last that was written before."""
    reaching = next((event for event in log if event.end_ms >= end), None)
    if reaching is not None and reaching.start_ms < end:
        return reaching.quality
    return next((event.quality for event in reversed(list(log)) if event.end_ms < end), None)


# Cells


@given(logs, spans, counts)
@example(log_from((0, 10, "error"), (10, 10, "playing")), Span(T0, T0 + 20), 2)
@example(log_from((10, 0, "error"), (0, 20, "playing")), Span(T0, T0 + 20), 2)
@example(log_from((0, 60, "rebuffering"), (20, 5, "playing")), Span(T0 + 20, T0 + 23), 9)
def test_each_cell_has_the_worst_of_what_touches_it(log: EventLog, span: Span, count: int) -> None:
    for cell in cells(log, span, count):
        assert cell.kind is worst_by_scan(log, cell), cell


@given(logs, counts)
def test_so_it_is_over_the_whole_session(log: EventLog, count: int) -> None:
    shown = cells(log, whole(log), count)
    assert [cell.kind for cell in shown] == [worst_by_scan(log, cell) for cell in shown]
    seen = {cell.kind for cell in shown}
    assert max((event.kind for event in log), key=WORST.index, default=None) in seen


@given(logs, spans, counts)
def test_cells_follow_one_another_without_a_gap(log: EventLog, span: Span, count: int) -> None:
    shown = cells(log, span, count)
    assert len(shown) == count
    assert (shown[0].span.start_ms, shown[-1].span.end_ms) == span
    assert all(before.span.end_ms == after.span.start_ms for before, after in pairwise(shown))
    assert sum(cell.span.length_ms for cell in shown) == span.length_ms
    each = [cell.span.length_ms for cell in shown]
    assert max(each) - min(each) <= 1


@given(logs, spans, counts)
def test_the_quality_of_a_cell_is_that_at_its_end(log: EventLog, span: Span, count: int) -> None:
    for cell in cells(log, span, count):
        assert cell.quality == quality_by_scan(log, cell.span.end_ms)


@given(logs, st.integers(0, 100), st.integers(1, 100), counts)
def test_so_it_is_zoomed(log: EventLog, at: int, length: int, count: int) -> None:
    span = whole(log).around(T0 + at, length)
    assert [cell.kind for cell in cells(log, span, count)] == [
        worst_by_scan(log, cell) for cell in cells(log, span, count)
    ]


@pytest.mark.parametrize("kind", [kind for kind in Story if kind is not Story.LONG])
def test_every_story_is_told(kind: Story) -> None:
    simulated = simulate(kind, 0)
    log = parse_session(simulated.body, simulated.uuid).events
    for span, count in ((whole(log), 100), (whole(log), 7), (whole(log).around(log.end_ms[len(log) // 2], 90_000), 80)):
        shown = cells(log, span, count)
        assert [cell.kind for cell in shown] == [worst_by_scan(log, cell) for cell in shown]
        assert [cell.quality for cell in shown] == [quality_by_scan(log, cell.span.end_ms) for cell in shown]


def test_time_that_no_row_tells_of_is_empty() -> None:
    log = log_from((0, 10, "playing"), (30, 10, "ended"))
    assert [cell.kind for cell in cells(log, Span(T0, T0 + 40), 4)] == [Kind.PLAYING, None, None, Kind.ENDED]


def test_the_last_instant_belongs_to_the_session() -> None:
    log = log_from((0, 10, "playing"), (10, 0, "error"))
    assert cells(log, whole(log), 5)[-1].kind is Kind.ERROR


def test_an_empty_log_has_empty_cells() -> None:
    log = log_of([])
    assert whole(log).length_ms == 1
    assert {(cell.kind, cell.quality) for cell in cells(log, whole(log), 3)} == {(None, None)}


# Spans


@given(logs)
def test_the_whole_holds_every_row(log: EventLog) -> None:
    span = whole(log)
    assert span.length_ms > 0
    assert all(span.start_ms <= event.start_ms <= event.end_ms < span.end_ms for event in log)


@given(spans, st.integers(-60, 160), st.integers(-3, 120))
def test_a_span_around_an_instant_stays_inside(outer: Span, at: int, length: int) -> None:
    instant = T0 + at
    inner = outer.around(instant, length)
    assert outer.start_ms <= inner.start_ms < inner.end_ms <= outer.end_ms
    assert inner.length_ms == min(max(length, 1), outer.length_ms)
    if outer.start_ms <= instant < outer.end_ms:
        assert inner.start_ms <= instant < inner.end_ms
        before, after = instant - inner.start_ms, inner.end_ms - instant
        assert abs(before - after) <= 1 or inner.start_ms == outer.start_ms or inner.end_ms == outer.end_ms
