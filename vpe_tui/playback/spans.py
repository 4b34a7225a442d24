"""Rows that are laid without overlap, and what each means → spans without a hole, in columns."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import groupby
from operator import eq, itemgetter, sub
from typing import Literal, NamedTuple, overload

from vpe_tui.playback.model import Known, Point, Span, State
from vpe_tui.playback.playhead import Parts, Played, played
from vpe_tui.playback.rows import Rows
from vpe_tui.playback.rules import Rule, RuleColumn
from vpe_tui.playback.silence import BELONGS_MS, BURST, LOST, Silence, is_capped, meaning
from vpe_tui.playback.tiling import Laid
from vpe_tui.session.masks import row_numbers, where


class Odd(NamedTuple):
    """What a span has that is not the row's: one that is a silence, or a part of a row."""

    rows: tuple[int, ...]
    part: Played
    quality_sure: bool


@dataclass(slots=True)
class Columns:
    """Spans as they are built: parallel columns. `place` is the row of each, a place in `Rows`."""

    rule: RuleColumn
    start_ms: list[int] = field(default_factory=list)
    end_ms: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    odd: dict[int, Odd] = field(default_factory=dict)

    def append(self, start_ms: int, end_ms: int, rule: Rule, place: int, odd: Odd | None = None) -> None:
        """One more."""
        if odd is not None:
            self.odd[len(self.rule)] = odd
        self.start_ms.append(start_ms)
        self.end_ms.append(end_ms)
        self.rule.append(rule)
        self.place.append(place)


class Chosen(Sequence[Span]):
    """Some of the spans of a session, by their places in it: what is asked of all of them is taken from the columns."""

    def __init__(self, spans: "Spans", places: Sequence[int]) -> None:
        self._spans = spans
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> Span: ...
    @overload
    def __getitem__(self, place: slice) -> "Chosen": ...
    def __getitem__(self, place: int | slice) -> "Span | Chosen":
        if isinstance(place, slice):
            return Chosen(self._spans, self.places[place])
        return self._spans[self.places[place]]

    def __iter__(self) -> Iterator[Span]:
        return map(self._spans.__getitem__, self.places)

    @cached_property
    def starts_ms(self) -> list[int]:
        """When each began."""
        return self._spans.starts_ms(self.places)

    @cached_property
    def lengths_ms(self) -> list[int]:
        """How long each was."""
        return self._spans.lengths_ms(self.places)

    @property
    def total_ms(self) -> int:
        """How long they were together."""
        return sum(self.lengths_ms)

    @cached_property
    def last_rows(self) -> list[int]:
        """The row that tells of each: of a silence the row after it."""
        return self._spans.last_rows(self.places)

    @property
    def rows(self) -> list[int]:
        """The same, each row once."""
        return list(dict.fromkeys(self.last_rows))

    def longest_first(self, least_ms: int = 0) -> "Chosen":
        """Those of at least a length, the longest first."""
        lengths = dict(zip(self.places, self.lengths_ms, strict=True))
        long = [place for place, length in lengths.items() if length >= least_ms]
        return Chosen(self._spans, sorted(long, key=lengths.__getitem__, reverse=True))


class Spans(Sequence[Span]):
    """The spans of a session: a `Span` is made when it is asked for, sums are taken over the columns."""

    def __init__(self, rows: Rows, meant: RuleColumn, columns: Columns) -> None:
        self._rows = rows
        self._meant = meant
        self._columns = columns
        self.memo: dict[Callable[..., object], object] = {}
        """What was worked out of all of them (`sums`)."""
        self._those: dict[frozenset[Rule], Chosen] = {}

    def __len__(self) -> int:
        return len(self._columns.rule)

    @overload
    def __getitem__(self, place: int) -> Span: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Span]: ...
    def __getitem__(self, place: int | slice) -> Span | Sequence[Span]:
        if isinstance(place, slice):
            return [self._span(each) for each in range(*place.indices(len(self)))]
        return self._span(range(len(self))[place])

    def __iter__(self) -> Iterator[Span]:
        return map(self._span, range(len(self)))

    @cached_property
    def parts(self) -> Parts:
        """The media that each row is about."""
        return played(self._rows, self._meant)

    def places(self, states: Iterable[State] = (), rules: Iterable[str] = ()) -> Sequence[int]:
        """Where the spans are that are in one of the states, or made by one of the rules."""
        return self.those(states, rules).places

    def those(self, states: Iterable[State] = (), rules: Iterable[str] = ()) -> Chosen:
        """The spans that are in one of the states, or made by one of the rules."""
        states, rules = frozenset(states), frozenset(rules)
        wanted = frozenset(rule for rule in self._made_by if rule.state in states or rule.name in rules)
        if wanted not in self._those:
            self._those[wanted] = Chosen(self, self._columns.rule.places(wanted.__contains__) if wanted else [])
        return self._those[wanted]

    @cached_property
    def _made_by(self) -> list[Rule]:
        """The rules that made any of them."""
        return self._columns.rule.used

    def chosen(self, places: Sequence[int]) -> Chosen:
        """The spans at some places."""
        return Chosen(self, places)

    def starts_ms(self, places: Iterable[int]) -> list[int]:
        """When those spans began."""
        return list(map(self._columns.start_ms.__getitem__, places))

    def ends_ms(self, places: Iterable[int]) -> list[int]:
        """When those spans ended."""
        return list(map(self._columns.end_ms.__getitem__, places))

    def last_rows(self, places: Collection[int]) -> list[int]:
        """The last row of evidence of each of those spans."""
        odd, numbers, row_of = self._columns.odd, self._rows.numbers, self._columns.place
        if odd.keys().isdisjoint(places):
            return list(map(numbers.__getitem__, map(row_of.__getitem__, places)))
        return [odd[place].rows[-1] if place in odd else numbers[row_of[place]] for place in places]

    def rule_of(self, place: int) -> Rule:
        """The rule that made a span."""
        return self._columns.rule[place]

    def lengths_ms(self, places: Sequence[int]) -> list[int]:
        """How long those spans lasted."""
        ends, starts = self._columns.end_ms, self._columns.start_ms
        return list(map(sub, map(ends.__getitem__, places), map(starts.__getitem__, places)))

    def rows(self, places: Collection[int]) -> list[int]:
        """Evidence: the rows of the log that tell of those spans, each once, in the order of the log."""
        odd, numbers, row_of = self._columns.odd, self._rows.numbers, self._columns.place
        if odd.keys().isdisjoint(places):
            return sorted({*map(numbers.__getitem__, map(row_of.__getitem__, places))})
        found: set[int] = set()
        for place in places:
            found.update(odd[place].rows if place in odd else (numbers[row_of[place]],))
        return sorted(found)

    def qualities(self, places: Iterable[int]) -> Iterator[str | None]:
        """The quality at the end of each of those spans, which a row tells of."""
        return map(self._rows.quality.__getitem__, map(self._columns.place.__getitem__, places))

    def by_item(self, places: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """Those of some places, in their order, that belong to each item."""
        items = self._rows.item
        if not items or items[-1] == 0:
            yield from ((0, places),) if places else ()
            return
        of_item = [items[row] for row in map(self._columns.place.__getitem__, places)]
        for item, group in groupby(zip(of_item, places, strict=True), key=itemgetter(0)):
            yield item, [place for _, place in group]

    def places_by_item(self) -> Iterator[tuple[int, Sequence[float | None]]]:
        """Every place that the rows of each item tell of."""
        items, parts = self._rows.item, self.parts
        for item in range(items[-1] + 1 if items else 0):
            first, end = bisect_left(items, item), bisect_right(items, item)
            yield item, [*parts.from_s[first:end], *parts.to_s[first:end]]

    def from_s(self, places: Collection[int]) -> list[float | None]:
        """Where the playhead was when each of those spans began."""
        return self._media(places, 0)

    def to_s(self, places: Collection[int]) -> list[float | None]:
        """Where the playhead was when each of those spans ended."""
        return self._media(places, 1)

    def _media(self, places: Collection[int], which: Literal[0, 1]) -> list[float | None]:
        odd, rows, parts = self._columns.odd, self._columns.place, self.parts
        column = (parts.from_s, parts.to_s)[which]
        if odd.keys().isdisjoint(places):
            return list(map(column.__getitem__, map(rows.__getitem__, places)))
        return [odd[place].part[which] if place in odd else column[rows[place]] for place in places]

    def other_speeds(self, places: Iterable[int]) -> dict[int, float | None]:
        """Of some spans of playing those that did not play at speed 1: their speed, None where no playhead tells."""
        odd, rows, speeds = self._columns.odd, self._columns.place, self.parts.speeds
        if not odd and not speeds:
            return {}
        known = {
            place: odd[place].part.speed if place in odd else speeds[rows[place]]
            for place in places
            if place in odd or rows[place] in speeds
        }
        return {place: speed for place, speed in known.items() if speed != 1.0}

    @property
    def column_start_ms(self) -> Sequence[int]:
        """When each span began: rising."""
        return self._columns.start_ms

    @property
    def column_end_ms(self) -> Sequence[int]:
        """When each span ended: rising."""
        return self._columns.end_ms

    def ranked(self, ranks: Mapping[State, int]) -> bytes:
        """For each span the rank of its state, a byte each."""
        return self._columns.rule.translated(lambda rule: ranks[rule.state])

    @cached_property
    def rule_names(self) -> frozenset[str]:
        """The rules that made any of them."""
        return frozenset(rule.name for rule in self._made_by)

    def _span(self, place: int) -> Span:
        columns, rows = self._columns, self._rows
        row, rule, odd = columns.place[place], columns.rule[place], columns.odd.get(place)
        quality = rows.quality[row]
        if odd is None:
            odd = Odd((rows.numbers[row],), self.parts.part(row), row == 0 or rows.quality[row - 1] == quality)
        elif len(odd.rows) > 1:
            quality = rows.quality[max(row - 1, 0)]  # a silence: what there was before it
        return Span(
            rule.state, columns.start_ms[place], columns.end_ms[place], odd.part.from_s, odd.part.to_s,
            rows.item[row], odd.part.speed, quality, odd.quality_sure, odd.rows, rule.known, rule.name,
        )  # fmt: skip


def spans_of(rows: Rows, meant: RuleColumn, lines: Laid, *, tells: bool) -> tuple[Spans, list[Point]]:
    """The spans, and the rows that take no time. `tells`: whether silence tells anything in this dialect.

    Rows that are but a span each, one after the other, are taken by the stretch; the others one by one.
    """
    builder = _Builder(rows, meant, lines, tells)
    done = 0
    for row in _by_themselves(meant, lines):
        builder.add_plain(done, row)
        builder.add(row)
        done = row + 1
    builder.add_plain(done, len(rows))
    return Spans(rows, meant, builder.columns), builder.points


def _by_themselves(meant: RuleColumn, lines: Laid) -> list[int]:
    """Rows that do not begin where the one before ends, take no time, or are more than a span."""
    no_time = where(bytes(map(eq, lines.end_ms, lines.start_ms)))
    special = meant.places(lambda rule: rule.is_special)
    first = [0] if lines.start_ms and lines.start_ms[0] != lines.begin_ms else []
    return sorted({*first, *lines.apart, *no_time, *special, *lines.cut})


@cache
def _derived(rule: Rule, name: str, state: State, known: Known) -> Rule:
    """A rule as it holds for a part of its rows. Each is made once: there are as few as there are rules."""
    return replace(rule, name=name, state=state, known=known)


class _Builder:
    """Takes the rows in order."""

    def __init__(self, rows: Rows, meant: RuleColumn, lines: Laid, tells: bool) -> None:
        self.columns = Columns(RuleColumn(meant.rules))
        self.points: list[Point] = []
        self._rows = rows
        self._meant = meant
        self._lines = lines
        self._tells = tells
        self._cursor = lines.begin_ms
        self._before = -1
        """The last row that was not but a sign."""

    def add_plain(self, first: int, end: int) -> None:
        """Rows from `first` up to `end`, each of which is a span."""
        if first < end:
            columns, lines = self.columns, self._lines
            columns.start_ms += lines.start_ms[first:end]
            columns.end_ms += lines.end_ms[first:end]
            columns.rule.codes += self._meant.codes[first:end]
            columns.place += row_numbers(end)[first:end]
            self._cursor, self._before = lines.end_ms[end - 1], end - 1

    def add(self, row: int) -> None:
        """A row, after the silence before it."""
        rule, start, end = self._meant[row], self._lines.start_ms[row], self._lines.end_ms[row]
        lived = BURST if row in self._lines.cut else rule
        if start > self._cursor:
            silence = Silence(self._before, row, start - self._cursor, self._tells)
            if is_capped(self._rows, silence, lived):
                start, lived = self._cursor, _derived(lived, "capped", lived.state, "inferred")
            else:
                self._pass_silence(silence)
        if end > start:
            self._lived(row, lived, start, end)
        elif rule.then is None:
            self.points.append(Point(end, self._rows.numbers[row], lived.name))
        if rule.then is not None:
            self._end(row, rule, end)
        self._cursor = max(end, self._cursor)
        if not rule.is_nothing:
            self._before = row

    def _lived(self, row: int, rule: Rule, start: int, end: int) -> None:
        """The time of a row; where only the beginning of it was playing, that apart."""
        if rule.played_ms is None:
            self.columns.append(start, end, rule, row)
            return
        here, numbers = self._rows.before_s[row], (self._rows.numbers[row],)
        awake = min(start + rule.played_ms(self._rows, row), end)
        there = None if here is None else here + (awake - start) / 1000
        if awake > start:
            woken = _derived(rule, rule.name, "playing", "inferred")
            self.columns.append(start, awake, woken, row, Odd(numbers, Played(here, there, 1.0), False))
        if end > awake:
            self.columns.append(awake, end, rule, row, Odd(numbers, Played(there, there, None), False))

    def _end(self, row: int, rule: Rule, at_ms: int) -> None:
        """The state of no length that a row ends with."""
        state = rule.then or rule.state
        known = "logged" if rule.known == "unknown" else rule.known
        place = self._rows.place_s[row]
        odd = Odd((self._rows.numbers[row],), Played(place, place, None), True)
        self.columns.append(at_ms, at_ms, _derived(rule, rule.name, state, known), row, odd)

    def _pass_silence(self, silence: Silence) -> None:
        """The silence before a row: a span of its own, or a part of the one before it."""
        start, end, row, columns = self._cursor, self._cursor + silence.length_ms, silence.row, self.columns
        rule = BURST if row in self._lines.burst else meaning(self._rows, silence)
        is_short = silence.length_ms < BELONGS_MS and rule.state != "idle"
        if is_short and columns.rule and columns.end_ms[-1] > columns.start_ms[-1]:
            columns.end_ms[-1] = end
            return
        numbers, before = self._rows.numbers, silence.before
        around = (numbers[row],) if before < 0 else (numbers[before], numbers[row])
        place = self._rows.place_s[before] if before >= 0 else None
        place = self._rows.before_s[row] if place is None and rule is not LOST else place
        columns.append(start, end, rule, row, Odd(around, Played(place, place, None), False))
