"""The help of every command, and what is said where a line is not understood: one line, a hint, the exit code 2."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vpe_tui.cli import main
from vpe_tui.cli.parser import parser_of
from vpe_tui.cli.topics import TOPICS
from vpe_tui.cli.tree import EVERYTHING, OPEN, WORDS

Capture = pytest.CaptureFixture[str]
ANYTHING = {"base_url"}
"""What takes any text: where nobody answers is found out later."""
BY_ITS_OWN_NAME = {"help", "version"}


@pytest.fixture(autouse=True)
def _of_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("VPE_API_KEY", "VPE_PROJECT_ID", "VPE_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VPE_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")


def argv(word: str, *more: str) -> list[str]:
    return [*([] if word == OPEN else [word]), *more]


def own(word: str) -> list[argparse.Action]:
    return [each for each in parser_of(word)._actions if each.dest not in EVERYTHING | BY_ITS_OWN_NAME]


def refused(capsys: Capture, words: list[str]) -> str:
    """The one line of a call that is not understood."""
    assert main(words) == 2, words
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1, said
    return said.err


@pytest.mark.parametrize("word", WORDS)
def test_a_commands_own_flags_stand_before_the_common_ones(word: str) -> None:
    told = parser_of(word).format_help()
    own_part, _, common = told.partition("\ncommon flags:\n")
    for action in own(word):
        assert all(f" {name}" in own_part for name in action.option_strings)
    in_force = re.findall(r"^  (?:-\w, )?(--[\w-]+)", common, re.MULTILINE)
    shown = {each.dest for each in parser_of(word)._actions for name in each.option_strings if name in in_force}
    assert shown == WORDS[word].common | BY_ITS_OWN_NAME
    assert own_part.splitlines()[0].startswith(f"usage: {parser_of(word).prog} [FLAG …]")


@pytest.mark.parametrize("word", WORDS)
def test_every_page_tells_exit_codes_environment_and_files(word: str) -> None:
    told = parser_of(word).format_help()
    for name in ("examples", "exit codes", "environment", "files"):
        assert f"\n{name}:" in told
    assert max(map(len, told.partition("\nexit codes:")[2].splitlines())) <= 80
    assert set(WORDS[word].variables) <= {row[0] for row in TOPICS["environment"].rows()}


@pytest.mark.parametrize("word", WORDS)
def test_every_value_is_called_by_what_it_is(word: str) -> None:
    """`VALUE`, and the name that argparse makes of a flag, tell nothing."""
    for action in parser_of(word)._actions:
        if action.nargs != 0 and not action.choices:
            name = str(action.metavar)
            assert re.fullmatch(r"[A-Za-z|]+(:5%)?", name) and name not in ("None", "VALUE")


@pytest.mark.parametrize("word", WORDS)
def test_a_mistyped_flag_is_answered_with_the_one_that_was_meant(word: str, capsys: Capture) -> None:
    for action in own(word):
        for name in action.option_strings:
            assert f"did you mean --{name[2:]}" in refused(capsys, argv(word, f"{name}x", "UUID"))
    assert "did you mean --quiet?" in refused(capsys, argv(word, "--quite"))
    assert f"see vpe-tui{'' if word == OPEN else f' {word}'} --help" in refused(capsys, argv(word, "--zzzzzz"))


def mistakes(word: str) -> Iterator[list[str]]:
    """Flags of a command without their value, with one that is none, and with one where there should be none."""
    for action in parser_of(word)._actions:
        for name in action.option_strings:
            if action.nargs == 0:
                yield argv(word, f"{name}=1")
                continue
            yield argv(word, name)
            if action.choices or (action.type not in (None, Path) and action.dest not in ANYTHING):
                yield argv(word, name, "no such value")
    if not any(action.nargs == "*" for action in parser_of(word)._actions):
        yield argv(word, *(["a"] * 4))


@pytest.mark.parametrize("word", WORDS)
def test_the_same_mistake_has_the_same_exit_code_everywhere(word: str, capsys: Capture) -> None:
    for words in mistakes(word):
        assert refused(capsys, words).startswith("vpe-tui: ")


@pytest.mark.parametrize(
    "words, hint",
    [
        (["shwo"], "did you mean vpe-tui show?"),
        (["recent"], "did you mean vpe-tui kept?"),
        (["keys"], "there is a page: vpe-tui help keys"),
        (["help", "shwo"], "did you mean vpe-tui help show?"),
        (["help", "metric"], "did you mean vpe-tui help metrics?"),
        (["help", "clipboard"], "it is spoken of in vpe-tui help copying · settings · commands"),
        (["help", "xyzzy"], "there are session, lists, triage"),
        (["schema", "sesion"], "did you mean session?"),
        (["--theme", "vpe-drak"], "did you mean vpe-dark?"),
        (["list", "--sinc", "1h"], "did you mean --since?"),
        (["list", "--device", "pcs"], "did you mean pc?"),
        (["show", "--since", "1h"], "it is a flag of vpe-tui list"),
        (["--jsn"], "did you mean --json?"),
        (["list", "UUID"], "see vpe-tui list --help"),
        (["list", "--since", "yesterday"], "--since: should be a length of time"),
        (["list", "--limit", "x"], "1 to 100"),
        (["list", "--limit", "101"], "1 to 100"),
        (["demo", "--port", "99999"], "1 to 65535"),
    ],
)
def test_what_was_meant_is_told(capsys: Capture, words: list[str], hint: str) -> None:
    assert hint in refused(capsys, words)
