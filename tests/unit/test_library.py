"""The library says what the program prints, and the page about it runs."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import vpe_tui
from tests.generate import DOCS
from tests.unit.test_cli import Shell
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.demo.server import DemoServer
from vpe_tui.errors import Fault
from vpe_tui.report.rows import COLUMNS

FAILED = next(entry.uuid for entry in catalogue() if entry.row["isError"])


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    with DemoServer() as server:
        shell = Shell(server.base_url, tmp_path)
        for name in ("VPE_BASE_URL", "VPE_API_KEY", "VPE_PROJECT_ID", "VPE_CONFIG_DIR"):
            monkeypatch.setenv(name, shell.environment[name])
        yield shell  # type: ignore[misc]


def without_age(told: dict[str, object]) -> dict[str, object]:
    source = told["source"]
    assert isinstance(source, dict)
    return told | {"source": {"kind": source["kind"]}}


def test_the_names_are_a_promise() -> None:
    assert vpe_tui.__all__ == ["Compared", "Report", "compare", "fetch", "read", "recent", "triage"]
    with pytest.raises(AttributeError):
        vpe_tui.nothing  # noqa: B018


def test_a_fetched_session_is_what_show_prints(shell: Shell) -> None:
    report = vpe_tui.fetch(FAILED)
    printed = json.loads(shell.run("show", "--json", FAILED).stdout)
    assert without_age(report.as_dict()) == without_age(printed) | {"source": {"kind": "api"}}
    assert report.verdict.text in repr(report)
    assert [row["action"] for row in report.rows()] == [row["action"] for row in printed["events"]]
    assert set(report.rows()[0]) == set(COLUMNS)


def test_a_saved_answer_is_read_by_its_path_and_from_bytes(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / f"{DOCUMENTED_UUID}.json"
    path.write_bytes(session_body(DOCUMENTED_UUID) or b"")
    by_path, by_bytes = vpe_tui.read(path), vpe_tui.read(path.read_bytes())
    assert by_path.metrics == by_bytes.metrics and by_path.session.uuid == DOCUMENTED_UUID
    assert by_path.spans and by_path.events and by_path.findings == by_bytes.findings


def test_two_compared_are_what_compare_prints_and_as_its_schema_says(shell: Shell) -> None:
    a, b = vpe_tui.fetch(FAILED), vpe_tui.fetch(DOCUMENTED_UUID)
    found, by_start = vpe_tui.compare(a, b), vpe_tui.compare(a, b, align="start")
    printed = json.loads(shell.run("compare", FAILED, DOCUMENTED_UUID, "--json").stdout)
    assert found.as_dict() == printed and found.rows() == printed["rows"]
    jsonschema.validate(found.as_dict(), json.loads(shell.run("schema", "compare").stdout))
    assert found.says in repr(found) and found.aligned.startswith("aligned at ")
    assert by_start.as_dict()["align"] == "start" and by_start.comparison.pairs
    with pytest.raises(Fault, match="none of picture, start, playhead, clock"):
        vpe_tui.compare(a, b, align="moon")  # type: ignore[arg-type]


def test_what_is_listed_is_what_list_prints(shell: Shell) -> None:
    told = json.loads(shell.run("list", "--json").stdout)["sessions"]
    assert vpe_tui.recent() == [each | {"kept": False} for each in told]
    assert len(vpe_tui.recent(all=True, video_type="LIVE")) == sum(entry.is_live for entry in catalogue())
    assert vpe_tui.recent("1h") == []


def test_it_works_inside_a_running_loop_and_raises_our_faults(shell: Shell) -> None:
    async def notebook() -> str:
        return vpe_tui.fetch(FAILED).verdict.id

    assert asyncio.run(notebook()) == vpe_tui.fetch(FAILED).verdict.id
    with pytest.raises(Fault):
        vpe_tui.fetch("00000000-0000-4000-8000-000000000000")
    with pytest.raises(Fault):
        vpe_tui.fetch(FAILED, timeout_s="soon")


def test_the_page_runs(shell: Shell) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "library.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert len(names["reports"]) == 5 and names["rows"]  # type: ignore[arg-type]


def test_the_name_alone_imports_nothing_heavy() -> None:
    code = "import sys, vpe_tui; print(sorted({'httpx', 'pydantic', 'textual', 'asyncio'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
