"""Chances against what is counted out by hand, in whole numbers."""

from collections import Counter
from fractions import Fraction
from math import comb, inf, isclose, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vpe_tui.fleet.triage.chance import Draw, corrected_for, ln_chance, ln_most_extreme


@st.composite
def draws(draw: st.DrawFn) -> Draw:
    whole = draw(st.integers(1, 30))
    return Draw(whole, draw(st.integers(0, whole)), draw(st.integers(0, whole)))


def counted_out(several: list[Draw]) -> dict[int, Fraction]:
    """The distribution of the sum."""
    found = {0: Fraction(1)}
    for each in several:
        added: dict[int, Fraction] = Counter()
        for some, chance in found.items():
            for more in range(each.least, each.most + 1):
                ways = comb(each.bad, more) * comb(each.all - each.bad, each.drawn - more)
                added[some + more] += chance * Fraction(ways, comb(each.all, each.drawn))
        found = added
    return found


def ln(fraction: Fraction) -> float:
    return log(fraction.numerator) - log(fraction.denominator)


@given(st.lists(draws(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_the_tail_is_what_is_counted_out(several: list[Draw]) -> None:
    exact = counted_out(several)
    for count in range(min(exact) - 1, max(exact) + 1):
        tail = sum((chance for each, chance in exact.items() if each >= count), Fraction())
        assert isclose(ln_chance(several, count), ln(tail), rel_tol=1e-10, abs_tol=1e-11)
    assert ln_chance(several, max(exact) + 1) == -inf


@given(draws())
def test_the_most_extreme_is_the_end_of_the_tail(draw: Draw) -> None:
    assert isclose(ln_most_extreme(draw), ln_chance([draw], draw.most), rel_tol=1e-10, abs_tol=1e-11)


def test_no_tail_is_too_small() -> None:
    """A double ends at 1e-308: all 400 of 400 out of 5,000 have 1e-364."""
    assert ln_chance([Draw(5_000, 800, 400)], 400) == pytest.approx(ln(Fraction(comb(800, 400), comb(5_000, 400))))


def test_nothing_drawn_is_no_chance_at_all() -> None:
    assert ln_chance([], 0) == 0.0
    assert ln_chance([Draw(10, 3, 0)], 0) == 0.0
    assert ln_chance([Draw(10, 0, 5)], 1) == -inf


def test_only_what_could_show_is_corrected_for() -> None:
    able, unable = [log(1e-6)] * 3, [log(0.4)] * 1_000
    assert corrected_for(able + unable, 0.05) == 3
    assert corrected_for(unable, 0.05) == 1
    assert corrected_for([log(1e-9)] * 500, 0.05) == 500
    assert corrected_for([], 0.05) == 1
