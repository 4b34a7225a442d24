"""What the pictures in `screenshots/` show: a name, a size, the session (None: the list), and the keys to get there."""

from typing import NamedTuple

from tests.drive import NOW_MS
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.incidents import INCIDENTS, World
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate

WORLD = World(INCIDENTS["host"], NOW_MS, 150, 3_600_000, 30 * 60_000)
"""An hour, 150 sessions; since half an hour those of one edge host fail."""

_STORM = simulate(Kind.FATAL_ERROR, 1).uuid


class Shot(NamedTuple):
    """A picture: `keys` are pressed once `sees` is on screen, and it is taken when `then` is."""

    name: str
    size: tuple[int, int]
    uuid: str | None
    sees: str
    keys: tuple[str, ...] = ()
    then: str = ""
    theme: str = "vpe-dark"
    ascii: bool = False
    other: str | None = None
    incident: bool = False
    """Of the world with an incident in it."""


class Frame(NamedTuple):
    """A screen as text; it is taken once `sees` is on it."""

    name: str
    size: tuple[int, int]
    uuid: str | None
    sees: str
    ascii: bool = False
    other: str | None = None
    """The session that it is compared with."""

    @property
    def file(self) -> str:
        return f"{self.name}-{self.size[0]}x{self.size[1]}{'-ascii' if self.ascii else ''}.txt"


WIDE, SMALL = (120, 40), (80, 24)
SIZES = (WIDE, (100, 30), SMALL, (60, 15), (40, 10))

SHOTS = (
    Shot("sessions", WIDE, None, "40 sessions"),
    Shot("sessions", SMALL, None, "40 sessions"),
    Shot("session", WIDE, _STORM, "player_start"),
    Shot("session", SMALL, _STORM, "player_start"),
    Shot("findings", WIDE, _STORM, "long stall", ("4", "down"), "The longest stall took"),
    Shot("explained", WIDE, _STORM, "long stall", ("2", *["down"] * 8, "x"), "9.04 % ="),
    Shot("who-else", WIDE, None, "100 sessions", ("T",), "3 unread\n", incident=True),
    Shot("who-else", SMALL, None, "100 sessions", ("T",), "3 unread\n", incident=True),
    Shot("light", WIDE, _STORM, "long stall", theme="vpe-light"),
    Shot("colour-blind", WIDE, _STORM, "long stall", theme="vpe-safe"),
    Shot("16-colours", WIDE, _STORM, "long stall", theme="ansi-dark"),
    Shot("ascii", WIDE, _STORM, "long stall", ascii=True),
    Shot("documented-example", WIDE, DOCUMENTED_UUID, "player_start"),
    Shot("user", SMALL, _STORM, "player_start", ("1",), "IP address"),
    Shot("compare", WIDE, _STORM, "differ", other=simulate(Kind.CLEAN_VOD).uuid),
    Shot("help", WIDE, _STORM, "player_start", ("question_mark",), "finds a command"),
)

_FRAMED = (
    ("sessions", None, "40 sessions"),
    ("stall-storm", simulate(Kind.STALL_STORM, 1).uuid, "player_start"),
    ("two-tracks", simulate(Kind.TWO_TRACKS).uuid, "track 1 of 3"),
    ("korean-title", simulate(Kind.KOREAN_TITLE).uuid, "player_start"),
)

_CLEAN = simulate(Kind.CLEAN_VOD).uuid

FRAMES = (
    *(Frame(name, size, uuid, sees) for name, uuid, sees in _FRAMED for size in SIZES),
    *(Frame("compare", size, _STORM, "differ", other=_CLEAN) for size in SIZES[:3]),
)
ASCII_FRAMES = tuple(
    frame._replace(ascii=True) for frame in FRAMES if frame.name in ("sessions", "stall-storm", "compare")
)
