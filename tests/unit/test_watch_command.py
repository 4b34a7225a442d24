"""`vpe-tui watch` as scripts meet it: flags, exit codes, lines that are there at once, signals, pipes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.hostile.api import FakeApi, listing
from tests.pace import PATIENCE_S
from tests.pty.line import program, settings
from tests.unit.playback.logs import UUID
from tests.unit.test_cli import UNKNOWN, Shell
from tests.unit.watch.site import BROKEN, FAILS, GONE, MINUTE, REFUSED, STALL, Seen, body, in_turn
from tests.unit.watch.test_window import listed
from tests.wire import free_port
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.server import DemoServer
from vpe_tui.report.contract import json_schema
from vpe_tui.report.watch.json import as_line
from vpe_tui.service.lookup import now_ms
from vpe_tui.text.times import KST

FAILED = next(entry.uuid for entry in catalogue() if entry.kind is Kind.FATAL_ERROR)
FINE = next(entry.uuid for entry in catalogue() if entry.kind is Kind.CLEAN_VOD)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with DemoServer() as server:
        yield Shell(server.base_url, tmp_path_factory.mktemp("config"))


def test_a_session_that_is_over_is_told_and_that_is_all(shell: Shell) -> None:
    done = shell.run("watch", FAILED)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert "Playback failure" in line and line.endswith(", no more is to come") and "\x1b" not in line


@pytest.mark.parametrize(
    "words, code, says",
    [
        (("watch", FAILED, "--until", "error"), 0, ""),
        (("watch", FINE, "--until", "error"), 1, "did not come"),
        (("watch", FINE, "--until", "stall,change"), 1, "did not come"),
        (("watch", UNKNOWN), 5, "No such session"),
        (("watch", FINE, "--since", "10m"), 2, "a session or a window, not both"),
        (("watch", "nope"), 2, "Not a session UUID"),
        (("watch", FINE, "--until", "bad:5%"), 2, "bad: is for a window"),
        (("watch", "--until", "end"), 2, "a window does not end"),
        (("watch", "--until", ""), 2, "“” is none of error"),
        (("watch", "--until", "x"), 2, "“x” is none of error, stall, end, change, bad:5%"),
        (("watch", "--since", "0s"), 2, "--since: should be longer than 0 s"),
        (("watch", "--every", "10ms"), 2, "once a second at most"),
        (("watch", "--every", "x"), 2, "should be a length of time"),
        (("watch", "--since", "1h", "--for", "1s"), 0, ""),
        (("watch", "--since", "1h", "--for", "1s", "--until", "error"), 1, "did not come"),
    ],
)
def test_the_exit_code_says_what_became_of_it(shell: Shell, words: tuple[str, ...], code: int, says: str) -> None:
    done = shell.run(*words)
    assert (done.returncode, bool(done.stderr)) == (code, bool(says)), done.stderr
    assert says in done.stderr


@pytest.mark.parametrize("answer, code", [(REFUSED, 3), (BROKEN, 4), (GONE, 5)])
def test_a_fault_is_a_line_for_machines_too(tmp_path: Path, answer: object, code: int) -> None:
    with FakeApi({UUID: answer}) as api:
        done = Shell(api.base_url, tmp_path).run("watch", UUID, "--json", "--give-up", "100ms")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, line["kind"], line["uuid"], line["error"]["exit"]) == (code, "fault", UUID, code)
    Draft202012Validator(json_schema("watch")).validate(line)


def test_nobody_there_is_a_4_after_give_up(tmp_path: Path) -> None:
    done = Shell(f"http://127.0.0.1:{free_port()}", tmp_path).run("watch", "--since", "1h", "--give-up", "1s")
    assert done.returncode == 4 and "nothing listens there" in done.stderr
    assert len(done.stdout.splitlines()) == 1, "told once"


@pytest.mark.parametrize("words", [("--every", "1ms"), ()])
def test_what_cannot_even_begin_is_a_line_for_machines(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = Shell("", tmp_path).run("watch", "--json", *words, VPE_API_KEY="", VPE_BASE_URL="https://x.example")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert line["kind"] == "fault" and line["error"]["exit"] == done.returncode == (2 if words else 3)


async def test_every_kind_of_line_keeps_to_the_schema(tmp_path: Path) -> None:
    valid, kinds = Draft202012Validator(json_schema("watch")), set()
    bad = dict(listed(7, 1_790_000_000_000, failed=True).raw) | {"uuid": UUID}
    late = body(MINUTE, STALL), body(STALL, MINUTE, MINUTE), BROKEN, body(MINUTE), body(MINUTE, FAILS)
    lists = in_turn(listing([]), listing([]), listing([bad]))
    with FakeApi({UUID: in_turn(*late), "": lists}) as api:
        seen = Seen(api, tmp_path)
        await seen.session(nothing=True, for_s=300)
        await seen.window(nothing=True, for_s=200)
    for at_ms, change in seen.told:
        line = json.loads(as_line("", at_ms, change, KST, redact=False))
        valid.validate(line)
        assert list(line)[:4] == ["at", "kind", "uuid", "text"]
        kinds.add(line["kind"])
    assert kinds >= {"row", "state", "session", "triage", "gap", "fault"}


@contextmanager
def watching(api: FakeApi, directory: Path, *words: str) -> "Iterator[subprocess.Popen[str]]":
    """The program, watching; nothing is left of it."""
    with subprocess.Popen(
        [sys.executable, "-m", "vpe_tui", "watch", UUID, "--every", "1s", *words],
        env=Shell(api.base_url, directory).environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as watch:
        try:
            yield watch
        finally:
            watch.kill()


def ended(watch: "subprocess.Popen[str]") -> tuple[int, str]:
    """Its exit code, and what it said on stderr."""
    assert watch.stderr is not None
    return watch.wait(PATIENCE_S), watch.stderr.read()


def first_line(watch: "subprocess.Popen[str]") -> str:
    assert watch.stdout is not None
    return watch.stdout.readline()


def live_body(now_ms: int, *more: dict[str, object]) -> bytes:
    """A session that goes on now, with so much more of it."""
    answer = json.loads(body(MINUTE, *more))
    log = answer["result"]["sessionLog"]
    later_ms = now_ms - int(log[2]["logDateUnix"])
    for each in log:
        each |= {"logDateUnix": str(int(each["logDateUnix"]) + later_ms), "logDate": ""}
    return json.dumps(answer).encode()


def test_a_live_session_that_fails_while_it_is_watched(tmp_path: Path) -> None:
    began_ms = now_ms()
    answers = in_turn(*(live_body(began_ms, *more) for more in ((), (), (STALL,), (STALL, FAILS))))
    with FakeApi({UUID: answers}) as api, watching(api, tmp_path) as watch:
        out, err = watch.communicate(timeout=PATIENCE_S)
    assert (watch.returncode, err) == (0, "")
    assert [line.split("  ")[1].partition(" ·")[0].partition(",")[0] for line in out.splitlines()] == [
        *("In progress", "row 3: rebuffering", "In progress", "row 4: error"),
        "Playback failure — E0003 network error at +1:10 after 1 stall (9.0 s",
    ]


def test_each_line_is_there_at_once_and_a_reader_that_has_enough_ends_it_quietly(tmp_path: Path) -> None:
    began_ms = now_ms()
    answers = in_turn(*(live_body(began_ms, *[STALL] * count) for count in range(9)))
    with FakeApi({UUID: answers}) as api, watching(api, tmp_path, "--json") as watch:
        assert json.loads(first_line(watch))["kind"] == "state"
        assert watch.poll() is None and watch.stdout is not None
        watch.stdout.close()
        assert ended(watch) == (0, "")


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reader_that_goes_ends_it_though_nothing_is_new(tmp_path: Path, form: tuple[str, ...]) -> None:
    """`| head -1`: the next line might be written in an hour."""
    with FakeApi({UUID: lambda: live_body(now_ms())}) as api, watching(api, tmp_path, "--every", "1h", *form) as watch:
        assert "In progress" in first_line(watch)
        assert watch.stdout is not None
        watch.stdout.close()
        assert ended(watch) == (0, "")


def test_on_a_terminal_a_line_tells_that_it_is_still_asked(tmp_path: Path) -> None:
    api = FakeApi({UUID: lambda: live_body(now_ms())})
    with api, program(tmp_path, "watch", UUID, "--every", "1s", **settings(api.base_url)) as terminal:
        terminal.sees("asked 2 times, the last at ")
        assert terminal.text.count("In progress") == 1
        terminal.send("\x03")
        assert terminal.ends() == 130
        assert "asked" not in terminal.text


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_ends_it_at_once(tmp_path: Path, number: int, code: int) -> None:
    with FakeApi({UUID: lambda: live_body(now_ms())}) as api, watching(api, tmp_path, "--every", "1h") as watch:
        assert "In progress" in first_line(watch)
        began = time.monotonic()
        os.kill(watch.pid, number)
        assert ended(watch) == (code, "")
        assert time.monotonic() - began < PATIENCE_S / 4


def test_ctrl_c_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    api = FakeApi({UUID: lambda: live_body(now_ms())})
    with api, program(tmp_path, "watch", UUID, **settings(api.base_url)) as terminal:
        terminal.sees("In progress")
        before = len(terminal.output)
        terminal.send("\x03")
        assert terminal.ends() == 130
        assert terminal.modes_restored and not terminal.left_set
        last = bytes(terminal.output[before:]).replace(b"\r\x1b[K", b"")  # that it is still asked is wiped
        assert b"\x1b" not in last and b"Traceback" not in last
