"""The sentences of a triage, each written once: screen, text and Markdown say the same."""

from collections.abc import Iterator
from datetime import tzinfo
from math import floor, log10

from vpe_tui.fleet.triage.causes import ALPHA, TOO_FEW_BAD, Cause
from vpe_tui.fleet.triage.facets import FACET_OF
from vpe_tui.fleet.triage.since import LEAST_BAD, Instant
from vpe_tui.fleet.triage.table import Count, Group
from vpe_tui.fleet.triage.triage import Asked, Triage
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import DAY_MS, date_time, period

HIDDEN = {"user.network": "1 network", "user.region": "1 region"}
"""What a redacted triage says of a group whose value tells where a viewer is."""

_ALONE = "One bad session alone tells nothing of a cause."
_TOO_FEW = "They are too few to say what they share."
_LEAST_CHANCE = 1e-9
_TROUBLES_TOLD = 3


def summary(triage: Triage, zone: tzinfo) -> str:
    """How many are bad, and since when, in a sentence."""
    asked, numbers, normal = triage.asked, triage.numbers, triage.baseline
    if unknown := _unknown(triage, zone):
        return unknown
    before = f"a day before {share(normal.rate)}" if normal and normal.rate is not None else ""
    if not numbers.bad:
        return f"None of {counted(numbers.judged, 'session')} {_went_bad(asked, 1)}{f' ({before})' if before else ''}."
    if numbers.bad == numbers.judged and numbers.bad > 1:
        return f"All {numbers.bad:,} sessions {_went_bad(asked, 2)}{f' ({before})' if before else ''}."
    rate = "; ".join(part for part in (share(numbers.rate), before) if part)
    when = since_text(triage, zone)
    return f"{numbers.bad:,} of {counted(numbers.judged, 'session')} {_went_bad(asked, numbers.bad)} ({rate}){when}."


def _unknown(triage: Triage, zone: tzinfo) -> str:
    """Why it cannot be said; empty where it can."""
    asked, numbers, counts = triage.asked, triage.numbers, triage.counts
    if not numbers.listed:
        window = period(asked.from_ms, asked.to_ms, zone)
        return f"No session is listed from {window}." if asked.is_listed else "There is no session."
    sessions = counted(numbers.listed, "session")
    if asked.bad_is.is_code and counts.not_judged and not counts.read:
        return f"{counts.not_judged:,} of {sessions} failed; their logs tell which ended in {asked.bad_is.id}."
    return "" if numbers.judged else f"{sessions}, none of which says enough to be good or bad."


def _went_bad(asked: Asked, count: int) -> str:
    if asked.bad_is.is_code:
        return f"ended in {asked.bad_is.id}"
    return f"{'is' if count == 1 else 'are'} bad{' by the list' if asked.is_listed else ''}"


def since_text(triage: Triage, zone: tzinfo) -> str:
    """Since when, as the end of a sentence: `, more among those that began since 14:31 (14:29–14:34), and still`.

    Empty where too few are bad to tell. A session that broke off did so later than it began.
    """
    if triage.numbers.bad < LEAST_BAD:
        return ""
    if triage.since is None:
        return ", with no clear start"
    began, over = (_instant(each, triage, zone) if each else "" for each in (triage.since.began, triage.since.over))
    return f", more among those that began {f'from {began} to {over}' if over else f'since {began}, and still'}"


def shared(triage: Triage, *, is_redacted: bool = False) -> str:
    """What the bad ones share, in a sentence; empty where nothing was read."""
    counts = triage.counts
    if not counts.read or not triage.numbers.bad:
        return ""
    so_far = f"So far, with {counts.read:,} of {counts.to_read:,} read: " if triage.is_partial else ""
    return so_far + _shared(triage, is_redacted=is_redacted)


def _shared(triage: Triage, *, is_redacted: bool) -> str:
    counts = triage.counts
    if not counts.bad_read:
        return "By their logs none that was read is bad: there is nothing to compare."
    if counts.bad_read < TOO_FEW_BAD:
        return _TOO_FEW if counts.bad_read > 1 else _ALONE
    if not counts.good_read:
        has_good = triage.numbers.bad < triage.numbers.judged
        return "No good one was read to compare with." if has_good else "There is no good one to compare with."
    causes = triage.causes
    if triage.loud:
        return " ".join(cause_text(cause, is_redacted=is_redacted) for cause in triage.loud)
    if causes.found:
        return f"Nothing that they share stands out. {quiet_text(causes.found[0], is_redacted=is_redacted)}"
    return f"They share nothing that is beyond chance ({len(causes.tried):,} values and pairs tried)."


def cause_text(cause: Cause, *, is_redacted: bool = False) -> str:
    """A cause in a sentence: `38 of ≈ 44 with player version rn-0.1.27 × OS iOS are bad (86 %), 43 × as often as …`."""
    count = cause.counts
    said = f"{of_all(count)} with {group_name(cause.group, is_redacted=is_redacted)} are bad ({share(count.rate)})"
    if count.ratio is None:
        return f"{said}: all of them." if not count.rest_bad else f"{said}."
    others = f"{round(count.rest_bad):,} of {_about(count)}{round(count.rest_total):,} ({share(count.rest_rate)})"
    return f"{said}, {times(count.ratio)} as often as the others: {others}."


def quiet_text(cause: Cause, *, is_redacted: bool = False) -> str:
    """A cause that is not told aloud, and why, in a sentence."""
    said = f"{of_all(cause.counts)} with {group_name(cause.group, is_redacted=is_redacted)} are bad"
    if cause.is_one_viewer:
        return f"{said}, most of them one viewer's."
    return f"{said}, {times(cause.counts.ratio)} as often as the others: that may always be so."


def hit(triage: Triage) -> str:
    """What was wrong, and whom it hit, in a sentence; empty where no bad one was read."""
    if not triage.troubles:
        return ""
    told = [f"{clean(words)} {count:,}" for words, count in triage.troubles[:_TROUBLES_TOLD]]
    if more := sum(count for _, count in triage.troubles[_TROUBLES_TOLD:]):
        told.append(f"others {more:,}")
    if triage.addresses is not None:
        told.append(
            "to viewers at 1 address" if triage.addresses == 1 else f"to viewers at {triage.addresses:,} addresses"
        )
    return f"What happened: {', '.join(told)}."


def reservations(triage: Triage, zone: tzinfo) -> Iterator[str]:
    """What is not known, a sentence each."""
    asked, counts = triage.asked, triage.counts
    if asked.back_to_ms is not None:
        yield f"The list is cut: it goes back to {date_time(asked.back_to_ms, zone)} only."
    for at_ms in asked.cut_at_ms:
        yield f"There are more sessions of {date_time(at_ms, zone)[11:]}: the API lists 100 of one second at most."
    if triage.is_sample:
        yield f"≈: {counts.read:,} of {counts.listed:,} were read, and the good ones of them stand for the others."
    if asked.is_listed and counts.bad_read and counts.bad_read != counts.bad:
        yield f"By their logs {counts.bad_read:,} of the {counts.read:,} that were read are bad: a list tells less."
    if counts.unread:
        yield f"{counted(counts.unread, 'session')} could not be read."
    if counts.in_progress:
        yield f"{counted(counts.in_progress, 'session')} may still go on: good so far, and compared with none."
    if counts.not_judged and asked.is_listed:
        yield _not_judged(asked, counts.not_judged)
    if counts.too_little:
        yield f"The logs of {counted(counts.too_little, 'session')} say too little to be good or bad."
    if triage.loud:
        yield "What they share is where to look, and no proof of a cause."


def _not_judged(asked: Asked, count: int) -> str:
    if asked.bad_is.is_code:
        return f"In which error {counted(count, 'session')} ended is not known: their logs were not read."
    return f"The list does not tell how {counted(count, 'session')} of apps went."


def group_name(group: Group, *, is_redacted: bool = False) -> str:
    """A group by its facets' plain names: `player version rn-0.1.27 × OS iOS`."""
    return " × ".join(
        HIDDEN[path] if is_redacted and path in HIDDEN else f"{FACET_OF[path].name} {clean(value)}"
        for path, value in zip(group.facets, group.values, strict=True)
    )


def of_all(count: Count) -> str:
    """`38 of 44`; `38 of ≈ 44` where good ones stand for others."""
    return f"{round(count.bad):,} of {_about(count)}{round(count.total):,}"


def share(fraction: float | None) -> str:
    """`5.1 %`, `86 %`; `–` where it is not known."""
    if fraction is None:
        return "–"
    percent = 100 * fraction
    return f"{percent:.0f} %" if percent >= 10 or not percent else f"{percent:.1f} %"


def times(ratio: float | None) -> str:
    """`43 ×`, `2.4 ×`; `all of them` where no other is bad."""
    if ratio is None:
        return "all of them"
    return f"{ratio:.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"


def startup_text(cause: Cause) -> str:
    """`startup: median 2.9 s against 1.2 s, chance 0.002`; empty where it may be the same."""
    told = cause.startup
    if told is None or told.p > ALPHA:
        return ""
    return f"startup: median {told.median_s:.1f} s against {told.rest_median_s:.1f} s, chance {chance_text(told.p)}"


def chance_text(p: float) -> str:
    """A chance: `< 1e-9`, `2e-5`, `0.004`, `0.3`."""
    if p < _LEAST_CHANCE:
        return "< 1e-9"
    if p < 0.001:
        return f"{p:.0e}".replace("e-0", "e-")
    return f"{p:.{-floor(log10(p))}f}" if p < 1 else "1"


def _instant(instant: Instant, triage: Triage, zone: tzinfo) -> str:
    """`14:31 (14:29–14:34)`; one minute is said once, and the day where the window is longer than one."""
    is_long = triage.asked.to_ms - triage.asked.from_ms > DAY_MS
    at, first, last = (date_time(ms, zone)[0 if is_long else 11 : 16] for ms in instant)
    return at if first == last else f"{at} ({first}–{last})"


def _about(count: Count) -> str:
    return "≈ " if count.is_estimate else ""
