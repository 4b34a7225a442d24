"""The program in a shell's hands: pipes that close, disks that are full, locales that know no letters, terminals."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pace import LONG_S, PATIENCE_S
from tests.terminal import PROGRAM, Terminal, clean_environment
from tests.unit.test_cli import Shell
from tests.wire import Talk, Wire, after_request
from vpe_tui.cli.forms import FORMS
from vpe_tui.cli.pages import PAGES
from vpe_tui.cli.tree import OPEN, WORDS
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import long_uuid
from vpe_tui.demo.server import DemoServer

KOREAN = next(entry.uuid for entry in catalogue() if entry.kind is Kind.KOREAN_TITLE)
FAILED = next(entry.uuid for entry in catalogue() if entry.kind is Kind.FATAL_ERROR)
LONG = long_uuid(2_000)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with DemoServer() as server:
        shell = Shell(server.base_url, tmp_path_factory.mktemp("config"))
        shell.run("show", FAILED)  # something is kept, whatever order the tests come in
        yield shell


def line(shell: Shell, words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line as a shell runs it; `vpe-tui` in it is the program."""
    words = words.replace("vpe-tui", f'"{sys.executable}" -m vpe_tui')
    return subprocess.run(
        ["bash", "-c", words],
        env=shell.environment | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_S,
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_that_has_enough_ends_it_quietly(shell: Shell, form: str) -> None:
    done = line(shell, f"vpe-tui show {LONG} {FAILED} --{form} | head -1; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_is_one_line(shell: Shell, form: str) -> None:
    done = line(shell, f"vpe-tui show {FAILED} --{form} >/dev/full")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "vpe-tui: The output cannot be written: No space left on device\n"


@pytest.mark.parametrize("words", ["show UUID --json", "help", "completion bash", "doctor"])
def test_a_closed_stdout_is_one_line(shell: Shell, words: str) -> None:
    done = line(shell, f"vpe-tui {words.replace('UUID', FAILED)} >&-")
    assert (done.returncode, done.stderr) == (1, "vpe-tui: Nowhere to write: stdout is closed\n")


@pytest.mark.parametrize("words", ["--help", "--version", "show --help"])
def test_help_that_cannot_be_written_is_one_line(shell: Shell, words: str) -> None:
    full, closed = line(shell, f"vpe-tui {words} >/dev/full"), line(shell, f"vpe-tui {words} >&-")
    assert (full.returncode, full.stderr) == (1, "vpe-tui: The output cannot be written: No space left on device\n")
    assert (closed.returncode, closed.stderr) == (1, "vpe-tui: Nowhere to write: stdout is closed\n")


def test_a_closed_stderr_stops_nothing(shell: Shell) -> None:
    done = line(shell, f"vpe-tui show --json nope {FAILED} 2>&-")
    assert (done.returncode, done.stdout[:2]) == (2, "[\n")


def test_a_closed_stdin_is_said(shell: Shell) -> None:
    assert line(shell, "vpe-tui show - <&-").returncode == 2


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX", "LANG": ""}]
)
def test_no_locale_changes_a_byte(shell: Shell, environment: dict[str, str]) -> None:
    for words in (
        f"show --text {KOREAN} | grep -v fetched",
        f"show --json {KOREAN} | tail -n +5",
        "help metrics",
        "show --help",
    ):
        told, plain = line(shell, f"vpe-tui {words}", **environment), line(shell, f"vpe-tui {words}")
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout == plain.stdout


def test_help_in_letters_that_the_locale_has_not(shell: Shell) -> None:
    code = (
        "import sys, vpe_tui.cli.tree as tree; from vpe_tui.cli import run\n"
        "tree.WORDS['show'] = tree.WORDS['show']._replace(says='“한국어” …')\n"
        "sys.argv = ['vpe-tui', 'show', '--help']; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=shell.environment | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "“한국어” …" in done.stdout.decode()


COMMANDS = (
    *(f"show --{form} {FAILED} {KOREAN} nope" for form in FORMS),
    *(f"help {topic}" for topic in PAGES),
    *(f"{word} --help" for word in WORDS if word != OPEN),
    "--help",
    "help",
    "doctor",
    "doctor --json",
    "list --zone utc",
    "list --json",
    "list --ndjson",
    "list --csv",
    "kept",
    "kept path",
    "completion bash",
    "completion zsh",
    "completion fish",
    "show --json-schema",
)


def test_every_command_is_tried() -> None:
    told = {words.split()[0] for words in COMMANDS}
    assert told >= {word for word in WORDS if word not in (OPEN, "demo")}


@pytest.mark.parametrize("words", COMMANDS)
def test_no_escape_byte_without_a_terminal(shell: Shell, words: str) -> None:
    done = shell.run(*words.split(), TERM="xterm-256color", COLORTERM="truecolor", FORCE_COLOR="1")
    assert done.stdout
    assert not any(char in done.stdout + done.stderr for char in "\x1b\x9b\r")


def test_on_a_terminal_there_is_colour_and_progress(shell: Shell) -> None:
    with Terminal((*PROGRAM, "show", FAILED, DOCUMENTED_UUID), shell.environment) as terminal:
        assert terminal.ends() == 0
        terminal.sees("walks them")
        output = bytes(terminal.output)
    assert b"\x1b[31m" in output
    assert b"of 2 sessions" in output
    assert "of 2 sessions" not in terminal.text, "progress is wiped"


@pytest.mark.parametrize("sent, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_at_once(shell: Shell, sent: signal.Signals, code: int) -> None:
    asked = threading.Event()

    def stall(talk: Talk) -> None:
        asked.set()
        talk.stall()

    with Wire(after_request(stall)) as wire:
        environment = shell.environment | {"VPE_BASE_URL": wire.url}
        with Terminal((*PROGRAM, "show", "--json", FAILED, KOREAN), environment) as terminal:
            assert asked.wait(PATIENCE_S)
            terminal.process.send_signal(sent)
            assert terminal.ends() == code
            assert "Traceback" not in terminal.text


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_declined(shell: Shell, environment: dict[str, str]) -> None:
    with Terminal((*PROGRAM, "show", FAILED), shell.environment | environment) as terminal:
        assert terminal.ends() == 0
        terminal.sees("Playback failure")
        assert b"\x1b" not in terminal.output


def test_the_report_is_as_wide_as_the_terminal(shell: Shell) -> None:
    with Terminal((*PROGRAM, "show", FAILED), shell.environment, columns=60) as terminal:
        assert terminal.ends() == 0
        terminal.sees("◆" + "▶" * 20)
    strip = next(row for row in terminal.text.splitlines() if row.startswith("◆"))
    assert len(strip) == 60


OF_MACHINES = ("json", "ndjson", "flat", "handover", "csv")
"""The forms that pydantic serialises."""


@pytest.mark.parametrize(
    ("commands", "needless"),
    [
        ([f"show --demo {FAILED} --{form}" for form in FORMS] + ["doctor --demo --json"], {"textual"}),
        (
            [f"show --demo {FAILED} --{form}" for form in FORMS if form not in OF_MACHINES]
            + ["help metrics", "completion zsh", "doctor --demo", "list --demo", "kept --demo"],
            {"textual", "pydantic"},
        ),
    ],
    ids=["for machines", "for people"],
)
def test_nothing_is_loaded_that_a_command_does_not_need(
    tmp_path: Path, commands: list[str], needless: set[str]
) -> None:
    code = (
        "import sys; from vpe_tui.cli import main\n"
        "for words in sys.argv[1].split(';'):\n"
        "    try: main(words.split())\n"
        "    except SystemExit: pass\n"
        f"print('loaded:', sorted({needless!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, ";".join(commands)],
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment(tmp_path),
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"
