"""What the demo API has: some forty sessions to list, every kind among them, and long ones of any size by UUID."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import LONG_EVENTS, simulate
from vpe_tui.demo.wire import Json

DOCUMENTED_UUID = "d0c5e551-2025-4008-8252-000830082000"
"""The session of the vendor's documentation, served byte for byte. Its UUID is not documented; this one is ours."""

_DOCUMENTED_FILE = files("vpe_tui.demo") / "documented_example.json"
_DOCUMENTED_ORIGIN = "guide.example.com"
_LISTED_LONG_EVENTS = 1_000
_LONG_UUID = re.compile(r"00events-(\d{4})-4000-8000-(\d{12})", re.ASCII)
_BODIES_KEPT = 4

_LISTED: tuple[tuple[Kind, int], ...] = (
    *((kind, 0) for kind in Kind),
    *((Kind.FAILED_START, seed) for seed in (1, 2, 3, 7)),
    *((kind, 1) for kind in (Kind.FATAL_ERROR, Kind.STALL_STORM, Kind.CLEAN_VOD, Kind.CLEAN_LIVE, Kind.SLOW_START)),
    *((kind, 1) for kind in (Kind.IOS, Kind.ANDROID, Kind.LEFT_OPEN)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the list. `kind` and `seed` tell how to simulate it; the documented example has no kind."""

    uuid: str
    kind: Kind | None
    seed: int
    started_ms: int
    """Epoch ms."""
    is_live: bool
    row: Json
    """Its row in the answer of the list call, numbered from the newest."""


@cache
def catalogue(now_ms: int | None = None) -> tuple[Entry, ...]:
    """Every session that the list call knows, newest first; the documented one is of its own time."""
    entries = [_documented(), *(_simulated(kind, seed, now_ms) for kind, seed in _LISTED)]
    entries.sort(key=lambda entry: entry.started_ms, reverse=True)
    for number, entry in enumerate(entries, start=1):
        entry.row["no"] = number
    return tuple(entries)


@lru_cache(maxsize=_BODIES_KEPT)
def session_body(uuid: str, now_ms: int | None = None) -> bytes | None:
    """The answer of the detail call: for a session of the catalogue or a long one, else None."""
    if uuid == DOCUMENTED_UUID:
        return _DOCUMENTED_FILE.read_bytes()
    long = _LONG_UUID.fullmatch(uuid)
    if long:
        seed, events = int(long[1]), int(long[2])
        return simulate(Kind.LONG, seed, events=events, now_ms=now_ms).body if events in LONG_EVENTS else None
    entry = next((entry for entry in catalogue(now_ms) if entry.uuid == uuid), None)
    return simulate(entry.kind, entry.seed, now_ms=now_ms).body if entry and entry.kind else None


def _simulated(kind: Kind, seed: int, now_ms: int | None) -> Entry:
    events = _LISTED_LONG_EVENTS if kind is Kind.LONG else None
    session = simulate(kind, seed, events=events, now_ms=now_ms)
    return Entry(session.uuid, kind, seed, session.started_ms, session.is_live, session.row)


def _documented() -> Entry:
    result = json.loads(_DOCUMENTED_FILE.read_bytes())["result"]
    log = result["sessionLog"]
    row = {
        "no": 1,
        "logDate": log[0]["logDate"],
        "uuid": DOCUMENTED_UUID,
        "origin": _DOCUMENTED_ORIGIN,
        "os": result["user"]["os"],
        "device": result["user"]["device"],
        "totalStartTime": result["startTime"]["totalStartTimeSum"],
        "rebufferingTime": 0,
        "playingTime": sum(row["actionDuration"] for row in log if row["actionType"] == "playing"),
        "isError": False,
    }
    return Entry(DOCUMENTED_UUID, None, 0, int(log[0]["logDateUnix"]), False, row)
