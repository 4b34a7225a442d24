"""Doors to other systems: links and commands of the settings, filled in for a session."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from vpe_tui.playback.playback import Playback
from vpe_tui.session.model import Session
from vpe_tui.session.redact_text import redacted_text
from vpe_tui.text.clean import one_line
from vpe_tui.text.times import utc_iso
from vpe_tui.text.urls import host_of, path_of

FIELDS = ("uuid", "host", "path", "from", "to", "ip24", "profile")
"""What a template may name: the media's host and path, when the session began and ended (UTC), the viewer's network."""

_FIELD = re.compile(r"\{(\w*)\}")


def unknown_fields(template: str) -> list[str]:
    """What a template names that there is none of."""
    return [name for name in _FIELD.findall(template) if name not in FIELDS]


def fields_of(session: Session, playback: Playback, profile: str) -> Mapping[str, str]:
    """What can be told of a session, by its name; empty where that is not known."""
    url = next((item.media.url for item in reversed(playback.items) if item.media and item.media.url), None)
    network = redacted_text(session.user.ip or "")
    told = {
        "uuid": session.uuid,
        "host": host_of(url),
        "path": path_of(url),
        "from": utc_iso(playback.begin_ms) if playback.order else "",
        "to": utc_iso(session.events.end_ms[-1]) if len(session.events) else "",
        "ip24": network if network.endswith(("/24", "/48")) else "",
        "profile": profile,
    }
    return {name: one_line(value) for name, value in told.items()}


def link(template: str, fields: Mapping[str, str]) -> str:
    """The address; empty where something that it names is not known."""
    quoted = {name: quote(value, safe="") for name, value in fields.items()}
    return _FIELD.sub(lambda match: quoted[match[1]], template) if _is_known(template, fields) else ""


def command(words: Sequence[str], fields: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a command; none where something that they name is not known, or would be taken for a flag."""
    filled = tuple(_FIELD.sub(lambda match: fields[match[1]], word) for word in words)
    flags = any(word.startswith("{") and said.startswith("-") for word, said in zip(words, filled, strict=True))
    return filled if not flags and all(_is_known(word, fields) for word in words) else ()


def _is_known(template: str, fields: Mapping[str, str]) -> bool:
    return all(fields.get(name) for name in _FIELD.findall(template))
