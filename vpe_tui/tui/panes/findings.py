"""The Findings pane: what the log says beyond its numbers, worst first; and what `error` lists."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.reactive import reactive

from vpe_tui.qoe.findings.finding import same_finding
from vpe_tui.session.glossary import PLAYER_ERRORS
from vpe_tui.session.model import Session
from vpe_tui.text.cells import fit
from vpe_tui.tui.panes.fields import FieldsPane, Heading, Line
from vpe_tui.tui.theme import SEVERITY_GLYPHS, SEVERITY_STYLES
from vpe_tui.tui.widgets.lines import Run

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.explain import Explained
    from vpe_tui.qoe.findings.finding import Finding


class FindingsPane(FieldsPane):
    """Findings, worst first, each with the time of the row to look at; below them the errors as reported."""

    TITLE = "Findings"
    NOTHING = "Nothing is odd about this session."

    finding: reactive["Finding | None"] = reactive(None)
    """The finding under the cursor."""

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterator[Line]:
        for number, error in enumerate(session.errors, 1):
            code = error.code
            named = f"{code} {PLAYER_ERRORS.get(code, '')}".strip() if code else f"error {number}"
            yield Heading(f"Reported: {named}")
            yield from error.entries

    _at: "Finding | None" = None
    """The finding under the cursor; while what was fetched again is not diagnosed yet, that of before."""

    def _lay(self) -> None:
        at, findings = self._at, self._findings
        same = same_finding(at, findings) if at else None
        super()._lay()
        self.border_title = f"{self.number} {self.TITLE}" + (f" ({len(findings)})" if findings else "")
        self.set_class(any(finding.severity == "error" for finding in findings), "-failed")
        self.show_lines(len(findings) + len(self._lines), cursor=findings.index(same) if same else None)
        self._at = at if self.diagnosis is None else self._finding
        self._say_extent()
        self.finding = self._finding

    @property
    def _findings(self) -> "Sequence[Finding]":
        return self.diagnosis.findings if self.diagnosis else ()

    @property
    def _finding(self) -> "Finding | None":
        return self._findings[self.cursor] if self.cursor < len(self._findings) else None

    @property
    def _line(self) -> Line | None:
        place = self.cursor - len(self._findings)
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        self.finding = self._at = self._finding

    @property
    def value(self) -> tuple[str, str] | None:
        finding = self._finding
        return (finding.id, finding.text) if finding else super().value

    @property
    def said(self) -> str:
        finding = self._finding
        return finding.text if finding else super().said

    @property
    def explained(self) -> "Explained | None":
        from vpe_tui.qoe.explain import explain_finding

        finding = self._finding
        return explain_finding(finding) if finding else None

    def runs(self, index: int, width: int) -> Sequence[Run]:
        if index >= len(self._findings):
            return super().runs(index - len(self._findings), width)
        finding = self._findings[index]
        style = SEVERITY_STYLES[finding.severity]
        when = finding.when
        name = fit(finding.id, max(width - len(when) - 5, 1))
        return [(f" {SEVERITY_GLYPHS[finding.severity]} ", style), (f"{name} ", ""), (f"{when} ", "lines--dim")]
