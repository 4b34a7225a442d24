"""What people paste: a session without who it was, and judged as that, so that nothing said of it tells more."""

from vpe_tui.session.bands import Bands
from vpe_tui.session.diagnosis import Diagnosis, diagnose
from vpe_tui.session.model import Session, Source
from vpe_tui.session.redact import redacted


def for_pasting(session: Session, source: Source, bands: Bands) -> tuple[Session, Diagnosis]:
    """The session redacted, and its diagnosis: what the reports for people are made of."""
    safe = redacted(session)
    return safe, diagnose(safe, source.fetched_ms, bands)
