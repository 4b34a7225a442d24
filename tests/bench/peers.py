"""Other programs of the terminal in the same run: from their start to their first paint, beside ours."""

import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.timed_tty import Size, TimedTty
from tests.bench.world import PROGRAM

PATIENCE_S = 10.0
"""By then each has drawn what it draws."""
A_CLOCK = 100
"""Bytes of what some write every second for as long as they run."""


class Peer(NamedTuple):
    """A program that people look at such data with, and how it is given the same answer (`{}` is its file)."""

    name: str
    argv: tuple[str, ...]
    file: str
    """The ending that it knows the file by."""


PEERS = (
    Peer("vpe-tui", (*PROGRAM, "{}"), "json"),
    Peer("jq, less", ("sh", "-c", "jq . {} | less"), "json"),
    Peer("lnav", ("lnav", "{}"), "ndjson"),
    Peer("visidata", ("vd", "{}"), "ndjson"),
    Peer("toolong", ("tl", "{}"), "ndjson"),
    Peer("jless", ("jless", "{}"), "json"),
    Peer("harlequin", ("harlequin",), ""),
    Peer("posting", ("posting",), ""),
)


def peers_told(files: Mapping[str, Path], environment: Mapping[str, str], size: Size, runs: int) -> str:
    """Each peer's first paint as a table; what is not installed is named."""
    head = "| program | first byte, ms | painted, ms |\n|---|--:|--:|"
    return "\n".join([head, *_rows(files, environment, size, runs)])


def _rows(files: Mapping[str, Path], environment: Mapping[str, str], size: Size, runs: int) -> Iterator[str]:
    for peer in PEERS:
        words = [word.replace("{}", str(files.get(peer.file, ""))) for word in peer.argv]
        needs = [words[0], *(name for name in ("jq", "less") if name in peer.name)]
        missing = [name for name in needs if not shutil.which(name, path=environment["PATH"])]
        if missing:
            yield f"| {peer.name} | – | {missing[0]} is not installed |"
            continue
        words[0] = str(shutil.which(words[0], path=environment["PATH"]))
        times = [_painted(words, environment, size) for _ in range(runs)]
        first, last = (median(each) for each in zip(*times, strict=True))
        yield f"| {peer.name} | {first:.0f} | {f'{last:.0f}' if last < PATIENCE_S * 1000 else 'it moves on'} |"


def _painted(words: list[str], environment: Mapping[str, str], size: Size) -> tuple[float, float]:
    """Milliseconds to the first byte, and to the last part of the picture; a program that moves on never has one."""
    with TimedTty(words, environment, size) as tty:
        assert tty.read(PATIENCE_S), words
        first = last = time.perf_counter()
        while (left_s := first + PATIENCE_S - time.perf_counter()) > 0:
            if tty.read(left_s) > A_CLOCK:
                last = time.perf_counter()
        return (first - tty.started) * 1000, (last - tty.started) * 1000
