"""The records of an answer: named as the API names them, typed where a number or a rule needs it, raw beside it."""

from collections.abc import Mapping
from typing import ClassVar, Generic, NamedTuple, Self, TypeVar

from vpe_tui.session.events import Json
from vpe_tui.session.problems import Problem
from vpe_tui.text.clean import clean, shown
from vpe_tui.text.numbers import number
from vpe_tui.text.times import duration

T = TypeVar("T")

_VALUE_SHOWN = 80
"""Characters of a value that a problem quotes."""


class Entry(NamedTuple):
    """A field ready to be shown. `name` is the API's (empty: not a field that came), `term` says what it is."""

    name: str
    term: str
    text: str
    known: bool


class Field(Generic[T]):
    """A field of a record, declared once: its term, the API's name, the unit, the types it is known to have.

    As an attribute of a record it is the value, None when there is none or it is unusable.
    """

    types: ClassVar[frozenset[type]]

    def __init__(self, term: str, name: str, unit: str = "") -> None:
        self.term = term
        self.name = name
        self.unit = unit

    def __get__(self, record: "Record", owner: type["Record"]) -> T | None:
        value = record.raw.get(self.name)
        return None if value is None else self.read(value)

    def read(self, value: Json) -> T | None:
        """The value as it can be used; None when it cannot."""
        raise NotImplementedError

    def is_odd(self, value: Json) -> bool:
        """Whether a value deviates from the field's known types; it may be usable all the same."""
        return value is not None and (type(value) not in self.types or self.read(value) is None)

    def shown(self, value: Json) -> str:
        """The value as text to show."""
        return shown(value)


class Text(Field[str]):
    """Text, clean wherever a screen can meet it."""

    types = frozenset((str,))

    def read(self, value: Json) -> str | None:
        return shown(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


class Code(Text):
    """An error code: documented as an integer, sent as text such as `E0004`."""

    types = frozenset((str, int))


class Number(Field[float]):
    """A number in its unit."""

    types = frozenset((int, float))

    def read(self, value: Json) -> float | None:
        return number(value)

    def shown(self, value: Json) -> str:
        if not self.unit or isinstance(value, bool | list | dict) or value is None:
            return shown(value)
        if isinstance(value, str):
            return f"{shown(value)} {self.unit}" if number(value) is not None else shown(value)
        long = f" · {duration(value)}" if 60 <= value < 1e9 else ""
        return f"{shown(value)} {self.unit}{long}"


class Flag(Field[bool]):
    """Yes or no."""

    types = frozenset((bool,))
    _WORDS: ClassVar[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}

    def read(self, value: Json) -> bool | None:
        return value if isinstance(value, bool) else self._WORDS.get(shown(value).lower())


class Record:
    """An object of the answer. `raw` has every field as it came, the declared fields are attributes."""

    __slots__ = ("raw",)
    fields: ClassVar[Mapping[str, Field[object]]] = {}
    """The declared fields by the API's names."""

    raw: Mapping[str, Json]

    def __init_subclass__(cls) -> None:
        cls.fields = {field.name: field for field in vars(cls).values() if isinstance(field, Field)}

    def __init__(self, raw: Mapping[str, Json]) -> None:
        self.raw = raw

    @classmethod
    def read(cls, place: str, raw: Mapping[str, Json], problems: list[Problem]) -> Self:
        """A record from an answer's object; deviations become problems, never an error."""
        unknown = [name for name in raw if name not in cls.fields]
        odd = [name for name, field in cls.fields.items() if field.is_odd(raw.get(name))]
        problems += [Problem("unknown-field", place, clean(name), shown(raw[name])[:_VALUE_SHOWN]) for name in unknown]
        problems += [Problem("changed-type", place, name, shown(raw[name])[:_VALUE_SHOWN]) for name in odd]
        return cls(raw)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every field that came, in the API's order, ready to be shown."""
        return tuple(
            Entry(clean(name), field.term, field.shown(value), True)
            if (field := self.fields.get(name))
            else Entry(clean(name), clean(name), shown(value), False)
            for name, value in self.raw.items()
        )

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Record) and other.raw == self.raw

    __hash__ = None  # type: ignore[assignment]  # raw is a mapping

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self.raw)!r})"


class StartTime(Record):
    """`startTime`: how long the viewer waited, in seconds. Documented as integers; they are fractional."""

    __slots__ = ()

    player_s = Number("Player startup", "playerStartTimeSum", "s")
    video_s = Number("Video startup", "videoStartTimeSum", "s")
    total_s = Number("Total start", "totalStartTimeSum", "s")


class User(Record):
    """`user`: who watched, where and with what."""

    __slots__ = ()

    os = Text("OS", "os")
    isp = Text("ISP", "isp")
    nation = Text("Country", "nation")
    address = Text("Place", "address")
    browser = Text("Browser", "browser")
    ip = Text("IP address", "ip")
    device = Text("Device", "device")
    screen = Text("Screen", "screen")
    lang = Text("Language", "lang")
    visited_page = Text("Page", "visitedPage")


class Player(Record):
    """`player`: the player that reported the session."""

    __slots__ = ()

    name = Text("Player", "playerName")
    version = Text("Version", "playerVersion")
    type = Text("Type", "playerType")
    url = Text("URL", "playerUrl")


class Media(Record):
    """A row of `media`: one item that was loaded. A track change adds a row. `duration_s` is 0 for LIVE."""

    __slots__ = ()

    video_type = Text("Video type", "videoType")
    video_format = Text("Format", "videoFormat")
    duration_s = Number("Duration", "duration", "s")
    url = Text("URL", "url")
    title = Text("Title", "title")
    log_date = Text("Loaded (KST)", "logDate")


class PlayerError(Record):
    """A row of `error`: what the player reported as its end."""

    __slots__ = ()

    log_date = Text("Time (KST)", "logDate")
    log_date_unix = Text("Unix time", "logDateUnix")
    code = Code("Code", "errorCode")
    message = Text("Message", "errorMessage")


class Listed(Record):
    """A row of the list of recent sessions (`GET /v1/sessionRecent`)."""

    __slots__ = ()

    number = Number("No", "no")
    log_date = Text("When (KST)", "logDate")
    uuid = Text("UUID", "uuid")
    origin = Text("Origin", "origin")
    os = Text("OS", "os")
    device = Text("Device", "device")
    start_s = Number("Total start time", "totalStartTime", "s")
    rebuffering_s = Number("Rebuffering", "rebufferingTime", "s")
    playing_s = Number("Playing time", "playingTime", "s")
    is_error = Flag("Error", "isError")
