"""Walking a timeline: lines and rows, where one was, what one looks for."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.session.index import Chapter
from vpe_tui.tui.timeline.visible_rows import VisibleRows
from vpe_tui.tui.timeline.walk import JumpHistory, Matches, step_in

COUNT = 12
row_sets = st.sets(st.integers(0, COUNT - 1)).map(sorted)
kept_rows = st.none() | row_sets
chapter_starts = st.just([]) | st.sets(st.integers(1, COUNT - 1), min_size=1).map(lambda starts: [0, *sorted(starts)])
rows = st.integers(0, COUNT - 1)


def chapters_at(starts: list[int]) -> list[Chapter]:
    return [Chapter(start, f"track {number}") for number, start in enumerate(starts, 1)]


def lines_by_scan(kept: list[int] | None, starts: list[int]) -> list[int | str]:
    """Row by row: the heading of a chapter stands before the first of its rows that is shown."""
    lines: list[int | str] = []
    for row in range(COUNT) if kept is None else kept:
        title = f"track {bisect_left(starts, row + 1)}"
        if starts and title not in lines:
            lines.append(title)
        lines.append(row)
    return lines


# VisibleRows


@given(st.sets(st.integers(0, COUNT)).map(sorted))
def test_rows_that_are_folded_stand_in_the_line_of_their_first(edges: list[int]) -> None:
    folds = [range(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    shown = VisibleRows(COUNT, folds=folds)
    stand_for = [shown.rows_at(line) for line in range(len(shown))]
    assert [row for rows in stand_for for row in rows] == list(range(COUNT))
    assert all(rows in folds or len(rows) == 1 for rows in stand_for)
    assert all(row in shown.rows_at(shown.line_of(row)) for row in range(COUNT))
    assert list(shown.rows) == list(range(COUNT)), "they are shown, if in one line"


@given(kept_rows, chapter_starts)
def test_lines_are_rows_with_headings_before_the_chapters_that_have_any(kept: list[int] | None, starts: list[int]):
    lens = VisibleRows(COUNT, kept, chapters_at(starts))
    headings = [lens.heading_at(line) for line in range(len(lens))]
    shown = [heading.title if heading else lens.row_at(line) for line, heading in enumerate(headings)]
    assert shown == lines_by_scan(kept, starts)


@given(kept_rows, chapter_starts)
def test_row_at_and_line_of_are_inverse(kept: list[int] | None, starts: list[int]) -> None:
    lens = VisibleRows(COUNT, kept, chapters_at(starts))
    assert [lens.row_at(lens.line_of(row)) for row in lens.rows] == list(lens.rows)
    for line in range(len(lens)):
        below = line + 1 if lens.heading_at(line) else line
        assert lens.line_of(lens.row_at(line)) == below


@given(row_sets.filter(len), chapter_starts, rows)
def test_a_row_that_is_not_shown_has_the_line_of_the_next_or_the_last(kept: list[int], starts: list[int], row: int):
    lens = VisibleRows(COUNT, kept, chapters_at(starts))
    assert lens.row_at(lens.line_of(row)) == next((each for each in kept if each >= row), kept[-1])
    assert lens.heading_at(lens.line_of(row)) is None


@pytest.mark.parametrize("lens", [VisibleRows(0), VisibleRows(5, []), VisibleRows(5, [], chapters_at([0, 2]))])
def test_no_rows_have_no_lines(lens: VisibleRows) -> None:
    assert (len(lens), list(lens.rows), lens.line_of(3)) == (0, [], 0)


# JumpHistory


def test_back_and_forward_through_jumps() -> None:
    trail = JumpHistory()
    trail.jumped(3)  # and came to 10
    trail.jumped(10)  # and came to 40
    assert [trail.back(40), trail.back(10), trail.back(3)] == [10, 3, None]
    assert [trail.forward(3), trail.forward(10), trail.forward(40)] == [10, 40, None]
    assert trail.back(40) == 10


def test_steps_between_jumps_are_not_lost_on_the_way_back() -> None:
    trail = JumpHistory()
    trail.jumped(3)
    assert trail.back(12) == 3  # jumped to 10, walked on to 12
    assert trail.forward(3) == 12


def test_a_new_jump_ends_the_way_forward() -> None:
    trail = JumpHistory()
    trail.jumped(3)
    trail.back(10)
    trail.jumped(5)
    assert trail.forward(7) is None
    assert trail.back(7) == 5


def test_a_jump_that_led_nowhere_is_no_step_back() -> None:
    trail = JumpHistory()
    trail.jumped(3)
    trail.jumped(8)
    trail.jumped(8)
    assert trail.back(8) == 3


@given(st.lists(rows, min_size=1, max_size=20))
def test_a_trail_leads_back_to_the_first_row_and_forward_to_the_last(jumps: list[int]) -> None:
    trail, visited = JumpHistory(), [row for n, row in enumerate(jumps) if n == 0 or row != jumps[n - 1]]
    for row in visited[:-1]:
        trail.jumped(row)
    here, back = visited[-1], []
    while (row := trail.back(here)) is not None:
        back.append(here := row)
    assert back == visited[:-1][::-1]
    forward = []
    while (row := trail.forward(here)) is not None:
        forward.append(here := row)
    assert forward == visited[1:]


# Matches


@given(row_sets, rows)
def test_matches_are_stepped_through_and_round(found: list[int], row: int) -> None:
    matches = Matches("x", found)
    after, before = [each for each in found if each > row], [each for each in found if each < row]
    assert matches.step(row, 1) == (after[0] if after else found[0] if found else None)
    assert matches.step(row, -1) == (before[-1] if before else found[-1] if found else None)
    assert matches.nearest(row) == (row if row in found else matches.step(row, 1))
    assert (row in matches, len(matches)) == (row in found, len(found))


@given(row_sets.filter(len), rows, st.sampled_from((1, -1)))
def test_going_round_once_sees_every_match(found: list[int], row: int, by: int) -> None:
    matches, seen = Matches("x", found), []
    for _ in found:
        row = matches.step(row, by)
        seen.append(row)
    assert sorted(seen) == found
    assert matches.step(row, -by) == seen[-2:][0]


@pytest.mark.parametrize(
    ("found", "row", "told"),
    [
        ([], 3, "no match"),
        ([5], 3, "1 match"),
        ([5], 5, "1 of 1"),
        ([2, 5, 9], 3, "3 matches"),
        ([2, 5, 9], 9, "3 of 3"),
        (range(100_000), 1_203, "1,204 of 100,000"),
    ],
)
def test_a_search_tells_its_count_and_place(found: list[int], row: int, told: str) -> None:
    assert Matches("x", found).told(row) == told


# Landmarks among the rows shown


@given(row_sets, rows, kept_rows)
def test_the_next_landmark_that_is_shown(marks: list[int], row: int, kept: list[int] | None) -> None:
    shown = range(COUNT) if kept is None else kept
    on, back = [each for each in marks if each in shown and each > row], [e for e in marks if e in shown and e < row]
    assert step_in(marks, row, 1, shown) == (on[0] if on else None)
    assert step_in(marks, row, -1, shown) == (back[-1] if back else None)
