"""Every command line of the README and of the pages is run: in a shell, against the demo's API, as it stands there."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.generate import DOCS, README
from tests.pace import LONG_S
from tests.unit.test_cli import Shell
from vpe_tui.cli.parser import parsed
from vpe_tui.cli.setup import world_of
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.server import DemoServer
from vpe_tui.service.lookup import now_ms

FAILED = next(entry.uuid for entry in catalogue() if entry.kind is Kind.FATAL_ERROR)
OTHERS = ("jq", "duckdb", "clickhouse", "fish")
"""What a line may need that is not everywhere."""
MAKES_AN_INSTALL = re.compile(r"\bpip\b|\bpipx\b|\bzipapp\b|python -m tests|\bexport\b|\bcurl …")
"""Run by `.ci/run` and `test_installs`, or with an ellipsis that stands for one's own."""


def lines() -> Iterator[str]:
    """The lines of the fenced blocks for a shell, without their comments."""
    for path in (README, *sorted(DOCS.glob("*.md"))):
        for block in re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            for line in block.splitlines():
                if told := re.sub(r"(^|\s)#\s.*", "", line).strip():
                    yield told


GOES_ON = re.compile(r"vpe-tui( --demo)? watch\b")
"""Waits for what may never come: `pty/test_watching` and `unit/test_watch_command` run it."""

LINES = [each for each in dict.fromkeys(lines()) if not MAKES_AN_INSTALL.search(each)]
ON_SCREEN = [each for each in LINES if re.fullmatch(r"vpe-tui(( --demo| [0-9a-f-]{36}| UUID)( -.*)?)?", each)]
WATCHING = [each for each in LINES if GOES_ON.search(each)]
IN_A_SHELL = [each for each in LINES if each not in (*ON_SCREEN, *WATCHING)]


def test_there_are_lines_to_try() -> None:
    assert len(IN_A_SHELL) > 15 and ON_SCREEN


@pytest.mark.parametrize("line", [*ON_SCREEN, *WATCHING])
def test_a_line_that_goes_on_is_understood(line: str) -> None:
    words = shlex.split(re.split(r"[|&;]", line)[0])
    assert parsed(words[words.index("vpe-tui") + 1 :]).run is not None


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A home in which there is what the lines name."""
    home = tmp_path_factory.mktemp("home")
    with DemoServer(world=world_of("isp", now_ms())) as server:
        shell = Shell(server.base_url, home)
        (home / "bin").mkdir()
        program = home / "bin" / "vpe-tui"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vpe_tui "$@"\n')
        (home / "bin" / "pbcopy").write_text("#!/bin/sh\ncat >/dev/null\n")
        for each in (program, home / "bin" / "pbcopy"):
            each.chmod(0o755)
        (home / ".config/fish/completions").mkdir(parents=True)
        (home / "uuids.txt").write_text(f"{FAILED}\n")
        (home / "answer.json").write_text(shell.run("show", "--raw", FAILED).stdout)
        for name, form in (("events.ndjson", "--ndjson"), ("sessions.ndjson", "--flat")):
            (home / name).write_text(shell.run("show", form, FAILED).stdout)
        shell.environment["PATH"] = f"{home / 'bin'}:{shell.environment['PATH']}"
        shell.environment |= {"HOME": str(home), "PYTHONPATH": str(README.parent)}
        yield shell


@pytest.mark.parametrize("line", IN_A_SHELL)
def test_a_line_does_what_it_says(shell: Shell, line: str) -> None:
    missing = [name for name in OTHERS if re.search(rf"(^|[|;]\s*){name}\b", line) and not shutil.which(name)]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    done = subprocess.run(
        ["bash", "-c", f"fpath=(.)\nset -o pipefail\n{re.sub(r'UUID|(?<= )[AB](?= |$)', FAILED, line)}"],
        env=shell.environment,
        cwd=shell.directory,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_S,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "Not understood" not in done.stderr
