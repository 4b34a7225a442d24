"""Addresses: what of them says most."""

from urllib.parse import urlsplit

from vpe_tui.text.cells import cut, width_of

_SCHEME = "://"
_LEAST_PATH = 4
"""Cells of a path that is worth its ellipsis."""


def host_of(url: str | None) -> str:
    """The host of an address, with its port: `cdn.example.com`; empty where there is none."""
    _, scheme, rest = (url or "").partition(_SCHEME)
    return rest.split("/", 1)[0].split("?", 1)[0].rpartition("@")[2] if scheme else ""


def path_of(url: str | None) -> str:
    """The path of an address, without its query: `/vod/1.m3u8`; empty where there is none."""
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""


def cut_url(url: str, width: int) -> str:
    """An address in at most `width` cells. The scheme goes first, then the middle of the path; the host goes last."""
    if width_of(url) <= width:
        return url
    rest = url.partition(_SCHEME)[2]
    host, slash, path = rest.partition("/")
    room = width - width_of(host) - 2  # the slash and the ellipsis
    if width_of(rest) <= width or not slash or room < _LEAST_PATH:
        return cut(rest, width)
    tail = path[-room:]
    while width_of(tail) > room:
        tail = tail[1:]
    return f"{host}/…{tail}"
