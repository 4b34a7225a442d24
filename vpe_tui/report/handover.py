"""Hand-over files: sessions with their answers, one a line (NDJSON), for a colleague, another machine, or triage."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from vpe_tui.errors import NotASession
from vpe_tui.fleet.notes import NO_NOTES, Notes
from vpe_tui.report.json import in_line, notes_values
from vpe_tui.session.model import Session, Source
from vpe_tui.text.clean import clean
from vpe_tui.text.decoding import json_of, text_of
from vpe_tui.text.times import utc_iso

_HEAD = re.compile(r"\s*\{\s*\"schema\"\s*:\s*\d+\s*,\s*\"uuid\"\s*:[^{\[]*\"fetched_at\"\s*:")
"""So begins a line of ours, and neither an answer of the API nor an object of `show --json`."""
_LOOKED_AT = 400


class HandedOver(NamedTuple):
    """A session as it was handed over: its answer, when it was fetched (epoch ms), whether it had a star."""

    uuid: str
    fetched_ms: int
    starred: bool
    body: bytes
    notes: Notes = NO_NOTES


def handover_line(
    session: Session, source: Source, body: bytes, *, starred: bool | None = None, notes: Notes = NO_NOTES
) -> str:
    """The line of a session, without a line break; `body` is its answer, `starred` None where that is not known."""
    from vpe_tui.report.contract import HandoverJson, told

    values = {
        "schema": 1,
        "uuid": session.uuid,
        "fetched_at": utc_iso(source.fetched_ms),
        "starred": starred,
        "notes": notes_values(notes),
        "answer": json_of(body),
    }
    return in_line(told(HandoverJson, values))


def is_handover(head: bytes) -> bool:
    """Whether a file that begins so is one."""
    return bool(_HEAD.match(text_of(head[:_LOOKED_AT])))


def sessions_in(data: bytes) -> Iterator[HandedOver]:
    """The sessions of a file. Raises `NotASession` where a line holds none, and says which."""
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield _read(json_of(line))
            except (NotASession, LookupError, TypeError, ValueError) as fault:
                why = fault.cause if isinstance(fault, NotASession) else "it is no session"
                raise NotASession(
                    "This file is no hand-over", f"line {number:,}: {why}", "have it saved again"
                ) from None


def _read(told: dict[str, object]) -> HandedOver:
    fetched = datetime.fromisoformat(str(told["fetched_at"]))
    answer = json.dumps(told["answer"], ensure_ascii=False).encode("utf-8", errors="replace")
    fetched_ms = round(fetched.timestamp() * 1000)
    return HandedOver(clean(str(told["uuid"])), fetched_ms, bool(told["starred"]), answer, _notes(told.get("notes")))


def _notes(told: object) -> Notes:
    """The notes; none where they are not as they should be."""
    try:
        rows = {str(_ms(each["at"])): each["text"] for each in told["rows"]}  # type: ignore[index]
        return Notes.read({"session": told["session"], "rows": rows})  # type: ignore[index]
    except (LookupError, TypeError, ValueError, OverflowError):
        return NO_NOTES


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)
