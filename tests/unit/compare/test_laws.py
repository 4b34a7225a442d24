"""What must hold for any two logs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.playback.test_laws import any_row, dialects, media, read_any
from vpe_tui.fleet.compare.align import ALIGNED_AT, Align
from vpe_tui.fleet.compare.compare import compare
from vpe_tui.fleet.compare.rows import Pair, Row
from vpe_tui.playback.model import DialectName
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose

logs = st.lists(any_row, max_size=14)
any_session = st.tuples(logs, media, dialects)
aligns = st.sampled_from((None, *ALIGNED_AT))

Given = tuple[list[Any], list[Any], DialectName]


def diagnosis(given: Given) -> Diagnosis:
    rows, items, dialect = given
    return diagnose(read_any(rows, items, dialect).session, 1_790_000_000_000, player=dialect)


def rows_of(sides: Sequence[Row | None]) -> list[int]:
    return sorted(row for side in sides if side for row in side.rows)


@settings(deadline=None)
@given(any_session, any_session, aligns)
def test_merged_rows_hold_every_row_of_both_once(a: Given, b: Given, align: Align | None) -> None:
    of_a, of_b = diagnosis(a), diagnosis(b)
    found = compare(of_a, of_b, align)
    assert rows_of([pair.a for pair in found.pairs]) == list(range(len(of_a.playback.session.events)))
    assert rows_of([pair.b for pair in found.pairs]) == list(range(len(of_b.playback.session.events)))
    assert [pair.at_ms for pair in found.pairs] == sorted(pair.at_ms for pair in found.pairs)


@settings(deadline=None)
@given(any_session, aligns)
def test_a_session_compared_with_itself_has_no_difference(a: Given, align: Align | None) -> None:
    found = compare(diagnosis(a), diagnosis(a), align)
    assert found.is_alike
    assert found.says == "No difference."


def mirrored(pair: Pair) -> tuple[Row | None, Row | None, bool | None]:
    return pair.b, pair.a, pair.alike


@settings(deadline=None)
@given(any_session, any_session, aligns)
def test_a_comparison_the_other_way_round_is_its_mirror(a: Given, b: Given, align: Align | None) -> None:
    of_a, of_b = diagnosis(a), diagnosis(b)
    there, back = compare(of_a, of_b, align), compare(of_b, of_a, align)
    assert there.alignment.align == back.alignment.align
    assert Counter(map(mirrored, there.pairs)) == Counter((pair.a, pair.b, pair.alike) for pair in back.pairs)
    assert [(each.path, each.a, each.b) for each in there.fields] == [
        (each.path, each.b, each.a) for each in back.fields
    ]
    minus = [None if each.difference is None else -each.difference for each in back.numbers]
    assert [each.difference for each in there.numbers] == minus
    first, mirror = there.first_difference, back.first_difference
    assert (first and first.at_ms) == (mirror and mirror.at_ms)
    assert there.is_alike == back.is_alike
