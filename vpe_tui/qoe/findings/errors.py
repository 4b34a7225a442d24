"""Rules about player errors, and about rows after them."""

from collections.abc import Iterator, Sequence

from vpe_tui.playback import sums
from vpe_tui.qoe.findings.facts import Evidence, Facts, crowd
from vpe_tui.session.glossary import Kind, error_words
from vpe_tui.text.clean import counted

STORM_LEAST = 3
STORM_MS = 60_000
"""A player that fails stops; three starts or errors in a minute are a page that starts it again and again."""

_CODES_SHOWN = 10
"""A hostile answer can have another code in every row."""

_FEW = 100
"""Errors of which the first written is looked for; of more it is the first by time."""


def player_error(facts: Facts) -> Iterator[Evidence]:
    """One for each code; an error after which it played on is a warning."""
    log, rows_of = facts.log, dict[str, list[int]]()
    for row in facts.of(Kind.ERROR):
        rows_of.setdefault(log.error_code[row] or "", []).append(row)
    ended_ms, alive_ms = facts.playback.corrected_end_ms, sums.last_alive_ms(facts.playback) or 0
    for rows in list(rows_of.values())[:_CODES_SHOWN]:
        words = error_words(log.error_code[rows[0]], log.error_message[rows[0]])
        again = f", {counted(len(rows), 'time')} in all" if len(rows) > 1 else ""
        on = ", and it played on" if ended_ms[rows[-1]] < alive_ms else ""
        yield Evidence(f"{words}, at {facts.at(rows[0])}{again}{on}", rows, "warning" if on else None)
    if not rows_of:
        yield from _listed(facts)


def _listed(facts: Facts) -> Iterator[Evidence]:
    """Errors of `error` that no row tells of."""
    for error in facts.session.errors[:_CODES_SHOWN]:
        yield Evidence(f"{error_words(error.code, error.message)}, in no row of the log")


def after_error(facts: Facts) -> Iterator[Evidence]:
    """Rows after an error that should have been the last."""
    errors = facts.of(Kind.ERROR)
    first = min(errors, key=facts.playback.order.index, default=None) if len(errors) < _FEW else errors[0]
    rows = () if first is None else facts.after(first)
    if first is not None and rows:
        code = facts.log.error_code[first]
        yield Evidence(
            f"{counted(len(rows), 'row')} after the first error"
            f"{f' ({code})' if code else ''}: a player reports nothing more after one",
            rows,
        )


def error_without_code(facts: Facts) -> Iterator[Evidence]:
    """Errors without a code; the mobile players have none."""
    if not facts.is_web:
        return
    rows: Sequence[int] = [row for row in facts.of(Kind.ERROR) if not (facts.log.error_code[row] or "").strip()]
    if rows:
        yield Evidence(f"{counted(len(rows), 'error')} without a code, first at {facts.at(rows[0])}", rows)


def retry_storm(facts: Facts) -> Iterator[Evidence]:
    """Many starts or errors in a short time."""
    for kind, what in ((Kind.PLAYER_START, "starts of the player"), (Kind.ERROR, "errors")):
        found = crowd(facts.of(kind), facts.log.end_ms, STORM_LEAST, STORM_MS)
        if found:
            yield Evidence(
                f"{len(found.densest)} {what} inside {STORM_MS // 1000} s, from {facts.at(found.densest[0])} on: "
                "it was tried again and again",
                found.rows,
            )
