"""Real terminals under Xvfb, and GNU screen: keys of an X keyboard, and what the program wrote as `script` logs it."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.pace import PATIENCE_S
from tests.terminal import clean_environment

SETTLES_S = 0.2
_SIZE = re.compile(r"(rows|columns) \d+;")


def missing(*programs: str) -> str:
    """What of these is not here, for a skip; empty where all are."""
    gone = [each for each in programs if shutil.which(each) is None]
    return f"no {', '.join(gone)} here" if gone else ""


def until(holds: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Logged:
    """The program in a shell that notes the terminal's modes before and after, its exit code, and all it wrote."""

    def __init__(self, directory: Path, program: Sequence[str]) -> None:
        self.log, self._code = directory / "log", directory / "code"
        self._modes = directory / "before", directory / "after"
        before, after = self._modes
        line = " ".join(program)
        self.line = (
            f"stty -a >{before}; script -qfec '{line}' {self.log} >/dev/tty; echo $? >{self._code}.new; "
            f"stty -a >{after}; mv {self._code}.new {self._code}; sleep {PATIENCE_S}"
        )

    @property
    def output(self) -> bytes:
        return self.log.read_bytes().partition(b"\n")[2] if self.log.exists() else b""

    def text(self, columns: int, rows: int) -> str:
        screen = pyte.Screen(columns, rows)
        pyte.ByteStream(screen).feed(self.output.rpartition(b"\x1b[?1049h")[2])
        return "\n".join(screen.display)

    def sees(self, text: str, columns: int = 120, rows: int = 40) -> None:
        until(lambda: text in self.text(columns, rows), f"never seen: {text}")

    def ends(self) -> int:
        until(self._code.exists, "it never ended")
        return int(self._code.read_text())

    @property
    def modes_restored(self) -> bool:
        before, after = (_SIZE.sub("", path.read_text()) for path in self._modes)
        return before == after


class Display:
    """An X server without a screen, and one terminal on it, which has the keys."""

    def __init__(self, directory: Path, number: int, environment: dict[str, str]) -> None:
        self._env = clean_environment(directory, DISPLAY=f":{number}", **environment)
        self._env.pop("COLORTERM", None)
        self._env.pop("TERM")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._server = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", "1600x1000x24"], **quiet)  # type: ignore[call-overload]
        self._terminal: subprocess.Popen[bytes] | None = None
        until(lambda: Path(f"/tmp/.X11-unix/X{number}").exists(), "no X server")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._terminal, self._server):
            if process is not None:
                process.terminate()
                process.wait(PATIENCE_S)

    def start(self, argv: Sequence[str]) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._terminal = subprocess.Popen(argv, env=self._env, **quiet)  # type: ignore[call-overload]
        until(lambda: self._x("search", "--onlyvisible", "--name", "."), "no window")
        self._window = self._x("search", "--onlyvisible", "--name", ".").split()[0]
        self._x("windowfocus", "--sync", self._window)

    def key(self, *keys: str) -> None:
        self._x("key", "--clearmodifiers", *keys)

    def resize(self, width: int, height: int) -> None:
        self._x("windowsize", self._window, str(width), str(height))

    def clipboard(self) -> str:
        done = subprocess.run(
            ["xclip", "-o", "-selection", "clipboard"], env=self._env, capture_output=True, text=True, check=False
        )
        return done.stdout

    def _x(self, *words: str) -> str:
        return subprocess.run(["xdotool", *words], env=self._env, capture_output=True, text=True, check=False).stdout


class Screen:
    """GNU screen, with nobody attached: it answers for itself, and gives its picture."""

    def __init__(self, directory: Path, environment: dict[str, str]) -> None:
        self._env = clean_environment(directory, **environment) | {"SCREENDIR": str(directory / "sockets")}
        self._env.pop("COLORTERM", None)
        (directory / "sockets").mkdir(mode=0o700)
        (directory / "rc").write_text("")
        self._rc, self._copy = directory / "rc", directory / "hardcopy"

    def start(self, line: str) -> None:
        argv = ["screen", "-c", str(self._rc), "-dmS", "vpe", "-U", "-T", "screen", "sh", "-c", line]
        subprocess.run(argv, env=self._env, check=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.does("quit")

    def does(self, *words: str) -> None:
        subprocess.run(["screen", "-S", "vpe", "-X", *words], env=self._env, check=False, capture_output=True)

    def key(self, keys: str) -> None:
        self.does("stuff", keys)

    @property
    def text(self) -> str:
        self.does("hardcopy", str(self._copy))
        time.sleep(SETTLES_S)
        return self._copy.read_text("utf-8", "replace") if self._copy.exists() else ""

    def sees(self, text: str) -> None:
        until(lambda: text in self.text, f"never seen: {text}\n{os.linesep}")
