"""Worlds with an incident in them: a session every few seconds, made as it is asked for, and the same a day before."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from random import Random
from typing import NamedTuple, Self

from vpe_tui.demo.catalogue import Entry
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import Simulated, lived
from vpe_tui.demo.stories import BREAKS_OFF, STALLS, STORIES, Story
from vpe_tui.demo.world import (
    ANDROID_APPS,
    ANDROIDS,
    CHANNELS,
    CLIPS,
    IPHONES,
    KOREAN_CLIPS,
    PCS,
    REACT_NATIVES,
    Cast,
    cast,
)

_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
_DEVICES = (PCS, IPHONES, ANDROIDS, REACT_NATIVES, ANDROID_APPS)
_DEVICES_OFTEN = (48, 22, 15, 8, 7)
_SHELVES = (CLIPS, KOREAN_CLIPS, CHANNELS)
_SHELVES_OFTEN = (55, 25, 20)
_HOSTS = ("edge1.video.example.com", "edge2.video.example.com")
_HOSTS_OFTEN = (65, 35)
_KIND_OF = {REACT_NATIVES: Kind.REACT_NATIVE, ANDROID_APPS: Kind.ANDROID}
_HIT_SHARE = 0.9
"""Of those that an incident can hit."""
_USUAL = ((STORIES[Kind.FAILED_START], 0.01), (BREAKS_OFF, 0.01), (STALLS, 0.015))
"""What always goes wrong, and how often."""
_GOES_WELL = (STORIES[Kind.CLEAN_VOD], STORIES[Kind.IOS], STORIES[Kind.KOREAN_TITLE])
_MISSING, _BROKEN = 41, 83
"""One session in a hundred cannot be read: half of them are gone, for half of them the service fails."""


class Incident(NamedTuple):
    """An incident: its name on the command line, what is planted, and whether a viewer is one that it can hit."""

    name: str
    says: str
    hits: Callable[[Cast], bool]


_ALL = (
    Incident("isp", "viewers of one provider: Korea Telecom", lambda cast: cast.user["isp"] == "Korea Telecom"),
    Incident(
        "version-os",
        "player version 1.2.14 on iOS",
        lambda cast: cast.player["playerVersion"] == "1.2.14" and cast.user["os"].startswith("iOS"),
    ),
    Incident("host", "one edge host: edge2.video.example.com", lambda cast: _HOSTS[1] in cast.playlist[0].url),
    Incident(
        "title",
        "one title: Live Station in five minutes",
        lambda cast: cast.playlist[0].title == "Live Station in five minutes",
    ),
    Incident("none", "nothing: only what always goes wrong", lambda cast: False),
)
INCIDENTS: Mapping[str, Incident] = {each.name: each for each in _ALL}


class World(NamedTuple):
    """The sessions of a span up to now, and those of the same span a day before, when nothing happened."""

    incident: Incident
    now_ms: int
    sessions: int = 1_200
    span_ms: int = 2 * _HOUR_MS
    lasts_ms: int = 45 * 60_000
    """For so long the incident has been."""
    silent_ms: int = 0
    """So long nobody has begun."""
    is_alone: bool = True
    """Whether there is nothing else: no catalogue."""

    @classmethod
    def small(cls, now_ms: int) -> Self:
        """What stands beside the catalogue, older than its newest: an hour in which one edge host fails."""
        return cls(INCIDENTS["host"], now_ms, 90, _HOUR_MS, 35 * 60_000, 13 * 60_000, is_alone=False)

    def newest_ms(self, days: int) -> int:
        """When the newest session of today, or of a day before, began at the latest."""
        return self.now_ms - self.silent_ms - days * _DAY_MS

    def entries(self, since_ms: int, until_ms: int) -> Iterator[Entry]:
        """The sessions that began within a time, the newest first."""
        for days in (0, 1):
            newest_ms = self.newest_ms(days)
            first = max((newest_ms - until_ms) * self.sessions // self.span_ms - 1, 0)
            last = min((newest_ms - since_ms) * self.sessions // self.span_ms + 2, self.sessions)
            for number in range(first, last):
                entry = _entry(self, days, number)
                if since_ms <= entry.started_ms <= until_ms:
                    yield entry

    def session(self, uuid: str) -> Simulated | None:
        """A session by its UUID."""
        place = _place_of(uuid)
        if place is None or place[1] >= self.sessions:
            return None
        found = _session(self, *place)
        return found if found.uuid == uuid else None

    @staticmethod
    def cannot_be_read(uuid: str) -> int:
        """The status that a detail call of a session has, where it is none of its own; else 0."""
        place = _place_of(uuid)
        return {_MISSING: 404, _BROKEN: 500}.get(place[1] % 100, 0) if place else 0


def _uuid(days: int, number: int, kind: Kind) -> str:
    """The React Native player's is not hex."""
    first = "incident" if kind is Kind.REACT_NATIVE else "1ac1de47"
    return f"{first}-{days:04x}-4000-8000-{number:012x}"


def _place_of(uuid: str) -> tuple[int, int] | None:
    first, *rest = uuid.split("-")
    if first not in ("incident", "1ac1de47") or len(rest) != 4:
        return None
    try:
        return int(rest[0], 16) & 1, int(rest[3], 16)
    except ValueError:
        return None


@lru_cache(maxsize=4_096)
def _entry(world: World, days: int, number: int) -> Entry:
    session = _session(world, days, number)
    return Entry(session.uuid, session.kind, number, session.started_ms, session.is_live, session.row)


def _session(world: World, days: int, number: int) -> Simulated:
    """The n-th from the newest; what the clock has not come to yet is not there."""
    rng = Random(f"{world.incident.name}:{days}:{number}")
    started_ms = world.newest_ms(days) - int((number + rng.random()) * world.span_ms / world.sessions)
    devices, shelf = rng.choices(_DEVICES, _DEVICES_OFTEN)[0], rng.choices(_SHELVES, _SHELVES_OFTEN)[0]
    kind = _KIND_OF.get(devices, Kind.CLEAN_VOD)
    parts = cast(rng, shelf, devices, kind)
    host = rng.choices(_HOSTS, _HOSTS_OFTEN)[0]
    first, second = (each._replace(url=each.url.replace("video.example.com", host)) for each in parts.playlist)
    parts = parts._replace(playlist=(first, second))
    is_hit = not days and started_ms >= world.newest_ms(0) - world.lasts_ms and world.incident.hits(parts)
    story = _story(rng, is_hit=is_hit, is_live=shelf is CHANNELS)
    return lived(rng, kind, _uuid(days, number, kind), started_ms, parts, story, until_ms=world.now_ms)


def _story(rng: Random, *, is_hit: bool, is_live: bool) -> Story:
    """What becomes of a viewer."""
    if is_hit and rng.random() < _HIT_SHARE:
        return rng.choice((BREAKS_OFF, BREAKS_OFF, STORIES[Kind.FAILED_START]))
    drawn = rng.random()
    for story, share in _USUAL:
        drawn -= share
        if drawn < 0:
            return story
    return STORIES[Kind.CLEAN_LIVE] if is_live else rng.choice(_GOES_WELL)
