"""Sessions of a window: what the list tells of each, and what its own log tells once that was read."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from vpe_tui.fleet.triage.facets import Attributes, Sent, attributes, is_known, sent_of, sent_of_listed
from vpe_tui.playback import sums
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.verdict import FAILURES
from vpe_tui.session.records import Listed
from vpe_tui.text.numbers import number
from vpe_tui.text.times import kst_ms

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.session.model import Session

_NOT_STARTED = ("video-start-failure", "not-started")
_IN_LINE = tuple(metric.key for metric in METRICS if metric.unit != "s by quality")
_HEX = frozenset("0123456789abcdefABCDEF-")
_DOMAINS = frozenset(("com", "net", "org", "edu", "gov", "info", "io"))
"""What an app's id begins with and a site's name ends with, beside the countries' two letters."""


class ReadSession(NamedTuple):
    """A session whose log was read: its diagnosis in short, and its attributes. The log itself is not kept."""

    uuid: str
    began_ms: int | None
    verdict: str
    verdict_text: str
    band: str
    """Empty where there is too little to say."""
    error_code: str
    lived_s: float
    metrics: Mapping[str, float | None]
    """Every number of `METRICS` but the nested one."""
    attributes: Attributes
    address: str
    """The viewer's; empty where it is unknown or masked."""

    @property
    def is_failure(self) -> bool:
        """Whether it did not start, or broke off."""
        return self.verdict in FAILURES

    @property
    def has_started(self) -> bool:
        """Whether there was a picture."""
        return self.verdict not in _NOT_STARTED

    @property
    def viewer(self) -> tuple[str, ...]:
        """Who watched, as well as can be told: the address, or what a viewer without one looks like."""
        like = ("user.screen", "user.browser", "user.os", "user.isp", "user.page")
        return (self.address,) if self.address else tuple(self.attributes.get(path, "") for path in like)


class ListedSession(NamedTuple):
    """A session as the list tells of it. Lengths are seconds; an unknown one is 0, as the list has it."""

    uuid: str
    began_ms: int | None
    is_error: bool
    start_s: float
    rebuffering_s: float
    playing_s: float
    is_app: bool
    """An app's: of such a row only the error counts, its times are no measurement."""
    attributes: Attributes

    @property
    def seen_until_ms(self) -> int | None:
        """The instant up to which the list has heard of it."""
        if self.began_ms is None:
            return None
        return self.began_ms + round(1000 * (self.start_s + self.rebuffering_s + self.playing_s))


def is_app_row(row: Listed) -> bool:
    """Whether a row of the list is an app's."""
    return _is_app_id(row.origin or "") or not set(row.uuid or "") <= _HEX


def listed_session(row: Listed) -> ListedSession:
    """A row of the list."""
    return ListedSession(
        row.uuid or "",
        kst_ms(row.log_date),
        bool(row.is_error),
        max(row.start_s or 0, 0),
        max(row.rebuffering_s or 0, 0),
        max(row.playing_s or 0, 0),
        is_app_row(row),
        attributes(sent_of_listed(row)),
    )


def read_session(session: "Session", diagnosis: "Diagnosis", origin: str | None = None) -> ReadSession:
    """A session and its diagnosis; its origin is known where it is listed."""
    playback, verdict = diagnosis.playback, diagnosis.verdict
    codes = (*(error.code for error in session.errors), *session.events.error_code)
    sent = sent_of(session, playback, origin)
    return ReadSession(
        session.uuid,
        playback.begin_ms if playback.order else None,
        verdict.id,
        verdict.text,
        verdict.band or "",
        next((code for code in codes if code), ""),
        sums.total_lived_ms(playback) / 1000,
        {key: getattr(diagnosis.metrics, key) for key in _IN_LINE},
        attributes(sent),
        _address(sent),
    )


def session_of_line(line: Sent, began_ms: int | None) -> ReadSession:
    """A line of `show --flat`. How long it lived is not in it: what was played and waited for is."""
    numbers = {key: number(line.get(key)) for key in _IN_LINE}
    lived = ("total_start_s", "playing_s", "rebuffer_s", "seek_stall_s", "paused_s")
    texts = (_text(line.get(name)) for name in ("uuid", "verdict", "verdict_text", "band", "error_code"))
    uuid, verdict, verdict_text, band, code = texts
    lived_s = sum(numbers[key] or 0 for key in lived)
    found = attributes(line)
    return ReadSession(uuid, began_ms, verdict, verdict_text, band, code, lived_s, numbers, found, _address(line))


def as_listed(read: ReadSession) -> ListedSession:
    """A session that was read and that no list told of, as one would: of saved answers and lines."""
    numbers = read.metrics
    return ListedSession(
        read.uuid,
        read.began_ms,
        read.is_failure,
        numbers.get("total_start_s") or 0,
        numbers.get("rebuffer_s") or 0,
        numbers.get("playing_s") or 0,
        False,
        read.attributes,
    )


def _address(sent: Sent) -> str:
    text = _text(sent.get("ip")).strip()
    return text if is_known(text) and "*" not in text else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_app_id(origin: str) -> bool:
    """Whether an origin is an app's (`com.example.app`): a site's name the other way round."""
    first, _, last = origin.lower().partition(".")[0], "", origin.lower().rpartition(".")[2]
    if "." not in origin or "/" in origin or not re.fullmatch(r"[\w.-]+", origin):
        return False
    return first in _DOMAINS or (_is_country(first) and last not in _DOMAINS and not _is_country(last))


def _is_country(label: str) -> bool:
    return len(label) == 2 and label.isalpha()
