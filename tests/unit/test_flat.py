"""`show --flat`: one line a session that a warehouse loads without guessing."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.real.truth import LOGS
from vpe_tui.cli import main
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.report.flat import flat_line
from vpe_tui.report.flat_columns import COLUMNS, columns_in
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session

UUID = "00000000-0000-4000-8000-000000000000"
HEALTHY = 21_000
"""More than the 20,480 lines by which DuckDB guesses types."""


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """A line for each real log, of every player."""
    return [line_of(path.read_bytes()) for path in sorted(LOGS.glob("*.json")) if "truth" not in path.name]


def line_of(body: bytes) -> str:
    session = parse_session(body, UUID)
    return flat_line(session, Source("file", 0), diagnose(session, 1_790_000_000_000))


def test_every_line_has_the_same_columns_in_one_order_and_nothing_nested(lines: list[str]) -> None:
    for line in lines:
        values = json.loads(line)
        assert list(values) == [column.name for column in COLUMNS]
        assert not any(isinstance(value, dict | list) for value in values.values())


def test_a_number_that_can_have_a_fraction_is_written_with_one(lines: list[str]) -> None:
    numbers = {column.name for column in COLUMNS if column.type == "number"}
    written = [pair for line in lines for pair in re.findall(r'"(\w+)": (-?\d[\w.+-]*)', line) if pair[0] in numbers]
    assert written and all("." in number or "e" in number for _, number in written)


def test_what_is_not_known_is_null(lines: list[str]) -> None:
    of_mobile = [json.loads(line) for line in lines if json.loads(line)["dialect"] == "react-native"]
    assert of_mobile and all(values["video_startup_s"] is None for values in of_mobile)
    assert all(
        value != "" for line in lines for value in json.loads(line).values() if value != json.loads(line)["findings"]
    )


def test_the_first_error_after_many_healthy_lines_is_text(tmp_path: Path, lines: list[str]) -> None:
    good = next(line for line in lines if json.loads(line)["error_code"] is None)
    bad = next(line for line in lines if json.loads(line)["error_code"])
    code = json.loads(bad)["error_code"]
    file = tmp_path / "sessions.ndjson"
    file.write_text(f"{good}\n" * HEALTHY + f"{bad}\n")
    read = f"read_json('{file}', format = 'nd', columns = {columns_in('duckdb')})"
    codes = duckdb.sql(f"SELECT error_code, count(*) FROM {read} GROUP BY ALL ORDER BY 2").fetchall()
    assert codes == [(code, 1), (None, HEALTHY)]
    kinds = duckdb.sql(
        f"SELECT typeof(began), typeof(rebuffer_s), typeof(rebuffer_count) FROM {read} LIMIT 1"
    ).fetchall()
    assert kinds == [("TIMESTAMP WITH TIME ZONE", "DOUBLE", "BIGINT")]


@pytest.mark.parametrize("engine", ["duckdb", "clickhouse"])
def test_the_columns_are_printed_for_an_engine(engine: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["schema", "flat", "--sql", engine]) == 0
    said = capsysbinary.readouterr().out.decode()
    assert all(re.search(rf"\b{column.name}\b", said) for column in COLUMNS)


def test_another_form_has_no_columns(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["schema", "session", "--sql", "duckdb"]) == 2
