"""stdin, stdout and stderr, each a terminal, a pipe, nothing or closed: the screen draws only where it can."""

import itertools
import os
import pty
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.pace import PATIENCE_S
from tests.terminal import PROGRAM, clean_environment

KINDS = ("tty", "pipe", "null", "closed")
TERMS = ("xterm-256color", "dumb", "")
DOCUMENTED = "d0c5e551-2025-4008-8252-000830082000"
STREAMS = list(itertools.product(KINDS, repeat=3))


def ran(directory: Path, kinds: tuple[str, ...], term: str, *arguments: str) -> tuple[int, bytes]:
    """Exit code of the program on such streams, and all it wrote to pipes and terminals."""
    main, terminal = pty.openpty()
    read, write = os.pipe()
    null = os.open(os.devnull, os.O_RDWR)
    ends = {"tty": terminal, "pipe": write, "null": null, "closed": null}
    of = [subprocess.DEVNULL if kinds[0] == "pipe" else ends[kinds[0]], ends[kinds[1]], ends[kinds[2]]]

    def close() -> None:
        for number, kind in enumerate(kinds):
            if kind == "closed":
                os.close(number)

    done = subprocess.run(
        (*PROGRAM, *arguments),
        stdin=of[0],
        stdout=of[1],
        stderr=of[2],
        env=clean_environment(directory, TERM=term),
        preexec_fn=close,
        start_new_session=True,
        timeout=PATIENCE_S,
        check=False,
    )
    os.close(write)
    os.set_blocking(main, False)
    written = b""
    for descriptor in (read, main):
        try:
            while more := os.read(descriptor, 65536):
                written += more
        except OSError:
            pass
    for descriptor in (main, terminal, read, null):
        os.close(descriptor)
    return done.returncode, written


def draws(kinds: tuple[str, ...], term: str) -> bool:
    return kinds[0] == kinds[2] == "tty" and kinds[1] != "closed" and term == TERMS[0]


@pytest.mark.parametrize("term", TERMS)
def test_the_screen_is_refused_where_it_cannot_draw(tmp_path: Path, term: str) -> None:
    """Where it can draw it does; that is tests/pty/test_program.py."""
    asked = [kinds for kinds in STREAMS if not draws(kinds, term)]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda kinds: ran(tmp_path, kinds, term, "--demo"), asked))
    for kinds, (code, written) in zip(asked, ends, strict=True):
        assert code == (1 if kinds[1] == "closed" else 2), kinds
        assert b"\x1b" not in written, kinds
        assert (b"vpe-tui: " in written) == (kinds[2] in ("tty", "pipe")), kinds


def test_show_prints_wherever_there_is_a_stdout(tmp_path: Path) -> None:
    asked = [kinds for kinds in STREAMS if kinds[0] in ("null", "closed")]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda kinds: ran(tmp_path, kinds, "", "show", "--demo", DOCUMENTED), asked))
    for kinds, (code, written) in zip(asked, ends, strict=True):
        assert code == (1 if kinds[1] == "closed" else 0), (kinds, written)
        assert b"\x1b" not in written, kinds
        assert (b"NAVER Cloud" in written) == (kinds[1] in ("tty", "pipe")), kinds
