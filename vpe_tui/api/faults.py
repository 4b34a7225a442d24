"""Faults of HTTP calls, in plain words. Knows statuses and sockets, not the HTTP library."""

import errno
import socket
import ssl
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from vpe_tui.errors import Busy, CredentialsRefused, Fault, NetworkFault, NoSuchSession, NotASession, ServiceFault
from vpe_tui.settings.sources import WHERE_CREDENTIALS_ARE
from vpe_tui.text.decoding import json_of
from vpe_tui.text.times import duration

BUSY = (429, 502, 503, 504)
"""Statuses that may be another one in a moment: worth asking again."""

_CERTIFICATE = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is signed by itself alone",
    19: "nobody this machine trusts has signed its certificate",
    20: "nobody this machine trusts has signed its certificate",
    62: "its certificate is for another host",
    64: "its certificate is for another host",
}
"""OpenSSL's verify codes."""

UNREADABLE = (ValueError, OverflowError)
"""What readers of headers raise, ours and others', at a value that they cannot hold."""

_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
_NO_MORE = {
    errno.EMFILE: "this program may open no more files: see ulimit -n",
    errno.ENFILE: "this machine may open no more files",
    errno.ENOBUFS: "this machine has no memory for connections",
    errno.ENOMEM: "this machine has no memory left",
    errno.EACCES: "this machine does not allow it: a firewall or a sandbox may forbid it",
    errno.EPERM: "this machine does not allow it: a firewall or a sandbox may forbid it",
}
"""What this machine refuses; that is neither the net nor the API, and no wait helps."""

_LONGEST_WAIT_S = 365 * 86_400.0
_CHECK_URL = "check the network and base_url"


def refused(status: int, said: str, *, retry_after_s: float | None, one_session: bool) -> Fault:
    """The fault for an HTTP status that is neither 200 nor a redirect. `said` is the API's own message, or empty."""
    cause = said or _phrase(status)
    if status in (401, 403):
        return CredentialsRefused(
            f"The API refused the key or the project id (HTTP {status})",
            cause,
            f"compare with the {WHERE_CREDENTIALS_ARE}",
        )
    if status == 404 and one_session:
        return NoSuchSession("No such session (HTTP 404)", cause, "check the UUID; it may also be too old")
    if status < 300:
        return NotASession(f"Not a session (HTTP {status})", cause, "check base_url")
    if retry_after_s is not None:
        hint = f"try again in {duration(max(1, retry_after_s))}"
        return Busy(f"The API asks to wait (HTTP {status})", cause, hint, retry_after_s)
    if status in BUSY:
        return Busy(f"The API cannot serve now (HTTP {status})", cause, "try again in a moment")
    if status == 408 or status >= 500:
        return ServiceFault(f"The API cannot serve now (HTTP {status})", cause, "try again in a moment")
    return ServiceFault(f"The API refused the call (HTTP {status})", cause, "check base_url and what was asked for")


def empty() -> NotASession:
    """The fault for an HTTP 200 without a body."""
    return NotASession("Not a session", "the answer is empty", "try again; check base_url")


def redirected(host: str) -> NotASession:
    """The fault for a redirect. `host` is where it points to, or empty when that is no URL."""
    target = host or "a place that is no URL"
    return NotASession(
        "Not a session",
        f"the answer sends us on to {target}",
        "a redirect is never followed with the key: check base_url",
    )


def of_this_machine(error: BaseException) -> NetworkFault | None:
    """The fault when it was this machine that refused a socket or a file; None when it was not."""
    match _origin(error):
        case ssl.SSLError() | socket.gaierror():  # their numbers are others
            return None
        case OSError(errno=int() as code) if code in _NO_MORE:
            return NetworkFault("No connection can be made", _NO_MORE[code], "mend that, then try again")
        case _:
            return None


def unreachable(place: str, error: BaseException, *, proxied: bool) -> NetworkFault:
    """The fault for a failed connection to `place` (host, or host:port). `error` is what the HTTP library raised."""
    hint = "a proxy is set in the environment: check HTTPS_PROXY and NO_PROXY" if proxied else _CHECK_URL
    match _origin(error):
        case ssl.SSLCertVerificationError() as distrust:
            return _distrusted(place, distrust)
        case ssl.SSLError() as babble:
            return NetworkFault(f"No TLS with {place}", _tls_words(babble), "check base_url: https, host and port")
        case socket.gaierror() as dns:
            cause = "DNS gives no answer" if dns.errno == socket.EAI_AGAIN else "DNS knows no such host"
            return NetworkFault(f"No address for {place}", cause, hint)
        case ConnectionRefusedError():
            return NetworkFault(f"No connection to {place}", "nothing listens there", hint)
        case OSError() as no_way if no_way.errno in _NO_WAY:
            return NetworkFault(f"No connection to {place}", "there is no route to it", hint)
        case _:
            return NetworkFault(f"No connection to {place}", "it was cut while being made", hint)


def may_pass(error: BaseException) -> bool:
    """Whether a connection that failed with `error` may succeed in a moment."""
    match _origin(error):
        case ssl.SSLEOFError():
            return True
        case ssl.SSLError():
            return False
        case socket.gaierror() as dns:
            return dns.errno == socket.EAI_AGAIN
        case OSError() as refusal:  # by the kernel, of its own knowledge: another moment is no help, and costs one
            return refusal.errno not in (errno.ECONNREFUSED, *_NO_WAY)
        case _:
            return True


def no_connection_in_time(place: str) -> NetworkFault:
    """The fault for a connection that was not made in time."""
    return NetworkFault(f"No connection to {place}", "it does not react", _CHECK_URL)


def out_of_time(place: str, timeout_s: float) -> NetworkFault:
    """The fault for an answer that did not come in time."""
    return NetworkFault(
        f"No whole answer from {place}", f"{timeout_s:g} s were not enough", "try again, or give it a longer --timeout"
    )


def proxy_refused(why: str) -> NetworkFault:
    """The fault for a proxy that refused to connect."""
    return NetworkFault("The proxy refused", why, "check HTTPS_PROXY and NO_PROXY in the environment")


def not_http(place: str, why: str) -> NetworkFault:
    """The fault for an answer that is not HTTP."""
    return NetworkFault(f"No answer in HTTP from {place}", why, "check base_url: scheme, host and port")


def cut(place: str) -> NetworkFault:
    """The fault for a connection that was closed before the answer was whole."""
    return NetworkFault(f"No answer from {place}", "the connection was cut", "try again")


def api_message(body: bytes) -> str:
    """The message of `{"error": {"errorCode": …, "message": …}}`; empty for any other body."""
    try:
        answer = json_of(body)
    except NotASession:
        return ""
    match answer:
        case {"error": {"errorCode": str() | int() as code, "message": str() as message}}:
            return f"{message.rstrip('. ')} (code {code})"
        case {"error": {"message": str() as message}}:
            return message
        case _:
            return ""


def retry_after(value: str, now_s: float) -> float | None:
    """`Retry-After` (seconds or an HTTP date) as seconds from `now_s` (epoch), 0 to a year; None when it is neither."""
    text = value.strip()
    wait_s = float(text) if text.isdecimal() else _seconds_until(text, now_s)
    return None if wait_s is None else min(max(0.0, wait_s), _LONGEST_WAIT_S)


def _seconds_until(date: str, now_s: float) -> float | None:
    """None for what is no date that a calendar has."""
    try:
        at = parsedate_to_datetime(date)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now_s
    except UNREADABLE:
        return None


def _origin(error: BaseException) -> BaseException:
    """What lies at the bottom of an error: HTTP libraries wrap what the socket said, each in its own way."""
    below = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error.__cause__ or error.__context__
    return _origin(below) if below else error


def _distrusted(place: str, error: ssl.SSLCertVerificationError) -> NetworkFault:
    cause = _CERTIFICATE.get(error.verify_code, f"its certificate does not hold: {error.verify_message}")
    return NetworkFault(
        f"{place} cannot be trusted", cause, "check this machine's clock; behind an inspecting proxy set SSL_CERT_FILE"
    )


def _tls_words(error: ssl.SSLError) -> str:
    if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST"):
        return "what answers there does not speak TLS"
    return f"the handshake failed: {(error.reason or 'no reason given').lower().replace('_', ' ')}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
