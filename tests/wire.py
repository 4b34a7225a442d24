"""A server of raw bytes on loopback: each connection gets one step of a script, every request is kept.

    with Wire(reply(503), reply(200, b"{}")) as wire:
        ...  # ask wire.url
    assert [request.path for request in wire.requests] == ["/v1/sessionRecent/…"] * 2

A step is the bytes to answer with, or a function that gets the `Talk` and does what it likes. A connection beyond the
script gets the step `beyond`; without one it is closed unanswered.
"""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

END_OF_HEAD = b"\r\n\r\n"
JOIN_SECONDS = 5


@dataclass(frozen=True)
class Request:
    """A request as it came over the wire."""

    head: bytes

    @property
    def line(self) -> str:
        return self.head.split(b"\r\n", 1)[0].decode("ascii")

    @property
    def path(self) -> str:
        """Path and query, exactly as sent."""
        return self.line.split(" ")[1]

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}


@dataclass
class Talk:
    """One connection, from the server's side."""

    socket: socket.socket
    wire: "Wire"
    rest: bytes = b""

    def request(self) -> Request | None:
        """Reads up to the end of a request's head and keeps it; None when the client has gone."""
        while END_OF_HEAD not in self.rest:
            more = self.socket.recv(65536)
            if not more:
                return None
            self.rest += more
        head, _, self.rest = self.rest.partition(END_OF_HEAD)
        request = Request(head)
        self.wire.requests.append(request)
        return request

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def pour(self, data: bytes, pause_s: float = 0.0) -> None:
        """Sends `data` again and again, until the client goes or the test is over."""
        while not self.wire.over.wait(pause_s):
            self.send(data)

    def stall(self) -> None:
        """Says nothing until the client goes or the test is over."""
        while not self.wire.over.is_set() and self.socket.recv(65536):
            pass

    def reset(self) -> None:
        """Ends the connection with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


Step = bytes | Callable[[Talk], None]


class Wire:
    """The server; use it in `with`. `tls` makes it speak TLS."""

    def __init__(
        self, *script: Step, beyond: Step | None = None, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
    ) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.over = threading.Event()
        self._script = script
        self._beyond = beyond
        self._tls = tls
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._listener.getsockname()[1]
        self.place = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        self.url = f"{'https' if tls else 'http'}://{self.place}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with contextlib.suppress(OSError):  # wakes accept()
            self._listener.shutdown(socket.SHUT_RDWR)
        for each in list(self._open):
            with contextlib.suppress(OSError):  # wakes recv() and send()
                each.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(JOIN_SECONDS)
            assert not thread.is_alive(), "a connection of the test server hangs"
        self._listener.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            step = self._script[self.connections] if self.connections < len(self._script) else self._beyond
            self.connections += 1
            self._open.append(plain)
            self._start(self._serve, plain, step)

    def _serve(self, plain: socket.socket, step: Step | None) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(plain)
            if step is None:
                return
            wrapped = stack.enter_context(self._tls.wrap_socket(plain, server_side=True)) if self._tls else plain
            self._open.append(wrapped)
            talk = Talk(wrapped, self)
            if not isinstance(step, bytes):
                step(talk)
            elif talk.request():
                talk.send(step)


def reply(status: int, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """A whole HTTP answer; `headers` are lines. It ends the connection, so that nothing depends on who is faster."""
    lines = [f"HTTP/1.1 {status} Some Reason", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "Connection: close", *headers]).encode("latin-1") + END_OF_HEAD + body


def after_request(act: Callable[[Talk], None]) -> Callable[[Talk], None]:
    """A step that reads the request, then acts."""

    def step(talk: Talk) -> None:
        if talk.request():
            act(talk)

    return step


def free_port() -> int:
    """A port of loopback where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as briefly:
        port: int = briefly.getsockname()[1]
        return port
