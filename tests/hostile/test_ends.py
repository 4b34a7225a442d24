"""Answers nobody should send, told by the program itself: the right exit code, one line, in time, in bounds."""

import contextlib
import gzip
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.drive import explorer, settings_for
from tests.hostile.ends import DEADLINE_S, OUT_OF_TIME, START_S, UUID, Ended, ended
from tests.pace import PATIENCE_S
from tests.terminal import PROGRAM, clean_environment
from tests.wire import Step, Talk, Wire, after_request, free_port, reply

MIB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
GOOD = (Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes()


def json(text: str) -> bytes:
    return reply(200, text.encode())


def pour(first: bytes, data: bytes, pause_s: float = 0.0) -> Callable[[Talk], None]:
    return after_request(lambda talk: (talk.send(first), talk.pour(data, pause_s)))


def bomb(times: int) -> bytes:
    body = bytes(256 * MIB)
    for _ in range(times):
        body = gzip.compress(body, 1)
    return reply(200, body, "Content-Encoding: gzip")


class End(NamedTuple):
    """What is answered, and how `show` ends."""

    step: Step
    code: int
    says: str

    @property
    def deadline_s(self) -> float:
        """Only an answer that is to be late is given little time: a slow machine needs its own for the others."""
        return DEADLINE_S if self.says == OUT_OF_TIME else PATIENCE_S


ENDS: dict[str, End] = {
    "good": End(reply(200, GOOD), 0, ""),
    "good, in chunks of a byte": End(
        CHUNKED + b"".join(b"1\r\n%c\r\n" % byte for byte in GOOD) + b"0\r\n\r\n", 0, ""
    ),
    "good, with a continue before it": End(b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + reply(200, GOOD), 0, ""),
    "cut by length": End(reply(200, GOOD[:500], length=5_000), 6, "stopped in the middle"),
    "cut in a chunk": End(CHUNKED + b"fff\r\n{", 6, "stopped in the middle"),
    "closed early": End(b"HTTP/1.1 200", 4, "No answer"),
    "nothing at all": End(after_request(lambda talk: None), 4, "No answer"),
    "a body that drips": End(pour(HEAD + b"Content-Length: 9999\r\n\r\n", b"x", 0.05), 4, OUT_OF_TIME),
    "a head that drips": End(pour(HEAD + b"X: ", b"x", 0.05), 4, OUT_OF_TIME),
    "continue for ever": End(pour(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50), 4, OUT_OF_TIME),
    "silence": End(after_request(lambda talk: talk.stall()), 4, OUT_OF_TIME),
    "a body without end": End(pour(HEAD + b"\r\n", b"x" * MIB), 6, "larger than 64 MiB"),
    "a bomb": End(bomb(1), 6, "larger than 64 MiB"),
    "a bomb in a bomb": End(bomb(2), 6, "not JSON"),
    "brotli": End(reply(200, b"\x0b\x02\x80{}\x03", "Content-Encoding: br"), 6, "encoding"),
    "3,000 headers": End(
        HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 90) for n in range(3_000)) + b"\r\n{}", 4, "HTTP"
    ),
    "a web page": End(reply(200, b"<!DOCTYPE html><html><body>Sign in", "Content-Type: text/html"), 6, "web page"),
    "204": End(reply(204), 6, "204"),
    "empty": End(reply(200), 6, "empty"),
    **{f"{each}": End(reply(each, b"", "Location: //other/"), 6, "other") for each in (301, 302, 303, 307, 308)},
    "304": End(reply(304), 6, "redirect"),
    "400": End(reply(400), 4, "400"),
    "401": End(reply(401), 3, "401"),
    "403": End(reply(403), 3, "403"),
    "404": End(reply(404), 5, "404"),
    **{f"{each}": End(reply(each, b"no"), 4, f"{each}") for each in (408, 429, 500, 501, 502, 503, 504, 599)},
    "unauthorized in a 200": End(json('{"code": 200, "message": "Unauthorized"}'), 3, "Unauthorized"),
    "another code": End(json('{"code": 4100, "message": "no \\u001b[2J"}'), 4, "4100 no ␛[2J"),
    "an error in a 200": End(json('{"error": {"errorCode": "4601", "message": "busy"}}'), 4, "4601"),
    "no result": End(json('{"code": 200, "message": "sessionRecentDetail"}'), 5, "No such session"),
    "a null result": End(json('{"code": 200, "result": null}'), 5, "No such session"),
    "an empty array": End(json('{"code": 200, "result": []}'), 5, "No such session"),
    "two in an array": End(json('{"code": 200, "result": [{"user": {}}, {}]}'), 6, "parts of a session"),
    "a list of rows": End(json('{"code": 200, "result": [{"uuid": "x"}]}'), 6, "parts of a session"),
    "not an object": End(json("[1]"), 6, "not an object"),
    "another protocol": End(b"SSH-2.0-OpenSSH_9.6\r\n", 4, "HTTP"),
}  # fmt: skip


SLACK_MIB = 8
"""What an end may cost beside the answer that it holds: a chunk, the words of a fault, the JSON of a small answer."""


def check(name: str, end: End, found: Ended, plain_mib: float) -> None:
    assert found.code == end.code, (name, found)
    assert len(found.said.splitlines()) == (1 if end.code else 0), (name, found)
    assert end.says in found.said, (name, found)
    assert found.said.isprintable() or found.said[:-1].isprintable(), (name, found)
    assert found.took_s < DEADLINE_S + 0.3 + START_S or end.says != OUT_OF_TIME, (name, found)
    held_mib = 64 if "larger than 64 MiB" in end.says else 0
    assert found.peak_mib < plain_mib + held_mib + SLACK_MIB, (name, found, plain_mib)


def test_every_wire_ends_in_its_exit_code_and_one_line(tmp_path: Path) -> None:
    """Over IPv4 and IPv6 in turn."""
    with contextlib.ExitStack() as stack:
        wires = [
            stack.enter_context(Wire(*[end.step] * 3, host=("127.0.0.1", "::1")[number % 2]))
            for number, end in enumerate(ENDS.values())
        ]
        with ThreadPoolExecutor(3) as pool:
            directories = [tmp_path / str(number) for number in range(len(wires))]
            deadlines = [end.deadline_s for end in ENDS.values()]
            found = list(pool.map(ended, directories, [wire.url for wire in wires], deadlines))
    for (name, end), each in zip(ENDS.items(), found, strict=True):
        check(name, end, each, found[0].peak_mib)


@pytest.mark.parametrize("name", ["a body without end", "a bomb"])
def test_what_is_held_of_an_answer_is_its_limit(tmp_path: Path, name: str) -> None:
    (tmp_path / "config.toml").write_text("max_answer_mib = 16\ncache.enabled = false\n")
    with Wire(reply(200, GOOD), ENDS[name].step) as wire:
        plain, found = ended(tmp_path, wire.url), ended(tmp_path, wire.url)
    assert (plain.code, found.code) == (0, 6)
    assert "larger than 16 MiB" in found.said
    assert found.peak_mib < plain.peak_mib + 16 + SLACK_MIB


@pytest.mark.parametrize("target", ["-", "answer.json"])
def test_a_saved_answer_has_the_same_limit(tmp_path: Path, target: str) -> None:
    (tmp_path / "config.toml").write_text("max_answer_mib = 1\n")
    answer = Path("answer.json")
    answer.write_bytes(GOOD + b" " * MIB)
    with answer.open("rb") as stdin:
        argv = (*PROGRAM, "show", target)
        done = subprocess.run(argv, env=clean_environment(tmp_path), stdin=stdin, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (6, b"", 1)
    assert b"larger than 1 MiB" in done.stderr


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_the_key_nowhere(tmp_path: Path, status: int) -> None:
    with Wire(reply(200, GOOD)) as other, Wire(reply(status, b"", f"Location: {other.url}/")) as wire:
        found = ended(tmp_path, wire.url)
    assert (other.connections, len(wire.requests)) == (0, 1)
    assert found.code == 6


@pytest.mark.parametrize(
    ("base_url", "environment", "code", "says"),
    [
        ("http://127.0.0.1:{free}", {}, 4, "nothing listens"),
        ("https://127.0.0.1:{free}", {}, 4, "nothing listens"),
        ("https://vpe.invalid", {"HTTPS_PROXY": "http://127.0.0.1:{free}"}, 4, "HTTPS_PROXY"),
        ("https://vpe.invalid", {"HTTPS_PROXY": "socks9://x"}, 3, "HTTPS_PROXY"),
        ("https://vpe.invalid", {"SSL_CERT_FILE": "/nowhere"}, 3, "SSL_CERT_FILE"),
        ("http://vpe.invalid", {}, 3, "in the clear"),
        ("ftp://vpe.invalid", {}, 3, "https://"),
        ("https://user:pass@vpe.invalid", {}, 3, "user name"),
    ],
)
def test_what_never_reaches_an_api(tmp_path: Path, base_url, environment, code, says) -> None:
    free = str(free_port())
    set_ = {name: value.replace("{free}", free) for name, value in environment.items()}
    found = ended(tmp_path, base_url.replace("{free}", free), **set_)
    assert found.code == code, found
    assert says in found.said
    assert len(found.said.splitlines()) == 1


NO_NAMES = """
import socket, sys, time
def nobody(*_, **__):
    {does}
socket.getaddrinfo = nobody
"""


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("raise socket.gaierror(socket.EAI_NONAME, 'Name or service not known')", "knows no such host"),
        ("raise socket.gaierror(socket.EAI_AGAIN, 'Temporary failure')", "DNS gives no answer"),
        ("time.sleep(60)", OUT_OF_TIME),
    ],
)
def test_a_name_server_that_is_of_no_help(tmp_path: Path, does: str, says: str) -> None:
    deadline_s = 3 if says != OUT_OF_TIME else DEADLINE_S
    found = ended(tmp_path, "https://vpe.example.test", deadline_s, NO_NAMES.format(does=does))
    assert (found.code, len(found.said.splitlines())) == (4, 1), found
    assert says in found.said
    assert found.took_s < 3 + 0.3 + START_S


@pytest.mark.parametrize("name", ["silence", "a bomb", "a web page", "401", "302", "another code", "cut in a chunk"])
async def test_the_screen_says_it_and_goes_on(tmp_path: Path, name: str) -> None:
    end = ENDS[name]
    with Wire(*[end.step] * 3) as wire:
        used = settings_for(wire.url, timeout_s=end.deadline_s)
        async with explorer(None, tmp_path, uuid=UUID, settings=used) as ui:
            await ui.sees("r tries again")
            assert end.says in ui.text.replace("\n", " ")
            asked = wire.connections
            await ui.press("r")
            await ui.until(lambda: wire.connections > asked, "asked again")


@pytest.mark.parametrize(("files", "sessions"), [(8, 1), *((files, 2) for files in range(5, 11))])
def test_a_machine_that_opens_no_more_files_is_named_at_once(tmp_path: Path, files: int, sessions: int) -> None:
    """Wherever the last file was missing, nothing else is said, and it is no defect."""
    targets = [f"{UUID[:-1]}{number}" for number in range(sessions)]
    with Wire(beyond=after_request(lambda talk: talk.send(reply(200, GOOD)))) as wire:
        environment = clean_environment(tmp_path, VPE_BASE_URL=wire.url, VPE_API_KEY="a-key-of-one", VPE_PROJECT_ID="p")
        argv = ("sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *PROGRAM, "show", *targets, "--no-cache", "--quiet")
        done = subprocess.run(
            argv,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=8,  # the call's own are 10
        )
    assert all("see ulimit -n" in line for line in done.stderr.splitlines()), done.stderr
    assert done.stderr or done.returncode == 0
