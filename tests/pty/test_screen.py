"""In GNU screen: 8 colours, no background where it erases, and answers of its own."""

import shutil
import time
from pathlib import Path

import pytest

from tests.terminal import PROGRAM, Terminal, clean_environment

pytestmark = pytest.mark.skipif(shutil.which("screen") is None, reason="there is no GNU screen on this machine")


def test_keys_the_mouse_another_size_and_back(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir(mode=0o700)
    argv = ("screen", "-c", "/dev/null", "-U", "-S", "vpe", *PROGRAM, "--demo")
    environment = clean_environment(tmp_path, SCREENDIR=str(tmp_path / "sockets"), SHELL="/bin/sh")
    with Terminal(argv, environment, columns=80, rows=24) as terminal:
        terminal.sees("100 sessions")
        began = time.monotonic()
        terminal.send("j")
        terminal.sees("2 of 100")
        terminal.send("\x1b[<0;20;9M\x1b[<0;20;9m")
        terminal.sees("5 of 100")
        terminal.send("\r")
        terminal.sees("live · fetched")
        assert time.monotonic() - began < 5, "what screen answers is heard"
        terminal.resize(120, 40)
        terminal.sees("╮╭─ 4 Findings")
        assert "\ufffd" not in terminal.text
        terminal.send("Q")
        assert terminal.ends() == 0
