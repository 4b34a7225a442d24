"""Any bytes at all: a session or one fault, at once, in bounds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.bodies import UUID, checked, mutants, random_bodies
from tests.wire import Wire, after_request
from vpe_tui.api.client import VpeClient
from vpe_tui.errors import Fault, NotASession
from vpe_tui.session.parse import MOST_LISTED, MOST_ROWS, parse_recent, parse_session
from vpe_tui.settings.sources import Secret

EXAMPLE = (Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes()
MIB = 1024 * 1024
REPLACED_BY = b'\x00"\\{}[],:0a\xff'


@pytest.mark.parametrize(
    ("count", "seed"), [(2_000, 1), pytest.param(50_000, 2, marks=pytest.mark.nightly)], ids=["2,000", "50,000"]
)
def test_mutants(count: int, seed: int) -> None:
    found = (checked(body, printed=number % 5 == 0) for number, body in enumerate(mutants(count, seed)))
    sessions = sum(each is not None for each in found)
    assert count * 0.5 < sessions < count  # most are sessions still: nothing is refused for one odd field


def test_random_bodies() -> None:
    for body in random_bodies(20_000, seed=3):
        checked(body)


def test_the_list_of_random_bodies() -> None:
    for body in random_bodies(5_000, seed=4):
        try:
            parse_recent(body)
        except Fault as fault:
            assert fault.title and fault.hint


def test_a_list_has_a_limit() -> None:
    row = b'{"uuid": "a"}'
    assert len(parse_recent(b'{"code": 200, "result": [%s]}' % b",".join([row] * MOST_LISTED))) == MOST_LISTED
    with pytest.raises(NotASession, match="more than 10,000 rows"):
        parse_recent(b'{"code": 200, "result": [%s]}' % b",".join([row] * (MOST_LISTED + 1)))


def test_every_prefix_of_the_documented_answer() -> None:
    for end in range(len(EXAMPLE.rstrip())):
        with pytest.raises(Fault):
            parse_session(EXAMPLE[:end], UUID)
    assert checked(EXAMPLE)


def test_every_byte_of_the_documented_answer_changed() -> None:
    for place in range(len(EXAMPLE)):
        checked(EXAMPLE[:place] + REPLACED_BY[place % 12 : place % 12 + 1] + EXAMPLE[place + 1 :])


@pytest.mark.nightly
@pytest.mark.parametrize("byte", range(256))
def test_every_byte_of_the_documented_answer_changed_to_every_byte(byte: int) -> None:
    for place in range(len(EXAMPLE)):
        checked(EXAMPLE[:place] + bytes([byte]) + EXAMPLE[place + 1 :])


def session(**parts: str) -> bytes:
    """An answer whose result has these parts, each as JSON text."""
    inner = ", ".join(f'"{name}": {value}' for name, value in parts.items())
    return f'{{"code": 200, "message": "sessionRecentDetail", "result": {{{inner}}}}}'.encode()


@pytest.mark.parametrize("open, close", [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [150, 1_000, 100_000])
def test_depth(open: str, close: str, depth: int) -> None:
    deep = open * depth + "1" + close * depth
    found = [checked(session(user=deep)), checked(session(sessionLog=deep)), checked(session(other=deep, user="{}"))]
    if depth > 200:
        assert not any(found)
    assert checked(open.encode() * depth) is None


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000, "9" * 5_000 + ".5", "1e" + "9" * 5_000, "NaN"])
def test_numbers_no_machine_has(number: str) -> None:
    row = f'{{"logDateUnix": {number}, "videoTime": {number}, "actionDuration": {number}, "errorCode": {number}}}'
    assert checked(session(sessionLog=f"[{row}, {row}]", media=f'[{{"duration": {number}}}]', startTime=f"[{number}]"))


def test_the_same_name_twice_is_its_last_value() -> None:
    found = checked(session(user='{"os": "first", "os": "last"}'))
    assert found and found.user.os == "last"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_that_json_may_come_in(encoding: str) -> None:
    found = checked(json.dumps(json.loads(EXAMPLE)).encode(encoding))
    assert found and found.user.lang == "ko"


async def test_ten_million_rows_are_cut_off_by_the_size_limit() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b'{"code":200,"result":{"sessionLog":[{}'
    rows = b',{"videoTime":1}' * 10_000
    with Wire(after_request(lambda talk: (talk.send(head), [talk.send(rows) for _ in range(1_000)]))) as wire:
        async with VpeClient(wire.url, Secret("key"), "project", timeout_s=30) as api:
            with pytest.raises(NotASession, match="larger than 64 MiB") as caught:
                await api.session(UUID)
    assert "max_answer_mib" in caught.value.hint


@pytest.mark.parametrize("part", ["sessionLog", "media", "error"])
@pytest.mark.parametrize("row", ["0", "{}"])
def test_ten_million_rows_within_the_size_limit_cost_no_gigabytes(part: str, row: str) -> None:
    """Rows of two bytes: 20 MB of body, and as many rows as no session has."""
    code = (
        "import resource\nfrom vpe_tui.errors import Fault\nfrom vpe_tui.session.parse import parse_session\n"
        f"rows = ','.join(['{row}'] * 10_000_000)\n"
        f'body = (\'{{"code": 200, "result": {{"{part}": [\' + rows + \']}}}}\').encode()\n'
        "del rows\nbefore = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"try: parse_session(body, '{UUID}')\nexcept Fault as fault: print(fault)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said, grown_mib = done.stdout.splitlines()
    assert f"more than {MOST_ROWS:,} rows" in said
    assert int(grown_mib) < 1024
