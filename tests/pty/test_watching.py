"""Watching on a real terminal, alone and in tmux: the title lent and given back, the bell, idle bytes, a new size."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile.api import FakeApi, listing
from tests.pty.line import program, settings
from tests.terminal import PROGRAM, Terminal, clean_environment
from tests.unit.watch.site import in_turn
from tests.unit.watch.test_window import NOW_MS, listed

KEPT, GIVEN_BACK = b"\x1b[22;2t", b"\x1b[23;2t"
NEWS = "2 new, 1 failed"
TITLE = f"\x1b]2;{NEWS} · vpe-tui\x07".encode()
OSC9 = f"\x1b]9;vpe-tui: {NEWS}\x07".encode()
IN_TMUX = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there")


def rows(*numbers: int) -> bytes:
    return listing([dict(listed(each, NOW_MS + each * 1_000, failed=each == 2).raw) for each in numbers])


@pytest.fixture
def api() -> Iterator[FakeApi]:
    """One session, and two more at the next call."""
    with FakeApi({"": in_turn(rows(0), rows(2, 1, 0))}) as api:
        yield api


def notifies(directory: Path, how: str) -> None:
    (directory / "config.toml").write_text(f'notify = "{how}"\n', encoding="utf-8")


def has_news(terminal: Terminal) -> None:
    terminal.sees("1 session ─")
    terminal.send("p")
    terminal.sees(f"● {NEWS}")


@pytest.mark.parametrize("how, rings", [("off", b""), ("bell", b"\x07"), ("osc9", OSC9)])
def test_news_stand_in_the_title_and_ring_once(tmp_path: Path, api: FakeApi, how: str, rings: bytes) -> None:
    notifies(tmp_path, how)
    with program(tmp_path, **settings(api.base_url)) as terminal:
        has_news(terminal)
        output = bytes(terminal.output)
        assert output.count(KEPT) == output.count(TITLE) == 1 and GIVEN_BACK not in output
        after = output.partition(TITLE)[2]
        assert after.count(b"\x07") == bool(rings) and after.startswith(rings)
        terminal.send("j")  # somebody looks
        terminal.sees(NEWS, gone=True)
        terminal._until(lambda: terminal.output.count(GIVEN_BACK) == 1, "the title, given back")
        terminal.send("Q")
        assert terminal.ends() == 0
        assert terminal.output.count(KEPT) == terminal.output.count(GIVEN_BACK) == 1


@pytest.mark.parametrize("ends", [lambda each: each.send("Q"), lambda each: each.process.terminate()])
def test_however_it_ends_the_title_is_given_back(
    tmp_path: Path, api: FakeApi, ends: Callable[[Terminal], object]
) -> None:
    with program(tmp_path, **settings(api.base_url)) as terminal:
        has_news(terminal)
        ends(terminal)
        assert terminal.ends() in (0, 143)
        assert terminal.output.count(KEPT) == terminal.output.count(GIVEN_BACK) == 1


@contextmanager
def in_tmux(directory: Path, api: FakeApi, *options: str) -> "Iterator[tuple[Terminal, Callable[..., str]]]":
    """The program in a tmux of its own, and what asks that tmux."""
    tmux = ("tmux", "-u", "-S", str(directory / "tmux"), "-f", "/dev/null")

    def asked(*words: str) -> str:
        return subprocess.run([*tmux, *words], capture_output=True, text=True, check=True).stdout.strip()

    argv = (*tmux, "new-session", "-x", "120", "-y", "40", *PROGRAM)
    environment = clean_environment(directory, **settings(api.base_url))
    with Terminal(argv, environment) as terminal:
        try:
            terminal.sees("1 session ─")
            for option in options:
                asked("set", "-g", option, "on")
            yield terminal, asked
        finally:
            subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)


@IN_TMUX
def test_in_tmux_the_message_is_passed_on_and_the_bell_rings_too(tmp_path: Path, api: FakeApi) -> None:
    notifies(tmp_path, "osc9")
    with in_tmux(tmp_path, api, "allow-passthrough") as (terminal, asked):
        title = asked("display", "-p", "#{pane_title}")
        before = len(terminal.output)
        has_news(terminal)
        terminal._until(lambda: OSC9 in terminal.output[before:], "the message, passed on")
        bare = bytes(terminal.output[before:]).replace(OSC9, b"")
        assert b"\x07" in bare, "the bell"
        assert asked("display", "-p", "#{pane_title}") == f"{NEWS} · vpe-tui"
        terminal.send("j")
        terminal.sees(NEWS, gone=True)
        terminal._until(lambda: asked("display", "-p", "#{pane_title}") == title, "the pane's title, given back")


@IN_TMUX
def test_detached_and_attached_again_at_another_size_it_goes_on(tmp_path: Path, api: FakeApi) -> None:
    with in_tmux(tmp_path, api) as (terminal, asked):
        has_news(terminal)
        asked("detach-client")
        assert terminal.ends() == 0
        argv = ("tmux", "-u", "-S", str(tmp_path / "tmux"), "attach")
        with Terminal(argv, clean_environment(tmp_path), columns=80, rows=24) as again:
            again.sees(f"● {NEWS}")
            again.sees("3 sessions ─")
            again.send("p")
            again.sees("again every", gone=True)
            asked("kill-server")
