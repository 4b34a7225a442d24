"""The demo API on loopback, over real HTTP: the two session calls, their keys and their errors."""

import gzip
import heapq
import json
import socket
import socketserver
import sys
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import WeakSet

from vpe_tui.demo.catalogue import Entry, catalogue, session_body
from vpe_tui.demo.incidents import World
from vpe_tui.demo.live import Live
from vpe_tui.demo.wire import Json

DEMO_KEY = "demo-key"
DEMO_PROJECT = "demo-project"

_LIST_PATH = "/v1/sessionRecent"
_MOST_LISTED = 100
_QUERY_DATE = "%Y-%m-%d %H:%M:%S"
_DEVICES = ("PC", "Mobile")
_VIDEO_TYPES = ("VOD", "LIVE")
_PARAMETERS = frozenset(("device", "videoType", "startDate", "endDate", "limit"))
_BIG_BYTES = 100_000
_ZIPPED_KEPT = 4
_POLL_S = 0.1
"""How soon it notices that it shall stop; more often would keep an idle screen's process busy."""


def recent(
    query: Mapping[str, str], now_ms: int | None = None, world: World | None = None, live: Live | None = None
) -> list[Json]:
    """Rows of the list call, newest first and numbered anew. Raises ValueError for a query the API does not have."""
    unknown = query.keys() - _PARAMETERS
    if unknown:
        raise ValueError(f"unknown parameter: {min(unknown)}")
    devices = _choice(query.get("device"), _DEVICES)
    video_types = _choice(query.get("videoType"), _VIDEO_TYPES)
    since_ms = _utc_ms(query.get("startDate"), 0)
    until_ms = _utc_ms(query.get("endDate"), 1 << 62)
    limit = int(query.get("limit", _MOST_LISTED))
    if limit < 1:
        raise ValueError(f"limit: {limit}")

    def is_asked_for(entry: Entry) -> bool:
        video_type = "LIVE" if entry.is_live else "VOD"
        return entry.row["device"] in devices and video_type in video_types and since_ms <= entry.started_ms <= until_ms

    apart = [] if world and world.is_alone else catalogue(now_ms)
    made = [each.entries(since_ms, until_ms) for each in (world, live) if each]
    entries = heapq.merge(apart, *made, key=lambda entry: entry.started_ms, reverse=True)
    found = [entry.row for entry in islice(filter(is_asked_for, entries), min(limit, _MOST_LISTED))]
    return [{**row, "no": number} for number, row in enumerate(found, start=1)]


def _choice(given: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """`PC`, `Mobile` or `PC,Mobile`, and so on; both when nothing is asked for."""
    asked = known if given is None else tuple(given.split(","))
    if not set(asked) <= set(known):
        raise ValueError(f"not one of {','.join(known)}: {given}")
    return asked


def _utc_ms(given: str | None, default: int) -> int:
    if given is None:
        return default
    return int(datetime.strptime(given, _QUERY_DATE).replace(tzinfo=UTC).timestamp()) * 1000


def _zip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=1, mtime=0)


_zip_once = lru_cache(maxsize=_ZIPPED_KEPT)(_zip)


def _answer(message: str, result: object) -> bytes:
    return json.dumps({"code": 200, "message": message, "result": result}, ensure_ascii=False).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "vpe-tui-demo"
    sys_version = ""
    server: "_Server"
    headers = Message()  # for an error that comes before any header

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path, _, uuid = url.path.partition(f"{_LIST_PATH}/")
        if url.path != _LIST_PATH and (path or not uuid):
            self.send_error(HTTPStatus.NOT_FOUND, "Not Found Exception")
        elif self.headers.get("x-api-key") != DEMO_KEY:
            self.send_error(HTTPStatus.UNAUTHORIZED, "Authentication Failed")
        elif self.headers.get("x-project-id") != DEMO_PROJECT:
            self._send(HTTPStatus.OK, _answer("Unauthorized", None))
        elif uuid:
            self._detail(unquote(uuid))
        else:
            self._list(url.query)

    def _detail(self, uuid: str) -> None:
        world = self.server.world
        made = (each.session(uuid) for each in (world, self.server.live) if each)
        session = next(filter(None, made), None)
        if world and (status := world.cannot_be_read(uuid)):
            self.send_error(status, "Not Found Exception" if status == HTTPStatus.NOT_FOUND else None)
        else:
            body = session.body if session else session_body(uuid, self.server.now_ms)
            self._send(HTTPStatus.OK, body or _answer("sessionRecentDetail", None))

    def _list(self, query: str) -> None:
        try:
            rows = recent(
                dict(parse_qsl(query, keep_blank_values=True)), self.server.now_ms, self.server.world, self.server.live
            )
        except ValueError as fault:
            self.send_error(HTTPStatus.BAD_REQUEST, str(fault))
        else:
            self._send(HTTPStatus.OK, _answer("sessionRecent", rows))

    def _refuse(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED, "only GET")

    do_POST = do_PUT = do_PATCH = do_DELETE = _refuse

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """An error in the documented form, also for what the standard library refuses by itself."""
        error = {"errorCode": str(int(code)), "message": message or explain or HTTPStatus(code).phrase}
        self.close_connection = True  # a body may follow that nobody reads
        self._send(code, json.dumps({"error": error}, ensure_ascii=False).encode())

    def _send(self, status: int, body: bytes) -> None:
        accepted = [coding.partition(";")[0].strip() for coding in self.headers.get("Accept-Encoding", "").split(",")]
        self.send_response_only(status)  # no `Date`: there is no other clock than whoever asks has
        self.send_header("Content-Type", "application/json; charset=utf-8")
        if "gzip" in accepted:
            body = _zip_once(body) if len(body) > _BIG_BYTES else _zip(body)
            self.send_header("Content-Encoding", "gzip")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the terminal belongs to the screen."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, now_ms: int | None, world: World | None, live: Live | None) -> None:
        self.now_ms = now_ms
        self.live = live
        self.world = world
        self._connections: WeakSet[socket.socket] = WeakSet()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Binds without HTTPServer's reverse look-up of the host's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        self._connections.add(connection)
        return connection, address

    def hang_up(self) -> None:
        """Ends the connections that are kept alive: a server that has stopped answers nobody."""
        for connection in tuple(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is nothing to write about."""
        if not isinstance(sys.exception(), ConnectionError):
            traceback.print_exc()


class DemoServer:
    """The demo API on a loopback port of its own (0: any that is free), its sessions recent at `now_ms` if given.

    With a `world` there are that one's sessions, too, or alone; with `live` some begin meanwhile. A context manager: it
    runs inside `with`.
    """

    def __init__(
        self, port: int = 0, now_ms: int | None = None, world: World | None = None, live: Live | None = None
    ) -> None:
        self._server = _Server(port, now_ms, world, live)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_S,), name="demo-api", daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> Self:
        """Begins to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Answers no more and frees the port. Also for one that was never started; may be called again."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.hang_up()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
