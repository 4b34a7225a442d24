"""The model of a session: one playback, whole and immutable, with the schema deviations found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from vpe_tui.session.events import EventLog, Json
from vpe_tui.session.glossary import Kind
from vpe_tui.session.problems import Problem
from vpe_tui.session.records import Entry, Media, Player, PlayerError, StartTime, User
from vpe_tui.text.clean import clean, shown


class Source(NamedTuple):
    """The source of a session, and when its bytes left the API (epoch ms)."""

    kind: Literal["api", "cache", "file"]
    fetched_ms: int
    """By the service's clock."""
    offset_ms: int = 0
    """How far that was ahead of this machine's then; 0 where they agreed, or nobody knows."""

    def age_ms(self, now_ms: int) -> int:
        """The age of the bytes when this machine's clock says `now_ms`; negative where it was set back since."""
        return now_ms + self.offset_ms - self.fetched_ms


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
    envelope: Mapping[str, Json] = field(default_factory=dict)
    """What the answer says of itself, around its result: `code`, `message`, whatever else came."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether the stream is live."""
        return any((media.video_type or "").upper() == "LIVE" for media in self.media)

    @property
    def kind(self) -> str:
        """`LIVE` or `VOD`; empty when nothing was loaded that would tell."""
        return "LIVE" if self.is_live else "VOD" if self.media else ""

    @property
    def title(self) -> str:
        """The title of the first media item; the UUID when it has none."""
        return next((media.title for media in self.media if media.title), self.uuid)

    @property
    def other_entries(self) -> tuple[Entry, ...]:
        """The unknown parts of the answer, ready to be shown."""
        return _entries(self.extra)

    @property
    def envelope_entries(self) -> tuple[Entry, ...]:
        """What the answer says of itself, ready to be shown."""
        return _entries(self.envelope)

    @property
    def error_count(self) -> int:
        """Errors reported: rows of the log, or of `error` when the log has none."""
        return self.events.kinds.count(Kind.ERROR) or len(self.errors)


def _entries(members: Mapping[str, Json]) -> tuple[Entry, ...]:
    return tuple(Entry(clean(name), clean(name), shown(value), False) for name, value in members.items())
