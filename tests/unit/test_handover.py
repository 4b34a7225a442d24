"""Hand-over files: what is written is what is read, and what is no session is refused."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.cli import main
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.server import session_body
from vpe_tui.errors import NotASession, OutputFault
from vpe_tui.fleet.notes import Notes
from vpe_tui.fleet.summary import KeptEntry
from vpe_tui.report.handover import handover_line, is_handover, sessions_in
from vpe_tui.service.handed_over import is_handover_file, room_of
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.settings.secret import Secret
from vpe_tui.settings.sources import Settings

UUIDS = [entry.uuid for entry in catalogue()][:6]
FETCHED_MS = 1_764_000_000_123


def line(uuid: str, *, starred: bool = False) -> str:
    body = session_body(uuid) or b""
    return handover_line(parse_session(body, uuid), Source("api", FETCHED_MS), body, starred=starred)


def kept_in(path: Path) -> tuple[KeptEntry, ...]:
    with room_of(str(path), Settings()) as room:
        return Lookup(room.settings, room.directory, now_ms).cache.entries()


def test_what_is_handed_over_is_the_answer_with_its_uuid_its_time_and_its_star() -> None:
    data = "\n".join(line(uuid, starred=uuid == UUIDS[1]) for uuid in UUIDS).encode()
    read = list(sessions_in(data))
    assert [(each.uuid, each.fetched_ms, each.starred) for each in read] == [
        (uuid, FETCHED_MS, uuid == UUIDS[1]) for uuid in UUIDS
    ]
    assert [json.loads(each.body) for each in read] == [json.loads(session_body(uuid) or b"") for uuid in UUIDS]


def test_notes_go_along(tmp_path: Path) -> None:
    body, notes = session_body(UUIDS[0]) or b"", Notes("ask the CDN").noted("here", 1_760_000_000_123)
    session = parse_session(body, UUIDS[0])
    path = tmp_path / "team.ndjson"
    path.write_text(handover_line(session, Source("api", FETCHED_MS), body, notes=notes), encoding="utf-8")
    (entry,) = kept_in(path)
    assert entry.notes == notes and not entry.starred
    odd = path.read_text("utf-8").replace('"rows": [{"at"', '"rows": [{"when"')
    path.write_text(odd, encoding="utf-8")
    assert not kept_in(path)[0].notes


def test_a_file_of_them_is_told_from_an_answer_and_from_what_show_prints(tmp_path: Path) -> None:
    answer = session_body(UUIDS[0]) or b""
    printed = b'{"schema": 1, "uuid": "x", "source": {"kind": "api", "fetched_at": "2026-01-01T00:00:00Z"}}'
    assert is_handover(line(UUIDS[0]).encode())
    assert not any(map(is_handover, (answer, printed, b"", b"\x1f\x8b\x08broken", b"[]")))
    for name, data in {"a.ndjson": answer, "none": b"", "half.gz": b"\x1f\x8b\x08"}.items():
        (tmp_path / name).write_bytes(data)
        assert not is_handover_file(str(tmp_path / name))
    assert not is_handover_file(str(tmp_path / "absent.ndjson"))
    assert not is_handover_file(str(tmp_path))


def test_its_sessions_are_kept_apart_and_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "team.ndjson"
    path.write_text("\n".join(line(uuid, starred=True) for uuid in UUIDS), encoding="utf-8")
    with room_of(str(path), Settings(project_id="p", api_key=Secret("k"))) as room:
        entries = Lookup(room.settings, room.directory, now_ms).cache.entries()
        assert {entry.uuid for entry in entries} == set(UUIDS)
        assert all(entry.starred and entry.summary.verdict and entry.is_chosen for entry in entries)
        assert not room.settings.has_credentials
    assert not room.directory.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it has no session in it"),
        (b"{}\n", "line 1: it is no session"),
        (b'{"schema": 1, "uuid": "x", "fetched_at": "noon", "starred": false, "answer": {}}', "line 1"),
        (b'{"schema": 1, "uuid": "x", "fetched_at": "2026-01-01T00:00:00Z", "starred": 0, "answer": {}}', "x: "),
        (line(UUIDS[0]).encode() + b"\n" + line(UUIDS[1]).encode()[:500], "line 2: its JSON stops in the middle"),
        (b'{"schema": 1, "uuid": "../x", "fetched_at": "2026-01-01T00:00:00Z", "starred": 0, "answer": 1}', ""),
    ],
)
def test_what_is_no_session_is_refused_with_its_line(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "team.ndjson"
    path.write_bytes(data)
    with pytest.raises(NotASession) as raised:
        kept_in(path)
    assert why in str(raised.value)


def test_a_uuid_that_leads_elsewhere_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "team.ndjson"
    path.write_text(line(UUIDS[0]).replace(UUIDS[0], "../../x"), encoding="utf-8")
    with pytest.raises(OutputFault, match="not a UUID"):
        kept_in(path)


def test_as_one_session_it_is_refused_with_what_opens_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "team.ndjson"
    path.write_text(line(UUIDS[0]), encoding="utf-8")
    assert main(["show", str(path)]) == 6
    assert "vpe-tui FILE opens them as a list" in capsys.readouterr().err


@given(st.binary(max_size=300))
def test_any_bytes_are_sessions_or_a_fault(data: bytes) -> None:
    with contextlib.suppress(NotASession):
        list(sessions_in(data))
