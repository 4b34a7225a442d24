"""A session's UUID, out of what people paste. Nothing else ever gets into the path of a call."""

import re

from vpe_tui.errors import UsageFault
from vpe_tui.session.text import one_line

# Not hex: one of the players draws from all of [a-z0-9].
_FORM = "[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}"
_UUID = re.compile(_FORM)
# Greedy up to the last such segment of the path: the console's token stands before the session and may look like one.
_URL = re.compile(rf"https?://[^\s?#]*/({_FORM})(?:[/?#]\S*)?", re.IGNORECASE)


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID and nothing else."""
    return _UUID.fullmatch(text) is not None


def session_uuid(text: str) -> str:
    """The UUID in `text`: bare, or as a segment of a pasted URL's path; whitespace around it is fine.

    Raises `UsageFault` for anything else.
    """
    pasted = text.strip()
    if _UUID.fullmatch(pasted):
        return pasted
    url = _URL.fullmatch(pasted)
    if url is None:
        raise UsageFault(
            "Not a session UUID",
            f"“{one_line(pasted)}”",
            "a UUID looks like 1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d; a console URL that has one works too",
        )
    return url[1]
