"""Machine forms over versions: keys may come; none goes or changes its type unless `schema` is raised.

`tests/data/machine-forms.json` has the keys and types of each form as 0.1.0 printed them (commit 90f48db): a key
that came since may be added to it, and only a raised `schema` takes one away.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.unit.test_cli import Shell
from vpe_tui.cli import main, tree
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue
from vpe_tui.demo.server import DemoServer
from vpe_tui.report.contract import NAMES, ErrorJson, EventLineJson, told
from vpe_tui.report.rows import COLUMNS

FROZEN = Path(__file__).parents[1] / "data/machine-forms.json"
TYPES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}
"""Null is none of them: whatever is unknown is null."""
AS_IT_CAME = frozenset(("start_time", "user", "player", "media", "errors", "other", "raw", "quality_s"))
"""Keys under which others decide what stands: the API, or the data."""
VARIES = frozenset(("paths", "terminal"))
"""Of `doctor`: what the machine has."""

Shape = dict[str, set[str]]


def shape(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Each key by its path, and the type of its value; `[]` stands for every place of an array."""
    if name:
        yield name, TYPES.get(type(value), "")
    last = name.rpartition(".")[2]
    if isinstance(value, dict) and last not in AS_IT_CAME | VARIES:
        for key, each in value.items():
            yield from shape(each, f"{name}.{key}".lstrip("."))
    elif isinstance(value, list) and last not in AS_IT_CAME:
        for each in value:
            yield from shape(each, f"{name}[]")


def shaped(values: list[Any]) -> Shape:
    found: Shape = {}
    for value in values:
        for name, kind in shape(value):
            found.setdefault(name, set()).update({kind} - {""})
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the program prints of each form."""
    uuids = [entry.uuid for entry in catalogue()]
    with DemoServer() as server:
        shell = Shell(server.base_url, tmp_path_factory.mktemp("config"))
        sessions = json.loads(shell.run("show", "--json", *uuids).stdout)
        for uuid in uuids[:3]:
            shell.run("show", "--json", uuid)
        events = shell.run("show", "--ndjson", *uuids).stdout.splitlines()

        def lines(*words: str) -> list[Any]:
            return list(map(json.loads, shell.run(*words).stdout.splitlines()))

        window = ("--from", "2025-10-01T00:00", "--to", "2025-11-01T00:00")
        failed = json.loads(shell.run("show", "--json", DOCUMENTED_UUID[::-1]).stdout)
        rows = shell.run("list", "--ndjson", *window).stdout.splitlines()
        return {
            "session": sessions,
            "event": list(map(json.loads, events)),
            "flat": list(map(json.loads, shell.run("show", "--flat", *uuids).stdout.splitlines())),
            "handover": list(map(json.loads, shell.run("show", "--handover", *uuids).stdout.splitlines())),
            "triage": [json.loads(shell.run("triage", "--json", "--from", "2025-10-01T00:00").stdout)],
            "compare": [json.loads(shell.run("compare", "--json", *uuids[:2]).stdout)],
            "watch": [
                *lines("watch", "--json", uuids[0]),
                *lines("watch", "--json", "--since", "9000d", "--for", "1s"),
            ],
            "fault": [failed],
            "listed": [json.loads(shell.run("list", "--json", *window).stdout)],
            "kept": [json.loads(shell.run("kept", "--json").stdout)],
            "doctor": [json.loads(shell.run("doctor", "--json").stdout)],
            "row": list(map(json.loads, rows)),
            "no list": [json.loads(shell.run("list", "--json", "--from", "noon").stdout)],
        }


SCHEMAS = {"fault": "session", "row": "listed", "no list": "listed"}
"""Of forms that share one."""

OPTIONAL = {"corrected_s"}
"""Rows whose time was corrected have it, no others."""


FORMS = (
    "session",
    "event",
    "flat",
    "handover",
    "triage",
    "compare",
    "watch",
    "fault",
    "listed",
    "row",
    "no list",
    "kept",
    "doctor",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_keeps_to_the_schema_that_is_printed(
    printed: dict[str, list[Any]], form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["schema", SCHEMAS.get(form, form)]) == 0
    schema = json.loads(capsysbinary.readouterr().out)
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema)
    assert printed[form]
    for value in printed[form]:
        valid.validate(value)
    for value in printed[form][:5]:
        assert valid.is_valid({**value, "a key of tomorrow": 1})
        for key in value.keys() - OPTIONAL:
            assert not valid.is_valid({name: each for name, each in value.items() if name != key}), f"without {key}"


def test_every_schema_is_printed_and_tried() -> None:
    assert set(SCHEMAS) | set(NAMES) == set(FORMS)
    assert NAMES == tree.SCHEMAS


def test_what_is_not_in_the_form_is_never_printed() -> None:
    fine = {"uuid": "u", "error": {"kind": "", "title": "", "cause": "", "hint": "", "exit": 5}}
    assert told(ErrorJson, fine) == fine
    for wrong in ({**fine, "more": 1}, {"uuid": "u"}, {**fine, "uuid": 5}):
        with pytest.raises(ValueError):
            told(ErrorJson, wrong)


def test_a_line_of_csv_has_the_columns_of_its_form() -> None:
    fields = EventLineJson.model_fields.keys() - {"raw", *OPTIONAL}
    assert tuple(name for name in EventLineJson.model_fields if name in fields) == COLUMNS


@pytest.mark.parametrize("form", ["session", "event", "fault", "listed", "kept", "doctor"])
def test_no_key_goes_or_changes_its_type_unless_the_schema_is_raised(printed: dict[str, list[Any]], form: str) -> None:
    frozen = json.loads(FROZEN.read_text())[form]
    now = shaped(printed[form])
    schemas = {value["schema"] for value in printed[form] if "schema" in value}
    assert schemas <= {frozen["schema"]}, "a raised schema: the keys may be written down anew"
    for key, types in frozen["keys"].items():
        assert key in now, f"{key} is gone"
        assert not types or now[key] <= set(types), f"{key} has another type"
