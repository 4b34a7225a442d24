"""Other programs of the terminal in the same run: from their start to their first paint, beside ours."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.timed_tty import Size, TimedTty
from tests.bench.world import PROGRAM

QUIET_S = 1.5
"""After the last byte of a first paint."""
PATIENCE_S = 10.0


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
        yield f"| {peer.name} | {first:.0f} | {last:.0f} |"


def _painted(words: list[str], environment: Mapping[str, str], size: Size) -> tuple[float, float]:
    """Milliseconds to the first byte, and to the last one before it was quiet."""
    with TimedTty(words, environment, size) as tty:
        first = tty.settle(0, PATIENCE_S)
        last = tty.settle(QUIET_S) or first
        assert first is not None and last is not None, words
        return (first - tty.started) * 1000, (last - tty.started) * 1000
