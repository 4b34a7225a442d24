"""Simulated sessions: the same kind and seed give the same session, byte for byte, on every machine."""

import json
import string
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Literal

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.playback import Broken, Player
from vpe_tui.demo.reporters import Dialect
from vpe_tui.demo.stories import STORIES, Story
from vpe_tui.demo.wire import Json, answer, log_date, seconds, start_time
from vpe_tui.demo.world import Cast, cast

__all__ = ["EPOCH_MS", "LONG_EVENTS", "NEWEST", "Kind", "Simulated", "Truth"]
__all__ += ["lived", "long_uuid", "simulate", "uuid_of"]

EPOCH_MS = 1_759_892_400_000
"""2025-10-08 12:00 KST: every session begins within the days before it, unless there is a “now”."""

NEWEST = (Kind.FATAL_ERROR, 1)
"""What a first look should meet: stalls, then a failure. Where there is a “now” it has just ended."""

_NEWEST_AGO_MS, _OTHERS_AGO_MS = 12 * 60_000, 30 * 60_000

LONG_EVENTS = range(3, 100_001)
"""How many rows a `Kind.LONG` session can have."""

_DAYS_MS = 4 * 86_400_000


@dataclass(frozen=True, slots=True)
class Truth:
    """What the simulated viewer lived through, as far as a log can tell: times are of actions that got their row.

    All times are seconds. A stall that begins at most 1.0 s after a seek is a seek stall and no rebuffering; a change
    of quality is no seek, the jump to 0 of repeat mode is one. `completed` is `ended` or a loop, and no error after.
    `left_in` says in what the page was closed; it is None when the session ended, failed or never started.
    """

    started: bool
    errored: bool
    completed: bool
    looped: bool
    left_in: Literal["playing", "open-state"] | None
    error_code: str | None
    player_start_s: float
    startup_s: float
    """The sum over all first pictures: a track change brings another one."""
    playing_s: float
    unreported_s: float
    """Playing after the last row, of which the web player and the React Native one say nothing."""
    paused_s: float
    rebuffer_count: int
    rebuffer_s: float
    seek_stall_count: int
    seek_stall_s: float
    seek_count: int
    seek_s: float
    quality_change_count: int
    quality_change_s: float


class Simulated:
    """A session that a simulated player logged."""

    def __init__(
        self, kind: Kind, uuid: str, started_ms: int, cast: Cast, player: Player, dialect: Dialect = "web"
    ) -> None:
        self.kind = kind
        self.dialect = dialect
        """Whose reporter wrote the log."""
        self.uuid = uuid
        self.started_ms = started_ms
        """Epoch ms."""
        self._cast = cast
        self._player = player

    @property
    def is_live(self) -> bool:
        return self._player.media.is_live

    @cached_property
    def answer(self) -> Json:
        """The answer of the detail call: `code`, `message`, `result`."""
        return answer(self.kind, self._cast, self._player, self.dialect)

    @cached_property
    def body(self) -> bytes:
        """The answer as it goes over the wire: compact JSON in UTF-8."""
        return json.dumps(self.answer, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def row(self) -> Json:
        """Its row in the list call, as the only one: `no` is 1. `logDate` is its first moment; times are seconds."""
        player = self._player
        return {
            "no": 1,
            "logDate": log_date(self.started_ms),
            "uuid": self.uuid,
            "origin": self._cast.origin,
            "os": self._cast.user["os"],
            "device": self._cast.user["device"],
            "totalStartTime": start_time(player)["totalStartTimeSum"],
            "rebufferingTime": seconds(player.spent_ms["stall"] + player.spent_ms["seek-stall"]),
            "playingTime": seconds(player.spent_ms["playing"]),
            "isError": player.error_code is not None,
        }

    @cached_property
    def truth(self) -> Truth:
        """What the viewer lived through."""
        player, count, spent_ms = self._player, self._player.count, self._player.spent_ms
        started, errored = count["startup"] > 0, player.error_code is not None
        is_over = errored or count["ended"] > 0 or not started
        return Truth(
            started=started,
            errored=errored,
            completed=player.completed and not errored,
            looped=player.looped,
            left_in=None if is_over else "open-state" if player.left_open else "playing",
            error_code=player.error_code,
            player_start_s=seconds(spent_ms["player_start"]),
            startup_s=seconds(spent_ms["startup"]),
            playing_s=seconds(spent_ms["playing"]),
            unreported_s=seconds(player.unreported_ms if started and not is_over and not player.left_open else 0),
            paused_s=seconds(spent_ms["paused"]),
            rebuffer_count=count["stall"],
            rebuffer_s=seconds(spent_ms["stall"]),
            seek_stall_count=count["seek-stall"],
            seek_stall_s=seconds(spent_ms["seek-stall"]),
            seek_count=count["seek"],
            seek_s=seconds(spent_ms["seek"]),
            quality_change_count=count["quality-change"],
            quality_change_s=seconds(spent_ms["quality-change"]),
        )


def simulate(
    kind: Kind, seed: int = 0, *, events: int | None = None, now_ms: int | None = None, dialect: Dialect | None = None
) -> Simulated:
    """The session of this kind and seed; with `now_ms` the same, in the days before that. `dialect` has another
    player's reporter write the same life.

    `events` is the number of rows of a `Kind.LONG`, and only of that. Raises ValueError when it is missing, not in
    `LONG_EVENTS`, or given for another kind.
    """
    if (events not in LONG_EVENTS) if kind is Kind.LONG else (events is not None):
        raise ValueError(f"{kind} with events={events}: only {Kind.LONG} has any, {LONG_EVENTS}")
    rng = Random(f"{kind}:{seed}")
    story = STORIES[kind]
    parts = cast(rng, story.shelf, story.devices, kind)
    started_ms = (EPOCH_MS if now_ms is None else now_ms - _OTHERS_AGO_MS) - rng.randrange(_DAYS_MS)
    if now_ms is not None and (kind, seed) == NEWEST:
        started_ms = now_ms - _NEWEST_AGO_MS
    media, breaks_after = parts.playlist[0], events - 1 if events else 0
    player = Player(rng, media, story.network, parts.ladder, started_ms, breaks_after)
    story.act(player, rng, parts.playlist)
    uuid = long_uuid(events, seed) if events else uuid_of(kind, seed)
    return Simulated(kind, uuid, started_ms, parts, player, dialect or _DIALECTS.get(kind, "web"))


def lived(
    rng: Random, kind: Kind, uuid: str, started_ms: int, parts: Cast, story: Story, *, until_ms: int
) -> Simulated:
    """The session of a viewer who is drawn already, and what becomes of them; at `until_ms` it may still go on."""
    player = Player(rng, parts.playlist[0], story.network, parts.ladder, started_ms, until_ms=until_ms)
    with suppress(Broken):
        story.act(player, rng, parts.playlist)
    return Simulated(kind, uuid, started_ms, parts, player, _DIALECTS.get(kind, "web"))


_DIALECTS: Mapping[Kind, Dialect] = {Kind.REACT_NATIVE: "react-native", Kind.ANDROID: "android"}
"""Kinds that are of an app; the others are of the web player."""


def long_uuid(events: int, seed: int = 0) -> str:
    """The UUID that asks for a `Kind.LONG` session: `00events-0000-4000-8000-000000100000` has 100,000 rows."""
    return f"00events-{seed:04d}-4000-8000-{events:012d}"


def uuid_of(kind: Kind, seed: int) -> str:
    """The UUID of any other session. The React Native player's is not hex."""
    rng = Random(f"{kind}:{seed}:uuid")
    digits = string.ascii_lowercase + string.digits if kind is Kind.REACT_NATIVE else string.hexdigits[:16]
    return "-".join("".join(rng.choices(digits, k=length)) for length in (8, 4, 4, 4, 12))
