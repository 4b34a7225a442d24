"""One start of the program: what its seed makes a hand do, until it ends; and what is wrong with how it did."""

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

from tests.pty.line import settings
from tests.soak.hand import LOOKS, SIZES, WAYS_OUT, Hand, Token, signalled
from tests.soak.seat import Seat
from tests.soak.weight import weighed
from tests.soak.world import UUIDS, World
from tests.terminal import PROGRAM, clean_environment

TOKENS = 200
"""The most that is done in one run, before it is ended in one way or another."""

TYPED_AFTER = 8
"""What is done after the way out that ends a run: nobody has told the hand yet."""

_TO_BE_OVER_S = 10
_TOLD_KEYS = 20
_TOLD_SIGNS = 120
_TOLD_LINES = 12


class Start(NamedTuple):
    """How the program is started: arguments and environment over the usual ones."""

    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = MappingProxyType({})


STARTS = (
    *(Start(),) * 4,
    *(Start((uuid,)) for uuid in (*UUIDS[:6], UUIDS[-1], UUIDS[-1])),
    Start((UUIDS[-1], "--at", "900")),
    Start((UUIDS[2], "--at", "99999", "--filter", "errors")),
    Start(("--ascii", "--no-redact")),
    Start(("--no-cache", "--theme", "vpe-light")),
    Start(("--no-mouse", "--zone", "local"), {"TZ": "Asia/Kathmandu"}),
    Start((), {"NO_COLOR": "1"}),
    Start((), {"TERM": "linux", "COLORTERM": ""}),
    Start((), {"TMUX": "/tmp/tmux,1,0", "TERM": "screen-256color", "LC_ALL": "C"}),
    Start((), {"VPE_API_KEY": ""}),
    Start(("--demo",)),
)
"""A new way to start is a line here."""


@dataclass
class Told:
    """How a run was."""

    seed: int
    done: list[Token] = field(default_factory=list)
    code: int | None = None
    wrong: list[str] = field(default_factory=list)
    screen: str = ""
    log: str = ""
    most_mib: float = 0.0
    asked: int = 0

    def __str__(self) -> str:
        """What somebody needs who mends it."""
        keys = "  ".join(_cut(token.says) for token in self.done[-_TOLD_KEYS:])
        screen = "\n".join(self.screen.split("\n")[-_TOLD_LINES:])
        return "\n".join(
            (
                f"seed {self.seed}: {'; '.join(self.wrong) or 'well'}; exit {self.code} after {len(self.done)} tokens",
                f"last tokens: {keys}",
                f"last screen:\n{screen}",
                f"crash.log:\n{self.log or 'none'}",
                f"again: python -m tests.soak --seed {self.seed}",
            )
        )


def _cut(says: str) -> str:
    return says if len(says) <= _TOLD_SIGNS else f"{says[:_TOLD_SIGNS]}…"


def tokens_of(seed: int, size: tuple[int, int], most: int = TOKENS) -> Iterator[Token]:
    """What is done in a run: to the last a way out, and then some."""
    hand = Hand(seed, size)
    yield from islice(hand, hand.random.randrange(most // 4, most))
    yield hand.random.choice(WAYS_OUT)
    yield from islice(hand, TYPED_AFTER)


def run(seed: int, program: Sequence[str] = PROGRAM, most: int = TOKENS) -> Told:
    """The run of this seed; of another `program`, or of at `most` so many tokens, where the soak itself is tested."""
    random = Random(f"run {seed}")
    start, size, answers = random.choice(STARTS), random.choice(SIZES[:-2]), random.random() < 0.5
    typed_ahead = random.random() < 0.3
    told = Told(seed)
    argv = (*program, *start.arguments)
    with World(seed) as world, seated(world, argv, start.environment, size, answers=answers) as (seat, directory):
        if not typed_ahead:
            seat.until_begun()
        do(seat, tokens_of(seed, size, most), told)
        end(seat, told)
        judge(seat, directory, told)
        told.asked = world.asked
    return told


@contextmanager
def seated(
    world: World,
    argv: Sequence[str],
    environment: Mapping[str, str],
    size: tuple[int, int],
    *,
    answers: bool,
    config: str = "",
) -> Iterator[tuple[Seat, Path]]:
    """The program at its terminal, and the directory that it keeps things in."""
    with TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        (directory / "config.toml").write_text(f'timeout = "2s"\ncache.fresh_for = "0s"\n{config}')
        told = {"PYTHONWARNINGS": "default::RuntimeWarning"}  # the program keeps to itself what nobody asks for
        whole = clean_environment(directory, **settings(world.url) | told | dict(environment))
        with chdir(directory), Seat(argv, whole, size, answers=answers) as seat:
            yield seat, directory


def do(seat: Seat, tokens: Iterator[Token], told: Told) -> None:
    """Does it all, as long as there is a program."""
    for token in tokens:
        if seat.process.poll() is not None:
            return
        told.done.append(token)
        try:
            token.act(seat)
        except TimeoutError as stuck:
            told.wrong.append(str(stuck))
            return
        if token.hangs_up:
            return
        seat.rest(token.pause)
        if weight := weighed(seat.process.pid, 0):
            told.most_mib = max(told.most_mib, weight.rss_mib)


def end(seat: Seat, told: Told) -> None:
    """Waits for the end. What has swallowed the way out, a dialog or a prompt, still ends by a signal."""
    hung_up = bool(told.done) and told.done[-1].hangs_up
    if not hung_up:
        seat.rest(LOOKS)
        seat.wake()
        if seat.process.poll() is None:
            last = signalled(signal.SIGTERM, 143)
            told.done.append(last)
            last.act(seat)
    seat.rest(_TO_BE_OVER_S, _TO_BE_OVER_S)
    if seat.process.poll() is None:
        told.wrong.append("it does not end")
    else:
        told.code = seat.ends()


def judge(seat: Seat, directory: Path, told: Told) -> None:
    """Says what is wrong."""
    may_end = {0, *(code for token in told.done for code in token.may_end)}
    log = directory / "crash.log"
    told.screen = seat.shown()
    if log.exists():
        told.log = log.read_text(encoding="utf-8")
        told.wrong.append("a crash.log")
    if seat.broke:
        told.wrong.append("a traceback or a crash page")
    if told.code is not None and told.code not in may_end:
        told.wrong.append(f"it ended with {told.code}")
    if told.code is not None and not any(token.hangs_up for token in told.done):
        told.wrong += ["the terminal's modes are not restored"] if not seat.modes_restored else []
        # A signal gives the program a moment, and a busy machine may need more; tests/pty/test_life.py is exact.
        left = seat.left_set if told.code < 128 else set()
        told.wrong += [f"left set: {', '.join(sorted(left))}"] if left else []
