"""Odd bytes, as files, through a pipe and over the wire: read in every form, or refused with the real cause."""

import codecs
import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.hostile.api import FakeApi
from tests.unit.test_show import Program
from vpe_tui.cli.forms import FORMS
from vpe_tui.text.decoding import text_of

CASES = Path(__file__).parents[1] / "data/cases"
COMMANDS = Path(__file__).parents[2] / "vpe_tui" / "docs" / "commands.md"
UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
OTHER = "6fe10a3e-6c1e-4d13-9df1-1c5f1e4ad041"
TITLE = "보류된 영상"

PLAIN = (CASES / "wire-utf8-bom.json").read_bytes().removeprefix(codecs.BOM_UTF8)
TEXT = PLAIN.decode()
PACKED = gzip.compress(PLAIN, mtime=0)
HALVES = gzip.compress(PLAIN[:700], mtime=0) + gzip.compress(PLAIN[700:], mtime=0)


class Case(NamedTuple):
    """Bytes, and what must come out: a title, or a cause (and then exit 6)."""

    body: bytes
    title: str = TITLE
    cause: str = ""


def of(name: str, title: str = TITLE, cause: str = "") -> Case:
    return Case((CASES / name).read_bytes(), title, cause)


READ: dict[str, Case] = {
    **{f"wire-{name}": of(f"wire-{name}.json") for name in ("utf16le-bom", "utf8-bom", "nan", "dupkeys", "gz")},
    "wire-cp949": of("wire-cp949.json"),
    "wire-latin1": of("wire-latin1.json", "café ??"),
    "letters side by side": Case(TEXT.replace(TITLE, "Größe créée naïf").encode("cp1252"), "Größe créée naïf"),
    "two marks": Case(codecs.BOM_UTF8 * 2 + PLAIN),
    "wire-trailing-garbage": of("wire-trailing-garbage.json"),
    **{name: of(f"{name}.json") for name in ("mixed-types", "case-twin-field", "csv-semicolon")},
    **{name: of(f"{name}.json") for name in ("stamps-us", "stamps-ns")},
    **{name: Case(TEXT.encode(name)) for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-32")},
    "utf-16-be with a mark": Case(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")),
    "utf-32-be with a mark": Case(codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be")),
    "utf-16 with leftovers": Case(f"\r\n{TEXT}\r\n0\r\n\r\n".encode("utf-16")),
    "one character cut in UTF-8": Case(PLAIN.replace("영상".encode(), "영상".encode()[:-1]), "보류된 영\ufffd"),
    "gzip of two members": Case(HALVES),
    "gzip with padding": Case(PACKED + b"\0" * 1000),
    "gzip of UTF-16": Case(gzip.compress(TEXT.encode("utf-16"))),
    **{
        f"then {after!r}": Case(PLAIN + after)
        for after in (b"\n", b"\r\n\r\n", b"\n0\n\n", b"0", b"\0" * 512, b"\x1a", b"\r\n\x1a", b"\r\n0\r\n\r\n\0\0")
    },
}  # fmt: skip

REFUSED: dict[str, Case] = {
    "two-raw": of("two-raw.json", cause="several answers"),
    "wire-two-answers": of("wire-two-answers.json", cause="several answers"),
    "two in one line": Case(PLAIN * 2, cause="several answers"),
    "three, the last cut": Case(PLAIN + b"\n" + PLAIN + b"\r\n" + PLAIN[:100], cause="several answers"),
    "two in UTF-16": Case((TEXT + "\r\n" + TEXT).encode("utf-16"), cause="several answers"),
    "wire-http-headers": of("wire-http-headers.json", cause="HTTP headers stand before"),
    "headers without a first line": Case(b"Server: x\nDate: y\n\n" + PLAIN, cause="HTTP headers stand before"),
    "HTTP/2": Case(b"HTTP/2 200 \r\nserver: x\r\n\r\n" + PLAIN, cause="HTTP headers stand before"),
    "curl -v": Case(b"> GET / HTTP/1.1\n< HTTP/1.1 200 OK\n" + PLAIN, cause="HTTP headers stand before"),
    "wire-xssi": of("wire-xssi.json", cause="a guard against other sites' scripts"),
    "while(1);": Case(b"while(1);" + PLAIN, cause="a guard against other sites' scripts"),
    "for (;;);": Case(b"for (;;);" + PLAIN, cause="a guard against other sites' scripts"),
    "JSONP": Case(b"callback(" + PLAIN + b");", cause="JSONP"),
    "wire-array": of("wire-array.json", cause="a JSON array"),
    "wire-ps-wrapped": of("wire-ps-wrapped.json", cause="packed into a JSON text once more"),
    "wrapped, in UTF-16": Case(json.dumps(TEXT).encode("utf-16"), cause="packed into a JSON text once more"),
    "wire-result-only": of("wire-result-only.json", cause="the result alone"),
    "a number": Case(b"17", cause="JSON, but not an object"),
    "a chunk's length": Case(b"5a2\r\n" + PLAIN + b"\r\n0\r\n\r\n", cause="the length of a chunk"),
    "words after it": Case(PLAIN + b"\nHTTP/1.1 200 OK", cause="more comes after its JSON (line 2, column 1)"),
    "a comma after it": Case(PLAIN + b",", cause="more comes after its JSON (line 1"),
    "half a word after it": Case(PLAIN + b" tru", cause="more comes after its JSON"),
    "1 after it": Case(PLAIN + b"\r\n1\r\n", cause="more comes after its JSON"),
    "cut": Case(PLAIN[:-300], cause="stops in the middle"),
    "cut in UTF-16": Case(TEXT.encode("utf-16")[:-301], cause="stops in the middle"),
    "cut in a character": Case(PLAIN[: PLAIN.index("보".encode()) + 1], cause="stops in the middle"),
    "packed twice": Case(gzip.compress(PACKED), cause="packed"),
    "a zip": Case(b"PK\x03\x04" + PLAIN, cause="packed"),
    "bzip2": Case(b"BZh91AY&SY", cause="packed"),
    "zstd": Case(b"\x28\xb5\x2f\xfd" + PLAIN, cause="packed"),
    "gzip, then words": Case(PACKED + b"words", cause="more comes after the end of the gzip"),
    "gzip, then one letter": Case(PACKED + b"w", cause="more comes after the end of the gzip"),
    "gzip with a wrong sum": Case(PACKED[:-8] + b"\0" * 8, cause="its gzip is broken"),
    "gzip that is cut": Case(PACKED[:-20], cause="the gzip has no end"),
}  # fmt: skip

ALL = READ | REFUSED


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    with FakeApi({}) as server:
        yield server


@pytest.fixture
def program(api: FakeApi, monkeypatch, capsysbinary, tmp_path: Path) -> Program:
    settings = {"BASE_URL": api.base_url, "API_KEY": "a-key-of-some-length", "PROJECT_ID": "p"}
    for name, value in (settings | {"CONFIG_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(f"VPE_{name}", value)
    return Program(monkeypatch, capsysbinary)


@pytest.mark.parametrize("way", ["file", "packed", "pipe", "wire"])
@pytest.mark.parametrize("name", ALL)
def test_a_case_is_read_or_its_cause_is_named(
    api: FakeApi, program: Program, tmp_path: Path, name: str, way: str
) -> None:
    body, title, cause = ALL[name]
    if (way == "packed" and body[:2] == b"\x1f\x8b") or (way == "pipe" and name == "a number"):
        pytest.skip("packed once is enough; a line may be anything")
    file = tmp_path / f"{UUID}.json{'.gz' if way == 'packed' else ''}"
    file.write_bytes(gzip.compress(body) if way == "packed" else body)
    api.answers[UUID] = body
    targets = {"wire": ["--fresh", UUID], "pipe": ["-"]}.get(way, [str(file)])
    found = program.show("--json", *targets, stdin=body if way == "pipe" else "")
    (told,) = found.json if way == "pipe" else [found.json]  # stdin may name several: always an array
    if not cause:
        assert found.code == 0, found.err
        assert told["media"][0]["title"] == title
        assert told["uuid"] == ("stdin" if way == "pipe" else UUID)
        return
    assert found.code == 6, found.out
    assert cause in told["error"]["cause"]
    assert ("again" in told["error"]["hint"]) == (way == "wire" and "has no end" in cause)
    assert len(found.err.splitlines()) == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("redact", ["--redact", "--no-redact"])
def test_every_form_of_every_case_that_is_read(program: Program, tmp_path: Path, form: str, redact: str) -> None:
    file = tmp_path / "x.json"
    for name, (body, title, _) in READ.items():
        file.write_bytes(body)
        found = program.show(f"--{form}", redact, str(file))
        assert (found.code, found.err) == (0, ""), name
        told = text_of(found.out)
        assert title in told or json.dumps(title)[1:-1] in told or form in ("csv", "ndjson"), name
        assert "203.0.113.77" not in told or redact == "--no-redact", name
        assert "203.0.113.77" in told or redact == "--redact" or form in ("csv", "ndjson", "text"), name


def test_raw_is_what_came_unpacked(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    for name in ("utf-16-le", "wire-cp949", "wire-trailing-garbage", "wire-dupkeys"):
        file.write_bytes(READ[name].body)
        assert program.show("--raw", str(file)).out == READ[name].body
    for body in (PACKED, HALVES):
        file.write_bytes(body)
        assert program.show("--raw", str(file)).out == PLAIN


def test_a_list_of_uuids_in_utf_16(api: FakeApi, program: Program) -> None:
    listed = (CASES / "uuids-utf16.txt").read_bytes()
    uuids = listed.decode("utf-16").split()
    api.answers |= dict.fromkeys(uuids, PLAIN)
    for sent in (
        listed,
        *("\r\n".join(uuids).encode(name) for name in ("utf-8-sig", "utf-16-be", "utf-32", "utf-32-le")),
    ):
        found = program.show("--json", "-", stdin=sent)
        assert (found.code, [each["uuid"] for each in found.json]) == (0, uuids)


def test_settings_with_a_byte_order_mark(program: Program, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(PLAIN)
    text = (CASES / "config-bom.toml").read_text(encoding="utf-8-sig")
    for sent in ((CASES / "config-bom.toml").read_bytes(), text.encode("utf-16"), text.encode("utf-16-le")):
        (tmp_path / "config.toml").write_bytes(sent)
        found = program.show("--text", str(tmp_path / "x.json"))
        assert (found.code, found.err) == (0, "")
        assert " UTC" in found.out.decode() and " KST" not in found.out.decode()


def test_numbers_and_types_are_kept_to_the_digit(program: Program) -> None:
    rows = [event["raw"] for event in program.show("--json", str(CASES / "mixed-types.json")).json["events"]]
    assert [row["extra"] for row in rows if "extra" in row] == [{"a": 1}, "s", [1]]
    assert [row["big"] for row in rows if "big" in row] == [2**64 + 1]
    assert b'"big": 18446744073709551617' in program.show("--raw", str(CASES / "mixed-types.json")).out


def test_names_that_differ_in_case_alone_are_two_and_the_query_of_the_readme_runs(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (query,) = re.findall(r'^duckdb -c "(.*)"$', COMMANDS.read_text(encoding="utf-8"), re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    for name in ("case-twin-field", "mixed-types"):
        out = program.show("--ndjson", str(CASES / f"{name}.json")).out
        Path("events.ndjson").write_bytes(out)
        assert ("paused", 10.0) in duckdb.sql(query).fetchall()
        rows = [json.loads(line)["raw"] for line in out.splitlines()]
        assert name != "case-twin-field" or {(row["quality"], row.get("Quality", "x")) for row in rows} == {
            ("1080p", "x")
        }


STARTS = re.compile("[=+\\-@＝＋－＠\t\r]")


def split(line: str, separator: str) -> list[str]:
    """The cells that a spreadsheet sees with this separator: a quote counts at the beginning of a cell alone."""
    return next(csv.reader(io.StringIO(line), delimiter=separator))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", '"=', '""=', " =", ' "=', "'\"="])
@pytest.mark.parametrize("separator", [",", ";", "|"])
def test_no_separator_makes_a_formula_of_a_cell(program: Program, tmp_path: Path, sign: str, separator: str) -> None:
    answer = json.loads((CASES / "csv-semicolon.json").read_bytes())
    rows = answer["result"]["sessionLog"]
    rows[-1]["errorMessage"] = f'x;{sign}HYPERLINK("http://127.0.0.1")|{sign}1+1;{sign}2'
    (tmp_path / "x.json").write_text(json.dumps(answer))
    out = program.show("--csv", str(tmp_path / "x.json")).out.decode()
    for line in out.splitlines():
        assert not [cell for cell in split(line, separator) if STARTS.match(cell.lstrip(' "')) and not _number(cell)]
    assert "HYPERLINK" in out


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?[\d.]+", cell) is not None


def test_the_case_of_the_semicolon(program: Program) -> None:
    out = program.show("--csv", str(CASES / "csv-semicolon.json")).out.decode()
    assert "x;'=HYPERLINK(" in out


@pytest.mark.parametrize(
    "stamp",
    [
        *(f"1760000000100{'0' * more}" for more in (1, 2, 3, 4, 5, 6, 7, 12)),
        "+1760000000100",
        "-1760000000100",
        "1.7600000001e12",
        "1760000000100.0",
        "0x199C8BB6B24",
        "176000000",
        "1_760_000_000_100",
        "",
        17600000001000,
        1760000000100000,
        1760000000100000000,
        -1760000000100,
        1e300,
    ],
)
def test_a_stamp_of_another_length_is_no_time_and_logdate_is(program: Program, tmp_path: Path, stamp: object) -> None:
    answer = json.loads((CASES / "stamps-us.json").read_bytes())
    for row in answer["result"]["sessionLog"]:
        row["logDateUnix"] = stamp
    (tmp_path / "x.json").write_text(json.dumps(answer))
    _times_are_from_log_date(program.show("--json", str(tmp_path / "x.json")).json)


@pytest.mark.parametrize("name", ["stamps-us", "stamps-ns"])
def test_stamps_in_micro_and_nanoseconds(program: Program, name: str) -> None:
    _times_are_from_log_date(program.show("--json", str(CASES / f"{name}.json")).json)


def _times_are_from_log_date(told) -> None:
    ends = [event["end"] for event in told["events"]]
    assert ends == ["2025-10-09T08:53:20.000Z", "2025-10-09T08:53:21.000Z", "2025-10-09T08:54:21.000Z"]
    assert any("logDateUnix" in found["text"] and "logDate”" in found["text"] for found in told["findings"])
