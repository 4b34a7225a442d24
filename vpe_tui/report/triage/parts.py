"""Parts of the reports of a triage, as cells of text: its numbers, its groups, its sessions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import NamedTuple

from vpe_tui.fleet.triage import sentences
from vpe_tui.fleet.triage.causes import Cause, CountedGroup
from vpe_tui.fleet.triage.numbers import MINUTE_MS, Numbers
from vpe_tui.fleet.triage.table import Group
from vpe_tui.fleet.triage.triage import JudgedRow, Triage
from vpe_tui.text.clean import clean
from vpe_tui.text.command_line import command_line
from vpe_tui.text.times import date_time, duration, period, utc_iso


@dataclass(frozen=True)
class Told:
    """A triage that is told: in which zone, by whom, redacted or not."""

    triage: Triage
    zone: tzinfo
    program: str = "vpe-tui"
    """How to call us."""
    flags: tuple[str, ...] = ()
    """Those that were asked with, beside the window."""
    files: tuple[str, ...] = ()
    is_redacted: bool = False
    hide: Callable[[str], str] = clean
    """What makes a text safe: clean, and redacted where that is asked for."""

    def time(self, ms: int) -> str:
        """`14:31:07`, with the day where the window is longer than one."""
        text = date_time(ms, self.zone)
        asked = self.triage.asked
        return text[11:] if date_time(asked.from_ms, self.zone)[:10] == date_time(asked.to_ms, self.zone)[:10] else text

    def group(self, group: Group) -> str:
        """A group by its facets' plain names."""
        return self.hide(sentences.group_name(group, is_redacted=self.is_redacted))

    @property
    def sentences(self) -> list[str]:
        """What is to be said first."""
        triage = self.triage
        shared = sentences.shared(triage, is_redacted=self.is_redacted)
        said = (sentences.summary(triage, self.zone), shared, sentences.hit(triage))
        return [self.hide(text) for text in said if text]

    @property
    def again(self) -> str:
        """The command line that prints this."""
        asked = self.triage.asked
        if self.files:
            return self.hide(command_line(self.program, "triage", *self.flags, *self.files))
        window = ("--from", utc_iso(asked.from_ms), "--to", utc_iso(asked.to_ms))
        return command_line(self.program, "triage", *window, *self.flags)

    @property
    def window(self) -> str:
        """The window, in words."""
        asked = self.triage.asked
        return period(asked.from_ms, asked.to_ms, self.zone)


def redacted(told: Told) -> Told:
    """The same for people who paste it."""
    from vpe_tui.session.redact_text import redacted_text

    return replace(told, is_redacted=True, hide=lambda text: clean(redacted_text(text)))


class NumberRow(NamedTuple):
    """A number of the window, and that of a day before; empty where there is none."""

    name: str
    now: str
    before: str
    times: str
    """`× 3.6`; empty where there is nothing to compare."""


def numbers(triage: Triage) -> Iterator[NumberRow]:
    """The numbers that the list tells."""
    now, before = _column(triage.numbers), _column(triage.baseline) if triage.baseline else {}
    for name, (said, value) in now.items():
        said_before, value_before = before.get(name, ("", None))
        yield NumberRow(name, said, said_before, f"× {value / value_before:.1f}" if value and value_before else "")


def _column(told: Numbers) -> dict[str, tuple[str, float | None]]:
    """Each number in words, and the value that is compared."""

    def of_all(count: int) -> tuple[str, float | None]:
        rate = count / told.judged if told.judged else None
        return f"{count:,} of {told.judged:,} = {sentences.share(rate)}", rate

    starts = " ".join("–" if each is None else f"{each:.1f} s" for each in (told.start_p50_s, told.start_p95_s))
    ratio = sentences.share(told.rebuffering_ratio)
    stalled = f"{ratio} = {duration(told.rebuffering_s)} of {duration(told.viewing_s)}"
    return {
        "bad": of_all(told.bad),
        "failed to start": of_all(told.failed_to_start),
        "broke off": of_all(told.broke_off),
        "poor": of_all(told.poor),
        "start p50 p95": (starts, told.start_p50_s),
        "rebuffering": (stalled, told.rebuffering_ratio),
    }


GROUP_HEAD = ("group", "bad", "of all", "rate", "else", "×", "of the bad", "chance")


def group_cells(told: Told, cause: Cause) -> tuple[str, ...]:
    """A cause under `GROUP_HEAD`."""
    count = cause.counts
    about = "≈ " if count.is_estimate else ""
    return (
        told.group(cause.group),
        f"{round(count.bad):,}",
        f"{about}{round(count.total):,}",
        sentences.share(count.rate),
        sentences.share(count.rest_rate),
        "all" if count.ratio is None else f"{count.ratio:.1f}" if count.ratio < 10 else f"{count.ratio:.0f}",
        sentences.share(cause.share_of_bad),
        sentences.chance_text(cause.p_adjusted),
    )


def beside(told: Told, cause: Cause) -> Iterator[str]:
    """What says the same as a cause, what is wider and narrower, and how it starts where that differs, a line each."""
    for name, groups in (("the same", cause.same_as), ("wider", cause.wider), ("narrower", cause.narrower)):
        if groups:
            yield f"{name}: {', '.join(_counted(told, each) for each in groups)}"
    if startup := sentences.startup_text(cause):
        yield startup


def maybe_chance(told: Told) -> str:
    """Groups that may be chance; empty where there is none."""
    groups = told.triage.causes.maybe_chance
    return ", ".join(_counted(told, each) for each in groups[:3]) + (f", {len(groups) - 3} more" if groups[3:] else "")


def _counted(told: Told, each: CountedGroup) -> str:
    return f"{told.group(each.group)} {sentences.of_all(each.counts)}"


_BARS = "▁▂▃▄▅▆▇█"


def over_time(told: Told) -> tuple[str, str]:
    """The bad sessions over time, a bar a column between the ends of the window, and what a bar is; empty for none."""
    columns = told.triage.columns
    most = max((each.bad for each in columns), default=0)
    if not most or len(columns) < 2:
        return "", ""
    bars = "".join(_BARS[(each.bad * len(_BARS) - 1) // most] if each.bad else " " for each in columns)
    first, last = told.time(columns[0].from_ms)[:-3], told.time(told.triage.asked.to_ms)[:-3]
    return f"{first} ▕{bars}▏ {last}", f"{column_width(told.triage)} a bar, {most:,} at most"


def column_width(triage: Triage) -> str:
    """How much time a column is of: `2 m`."""
    first, second = (each.from_ms for each in triage.columns[:2])
    return f"{(second - first) // MINUTE_MS} min"


def what_of(told: Told, row: JudgedRow) -> str:
    """What became of a session, in a line."""
    if row.read is not None:
        return told.hide(row.read.verdict_text)
    if row.row.is_error:
        return "error"
    viewing_s = row.row.rebuffering_s + row.row.playing_s
    ratio = row.row.rebuffering_s / viewing_s if viewing_s else 0.0
    return f"start {row.row.start_s:.1f} s, rebuffering {sentences.share(ratio)}"


def bad_sessions(told: Told, most: int) -> list[tuple[str, str, str]]:
    """The worst sessions: when, UUID, what became of it."""
    rows = [each for each in told.triage.sessions if each.is_bad][:most]
    return [
        ("–" if each.began_ms is None else told.time(each.began_ms), told.hide(each.row.uuid), what_of(told, each))
        for each in rows
    ]
