"""What a report is made of, on paper, in a pipe or in a copy of the screen: a session redacted, then diagnosed."""

from typing import NamedTuple

from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.session.model import Session, Source
from vpe_tui.settings.sources import Settings


class Reported(NamedTuple):
    """A session with all that a report of it needs."""

    session: Session
    source: Source
    diagnosis: Diagnosis
    body: bytes
    """The answer as it came."""
    redact: bool
    notes: Notes = NO_NOTES

    @property
    def answer(self) -> bytes:
        """The answer, redacted where the session is."""
        from vpe_tui.session.redact import redacted_body

        return redacted_body(self.body) if self.redact else self.body


def reported(found: LoadedSession, settings: Settings, *, redact: bool) -> Reported:
    """A session diagnosed for a report. Redaction comes first, so that nothing worked out from it gives more away."""
    session, notes = found.session, found.notes
    if redact:
        from vpe_tui.session.redact import redacted  # what machines read rarely needs it
        from vpe_tui.session.redact_text import redacted_text

        session, notes = redacted(session), notes.hidden(redacted_text)
    diagnosis = diagnose(session, found.source.fetched_ms, settings.bands, player=settings.player)
    return Reported(session, found.source, diagnosis, found.body, redact, notes)
