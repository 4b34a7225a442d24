"""Conditions as they are typed, and whether they have come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.fleet.watch.standing import Rate
from vpe_tui.fleet.watch.until import Until, until


def test_several_are_any_of_them() -> None:
    wanted = until("Error, stall,end", of_window=False)
    assert wanted == Until(frozenset({"error", "stall", "end"}))
    assert wanted.holds({"stall"}) and wanted.holds({"end", "change"}) and not wanted.holds({"change"})


@pytest.mark.parametrize("text, share", [("bad:5%", 0.05), ("bad:5", 0.05), ("BAD:0.5 %", 0.005), ("bad:100%", 1.0)])
def test_a_share(text: str, share: float) -> None:
    assert until(text, of_window=True) == Until(frozenset(), share)


@pytest.mark.parametrize(
    "fresh, holds", [(Rate(1, 20), True), (Rate(1, 21), False), (Rate(19, 19), False), (Rate(0, 0), False)]
)
def test_a_share_is_of_twenty_sessions_at_least(fresh: Rate, holds: bool) -> None:
    assert until("bad:5%", of_window=True).holds((), fresh) is holds


@pytest.mark.parametrize(
    "text, of_window, says",
    [
        ("failure", False, "“failure” is none of error, stall, end, change, bad:5%"),
        ("end", True, "a window does not end: that is for one session"),
        ("bad:5%", False, "bad: is for a window, not for one session"),
        ("bad:0%", True, "bad:0% should be a share such as bad:5%"),
        ("bad:101%", True, "bad:101% should be a share such as bad:5%"),
        ("bad:", True, "bad: should be a share such as bad:5%"),
        ("", False, "“” is none of error, stall, end, change, bad:5%"),
    ],
)
def test_what_is_none_is_said(text: str, of_window: bool, says: str) -> None:
    with pytest.raises(ValueError) as told:
        until(text, of_window=of_window)
    assert str(told.value) == says


@given(st.text(max_size=30), st.booleans())
def test_anything_typed_is_read_or_said_to_be_none(text: str, of_window: bool) -> None:
    for typed in (text, f"bad:{text}"):
        try:
            until(typed, of_window=of_window)
        except ValueError as told:
            assert str(told)
