"""Proxies from the environment, checked before anything is sent to them."""

from importlib.util import find_spec
from urllib.parse import urlsplit
from urllib.request import getproxies

from vpe_tui.errors import SettingsFault

_SOCKS = ("socks5", "socks5h")
_HINT = "check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY"


def are_for(scheme: str) -> list[str]:
    """The named proxies that calls of a scheme go through: `https`, `all`."""
    return sorted(getproxies().keys() & {scheme, "all"})


def check() -> None:
    """Raises `SettingsFault` for a proxy that cannot be used. Its address is not named: it may hold a password."""
    named = getproxies()
    for scheme in ("http", "https", "all"):
        if why := _wrong(named.get(scheme, "")):
            name = f"{scheme.upper()}_PROXY"
            raise SettingsFault("The proxy cannot be used", f"{name}: {why}", f"correct or unset {name}")


def unusable() -> SettingsFault:
    """The fault for proxies that the HTTP library refuses."""
    return SettingsFault("The proxy cannot be used", "it is named in the environment", _HINT)


def _wrong(address: str) -> str:
    """Why nothing can be sent to an address; empty when something can, or none is named."""
    if not address:
        return ""
    try:
        place = urlsplit(address if "://" in address else f"http://{address}")
        host, port = place.hostname, place.port
    except ValueError:
        return "it is not a URL, or its port is none from 1 to 65535"
    if place.scheme not in ("http", "https", *_SOCKS):
        return "it should begin with http://, https:// or socks5://"
    if not host or port == 0:
        return "it has no host" if not host else "there is no port 0"
    if place.scheme in _SOCKS and find_spec("socksio") is None:
        return "it is a SOCKS proxy, and the Python package socksio is not installed here"
    return ""
