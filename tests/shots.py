"""What the pictures in `screenshots/` show: a name, a size, the session (None: the list), and the keys to get there."""

from typing import NamedTuple

from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate

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


class Frame(NamedTuple):
    """A screen as text; it is taken once `sees` is on it."""

    name: str
    size: tuple[int, int]
    uuid: str | None
    sees: str
    ascii: bool = False

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
    Shot("findings", WIDE, _STORM, "stall-long", ("4", "down"), "The longest stall took"),
    Shot("explained", WIDE, _STORM, "stall-long", ("2", *["down"] * 9, "x"), "9.04 % ="),
    Shot("light", WIDE, _STORM, "stall-long", theme="vpe-light"),
    Shot("colour-blind", WIDE, _STORM, "stall-long", theme="vpe-safe"),
    Shot("16-colours", WIDE, _STORM, "stall-long", theme="ansi-dark"),
    Shot("ascii", WIDE, _STORM, "stall-long", ascii=True),
    Shot("documented-example", WIDE, DOCUMENTED_UUID, "player_start"),
    Shot("user", SMALL, _STORM, "player_start", ("1",), "IP address"),
    Shot("help", WIDE, _STORM, "player_start", ("question_mark",), "one page down"),
)

_FRAMED = (
    ("sessions", None, "40 sessions"),
    ("stall-storm", simulate(Kind.STALL_STORM, 1).uuid, "player_start"),
    ("two-tracks", simulate(Kind.TWO_TRACKS).uuid, "track 1 of 3"),
    ("korean-title", simulate(Kind.KOREAN_TITLE).uuid, "player_start"),
)

FRAMES = tuple(Frame(name, size, uuid, sees) for name, uuid, sees in _FRAMED for size in SIZES)
ASCII_FRAMES = tuple(frame._replace(ascii=True) for frame in FRAMES if frame.name in ("sessions", "stall-storm"))
