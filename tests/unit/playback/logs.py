"""Logs made by hand: rows in their order, each with how long it took and where the playhead was after it."""

import json
from typing import Any

from vpe_tui.playback.model import DialectName
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.reading import playback_of
from vpe_tui.session.model import Session
from vpe_tui.session.parse import parse_session
from vpe_tui.text.times import KST, moment

UUID = "00000000-0000-4000-8000-000000000000"
BEGIN_MS = 1_790_000_000_100
Row = dict[str, Any]


def row(
    action: str, length_s: float | None = 0, place: float | None = None, *, silent_s: float = 0, **more: Any
) -> Row:
    """A row that begins `silent_s` after the one before it ended."""
    return {"actionType": action, "actionDuration": length_s, "videoTime": place, "silent_s": silent_s} | more


def log_of(*rows: Row, in_seconds: bool = False) -> list[Row]:
    """The rows with their stamps."""
    now_ms, log = float(BEGIN_MS), []
    for each in rows:
        now_ms += 1000 * (each["silent_s"] + (each["actionDuration"] or 0))
        stamp = int(now_ms // 1000) if in_seconds else round(now_ms)
        fields = {name: value for name, value in each.items() if name != "silent_s"}
        percent = None if each["videoTime"] is None else each["videoTime"] / 6
        log.append(
            {
                "logDate": f"{moment(int(now_ms), KST):%Y-%m-%d %H:%M:%S}",
                "logDateUnix": str(stamp),
                "watchingPercent": percent,
                "quality": "720p",
            }
            | fields
        )
    return log


def answer_of(log: list[Row], *, length_s: float = 600, live: bool = False, media: list[Row] | None = None) -> bytes:
    """An answer with that log."""
    one = {"videoType": "LIVE" if live else "VOD", "duration": 0 if live else length_s, "url": "u", "title": "t"}
    result = {"sessionLog": log, "media": [one] if media is None else media, "user": {}, "player": {}}
    return json.dumps({"code": 200, "message": "", "result": result}).encode()


def session_of(log: list[Row], **more: Any) -> Session:
    """The session of that answer."""
    return parse_session(answer_of(log, **more), UUID)


def read(*rows: Row, in_seconds: bool = False, dialect: DialectName | None = None, **more: Any) -> Playback:
    """The rows, read."""
    return playback_of(session_of(log_of(*rows, in_seconds=in_seconds), **more), dialect or "auto")


def web(*rows: Row, **more: Any) -> Playback:
    """A web log: it got ready, started, and then the rows."""
    return read(row("player_start", 0.1), row("startup", 1.0, silent_s=0.2), *rows, **more)


def told(playback: Playback) -> list[tuple[str, float]]:
    """States with their lengths, after the start."""
    return [
        (span.state, span.length_ms / 1000)
        for span in playback.spans
        if span.rule not in ("player-start", "startup", "idle")
    ]
