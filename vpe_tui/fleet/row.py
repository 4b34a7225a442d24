"""Rows of session lists, on screen or printed: what the API lists, joined with what is kept here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.fleet.summary import Summary
from vpe_tui.text.clean import composed, folded
from vpe_tui.text.times import KST, age, date_time, duration, kst_ms, moment, zone_name
from vpe_tui.text.uuid import is_uuid

if TYPE_CHECKING:
    from vpe_tui.fleet.summary import KeptEntry
    from vpe_tui.session.records import Listed

_WORDS = {
    "video-start-failure": "✗ no start",
    "playback-failure": "✗ failed",
    "not-started": "○ not started",
    "completed": "■ completed",
    "in-progress": "▶ in progress",
    "stopped-early": "◂ stopped early",
    "left": "◂ left",
}
_FAILURES = ("video-start-failure", "playback-failure")


@dataclass(frozen=True, slots=True)
class DisplayContext:
    """The clock and the zone that times are displayed by."""

    now_ms: int
    zone: tzinfo
    names_zone: bool = False
    """Whether each time names its zone: where a head could not name one for all of them."""


@dataclass
class SessionRow:
    """A session in a list. An unknown text is empty, an unknown number None; lengths are seconds.

    Nobody changes one; it is not frozen because thousands are made for a frame, and then three times as fast.
    """

    uuid: str
    when_ms: int | None
    is_error: bool
    device: str
    os: str
    origin: str
    start_s: float | None
    rebuffering_s: float | None
    playing_s: float | None
    summary: Summary = field(default_factory=Summary)
    """Empty for one that was never looked at."""
    fetched_ms: int | None = None
    """By our clock. None: not kept."""
    starred: bool = False
    notes: Notes = NO_NOTES
    is_new: bool = False
    found_by: tuple[str, ...] = ()
    """What it is found by beside its columns and its summary."""
    context: DisplayContext | None = None
    """What its times are displayed by, to be found as they are seen."""

    @cached_property
    def search(self) -> str:
        """Every column and every known field, `folded`; made when somebody searches: of thousands most never are."""
        context = self.context or DisplayContext(0, KST)
        when = date_time(self.when_ms, context.zone) if self.when_ms is not None else ""
        texts = [cell(self, context) for cell in _SEARCHED]
        # as the list says it, so that what is looked for stays in sight when its log tells more
        signs = ("starred" if self.starred else "", "error" if self.is_error else "")
        more = (when, self.summary.version, self.summary.host, self.notes.text, *signs)
        own = folded("\n".join((*self.found_by, *texts, *more)))
        return f"{own}\n{composed(self.summary.search)}"  # folded when it was kept, by an old version in pieces

    @property
    def is_kept(self) -> bool:
        """Whether the session is in the cache."""
        return self.fetched_ms is not None

    @property
    def has_uuid(self) -> bool:
        """Whether it can be asked for: what the API lists as a UUID could be a path, and is then none."""
        return is_uuid(self.uuid)

    @property
    def verdict(self) -> str:
        """The verdict in a word or two: with the error that caused it, with `!` and the worst number of a poor one.

        `✗ error`, or what is poor by the list, or nothing before it was looked at.
        """
        known = _WORDS.get(self.summary.verdict, self.summary.verdict)
        if not known:
            return "✗ error" if self.is_error else f"! {self.summary.worst}" if self.summary.worst else ""
        if self.summary.verdict in _FAILURES:
            return f"{known} {self.summary.error_code}"
        if self.summary.band == "poor":
            return " ".join(part for part in ("!", self.summary.worst, known.partition(" ")[2]) if part)
        return known

    @property
    def verdict_style(self) -> str:
        """The style that the verdict is shown in."""
        if self.summary.verdict in _FAILURES or (self.is_error and not self.summary.verdict):
            return "lines--error"
        return {"poor": "lines--warning", "fair": ""}.get(self.summary.band, "lines--dim")


_UNKNOWN = Summary()


def of_listed(
    listed: "Listed", kept: "KeptEntry | None", context: DisplayContext, *, is_new: bool = False
) -> SessionRow:
    """The row of a session that the API lists."""
    summary = kept.shown if kept else _UNKNOWN
    return SessionRow(
        uuid=listed.uuid or "",
        when_ms=kst_ms(listed.log_date),
        is_error=bool(listed.is_error),
        device=listed.device or "",
        os=listed.os or "",
        origin=listed.origin or "",
        start_s=_start_s(summary, listed),
        rebuffering_s=listed.rebuffering_s,
        playing_s=listed.playing_s,
        summary=summary,
        fetched_ms=kept.ours_ms if kept else None,
        starred=kept.starred if kept else False,
        notes=kept.notes if kept else NO_NOTES,
        is_new=is_new,
        found_by=tuple(entry.text for entry in listed.entries),
        context=context,
    )


def of_kept(kept: "KeptEntry", listed: "Listed | None", context: DisplayContext) -> SessionRow:
    """The row of a session that is kept; its origin is known where the API lists it too."""
    summary = kept.shown
    return SessionRow(
        uuid=kept.uuid,
        when_ms=summary.began_ms,
        is_error=bool(summary.error_code),
        device=summary.device,
        os=summary.os,
        origin=(listed.origin or "") if listed else "",
        start_s=_start_s(summary, listed),
        rebuffering_s=summary.rebuffering_s,
        playing_s=summary.playing_s,
        summary=summary,
        fetched_ms=kept.ours_ms,
        starred=kept.starred,
        notes=kept.notes,
        found_by=(kept.uuid,),
        context=context,
    )


def redacted(row: SessionRow) -> SessionRow:
    """The row with every text of it redacted, but a UUID; it is found by no other."""
    summary = row.summary._replace(**_redacted(row.summary._asdict()))
    own = {each.name: getattr(row, each.name) for each in fields(row)}
    return replace(row, summary=summary, found_by=(), notes=_hidden(row.notes), **_redacted(own))


def _hidden(notes: Notes) -> Notes:
    from vpe_tui.session.redact_text import redacted_text

    return notes.hidden(redacted_text)


def _redacted(values: Mapping[str, object]) -> dict[str, Any]:
    """Those of the values that are texts, redacted."""
    from vpe_tui.session.redact_text import redacted_text  # a list on screen never needs it

    return {name: redacted_text(text) for name, text in values.items() if isinstance(text, str) and not is_uuid(text)}


def _start_s(summary: Summary, listed: "Listed | None") -> float | None:
    """What its own log tells goes before what the API lists, so that both lists say the same."""
    return listed.start_s if summary.start_s is None and listed else summary.start_s


def _length(seconds: float | None) -> str:
    return "–" if seconds is None else duration(seconds)


def _when(row: SessionRow, context: DisplayContext) -> str:
    """`10-08 12:52:00`; of another year `25-10-08 12:52`."""
    if row.when_ms is None:
        return "–"
    text = date_time(row.when_ms, context.zone)
    short = text[5:] if text[:4] == f"{moment(context.now_ms, context.zone):%Y}" else text[2:16]
    return f"{short} {zone_name(context.zone, row.when_ms)}" if context.names_zone else short


def back_to(began_ms: int, context: DisplayContext) -> str:
    """How far back a list goes: `back to 07:48`; of another day `back to 2025-10-07 07:48`."""
    day, time = date_time(began_ms, context.zone)[:16].split(" ")
    return f"back to {time if date_time(context.now_ms, context.zone).startswith(day) else f'{day} {time}'}"


def _version(text: str) -> str:
    """`Edge / 141.0.0.0` as `Edge 141`, `React Native / 0.79.2` as `React Native 0.79`."""
    name, slash, version = text.partition(" / ")
    parts = version.split(".")
    return f"{name} {'.'.join(parts[: 2 if parts[0] == '0' else 1])}" if slash else text


def _mark(row: SessionRow, _: DisplayContext) -> str:
    return "★" if row.starred else "●" if row.is_new else ""


Value = float | str | None


class SessionColumn(NamedTuple):
    """What can be told of a session in a list, whichever list, on screen or printed."""

    name: str
    says: str
    width: int
    """Cells that most of what it says fits in."""
    cell: Callable[[SessionRow, DisplayContext], str]
    value: Callable[[SessionRow], Value]
    """What it is sorted by; None is unknown, and comes last either way."""
    is_number: bool = False
    """It stands at the right, and a filter compares it."""
    largest_first: bool = False
    """Its largest value is what one looks for."""


def _texts(name: str, says: str, width: int, of: Callable[[SessionRow], str]) -> SessionColumn:
    return SessionColumn(name, says, width, lambda row, _: of(row), lambda row: folded(of(row)) or None)


def _number(
    name: str, says: str, width: int, of: Callable[[SessionRow], float | None], say: Callable[[float | None], str]
) -> SessionColumn:
    return SessionColumn(name, says, width, lambda row, _: say(of(row)), of, is_number=True, largest_first=True)


def _count(count: float | None) -> str:
    return "–" if count is None else f"{count:,.0f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


_BADNESS = {"poor": 3, "fair": 2, "good": 1}

COLUMNS: tuple[SessionColumn, ...] = (
    SessionColumn("", "★ starred, ● new", 1, _mark, lambda row: 2 if row.starred else 1 if row.is_new else None,
                  largest_first=True),
    SessionColumn("fetched", "how long ago it was fetched", 10,
                  lambda row, at: age(max(at.now_ms - (row.fetched_ms or 0), 0)) if row.is_kept else "",
                  lambda row: row.fetched_ms, largest_first=True),
    SessionColumn("when", "when it began", 14, _when, lambda row: row.when_ms, largest_first=True),
    SessionColumn("verdict", "what became of it; ! and the worst number of a poor one", 18,
                  lambda row, _: row.verdict, lambda row: row.verdict or None),
    _texts("title", "of the first media item", 20, lambda row: row.summary.title),
    _texts("ISP", "who carried it to the viewer", 15, lambda row: row.summary.isp),
    _texts("host", "that the media came from: the CDN", 22, lambda row: row.summary.host),
    _texts("version", "of the player", 10, lambda row: row.summary.version),
    _texts("player", "its name", 12, lambda row: row.summary.player),
    _texts("browser", "browser or app", 12, lambda row: _version(row.summary.browser)),
    _texts("OS", "operating system", 14, lambda row: row.os.replace(" / ", " ") or "–")._replace(
        value=lambda row: folded(row.os) or None),
    _texts("device", "PC or Mobile", 8, lambda row: row.device or "–")._replace(value=lambda row: row.device or None),
    _texts("nation", "of the viewer", 11, lambda row: row.summary.nation),
    _texts("place", "of the viewer: city and region", 20, lambda row: row.summary.place),
    _texts("type", "VOD or LIVE", 4, lambda row: row.summary.kind),
    _texts("code", "of the last error", 6, lambda row: row.summary.error_code),
    SessionColumn("band", "good, fair or poor", 6, lambda row, _: row.summary.band,
                  lambda row: _BADNESS.get(row.summary.band), largest_first=True),
    _texts("worst", "the number furthest beyond what is fair", 12, lambda row: row.summary.worst),
    _number("start", "total start time", 8, lambda row: row.start_s, _length),
    _number("rebuffering", "how long it stalled", 13, lambda row: row.rebuffering_s, _length),
    _number("stalls", "how many stalls", 6, lambda row: row.summary.stalls, _count),
    _number("ratio", "rebuffering ratio: stalled of played and stalled time", 6, lambda row: row.summary.stall_ratio,
            _share),
    _number("longest", "the longest stall", 8, lambda row: row.summary.longest_stall_s, _length),
    _number("playing", "how long it played", 9, lambda row: row.playing_s, _length),
    _number("rows", "rows of its log", 6, lambda row: row.summary.events, _count),
    _texts("note", "a note of yours (i)", 24, lambda row: row.notes.text),
    _texts("origin", "the site or app", 12, lambda row: row.origin),
    _texts("UUID", "its id", 36, lambda row: row.uuid),
)  # fmt: skip
"""Every column there is."""

COLUMN_OF: Mapping[str, SessionColumn] = {column.name.lower(): column for column in COLUMNS}
"""By the name in small letters, as a filter and the settings have it."""

_SEARCHED = tuple(
    COLUMN_OF[name].cell
    for name in ("verdict", "browser", "os", "device", "band", "start", "rebuffering", "playing", "origin")
)
"""What of its columns a row is found by; the others stand in its summary's search text."""


def sort_rows(rows: Iterable[SessionRow], column: str, *, descending: bool) -> list[SessionRow]:
    """Rows in the order of a column; equal ones stay as they were."""
    key = COLUMN_OF[column.lower()].value
    valued = [(key(row), row) for row in rows]
    known = [pair for pair in valued if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=descending)
    return [row for _, row in known] + [row for value, row in valued if value is None]
