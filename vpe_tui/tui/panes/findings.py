"""The Findings pane: what the log says beyond its numbers, worst first; and what `error` lists."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.reactive import reactive

from vpe_tui.qoe.findings.finding import same_finding
from vpe_tui.session.glossary import PLAYER_ERRORS
from vpe_tui.session.model import Session
from vpe_tui.tui.panes.fields import FieldsPane, values
from vpe_tui.tui.panes.kinds import Found, Heading, Line

if TYPE_CHECKING:
    from vpe_tui.qoe.diagnosis import Diagnosis
    from vpe_tui.qoe.findings.finding import Finding


class FindingsPane(FieldsPane):
    """Findings, worst first, each with the time of the row to look at; below them the errors as reported."""

    TITLE = "Findings"
    NOTHING = "Nothing is odd about this session."

    finding: reactive["Finding | None"] = reactive(None)
    """The finding under the cursor."""

    _at: "Finding | None" = None
    """The finding under the cursor; while what was fetched again is not diagnosed yet, that of before."""

    def lines_of(self, session: Session, diagnosis: "Diagnosis | None") -> Iterator[Line]:
        yield from map(Found, diagnosis.findings if diagnosis else ())
        for number, error in enumerate(session.errors, 1):
            code = error.code
            named = f"{code} {PLAYER_ERRORS.get(code, '')}".strip() if code else f"error {number}"
            yield Heading(f"Reported: {named}")
            yield from values(error.entries)

    def _lay(self) -> None:
        at = self._at
        super()._lay()
        findings = self.diagnosis.findings if self.diagnosis else ()
        self.border_title = f"{self.number} {self.TITLE}" + (f" ({len(findings)})" if findings else "")
        self.set_class(any(finding.severity == "error" for finding in findings), "-failed")
        self._at = at if self.diagnosis is None else self._finding
        self.finding = self._finding

    def _where(self, before: Line | None, *, is_first: bool) -> int | None:
        if self._at is None:
            return super()._where(before, is_first=is_first)
        same = same_finding(self._at, self.diagnosis.findings if self.diagnosis else ())
        return next((at for at, laid in enumerate(self._laid) if same and laid.line == Found(same)), None)

    @property
    def _finding(self) -> "Finding | None":
        return self.line.finding if isinstance(self.line, Found) else None

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        self.finding = self._at = self._finding
