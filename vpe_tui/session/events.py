"""The event log in columns: 100,000 rows cost a few lists, not 100,000 objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, overload

from vpe_tui.session.glossary import Kind

Json = Any
"""A value as `json.loads` gives it."""


class Field(NamedTuple):
    """A field of a `sessionLog` row: the API's name, the field's own term, the types it is known to have."""

    name: str
    term: str
    types: frozenset[type]


_NUMBER: frozenset[type] = frozenset((int, float, type(None)))
_TEXT: frozenset[type] = frozenset((str, type(None)))

FIELDS: tuple[Field, ...] = (
    Field("logDate", "Logged (KST)", _TEXT),
    Field("logDateUnix", "Logged (Unix)", _TEXT),
    Field("videoTime", "Playhead", _NUMBER),
    Field("watchingPercent", "Playhead, share", _NUMBER),
    Field("actionType", "Action", _TEXT),
    Field("actionDuration", "Duration", _NUMBER),
    Field("quality", "Quality", _TEXT),
    Field("errorCode", "Error code", frozenset((str, int, type(None)))),
    Field("errorMessage", "Error message", _TEXT),
    Field("uuid", "UUID", _TEXT),
)
"""Everything a row is known to have; `uuid` is documented and does not come."""


class Event(NamedTuple):
    """One row, as the columns hold it. Times are epoch ms; lengths and the playhead are seconds."""

    row: int
    start_ms: int
    end_ms: int
    kind: Kind
    action: str
    duration_s: float | None
    video_time_s: float | None
    percent: float | None
    quality: str | None
    error_code: str | None
    error_message: str | None
    approximate: bool
    raw: Json


class Permuted(Sequence[Json]):
    """A sequence seen in another order, without a copy of what it holds."""

    def __init__(self, values: Sequence[Json], order: Sequence[int]) -> None:
        self._values = values
        self.order = order
        """For each place, where it stands in `values`."""

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, place: int) -> Json: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Json]: ...
    def __getitem__(self, place: int | slice) -> Json:
        if isinstance(place, slice):
            return [self._values[each] for each in self.order[place]]
        return self._values[self.order[place]]


@dataclass(frozen=True, slots=True)
class EventLog:
    """Every row of `sessionLog`, in the order of time (rows of one instant in the order they came).

    The columns are parallel lists. An undefined value is None, never 0. Text is clean.
    A row is written when its action ends: `start_ms` = `end_ms` - duration, exact to the millisecond
    unless the row is in `approximate` (its time came from `logDate`, to the second, or from a neighbour).
    """

    start_ms: Sequence[int]
    end_ms: Sequence[int]
    length_ms: Sequence[int]
    """`duration_s` to the millisecond; 0 where a row does not say."""
    kinds: Sequence[Kind]
    actions: Sequence[str]
    duration_s: Sequence[float | None]
    video_time_s: Sequence[float | None]
    percent: Sequence[float | None]
    quality: Sequence[str | None]
    error_code: Sequence[str | None]
    error_message: Sequence[str | None]
    approximate: frozenset[int]
    raw: Sequence[Json]
    """Each row as it came."""

    def __len__(self) -> int:
        return len(self.end_ms)

    def __getitem__(self, row: int) -> Event:
        return Event(
            row,
            self.start_ms[row],
            self.end_ms[row],
            self.kinds[row],
            self.actions[row],
            self.duration_s[row],
            self.video_time_s[row],
            self.percent[row],
            self.quality[row],
            self.error_code[row],
            self.error_message[row],
            row in self.approximate,
            self.raw[row],
        )

    def __iter__(self) -> Iterator[Event]:
        return (self[row] for row in range(len(self)))

    def reordered(self, order: Sequence[int]) -> "EventLog":
        """The same rows with row `order[n]` standing n-th."""
        place = {came: row for row, came in enumerate(order)}
        columns = {
            field.name: [getattr(self, field.name)[came] for came in order] if getattr(self, field.name) else ()
            for field in fields(self)
            if field.name not in ("approximate", "raw")
        }
        approximate = frozenset(place[came] for came in self.approximate)
        return EventLog(**columns, approximate=approximate, raw=Permuted(self.raw, order))

    @property
    def arrival(self) -> Sequence[int] | None:
        """For each row the place in which it came; None where rows came in the order of time."""
        return self.raw.order if isinstance(self.raw, Permuted) else None

    @property
    def zero_ms(self) -> int:
        """The instant that relative times count from: the start of the first row. 0 for an empty log."""
        return self.start_ms[0] if self.start_ms else 0
