"""What a session is: records as the API names them, typed where a number or a rule needs it, raw beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from vpe_tui.session.events import EventLog, Json
from vpe_tui.session.glossary import Kind
from vpe_tui.session.text import clean, shown
from vpe_tui.session.times import duration


class Problem(NamedTuple):
    """Something in the answer that is not as it is known to be. Nothing is dropped for it."""

    kind: Literal["unknown-field", "changed-type", "no-time", "out-of-order", "not-an-object"]
    place: str
    """Where, in the API's names: `user`, `media[1]`, `sessionLog`."""
    name: str
    value: str
    """The first such value, cleaned and short."""
    rows: tuple[int, ...] = ()
    """Rows of the log that show it, when it is in the log."""


class Entry(NamedTuple):
    """One field as it is shown. `name` is the API's, `term` the field's own word, `text` is clean."""

    name: str
    term: str
    text: str
    known: bool


def _clean_text(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _code(value: object) -> object:
    return shown(value) if isinstance(value, str | int) and not isinstance(value, bool) else value


def _no_flag(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("true is not 1")
    return value


Text = Annotated[str | None, BeforeValidator(_clean_text)]
"""Text is clean wherever a screen can meet it."""

Code = Annotated[str | None, BeforeValidator(_code)]
"""An error code: documented as an integer, sent as text such as `E0004`."""

Number = Annotated[float | None, Field(allow_inf_nan=False), BeforeValidator(_no_flag)]


def _said(term: str, name: str, unit: str = "") -> Any:  # noqa: ANN401 - what pydantic's Field gives
    return Field(default=None, alias=name, title=term, json_schema_extra={"unit": unit})


class Record(BaseModel):
    """An object of the answer. `raw` has every field as it came; attributes are undefined (None) when unusable."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)
    _raw: Mapping[str, Json] = PrivateAttr(default_factory=dict)

    @classmethod
    def read(cls, place: str, raw: Mapping[str, Json], problems: list[Problem]) -> Self:
        """A record from an answer's object; odd fields become problems, never an error."""
        known = {info.alias: info for info in cls.model_fields.values()}
        problems += [Problem("unknown-field", place, clean(n), shown(v)[:80]) for n, v in raw.items() if n not in known]
        odd = cls._refused(raw, strict=True)
        problems += [Problem("changed-type", place, name, shown(raw[name])[:80]) for name in odd]
        unusable = cls._refused(raw, strict=False) if odd else ()
        record = cls.model_validate({name: value for name, value in raw.items() if name not in unusable})
        record._raw = raw
        return record

    @classmethod
    def _refused(cls, raw: Mapping[str, Json], *, strict: bool) -> tuple[str, ...]:
        """The API's names of the fields whose value is not of the type the model expects."""
        try:
            cls.model_validate(raw, strict=strict)
        except ValidationError as fault:
            return tuple(dict.fromkeys(str(error["loc"][0]) for error in fault.errors(include_url=False)))
        return ()

    @property
    def raw(self) -> Mapping[str, Json]:
        """Every field that came, with the API's names and values."""
        return self._raw

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every field that came, in the API's order, ready to be shown."""
        known = {info.alias: info for info in type(self).model_fields.values()}
        return tuple(
            Entry(clean(name), info.title or name, _with_unit(value, info.json_schema_extra), True)
            if (info := known.get(name))
            else Entry(clean(name), clean(name), shown(value), False)
            for name, value in self._raw.items()
        )


def _is_number(value: Json) -> bool:
    """A number, also one written as text."""
    if isinstance(value, str):
        return value.strip().lstrip("-").replace(".", "", 1).isdecimal()
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_unit(value: Json, extra: object) -> str:
    unit = extra.get("unit") if isinstance(extra, dict) else None
    if not unit or not _is_number(value):
        return shown(value)
    if isinstance(value, int | float) and 60 <= value < 1e9:
        return f"{shown(value)} {unit} · {duration(value)}"
    return f"{shown(value)} {unit}"


class StartTime(Record):
    """`startTime`: how long the viewer waited, in seconds. Documented as integers; they are fractional."""

    player_s: Number = _said("Player startup", "playerStartTimeSum", "s")
    video_s: Number = _said("Video startup", "videoStartTimeSum", "s")
    total_s: Number = _said("Total start", "totalStartTimeSum", "s")


class User(Record):
    """`user`: who watched, where and with what."""

    os: Text = _said("OS", "os")
    isp: Text = _said("ISP", "isp")
    nation: Text = _said("Country", "nation")
    address: Text = _said("Place", "address")
    browser: Text = _said("Browser", "browser")
    ip: Text = _said("IP address", "ip")
    device: Text = _said("Device", "device")
    screen: Text = _said("Screen", "screen")
    lang: Text = _said("Language", "lang")
    visited_page: Text = _said("Page", "visitedPage")


class Player(Record):
    """`player`: the player that reported the session."""

    name: Text = _said("Player", "playerName")
    version: Text = _said("Version", "playerVersion")
    type: Text = _said("Type", "playerType")
    url: Text = _said("URL", "playerUrl")


class Media(Record):
    """A row of `media`: one item that was loaded. A track change adds a row. `duration_s` is 0 for LIVE."""

    video_type: Text = _said("Video type", "videoType")
    video_format: Text = _said("Format", "videoFormat")
    duration_s: Number = _said("Duration", "duration", "s")
    url: Text = _said("URL", "url")
    title: Text = _said("Title", "title")
    log_date: Text = _said("Loaded (KST)", "logDate")


class PlayerError(Record):
    """A row of `error`: what the player reported as its end."""

    log_date: Text = _said("Time (KST)", "logDate")
    log_date_unix: Text = _said("Unix time", "logDateUnix")
    code: Code = _said("Code", "errorCode")
    message: Text = _said("Message", "errorMessage")


class Listed(Record):
    """A row of the list of recent sessions (`GET /v1/sessionRecent`)."""

    number: Number = _said("No", "no")
    log_date: Text = _said("When (KST)", "logDate")
    uuid: Text = _said("UUID", "uuid")
    origin: Text = _said("Origin", "origin")
    os: Text = _said("OS", "os")
    device: Text = _said("Device", "device")
    start_s: Number = _said("Total start time", "totalStartTime", "s")
    rebuffering_s: Number = _said("Rebuffering", "rebufferingTime", "s")
    playing_s: Number = _said("Playing time", "playingTime", "s")
    is_error: bool | None = _said("Error", "isError")


class Source(NamedTuple):
    """Where a session came from, and when its bytes left the API (epoch ms)."""

    kind: Literal["api", "cache", "file"]
    fetched_ms: int


@dataclass(frozen=True, slots=True)
class Session:
    """One playback session, whole and immutable."""

    uuid: str
    start_time: StartTime
    user: User
    player: Player
    media: tuple[Media, ...]
    errors: tuple[PlayerError, ...]
    events: EventLog = field(repr=False)
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Parts of the answer's result that are not known."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_live(self) -> bool:
        return any((media.video_type or "").upper() == "LIVE" for media in self.media)

    @property
    def title(self) -> str:
        """The title of the first media item; the UUID when it has none."""
        return next((media.title for media in self.media if media.title), self.uuid)

    @property
    def other_entries(self) -> tuple[Entry, ...]:
        """The parts of the answer that are not known, ready to be shown."""
        return tuple(Entry(clean(name), clean(name), shown(value), False) for name, value in self.extra.items())

    @property
    def error_count(self) -> int:
        """Errors reported: rows of the log, or of `error` when the log has none."""
        return sum(kind is Kind.ERROR for kind in self.events.kinds) or len(self.errors)
