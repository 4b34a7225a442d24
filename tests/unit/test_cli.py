"""The command line as scripts meet it: data on stdout, messages on stderr, an exit code that says which."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pace import LONG_S
from tests.terminal import clean_environment
from tests.wire import Wire, free_port, reply
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer

UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Shell:
    """Runs the program with an API of its own."""

    def __init__(self, base_url: str, directory: Path) -> None:
        self.directory = directory
        self.environment = clean_environment(
            directory, VPE_BASE_URL=base_url, VPE_API_KEY=DEMO_KEY, VPE_PROJECT_ID=DEMO_PROJECT
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vpe_tui", *arguments],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONG_S,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with DemoServer() as server:
        yield Shell(server.base_url, tmp_path)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one stderr line that a fault is."""
    (line,) = done.stderr.splitlines()
    assert line.startswith("vpe-tui: ")
    assert done.stdout == ""
    return line


def test_version_and_help(shell: Shell) -> None:
    assert shell.run("--version").stdout.startswith("vpe-tui ")
    assert "example" in shell.run("--help").stdout
    assert "--json" in shell.run("show", "--help").stdout


def test_the_documented_example_as_json(shell: Shell) -> None:
    done = shell.run("show", DOCUMENTED_UUID, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    sent = json.loads((Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes())["result"]
    assert (told["start_time"], told["user"], told["player"]) == (sent["startTime"], sent["user"], sent["player"])
    assert (told["media"], told["errors"]) == (sent["media"], sent["error"])
    assert [event["raw"] for event in told["events"]] == sent["sessionLog"]
    assert (told["events"][2]["start"], told["events"][2]["end"]) == (
        "2025-10-08T03:52:01.248Z",
        "2025-10-08T03:52:02.082Z",
    )
    assert [event["state"] for event in told["events"]] == ["s", "s", "p"]
    assert told["source"]["kind"] == "api"


def test_text_is_a_report_without_an_escape_byte(shell: Shell) -> None:
    done = shell.run("show", DOCUMENTED_UUID)
    assert done.returncode == 0
    for said in ("NAVER Cloud introduction video", "Stopped early at 0 %", "2025-10-08 12:52:00 KST", "3 events"):
        assert said in done.stdout
    assert "\x1b" not in done.stdout


def test_usage_is_2(shell: Shell) -> None:
    assert "Not a session UUID" in one_line(done := shell.run("show", "nope"))
    assert done.returncode == 2
    assert shell.run("show").returncode == 2
    assert shell.run("--no-such-flag").returncode == 2
    assert "vpe-tui show" in one_line(done := shell.run())
    assert done.returncode == 2
    assert shell.run("demo", "--port", "99999").returncode == 2


def test_a_misspelt_command_is_no_session(shell: Shell) -> None:
    for words in (["sho", "A"], ["sho"], ["--demo", "recent"]):
        assert "did you mean vpe-tui " in one_line(done := shell.run(*words))
        assert done.returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--demo", "--at", "5"],
        ["--demo", "--filter", "stalls"],
        ["--demo", DOCUMENTED_UUID, "--at", "noon"],
        ["list", "--since", "0h"],
    ],
)
def test_what_can_mean_nothing_is_usage(shell: Shell, words: list[str]) -> None:
    assert any(said in one_line(done := shell.run(*words)) for said in ("--at", "--since"))
    assert done.returncode == 2


def test_settings_and_credentials_are_3(shell: Shell) -> None:
    assert "Settings > Basic settings" in one_line(done := shell.run("show", UNKNOWN, VPE_API_KEY=""))
    assert done.returncode == 3
    assert shell.run("show", UNKNOWN, VPE_API_KEY="wrong").returncode == 3
    assert shell.run("show", UNKNOWN, VPE_PROJECT_ID="another").returncode == 3
    (shell.directory / "config.toml").write_text("zone = 5\nno_such = 1\n")
    done = shell.run("show", UNKNOWN)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 2
    assert shell.run("show", DOCUMENTED_UUID, "--demo").returncode == 0


def test_the_demo_goes_on_without_a_wrong_file_and_not_with_a_wrong_flag(shell: Shell) -> None:
    (shell.directory / "config.toml").write_text("no_such = 1\n")
    done = shell.run("show", DOCUMENTED_UUID, "--demo", "--zone", "utc")
    assert (done.returncode, "without this file" in done.stderr) == (0, True)
    assert "2025-10-08 03:52:00 UTC" in done.stdout
    (shell.directory / "config.toml").unlink()
    assert "Mars/X" in one_line(done := shell.run("show", DOCUMENTED_UUID, "--demo", "--zone", "Mars/X", "--ascii"))
    assert done.returncode == 2


def test_network_and_service_are_4(shell: Shell) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    assert one_line(done := shell.run("show", UNKNOWN, VPE_BASE_URL=nowhere))
    assert done.returncode == 4
    with Wire(*[reply(500, b"{}")] * 5) as wire:
        assert shell.run("show", UNKNOWN, VPE_BASE_URL=wire.url).returncode == 4


def test_an_unknown_session_is_5(shell: Shell) -> None:
    assert "No such session" in one_line(done := shell.run("show", UNKNOWN))
    assert done.returncode == 5


def test_an_answer_that_is_no_session_is_6(shell: Shell) -> None:
    with Wire(reply(200, b"<!doctype html><html></html>")) as wire:
        assert "web page" in one_line(done := shell.run("show", UNKNOWN, VPE_BASE_URL=wire.url))
        assert done.returncode == 6
    with Wire(reply(200, b"<!doctype html><html></html>"), reply(200, b"")) as wire:
        for _ in range(2):
            assert "ot a list of sessions" in one_line(done := shell.run("list", VPE_BASE_URL=wire.url))
            assert done.returncode == 6


def test_with_json_a_fault_is_an_object_too(shell: Shell) -> None:
    done = shell.run("show", UNKNOWN, "--json")
    told = json.loads(done.stdout)
    assert told["uuid"] == UNKNOWN
    assert (told["error"]["kind"], told["error"]["exit"]) == ("no-such-session", 5)


def test_offline_the_kept_session_is_shown_and_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[cache]\nfresh_for = "0s"\n')
    with DemoServer() as server:
        shell = Shell(server.base_url, tmp_path)
        assert shell.run("show", DOCUMENTED_UUID).returncode == 0
    done = shell.run("show", DOCUMENTED_UUID, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["source"]["kind"] == "cache"
    assert "shown is the kept session" in done.stderr


def test_not_a_number_is_null_in_json(shell: Shell) -> None:
    body = b'{"code":200,"result":{"media":[{"duration":NaN}],"sessionLog":[{"actionDuration":1e400}]}}'
    with Wire(reply(200, body)) as wire:
        done = shell.run("show", UNKNOWN, "--json", VPE_BASE_URL=wire.url)
    told = json.loads(done.stdout, parse_constant=lambda word: pytest.fail(word))
    assert told["media"] == [{"duration": None}]
    assert told["events"][0]["raw"] == {"actionDuration": None}


@pytest.mark.parametrize("redirect", [">/dev/full", ">&-"])
def test_an_output_that_cannot_be_written_is_one_line(shell: Shell, redirect: str) -> None:
    line = f'"{sys.executable}" -m vpe_tui show {DOCUMENTED_UUID} {redirect}'
    done = subprocess.run(
        line, shell=True, env=shell.environment, capture_output=True, text=True, check=False, timeout=LONG_S
    )
    assert one_line(done)
    assert done.returncode == 1


def test_a_pipe_that_closes_ends_quietly(shell: Shell) -> None:
    line = f'"{sys.executable}" -m vpe_tui show 00events-0000-4000-8000-000000010000 --json | head -1'
    done = subprocess.run(
        line, shell=True, env=shell.environment, capture_output=True, text=True, check=False, timeout=LONG_S
    )
    assert (done.stdout, done.stderr) == ("{\n", "")
