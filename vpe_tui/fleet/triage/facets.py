"""Facets of sessions: what the bad ones can share, each declared once, the plainest first."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from vpe_tui.session.records import Listed, Record
from vpe_tui.text.clean import composed
from vpe_tui.text.urls import host_of, path_of

if TYPE_CHECKING:
    from vpe_tui.playback.playback import Playback
    from vpe_tui.session.model import Session

Attributes = Mapping[str, str]
"""Values by the facets' paths. One that is missing, masked or `Unknown` is not there."""

Sent = Mapping[str, object]
"""What was sent of a session, by the names of `show --flat`; `origin` is the list's alone."""

_NO_VALUE = frozenset(("", "unknown", "untitle", "*"))
_MASKED = re.compile(r"[*.:\s]*")
_SPELLINGS = {"ios": "iOS", "kr": "Korea", "korea, republic of": "Korea"}
_NO_NAME = re.compile(r"\d+|\*+|[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}|[0-9A-Fa-f]{16,}")
"""A segment of a path that is a number, stars or an id: of one thing, and no two sessions share it by cause."""


class Facet(NamedTuple):
    """A facet: the API's path and a plain name, and how its value is made of what was sent."""

    path: str
    name: str
    column: str
    """What of `Sent` it is made of."""
    value: Callable[[str], str]
    in_pairs: bool = False
    """Whether two of them are tried together: coarse ones alone, for all pairs are too many."""
    is_listed: bool = False
    """Whether the list tells it of every session."""


def attributes(sent: Sent) -> Attributes:
    """The attributes of a session."""
    found = ((facet.path, _value(facet, sent.get(facet.column))) for facet in FACETS)
    return {path: value for path, value in found if value}


def sent_of(session: "Session", playback: "Playback", origin: str | None = None) -> Sent:
    """What a session sent; its media is the item that was begun last."""
    media = playback.items[-1].media if playback.items else None
    url = (media.url if media else None) or ""
    records: tuple[Record | None, ...] = (session.user, session.player, media)
    fields = {name: field.__get__(each, type(each)) for each in records if each for name, field in each.fields.items()}
    whole = {"media_host": host_of(url), "media_path": path_of(url), "dialect": playback.dialect, "origin": origin}
    return fields | whole


def sent_of_listed(listed: Listed) -> Sent:
    """What the list tells of a session."""
    return {"os": listed.os, "device": listed.device, "origin": listed.origin}


def is_known(text: str) -> bool:
    """Whether a text says anything: not `Unknown`, not `Untitle`, not stars."""
    return text.partition(" / ")[0].casefold() not in _NO_VALUE and not _MASKED.fullmatch(text)


def _value(facet: Facet, sent: object) -> str:
    text = composed(sent).strip() if isinstance(sent, str) else ""
    if not is_known(text):
        return ""
    value = facet.value(text).strip()
    return value if is_known(value) else ""


def _as_sent(text: str) -> str:
    return text


def _spelled(text: str) -> str:
    return _SPELLINGS.get(text.casefold(), text)


def _family(text: str) -> str:
    """`iOS` of `iOS / 18.6.2`."""
    return _spelled(text.partition(" / ")[0])


def _versioned(text: str) -> str:
    family, slash, version = text.partition(" / ")
    return f"{_spelled(family)}{slash}{version}"


def _host(text: str) -> str:
    """A host without its port; one with stars in it could be any."""
    if "*" in text:
        return ""
    host, colon, port = text.lower().rpartition(":")
    return host if colon and port.isdecimal() else text.lower()


def _region(address: str) -> str:
    """The last part of `Mapo-gu, Seoul`; the first word of `Seoul Mapo-gu`."""
    _, comma, last = address.rpartition(",")
    return last if comma else address.split()[0]


def _network(address: str) -> str:
    """The /24 of an address, or its /48."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def _language(text: str) -> str:
    return re.split("[-_]", text)[0].lower()


def _named(path: str) -> list[str]:
    """The segments of a path that name something."""
    return [part for part in path.split("/") if part and not _NO_NAME.fullmatch(part)]


def _page(address: str) -> str:
    """The page's path on its site; what an app calls a page, whole."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    view = parts.netloc if parts.scheme not in ("", "http", "https") else ""
    return "/" + "/".join(_named(f"{view}/{parts.path}"))


def _folder(path: str) -> str:
    """The first two folders of a path: what lies in them comes from one place."""
    return "/" + "/".join(_named(path.rpartition("/")[0])[:2])


FACETS: tuple[Facet, ...] = (
    Facet("player.playerVersion", "player version", "playerVersion", _as_sent, in_pairs=True),
    Facet("media.host", "host", "media_host", _host, in_pairs=True),
    Facet("user.isp", "ISP", "isp", _as_sent, in_pairs=True),
    Facet("player.playerName", "player", "playerName", _as_sent),
    Facet("origin", "origin", "origin", _as_sent, in_pairs=True, is_listed=True),
    Facet("media.title", "title", "title", _as_sent, in_pairs=True),
    Facet("user.page", "page", "visitedPage", _page),
    Facet("media.folder", "path", "media_path", _folder),
    Facet("user.os_family", "OS", "os", _family, in_pairs=True, is_listed=True),
    Facet("user.os", "OS version", "os", _versioned, is_listed=True),
    Facet("user.browser_family", "browser", "browser", _family, in_pairs=True),
    Facet("user.browser", "browser version", "browser", _versioned),
    Facet("player_log.dialect", "log of", "dialect", _as_sent),
    Facet("user.device", "device", "device", _as_sent, in_pairs=True, is_listed=True),
    Facet("user.screen", "screen", "screen", _as_sent),
    Facet("user.region", "region", "address", _region, in_pairs=True),
    Facet("user.nation", "country", "nation", _spelled),
    Facet("user.network", "network", "ip", _network),
    Facet("user.lang", "language", "lang", _language),
    Facet("media.videoType", "type", "videoType", _as_sent, in_pairs=True),
    Facet("media.videoFormat", "format", "videoFormat", _as_sent, in_pairs=True),
)
"""Every facet. What somebody can do something about stands before what only describes."""

FACET_OF: Mapping[str, Facet] = {facet.path: facet for facet in FACETS}
