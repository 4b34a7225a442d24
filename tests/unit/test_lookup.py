"""From a target to a session: fresh, older, offline, from a file; what is kept on the way, and what is said."""

import dataclasses
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drive import NOW_MS, settings_for
from tests.pace import PATIENCE_S
from tests.wire import Wire, reply
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.demo.server import DemoServer
from vpe_tui.errors import Fault, NetworkFault, NoSuchSession, NotASession, UsageFault
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.report.json import printed
from vpe_tui.service.lookup import LoadedSession, Lookup
from vpe_tui.service.targets import is_file, piped
from vpe_tui.service.worker import SessionWorker
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.settings.sources import Settings

BODY = session_body(DOCUMENTED_UUID) or b""
FETCHED_MS = 1_759_895_600_123


OPEN: "list[Office]" = []


class Office:
    """A session worker whose clock is turned by hand."""

    def __init__(self, settings: Settings, directory: Path) -> None:
        self.now_ms = NOW_MS
        self.lookup = Lookup(settings, directory, lambda: self.now_ms)
        self.worker = SessionWorker(self.lookup)
        OPEN.append(self)

    def close(self) -> None:
        self.worker.__exit__(None, None, None)

    def ask(self, target: str = DOCUMENTED_UUID) -> tuple[LoadedSession | None, LoadedSession | None]:
        asked = self.worker.session(target)
        kept, renewed = asked.kept.result(PATIENCE_S), asked.renewed.result(PATIENCE_S)
        if renewed is not None:
            assert self.worker.keep(renewed).result(PATIENCE_S) == ""
        return kept, renewed


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def settings(url: str, **changes: object) -> Settings:
    return settings_for(url, demo=False, **changes)


def test_a_session_is_fresh_for_a_minute_then_shown_and_asked_for_again(server: DemoServer, tmp_path: Path) -> None:
    office = Office(settings(server.base_url), tmp_path)
    assert [found and found.source.kind for found in office.ask()] == [None, "api"]
    office.now_ms += 59_000
    assert [found and found.source.kind for found in office.ask()] == ["cache", None]
    office.now_ms += 2_000
    assert [found and found.source.kind for found in office.ask()] == ["cache", "api"]


def test_a_session_of_the_future_is_never_fresh(server: DemoServer, tmp_path: Path) -> None:
    office = Office(settings(server.base_url), tmp_path)
    office.ask()
    office.now_ms -= 3_600_000
    assert [found and found.source.kind for found in office.ask()] == ["cache", "api"]


def test_a_refresh_that_lost_rows_says_so(tmp_path: Path) -> None:
    less = json.loads(BODY)
    less["result"]["sessionLog"].pop()
    with Wire(reply(200, BODY), reply(200, json.dumps(less).encode()), reply(200, BODY)) as wire:
        office = Office(settings(wire.url), tmp_path)
        _, first = office.ask()
        office.now_ms += 120_000
        _, second = office.ask()
        third = office.worker.fetch(DOCUMENTED_UUID, second).result(PATIENCE_S)
    assert [found.change for found in (first, second, third) if found] == [
        "",
        "fewer rows than before: 2 of 3 rows",
        "",
    ]


def test_offline_nothing_is_asked(server: DemoServer, tmp_path: Path) -> None:
    Office(settings(server.base_url), tmp_path).ask()
    office = Office(settings(server.base_url), tmp_path)
    server.stop()
    office.now_ms += 3_600_000
    found = office.worker.offline(DOCUMENTED_UUID).result(PATIENCE_S)
    assert (found.source.kind, found.body) == ("cache", BODY)
    with pytest.raises(NoSuchSession, match="not kept here"):
        office.worker.offline("0" * 8 + DOCUMENTED_UUID[8:]).result(PATIENCE_S)


def test_offline_says_why_there_is_nothing(server: DemoServer, tmp_path: Path) -> None:
    office = Office(settings(server.base_url), tmp_path)
    office.ask()
    off = Office(settings(server.base_url, cache_enabled=False), tmp_path)
    with pytest.raises(NoSuchSession, match="the cache is switched off"):
        off.worker.offline(DOCUMENTED_UUID).result(PATIENCE_S)
    office.worker.cache.path(DOCUMENTED_UUID).write_bytes(b"damaged")
    for _ in range(2):
        with pytest.raises(NotASession, match=r"What is kept cannot be used.*damaged"):
            office.worker.offline(DOCUMENTED_UUID).result(PATIENCE_S)


def test_what_is_kept_is_listed_with_its_summary(server: DemoServer, tmp_path: Path) -> None:
    office = Office(settings(server.base_url), tmp_path)
    office.ask()
    (entry,) = office.worker.kept_list().result(PATIENCE_S)
    assert (entry.uuid, entry.fetched_ms, entry.starred) == (DOCUMENTED_UUID, NOW_MS, False)
    assert (entry.summary.isp, entry.summary.verdict) == ("SK Broadband Co Ltd", "stopped-early")


def test_without_a_cache_nothing_is_kept_or_shown(server: DemoServer, tmp_path: Path) -> None:
    Office(settings(server.base_url), tmp_path).ask()
    before = sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*"))
    office = Office(settings(server.base_url, cache_enabled=False), tmp_path)
    assert [found and found.source.kind for found in office.ask()] == [None, "api"]
    assert office.worker.kept_list().result(PATIENCE_S) == ()
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*")) == before


def test_a_damaged_entry_is_asked_for_anew_and_told_once(server: DemoServer, tmp_path: Path) -> None:
    office = Office(settings(server.base_url), tmp_path)
    office.ask()
    office.worker.cache.path(DOCUMENTED_UUID).write_bytes(b"damaged")
    assert [found and found.source.kind for found in office.ask()] == [None, "api"]
    assert DOCUMENTED_UUID in office.worker.doubts()
    assert office.worker.doubts() == ""
    assert office.ask()[0] is not None


def test_a_start_deletes_what_has_expired(server: DemoServer, tmp_path: Path) -> None:
    office = Office(settings(server.base_url), tmp_path)
    _, found = office.ask()
    assert found is not None
    path = office.worker.cache.path(DOCUMENTED_UUID)
    later = Office(settings(server.base_url), tmp_path)
    later.now_ms += 31 * 86_400_000
    assert path.exists()
    later.worker.keep(found._replace(source=found.source._replace(kind="cache"))).result(PATIENCE_S)
    assert not path.exists()


def test_a_lookup_begun_ahead_is_the_one_that_is_asked_for(tmp_path: Path) -> None:
    with Wire(reply(200, BODY)) as wire:
        worker = Office(settings(wire.url), tmp_path).worker
        ahead = worker.ahead(DOCUMENTED_UUID)
        assert worker.session(DOCUMENTED_UUID) is ahead
        assert ahead.renewed.result(PATIENCE_S) is not None
        assert len(wire.requests) == 1


def test_a_lookup_that_is_dropped_ends(tmp_path: Path) -> None:
    with Wire(lambda talk: talk.stall()) as wire:
        worker = Office(settings(wire.url), tmp_path).worker
        ahead = worker.ahead(DOCUMENTED_UUID)
        worker.drop(DOCUMENTED_UUID)
        assert ahead.renewed.cancelled()
        worker.drop(DOCUMENTED_UUID)


# Files


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / f"{DOCUMENTED_UUID}.json"
    path.write_bytes(BODY)
    os.utime(path, (1_759_000_000, 1_759_000_000))
    return path


def test_a_saved_answer_opens_without_network_or_credentials(saved: Path, tmp_path: Path) -> None:
    office = Office(Settings(), tmp_path / "config")
    kept, found = office.ask(str(saved))
    assert kept is None
    assert found is not None
    assert (found.session.uuid, found.source, found.body) == (DOCUMENTED_UUID, ("file", 1_759_000_000_000, 0), BODY)
    assert office.worker.is_fresh(found)
    assert office.worker.fetch(str(saved)).result(PATIENCE_S).body == BODY
    assert not (tmp_path / "config").exists()


def test_stdin_is_read_once_and_shown_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY)))
    piped.cache_clear()
    office = Office(Settings(), tmp_path)
    for found in (office.ask("-")[1], office.worker.fetch("-").result(PATIENCE_S)):
        assert found is not None
        assert (found.session.uuid, found.source.kind, found.body) == ("stdin", "file", BODY)


@pytest.mark.parametrize(
    "name, content, fault",
    [
        ("gone.json", None, UsageFault),
        ("\0.json", None, UsageFault),
        ("~nobody-of-this-name/x.json", None, UsageFault),
        ("empty.json", b"", NotASession),
        ("other.json", b"[]", NotASession),
        ("large.json", b" " * (1 << 20) + BODY, NotASession),
    ],
)
def test_a_file_that_is_no_saved_answer_says_why(
    tmp_path: Path, name: str, content: bytes | None, fault: type[Fault]
) -> None:
    target = name if name.startswith("~") else f"{tmp_path}/{name}"
    if content is not None:
        Path(target).write_bytes(content)
    office = Office(dataclasses.replace(Settings(), max_answer_mib=1), tmp_path)
    with pytest.raises(fault):
        office.ask(target)


def test_a_directory_is_no_saved_answer(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="directory"):
        Office(Settings(), tmp_path).ask(f"{tmp_path}/")


def test_what_is_a_file_and_what_is_a_session(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(saved.parent)
    (saved.parent / "answer").write_bytes(BODY)
    for target in ("-", "x.json", "./x", "/x/y", "answer", "x.json.gz", saved.name):
        assert is_file(target), target
    for target in (DOCUMENTED_UUID, f"https://ma.vpe.naverncp.com/t/console/{DOCUMENTED_UUID}/detail", "nope", ""):
        assert not is_file(target), target


@pytest.mark.parametrize(
    "name",
    ["{}.json", "{}.json.gz", "vpe-{}.json", "vpe-{}-answer.json", "vpe-{}-answer-2.json", "{}-2.json", "{} (1).json"],
)
def test_the_uuid_is_read_out_of_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name.format(DOCUMENTED_UUID)
    path.write_bytes(BODY)
    assert Office(Settings(), tmp_path).ask(str(path))[1].session.uuid == DOCUMENTED_UUID


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_show_printed_as_json_is_that_session_again(tmp_path: Path, encoding: str) -> None:
    body = json.loads(BODY)
    body["result"]["more"] = {"than": ["we", 2**70, "know"]}
    session = parse_session(json.dumps(body).encode(), DOCUMENTED_UUID)
    diagnosis = diagnose(session, FETCHED_MS)
    text = "".join(printed(session, Source("api", FETCHED_MS), diagnosis, FETCHED_MS))
    path = tmp_path / "whatever.json"
    path.write_bytes(text.encode(encoding))
    _, found = Office(Settings(), tmp_path).ask(str(path))
    assert found is not None
    assert found.session == session
    assert found.source == Source("file", FETCHED_MS)
    assert diagnose(found.session, found.source.fetched_ms) == diagnosis
    assert parse_session(found.body, DOCUMENTED_UUID) == session


@pytest.mark.parametrize(
    "broken", ['"events": 5', '"events": [{}]', '"events": []', "", '"events": [{"raw": 1}], "user": 1']
)
def test_what_only_begins_as_if_it_was_printed_is_a_fault_or_a_session(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(f'{{"schema": 1, "uuid": "x", {broken}}}')
    with pytest.raises(NotASession):
        Office(Settings(), tmp_path).ask(str(path))


def test_a_network_that_is_away_is_a_fault_beside_the_kept_session(server: DemoServer, tmp_path: Path) -> None:
    Office(settings(server.base_url), tmp_path).ask()
    office = Office(settings(server.base_url), tmp_path)
    office.now_ms += 3_600_000
    server.stop()
    asked = office.worker.session(DOCUMENTED_UUID)
    assert asked.kept.result(PATIENCE_S) is not None
    with pytest.raises(NetworkFault):
        asked.renewed.result(PATIENCE_S)
