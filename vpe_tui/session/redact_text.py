"""Redaction of free text: IP and mail addresses, query strings and credentials, wherever they stand.

Hosts, paths, codes, versions and times stay. What was encoded for a URL, a script or a page, however often, is read as
what it says.
"""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

from vpe_tui.text.clean import clean

HIDDEN = "(redacted)"
"""Stands for a value of which nothing may be told."""

_LONGEST_REMEMBERED = 200

_DEEPEST = 8
"""Times that a text was encoded over and over; deeper is no address that anybody meant."""

_IPV4 = re.compile(r"(?<!\d)(?<!\d\.)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)", re.ASCII)
_IPV4_IN_HOST = re.compile(
    r"(?:(?<=\bip-)|(?<!\d)(?=[\d-]{7,15}(?:\.[A-Za-z][\w-]*){2}))(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?![\w-])",
    re.ASCII,
)
"""As providers name their customers' hosts: `ec2-203-0-113-77.compute.example.com`."""
_IPV4_ODD = re.compile(
    r"(?<![\w.])(?:0x[0-9A-Fa-f]{1,2}(?:\.0x[0-9A-Fa-f]{1,2}){3}|(?=[\d.]*\b0[0-7]{3}\b)\d{1,4}(?:\.\d{1,4}){3})(?![\w]|\.\d)",
    re.ASCII,
)
"""In hexadecimal or octal; as one number it could as well be a code or a time."""
_IPV6 = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:.]+(?:%\w+)?", re.ASCII)
_USER = re.compile(r"(?<=//)[^\s/?#]*@")
_URL_TAIL = re.compile(r"(://[^\s?#]*+)\S*")
_QUERY = re.compile(r"\?[^\s?=]*=\S*|(?<=[A-Za-z0-9_/.%\-\])])\?[!-~]\S*")
_FRAGMENT = re.compile(r"#(?:[^\s#=]*=\S*|(?<=/#)\S+)")
_PARAMETERS = re.compile(r"(?<![\w.-])[\w.%\[\]-]+=[^\s&]*(?:&(?:amp;)?[\w.%\[\]-]+=[^\s&]*)+")
"""A query that lost its question mark."""
_WORD = re.compile(r"\S+")
_ENCODED = re.compile(
    r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[a-zA-Z]{2,10});"
)
_AT = "@＠﹫"
_LABEL = rf"""[^\s{_AT}<>()\[\],;:"'`\\/?=&#|.!]+"""
_EMAIL = re.compile(
    rf"""[^\s{_AT}<>()\[\],;:"\\/?=&#|]{{1,255}}[{_AT}]"""
    rf"""(?:(?:{_LABEL}\.)+(?=[^\W\d_]){_LABEL}|\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?!\.?\d)|\[[^\]\s]+\]|"""
    r"""[^\s…]*…)"""
)
"""The last label of a host begins with a letter: `hls.js@1.5.20` is a version. The text may be cut in the middle."""
_JWT = re.compile(r"(?<![\w-])eyJ(?:[\w-]{4,}(?:\.[\w-]*){1,4}|[\w+/-]{13,}={0,2})", re.ASCII)
"""And any other object of JSON in base64."""
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))")
_BEARER = re.compile(
    r"""(\bbearer(?:\s+token)?(?:\s*[:=]\s*|\s+|%20|\+)["']?)(?!\(redacted\))(?!token\b)\S+""", re.IGNORECASE
)
_SCHEMES = "(?i:bearer|basic|digest|negotiate|ntlm|token|api[-_ ]?key|oauth|hawk|aws4-hmac-sha256)"
_PAIR = r"""[\w-]+=(?:"[^"]*"|[^\s,;"]+)"""
_PAIRS = rf"{_PAIR}(?:[,;]\s*{_PAIR})*"
_PROSE = r"""(?![A-Z]?[a-z]+(?:[-'][a-z]+)*[]"'.,;:!?)]*(?:\s|$))"""
_CREDENTIALS = re.compile(rf"(\b{_SCHEMES}(?:\s+|%20|\+))(?!\(redacted\))(?:{_PAIRS}|{_PROSE}\S{{6,}})")
"""What follows the name of a scheme and is no word of a sentence."""
_TOLD = re.compile(rf"""(\b{_SCHEMES}\s*[:=]\s*["']?)(?!\(redacted\))(?=[\w.~+/-]*[\d=])[\w.~+/=-]{{6,}}""")
"""The same after a colon; `Unexpected token: ILLEGAL` is prose."""
_HEADER = re.compile(
    rf"""(\b(?i:(?:proxy-)?authorization)\b["']?\s*[:=]\s*["']?(?>{_SCHEMES}(?:\s+|%20|\+))?+)"""
    rf"""(?!\(redacted\))(?:{_PAIRS}|[^\s"',;]+)"""
)
_COOKIE = re.compile(
    r"""(\b(?i:(?:set-)?cookie2?)\b["']?\s*[:=]\s*["']?)(?!\(redacted\))"""
    r"""[^\s=;,"']+(?:=[^\s;,"']*)?(?:;\s*[^\s=;,"']+(?:=[^\s;,"']*)?)*"""
)
_SECRET = re.compile(
    r"""(\b(?i:[\w.-]{0,40}(?:passw(?:or)?d|pwd|secret|(?:api|access|private|auth)[-_.]?key"""
    r"""|(?:access|auth|id|refresh|session|csrf|xsrf|security|user)[-_.]?token|credentials?|sess(?:ion)?[-_.]?id)"""
    r"""["']?\s*[:=]\s*"""
    r"""|(?:[\w.-]{0,40}token|jwt|sig|signature|auth|hdnts|hdnea|hmac|pass|pw|sid)"""
    r"""(?:["']\s*[:=]\s*|\s*=\s*|:(?=\S)|\s*:\s+(?=\S*\d)(?=\S{8})))["']?)"""
    r"""(?!\(redacted\))[^\s"'&;,<>()\[\]{}]+"""
)
"""A value beside a name that says it is one; `Unexpected token: x` is prose."""
_SAYS_SECRET = re.compile(
    "auth|cookie|bearer|basic|digest|negotiate|ntlm|token|key|hawk|aws4"
    "|pass|pw|secret|credential|sess|sid|jwt|sig|hdn|hmac",
    re.IGNORECASE,
)
"""Stands in every text that the six before it find something in: most texts are spared them."""


def redacted_text(text: str) -> str:
    """The text redacted: what looks like an IP or mail address, a query string or a token."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _text(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> str:
    return _text(text)


def _text(text: str) -> str:
    """Again until nothing changes: what is left when something went may be the next one."""
    for _ in range(_DEEPEST):
        before, text = text, _in_words(text)
        if text == before:
            break
    return text


def _in_words(text: str) -> str:
    text = _plain(text)
    return _WORD.sub(_decoded, text) if _ENCODED.search(text) else text


def _decoded(match: re.Match[str]) -> str:
    """A word that was encoded, as often as it was, where there is something in it that is not to be told."""
    from html import unescape

    word = match[0]
    for _ in range(_DEEPEST):
        if not _ENCODED.search(word):
            break
        word = unescape(unquote(_ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), word)))
    word = clean(word)
    safe = _plain(word)
    return match[0] if safe == word else safe


def _plain(text: str) -> str:
    if "//" in text:
        text = _URL_TAIL.sub(r"\1", _USER.sub("", text))
    if "?" in text:
        text = _QUERY.sub("", text)
    if "#" in text:
        text = _FRAGMENT.sub("", text)
    if "&" in text:
        text = _PARAMETERS.sub(HIDDEN, text)
    if _SAYS_SECRET.search(text):
        for pattern in (_HEADER, _COOKIE, _BEARER, _CREDENTIALS, _TOLD, _SECRET):
            text = pattern.sub(rf"\1{HIDDEN}", text)
    if "eyJ" in text:
        text = _JWT.sub(HIDDEN, text)
    if any(sign in text for sign in _AT):
        text = _EMAIL.sub(HIDDEN, text)
    if "." in text:
        text = _IPV4_ODD.sub(HIDDEN, text)
    return _IPV4_IN_HOST.sub(_net_of_4, _IPV4.sub(_net_of_4, _IPV6.sub(_net_of_6, text)))


def _net_of_4(match: re.Match[str]) -> str:
    """`203.0.113.0/24`. What ends in 0 tells no more than that already (and is likely a version: `141.0.0.0`).

    Loopback is every machine's, and nobody's.
    """
    parts = match.groups()
    if int(parts[3]) == 0 or parts[0] == "127" or any(int(part) > 255 for part in parts):
        return match[0]
    between = match[0][len(parts[0])]
    return f"{between.join((*parts[:3], '0'))}/24"


def _net_of_6(match: re.Match[str]) -> str:
    """`2001:db8:1::/48`, also where a port or a word stands at it; no address: as it was."""
    groups = match[0].partition("%")[0].split(":")
    for first in range(min(3, len(groups))):
        for last in range(len(groups), max(len(groups) - 3, first), -1):
            candidate = ":".join(groups[first:last]).rstrip(".")
            net = _net(candidate)
            if net is not None:
                return match[0] if net == candidate else "".join(f"{group}:" for group in groups[:first]) + net
    return match[0]


def _net(text: str) -> str | None:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:  # the first 48 bits of these hold all of the IPv4 address
        return str(ipaddress.IPv4Network((int(inner) & ~0xFF, 24)))
    network = ipaddress.IPv6Network((int(address) >> 80 << 80, 48))
    return text if address.is_loopback or network.network_address == address else str(network)
