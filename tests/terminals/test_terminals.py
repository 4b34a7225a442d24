"""Terminals as people have them: start, keys, width, resize, a clean end, copying. Nightly, where they are there."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import PROGRAM
from tests.terminals.real import Display, Logged, Screen, missing, until

pytestmark = pytest.mark.nightly

ROOT = Path(__file__).parents[2]
WIDE = "draws our signs two cells wide"
VTE = """
import sys, gi
gi.require_version("Gtk", "3.0"); gi.require_version("Vte", "2.91")
from gi.repository import GLib, Gtk, Vte
window, terminal = Gtk.Window(title="vte"), Vte.Terminal()
terminal.set_cjk_ambiguous_width(int(sys.argv[1])); terminal.set_size(120, 40)
window.add(terminal); window.show_all()
terminal.spawn_sync(Vte.PtyFlags.DEFAULT, None, sys.argv[2:], None, GLib.SpawnFlags.DEFAULT, None, None, None)
Gtk.main()
"""
_XTERM = ("xterm", "-geometry", "120x40", "-u8", "-xrm", "*disallowedWindowOps: 20,21,SetXprop")
SYSTEM_PYTHON = "/usr/bin/python3"
TERMINALS = {
    "xterm": (_XTERM, ("-e",), 1),
    "xterm -cjk_width": ((*_XTERM, "-cjk_width"), ("-e",), 2),
    "VTE": ((SYSTEM_PYTHON, "-c", VTE, "1"), (), 1),
    "VTE, wide": ((SYSTEM_PYTHON, "-c", VTE, "2"), (), 2),
    "pterm": (("pterm", "-geometry", "120x40"), ("-e",), 1),
    "pterm, CJKAmbigWide": (("pterm", "-geometry", "120x40", "-load", "wide"), ("-e",), 2),
}
COPY_SAYS = {"VTE": "takes no copy", "xterm": "sent to the terminal", "pterm": "sent to the terminal"}
"""pterm takes none, and there is no telling: it calls itself xterm."""


def needs(name: str) -> None:
    """Skips where something is not here."""
    if why := missing("Xvfb", "xdotool", "xclip", "script", "stty", TERMINALS[name][0][0]):
        pytest.skip(why)
    if name.startswith("VTE"):
        code = 'import gi; gi.require_version("Vte", "2.91"); from gi.repository import Vte'
        if subprocess.run([SYSTEM_PYTHON, "-c", code], capture_output=True, check=False).returncode:
            pytest.skip("no VTE for Python here")


@pytest.mark.parametrize("name", TERMINALS)
def test_a_terminal_bears_it(tmp_path: Path, name: str) -> None:
    needs(name)
    argv, before, cells = TERMINALS[name]
    run = Logged(tmp_path, (*PROGRAM, "--demo"))
    number = 100 + list(TERMINALS).index(name)
    saved = tmp_path / ".putty" / "sessions" / "wide"
    saved.parent.mkdir(parents=True)
    saved.write_text("CJKAmbigWide=1\n")
    with Display(tmp_path, number, {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}) as display:
        display.start((*argv, *before, "sh", "-c", run.line))
        run.sees("100 sessions")
        assert ("─" not in run.text(120, 40)) is (cells == 2)
        assert (WIDE in run.text(120, 40)) is (cells == 2)
        display.key("question")
        run.sees("every key")
        display.key("q")
        display.key("y")
        run.sees(next(says for kind, says in COPY_SAYS.items() if name.startswith(kind)))
        if name.startswith("xterm"):
            until(lambda: len(display.clipboard().strip()) == 36, "nothing on the clipboard")
        taken = len(run.output)
        display.resize(640, 420)
        until(lambda: len(run.output) > taken, "nothing drawn anew")
        display.key("Q")
        assert run.ends() == 0
        assert run.modes_restored


SCREEN = pytest.mark.skipif(bool(missing("screen", "script")), reason=missing("screen", "script"))


@SCREEN
@pytest.mark.parametrize(
    ("sent", "status"),
    [("Q", 0), ("\x03", 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129), ("crash", 1)],
    ids=["Q", "ctrl+c", "SIGTERM", "SIGHUP", "crash"],
)
def test_screen_has_no_alternate_screen_and_is_left_clean(tmp_path: Path, sent: object, status: int) -> None:
    program = [*PROGRAM, "--demo"]
    if sent == "crash":
        code = tmp_path / "crash.py"
        code.write_text(
            "import sys\nfrom vpe_tui.tui.app import VpeApp\ndef broken(self): raise RuntimeError('broken')\n"
            "VpeApp.action_redraw = broken\nfrom vpe_tui.cli import run\nsys.argv = ['vpe-tui', '--demo']\nrun()\n"
        )
        program = [sys.executable, str(code)]
    run = Logged(tmp_path, ["echo", "$$", ">", str(tmp_path / "pid"), ";", "exec", *program])
    with Screen(tmp_path, {"PYTHONPATH": str(ROOT)}) as screen:
        screen.start(run.line)
        screen.sees("100 sessions")
        if isinstance(sent, signal.Signals):
            subprocess.run(["kill", f"-{sent.value}", (tmp_path / "pid").read_text().strip()], check=True)
        else:
            screen.key("\x0c" if sent == "crash" else str(sent))
        assert run.ends() == status
        assert run.modes_restored
        left = screen.text
        assert "sessions" not in left, left
        assert "╭" not in left and "─" not in left, left


@SCREEN
@pytest.mark.parametrize("locale", ["C.UTF-8", "ko_KR.UTF-8"])
def test_screen_is_believed(tmp_path: Path, locale: str) -> None:
    """In a Korean locale it draws signs two cells wide by itself."""
    there = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.lower()
    if locale.lower().replace("-", "") not in there.replace("-", ""):
        pytest.skip(f"no locale {locale} here")
    run = Logged(tmp_path, (*PROGRAM, "--demo"))
    with Screen(tmp_path, {"LC_ALL": locale, "PYTHONPATH": str(ROOT)}) as screen:
        screen.start(run.line)
        screen.sees("100 sessions")
        assert (WIDE in screen.text) is (locale != "C.UTF-8")
        screen.key("Q")
        assert run.ends() == 0
