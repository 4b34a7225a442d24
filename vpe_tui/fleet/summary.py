"""The summary of a session: what a list shows of it and searches."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.playback.model import READING
from vpe_tui.session.glossary import PLAYER_ERRORS
from vpe_tui.text.clean import clean, folded
from vpe_tui.text.numbers import number
from vpe_tui.text.times import KST, date_time
from vpe_tui.text.urls import host_of

if TYPE_CHECKING:  # a list of summaries is shown before anything is diagnosed
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.session.model import Session
    from vpe_tui.session.records import Record


SEARCHED = 6_000
"""Characters that a session is found by, at most; and of each field that is shown, a twentieth."""


class Summary(NamedTuple):
    """A session's summary. Text is clean; an unknown text is empty, an unknown number None. Lengths are seconds."""

    title: str = ""
    kind: str = ""
    """`VOD` or `LIVE`."""
    isp: str = ""
    browser: str = ""
    os: str = ""
    device: str = ""
    nation: str = ""
    place: str = ""
    """City and region, as the API has them."""
    player: str = ""
    version: str = ""
    """Of the player."""
    host: str = ""
    """That the media of the first item came from."""
    verdict: str = ""
    """The verdict's id."""
    verdict_text: str = ""
    band: str = ""
    worst: str = ""
    """The number that is furthest beyond what is fair; empty where none is."""
    error_code: str = ""
    """Of the last error."""
    began_ms: int | None = None
    """Epoch ms."""
    start_s: float | None = None
    rebuffering_s: float | None = None
    playing_s: float | None = None
    stalls: int | None = None
    stall_ratio: float | None = None
    """A fraction."""
    longest_stall_s: float | None = None
    events: int | None = None
    search: str = ""
    """Every known field of it, `folded`."""
    reading: int | None = None
    """The `READING` that verdict and numbers are of; None: of the first, which wrote no number."""

    def as_json(self) -> dict[str, Any]:
        """The JSON object of the summary."""
        return self._asdict()

    @classmethod
    def read(cls, value: object) -> "Summary":
        """The summary in a JSON object; values of other types are unknown."""
        if not isinstance(value, Mapping):
            return cls()
        read: dict[str, Any] = {name: read(value.get(name)) for name, read in _FIELDS}
        search = value.get("search")  # it is never shown, and cleaning it would take longer than all the rest
        return cls(**read, search=search if isinstance(search, str) else "")


class KeptEntry(NamedTuple):
    """An entry of the cache: the head of a kept session."""

    uuid: str
    fetched_ms: int
    starred: bool
    size: int
    """Bytes on the disk."""
    summary: Summary
    looked_at_ms: int | None = None
    """When it was first looked at as it is; None: it was only fetched ahead."""
    offset_ms: int = 0
    """How far the service's clock was ahead of ours."""
    notes: Notes = NO_NOTES

    @property
    def is_outdated(self) -> bool:
        """Whether its verdict is of an older reading than ours."""
        return (self.summary.reading or 1) < READING

    @property
    def shown(self) -> Summary:
        """The summary as it is shown: a verdict of an older reading is not."""
        return self.summary._replace(verdict="", verdict_text="", band="") if self.is_outdated else self.summary

    @property
    def is_chosen(self) -> bool:
        """Whether somebody looked at it or starred it."""
        return self.looked_at_ms is not None or self.starred

    @property
    def ours_ms(self) -> int:
        """When it was fetched by our clock, for telling how long ago that is."""
        return self.fetched_ms - self.offset_ms


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return value if type(value) is int and abs(value) < 1 << 53 else None


_READ: Mapping[object, Callable[[object], object]] = {str: _text, int | None: _whole, float | None: number}
_FIELDS = tuple((name, _READ[kind]) for name, kind in Summary.__annotations__.items() if name != "search")


def summary_of(session: "Session", diagnosis: "Diagnosis") -> Summary:
    """The summary of a session and its diagnosis."""
    user, metrics, verdict = session.user, diagnosis.metrics, diagnosis.verdict
    shown: dict[str, str | None] = {
        "title": next((media.title for media in session.media if media.title), ""),
        "isp": user.isp,
        "browser": user.browser,
        "os": user.os,
        "device": user.device,
        "nation": user.nation,
        "place": user.address,
        "player": session.player.name,
        "version": session.player.version,
        "host": next((host for media in session.media if (host := host_of(media.url))), ""),
        "worst": diagnosis.worst_text,
        "verdict_text": verdict.text,
        "error_code": _last_error(session),
    }
    return Summary(
        **{name: _short(text or "") for name, text in shown.items()},
        kind=session.kind,
        verdict=verdict.id,
        band=verdict.band or "",
        began_ms=session.events.zero_ms if len(session.events) else None,
        start_s=metrics.total_start_s,
        rebuffering_s=metrics.rebuffer_s,
        playing_s=metrics.playing_s,
        stalls=metrics.rebuffer_count,
        stall_ratio=metrics.rebuffering_ratio,
        longest_stall_s=metrics.rebuffer_longest_s,
        events=len(session.events),
        search=folded(" ".join(_searched(session, verdict.text)))[:SEARCHED],
        reading=READING,
    )


def _short(text: str) -> str:
    limit = SEARCHED // 20
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _last_error(session: "Session") -> str:
    codes = [error.code for error in session.errors] + [code for code in session.events.error_code if code]
    return codes[-1] or "" if codes else ""


def _searched(session: "Session", verdict_text: str) -> Iterator[str]:
    """What people may remember of a session, the likeliest first: what comes late may be cut."""
    yield from (session.uuid, session.kind, verdict_text)
    codes = dict.fromkeys(code for code in (_last_error(session), *session.events.error_code) if code)
    yield from (f"{code} {PLAYER_ERRORS.get(code, '')}" for code in list(codes)[:20])
    if len(session.events):
        yield date_time(session.events.zero_ms, KST)
    for record in (session.user, session.player, *session.media, *session.errors):
        yield from _values(record)


def _values(record: "Record") -> Iterator[str]:
    return (_short(entry.text) for entry in record.entries)
