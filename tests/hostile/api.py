"""An API on loopback that answers what it is told to."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Answered = bytes | tuple[int, bytes, Mapping[str, str]]
"""A body, or a status, a body and headers of its own."""
Answer = Callable[[], Answered] | Answered


class FakeApi:
    """`answers` by UUID; under `""` the list. What is not there is no such session. Use it in `with`."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                uuid = self.path.partition("?")[0].removeprefix("/v1/sessionRecent").strip("/")
                api.headers.append(dict(self.headers))
                found = api.answers.get(uuid, b'{"code": 200, "message": "sessionRecentDetail", "result": null}')
                answered = found() if callable(found) else found
                status, body, headers = (200, answered, {}) if isinstance(answered, bytes) else answered
                self.send_response_only(status)
                for header in headers.items():
                    self.send_header(*header)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                api.asked.append(uuid)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def listing(rows: list[dict[str, object]]) -> bytes:
    """The answer of the list call."""
    return json.dumps({"code": 200, "message": "sessionRecent", "result": rows}).encode()
