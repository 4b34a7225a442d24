"""TLS that nobody should trust, TLS where there is none, none where there is: told by client, `show` and screen."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile.ends import DEADLINE_S, OUT_OF_TIME, START_S, UUID, ended
from tests.hostile.test_wire import ask, fault_of
from tests.pty.line import program, settings
from tests.tls import Certificates, openssl
from tests.wire import Talk, Wire, after_request, reply
from vpe_tui.api.client import TRIES
from vpe_tui.errors import CutShort, NetworkFault

GOOD = (Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Certificates:
    try:
        openssl("version")
    except OSError:
        pytest.skip("no openssl here to make certificates with")
    return Certificates(tmp_path_factory.mktemp("certificates"))


class Case(NamedTuple):
    """A server, how it is spoken to, and what is said of it. A server without a certificate speaks no TLS."""

    says: str
    scheme: str = "https"
    certified: str = ""
    days: int = 1
    trusted: bool = True


CASES = {
    "expired": Case("its certificate has expired", certified="IP:127.0.0.1", days=-1),
    "another host": Case("its certificate is for another host", certified="DNS:other.example.test"),
    "a name that looks like the address": Case("its certificate is for another host", certified="DNS:127.0.0.1"),
    "signed by itself": Case("its certificate is signed by itself alone", certified="IP:127.0.0.1", trusted=False),
    "TLS to plain": Case("what answers there does not speak TLS"),
    "plain to TLS": Case("No answer", "http", certified="IP:127.0.0.1"),
}


def plain(talk: Talk) -> None:
    """Answers what is no request as web servers do."""
    talk.socket.recv(65536)
    talk.send(reply(400, b"plain"))


class Meeting(NamedTuple):
    """A wire, the address that it is asked at, and the environment that trusts what is to be trusted."""

    wire: Wire
    url: str
    environment: dict[str, str]


Meet = Callable[[Case], contextlib.AbstractContextManager[Meeting]]


@pytest.fixture
def meet(certificates: Certificates) -> Meet:
    @contextlib.contextmanager
    def meeting(case: Case) -> Iterator[Meeting]:
        name = case.certified.replace(":", "-") + str(case.days)
        tls = certificates.make(name, case.certified, case.days) if case.certified else None
        step = reply(200, GOOD) if tls else plain
        with Wire(*[step] * TRIES, tls=tls) as wire:
            environment = {"SSL_CERT_FILE": certificates.trusted(name)} if tls and case.trusted else {}
            yield Meeting(wire, f"{case.scheme}://{wire.place}", environment)

    return meeting


TRUSTED = Case("", certified="IP:127.0.0.1")


async def test_tls_that_is_trusted(meet: Meet, monkeypatch: pytest.MonkeyPatch) -> None:
    with meet(TRUSTED) as (_, url, environment):
        monkeypatch.setenv("SSL_CERT_FILE", environment["SSL_CERT_FILE"])
        assert await ask(url) == GOOD


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_the_client_says_what_is_wrong_and_sends_nothing(
    meet: Meet, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    with meet(case) as (wire, url, environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        fault = await fault_of(url)
    assert type(fault) is NetworkFault
    assert case.says in str(fault)
    assert (wire.requests, wire.connections) == ([], 1)


def test_show_prints_what_came_over_trusted_tls(meet: Meet, tmp_path: Path) -> None:
    with meet(TRUSTED) as (wire, url, environment):
        found = ended(tmp_path, url, **environment)
    assert (found.code, found.said) == (0, "")
    assert [request.headers["x-api-key"] for request in wire.requests] == ["a-key-of-the-test"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_show_ends_with_4_and_one_line_and_sends_nothing(meet: Meet, tmp_path: Path, case: Case) -> None:
    with meet(case) as (wire, url, environment):
        found = ended(tmp_path, url, DEADLINE_S, **environment)
    assert (found.code, len(found.said.splitlines())) == (4, 1), found
    assert case.says in found.said
    assert found.took_s < DEADLINE_S + 0.3 + START_S
    assert wire.requests == []


def test_show_waits_for_no_handshake_longer_than_its_deadline(tmp_path: Path) -> None:
    with Wire(*[lambda talk: talk.stall()] * TRIES) as wire:
        found = ended(tmp_path, f"https://{wire.place}", DEADLINE_S)
    assert (found.code, len(found.said.splitlines())) == (4, 1), found
    assert OUT_OF_TIME in found.said
    assert found.took_s < DEADLINE_S + 0.3 + START_S


def test_the_screen_shows_what_came_over_trusted_tls(meet: Meet, tmp_path: Path) -> None:
    with (
        meet(TRUSTED) as (_, url, environment),
        program(tmp_path, UUID, **settings(url), **environment) as terminal,
    ):
        terminal.sees("player_start")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_screen_says_what_is_wrong_and_quits_with_q(meet: Meet, tmp_path: Path, case: Case) -> None:
    with (
        meet(case) as (wire, url, environment),
        program(tmp_path, UUID, **settings(url), **environment) as terminal,
    ):
        terminal.sees(f"{case.says[0].upper()}{case.says[1:]}")
        terminal.sees("r tries again")
        terminal.send("Q")
        assert terminal.ends() == 0
    assert wire.requests == []


async def test_a_handshake_nobody_answers_is_tried_again() -> None:
    def hang_up(talk: Talk) -> None:
        talk.socket.recv(65536)

    with Wire(*[hang_up] * TRIES) as wire:
        fault = await fault_of(wire.url.replace("http:", "https:"))
    assert type(fault) is NetworkFault
    assert wire.connections == TRIES


@pytest.mark.parametrize(
    ("before", "kind", "title"),
    [
        (reply(200, b"{", length=100), CutShort, "The answer stopped in the middle"),
        (b"HTTP/1.1 200", NetworkFault, "No answer from 127.0.0.1"),
    ],
)
async def test_garbage_in_the_middle_of_tls(certificates, monkeypatch, before, kind, title):
    tls = certificates.make("garbled", "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", certificates.trusted("garbled"))

    def garble(talk: Talk) -> None:
        talk.send(before)
        with socket.socket(fileno=talk.socket.detach()) as plain:
            plain.sendall(b"\x17\x03\x03\x00\x20" + b"\x00" * 32)

    with Wire(after_request(garble), tls=tls) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is kind
    assert fault.title.startswith(title)
