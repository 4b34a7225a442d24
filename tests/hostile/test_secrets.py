"""The key goes out with a call and nowhere else, even when the other side sends it back. Crashes: tests/pty."""

import contextlib
import gzip
import json
import subprocess
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.drive import explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.hostile.payloads import EXAMPLE, records
from tests.hostile.walk import everywhere
from tests.pty.line import program, settings
from tests.terminal import PROGRAM, clean_environment
from tests.wire import Wire, reply
from vpe_tui.cli.stderr_line import stderr_line
from vpe_tui.service.targets import Opening
from vpe_tui.settings.secret import Secret, body_without_secrets, without_secrets

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
            record[name] = f"x {CANARY}_y"
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
            ui.app.shell.open_session(Opening(UUID))
            await ui.sees("x ***_y")
            await ui.settled()
            await everywhere(ui, lambda: seen.extend((ui.text, ui.app.clipboard)))
            seen.append(ui.picture())
    assert "x ***_y" in kept(tmp_path)
    assert CANARY not in "".join(seen) + kept(tmp_path)


@pytest.mark.parametrize("form", ["--text", "--json"])
def test_a_key_that_is_sent_back_is_not_printed(tmp_path: Path, form: str) -> None:
    with FakeApi({UUID: echoing()}) as api:
        said = shown(tmp_path, api.base_url, form)
    assert "x ***_y" in said.stdout
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


ODD_KEY = 'odd/key+with="signs\\'
DIGITS = "17600000"


def escaped(text: str, *, capital: bool = False) -> str:
    return "".join(f"\\u{ord(char):04{'X' if capital else 'x'}}" for char in text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"say {CANARY}.", "say ***."),
        (f"{CANARY}{CANARY} {CANARY}", f"{CANARY}{CANARY} ***"),
        (f"x{CANARY}", f"x{CANARY}"),
        (f"{CANARY}x", f"{CANARY}x"),
        (f"{CANARY}1", f"{CANARY}1"),
        (f"x-{CANARY}_y", "x-***_y"),
        (f'"a\\n{CANARY}"', '"a\\n***"'),
        (f'"a\\u0041{CANARY}"', '"a\\u0041***"'),
        (f"?key%3D{CANARY}&x", "?key%3D***&x"),
        (escaped(CANARY), "***"),
        (escaped(CANARY, capital=True), "***"),
        (f"{CANARY[:5]}{escaped(CANARY[5:9])}{CANARY[9:]}", "***"),
        (json.dumps(ODD_KEY), '"***"'),
        (json.dumps(ODD_KEY).replace("/", "\\/"), '"***"'),
        (f"?key={quote(ODD_KEY, safe='')}&x", "?key=***&x"),
        (f"?key={quote(ODD_KEY, safe='').lower()}&x", "?key=***&x"),
        ("1760000000100 17600000, 17600000", "1760000000100 ***, ***"),
        ("\ud800 한국어 " + CANARY, "\ud800 한국어 ***"),
    ],
)
def test_a_key_is_masked_as_a_whole_word_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    monkeypatch.setattr(Secret, "known", {CANARY, ODD_KEY, DIGITS, "test", "200", "1234567"})
    assert without_secrets(text) == told
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be", "utf-32"):
        body = f'{{"a": 1}} {text}'.encode(encoding, "surrogatepass")
        assert body_without_secrets(body).decode(encoding, "surrogatepass") == f'{{"a": 1}} {told}'


@pytest.mark.parametrize("key", ["test", "200", "a", "1080p", "playing", "ko"])
def test_a_short_key_changes_nothing_that_comes(tmp_path: Path, key: str) -> None:
    answer = json.dumps(EXAMPLE).encode()
    with FakeApi({UUID: answer}) as api:
        environment = clean_environment(tmp_path, **(settings(api.base_url) | {"VPE_API_KEY": key}))
        argv = (*PROGRAM, "show", "--raw", UUID)
        said = subprocess.run(argv, env=environment, capture_output=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, answer, b"")


def test_bytes_without_a_key_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Secret, "known", {CANARY})
    for body in (b"\xff\xfe\x00", b"{\xff\x00}", b'{"a": "\xea\xb0"}', "{}x".encode("utf-16")[:-1]):
        assert body_without_secrets(body) == body


def test_short_values_are_words_and_stay() -> None:
    Secret("abc")
    Secret(CANARY)
    assert without_secrets(f"abc {CANARY} abc") == "abc *** abc"


def test_under_all_that_is_said_there_is_a_last_net(capsys: pytest.CaptureFixture[str]) -> None:
    Secret(CANARY)
    stderr_line(f"a path of {CANARY} and \x1b[2J")
    assert capsys.readouterr().err == "vpe-tui: a path of *** and ␛[2J\n"


def shown(directory: Path, base_url: str, form: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(directory, **(settings(base_url) | {"VPE_API_KEY": CANARY}))
    return subprocess.run(
        (*PROGRAM, "show", form, "--timeout", "3", UUID), env=environment, capture_output=True, text=True, check=False
    )
