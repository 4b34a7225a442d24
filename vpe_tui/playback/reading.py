"""`Session` → `Playback`: rows, told apart by their dialect, laid on one clock, become spans without a hole.

rows on one clock (`clock`) → the dialect (`dialects.detect`) → what each row means (`rules`, `dialects`) → laid without
overlap (`tiling`) → the media each played (`playhead`) → spans, with silence named (`spans`, `silence`) → what cannot
be known of them (`bounds`).
"""

from collections.abc import Sequence
from typing import Literal, TypeVar

from vpe_tui.playback.bounds import ending_of, lower_bounds, undefined, unsure
from vpe_tui.playback.clock import corrected, reading_order
from vpe_tui.playback.dialects.detect import Detected, detected, is_in_milliseconds
from vpe_tui.playback.dialects.table import DIALECTS
from vpe_tui.playback.items import first_rows, item_of_rows, items_of
from vpe_tui.playback.model import ClockStep, DialectName, Item
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.playhead import is_in_ms
from vpe_tui.playback.rows import Rows, letters_of, places_before
from vpe_tui.playback.rules import RuleColumn
from vpe_tui.playback.spans import spans_of
from vpe_tui.playback.tiling import laid
from vpe_tui.session.events import EventLog
from vpe_tui.session.model import Session

T = TypeVar("T")

SECOND_MS = 1_000
"""Stamps in whole seconds are up to so much early."""


def playback_of(session: Session, dialect: DialectName | Literal["auto"] = "auto") -> Playback:
    """What happened in a session, by the dialect it is written in, or by the one that is named."""
    rows, steps, in_ms = _rows_of(session)
    found = detected(session, rows) if dialect == "auto" else Detected(dialect, True, ("set by hand",))
    items = _items(session, rows, found.dialect)
    read = DIALECTS[found.dialect]
    meant = read.meanings(rows)
    lines = laid(_begun(rows, meant), rows.end_ms, _slack_ms(session, rows))
    spans, points = spans_of(rows, meant, lines, tells=read.silence)
    ending = ending_of(session, rows, items, spans, found.dialect)
    return Playback(
        session=session,
        dialect=found.dialect,
        certain=found.certain,
        because=found.because,
        spans=spans,
        points=points,
        items=items,
        order=rows.numbers,
        read_as=RuleColumn(meant.rules, bytes(_by_row(rows, meant.codes))),
        corrected_start_ms=_by_row(rows, lines.start_ms),
        corrected_end_ms=_by_row(rows, lines.end_ms),
        clock_steps=steps,
        lower_bounds=lower_bounds(rows, spans, found.dialect),
        undefined=undefined(rows, spans, found.dialect),
        unsure=unsure(spans),
        ending=ending,
        tells_silence=read.silence,
        playhead_in_ms=in_ms,
    )


def _rows_of(session: Session) -> tuple[Rows, tuple[ClockStep, ...], bool]:
    """The rows on the corrected clock, the steps it made, and whether the playhead came in milliseconds."""
    log = session.events
    numbers = reading_order(log)
    starts, ends, steps = corrected(_in(numbers, log.start_ms), _in(numbers, log.end_ms), numbers)
    to_the_second = not is_in_milliseconds(log)
    letters = letters_of(log, numbers, to_the_second=to_the_second)
    untimed = _untimed(log, numbers)
    lengths = _lengths_ms(log, numbers, untimed)
    places = _in(numbers, log.video_time_s)
    longest_s = max((media.duration_s or 0 for media in session.media), default=None)
    in_ms = not session.is_live and is_in_ms(places, lengths, letters, longest_s)
    if in_ms:
        places = [None if place is None else place / 1000 for place in places]
    firsts = first_rows(letters)
    before, assumed = places_before(letters, places, lengths, is_live=session.is_live, seek_tells=not to_the_second)
    item = item_of_rows(firsts, len(letters))
    rows = Rows(
        numbers, letters, starts, ends, lengths, untimed, places, _in(numbers, log.quality), _in(numbers, log.percent),
        to_the_second, session.is_live, item, [None] * len(firsts), before, assumed
    )  # fmt: skip
    return rows, steps, in_ms


def _items(session: Session, rows: Rows, dialect: DialectName) -> tuple[Item, ...]:
    """The items, whose lengths the rows are then told."""
    items = items_of(session, rows.numbers, first_rows(rows.letters), dialect)
    rows.item_length_s = [item.length_s for item in items] or [None]
    return items


def _untimed(log: EventLog, numbers: Sequence[int]) -> Sequence[int]:
    """The rows that do not say how long they lasted."""
    said = _in(numbers, log.duration_s)
    return [row for row, length_s in enumerate(said) if length_s is None] if None in said else ()


def _lengths_ms(log: EventLog, numbers: Sequence[int], untimed: Sequence[int]) -> Sequence[int | None]:
    """How long each row lasted; None where it does not say."""
    said = _in(numbers, log.length_ms)
    if not untimed:
        return said
    lengths: list[int | None] = list(said)
    for row in untimed:
        lengths[row] = None
    return lengths


def _begun(rows: Rows, meant: RuleColumn) -> Sequence[int]:
    """When each row began; one that is but a sign takes no time."""
    signs = meant.places(lambda rule: rule.is_nothing)
    if not signs:
        return rows.start_ms
    starts = list(rows.start_ms)
    for row in signs:
        starts[row] = rows.end_ms[row]
    return starts


def _slack_ms(session: Session, rows: Rows) -> int:
    """How far rows of one chain may seem to be apart."""
    return SECOND_MS if rows.to_the_second or session.events.approximate else 0


def _in(numbers: Sequence[int], column: Sequence[T]) -> Sequence[T]:
    """A column of the log in the order of reading."""
    return column if isinstance(numbers, range) else [column[number] for number in numbers]


def _by_row(rows: Rows, column: Sequence[T]) -> Sequence[T]:
    """A column in the order of the log."""
    if isinstance(rows.numbers, range):
        return column
    of_row = dict(zip(rows.numbers, column, strict=True))
    return [of_row[number] for number in range(len(rows))]
