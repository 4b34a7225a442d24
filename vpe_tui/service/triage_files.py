"""Sessions of files for a triage: saved answers, hand-over files, lines of `show --flat`."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from vpe_tui.errors import Fault, NotASession
from vpe_tui.fleet.triage.sessions import ReadSession, read_session, session_of_line
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.verdict import VERDICTS
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.targets import name_of, read_saved
from vpe_tui.session.model import Source
from vpe_tui.settings.sources import Settings
from vpe_tui.text.decoding import text_of

Met = Callable[[LoadedSession, Diagnosis], None]

_READS = "triage reads saved answers, hand-over files (s), and what show --flat or triage --flat prints"


def sessions_of(target: str, settings: Settings, now_ms: int, met: Met) -> Iterator[ReadSession]:
    """The sessions of a file, or of stdin (`-`). Raises a `Fault` where it holds none."""
    from vpe_tui.api.body import unpacked
    from vpe_tui.report.handover import is_handover, sessions_in

    limit = settings.max_answer_mib << 20
    data = unpacked(read_saved(target, limit, settings.timeout_s), limit)
    if lines := _flat_lines(data):
        yield from (session_of_line(each, _began_ms(each)) for each in lines)
    elif is_handover(data):
        for handed in sessions_in(data):
            yield _read(handed.body, handed.uuid, handed.fetched_ms, settings, met)
    else:
        yield _of_answer(data, target, settings, now_ms, met)


def _of_answer(data: bytes, target: str, settings: Settings, now_ms: int, met: Met) -> ReadSession:
    from vpe_tui.session.printed import answer_in

    try:
        answer = answer_in(data, name_of(target))
        return _read(answer.body, answer.uuid, answer.fetched_ms or now_ms, settings, met)
    except NotASession as fault:
        raise NotASession(fault.title, fault.cause, _READS) from None


def _read(body: bytes, uuid: str, fetched_ms: int, settings: Settings, met: Met) -> ReadSession:
    from vpe_tui.session.parse import parse_session

    try:
        session = parse_session(body, uuid)
    except Fault as fault:
        raise type(fault)(fault.title, f"{uuid}: {fault.cause}", fault.hint) from None
    diagnosis = diagnose(session, fetched_ms, settings.bands, player=settings.player)
    met(LoadedSession(session, Source("file", fetched_ms), body), diagnosis)
    return read_session(session, diagnosis)


def _flat_lines(data: bytes) -> list[dict[str, Any]]:
    """The lines of `show --flat`; none where the first is no such line."""
    first, *rest = data.splitlines() or [b""]
    if (head := _flat_line(first)) is None:
        return []
    found = [head]
    for number, line in enumerate(rest, 2):
        if line.strip():
            told = _flat_line(line)
            if told is None:
                raise NotASession("This file is not what show --flat prints", f"line {number:,}", "print it again")
            found.append(told)
    return found


def _flat_line(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(text_of(line))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and _is_of_a_session(told) else None


def _is_of_a_session(told: dict[str, Any]) -> bool:
    """Whether a line has what every line has, as it is there: what is damaged is no session of nobody, at no time."""
    uuid, began = told.get("uuid"), told.get("began", 0)
    has_time = began is None or (isinstance(began, str) and _began_ms(told) is not None)
    return isinstance(uuid, str) and uuid != "" and has_time and told.get("verdict") in VERDICTS and "dialect" in told


def _began_ms(line: dict[str, Any]) -> int | None:
    try:
        return round(datetime.fromisoformat(str(line["began"])).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
