"""Everything that a hand does, in one table; and the hand: the same seed does the same."""

import signal
from collections.abc import Callable, Iterator
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.soak.keys import COMMANDS, KEYBOARD, LEAVING, MEANT, PALETTE, STAYING, keys_of, sent_for
from tests.soak.words import NAMES, PASTES, QUITS, UNASKED, WORDS

if TYPE_CHECKING:
    from tests.soak.seat import Seat

SIZES = (*((120, 40), (80, 24), (200, 55)) * 3, (60, 15), (250, 70), (40, 10), (30, 8), (8, 3), (1, 1))
"""Most of them large enough to see something."""
BESIDE = bytes((*range(0x20, 0x7F),))
ENDS_IT = b"\x03\x1c"
"""Ctrl+c and ctrl+\\ end what the terminal, not the program, has in hand: in a suspended program, in the plain view."""
STOPS_OUTPUT = b"\x13"
"""Ctrl+s, where the terminal heeds it, is a person's wish to see nothing move."""

AT_ONCE, ONE_BY_ONE, LOOKS = 0.0, 0.02, 0.15
"""What comes between two tokens: nothing, or that the program has been still for so many seconds."""
PAUSES = {AT_ONCE: 40, ONE_BY_ONE: 45, LOOKS: 15}


class Token(NamedTuple):
    """One thing that is done: in words, how, the pause after it, the exit codes that it may lead to.

    `sends` is all that is done, where it is no more than bytes.
    """

    says: str
    act: "Callable[[Seat], object]"
    pause: float = AT_ONCE
    may_end: tuple[int, ...] = ()
    hangs_up: bool = False
    sends: bytes = b""


class Kind(NamedTuple):
    """A kind of things to do; how often, of all weights; what makes one. `leaves`: it ends the program."""

    weight: int
    make: "Callable[[Hand], Token]"
    leaves: bool = False


class Hand:
    """Does one thing after another. One that `stays` never ends the program: see `life` for what its keys are then."""

    def __init__(self, seed: int, size: tuple[int, int], *, stays: bool = False) -> None:
        self.random = Random(f"hand {seed}")
        self.size = size
        self.palette = (sent_for(STAYING[PALETTE]),) if stays else keys_of(PALETTE)
        self.keyboard = tuple(key for key in KEYBOARD if not (stays and key in MEANT))
        self._stays = stays
        self._kinds = [kind for kind in KINDS if not (kind.leaves and stays)]
        self._weights = [kind.weight for kind in self._kinds]

    def __iter__(self) -> Iterator[Token]:
        while True:
            token = self.random.choices(self._kinds, self._weights)[0].make(self)
            pause = self.random.choices(list(PAUSES), list(PAUSES.values()))[0]
            if not (self._stays and token.may_end):
                yield token._replace(pause=pause)

    def place(self) -> tuple[int, int]:
        """A column and a row of the screen, counted from 1."""
        return self.random.randint(1, self.size[0]), self.random.randint(1, self.size[1])


def typed(data: bytes) -> Token:
    may_end = tuple({0x03: 130, 0x1C: 131}[byte] for byte in sorted(set(data) & set(ENDS_IT)))
    return Token(ascii(data)[2:-1], lambda seat: seat.send(data), may_end=may_end, sends=data)


def signalled(number: signal.Signals, *may_end: int) -> Token:
    return Token(f"<{number.name}>", lambda seat: seat.process.send_signal(number), may_end=may_end)


# What it does


def command(hand: Hand) -> Token:
    return typed(hand.random.choice(hand.random.choice(COMMANDS)))


def character(hand: Hand) -> Token:
    return typed(bytes((hand.random.choice(BESIDE),)))


def any_key(hand: Hand) -> Token:
    return typed(hand.random.choice(hand.keyboard))


def modern_key(hand: Hand) -> Token:
    """As the keyboard protocol of kitty has it."""
    code = hand.random.choice((*BESIDE, 9, 13, 27, 127, 0, 57358, 57399, 0x10FFFF, 0x110000))
    return typed(b"\x1b[%d;%d%su" % (code, hand.random.randint(1, 16), hand.random.choice((b"", b":1", b":3", b";97"))))


def word(hand: Hand) -> Token:
    """Typed in one go, as people do who know the keys, or do not."""
    return typed(hand.random.choice(hand.random.choice(WORDS)).encode())


def step_out(hand: Hand) -> Token:
    """Of a dialog, a session, a prompt; else one is soon deep in and stays there."""
    return typed(b"\x1b" * hand.random.choice((1, 2, 3)))


def open_and_ask_again(hand: Hand) -> Token:
    """What is looked at, then replaced by whatever the API says next."""
    return typed(hand.random.choice((b"r", b"r", b"p", b"5r", b"\r", b"1\r", b"\x1b[B\r", b"5G", b"4\r", b"4G\r5")))


def found_by_name(hand: Hand) -> Token:
    """A command out of the palette, and the palette closed."""
    end = hand.random.choice((b"\r\x1b\x1b", b"\x1b\x1b"))
    return typed(hand.random.choice(hand.palette) + hand.random.choice(NAMES).encode() + end)


def paste(hand: Hand) -> Token:
    """Sometimes into a prompt; sometimes its end is lost, and comes when somebody has typed on."""
    into = hand.random.choice((b"", b"", b"o", b"/", b"f", b"t"))
    end = b"\x1b[201~" if hand.random.random() < 0.95 else b"q\x1b[201~"
    return typed(into + b"\x1b[200~" + hand.random.choice(PASTES).encode() + end)


LEFT, MIDDLE, RIGHT, MOVED, DRAGGED, BACKWARD = 0, 1, 2, 35, 32, 128
HELD = (0, 4, 8, 16, 28)
"""With shift, alt, ctrl, all of them."""


def at(button: int, place: tuple[int, int], end: str = "M") -> bytes:
    return f"\x1b[<{button};{place[0]};{place[1]}{end}".encode()


def clicked(button: int, place: tuple[int, int]) -> bytes:
    return at(button, place) + at(button, place, "m")


def click(hand: Hand) -> Token:
    button = hand.random.choice((LEFT, LEFT, LEFT, LEFT, MIDDLE, RIGHT, BACKWARD)) + hand.random.choice((0, 0, *HELD))
    return typed(clicked(button, hand.place()))


def double_click(hand: Hand) -> Token:
    return typed(clicked(LEFT, hand.place()) * hand.random.choice((2, 2, 3)))


def drag(hand: Hand) -> Token:
    """Now and then the button is never let go."""
    began, over, ended = hand.place(), hand.place(), hand.place()
    moves = at(LEFT, began) + at(DRAGGED, over) + at(DRAGGED, ended)
    return typed(moves + (at(LEFT, ended, "m") if hand.random.random() < 0.9 else b""))


def wheel(hand: Hand) -> Token:
    button = hand.random.choice((64, 65, 66, 67)) + hand.random.choice((0, *HELD))
    return typed(at(button, hand.place()) * hand.random.choice((1, 1, 9)))


def hover(hand: Hand) -> Token:
    return typed(at(MOVED, hand.place()) + at(MOVED, hand.place()))


def beside(hand: Hand) -> Token:
    """A click where no screen is, or with numbers that no mouse has."""
    place = hand.random.choice(((0, 0), (9999, 9999), (hand.size[0] + 1, hand.size[1] + 1), (1, 99999999999)))
    return typed(clicked(hand.random.choice((LEFT, RIGHT, 64, 255, 9999)), place))


def resize(hand: Hand) -> Token:
    """Also many in a row, as a window's edge is dragged."""
    sizes = hand.random.choices(SIZES, k=hand.random.choice((1, 1, 1, 5)))
    hand.size = sizes[-1]

    def act(seat: "Seat") -> None:
        for columns, rows in sizes:
            seat.resize(columns, rows)

    return Token(" ".join(f"<{columns}×{rows}>" for columns, rows in sizes), act)


def burst(hand: Hand) -> Token:
    """Much at once, as a program finds it that was held up, or suspended."""
    kinds = (command, command, character, word, step_out, found_by_name, open_and_ask_again, click, double_click, wheel)
    return typed(b"".join(hand.random.choice(kinds)(hand).sends for _ in range(hand.random.randint(3, 12))))


def answer(hand: Hand) -> Token:
    """What a terminal says unasked, late, or by halves."""
    return typed(hand.random.choice(UNASKED))


def noise(hand: Hand) -> Token:
    """A line that is disturbed. What a terminal would take for itself is left out, and so is the end of the program."""
    kept_out = ENDS_IT + STOPS_OUTPUT + b"\x11"
    return typed(bytes(byte for byte in hand.random.randbytes(hand.random.choice((1, 8, 60))) if byte not in kept_out))


def harmless_signal(hand: Hand) -> Token:
    """The seat lets a stopped program go on."""
    return signalled(hand.random.choice((signal.SIGCONT, signal.SIGTSTP, signal.SIGWINCH)))


def way_out(hand: Hand) -> Token:
    """Of every kind. More is typed after it: until the program has ended a hand knows nothing of that."""
    return hand.random.choice(WAYS_OUT)


def _hung_up() -> Token:
    return Token("<hang up>", lambda seat: seat.hang_up(), may_end=(129,), hangs_up=True)


WAYS_OUT = (
    *map(typed, keys_of(*LEAVING)),
    *(typed(each.encode()) for each in QUITS),
    signalled(signal.SIGTERM, 143),
    signalled(signal.SIGHUP, 129),
    signalled(signal.SIGINT, 130),
    signalled(signal.SIGQUIT, 131),
    _hung_up(),
)

KINDS = (
    Kind(320, command),
    Kind(60, character),
    Kind(60, any_key),
    Kind(15, modern_key),
    Kind(160, word),
    Kind(60, step_out),
    Kind(150, open_and_ask_again),
    Kind(30, found_by_name),
    Kind(30, paste),
    Kind(60, click),
    Kind(40, double_click),
    Kind(25, drag),
    Kind(35, wheel),
    Kind(10, hover),
    Kind(8, beside),
    Kind(30, resize),
    Kind(40, burst),
    Kind(30, answer),
    Kind(8, noise),
    Kind(8, harmless_signal),
    Kind(8, way_out, leaves=True),
)
"""Everything that a hand does. A new thing is a line here."""
