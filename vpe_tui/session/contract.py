"""What `show --json` prints, as types: the printer is checked against them, the schema is made of them."""

from typing import Any, Literal

from typing_extensions import TypedDict

from vpe_tui.session.glossary import State


class SourceJson(TypedDict):
    """Where the session came from; `fetched_at` is UTC, `age_s` seconds."""

    kind: Literal["api", "cache", "file"]
    fetched_at: str
    age_s: float


class EventJson(TypedDict):
    """A row of the log, counted from 0 in the order of time; `state` is CMCD v2's letter; `raw` is as it came."""

    row: int
    start: str
    end: str
    action: str
    duration_s: float | None
    video_time_s: float | None
    watching_percent: float | None
    quality: str | None
    state: State | None
    error_code: str | None
    error_message: str | None
    raw: Any


class SessionJson(TypedDict):
    """One session. Records have the API's own names and values, unknown fields too; an undefined number is null."""

    schema: Literal[1]
    uuid: str
    source: SourceJson
    start_time: dict[str, Any]
    user: dict[str, Any]
    player: dict[str, Any]
    media: list[dict[str, Any]]
    errors: list[dict[str, Any]]
    other: dict[str, Any]
    events: list[EventJson]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `SessionJson`."""
    from pydantic import TypeAdapter

    return TypeAdapter(SessionJson).json_schema()
