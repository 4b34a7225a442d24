"""The client over real sockets: what it sends, how it reads every status, when it asks again."""

import asyncio
import errno
import json
import socket
import ssl
import subprocess
import sys
import traceback
from email.utils import formatdate
from typing import get_args

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire import Talk, Wire, free_port, reply
from vpe_tui.api import faults
from vpe_tui.api.client import BACKOFF_S, TRIES, RecentQuery, VpeClient
from vpe_tui.api.list_query import Device, VideoType
from vpe_tui.errors import (
    Busy,
    CredentialsRefused,
    Fault,
    NetworkFault,
    NoSuchSession,
    NotASession,
    ServiceFault,
    SettingsFault,
    UsageFault,
)
from vpe_tui.settings.secret import Secret

KEY = "k3y-that-must-not-show"
UUID = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
NOW_S = 1_760_000_000.0
ERROR_BODY = b'{"error": {"errorCode": "4100", "message": "Not today."}}'


class Clock:
    """Waits nothing and remembers how long it was asked to wait."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def client(url: str, clock: Clock | None = None, **options) -> VpeClient:
    return VpeClient(
        url,
        Secret(KEY),
        "project-7",
        sleep=(clock or Clock()).sleep,
        jitter=lambda: 0.5,
        now=lambda: NOW_S,
        **options,
    )


async def ask(url: str, clock: Clock | None = None, **options) -> bytes:
    async with client(url, clock, **options) as api:
        return (await api.session(UUID)).body


async def fault_of(url: str, clock: Clock | None = None, **options) -> Fault:
    with pytest.raises(Fault) as caught:
        await ask(url, clock, **options)
    return caught.value


# What is sent


async def test_one_session_is_asked_for_with_exactly_these_words():
    with Wire(reply(200, b"{}")) as wire:
        assert await ask(wire.url) == b"{}"
    (request,) = wire.requests
    assert request.line == f"GET /v1/sessionRecent/{UUID} HTTP/1.1"
    assert request.headers == {
        "host": wire.place,
        "accept": "application/json",
        "accept-encoding": "gzip",
        "connection": "keep-alive",
        "user-agent": request.headers["user-agent"],
        "x-api-key": KEY,
        "x-project-id": "project-7",
    }
    assert request.headers["user-agent"].startswith("vpe-tui/")


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (RecentQuery(), "device=PC,Mobile&videoType=VOD,LIVE&limit=100"),
        (RecentQuery("PC", "LIVE", limit=1), "device=PC&videoType=LIVE&limit=1"),
        (
            RecentQuery("Mobile", "VOD", 1_759_895_520_830, 1_759_895_522_082, 7),
            "device=Mobile&videoType=VOD&startDate=2025-10-08%2003%3A52%3A00&endDate=2025-10-08%2003%3A52%3A03&limit=7",
        ),
        (
            RecentQuery(end_ms=1_759_895_522_000),
            "device=PC,Mobile&videoType=VOD,LIVE&endDate=2025-10-08%2003%3A52%3A02&limit=100",
        ),
    ],
)
async def test_the_list_is_asked_for_with_this_query(query, sent):
    with Wire(reply(200, b"[]")) as wire:
        async with client(wire.url) as api:
            assert (await api.recent(query)).body == b"[]"
    assert wire.requests[0].path == f"/v1/sessionRecent?{sent}"


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"start_ms": 2, "end_ms": 1}])
def test_a_query_that_cannot_be_asked_is_refused(wrong):
    with pytest.raises(UsageFault):
        RecentQuery(**wrong)


def test_the_words_of_a_query_are_the_documented_ones():
    assert get_args(Device) == ("PC,Mobile", "PC", "Mobile")
    assert get_args(VideoType) == ("VOD,LIVE", "VOD", "LIVE")


async def test_a_base_url_may_have_a_path_and_a_slash_at_its_end():
    with Wire(reply(200, b"{}")) as wire:
        await ask(f"  {wire.url}/gateway/vpe/\n")
    assert wire.requests[0].path == f"/gateway/vpe/v1/sessionRecent/{UUID}"


@pytest.mark.parametrize("text", ["../../admin", f"{UUID}/x", f"{UUID}?a=b", "", "a b"])
async def test_only_a_uuid_gets_into_the_path(text):
    with Wire() as wire:
        async with client(wire.url) as api:
            with pytest.raises(UsageFault):
                await api.session(text)
    assert wire.connections == 0


async def test_one_connection_serves_many_calls_and_keeps_no_cookies():
    def twice(talk: Talk) -> None:
        for _ in range(2):
            talk.request()
            talk.send(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 2\r\n\r\n{}")

    with Wire(twice) as wire:
        async with client(wire.url) as api:
            await api.session(UUID)
            await api.session(UUID)
    assert wire.connections == 1
    assert [request.headers.get("cookie") for request in wire.requests] == [None, None]


async def test_ipv6_loopback():
    try:
        wire = Wire(reply(200, b"{}"), host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    with wire:
        assert await ask(wire.url) == b"{}"
    assert wire.requests[0].headers["host"] == wire.place


async def test_loopback_goes_through_no_proxy(monkeypatch):
    with Wire() as proxy, Wire(reply(200, b"{}")) as wire:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert await ask(wire.url) == b"{}"
    assert proxy.connections == 0


# What comes back


async def test_any_bytes_with_200_are_passed_on():
    with Wire(reply(200, b"<html>hello</html>", "Content-Type: text/html")) as wire:
        assert await ask(wire.url) == b"<html>hello</html>"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (201, NotASession),
        (202, NotASession),
        (204, NotASession),
        (206, NotASession),
        (300, NotASession),
        (304, NotASession),
        (400, ServiceFault),
        (401, CredentialsRefused),
        (402, ServiceFault),
        (403, CredentialsRefused),
        (404, NoSuchSession),
        (405, ServiceFault),
        (408, ServiceFault),
        (410, ServiceFault),
        (418, ServiceFault),
        (429, Busy),
        (451, ServiceFault),
        (499, ServiceFault),
        (500, ServiceFault),
        (501, ServiceFault),
        (502, Busy),
        (503, Busy),
        (504, Busy),
        (599, ServiceFault),
        (999, ServiceFault),
    ],
)
async def test_every_status_has_its_fault(status, kind):
    tries = TRIES if status in (429, 502, 503, 504) else 1
    with Wire(*[reply(status)] * (TRIES + 1)) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is kind
    assert wire.connections == len(wire.requests) == tries
    assert fault.title and fault.hint
    assert str(status) in fault.title or 300 <= status < 400


async def test_a_list_that_is_not_there_is_no_missing_session():
    with Wire(reply(404)) as wire:
        async with client(wire.url) as api:
            with pytest.raises(ServiceFault):
                await api.recent(RecentQuery())


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
async def test_the_api_says_why_in_its_own_words(status):
    with Wire(*[reply(status, ERROR_BODY)] * TRIES) as wire:
        fault = await fault_of(wire.url)
    assert fault.cause == "Not today (code 4100)"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"error": "text"}',
        b'{"error": {"message": null}}',
        b'{"message": "elsewhere"}',
        b"x" * 70_000,
    ],
)
async def test_a_refusal_without_a_message_is_explained_by_its_status(body):
    with Wire(reply(400, body)) as wire:
        fault = await fault_of(wire.url)
    assert (fault.title, fault.cause) == ("The API refused the call (HTTP 400)", "Bad Request")


async def test_the_words_of_the_api_are_cleaned_and_short():
    body = json.dumps({"error": {"message": "\x1b[2J\u202e" + "long " * 1000}}).encode()
    with Wire(reply(400, body)) as wire:
        fault = await fault_of(wire.url)
    assert fault.cause.startswith("␛[2J\ufffdlong")
    assert len(fault.cause) <= 300


async def test_a_refusal_cut_in_the_middle_is_still_a_refusal():
    with Wire(reply(403, ERROR_BODY, length=1000)) as wire:
        assert type(await fault_of(wire.url)) is CredentialsRefused


async def test_an_empty_answer_is_not_a_session():
    with Wire(reply(200)) as wire:
        assert type(await fault_of(wire.url)) is NotASession
    assert wire.connections == 1


# Asking again


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_what_may_pass_is_asked_again_with_growing_waits(status):
    clock = Clock()
    with Wire(reply(status), reply(status), reply(200, b"{}")) as wire:
        assert await ask(wire.url, clock) == b"{}"
    assert len(wire.requests) == 3
    assert clock.waits == [BACKOFF_S, 2 * BACKOFF_S]


@pytest.mark.parametrize("jitter", [0.0, 1.0])
async def test_jitter_moves_the_wait_by_half(jitter):
    clock = Clock()
    with Wire(reply(503), reply(200, b"{}")) as wire:
        async with VpeClient(wire.url, Secret(KEY), "p", sleep=clock.sleep, jitter=lambda: jitter) as api:
            await api.session(UUID)
    assert clock.waits == [BACKOFF_S * (0.5 + jitter)]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "wait_s"),
    [
        ("3", 3),
        ("0", 0),
        (formatdate(NOW_S + 4, usegmt=True), 4),
        (formatdate(NOW_S + 4), 4),
        (formatdate(NOW_S - 60, usegmt=True), 0),
        ("soon", BACKOFF_S),
        ("-5", BACKOFF_S),
    ],
)
async def test_retry_after_is_honoured(status, said, wait_s):
    clock = Clock()
    with Wire(reply(status, b"", f"Retry-After: {said}"), reply(200, b"{}")) as wire:
        assert await ask(wire.url, clock) == b"{}"
    assert clock.waits == [wait_s]


@pytest.mark.parametrize("said", ["120", formatdate(NOW_S + 120, usegmt=True)])
async def test_a_wait_beyond_the_deadline_is_not_begun(said):
    clock = Clock()
    with Wire(reply(429, ERROR_BODY, f"Retry-After: {said}")) as wire:
        fault = await fault_of(wire.url, clock)
    assert type(fault) is Busy and fault.wait_s == 120
    assert str(fault) == "The API asks to wait (HTTP 429): Not today (code 4100); try again in 2 m 00 s"
    assert (clock.waits, len(wire.requests)) == ([], 1)


async def test_a_backoff_beyond_the_deadline_is_not_begun():
    clock = Clock()
    with Wire(reply(503)) as wire:
        assert type(await fault_of(wire.url, clock, timeout_s=BACKOFF_S / 2)) is Busy
    assert (clock.waits, len(wire.requests)) == ([], 1)


async def test_a_refused_connection_is_told_at_once():
    clock = Clock()
    fault = await fault_of(f"http://127.0.0.1:{free_port()}", clock)
    assert type(fault) is NetworkFault
    assert fault.cause == "nothing listens there"
    assert clock.waits == []


async def test_every_address_of_a_host_is_tried(monkeypatch):
    port = free_port()

    async def two(*_: object, **__: object) -> list[tuple]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("127.0.0.1", "127.0.0.2")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", two)
    assert (await fault_of(f"https://vpe.example.test:{port}")).cause == "nothing listens there"


@pytest.mark.parametrize(
    ("code", "cause", "waits"),
    [
        (socket.EAI_NONAME, "DNS knows no such host", 0),
        (socket.EAI_AGAIN, "DNS gives no answer", TRIES - 1),
    ],
)
async def test_a_name_without_an_address(monkeypatch, code, cause, waits):
    async def no_address(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", no_address)
    clock = Clock()
    fault = await fault_of("https://vpe.example.test", clock)
    assert type(fault) is NetworkFault
    assert (fault.title, fault.cause) == ("No address for vpe.example.test", cause)
    assert len(clock.waits) == waits


FAR = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"
DATES = st.from_regex(r"Mon, [0-9]{1,21} Jan [0-9]{1,21} [0-9]{1,21}:[0-9]{1,21}(:[0-9]{1,21})? ([+-][0-9]{1,21}|GMT)?")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "said", [FAR, "9" * 20, "9" * 400, "9" * 5000, "Mon, 01 Jan 2025 00:00:00 +99999999999999999999", "1e999", "0x10"]
)
async def test_a_retry_after_that_no_calendar_has_is_a_fault_of_the_service(status, said):
    with Wire(*[reply(status, b"", f"Retry-After: {said}")] * TRIES) as wire:
        assert type(await fault_of(wire.url)) is Busy


def test_a_date_of_another_zone_is_that_instant():
    assert faults.retry_after("Thu, 09 Oct 2025 17:53:24 +0900", NOW_S) == 4


HEADS = (
    *(f"Content-Length: {value}" for value in ("9" * 5000, "9" * 20, "-1", "+2", "1e3", "")),
    *(f"Location: {value}" for value in ("https://[::1", "//", f"https://a:{'9' * 20}/", "https://xn--zzzzzz99999/")),
    *(f"Set-Cookie: a=b; {value}" for value in (f"Expires={FAR}", f"Max-Age={'9' * 5000}", "Expires=\xff")),
    *(f"Content-Type: {value}" for value in ("text/html; charset=utf-99", "\xff\xfe", "; ; =")),
    *(f"Transfer-Encoding: {value}" for value in ("gzip", "chunked, chunked", "9" * 5000)),
    f"Date: {FAR}",
    "Content-Encoding: \xff",
    "Retry-After: \xff",
)


@pytest.mark.parametrize("status", ["200", "302", "401", "503", "101", "000", "9999", "2e2"])
async def test_no_value_of_a_head_raises_anything_but_a_fault(status, recwarn):
    for head in HEADS:
        answer = f"HTTP/1.1 {status} X\r\nConnection: close\r\n{head}\r\n\r\n{{}}".encode("latin-1")
        with Wire(*[answer] * TRIES) as wire:
            try:
                await ask(wire.url)
            except Fault as fault:
                assert fault.title and fault.hint
    assert not [each for each in recwarn if "cookie" in str(each.message)]


@pytest.mark.parametrize("error", [ValueError, OverflowError, UnicodeError, httpx.InvalidURL])
async def test_what_a_reader_of_heads_cannot_hold_is_a_fault(monkeypatch, error):
    """Such as a number of more digits than Python reads."""

    async def read(*_: object) -> None:
        raise error("Exceeds the limit (4300 digits) for integer string conversion")

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", read)
    fault = await fault_of("http://127.0.0.1:1")
    assert type(fault) is NetworkFault
    assert "a value in it cannot be read" in fault.cause


@pytest.mark.parametrize(
    ("code", "says"), [(errno.EMFILE, "ulimit -n"), (errno.ENFILE, "open no more files"), (errno.EPERM, "not allow it")]
)
async def test_a_socket_that_this_machine_refuses_is_said_at_once(monkeypatch, code, says):
    async def refuse(*_: object, **__: object) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", refuse)
    clock = Clock()
    fault = await fault_of("https://192.0.2.1", clock)
    assert type(fault) is NetworkFault
    assert says in fault.cause
    assert clock.waits == []


def test_a_certificate_file_for_which_no_file_is_left_is_no_setting(monkeypatch):
    def refuse() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("httpx.create_ssl_context", refuse)
    with pytest.raises(NetworkFault, match="ulimit -n"):
        client("https://host.example.test")


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.6\r\n"])
async def test_a_connection_that_is_closed_without_an_answer_is_said_at_once(said):
    clock = Clock()
    with Wire(lambda talk: talk.send(said) if talk.request() else None) as wire:
        fault = await fault_of(wire.url, clock)
    assert (type(fault), fault.cause) == (NetworkFault, "the connection was closed without one")
    assert clock.waits == []


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,5000}", fullmatch=True) | st.datetimes().map(str) | DATES)
def test_no_retry_after_breaks_us(value):
    wait_s = faults.retry_after(value, NOW_S)
    assert wait_s is None or 0 <= wait_s <= 365 * 86_400


# What is refused before anything is sent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ma-dashboard-api.vpe.naverncp.com",
        "http://ma-dashboard-api.vpe.naverncp.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::2]",
        "https://user:hunter2@host",
        "https://127.0.0.1@host",
        "https://host?x=1",
        "https://host?",
        "https://host#x",
        "https://",
        "https:///path",
        "https://host:0",
        "https://host:70000",
        "https://host:port",
        "https://[::1",
        "https://ho\x00st",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
    ],
)
def test_a_base_url_that_would_betray_the_key_is_refused(url):
    with pytest.raises(SettingsFault) as caught:
        client(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://LOCALHOST", "http://127.8.9.10", "http://[::1]:8080"])
async def test_plain_http_is_for_this_machine(url):
    await client(url).aclose()


@pytest.mark.parametrize("value", ["", " ", "two words", "line\nbreak", "clé", "tab\t", "nul\x00"])
def test_a_credential_no_header_can_hold_is_refused_and_not_shown(value):
    for key, project in ((value, "p"), (KEY, value)):
        with pytest.raises(SettingsFault) as caught:
            VpeClient("https://host.example.test", Secret(key), project)
        assert not value.strip() or value not in str(caught.value)


@pytest.mark.parametrize("proxy", ["nonsense://proxy", "http://proxy:port", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_a_setting(monkeypatch, proxy):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(SettingsFault) as caught:
        client("https://host.example.test")
    assert "HTTPS_PROXY" in caught.value.hint


def test_certificates_that_cannot_be_read_are_a_setting(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(SettingsFault) as caught:
        client("https://host.example.test")
    assert "SSL_CERT_FILE" in caught.value.hint


# The key


@pytest.mark.parametrize(
    "answer",
    [
        reply(400, f'{{"error": {{"message": "bad key {KEY}"}}}}'.encode()),
        reply(302, b"", f"Location: https://{KEY}.example.test/"),
        f"HTTP/9.9 {KEY}\r\n\r\n".encode(),
        reply(200, b"{", length=7),
        b"",
    ],
)
async def test_the_key_shows_nowhere(answer, capfd, caplog):
    with Wire(answer) as wire:
        fault = await fault_of(wire.url)
    trace = "".join(traceback.TracebackException.from_exception(fault, capture_locals=True).format())
    assert wire.requests[0].headers["x-api-key"] == KEY
    for text in (str(fault), repr(fault), trace, caplog.text, *capfd.readouterr()):
        assert KEY not in text


async def test_no_log_has_a_header_of_ours_however_chatty(caplog):
    caplog.set_level(0)
    with Wire(reply(200, b"{}")) as wire:
        await ask(wire.url)
    assert UUID in caplog.text
    assert KEY not in caplog.text


async def test_the_key_is_not_in_the_client():
    async with client("http://127.0.0.1:1") as api:
        assert KEY not in repr(api) + str(vars(api)) + repr(api._http.headers)


# Start-up


async def test_certificates_are_loaded_for_https_alone(monkeypatch):
    loaded = []
    genuine = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda **given: loaded.append(given) or genuine(**given))
    await client("http://127.0.0.1:1").aclose()
    assert loaded == []
    await client("https://127.0.0.1:1").aclose()
    assert len(loaded) == 1


def test_only_the_client_needs_httpx():
    code = "import sys; from vpe_tui.api import body, faults, list_query; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
