"""What really happened, worked out of a truth file alone: never of the log, nor of what the program prints.

A truth file tells what the video's own element said (`events_ms_since_init`, web), what the simulated player was made
to do (`events_ms`, React Native), or, where nothing was run, what the rows stand for (`what_was_done`, Android).
Its own sums run to the end of sampling; a log ends with its last row. So all is cut there.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOGS = Path(__file__).with_name("logs")
NAMES = sorted(path.stem for path in LOGS.glob("*.json") if not path.name.endswith(".truth.json"))
UNREPORTED_S = 0.1
"""The web reporter leaves out a wait that is shorter."""

_STATES = {"play": "playing", "pause": "paused", "stall": "stalled"}
_DONE = re.compile(r"(play|pause|stall) (\d+(?:\.\d+)?) (s|h)\b")
_CLIP = re.compile(r"clip(\d+)")
_RATE = re.compile(r"(\d+(?:\.\d+)?)x")


@dataclass
class Stretch:
    """A stretch of the truth: seconds since the beginning, and the media that was played in it."""

    state: str
    start_s: float
    end_s: float
    from_s: float
    to_s: float
    item: int = 0

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass
class Truth:
    """What really happened up to the last row of the log."""

    name: str
    stretches: list[Stretch] = field(default_factory=list)

    def lengths(self, state: str, least_s: float = 0.0) -> list[float]:
        """How long each stretch of a state was."""
        return [each.length_s for each in self.stretches if each.state == state and each.length_s > least_s]

    def total(self, state: str) -> float:
        return sum(self.lengths(state))

    @property
    def content_s(self) -> float:
        """The union of the media that was played, for each item by itself."""
        total = 0.0
        for item in {each.item for each in self.stretches}:
            reached = float("-inf")
            played = [each for each in self.stretches if each.state == "playing" and each.item == item]
            for each in sorted(played, key=lambda each: each.from_s):
                total += max(each.to_s - max(each.from_s, reached), 0.0)
                reached = max(reached, each.to_s)
        return total


def read(name: str) -> dict[str, Any]:
    """The truth file of a log."""
    found: dict[str, Any] = json.loads((LOGS / f"{name}.truth.json").read_bytes())
    return found


def truth_of(name: str, *, cut: bool = True) -> Truth:
    """What really happened in a log, cut at its last row's end; or up to the last event of the truth."""
    said = read(name)
    if "events_ms_since_init" in said:
        lengths = [float(length) for length in _CLIP.findall(said["page"])]
        events = _web(said["events_ms_since_init"], lengths)
        return Truth(name, list(_cut(events, _last_row_s(name, said) if cut else float("inf"))))
    if "events_ms" in said:
        return Truth(name, list(_cut(_react_native(said["events_ms"]), _last_row_of_seconds_s(name, said))))
    return Truth(name, list(_done(said["what_was_done"])))


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a log as they came."""
    found: list[dict[str, Any]] = json.loads((LOGS / f"{name}.json").read_bytes())["result"]["sessionLog"]
    return found


def _last_row_s(name: str, said: dict[str, Any]) -> float:
    """When the last row ended, since init: the first row is written when the player is ready."""
    ready_ms = next(event[0] for event in said["events_ms_since_init"] if event[1] == "MA:ready")
    log = rows(name)
    return (int(log[-1]["logDateUnix"]) - int(log[0]["logDateUnix"]) + ready_ms) / 1000


def _last_row_of_seconds_s(name: str, said: dict[str, Any]) -> float:
    """The same by whole seconds: a `paused` as the last row is written with the event itself."""
    last = said["events_ms"][-1]
    if last[1] in ("pause", "ended"):
        return float(last[0]) / 1000
    log = rows(name)
    loaded_ms = said["events_ms"][0][0]
    return int(log[-1]["logDateUnix"]) - int(log[0]["logDateUnix"]) + loaded_ms / 1000


def _web(events: list[list[Any]], lengths_s: list[float]) -> Iterator[Stretch]:
    """What the element's events say; the items are as long as `lengths_s`.

    Waiting before an item's first `playing` is its start. A `seeking` event has the target's place already, so the
    media played up to it is told by the clock.
    """
    state, since_s, place, item = "idle", 0.0, 0.0, 0
    is_paused = False
    for number, (ms, what, at, *_) in enumerate(events):
        now, before = ms / 1000, state
        here = place + (now - since_s if state == "playing" else 0.0)
        if what in ("pause", "play", "next", "prev"):
            is_paused = what == "pause"
        is_end = what == "pause" and events[number + 1 : number + 2] and events[number + 1][1] == "ended"
        is_restart = what == "seeking" and at < 0.1 and (state == "ended" or here >= 0.95 * lengths_s[item])
        state = "ended" if is_end else "restart" if is_restart else _next(state, what, is_paused)
        reached = here if what == "seeking" or at is None else at
        if what in ("next", "prev"):
            yield Stretch(before, since_s, now, place, reached, item)
            item += 1 if what == "next" else -1
            since_s, place = now, 0.0
            continue
        if state != before or before == "playing":
            yield Stretch(before, since_s, now, place, reached, item)
            since_s = now
        place = at if at is not None else place
    yield Stretch(state, since_s, float("inf"), place, float("inf"), item)


def _next(state: str, what: str, is_paused: bool) -> str:
    """The state after an event."""
    is_starting = state in ("starting", "idle")
    after = {
        "playing": "playing",
        "next": "starting",
        "prev": "starting",
        "play": "starting" if state == "idle" else state,
        "waiting": "stalled" if state == "playing" else state,
        "seeking": state if is_starting else "seeking",
        "ended": "ended",
        "pause": "paused" if state in ("playing", "stalled") else state,
        "MA:error": "failed",
    }
    if what in ("seeked", "canplay") and state == "seeking" and is_paused:
        return "paused"
    return after.get(what, state)


def _react_native(events: list[list[Any]]) -> Iterator[Stretch]:
    """What the simulated player was made to do."""
    words = {"play": "playing", "pause": "paused", "stall over": "playing", "next": "playing", "prev": "playing"}
    state, since_s, place, item = "idle", 0.0, 0.0, 0
    for ms, what, at in events:
        now = ms / 1000
        yield Stretch(state, since_s, now, place, at, item)
        state = "stalled" if what.startswith("stall ") and what != "stall over" else words.get(what, state)
        item += (what == "next") - (what == "prev")
        since_s, place = now, 0.0 if what in ("next", "prev") else at
    yield Stretch(state, since_s, float("inf"), place, float("inf"), item)


def _done(text: str) -> Iterator[Stretch]:
    """What was done, in words: `play 20 s, 1.5x, play 20 s, pause 4 s, home button`."""
    now = place = 0.0
    rate = 1.0
    parts = text.split(",")
    if parts[-1].strip() == "closed":
        parts = parts[:-2]  # what the web player was doing when its page closed is in no row
    for part in parts:
        if match := _RATE.search(part):
            rate = float(match[1])
        if match := _DONE.search(part):
            length = float(match[2]) * (3600 if match[3] == "h" else 1)
            moved = length * rate if match[1] == "play" else 0.0
            yield Stretch(_STATES[match[1]], now, now + length, place, place + moved)
            now, place = now + length, place + moved


def _cut(stretches: Iterator[Stretch], end_s: float) -> Iterator[Stretch]:
    """Up to the last row's end; of playing that was cut, the media up to there."""
    merged: list[Stretch] = []
    for each in stretches:
        if each.start_s >= end_s:
            break
        if each.end_s == end_s == float("inf"):
            break
        if each.end_s > end_s:
            share = 0.0 if each.end_s == float("inf") else (end_s - each.start_s) / each.length_s
            moved = end_s - each.start_s if not share else share * (each.to_s - each.from_s)
            each = Stretch(each.state, each.start_s, end_s, each.from_s, each.from_s + moved, each.item)
        merged.append(each)
    yield from merged
