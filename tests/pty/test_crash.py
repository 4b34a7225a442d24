"""What breaks in the program ends it with a short page: where the log is, no locals, no key, exit 1."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.hostile.api import FakeApi, listing
from tests.pty.line import program, settings
from tests.terminal import PROGRAM, clean_environment
from vpe_tui.service.crash_log import crash_page

CANARY = "canary-7f3a91d2c4e85b60"
UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
ROW = {"no": 1, "uuid": UUID, "logDate": "2025-10-08 12:52:00", "origin": "here.example"}
BREAK = """
import sys, threading
from unittest import mock
def broken(*args, **options):
    secret_local = {canary!r}
    raise {error}("it broke with " + secret_local + " in hand")
mock.patch({place!r}, broken).start()
from vpe_tui.cli import run
run()
"""
PLACES = (
    "vpe_tui.tui.screens.sessions.SessionsScreen.on_mount",
    "vpe_tui.tui.screens.sessions.SessionsScreen.middle",
    "vpe_tui.tui.widgets.lines.Lines.show_lines",
    "vpe_tui.tui.widgets.bars.KeyBar.render_line",
    "vpe_tui.tui.screens.base.VpeScreen.title_says",
    "vpe_tui.tui.screens.base.VpeScreen.draw_status",
    "vpe_tui.tui.widgets.bars.Bar.render_line",
    "vpe_tui.tui.widgets.lines.Lines.render_line",
    "vpe_tui.tui.widgets.lines.Lines.on_resize",
    "vpe_tui.tui.app.VpeApp.on_mount",
    "vpe_tui.service.worker.SessionWorker.recent",
    "vpe_tui.service.lookup.Lookup.recent",
    "vpe_tui.service.lookup.Lookup._connected",
    "vpe_tui.session.parse.parse_recent",
    "vpe_tui.session.parse.json_of",
    "vpe_tui.api.client.VpeClient.__init__",
    "vpe_tui.settings.sources.Settings.credentials",
    "vpe_tui.api.client._Credentials.auth_flow",
    "vpe_tui.api.client.VpeClient._read",
    "vpe_tui.text.clean.clean",
)
ERRORS = ("ValueError", "KeyError", "RuntimeError", "OSError")


@pytest.fixture(scope="module")
def api():
    with FakeApi({"": listing([ROW])}) as api:
        yield api


def files_with(directory: Path, word: str) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


@pytest.mark.parametrize("number", range(len(PLACES)), ids=lambda number: PLACES[number].rpartition(".")[2])
def test_what_breaks_on_screen_ends_in_a_page(api, tmp_path, number):
    code = BREAK.format(place=PLACES[number], error=ERRORS[number % len(ERRORS)], canary=CANARY)
    environment = settings(api.base_url) | {"VPE_API_KEY": CANARY}
    with program(tmp_path, argv=(PROGRAM[0], "-c", code), **environment) as terminal:
        assert terminal.ends() == 1
        terminal.sees("vpe-tui broke: ")
        assert terminal.modes_restored
        assert terminal.left_set == set()
        shown = terminal.output.decode()
    assert CANARY not in shown
    assert "Traceback" not in shown and "secret_local" not in shown
    page = shown[shown.rindex("vpe-tui broke: ") :]
    assert len(page.splitlines()) <= 4
    log = tmp_path / "crash.log"
    assert str(log) in re.sub(r"\r\n|\s", "", page)
    assert log.stat().st_mode & 0o777 == 0o600
    assert "broken" in log.read_text()
    assert files_with(tmp_path, CANARY) == []


@pytest.mark.parametrize(
    "place", ["vpe_tui.service.lookup.Lookup.fetch", "vpe_tui.session.parse.parse_session", "vpe_tui.cli.show.run"]
)
def test_what_breaks_in_a_command_ends_in_a_page(api, tmp_path, place):
    code = BREAK.format(place=place, error="ValueError", canary=CANARY)
    done = subprocess.run(
        (PROGRAM[0], "-c", code, "show", UUID),
        env=clean_environment(tmp_path, **(settings(api.base_url) | {"VPE_API_KEY": CANARY})),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("vpe-tui broke: ValueError")
    assert len(done.stderr.splitlines()) == 2
    assert CANARY not in done.stdout + done.stderr
    assert files_with(tmp_path, CANARY) == []


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    code = (
        "import os, resource\nfrom unittest import mock\n"
        "mock.patch('vpe_tui.cli.main', lambda: print(resource.getrlimit(resource.RLIMIT_CORE)) or 0).start()\n"
        "from vpe_tui.cli import run\nrun()"
    )
    done = subprocess.run((PROGRAM[0], "-c", code), env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0)\n"


def test_the_log_and_its_directory_are_for_their_owner_alone(tmp_path: Path) -> None:
    was = os.umask(0)
    try:
        crash_page(ValueError(), tmp_path / "config")
    finally:
        os.umask(was)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "config", tmp_path / "config/crash.log")]
    assert modes == [0o700, 0o600]


def test_the_log_is_written_through_no_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("what stood there")
    (tmp_path / "crash.log").symlink_to(victim)
    assert "could not be written" in crash_page(ValueError(), tmp_path)
    assert victim.read_text() == "what stood there"
