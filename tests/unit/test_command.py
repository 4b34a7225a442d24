"""Command lines that are printed and pasted: whatever a file is called, a shell does with it only what was meant."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.drive import explorer
from tests.pace import PATIENCE_S
from tests.unit.test_cli import Shell
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.text.command_line import command_line, operand, option

NAMES = (
    "$(touch PWNED);x.json",
    "`touch PWNED`.json",
    "-rf.json",
    "--raw.json",
    "a b'c\"d.json",
    "x && touch PWNED & #.json",
    "*.json",
    "a | touch PWNED > y.json",
    "!x\\$HOME.json",
    "한국어 ;touch PWNED.json",
)


def run_in_sh(directory: Path, line: str) -> list[str]:
    """What a shell calls `vpe-tui` with for a command line, and nothing else happens."""
    place = directory / "sh"
    (place / "bin").mkdir(parents=True, exist_ok=True)
    stub = place / "bin" / "vpe-tui"
    stub.write_text('#!/bin/sh\nprintf "%s\\0" "$@" >called\n')
    stub.chmod(0o700)
    work = place / "work"
    work.mkdir(exist_ok=True)
    environment = {"PATH": f"{stub.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    subprocess.run(["sh", "-c", line], cwd=work, env=environment, check=True, timeout=PATIENCE_S)
    assert [path.name for path in work.iterdir()] == ["called"], "it did something else"
    return (work / "called").read_text(encoding="utf-8").rstrip("\0").split("\0")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["--text", "--markdown"])
def test_a_report_on_a_file_can_be_pasted(tmp_path: Path, name: str, form: str) -> None:
    (tmp_path / name).write_bytes(session_body(DOCUMENTED_UUID) or b"")
    shell = Shell("http://127.0.0.1:9", tmp_path / "config")
    done = shell.run("show", str(tmp_path / name), form, "--no-redact", COLUMNS="60")
    lines = re.findall(r"^vpe-tui .*$", done.stdout, re.MULTILINE)
    assert lines
    for line in lines:
        if "`" in name and form == "--markdown":  # a fence holds no such letter, and the shell no such file
            line = line.replace("\u02bc", "`")
        called = run_in_sh(tmp_path, line)
        target = called[1] if called[0] == "show" else called[0]
        assert not target.startswith("-") and os.path.normpath(target) == name


@pytest.mark.parametrize("name", NAMES)
async def test_a_link_can_be_pasted(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(session_body(DOCUMENTED_UUID) or b"")
    async with explorer(None, tmp_path, uuid=str(path), words='text:"$(touch PWNED)"') as ui:
        await ui.sees("filter text:")
        called = run_in_sh(tmp_path, ui.app.screen.texts.link())
    assert called == ["--demo", str(path), "--filter", 'text:"$(touch PWNED)"']


@pytest.mark.parametrize("name", NAMES)
def test_a_settings_file_that_is_to_be_made_safe_can_be_pasted(tmp_path: Path, name: str) -> None:
    path = tmp_path / "settings" / name
    path.parent.mkdir()
    path.write_text('api_key = "abcdefgh"\n')
    path.chmod(0o644)
    said = Shell("http://127.0.0.1:9", tmp_path / "config").run("list", "--config", str(path), VPE_API_KEY="").stderr
    line = said.rstrip().partition("; chmod ")[2]
    subprocess.run(["sh", "-c", f"chmod {line}"], cwd=tmp_path, check=True, timeout=PATIENCE_S)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("PWNED"))


def test_words_that_begin_with_a_dash() -> None:
    assert operand("-rf.json") == "./-rf.json"
    assert operand("-") == "-"
    assert operand(DOCUMENTED_UUID) == DOCUMENTED_UUID
    assert command_line("vpe-tui", *option("--profile", "-x y"), "a") == "vpe-tui '--profile=-x y' a"
    assert command_line("vpe-tui --demo", *option("--profile", "x")) == "vpe-tui --demo --profile x"
