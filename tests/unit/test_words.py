"""What is written about the program is so, and what is so is written: flags, settings, codes, keys, examples."""

import json
import re
import shlex
from typing import get_args

import pytest

from tests.generate import DOCS, README
from vpe_tui.cli.pages import PAGES, page
from vpe_tui.cli.parser import parsed, parser_of
from vpe_tui.cli.settings import shown_settings
from vpe_tui.cli.topics import TOPICS, as_markdown, as_text
from vpe_tui.cli.tree import OPEN, WORDS
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.errors import EXIT_CODES, Fault
from vpe_tui.qoe.declarations import METRICS
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.qoe.findings.rules import RULES
from vpe_tui.qoe.verdict import QualifierId, VerdictId
from vpe_tui.report.contract import json_schema
from vpe_tui.report.json import as_json
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.settings.sources import Settings
from vpe_tui.text.cells import width_of

PAGES_TEXT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))
TEXT = README.read_text(encoding="utf-8") + PAGES_TEXT


def options() -> set[str]:
    return {name for word in WORDS for action in parser_of(word)._actions for name in action.option_strings}


def test_every_flag_is_told_and_every_flag_that_is_told_is_one() -> None:
    of_others = {"--without-pip", "--python", "--path", "--target", "--peers"}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", TEXT)) - of_others
    assert told == {name for name in options() if name.startswith("--")}


def test_every_variable_is_told_and_every_one_that_is_told_is_read() -> None:
    told = set(re.findall(r"VPE_[A-Z_]+", TEXT))
    declared = {spec["env"] for spec in (field.metadata for field in Settings.__dataclass_fields__.values()) if spec}
    assert told == {name for name in declared if name} | {"VPE_CONFIG_DIR"}


def test_every_exit_code_is_told_and_every_fault_has_one_that_is() -> None:
    told = set(re.findall(r"^\| `(\d+)` \|", TEXT, re.MULTILINE))
    assert told == {str(code) for code in EXIT_CODES}

    def faults(kind: type[Fault]) -> set[type[Fault]]:
        return {kind}.union(*(faults(each) for each in kind.__subclasses__()))

    assert {fault.exit_code for fault in faults(Fault)} | {0, 129, 130, 131, 143} == set(EXIT_CODES)


def test_every_command_is_told() -> None:
    assert [word for word in WORDS if word != OPEN and f"`{word}`" not in TEXT and f"vpe-tui {word}" not in TEXT] == []


def test_the_schema_has_just_the_keys_that_are_printed() -> None:
    body = session_body(DOCUMENTED_UUID)
    assert body is not None
    session, source = parse_session(body, DOCUMENTED_UUID), Source("api", 0)
    told = as_json(session, source, diagnose(session, 0), 0)
    forms = {name: set(form["properties"]) for name, form in json_schema()["$defs"].items()}
    assert forms["SessionJson"] == set(told)
    assert forms["MetricsJson"] == set(told["metrics"]) == {metric.key for metric in METRICS}
    for name in ("source", "verdict"):
        assert forms[f"{name.title()}Json"] == set(told[name])
    assert forms["FindingJson"] == set(told["findings"][0])
    assert forms["EventJson"] == {*told["events"][0], "corrected_s"}, "and that of rows which were moved alone"
    keys = {key for row in TOPICS["json"].rows() for key in row[2].split()}
    assert keys >= set().union(*forms.values())


def test_the_topics_have_all_that_is_declared() -> None:
    ids = {name: [row[0] for row in topic.rows()] for name, topic in TOPICS.items()}
    assert ids["metrics"] == [metric.key for metric in METRICS]
    assert ids["findings"] == [rule.id for rule in RULES]
    assert ids["verdicts"] == [*get_args(VerdictId), *get_args(QualifierId)]
    assert ids["settings"] == [
        field.metadata["key"] for field in Settings.__dataclass_fields__.values() if field.metadata
    ]


@pytest.mark.parametrize("name", TOPICS)
@pytest.mark.parametrize("width", [60, 100])
def test_a_topic_is_told_whole_within_its_width(name: str, width: int) -> None:
    told = as_text(TOPICS[name], width)
    assert max(map(width_of, told.splitlines())) <= width
    words = " ".join(told.split())
    assert all(row[0] in words for row in TOPICS[name].rows())
    assert "\n\n\n" not in told
    assert told.endswith("\n")


def test_every_page_is_there_and_every_table_is_on_one() -> None:
    assert sorted(PAGES) == sorted(path.stem for path in DOCS.glob("*.md"))
    assert set(re.findall("<!-- generated: ([a-z-]+) -->", PAGES_TEXT)) == set(TOPICS)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [60, 100])
def test_a_page_is_text_to_read_on_a_terminal(name: str, width: int) -> None:
    told = page(name, width)
    assert not re.search(r"<!--|\]\(|^#|^\||\n\n\n", told, re.MULTILINE)
    prose = [line for line in told.splitlines() if not line.startswith("    ")]
    assert max(map(width_of, prose)) <= width


def test_the_readme_is_read_in_minutes() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.split()) <= 1_600 and len(text.splitlines()) <= 250


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_a_table(name: str) -> None:
    lines = as_markdown(TOPICS[name]).splitlines()
    assert {len(re.split(r"(?<!\\)\|", line)) for line in lines} == {len(TOPICS[name].columns) + 2}


@pytest.mark.parametrize("word", WORDS)
def test_every_command_has_examples_that_are_understood(word: str) -> None:
    assert len(WORDS[word].examples) >= 2
    for example in WORDS[word].examples:
        told = re.split(r"\$\(|\|\| | && | \| | [<>]", example.replace("UUID", DOCUMENTED_UUID))
        line = next(part for part in told if part.strip().startswith("vpe-tui"))
        words = [part for part in shlex.split(line.rstrip(')"')) if not part.startswith("<")]
        assert words[0] == "vpe-tui"
        assert parsed(words[1:]).run is not None
    assert "examples:" in parser_of(word).format_help()


def test_shown_settings_say_the_same_as_the_readme(tmp_path) -> None:
    from vpe_tui.settings.sources import load

    shown = shown_settings(load({}, {"VPE_CONFIG_DIR": str(tmp_path)}))
    assert {each.origin for each in shown} == {"default"}
    assert [each.key for each in shown] == re.findall(
        r"^\| `([a-z_.]+)` \|",
        TEXT.partition("<!-- generated: settings -->")[2].partition("<!-- end -->")[0],
        re.MULTILINE,
    )
    json.dumps(shown)
