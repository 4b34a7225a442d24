"""A real pseudo-terminal with the real program on it, and an emulator (pyte) that shows what a person would see."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.pace import PATIENCE_S

PROGRAM = (sys.executable, "-m", "vpe_tui")
TELLS_PEAK = """
import os, re, sys
end = os._exit
def told(code):
    os.write(1, b"\\n" + re.search(rb"VmHWM:\\s+(\\d+)", open("/proc/self/status", "rb").read())[1])
    end(code)
os._exit = told
from vpe_tui.cli import run
run()
"""
"""The program, which tells its peak (KiB) last. A parent that asks would be told its own, where that is higher."""

_ON_ITS_TERMINAL = (
    *(sys.executable, "-S", "-E", "-c"),
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])",
)
"""Takes the terminal, and becomes the program. Python code between fork and exec (`preexec_fn`) would do it sooner, but
where a test run has many threads it can wait for ever for what one of them held."""


def clean_environment(config: Path, **more: str) -> dict[str, str]:
    """An environment that knows nothing of the machine's user: no credentials, no colour wishes."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
    return (
        kept
        | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "VPE_CONFIG_DIR": str(config), "LC_ALL": "C.UTF-8"}
        | more
    )


class Terminal:
    """A program on a terminal of `columns` × `rows`. As a context manager it leaves no process behind."""

    def __init__(
        self, argv: Sequence[str], environment: Mapping[str, str], *, columns: int = 120, rows: int = 40
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self.master, self._slave = pty.openpty()
        self.resize(columns, rows)
        self.modes_before = self._modes()
        self.output = bytearray()
        self.process = subprocess.Popen(
            (*_ON_ITS_TERMINAL, *argv),
            env=dict(environment),
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
        )
        self._over = threading.Event()
        self._quiet = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE_S)
        self.stop_reading()
        for descriptor in (self._slave, self.master):
            os.close(descriptor)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        with self._lock:
            self._screen.resize(rows, columns)

    def send(self, keys: str | bytes) -> None:
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def sees(self, text: str, *, gone: bool = False) -> None:
        """Waits until the screen has `text` (or no longer has it)."""
        self._until(lambda: (text in self.text) is not gone, f"{text!r}{' gone' if gone else ''}")

    def ends(self) -> int:
        """Waits for the end of the program and the last it wrote. Gives its exit status as a shell would say it."""
        code = self.process.wait(PATIENCE_S)
        self._quiet.clear()
        if self._reader.is_alive():
            self._quiet.wait(PATIENCE_S)
        return 128 - code if code < 0 else code

    def stop_reading(self) -> None:
        """Takes no more of what the program writes. One left behind would take from the next terminal."""
        self._over.set()
        self._reader.join(PATIENCE_S)

    @property
    def text(self) -> str:
        with self._lock:
            # Not pyte's own `display`: it breaks on half of a wide character, which is an empty cell to it.
            lines = [self._screen.buffer[y] for y in range(self._screen.lines)]
            columns = range(self._screen.columns)
            return "\n".join("".join(line[x].data for x in columns).rstrip() for line in lines)

    @property
    def modes_restored(self) -> bool:
        """Whether the terminal's modes are as they were before the program started."""
        return self._modes() == self.modes_before

    def _modes(self) -> list[object]:
        return list(termios.tcgetattr(self._slave))

    def _until(self, holds: "callable", what: str) -> None:  # type: ignore[valid-type]
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"never seen: {what}\n{self.text}")
            time.sleep(0.01)

    def _read(self) -> None:
        while not self._over.is_set():
            if not select.select([self.master], [], [], 0.02)[0]:
                self._quiet.set()
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:  # the program has gone
                self._quiet.set()
                return
            self._take(data)

    def _take(self, data: bytes) -> None:
        """What the program wrote."""
        self.output += data
        with self._lock:
            self._stream.feed(data)
