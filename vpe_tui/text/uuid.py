"""UUIDs of sessions, found in pasted text. Nothing else ever gets into the path of a call."""

import re

from vpe_tui.errors import UsageFault
from vpe_tui.text.clean import one_line

# Not hex: one of the players draws from all of [a-z0-9].
_FORM = "[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}"
_CAPITAL_HEX = frozenset("0123456789ABCDEF-")
_UUID = re.compile(_FORM)
_UNSEEN = "\u00a0\u00ad\u1680\u3000\ufeff" + "".join(map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x2030))))
_UNSEEN += "".join(map(chr, range(0x205F, 0x2070)))
_STAND_INS = "␉␊␍\ufffd"
"""What `text.clean` makes of what is not seen: text that is pasted has been through it."""
_AROUND = " \t\n\v\f\r" + _UNSEEN + _STAND_INS + "<>\"'`*“”‘’„‚«»‹›「」『』"
# `re` compiles these when they are first used: a start uses few of them, or none
_MARKDOWN = r"!?\[[^\]]*\]\(\s*([^\s)]+)[^)]*\)"
_URL = r"(?i)https?://[^\s/?#]*([^\s?#]*)(\S*)"
_SEGMENT = rf"/({_FORM})(?=/|$)"
_IN_NAME = rf"(?<![0-9A-Za-z]){_FORM}(?![0-9A-Za-z])"
_VALUE = rf"(?ia)(?:(?<![\w-])|(?<=%2F))({_FORM})(?![\w-])"


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID and nothing else."""
    return _UUID.fullmatch(text) is not None


def unwrapped(text: str) -> str:
    """What was pasted, without what chats, mails and documents put around it: quotes, brackets, what is not seen.

    Of a link of Markdown (`[x](https://…)`) or Slack (`<https://…|x>`) it is the address.
    """
    bare = text.strip(_AROUND)
    if link := re.fullmatch(_MARKDOWN, bare):
        bare = link[1].strip(_AROUND)
    return bare.partition("|")[0].rstrip(_AROUND) if is_url(bare) else bare


def is_url(text: str) -> bool:
    """Whether a text is an address of the web."""
    return text[:8].lower().startswith(("http://", "https://"))


def session_uuid(text: str) -> str:
    """The UUID in `text`: bare, or anywhere behind the host of a pasted URL; what is wrapped around it is no matter.

    Hexadecimal in capitals is written small, as players write it. Raises `UsageFault` where there is none.
    """
    uuid = _found(text)
    if uuid is None:
        raise UsageFault(
            "Not a session UUID",
            f"“{one_line(text.strip())}”",
            "a UUID looks like 1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d; a console URL that has one works too",
        )
    return uuid.lower() if set(uuid) <= _CAPITAL_HEX else uuid


def names_session(text: str) -> bool:
    """Whether `session_uuid` finds one."""
    return _found(text) is not None


def uuid_in_name(name: str) -> str | None:
    """The UUID in a file's name, as `s` writes it or anybody else: `vpe-UUID-answer.json`, `UUID-2.json.gz`."""
    found = re.search(_IN_NAME, name)
    return session_uuid(found[0]) if found else None


def _found(text: str) -> str | None:
    bare = unwrapped(text)
    return bare if is_uuid(bare) else _in_url(bare)


def _in_url(pasted: str) -> str | None:
    """The last UUID of a URL's path: the console's token stands before it and may look like one; else of the rest."""
    url = re.fullmatch(_URL, pasted)
    found = url and (re.findall(_SEGMENT, url[1]) or re.findall(_VALUE, url[2]))
    return found[-1] if found else None
