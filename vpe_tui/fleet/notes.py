"""What somebody left at a session: notes of a line each, and where it was left.

Times stand for rows: one that comes late moves none.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from vpe_tui.text.clean import clean

LONGEST = 500
"""Characters of a note."""

MOST_ROWS = 200
"""Rows of one session that can have one."""


class Notes(NamedTuple):
    """The note on a session, and those on its rows by when they begin (epoch ms)."""

    session: str = ""
    rows: Mapping[int, str] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.session or self.rows)

    def noted(self, text: str, at_ms: int | None = None) -> "Notes":
        """The same with a note on the row that begins then, or on the session; no text takes it away."""
        text = _line(text)
        if at_ms is None:
            return self._replace(session=text)
        others = {ms: note for ms, note in self.rows.items() if ms != at_ms}
        return self._replace(rows=dict(sorted((others | ({at_ms: text} if text else {})).items())[:MOST_ROWS]))

    def hidden(self, hide: Callable[[str], str]) -> "Notes":
        """The same with texts that others may see."""
        return Notes(hide(self.session), {ms: hide(note) for ms, note in self.rows.items()})

    @property
    def text(self) -> str:
        """All of them in a line, that on the session first."""
        return " · ".join(part for part in (self.session, *self.rows.values()) if part)

    def as_json(self) -> dict[str, object]:
        return {"session": self.session, "rows": {str(ms): note for ms, note in self.rows.items()}}

    @classmethod
    def read(cls, told: object) -> "Notes":
        """What of it is as it should be."""
        if not isinstance(told, dict):
            return cls()
        session, rows = told.get("session"), told.get("rows")
        notes = cls(_line(session) if isinstance(session, str) else "")
        for ms, note in (rows if isinstance(rows, dict) else {}).items():
            if isinstance(note, str) and isinstance(ms, str) and ms.isascii() and ms.isdecimal() and len(ms) < 17:
                notes = notes.noted(note, int(ms))
        return notes


NO_NOTES = Notes()


class Left(NamedTuple):
    """Where a session was left: its filter in words, when the marked row and the one at the cursor begin (epoch ms)."""

    filter: str = ""
    mark_ms: int | None = None
    at_ms: int | None = None

    def as_json(self) -> dict[str, object]:
        return self._asdict()

    @classmethod
    def read(cls, told: object) -> "Left":
        """What of it is as it should be."""
        if not isinstance(told, dict):
            return cls()
        words, mark_ms, at_ms = told.get("filter"), told.get("mark_ms"), told.get("at_ms")
        return cls(
            words if isinstance(words, str) and len(words) <= LONGEST else "",
            mark_ms if type(mark_ms) is int else None,
            at_ms if type(at_ms) is int else None,
        )


def _line(text: str) -> str:
    return clean(" ".join(text.split()))[:LONGEST].strip()
