"""The HTTP client of the API, and the one module that imports httpx: it ends at "HTTP 200 with bytes"."""

import asyncio
import ipaddress
import random
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Generator
from http.cookiejar import CookieJar
from types import TracebackType
from typing import NamedTuple, Self

import httpx

from vpe_tui.api import faults, proxies
from vpe_tui.api.body import BoundedBody, stopped, unpacked
from vpe_tui.api.clock import offset_ms
from vpe_tui.api.list_query import RecentQuery
from vpe_tui.errors import Fault, NotASession, SettingsFault
from vpe_tui.settings.secret import Secret, body_without_secrets, without_secrets
from vpe_tui.settings.sources import WHERE_CREDENTIALS_ARE
from vpe_tui.text.clean import clean
from vpe_tui.text.uuid import session_uuid
from vpe_tui.version import __version__

__all__ = ["RecentQuery", "VpeClient"]

MAX_BODY = 64 * 1024 * 1024
MAX_ERROR_BODY = 64 * 1024
"""Of a refusal we only want the message."""

MAX_SAID = 300
"""Characters of the API's own words in a fault."""

CONNECT_S = 5.0
TRIES = 3
BACKOFF_S = 0.4
"""Before the second try; doubled before the third."""

_TOKEN = re.compile(r"[!-~]+")


class Reply(NamedTuple):
    """The decoded body of an HTTP 200 answer, never empty and not looked into; and what its head said of time."""

    body: bytes
    offset_ms: int
    """How far the service's clock is ahead of ours; 0 when they agree, and when nobody knows."""


class VpeClient:
    """A client of both calls over one connection pool. Use it in one event loop; `aclose()` it, or use `async with`.

    `timeout_s` bounds a call as a whole, retries and their waits included; `max_body` bounds an answer, decoded.
    Raises `SettingsFault` for a base URL or a credential that cannot be used. `sleep`, `jitter` (0 to 1) and `now`
    (epoch seconds) are for tests.
    """

    def __init__(
        self,
        base_url: str,
        api_key: Secret,
        project_id: str,
        *,
        timeout_s: float = 10.0,
        max_body: int = MAX_BODY,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        url = _checked_url(base_url)
        self._base = str(url).rstrip("/")
        self._place = url.netloc.decode("ascii")
        self._api_key = api_key
        self._timeout_s = timeout_s
        self._max_body = max_body
        self._sleep, self._jitter, self._now = sleep, jitter, now
        self._proxied = not _is_loopback(url.host) and bool(proxies.are_for(url.scheme))
        self._http = _connections(url, _Credentials(api_key, project_id), min(CONNECT_S, timeout_s))
        # A hook comes before httpx reads the Location itself, and builds a request with our key in it.
        self._http.event_hooks = {"response": [self._refuse_redirect]}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._http.aclose()

    async def session(self, uuid: str) -> Reply:
        """The answer of the detail call, for one session.

        Raises `UsageFault` (no UUID), `NoSuchSession`, `CredentialsRefused`, `ServiceFault`, `NotASession`,
        `NetworkFault`.
        """
        return await self._get(f"/v1/sessionRecent/{session_uuid(uuid)}", one_session=True)

    async def recent(self, query: RecentQuery) -> Reply:
        """The answer of the list call. Raises as `session`, but never `NoSuchSession`."""
        try:
            return await self._get(f"/v1/sessionRecent?{query.encoded()}", one_session=False)
        except NotASession as fault:
            title = fault.title.replace("a session", "a list of sessions")
            raise type(fault)(title, fault.cause, fault.hint) from None

    async def _get(self, target: str, *, one_session: bool) -> Reply:
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        try:
            async with asyncio.timeout_at(deadline):
                return await self._persist(target, one_session, deadline)
        except TimeoutError:
            raise faults.out_of_time(self._place, self._timeout_s) from None

    async def _persist(self, target: str, one_session: bool, deadline: float) -> Reply:
        """A request with retries, while they may help and there is time: `deadline` is on the loop's clock."""
        attempt = 1
        while True:
            try:
                return await self._ask(target, one_session)
            except _Passing as passing:
                wait_s = self._backoff(attempt) if passing.wait_s is None else passing.wait_s
                if attempt == TRIES or asyncio.get_running_loop().time() + wait_s >= deadline:
                    raise passing.fault from None
            await self._sleep(wait_s)
            attempt += 1

    def _backoff(self, attempt: int) -> float:
        return float(BACKOFF_S * 2 ** (attempt - 1) * (0.5 + self._jitter()))

    async def _ask(self, target: str, one_session: bool) -> Reply:
        """One request. Raises `_Passing` for what may pass, a `Fault` for the rest."""
        asked_s = self._now()
        try:
            async with self._http.stream("GET", self._base + target) as response:
                offset = offset_ms(response.headers, 500 * (asked_s + self._now()))
                if response.status_code != httpx.codes.OK:
                    raise await self._refusal(response, one_session)
                body = await self._read(response, self._max_body)
        except (httpx.TransportError, ssl.SSLError, OSError) as error:
            raise self._explained(error) from None
        except (httpx.InvalidURL, *faults.UNREADABLE):
            raise faults.not_http(self._place, "a value in it cannot be read") from None
        if not body:
            raise faults.empty()
        return Reply(body, offset)

    async def _refuse_redirect(self, response: httpx.Response) -> None:
        if response.is_redirect:
            raise faults.redirected(self._cleaned(_target_host(response)))

    async def _read(self, response: httpx.Response, limit: int) -> bytes:
        """The decoded body; the loop carries other answers too, so it is unpacked and looked through on a thread."""
        encoding = response.headers.get("content-encoding", "")
        body = BoundedBody(encoding, limit)
        try:
            async for chunk in response.aiter_raw():
                if encoding:
                    await asyncio.to_thread(body.feed, chunk)
                else:
                    body.feed(chunk)
        except (httpx.TransportError, ssl.SSLError):
            raise stopped("not all of it came") from None
        return await asyncio.to_thread(_finished, body, None if encoding else limit)

    async def _refusal(self, response: httpx.Response, one_session: bool) -> "Fault | _Passing":
        try:
            said = await asyncio.to_thread(faults.api_message, await self._read(response, MAX_ERROR_BODY))
        except Fault:
            said = ""  # the status says enough
        status = response.status_code
        passing = status in faults.BUSY
        wait_s = faults.retry_after(response.headers.get("retry-after", ""), self._now()) if passing else None
        fault = faults.refused(status, self._cleaned(said), retry_after_s=wait_s, one_session=one_session)
        return _Passing(fault, wait_s) if passing else fault

    def _explained(self, error: httpx.TransportError | OSError) -> "Fault | _Passing":
        """The fault for what the transport raised before an answer's first line."""
        if (machine := faults.of_this_machine(error)) is not None:
            return machine
        match error:
            case httpx.ProxyError():
                return faults.proxy_refused(self._cleaned(str(error)))
            case httpx.ConnectTimeout():
                return _Passing(faults.no_connection_in_time(self._place))
            case httpx.ConnectError():
                fault = faults.unreachable(self._place, error, proxied=self._proxied)
                return _Passing(fault) if faults.may_pass(error) else fault
            case httpx.RemoteProtocolError() if str(error).startswith("Server disconnected"):
                return faults.not_http(self._place, "the connection was closed without one")
            case httpx.ProtocolError():
                return faults.not_http(self._place, self._cleaned(str(error)))
            case _:
                return faults.cut(self._place)

    def _cleaned(self, said: str) -> str:
        """Words from outside as part of a sentence: without the key, should it be echoed, and without controls."""
        return clean(without_secrets(said)[:MAX_SAID]).rstrip(". ")


def _finished(body: BoundedBody, limit: int | None) -> bytes:
    """The body without secrets: a key that is echoed goes no further, not to a screen, not to a file.

    With a `limit` it may be gzip that nothing said it was.
    """
    whole = body.whole() if limit is None else unpacked(body.whole(), limit)
    return body_without_secrets(whole)


class _Passing(Exception):
    """A fault that may be gone in a moment; `wait_s` is how long the API asks to wait, None when it does not say."""

    def __init__(self, fault: Fault, wait_s: float | None = None) -> None:
        super().__init__(fault, wait_s)
        self.fault = fault
        self.wait_s = wait_s


class _Credentials(httpx.Auth):
    """Puts the key on a request at the last moment, so that it lies in no local and no client-wide header."""

    def __init__(self, api_key: Secret, project_id: str) -> None:
        # The HTTP library quotes a header it cannot send: never let it come that far.
        if not _TOKEN.fullmatch(api_key.reveal()):
            raise _unsendable("API key")
        if not _TOKEN.fullmatch(project_id):
            raise _unsendable("project id")
        self._api_key = api_key
        self._project_id = project_id

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["x-api-key"] = self._api_key.reveal()
        request.headers["x-project-id"] = self._project_id
        yield request


class _NoCookies(CookieJar):
    """Keeps none, and reads none: the readers of their dates break at some."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Nothing."""


def _connections(url: httpx.URL, credentials: _Credentials, connect_s: float) -> httpx.AsyncClient:
    trusts_environment = not _is_loopback(url.host)
    if trusts_environment:
        proxies.check()
    try:
        return httpx.AsyncClient(
            auth=credentials,
            # Loading the certificates takes 30 ms; plain http gets a context that trusts nobody, for nothing.
            verify=httpx.create_ssl_context() if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            headers={"accept": "application/json", "accept-encoding": "gzip", "user-agent": f"vpe-tui/{__version__}"},
            timeout=httpx.Timeout(None, connect=connect_s),
            cookies=_NoCookies(),
            follow_redirects=False,
            trust_env=trusts_environment,
        )
    except OSError as error:
        if (machine := faults.of_this_machine(error)) is not None:
            raise machine from None
        raise SettingsFault(
            "Certificates cannot be read", "they are named in the environment", "check SSL_CERT_FILE and SSL_CERT_DIR"
        ) from None
    except (ImportError, ValueError, httpx.InvalidURL):
        raise proxies.unusable() from None


def _checked_url(base_url: str) -> httpx.URL:
    if set(base_url) & set("?#@"):
        raise _wrong_url("it has a user name, a query or a fragment in it")
    try:
        url = httpx.URL(base_url.strip())
        host = url.host
    except (httpx.InvalidURL, ValueError):  # a host of `xn--` that stands for no letters
        raise _wrong_url("it is not a URL") from None
    if url.scheme not in ("http", "https") or not host:
        raise _wrong_url("it does not begin with https:// and a host")
    if url.scheme == "http" and not _is_loopback(host):
        raise _wrong_url("the key would go over the net in the clear")
    if url.port is not None and not 0 < url.port < 65536:
        raise _wrong_url(f"there is no port {url.port}")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _target_host(response: httpx.Response) -> str:
    """The host a redirect points to; empty when it points nowhere."""
    location = response.headers.get("location", "")
    try:
        return response.url.join(location).raw_host.decode("ascii") if location else ""
    except (httpx.InvalidURL, *faults.UNREADABLE):
        return ""


def _wrong_url(cause: str) -> SettingsFault:
    return SettingsFault("base_url cannot be used", cause, "give https://host, or http:// on this machine")


def _unsendable(what: str) -> SettingsFault:
    return SettingsFault(
        f"The {what} cannot be sent",
        "it is empty, or has spaces, line breaks or other signs no header can hold",
        f"copy it again: {WHERE_CREDENTIALS_ARE}",
    )
