"""Outcomes: which sessions are bad, by the list and by their own logs. The cut-offs are those of `qoe.bands`."""

import re
from typing import Literal, NamedTuple

from vpe_tui.fleet.triage.sessions import ListedSession, ReadSession
from vpe_tui.qoe.bands import Bands
from vpe_tui.qoe.declarations import METRIC_OF, METRICS
from vpe_tui.qoe.metric import cutoffs_of
from vpe_tui.qoe.tolerances import SILENT_MS
from vpe_tui.session.glossary import PLAYER_ERRORS, error_words

Outcome = Literal["bad", "good", "unknown"]

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


class BadIs(NamedTuple):
    """What counts as bad: `failed`, `poor`, or the code of an error."""

    id: str

    @property
    def is_code(self) -> bool:
        """Whether it is an error's code, which the list does not tell."""
        return self.id not in ("failed", "poor")

    @property
    def text(self) -> str:
        """What counts as bad, in words."""
        words = {"failed": "it did not start, or broke off", "poor": "it failed, or a number of it is poor"}
        return words.get(self.id, f"it ended in {error_words(self.id, None)}")


POOR = BadIs("poor")


def bad_is(text: str) -> BadIs:
    """What `--bad` means. Raises ValueError, with a sentence."""
    if text.lower() in ("failed", "poor"):
        return BadIs(text.lower())
    code = text.upper() if text.upper() in PLAYER_ERRORS else text
    if not _CODE.fullmatch(code) or not any(each.isdigit() for each in code):
        raise ValueError(f"“{text[:40]}” is none of failed, poor, or an error's code such as E0003")
    return BadIs(code)


def by_list(row: ListedSession, bad: BadIs, bands: Bands) -> Outcome:
    """The outcome of a session as the list tells it. Of an app's row only the error counts, its times do not."""
    if row.is_error:
        return "bad"
    if bad.id != "poor":
        return "good"
    return "unknown" if row.is_app else "bad" if is_poor(row, bands) else "good"


def is_poor(row: ListedSession, bands: Bands) -> bool:
    """Whether what the list tells of start and rebuffering is beyond what is fair."""
    viewing_s = row.rebuffering_s + row.playing_s
    ratio = row.rebuffering_s / viewing_s if viewing_s else 0.0
    return row.start_s > bands.video_startup_s.fair or ratio > bands.rebuffering_ratio.fair


def worst_of_list(row: ListedSession, bands: Bands) -> str:
    """The number of the list that is furthest beyond what is fair, in words; empty where none is, or it is an app's."""
    if row.is_app or not is_poor(row, bands):
        return ""
    viewing_s = row.rebuffering_s + row.playing_s
    ratio = row.rebuffering_s / viewing_s if viewing_s else 0.0
    is_start = row.start_s / bands.video_startup_s.fair > ratio / bands.rebuffering_ratio.fair
    return f"start {row.start_s:.1f} s" if is_start else f"stalled {100 * ratio:.0f} %"


def by_log(read: ReadSession, bad: BadIs) -> Outcome:
    """The outcome of a session by its own log. Of one with too little to say it is not known: it proves nothing."""
    if read.error_code == bad.id if bad.is_code else read.is_failure or (bad == POOR and read.band == "poor"):
        return "bad"
    return "good" if read.band and read.verdict not in ("in-progress", "not-started") else "unknown"


def is_in_progress(row: ListedSession, answered_ms: int) -> bool:
    """Whether a session may have gone on when the list was answered: good so far is not yet good."""
    until_ms = row.seen_until_ms
    return until_ms is not None and until_ms > answered_ms - SILENT_MS


def trouble(read: ReadSession, bands: Bands) -> str:
    """What was wrong with a bad session, in words: its error, or the number that is furthest beyond what is fair."""
    if read.is_failure or read.error_code:
        return error_words(read.error_code or None, None)
    beyond = {metric.key: _beyond(read, metric.key, bands) for metric in METRICS}
    key = max(beyond, key=lambda each: beyond[each])
    return METRIC_OF[key].term.lower() if beyond[key] > 1 else "poor"


def _beyond(read: ReadSession, key: str, bands: Bands) -> float:
    limits, value = cutoffs_of(METRIC_OF[key], bands), read.metrics.get(key)
    return value / limits.fair if limits and limits.fair and value is not None else 0.0
