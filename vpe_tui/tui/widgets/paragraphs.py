"""A fault as it is told where there is room for it."""

from vpe_tui.errors import Fault
from vpe_tui.text.clean import clean


def paragraphs(fault: Fault) -> tuple[str, ...]:
    """What happened, why, what to do."""
    parts = (clean(part) for part in (fault.title, fault.cause, fault.hint) if part)
    return tuple(f"{_begun(part).rstrip('.')}." for part in parts)


def _begun(part: str) -> str:
    """As a sentence begins; what begins with a file's name stays what it is called."""
    return part if "." in part.partition(" ")[0].rstrip(".") else f"{part[0].upper()}{part[1:]}"
