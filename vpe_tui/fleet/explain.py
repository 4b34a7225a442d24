"""Why a row of a list is what it is: the verdict and the numbers that judge it, or that nobody has read its log yet."""

from collections.abc import Iterator

from vpe_tui.fleet.row import SessionRow
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.explain import Explained, explain, explain_verdict
from vpe_tui.text.times import duration

Fact = tuple[str, str]


def explain_read(row: SessionRow, diagnosis: Diagnosis) -> Explained:
    """The explanation of a row whose log was read: its verdict, and each number that is not good."""
    verdict = explain_verdict(diagnosis)
    return verdict._replace(facts=(*verdict.facts, *(_not_good(diagnosis) or _ALL_GOOD), *_listed(row)))


def explain_unread(row: SessionRow) -> Explained:
    """The explanation of a row whose log was not read here: what the list says is all that is known."""
    known = ("verdict", "not known yet: the list has no log; enter opens the session and reads it")
    return Explained("Known from the list alone", (known, *_listed(row)), ())


_ALL_GOOD: tuple[Fact, ...] = (("numbers", "every number that has a band is good, or not known"),)


def _not_good(diagnosis: Diagnosis) -> tuple[Fact, ...]:
    told = (explain(metric, diagnosis) for metric in METRICS)
    return tuple(
        (each.term, f"{each.value} is {each.band}: {each.cutoffs}") for each in told if each.band in ("poor", "fair")
    )


def _listed(row: SessionRow) -> Iterator[Fact]:
    """The numbers that the row shows, which may be other than the log's: the API counts them in its own way."""
    lengths = {"start": row.start_s, "rebuffering": row.rebuffering_s, "playing": row.playing_s}
    parts = [f"{name} {duration(seconds)}" for name, seconds in lengths.items() if seconds is not None]
    yield "the row says", " · ".join((*(["error"] if row.is_error else []), *parts)) or "nothing"
