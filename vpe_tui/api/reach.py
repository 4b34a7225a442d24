"""Reachability of a host without a request: its addresses and its TLS certificate."""

import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

from vpe_tui.errors import NetworkFault

T = TypeVar("T")


class Certificate(NamedTuple):
    """A TLS certificate, as the handshake gives it."""

    protocol: str
    until: str
    """When the certificate ends, as it says it."""


def addresses(host: str, port: int, timeout_s: float) -> list[str]:
    """The addresses of a host name. Raises `NetworkFault`."""
    try:
        found = _in_time(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), timeout_s)
    except TimeoutError:
        raise NetworkFault("The name server does not answer", f"{host}, for {timeout_s:g} s", "check the net") from None
    except (OSError, UnicodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else str(fault)
        raise NetworkFault("This name is not known", f"{host}: {why}", "check base_url and the net") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def certificate(host: str, port: int, timeout_s: float) -> Certificate:
    """The certificate of a host, from a TLS handshake. Raises `NetworkFault`."""

    def shake() -> Certificate:
        with (
            socket.create_connection((host, port), timeout_s) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            told = wrapped.getpeercert() or {}
            return Certificate(wrapped.version() or "TLS", str(told.get("notAfter", "an unknown day")))

    try:
        return _in_time(shake, timeout_s)
    except ssl.SSLCertVerificationError as fault:
        why = fault.verify_message
        raise NetworkFault("The certificate is not trusted", f"{host}: {why}", "check proxies and the clock") from None
    except TimeoutError:
        raise NetworkFault("No connection in time", f"{host}:{port}, {timeout_s:g} s", "check the net") from None
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise NetworkFault("No secure connection", f"{host}:{port}: {why}", "check base_url and proxies") from None


def _in_time(work: Callable[[], T], timeout_s: float) -> T:
    """On a thread that nobody waits for: a name server can be silent for longer than anyone has."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except (OSError, UnicodeError) as fault:
            done.set_exception(fault)

    threading.Thread(target=run, daemon=True).start()
    return done.result(timeout_s)
