"""Bodies nobody should send, made from those that somebody does; and what has to hold for every one of them."""

import copy
import json
import time
from collections.abc import Iterator
from datetime import UTC
from random import Random
from typing import Any

from tests.hostile.payloads import EXAMPLE, PAYLOADS
from tests.hostile.walk import unsafe_in
from tests.pace import PACE
from vpe_tui.demo.catalogue import catalogue, session_body
from vpe_tui.errors import Fault
from vpe_tui.fleet.summary import summary_of
from vpe_tui.qoe.diagnosis import Diagnosis, diagnose
from vpe_tui.qoe.explain import explain_finding, explain_verdict
from vpe_tui.report.event import event_json, event_text
from vpe_tui.report.json import printed as json_of
from vpe_tui.report.markdown import as_markdown
from vpe_tui.report.rows import csv_rows, ndjson
from vpe_tui.report.text import as_text
from vpe_tui.session.index import index_of
from vpe_tui.session.model import Session, Source
from vpe_tui.session.parse import parse_session
from vpe_tui.session.redact import redacted
from vpe_tui.session.search_texts import SearchTexts

UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
NOW_MS = 1_760_000_000_000
PARSED_WITHIN_S = 0.5 * PACE
DEEP = json.loads("[" * 150 + "]" * 150)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.1, -0.0, 1e308, -1e308, float("nan"), float("inf"), float("-inf"), 10**15, 10**400,
    -(10**30), 2**63, 253_402_300_799_999, 9_999_999_999_999, "", " ", "0", "-1", "1e999", "nan", "1759895520830",
    "9999999999999", "0000000000000", "17598955208300", "2025-10-08 12:52:00", "9999-12-31 23:59:59",
    "0001-01-01T00:00:00+23:59", "2025-13-45", "error", "ended", "prev_tarck", "PLAYING", "rebuffering", "seeking",
    "next_track", "2160p", "0p", "auto", "99999999999999999999p", "E0003", "LIVE", [], {}, [[]], [{}], [None], [1, "a"],
    {"a": {"b": []}}, {"": ""}, DEEP, "١٢٣", "½p", "²p", *(value[:2000] for value in PAYLOADS.values()),
)  # fmt: skip


def checked(body: bytes, *, printed: bool = True) -> Session | None:
    """A session of which all can be said that is ever said, or one fault in clean words (None); quick, either way.

    Without `printed` the long forms are left out.
    """
    began = time.thread_time()
    try:
        session = parse_session(body, UUID)
    except Fault as fault:
        session = None
        assert fault.title and fault.hint, fault
        assert "\n" not in str(fault) and len(str(fault)) < 1000
    assert time.thread_time() - began < PARSED_WITHIN_S + len(body) / 1e6, body[:200]
    if session is not None:
        diagnosis = diagnose(session, NOW_MS)
        assert index_of(session).landmarks
        summary_of(session, diagnosis)
        assert explain_verdict(diagnosis)
        assert all(map(explain_finding, diagnosis.findings))
        if printed:
            told(session, diagnosis)
    return session


def told(session: Session, diagnosis: Diagnosis) -> None:
    """Everything that screens and printers make of a session."""
    source = Source("api", NOW_MS)
    SearchTexts(session.events, UTC).everything[:]
    json.loads("".join(json_of(session, source, diagnosis, NOW_MS)))
    for line in ndjson(diagnosis.playback):
        json.loads(line)
    pasted = redacted(session)
    paper = as_text(pasted, source, diagnosis, NOW_MS, UTC) + as_markdown(pasted, source, diagnosis, UTC)
    assert not unsafe_in(paper + "\n".join(csv_rows(diagnosis.playback)).replace("\r", ""))
    for part in (session.start_time, session.user, session.player, *session.media, *session.errors):
        assert all(entry.text is not None for entry in part.entries)
    assert session.other_entries is not None and session.title and session.error_count >= 0
    for row in {0, len(session.events) - 1} if len(session.events) else ():
        event_text(session.events, row, UTC)
        event_json(session.events[row])


def bases() -> list[Any]:
    """The documented answer, and the demo's smaller ones."""
    bodies = [session_body(entry.uuid) or b"" for entry in catalogue()]
    return [EXAMPLE, *(json.loads(body) for body in bodies if 0 < len(body) < 8_000)]


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Answers with one to six things changed: values, types, names, order, nesting."""
    random = Random(seed)
    known = bases()
    for _ in range(count):
        made = copy.deepcopy(random.choice(known))
        for _ in range(random.randint(1, 6)):
            made = mutated(made, random)
        yield as_bytes(made, random)


def mutated(made: Any, random: Random) -> Any:
    places = [place for place in containers(made) if len(place)]
    if not places:
        return random.choice(VALUES)
    place = random.choice(places)
    key = random.choice(list(place) if isinstance(place, dict) else range(len(place)))
    change = random.randrange(7)
    if change == 0:
        del place[key]
    elif change == 1:
        place[key] = [place[key]]
    elif change == 2:
        place[key] = {"0": place[key]}
    elif change == 3 and isinstance(place, dict):
        place[random.choice((*PAYLOADS.values(), "sessionLog", "logDateUnix", "uuid"))[:200]] = place.pop(key)
    elif change == 4 and isinstance(place, list):
        random.shuffle(place)
    elif change == 5 and isinstance(place, list):
        place.extend(copy.deepcopy(place[:3]))
    else:
        place[key] = copy.deepcopy(random.choice(VALUES))
    return made


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


def as_bytes(value: Any, random: Random) -> bytes:
    """JSON in one of the ways it can be written, some of them wrong."""
    text = json.dumps(value, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.1:
        text = text.replace('"quality": ', '"quality": "1080p", "quality": ', 1)  # twice the same name
    way = random.random()
    data = text.encode("utf-16" if way < 0.03 else "utf-8", errors="surrogatepass")
    return b"\xef\xbb\xbf" + data if 0.03 <= way < 0.06 else data


TOKENS = (
    *(sign.encode() for sign in '{}[]:,"\\ \n0e-.tfn'),
    *(b'"result"', b'"sessionLog"', b'"code":200', b"null", b"true", b"\xff", b"\xed\xa0\x80"),
)


def random_bodies(count: int, seed: int) -> Iterator[bytes]:
    """Bytes, and tokens of JSON, at random; some in an envelope that is right."""
    random = Random(seed)
    for number in range(count):
        if number % 2:
            made = b"".join(random.choices(TOKENS, k=random.randint(0, 60)))
        else:
            made = random.randbytes(random.randint(0, 300))
        yield b'{"code": 200, "message": "", "result": {"sessionLog": [' + made + b"]}}" if number % 5 == 0 else made
