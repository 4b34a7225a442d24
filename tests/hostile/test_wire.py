"""Answers nobody should send: cut, endless, packed too tight, sent elsewhere, spoken in another protocol."""

import asyncio
import errno
import gzip
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire import Talk, Wire, after_request, free_port, reply
from vpe_tui.api.body import BoundedBody
from vpe_tui.api.client import TRIES, VpeClient
from vpe_tui.errors import CutShort, Fault, NetworkFault, NotASession, ServiceFault
from vpe_tui.settings.secret import Secret

UUID = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
MIB = 1024 * 1024
DEADLINE_S = 0.3
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


async def at_once(_: float) -> None:
    """A wait that is over."""


async def ask(url: str, timeout_s: float = 10.0, max_body: int = MIB) -> bytes:
    async with VpeClient(url, Secret("key"), "project", timeout_s=timeout_s, max_body=max_body, sleep=at_once) as api:
        return (await api.session(UUID)).body


async def fault_of(url: str, **options) -> Fault:
    with pytest.raises(Fault) as caught:
        await ask(url, **options)
    assert caught.value.title
    assert caught.value.hint
    return caught.value


def gzipped(body: bytes, *headers: str) -> bytes:
    return reply(200, body, "Content-Encoding: gzip", *headers)


# Cut


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(reply(200, b'{"code": 2', length=100), id="shorter than its length"),
        pytest.param(reply(200, b"", length=100), id="nothing of its length"),
        pytest.param(CHUNKED + b"5\r\n{}{}{\r\n", id="chunks without an end"),
        pytest.param(CHUNKED + b"50\r\n{}", id="half a chunk"),
        pytest.param(CHUNKED + b"what\r\n{}", id="a chunk that is none"),
        pytest.param(gzipped(gzip.compress(b"{}" * 500, mtime=0)[:-9]), id="gzip without an end"),
        pytest.param(gzipped(gzip.compress(b"{}", mtime=0)[:5]), id="half a gzip header"),
        pytest.param(
            CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + b"2\r\n\x1f\x8b\r\n", id="both"
        ),
    ],
)
async def test_an_answer_that_stops_in_the_middle(answer):
    with Wire(answer) as wire:
        fault = await fault_of(wire.url)
    assert (type(fault), fault.exit_code) == (CutShort, 6)
    assert fault.title == "The answer stopped in the middle"
    assert wire.connections == 1


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 20", HEAD, reply(200, b"{", length=100)])
async def test_a_connection_that_is_reset(said):
    def reset(talk: Talk) -> None:
        talk.send(said)
        talk.reset()

    with Wire(after_request(reset)) as wire:
        assert type(await fault_of(wire.url)) is (CutShort if said.endswith(b"{") else NetworkFault)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1", HEAD])
async def test_a_connection_that_is_closed_before_the_answer_begins(said):
    with Wire(said) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NetworkFault
    assert fault.title.startswith("No answer")


@pytest.mark.parametrize(
    "said",
    [
        b"\x00\xff\x13\x37" * 20,
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 \x1b]0;title\x07\r\n\r\n",
    ],
)
async def test_what_is_not_http(said):
    with Wire(said) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NetworkFault
    assert str(fault).isprintable()


# Too much, too slow


def pouring(data: bytes, pause_s: float = 0.0):
    return lambda first: after_request(lambda talk: (talk.send(first), talk.pour(data, pause_s)))


@pytest.mark.parametrize("head", [HEAD + b"\r\n", HEAD + b"Content-Length: 99999999999\r\n\r\n"])
async def test_a_body_without_end(head):
    with Wire(pouring(b"x" * 65536)(head)) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NotASession
    assert "larger than 1 MiB" in fault.cause


async def test_of_a_refusal_without_end_no_more_is_read_than_its_message():
    with Wire(pouring(b"x" * 65536)(b"HTTP/1.1 500 No\r\nContent-Length: 99999999999\r\n\r\n")) as wire:
        fault = await fault_of(wire.url, timeout_s=3.0, max_body=1024 * MIB)
    assert type(fault) is ServiceFault
    assert "500" in fault.title


async def test_a_body_of_exactly_the_limit_is_not_too_large():
    with Wire(reply(200, b"x" * 1000), reply(200, b"x" * 1001)) as wire:
        assert len(await ask(wire.url, max_body=1000)) == 1000
        assert "larger than 1000 bytes" in (await fault_of(wire.url, max_body=1000)).cause


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda talk: talk.stall(), id="silence before the request is read"),
        pytest.param(after_request(lambda talk: talk.stall()), id="silence"),
        pytest.param(pouring(b"x", 0.02)(HEAD + b"X-Slow: "), id="a head that drips"),
        pytest.param(pouring(b"x", 0.02)(HEAD + b"Content-Length: 999\r\n\r\n"), id="a body that drips"),
        pytest.param(pouring(b"1\r\nx\r\n", 0.02)(CHUNKED), id="chunks that drip"),
        pytest.param(pouring(b"x", 0.02)(b"HTTP/1.1 500 No\r\nContent-Length: 999\r\n\r\n"), id="a refusal that drips"),
        pytest.param(pouring(b"HTTP/1.1 100 Continue\r\n\r\n")(b""), id="continue without end"),
        pytest.param(
            pouring(b"\x00\x00\x00\xff\xff")(
                HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"", mtime=0)[:10]
            ),
            id="gzip of nothing without end",
        ),
    ],
)
async def test_the_deadline_holds(step):
    with Wire(step) as wire:
        begin = time.perf_counter()
        fault = await fault_of(wire.url, timeout_s=DEADLINE_S, max_body=1024 * MIB)
        elapsed_s = time.perf_counter() - begin
    assert type(fault) is NetworkFault
    assert "0.3 s were not enough" in fault.cause
    assert DEADLINE_S - 0.05 < elapsed_s < DEADLINE_S + 0.3


async def test_the_deadline_holds_over_retries():
    with Wire(reply(503), after_request(lambda talk: talk.stall())) as wire:
        async with VpeClient(
            wire.url, Secret("key"), "project", timeout_s=2 * DEADLINE_S, sleep=at_once, jitter=lambda: 0.0
        ) as api:
            begin = time.perf_counter()
            with pytest.raises(NetworkFault):
                await api.session(UUID)
    assert time.perf_counter() - begin < 2 * DEADLINE_S + 0.3
    assert wire.connections == 2


async def test_a_connection_that_does_not_come_is_tried_again(monkeypatch):
    tries = []

    async def stall(*_: object, **__: object) -> None:
        tries.append(True)
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", stall)
    monkeypatch.setattr("vpe_tui.api.client.CONNECT_S", 0.05)
    fault = await fault_of("https://vpe.example.test")
    assert type(fault) is NetworkFault
    assert fault.cause == "it does not react"
    assert len(tries) == TRIES


async def test_a_host_without_a_route(monkeypatch):
    async def no_route(*_: object, **__: object) -> None:
        raise OSError(errno.EHOSTUNREACH, "No route to host")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", no_route)
    fault = await fault_of("https://192.0.2.1")
    assert type(fault) is NetworkFault
    assert fault.cause == "there is no route to it"


async def test_a_name_server_that_says_nothing_does_not_hold_us(monkeypatch):
    async def stall(*_: object, **__: object) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", stall)
    begin = time.perf_counter()
    assert type(await fault_of("https://vpe.example.test", timeout_s=DEADLINE_S)) is NetworkFault
    assert time.perf_counter() - begin < DEADLINE_S + 0.3


async def test_giving_up_from_outside_is_no_fault():
    with Wire(after_request(lambda talk: talk.stall())) as wire:
        task = asyncio.create_task(ask(wire.url))
        while not wire.requests:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


# Packed


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " gzip ", "x-gzip"])
async def test_gzip_is_unpacked(encoding):
    body = b'{"code": 200}' * 50_000
    with Wire(reply(200, gzip.compress(body, mtime=0), f"Content-Encoding: {encoding}")) as wire:
        assert await ask(wire.url) == body


async def test_identity_is_no_encoding():
    with Wire(reply(200, b"{}", "Content-Encoding: identity")) as wire:
        assert await ask(wire.url) == b"{}"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("br", lambda body: body),
        ("zstd", lambda body: body),
        ("deflate", zlib.compress),
        ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body, mtime=0))),
        ("gzip\r\nContent-Encoding: gzip", lambda body: gzip.compress(gzip.compress(body, mtime=0))),
        ("identity, gzip", gzip.compress),
        ("\u00e9", lambda body: body),
    ],
)
async def test_an_encoding_not_asked_for_is_refused(encoding, pack):
    with Wire(reply(200, pack(b"{}"), f"Content-Encoding: {encoding}")) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NotASession
    assert "encoding not asked for" in fault.cause


async def test_a_gzip_bomb_is_stopped_at_the_limit():
    bomb = gzip.compress(bytes(64 * MIB))
    tracemalloc.start()
    try:
        with Wire(gzipped(bomb)) as wire:
            fault = await fault_of(wire.url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert type(fault) is NotASession
    assert "larger than 1 MiB" in fault.cause
    assert peak < 8 * MIB


async def test_a_bomb_in_a_bomb_is_unpacked_once():
    inner = gzip.compress(bytes(64 * MIB))
    with Wire(gzipped(gzip.compress(inner, mtime=0))) as wire:
        assert await ask(wire.url) == inner


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b'{"code": 200}', "is gzip and is not"),
        (gzip.compress(b"{}", mtime=0)[:-8] + b"\x00" * 8, "gzip is broken"),
        (gzip.compress(b"{}" * 9, mtime=0) + gzip.compress(b"{}", mtime=0)[:-8] + b"\x00" * 8, "after the end"),
        (gzip.compress(b"{}", mtime=0) + b"tail", "after the end"),
        (gzip.compress(b"{}", mtime=0) + b"t", "after the end"),
        (gzip.compress(b"{}", mtime=0) + b"\0\0\0{}", "after the end"),
        (gzip.compress(b"{}", mtime=0) + b"\x1f\x8c", "after the end"),
    ],
)
async def test_gzip_that_is_none(body, cause):
    with Wire(gzipped(body)) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NotASession
    assert cause in fault.cause
    assert "again" not in fault.hint


@pytest.mark.parametrize("between", [b"", b"\0", b"\0" * 700])
@pytest.mark.parametrize("after", [b"", b"\0", b"\0" * 700])
@pytest.mark.parametrize("size", [1, 2, 19, 10_000])
def test_gzip_of_several_members_and_zeros_after_them(between, after, size):
    parts = (b'{"code": ', b"", b"200}" + b" " * 300)
    raw = between.join(gzip.compress(part, mtime=0) for part in parts) + after
    reader = BoundedBody("x-gzip", 10_000)
    for start in range(0, len(raw), size):
        reader.feed(raw[start : start + size])
    assert reader.whole() == b"".join(parts)


def test_members_without_end_have_a_limit():
    reader = BoundedBody("gzip", 1000)
    with pytest.raises(NotASession, match="larger than 1000 bytes"):
        for _ in range(1000):
            reader.feed(gzip.compress(b"", mtime=0) + b"\0" * 9)


async def test_no_bytes_are_no_gzip_but_an_empty_answer():
    with Wire(gzipped(b"")) as wire:
        assert (await fault_of(wire.url)).cause == "the answer is empty"


@given(st.binary(max_size=3000), st.integers(1, 500), st.booleans())
def test_any_body_in_any_pieces_comes_out_whole_or_too_large(body, size, packed):
    raw = gzip.compress(body, mtime=0) if packed else body
    limit = 1000
    reader = BoundedBody("gzip" if packed else "", limit)
    try:
        for start in range(0, len(raw), size):
            reader.feed(raw[start : start + size])
        assert reader.whole() == body
        assert len(body) <= limit
    except NotASession:
        assert max(len(body), len(raw)) > limit


@pytest.mark.parametrize("size", [0, 1, 6, 7, 8, 14, 700])
def test_gzip_is_unpacked_a_piece_at_a_time_to_its_last_byte(size, monkeypatch):
    monkeypatch.setattr("vpe_tui.api.body._PIECE", 7)
    reader = BoundedBody("gzip", 1000)
    reader.feed(gzip.compress(b"x" * size, mtime=0))
    assert reader.whole() == b"x" * size


def test_gzip_of_nothing_at_all_does_not_go_on_for_ever():
    reader = BoundedBody("gzip", 1000)
    reader.feed(gzip.compress(b"", mtime=0)[:10])
    with pytest.raises(NotASession, match="larger than 1000 bytes"):
        for _ in range(1000):
            reader.feed(b"\x00\x00\x00\xff\xff")


@given(st.binary(max_size=300))
def test_gzip_cut_anywhere_never_passes_for_whole(body):
    raw = gzip.compress(body, mtime=0)
    for end in range(1, len(raw)):
        reader = BoundedBody("gzip", 1000)
        reader.feed(raw[:end])
        with pytest.raises(CutShort):
            reader.whole()


# Sent elsewhere


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_named_and_never_followed(status):
    with Wire() as other, Wire(reply(status, b"", f"Location: {other.url}/v1/x")) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NotASession
    assert "127.0.0.1" in fault.cause
    assert (other.connections, other.requests, wire.connections) == (0, [], 1)


@pytest.mark.parametrize(
    ("location", "names"),
    [
        ("https://login.example.test/?from=vpe", "login.example.test"),
        ("//cdn.example.test/x", "cdn.example.test"),
        ("/elsewhere", "127.0.0.1"),
        ("https://user:secret@evil.example.test/", "evil.example.test"),
        ("https://\u00e9\u200b.example.test/", ""),
        ("https://[::1", "no URL"),
        ("http://host:port/", "no URL"),
        ("https://a\x7fb/", "no URL"),
        ("", "no URL"),
    ],
)
async def test_the_target_of_a_redirect_is_said_in_clean_words(location, names):
    with Wire(reply(302, b"", f"Location: {location}".encode().decode("latin-1"))) as wire:
        fault = await fault_of(wire.url)
    assert type(fault) is NotASession
    assert names in fault.cause
    assert str(fault).isprintable()
    assert "secret" not in str(fault)


# Proxies


async def test_a_proxy_that_refuses(monkeypatch):
    with Wire(b"HTTP/1.1 407 Who \x1b[31mare you\r\nContent-Length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        fault = await fault_of("https://vpe.example.test")
    assert type(fault) is NetworkFault
    assert "proxy" in fault.title
    assert proxy.requests[0].line == "CONNECT vpe.example.test:443 HTTP/1.1"
    assert "x-api-key" not in proxy.requests[0].headers


async def test_a_proxy_that_is_not_there(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    fault = await fault_of("https://vpe.example.test")
    assert type(fault) is NetworkFault
    assert "HTTPS_PROXY" in fault.hint
