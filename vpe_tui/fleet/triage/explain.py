"""Explanations of a triage: what a number is of, how a group was counted and tried, what is not known."""

from collections.abc import Callable, Iterator
from datetime import tzinfo

from vpe_tui.fleet.triage import sentences
from vpe_tui.fleet.triage.causes import ALPHA, Cause
from vpe_tui.fleet.triage.facets import FACET_OF
from vpe_tui.fleet.triage.outcome import worst_of_list
from vpe_tui.fleet.triage.table import Group
from vpe_tui.fleet.triage.triage import JudgedRow, Triage
from vpe_tui.text.clean import counted

Fact = tuple[str, str]

NUMBERS = {
    "bad": "sessions of the window that are bad, of those whose outcome the list tells",
    "failed to start": "isError, and it never played",
    "broke off": "isError after it had played",
    "poor": "no error, but the start or the rebuffering ratio that the list tells is poor",
    "start p50 p95": "total start time (totalStartTime): half of the sessions, and 95 in 100, started within it",
    "rebuffering": "rebufferingTime of it and playingTime, of all sessions together: of time, not of sessions",
}
"""What each number of `report.triage.parts.numbers` is. None of them counts an app's times, which are none."""


def explain_number(name: str, now: str, before: str, triage: Triage) -> Iterator[Fact]:
    """A number of the window, and that of a day before."""
    yield "means", NUMBERS[name]
    yield "now", now
    if before:
        yield "a day before", f"{before}: the same hours, 24 h earlier, by the list alone"
    if name == "bad":
        yield "what is bad", triage.asked.bad_is.text
    yield "source", "the API's list; what an app's row tells of times is not counted"


def explain_cause(cause: Cause, triage: Triage, named: Callable[[Group], str]) -> Iterator[Fact]:
    """A group: its counts, its chance, and what the correction is for; `named` names others."""
    count = cause.counts
    yield "the group", f"{sentences.of_all(count)} are bad ({sentences.share(count.rate)})"
    rest = count._replace(bad=count.rest_bad, total=count.rest_total)
    yield "all others", f"{sentences.of_all(rest)} are bad ({sentences.share(count.rest_rate)})"
    yield "times as often", sentences.times(count.ratio)
    yield "of the bad", f"{sentences.share(cause.share_of_bad)} are in the group"
    yield (
        "chance",
        (
            f"{sentences.chance_text(cause.p)} that so many of its sessions are bad if bad ones fall anywhere: the "
            "exact tail of the hypergeometric distribution, among sessions that lived about as long"
        ),
    )
    yield (
        "all told",
        (
            f"{sentences.chance_text(cause.p_adjusted)}: times the {cause.corrected_for:,} values and pairs that could "
            f"have shown anything, of {len(triage.causes.tried):,}; loud at {100 * ALPHA:.0f} % or less if 2 × as often"
        ),
    )
    if cause.is_one_viewer:
        yield "not loud", "most of its bad sessions are one viewer's"
    elif not cause.is_loud:
        yield "not loud", "it is less than 2 × as often, or too few: it may always be so"
    if cause.addresses is not None:
        yield "addresses", f"{cause.addresses:,} among its bad sessions"
    if cause.startup:
        own, others = (f"{seconds:.1f} s" for seconds in cause.startup[:2])
        yield "startup", f"median {own} against {others}; chance {sentences.chance_text(cause.startup.p)} by ranks"
    if cause.unknown:
        yield "not known", f"{counted(cause.unknown, 'session')} that was read lacks the value"
    for name, groups in (("the same", cause.same_as), ("wider", cause.wider), ("narrower", cause.narrower)):
        for each in groups:
            yield name, f"{named(each.group)}: {sentences.of_all(each.counts)}"


def explain_session(each: JudgedRow, triage: Triage, named: Callable[[Group], str]) -> Iterator[Fact]:
    """A session: why it is good or bad, and what it has in common with others."""
    row = each.row
    yield "it is", {"bad": "bad", "good": "good", "unknown": "neither: the list does not tell"}[each.outcome]
    if each.in_progress and not each.is_bad:
        yield "still", "it may go on: good so far, and compared with none"
    listed = "isError" if row.is_error else worst_of_list(row, triage.asked.bands) or "nothing that is poor"
    yield "the list says", listed
    if why := triage.failed.get(row.uuid):
        yield "its log", f"could not be read: {why}"
    else:
        yield "its log", each.read.verdict_text if each.read else "was not read"
    for path, value in (each.read.attributes if each.read else row.attributes).items():
        yield "shares", named(Group((path,), (value,)))


def explain_triage(triage: Triage, zone: tzinfo) -> Iterator[Fact]:
    """What the first sentence stands on, and what is not known."""
    counts = triage.counts
    yield "what is bad", triage.asked.bad_is.text
    yield "listed", f"{counted(counts.listed, 'session')}, {counts.bad:,} of them bad"
    yield "read", f"{counts.read:,}: {counts.bad_read:,} bad, {counts.good_read:,} good"
    for said in sentences.reservations(triage, zone):
        yield "not known", said
    if triage.since:
        yield (
            "since",
            (
                f"the best split in time, chance {sentences.chance_text(triage.since.p)} by permutations; "
                "in brackets the splits that are nearly as good; by when sessions began, not when they failed"
            ),
        )
    tried = len(triage.causes.tried)
    yield "tried", f"{tried:,} values and pairs, of which {triage.causes.testable:,} could have shown anything"


def tried_text(triage: Triage) -> str:
    """The facets that values were tried of, with how many of each."""
    many: dict[str, int] = {}
    for each in triage.causes.tried:
        name = " × ".join(FACET_OF[path].name for path in each.group.facets)
        many[name] = many.get(name, 0) + 1
    return "\n".join(f"{count:5,}  {name}" for name, count in sorted(many.items(), key=lambda each: -each[1]))
