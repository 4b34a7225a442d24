"""A session made ready to be told to others, on paper or in a pipe: redacted first, then diagnosed."""

from typing import NamedTuple

from vpe_tui.lookup import Found
from vpe_tui.session.bands import Bands
from vpe_tui.session.diagnosis import Diagnosis, diagnose
from vpe_tui.session.model import Session, Source


class Told(NamedTuple):
    """A session ready to be told."""

    session: Session
    source: Source
    diagnosis: Diagnosis
    body: bytes
    """The answer as it came."""
    redact: bool


def told(found: Found, bands: Bands, *, redact: bool) -> Told:
    """A session with what there is to say of it. What is redacted is redacted first: nothing worked out tells more."""
    session = found.session
    if redact:
        from vpe_tui.session.redact import redacted  # what machines read rarely needs it

        session = redacted(session)
    diagnosis = diagnose(session, found.source.fetched_ms, bands)
    return Told(session, found.source, diagnosis, found.body, redact)
