"""The key goes out with a call and nowhere else, even when the other side sends it back. Crashes: tests/pty."""

import contextlib
import gzip
import json
import subprocess
import zlib
from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.hostile.payloads import EXAMPLE, records
from tests.hostile.walk import everywhere
from tests.pty.line import program, settings
from tests.terminal import PROGRAM, clean_environment
from tests.wire import Wire, reply
from vpe_tui.cli.talk import talk
from vpe_tui.secret import Secret, without_secrets

CANARY = "canary-5b1e07a94cd8f362"
UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
ERRORS = (
    json.dumps({"error": {"errorCode": CANARY, "message": f"no such key: {CANARY}"}}).encode(),
    json.dumps({"code": CANARY, "message": CANARY}).encode(),
    f"<html>{CANARY}</html>".encode(),
    f'{{"code": 200, "{CANARY}'.encode(),
    CANARY.encode(),
)


def echoing() -> bytes:
    """A session that has the key in every field of text, as a field's name, and where nobody expects any."""
    made = json.loads(json.dumps(EXAMPLE))
    for record in records(made["result"]):
        for name in [name for name, value in record.items() if isinstance(value, str) and name != "logDateUnix"]:
            record[name] = f"x{CANARY}y"
        record[CANARY] = CANARY
    made["result"][CANARY] = [CANARY]
    return json.dumps(made).encode()


def kept(directory: Path) -> str:
    """Everything in the files of a directory, unpacked."""
    text = []
    for path in (path for path in directory.rglob("*") if path.is_file()):
        data = path.read_bytes()
        with contextlib.suppress(OSError, EOFError, zlib.error):
            data = gzip.decompress(data)
        text.append(f"{path}\n{data.decode(errors='replace')}")
    return "\n".join(text)


async def test_a_key_that_is_sent_back_is_on_no_screen_in_no_picture_no_file_and_no_clipboard(tmp_path: Path) -> None:
    rows = listing([{"uuid": UUID, "origin": f"here {CANARY}", "logDate": CANARY, "os": CANARY, CANARY: CANARY}])
    with FakeApi({"": rows, UUID: echoing()}) as api:
        used = settings_for(api.base_url, api_key=Secret(CANARY))
        async with explorer(None, tmp_path, settings=used) as ui:
            await ui.sees("here ***")
            seen = [ui.text, ui.picture()]
            ui.app.open_target(UUID)
            await ui.sees("x***y")
            await ui.settled()
            await everywhere(ui, lambda: seen.extend((ui.text, ui.app.clipboard)))
            seen.append(ui.picture())
    assert "x***y" in kept(tmp_path)
    assert CANARY not in "".join(seen) + kept(tmp_path)


@pytest.mark.parametrize("form", ["--text", "--json"])
def test_a_key_that_is_sent_back_is_not_printed(tmp_path: Path, form: str) -> None:
    with FakeApi({UUID: echoing()}) as api:
        said = shown(tmp_path, api.base_url, form)
    assert "x***y" in said.stdout
    assert CANARY not in said.stdout + said.stderr + kept(tmp_path)


@pytest.mark.parametrize("number", range(len(ERRORS)))
def test_an_error_that_quotes_the_key_is_said_without_it(tmp_path: Path, number: int) -> None:
    with FakeApi({UUID: ERRORS[number]}) as api:
        said = shown(tmp_path, api.base_url, "--json")
    assert said.returncode in (3, 4, 6)
    assert CANARY not in said.stdout + said.stderr + kept(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        reply(401, json.dumps({"error": {"errorCode": 401, "message": f"wrong key {CANARY}"}}).encode()),
        reply(500, CANARY.encode(), f"X-Key: {CANARY}"),
        reply(302, b"", f"Location: https://{CANARY}.example.test/?key={CANARY}"),
        f"HTTP/1.1 4x1 {CANARY}\r\n\r\n".encode(),
        f"HTTP/1.1 403 {CANARY}\r\nContent-Length: 0\r\n\r\n".encode(),
        reply(200, b"{}", f"Content-Encoding: {CANARY}"),
        f"{CANARY}\r\n\r\n".encode(),
    ],
)
def test_a_wire_that_quotes_the_key_is_told_without_it(tmp_path: Path, answer: bytes) -> None:
    with Wire(*[answer] * 3) as wire:
        said = shown(tmp_path, wire.url, "--text")
    assert said.returncode in (3, 4, 6)
    assert wire.requests[0].headers["x-api-key"] == CANARY
    assert CANARY not in said.stdout + said.stderr + kept(tmp_path)


def test_a_key_command_passes_nothing_on(tmp_path: Path) -> None:
    """Neither what it prints beside the key, nor the key in the arguments or the environment of anything."""
    (tmp_path / "config.toml").write_text(
        f"""api_key_command = ["sh", "-c", "echo {CANARY[:8]}{CANARY[8:]}; echo {CANARY} >&2"]\nproject_id = "p"\n"""
    )
    with Wire(reply(403, CANARY.encode())) as wire:
        environment = clean_environment(tmp_path, VPE_BASE_URL=wire.url)
        said = subprocess.run((*PROGRAM, "show", UUID), env=environment, capture_output=True, text=True, check=False)
    assert wire.requests[0].headers["x-api-key"] == CANARY
    assert said.returncode == 3
    assert CANARY not in said.stdout + said.stderr


def test_the_arguments_of_the_running_program_do_not_tell_it(tmp_path: Path) -> None:
    rows = listing([{"uuid": UUID, "origin": "here.example"}])
    with FakeApi({"": rows}) as api, program(tmp_path, **settings(api.base_url) | {"VPE_API_KEY": CANARY}) as terminal:
        terminal.sees("here.example")
        assert CANARY.encode() not in Path(f"/proc/{terminal.process.pid}/cmdline").read_bytes()
        terminal.send("\x11")
        assert terminal.ends() == 0
        assert CANARY.encode() not in terminal.output


def test_short_values_are_words_and_stay() -> None:
    Secret("abc")
    Secret(CANARY)
    assert without_secrets(f"abc {CANARY} abc") == "abc *** abc"


def test_under_all_that_is_said_there_is_a_last_net(capsys: pytest.CaptureFixture[str]) -> None:
    Secret(CANARY)
    talk(f"a path of {CANARY} and \x1b[2J")
    assert capsys.readouterr().err == "vpe-tui: a path of *** and ␛[2J\n"


def shown(directory: Path, base_url: str, form: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(directory, **(settings(base_url) | {"VPE_API_KEY": CANARY}))
    return subprocess.run(
        (*PROGRAM, "show", form, "--timeout", "3", UUID), env=environment, capture_output=True, text=True, check=False
    )
