"""`vpe-tui compare`: from the API over a real socket, from files, and what it does when one cannot be had."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tests.real.truth import LOGS
from tests.unit.test_cli import Shell
from vpe_tui.cli.tree import ALIGNS
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.server import DemoServer
from vpe_tui.fleet.compare.align import ALIGNED_AT, Align

FIRST, SECOND = (entry.uuid for entry in catalogue()[:2])
STALLS, NORMAL = (str(LOGS / f"{name}.json") for name in ("stalls", "normal"))


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with DemoServer() as server:
        yield Shell(server.base_url, tmp_path)


def test_two_are_asked_for_kept_and_told(shell: Shell) -> None:
    done = shell.run("compare", FIRST, SECOND)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].startswith("First difference ")
    assert (
        f"A  {''}" in done.stdout and "aligned at " in done.stdout and "one session each, no statistics" in done.stdout
    )
    assert f"vpe-tui compare {FIRST} {SECOND}" in done.stdout.splitlines()[-1]
    assert len(json.loads(shell.run("kept", "--json").stdout)["sessions"]) == 2


def test_files_are_compared_without_the_network(shell: Shell) -> None:
    told = json.loads(shell.run("compare", STALLS, NORMAL, "--json", VPE_BASE_URL="http://127.0.0.1:9").stdout)
    assert (told["align"], told["because"]) == ("picture", "both had a first picture")
    assert told["first_difference"] == next(row for row in told["rows"] if row["alike"] is False)
    assert {"key": "rebuffer_count", "a": 3, "b": 0, "difference": 3, "at_least": ["a"]} in told["metrics"]
    by_start = json.loads(shell.run("compare", STALLS, NORMAL, "--json", "--align", "start").stdout)
    assert by_start["align"] == "start"


def test_a_session_and_itself_have_no_difference(shell: Shell) -> None:
    told = json.loads(shell.run("compare", STALLS, STALLS, "--json").stdout)
    assert (told["says"], told["first_difference"], told["fields"]) == ("No difference.", None, [])
    assert all(row["alike"] for row in told["rows"])
    assert "No difference." in shell.run("compare", STALLS, STALLS).stdout


def test_markdown_stands_in_fences(shell: Shell) -> None:
    told = shell.run("compare", STALLS, NORMAL, "--markdown").stdout
    assert told.startswith("## ") and told.count("```") == 10


def test_one_that_cannot_be_had_is_told_and_its_code_is_the_exit_code(shell: Shell) -> None:
    missing = "00000000-0000-4000-8000-000000000000"
    done = shell.run("compare", STALLS, missing, "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["uuid"] == missing
    both = shell.run("compare", "nothing.json", missing)
    assert both.returncode == 5
    assert [line.split(": ")[:2] for line in both.stderr.splitlines()] == [
        ["vpe-tui", "nothing.json"],
        ["vpe-tui", missing],
    ]
    assert both.stdout == ""


def test_the_flag_has_every_way_to_align() -> None:
    assert tuple(ALIGNED_AT) == get_args(Align) == ALIGNS
