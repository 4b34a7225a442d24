"""The kinds of lines that a pane has: each knows how it is drawn, what it says and what explains it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.metric import Metric
from vpe_tui.session.records import Entry
from vpe_tui.text.cells import fit, width_of, wrap
from vpe_tui.text.urls import cut_url
from vpe_tui.tui.theme import BAND_GLYPHS, BAND_STYLES, SEVERITY_GLYPHS, SEVERITY_STYLES
from vpe_tui.tui.widgets.lines import Run

if TYPE_CHECKING:
    from vpe_tui.playback.playback import Playback
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.explain import Explained
    from vpe_tui.qoe.findings.finding import Finding

_GLYPH = 3
"""Cells of a finding's glyph, with the space around it."""
_NAME, _SENTENCE_FROM = 24, 56
"""Cells of a finding's name, and of a line in which there is room for the sentence beside it."""


class Layout(NamedTuple):
    """How a pane lays its lines: cells in all, cells of a label, and whether labels are the API's own names."""

    width: int
    label_width: int
    api_names: bool

    @property
    def room(self) -> int:
        """Cells of a value, beside its label."""
        return max(self.width - self.label_width - 3, 1)

    def giving_way(self, label: str, needed: int) -> "Layout":
        """The same with no more room for a label than that needs, where this makes the value beside it whole."""
        room = max(self.width - needed - 3, 0)
        return self._replace(label_width=room) if width_of(label) <= room < self.label_width else self

    def labelled(self, label: str) -> Run:
        return (f" {fit(label, self.label_width)} ", "lines--dim")


class Line(Protocol):
    """A line of a pane. `whole`: what has no room in it stands below it, indented."""

    @property
    def value(self) -> tuple[str, str] | None:
        """The name and the whole value of what it shows; None where it shows none."""

    @property
    def said(self) -> str:
        """What the status line says of it."""

    def label(self, *, api_name: bool) -> str:
        """What stands before its value; empty where there is no such column."""

    def explained(self, diagnosis: "Diagnosis") -> "Explained | None":
        """What there is to explain of it."""

    def runs(self, layout: Layout, *, whole: bool) -> Sequence[Run]:
        """How it is drawn."""

    def below(self, layout: Layout) -> Sequence[Run]:
        """What of it has no room in its line: a run for each line more."""


class Heading(NamedTuple):
    """A line between groups of fields."""

    text: str

    @property
    def value(self) -> None:
        return None

    @property
    def said(self) -> str:
        return ""

    def label(self, *, api_name: bool) -> str:
        return ""

    def explained(self, diagnosis: "Diagnosis") -> None:
        return None

    def runs(self, layout: Layout, *, whole: bool) -> Sequence[Run]:
        return [(fit(f" {self.text}", layout.width), "lines--accent")]

    def below(self, layout: Layout) -> Sequence[Run]:
        return ()


class Value(NamedTuple):
    """A field that came, or what was read out of one."""

    entry: Entry

    @property
    def value(self) -> tuple[str, str]:
        name, term, text, _ = self.entry
        return (f"{term} ({name})" if name else term), text

    @property
    def said(self) -> str:
        return ": ".join(self.value)

    def label(self, *, api_name: bool) -> str:
        return self.entry.name if api_name and self.entry.name else self.entry.term

    def explained(self, diagnosis: "Diagnosis") -> None:
        return None

    def runs(self, layout: Layout, *, whole: bool) -> Sequence[Run]:
        text, style = self.entry.text, "" if self.entry.known else "lines--warning"
        name = self.label(api_name=layout.api_names)
        layout = layout.giving_way(name, width_of(text))
        if whole:
            text = wrap(text, layout.room)[0]
        elif "://" in text:
            text = cut_url(text, layout.room)
        return [layout.labelled(name), (fit(text, layout.room), style)]

    def below(self, layout: Layout) -> Sequence[Run]:
        style = "" if self.entry.known else "lines--warning"
        layout = layout.giving_way(self.label(api_name=layout.api_names), width_of(self.entry.text))
        indent = " " * (layout.label_width + 2)
        return [(fit(indent + each, layout.width), style) for each in wrap(self.entry.text, layout.room)[1:]]


class Measure(NamedTuple):
    """A metric; its number is there once the session is diagnosed."""

    metric: Metric
    text: str
    band: Band | None

    @property
    def value(self) -> tuple[str, str]:
        return f"{self.metric.term} ({self.metric.key})", self.text

    @property
    def said(self) -> str:
        return f"{self.metric.term}: {self.text}{f', {self.band}' if self.band else ''} · x explains it"

    def label(self, *, api_name: bool) -> str:
        return self.metric.key if api_name else self.metric.label

    def explained(self, diagnosis: "Diagnosis") -> "Explained":
        from vpe_tui.qoe.explain import explain_metric

        return explain_metric(self.metric, diagnosis)

    def runs(self, layout: Layout, *, whole: bool) -> Sequence[Run]:
        name = self.label(api_name=layout.api_names)
        layout = layout.giving_way(name, width_of(self.text) + (2 if self.band else 0))
        label = layout.labelled(name)
        if not self.band:
            return [label, (fit(self.text, layout.room), "")]
        has_room = width_of(self.text) + width_of(self.band) < layout.room
        said = self.band if has_room else BAND_GLYPHS[self.band]
        return [label, (f"{fit(self.text, max(layout.room - len(said) - 1, 1))} ", ""), (said, BAND_STYLES[self.band])]

    def below(self, layout: Layout) -> Sequence[Run]:
        return ()


class LogRead(NamedTuple):
    """Whose log it was read as."""

    text: str
    playback: "Playback"

    @property
    def value(self) -> tuple[str, str]:
        return self.label(api_name=False), self.text

    @property
    def said(self) -> str:
        return f"{self.label(api_name=False)} {self.text} · x explains it"

    def label(self, *, api_name: bool) -> str:
        return "Log of"

    def explained(self, diagnosis: "Diagnosis") -> "Explained":
        from vpe_tui.qoe.explain import explain_player_log

        return explain_player_log(self.playback)

    def runs(self, layout: Layout, *, whole: bool) -> Sequence[Run]:
        return [layout.labelled(self.label(api_name=False)), (fit(self.text, layout.room), "")]

    def below(self, layout: Layout) -> Sequence[Run]:
        return ()


class Found(NamedTuple):
    """A finding: its name and the time of the row to look at; its sentence beside or below, where there is room."""

    finding: "Finding"

    @property
    def value(self) -> tuple[str, str]:
        return self.finding.name, self.finding.text

    @property
    def said(self) -> str:
        return self.finding.text

    def label(self, *, api_name: bool) -> str:
        return ""

    def explained(self, diagnosis: "Diagnosis") -> "Explained":
        from vpe_tui.qoe.explain import explain_finding

        return explain_finding(self.finding)

    def runs(self, layout: Layout, *, whole: bool) -> Sequence[Run]:
        finding = self.finding
        name, when = finding.id if layout.api_names else finding.name, f"{finding.when} "
        glyph = (f" {SEVERITY_GLYPHS[finding.severity]} ", SEVERITY_STYLES[finding.severity])
        room = layout.width - _GLYPH - 1
        if whole or room < _SENTENCE_FROM:
            return [glyph, (fit(name, max(room - len(when), 1)), "lines--strong"), (f" {when}", "lines--dim")]
        beside = fit(finding.text, room - _NAME - len(when) - 1)
        return [glyph, (fit(name, _NAME), "lines--strong"), (f" {beside} ", ""), (when, "lines--dim")]

    def below(self, layout: Layout) -> Sequence[Run]:
        lines = wrap(self.finding.text, max(layout.width - _GLYPH - 1, 1))
        return [(fit(" " * _GLYPH + each, layout.width), "") for each in lines]
