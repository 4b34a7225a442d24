"""The benchmark works: every figure is produced. Times are for people to judge, so none is asserted."""

import pytest

from tests.bench.__main__ import measured, parsed, report
from tests.bench.figures import FIGURES
from tests.bench.floor_app import Bare


async def test_the_floor_quits_by_the_key_that_is_sent_to_it() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        await pilot.press("q", "j")
        assert app.is_running
        await pilot.press("Q")
        assert not app.is_running


@pytest.mark.bench
def test_every_figure_is_produced() -> None:
    options = parsed(["--quick"])
    samples, floors = measured(options)
    assert {case.figure for case in samples.taken} == set(FIGURES)
    assert all(samples.best(case) >= 0 for case in samples.taken if not case.figure.endswith("mib"))
    told = report(samples, floors, options)
    assert all(figure.says in told for figure in FIGURES.values())
