"""The loop that carries requests carries nothing else: no disk, no gzip, no parsing."""

import gzip
import json
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pace import PATIENCE_S
from tests.unit.test_lookup import BODY, Office, settings
from tests.wire import Wire, reply
from vpe_tui.api.list_query import RecentQuery
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue
from vpe_tui.errors import Fault
from vpe_tui.service.pool import Pool, Wish
from vpe_tui.service.worker import THREAD

UUIDS = [entry.uuid for entry in catalogue()]
LISTED = json.dumps({"code": 200, "result": [{"uuid": DOCUMENTED_UUID, "logDate": "2025-10-08 12:52:00"}]}).encode()
DISK = ("open", "os.scandir", "os.listdir", "os.remove", "os.rename", "os.mkdir", "os.chmod", "os.utime")
"""What Python tells of the disk when somebody listens."""
WORK = ((json, "loads"), (gzip, "compress"))

met: list[str] | None = None
"""What was done on the loop's thread, while somebody wants to know."""


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if met is not None and event in DISK and threading.current_thread().name == THREAD:
        met.append(f"{event} {arguments[0]}")


sys.addaudithook(_hear)


class Unpacking:
    """What `zlib.decompressobj` gives; it tells where it is asked to unpack."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def decompress(self, data: bytes, *most: int) -> bytes:
        if met is not None and threading.current_thread().name == THREAD:
            met.append("decompress")
        unpacked: bytes = self._real.decompress(data, *most)
        return unpacked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.fixture
def on_the_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is done on the loop's thread that does not belong there."""
    global met
    met = heard = []
    for module, name in WORK:
        real = getattr(module, name)

        def told(*arguments: Any, real: Any = real, name: str = name, **options: Any) -> Any:
            if threading.current_thread().name == THREAD:
                heard.append(name)
            return real(*arguments, **options)

        monkeypatch.setattr(module, name, told)
    real_unpacking = zlib.decompressobj
    monkeypatch.setattr(zlib, "decompressobj", lambda *how, **more: Unpacking(real_unpacking(*how, **more)))
    yield heard
    met = None


def test_all_that_is_asked_for_leaves_the_loop_alone(on_the_loop: list[str], tmp_path: Path) -> None:
    packed, plain = reply(200, gzip.compress(BODY), "content-encoding: gzip"), reply(200, BODY)
    refused = reply(404, b'{"error": {"errorCode": "1", "message": "gone"}}')
    file = tmp_path / "saved.json.gz"
    file.write_bytes(gzip.compress(BODY))
    with Wire(packed, reply(200, LISTED), plain, reply(200, gzip.compress(BODY)), refused) as wire:
        office = Office(settings(wire.url), tmp_path / "config")
        worker = office.worker
        office.ask()
        assert len(worker.recent(lambda now_ms: RecentQuery()).result(PATIENCE_S).rows) == 1
        office.now_ms += 120_000
        office.ask()
        found = worker.fetch(DOCUMENTED_UUID).result(PATIENCE_S)
        with pytest.raises(Fault, match="gone"):
            worker.fetch(DOCUMENTED_UUID).result(PATIENCE_S)
    office.ask(str(file))
    worker.keep(found._replace(source=found.source._replace(kind="cache"))).result(PATIENCE_S)
    worker.keep(found, ahead=True).result(PATIENCE_S)
    assert worker.offline(DOCUMENTED_UUID).result(PATIENCE_S).body == BODY
    assert len(worker.kept_list().result(PATIENCE_S)) == 1
    index = worker.index(found.session).result(PATIENCE_S)
    worker.diagnose(found, index).result(PATIENCE_S)
    answers = list(Pool(worker, 2, Wish(offline=True)).in_order([DOCUMENTED_UUID, str(file), UUIDS[1]]))
    assert [isinstance(answer.found, Fault) for answer in answers] == [False, False, True]
    assert on_the_loop == []


def test_a_disk_that_hangs_delays_no_other_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More of them than there are threads."""
    goes_on = threading.Event()
    with Wire(*[reply(200, BODY)] * 2) as wire:
        office = Office(settings(wire.url), tmp_path)
        monkeypatch.setattr(office.worker.cache, "get", lambda uuid: goes_on.wait(PATIENCE_S) and None)
        hang = [office.worker.offline(uuid) for uuid in UUIDS[:20]]
        try:
            assert office.worker.fetch(DOCUMENTED_UUID).result(PATIENCE_S / 2).body == BODY
            assert not any(each.done() for each in hang)
        finally:
            goes_on.set()
        for each in hang:
            with pytest.raises(Fault):
                each.result(PATIENCE_S)
