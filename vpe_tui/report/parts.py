"""Parts of the reports for people: of the text on a terminal, and of the Markdown for a ticket."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple

from vpe_tui.fleet.notes import Notes
from vpe_tui.playback.model import LOOKS, State
from vpe_tui.playback.playback import Playback
from vpe_tui.playback.strip import WORST, cells, whole
from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.declarations import METRIC_OF
from vpe_tui.qoe.diagnosis import Diagnosis
from vpe_tui.qoe.findings.finding import SEVERITIES, Finding
from vpe_tui.qoe.metric import band_of
from vpe_tui.session.events import Event
from vpe_tui.session.glossary import error_text
from vpe_tui.session.model import Session
from vpe_tui.session.records import Entry
from vpe_tui.text.clean import counted
from vpe_tui.text.times import clock, date_time, duration, playhead, relative, zone_name

KEY_NUMBERS = (
    "video_startup_s",
    "rebuffering_ratio",
    "rebuffer_per_hour",
    "rebuffer_longest_s",
    "seek_latency_max_s",
    "error_count",
    "rebuffer_count",
    "total_start_s",
    "playing_s",
    "content_watched_share",
    "furthest_share",
    "seek_count",
    "quality_mean_px",
    "coverage",
)
"""The numbers that a report has, those with a band first."""

ROW_HEAD = ("row", "since start", "clock", "action", "took", "playhead", "quality", "error")
ROW_RIGHT = (0, 1, 4, 5)


class Number(NamedTuple):
    """A metric as a report shows it."""

    term: str
    value: str
    band: Band | None


def key_numbers(diagnosis: Diagnosis) -> list[Number]:
    """The key metrics of a report."""
    metrics = (METRIC_OF[key] for key in KEY_NUMBERS)
    return [
        Number(metric.term, diagnosis.value_text(metric), band_of(metric, diagnosis.metrics, diagnosis.bands))
        for metric in metrics
    ]


def qualities(diagnosis: Diagnosis) -> str:
    """`1080p 4 m 03 s, 480p 12.0 s; 2 up, 3 down`; empty when nothing played."""
    metrics = diagnosis.metrics
    longest = sorted(metrics.quality_s.items(), key=lambda each: -each[1])
    told = ", ".join(f"{quality} {duration(length)}" for quality, length in longest)
    switches = f"; {metrics.quality_up:,} up, {metrics.quality_down:,} down"
    return told + (switches if metrics.quality_up or metrics.quality_down else "")


class Strip(NamedTuple):
    """The session as one line of cells, with what stands around it."""

    states: Sequence[State | None]
    """The worst in each cell; None where nothing is."""
    began: str
    ended: str
    legend: str


def strip(playback: Playback, zone: tzinfo, width: int) -> Strip | None:
    """The whole session in `width` cells; None when it has no row."""
    if not len(playback.session.events):
        return None
    all_of_it = whole(playback)
    states = [cell.state for cell in cells(playback, all_of_it, width)]
    words = [f"{LOOKS[state].glyph} {LOOKS[state].word}" for state in reversed(WORST) if state in states]
    begin_ms = all_of_it.start_ms
    return Strip(
        states,
        f"{date_time(begin_ms, zone)} {zone_name(zone, begin_ms)}",
        f"{relative(all_of_it.length_ms - 1)}, a cell is {duration(all_of_it.length_ms / width / 1000)}",
        ", ".join(word for word in words if word.strip() == word),
    )


def noted(notes: Notes, session: Session) -> list[tuple[str, str]]:
    """The notes: what each is on, and the note."""
    log = session.events
    of_rows = [(relative(ms - log.zero_ms) if len(log) else "–", note) for ms, note in notes.rows.items()]
    return ([("session", notes.session)] if notes.session else []) + of_rows


def glyph(state: State | None) -> str:
    """A cell of the strip."""
    return " " if state is None else LOOKS[state].glyph


def findings_counted(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning, 3 notes`; `none`."""
    counts = [(severity, sum(found.severity == severity for found in findings)) for severity in SEVERITIES]
    return ", ".join(counted(count, severity) for severity, count in counts if count) or "none"


def environment(session: Session) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Headings with the fields under them, every field that came."""
    yield "User", session.user.entries
    yield "Player", session.player.entries
    for number, media in enumerate(session.media, 1):
        yield "Media" if len(session.media) == 1 else f"Media {number} of {len(session.media)}", media.entries
    yield "Not documented", session.other_entries
    yield "The answer", session.envelope_entries


def row_cells(event: Event, zero_ms: int, zone: tzinfo) -> tuple[str, ...]:
    """A row as `ROW_HEAD` names its columns."""
    about = "~" if event.approximate else ""
    return (
        str(event.row),
        about + relative(event.start_ms - zero_ms),
        clock(event.start_ms, zone),
        event.action,
        "–" if event.duration_s is None else duration(event.duration_s),
        "–" if event.video_time_s is None else playhead(event.video_time_s),
        event.quality or "–",
        error_text(event.error_code, event.error_message),
    )


def rows_to_see(session: Session, diagnosis: Diagnosis, around: int, most: int) -> tuple[list[int], set[int]]:
    """The rows around each problem and the end, in order and at most so many; and which of them are the problems.

    The worst problems come first into what there is room for.
    """
    firsts = [found.rows[0] for found in diagnosis.findings if found.rows and found.severity != "note"]
    chosen: set[int] = set()
    problems: set[int] = set()
    for row in dict.fromkeys((*diagnosis.verdict.rows, *firsts)):
        near = range(max(row - around, 0), min(row + around + 1, len(session.events)))
        if len(chosen | set(near)) > most:
            break
        chosen.update(near)
        problems.add(row)
    return sorted(chosen), problems
