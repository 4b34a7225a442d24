"""What a player logged, in the API's words: the answer of `GET /v1/sessionRecent/{uuid}`, oddities included."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.playback import Media, Player, Row
from vpe_tui.demo.reporters import REPORTERS, Dialect
from vpe_tui.demo.world import Cast

Json = dict[str, Any]

_KST_S = 9 * 3600
_DEVICE_ZONE_S = -5 * 3600
_ERROR_MESSAGES = {
    "E0001": "Access denied.",
    "E0002": "The player is not authorised.",
    "E0003": "A network error occurred while loading the media.",
    "E0004": "The media cannot be played.",
    "E0008": "The URL is not valid.",
    "E0009": "The live stream is offline.",
    "E0012": "The DRM licence server cannot be reached.",
}


def answer(kind: Kind, cast: Cast, player: Player, dialect: Dialect = "web") -> Json:
    """The whole answer, its fields in the order of the documented example, and what is odd about the kind."""
    rows = REPORTERS[dialect](player)
    body: Json = {
        "code": 200,
        "message": "sessionRecentDetail",
        "result": {
            "startTime": start_time(player) if dialect == "web" else _NO_START,
            "user": dict(cast.user),
            "player": dict(cast.player),
            "error": [_error(row) for row in rows if row.error_code],
            "sessionLog": [_log_row(row) for row in rows],
            "media": [_media(loaded_ms, media) for loaded_ms, media in player.loads],
        },
    }
    if dialect != "web":
        _tell_seconds(body)
    if kind in _ODDITIES:
        _ODDITIES[kind](body)
    return body


_NO_START = {"playerStartTimeSum": 0, "videoStartTimeSum": 0, "totalStartTimeSum": 0}
"""Of the mobile players: no measurement."""


def _tell_seconds(body: Json) -> None:
    """The mobile players' stamps have no milliseconds; before the first picture they know no place."""
    for row in body["result"]["sessionLog"] + body["result"]["error"]:
        row["logDateUnix"] = str(int(row["logDateUnix"]) // 1000)
    for row in body["result"]["sessionLog"]:
        if row["actionType"] in ("player_start", "startup"):
            row["videoTime"] = row["watchingPercent"] = None


def start_time(player: Player) -> dict[str, float]:
    """`startTime`: sums over the rows, seconds."""
    ready_ms, picture_ms = player.spent_ms["player_start"], player.spent_ms["startup"]
    return {
        "playerStartTimeSum": seconds(ready_ms),
        "videoStartTimeSum": seconds(picture_ms),
        "totalStartTimeSum": seconds(ready_ms + picture_ms),
    }


def seconds(ms: int) -> float:
    """Seconds as JavaScript writes them: whole ones without a fraction."""
    whole, rest = divmod(ms, 1000)
    return ms / 1000 if rest else whole


def log_date(ms: int, offset_s: int = _KST_S) -> str:
    """`2025-10-08 12:52:00`, Korean time unless told otherwise."""
    day, second = divmod(ms // 1000 + offset_s, 86_400)
    minute, second = divmod(second, 60)
    return f"{_date(day)} {minute // 60:02d}:{minute % 60:02d}:{second:02d}"


@cache
def _date(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _log_row(row: Row) -> Json:
    action, ended_ms, lasted_ms, playhead_ms, percent, quality, code = row
    return {
        "logDate": log_date(ended_ms),
        "logDateUnix": str(ended_ms),
        "videoTime": playhead_ms // 1000,
        "watchingPercent": percent,
        "actionType": action,
        "actionDuration": seconds(lasted_ms),
        "quality": quality,
        "errorCode": code,
        "errorMessage": _ERROR_MESSAGES[code] if code else None,
    }


def _error(row: Row) -> Json:
    entry = _log_row(row)
    return {name: entry[name] for name in ("logDate", "logDateUnix", "errorCode", "errorMessage")}


def _media(loaded_ms: int, media: Media) -> Json:
    return {
        "videoType": "LIVE" if media.is_live else "VOD",
        "videoFormat": media.format,
        "duration": media.length_s,
        "url": media.url,
        "title": media.title,
        "logDate": log_date(loaded_ms),
    }


def _misspell(body: Json) -> None:
    for row in body["result"]["sessionLog"]:
        if row["actionType"] == "prev_track":
            row["actionType"] = "prev_tarck"


def _use_the_device_clock(body: Json) -> None:
    for row in body["result"]["sessionLog"] + body["result"]["error"]:
        row["logDate"] = log_date(int(row["logDateUnix"]) * 1000, _DEVICE_ZONE_S)


def _wrap_in_arrays(body: Json) -> None:
    result = body["result"]
    for name in ("startTime", "user", "player"):
        result[name] = [result[name]]
    body["result"] = [result]


def _change_types(body: Json) -> None:
    result = body["result"]
    body["code"] = "200"
    result["cdn"] = {"name": "Global Edge", "pop": "icn-2"}
    result["user"]["timeZone"] = "Asia/Seoul"
    result["startTime"] = {name: str(value) for name, value in result["startTime"].items()}
    for row in result["sessionLog"]:
        row |= {name: str(row[name]) for name in ("videoTime", "watchingPercent", "actionDuration")}
        row["droppedFrames"] = 0
    for row in result["sessionLog"] + result["error"]:
        row["errorCode"] = row["errorCode"] and int(row["errorCode"].removeprefix("E"))
    for media in result["media"]:
        media["duration"] = str(media["duration"])


_ODDITIES: dict[Kind, Callable[[Json], None]] = {
    Kind.PREV_TARCK: _misspell,
    Kind.REACT_NATIVE: _use_the_device_clock,
    Kind.OLD_FORM: _wrap_in_arrays,
    Kind.ODD_TYPES: _change_types,
}
