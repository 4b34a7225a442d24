"""The recipes of `vpe-tui help warehouse`, run as they stand there, give the rates that triage gives."""

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.generate import DOCS
from tests.unit.test_cli import Shell
from tests.unit.test_triage_command import planted
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.server import DemoServer

PAGE = (DOCS / "warehouse.md").read_text(encoding="utf-8")
HEALTHY = 21_000
"""More than the 20,480 lines by which DuckDB guesses types."""


def recipes(command: str) -> list[str]:
    """The SQL of a page's commands, with what a shell would put in its place."""
    told = re.findall(rf'^{command} "(.*)"$', PAGE, re.MULTILINE)

    def printed(found: re.Match[str]) -> str:
        words = found[1].split()
        assert words[0] == "vpe-tui"
        return subprocess.run(
            [sys.executable, "-m", "vpe_tui", *words[1:]], capture_output=True, text=True, check=True
        ).stdout

    return [re.sub(r"\$\(([^)]*)\)", printed, each) for each in told]


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Healthy sessions first, then an hour in which those of one host fail."""
    monkeypatch.chdir(tmp_path)
    with DemoServer() as server:
        like = json.loads(Shell(server.base_url, tmp_path).run("show", "--flat", DOCUMENTED_UUID).stdout)
    hour = [like | each for each in planted()]
    healthy = json.dumps(next(each for each in hour if each["verdict"] == "completed") | {"media_host": "healthy"})
    lines = [*[healthy] * HEALTHY, *map(json.dumps, hour)]
    path = tmp_path / "sessions.ndjson"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rates(sessions: Path, directory: Path) -> dict[str, tuple[int, int]]:
    """What triage says of the same lines: bad ones of all, by host."""
    own = sessions.with_name("hour.ndjson")
    own.write_text("\n".join(sessions.read_text(encoding="utf-8").splitlines()[HEALTHY:]) + "\n", encoding="utf-8")
    told = json.loads(Shell("http://127.0.0.1:9", directory).run("triage", str(own), "--json").stdout)
    (head, *_) = told["shared"]
    others = told["counts"]["bad"] - head["bad"], told["counts"]["read"] - head["total"]
    return {head["values"][0]: (head["bad"], head["total"]), "edge-1.example.com": others}


def test_duckdb_says_what_triage_says(sessions: Path, tmp_path: Path) -> None:
    create, parquet, ask = recipes("duckdb vpe.db")
    with duckdb.connect("vpe.db") as engine:
        engine.execute(create)
        engine.execute(parquet)
        found = {host: (bad, total) for host, bad, total, _ in engine.execute(ask).fetchall()}
        kept = engine.execute("select count(*), count(error_code) from 'sessions.parquet'").fetchone()
    assert found.pop("healthy") == (0, HEALTHY)
    assert found == rates(sessions, tmp_path)
    assert kept == (HEALTHY + 60, 15)


@pytest.mark.nightly
def test_clickhouse_says_what_triage_says(sessions: Path, tmp_path: Path) -> None:
    engine = pytest.importorskip("chdb.session", reason="pip install '.[nightly]' brings an embedded ClickHouse")
    create, insert, ask = recipes("clickhouse local --path vpe")
    session = engine.Session(str(tmp_path / "vpe"))
    session.query(create)
    session.query(insert)
    rows = [json.loads(line) for line in str(session.query(ask, "JSONEachRow")).splitlines()]
    found = {row["media_host"]: (int(row["bad"]), int(row["of_all"])) for row in rows}
    assert found.pop("healthy") == (0, HEALTHY)
    assert found == rates(sessions, tmp_path)
