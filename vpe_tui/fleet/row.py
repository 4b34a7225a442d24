"""Rows of session lists, on screen or printed: what the API lists, joined with what is kept here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vpe_tui.fleet.summary import Summary
from vpe_tui.text.clean import folded
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
        texts = (CELLS[name](self, context) for name in ("verdict", "browser", "OS", "start", "rebuffering", "playing"))
        more = (when, self.device, self.origin, self.summary.band, "starred" if self.starred else "")
        return folded(" ".join((*self.found_by, self.summary.search, *texts, *more)))

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
        """The verdict in a word or two, with the error that caused it; `✗ error` or nothing before it was looked at."""
        known = _WORDS.get(self.summary.verdict, self.summary.verdict)
        if not known:
            return "✗ error" if self.is_error else ""
        return f"{known} {self.summary.error_code}" if self.summary.verdict in _FAILURES else known

    @property
    def verdict_style(self) -> str:
        """The style that the verdict is shown in."""
        if self.summary.verdict in _FAILURES or (self.is_error and not self.summary.verdict):
            return "lines--error"
        return {"poor": "lines--warning", "fair": ""}.get(self.summary.band, "lines--dim")

    def has(self, words: Iterable[str]) -> bool:
        """Whether each of some `folded` words stands somewhere in the row."""
        return all(word in self.search for word in words)


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
        found_by=(kept.uuid,),
        context=context,
    )


def redacted(row: SessionRow) -> SessionRow:
    """The row with every text of it redacted, but a UUID; it is found by no other."""
    summary = row.summary._replace(**_redacted(row.summary._asdict()))
    own = {each.name: getattr(row, each.name) for each in fields(row)}
    return replace(row, summary=summary, found_by=(), **_redacted(own))


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


def _version(text: str) -> str:
    """`Edge / 141.0.0.0` as `Edge 141`, `React Native / 0.79.2` as `React Native 0.79`."""
    name, slash, version = text.partition(" / ")
    parts = version.split(".")
    return f"{name} {'.'.join(parts[: 2 if parts[0] == '0' else 1])}" if slash else text


def _mark(row: SessionRow, _: DisplayContext) -> str:
    return "★" if row.starred else "●" if row.is_new else ""


CELLS: Mapping[str, Callable[[SessionRow, DisplayContext], str]] = {
    "": _mark,
    "fetched": lambda row, context: age(max(context.now_ms - (row.fetched_ms or 0), 0)) if row.is_kept else "",
    "when": _when,
    "verdict": lambda row, _: row.verdict,
    "title": lambda row, _: row.summary.title,
    "ISP": lambda row, _: row.summary.isp,
    "browser": lambda row, _: _version(row.summary.browser),
    "band": lambda row, _: row.summary.band,
    "device": lambda row, _: row.device or "–",
    "OS": lambda row, _: row.os.replace(" / ", " ") or "–",
    "start": lambda row, _: _length(row.start_s),
    "rebuffering": lambda row, _: _length(row.rebuffering_s),
    "playing": lambda row, _: _length(row.playing_s),
    "origin": lambda row, _: row.origin,
}
"""What each column says of a row."""

_BADNESS = {"poor": 3, "fair": 2, "good": 1}

SORTED_BY: Mapping[str, Callable[[SessionRow], "float | str | None"]] = {
    "": lambda row: 2 if row.starred else 1 if row.is_new else None,
    "fetched": lambda row: row.fetched_ms,
    "when": lambda row: row.when_ms,
    "verdict": lambda row: row.verdict or None,
    "title": lambda row: folded(row.summary.title) or None,
    "ISP": lambda row: folded(row.summary.isp) or None,
    "browser": lambda row: folded(row.summary.browser) or None,
    "band": lambda row: _BADNESS.get(row.summary.band),
    "device": lambda row: row.device or None,
    "OS": lambda row: folded(row.os) or None,
    "start": lambda row: row.start_s,
    "rebuffering": lambda row: row.rebuffering_s,
    "playing": lambda row: row.playing_s,
    "origin": lambda row: folded(row.origin) or None,
}
"""What each column is sorted by; what is unknown comes last either way."""

LARGEST_FIRST = frozenset(("", "fetched", "when", "band", "start", "rebuffering", "playing"))
"""Columns whose largest value is what one looks for."""


def sort_rows(rows: Iterable[SessionRow], column: str, *, descending: bool) -> list[SessionRow]:
    """Rows in the order of a column; equal ones stay as they were."""
    key = SORTED_BY[column]
    known = [(value, row) for row in rows if (value := key(row)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    unknown = [row for row in rows if key(row) is None]
    return [row for _, row in known] + unknown
