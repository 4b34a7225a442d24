"""What a tab offers: what the parsers declare and what is kept here, in the shells themselves."""

import shutil
import subprocess
import sys
from argparse import SUPPRESS
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pace import LONG_S
from tests.terminal import Terminal, clean_environment
from tests.unit.test_cli import Shell
from vpe_tui.cli.complete import FILES, offers
from vpe_tui.cli.pages import PAGES
from vpe_tui.cli.parser import parser_of
from vpe_tui.cli.tree import ALIGNS, COMPLETE, INCIDENTS, OPEN, SCHEMAS, SHELLS, WORDS
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.server import DemoServer

FAILED = next(entry.uuid for entry in catalogue() if entry.kind is Kind.FATAL_ERROR)
COMMANDS = {word for word in WORDS if word != OPEN}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A home with one kept session, a config.toml with profiles, a file whose name has a space, and `vpe-tui`."""
    home = tmp_path_factory.mktemp("home")
    (home / "config.toml").write_text("[profiles.live]\nzone = 'utc'\n[profiles.staging]\nzone = 'utc'\n")
    (home / "an answer.json").write_text("{}")
    (home / "bin").mkdir()
    program = home / "bin" / "vpe-tui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vpe_tui "$@"\n')
    program.chmod(0o755)
    with DemoServer() as server:
        shell = Shell(server.base_url, home)
        shell.environment["PATH"] = f"{home / 'bin'}:{shell.environment['PATH']}"
        shell.environment |= {"HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
        shell.run("show", FAILED)
        yield shell


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, shell: Shell) -> None:
    for name in ("VPE_CONFIG_DIR", "VPE_BASE_URL", "VPE_API_KEY", "VPE_PROJECT_ID"):
        monkeypatch.setenv(name, shell.environment[name])


def words(line: str) -> set[str]:
    """What is offered for the last word of a line."""
    return {offer.word for offer in offers(line.split(" "))}


@pytest.mark.parametrize(
    "line, offered",
    [
        ("", COMMANDS),
        ("--demo ", COMMANDS),
        ("f", COMMANDS | {FAILED, FILES}),
        ("show ", {FAILED, FILES}),
        (f"show {FAILED} ", {FAILED, FILES}),
        ("compare ", {FAILED, FILES}),
        (f"compare a {FAILED} ", set()),
        ("kept ", {"list", "path", "clear"}),
        ("recents ", {"list", "path", "clear"}),
        ("show list ", {FAILED, FILES}),
        ("kept list ", set()),
        ("kept path ", set()),
        ("kept clear ", {FAILED}),
        ("triage ", {FILES}),
        ("--config ", {FILES}),
        ("--profile ", {"live", "staging"}),
        ("--incident ", set(INCIDENTS)),
        ("list --device ", {"pc", "mobile"}),
        ("list --type ", {"vod", "live"}),
        ("list --type=", {"--type=vod", "--type=live"}),
        ("list --type =", {"vod", "live"}),
        ("list --type = v", {"vod", "live"}),
        ("--player ", {"auto", "web", "react-native", "android", "unknown"}),
        ("triage --bad ", {"failed", "poor"}),
        ("compare --align ", set(ALIGNS)),
        ("schema ", set(SCHEMAS)),
        ("completion ", set(SHELLS)),
        ("help ", {*PAGES, *COMMANDS}),
        ("list --since ", set()),
        ("watch --until ", {"error", "stall", "end", "change", "bad:5%"}),
        ("--config /dev/null show ", {FAILED, FILES}),
        ("--config /no/such show ", {FAILED, FILES}),
        ("--demo show ", {FILES}),
        ("--profile nope show ", set()),
        ("--no-such-flag show ", {FAILED, FILES}),
    ],
)
def test_what_may_come_next(line: str, offered: set[str]) -> None:
    assert words(line) == offered


def test_what_is_a_topic_and_a_command_is_offered_once() -> None:
    offered = [offer.word for offer in offers(["help", ""])]
    assert len(offered) == len(set(offered)) and "triage" in offered


def test_zones_and_themes_are_those_that_are_known() -> None:
    assert words("--zone ") >= {"kst", "local", "utc", "Asia/Seoul", "Europe/Berlin"}
    assert words("--theme ") == {"auto", "vpe-dark", "vpe-light", "vpe-safe", "ansi-dark", "ansi-light", "ansi-plain"}


@pytest.mark.parametrize("word", WORDS)
def test_every_flag_of_every_command_is_offered(word: str) -> None:
    actions = [action for action in parser_of(word)._actions if action.help != SUPPRESS]
    declared = {name for action in actions for name in action.option_strings}
    assert words("-" if word == OPEN else f"{word} -") == declared


def test_a_flag_is_offered_once_and_none_that_it_excludes() -> None:
    assert "--json" not in words("show --csv -")
    assert "--redact" not in words("--no-redact show -")
    assert words("show -") - words("show --fresh -") == {"--fresh", "--offline"}


def test_a_kept_session_is_told_by_title_and_verdict_redacted_as_in_a_list() -> None:
    (told,) = (offer.says for offer in offers(["show", ""]) if offer.word == FAILED)
    assert "Playback failure" in told and " · " in told


def test_odd_text_is_one_offer_a_line(shell: Shell) -> None:
    for line in ("", "show ", "help ", "--zone ", "kept clear ", "show -"):
        done = shell.run(COMPLETE, *line.split(" "))
        assert (done.returncode, done.stderr) == (0, "")
        assert all(offer.count("\t") <= 1 and offer.split("\t")[0] for offer in done.stdout.splitlines())


def test_what_is_wrong_in_the_settings_is_not_told_at_a_prompt(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("not toml")
    done = shell.run(COMPLETE, "show", "", VPE_CONFIG_DIR=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture(params=SHELLS)
def name(request: pytest.FixtureRequest) -> str:
    """A shell that is installed; bash is everywhere."""
    if request.param != "bash" and not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def test_the_script_is_read_by_its_shell(shell: Shell, name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(shell.run("completion", name).stdout)
    assert subprocess.run([name, "-n", str(file)], capture_output=True, check=False).returncode == 0


STARTS = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "fish": ("fish", "--no-config", "-i"),
}
LOADS = {
    "bash": ['eval "$(vpe-tui completion bash)"'],
    "zsh": [
        'eval "$(vpe-tui completion zsh)"',
        "vpe-tui completion zsh >_vpe-tui; source ./_vpe-tui",
        "vpe-tui completion zsh >_vpe-tui; source _vpe-tui",
        "vpe-tui completion zsh >_vpe-tui; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d dump",
    ],
    "fish": ["vpe-tui completion fish | source"],
}


@pytest.mark.parametrize("name, load", [(name, load) for name, loads in LOADS.items() for load in loads])
def test_a_tab_completes(shell: Shell, name: str, load: str) -> None:
    if name != "bash" and not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    environment = clean_environment(shell.directory) | shell.environment
    with Terminal(("sh", "-c", 'cd "$HOME" && exec "$@"', "sh", *STARTS[name]), environment) as terminal:
        terminal.send(f"{load}; echo rea''dy\r")
        terminal.sees("\nready")
        for typed, then in (
            ("vpe-tui sho", "vpe-tui show"),
            (f"vpe-tui show {FAILED[:4]}", f"vpe-tui show {FAILED}"),
            ("vpe-tui show --json-", "vpe-tui show --json-schema"),
            ("vpe-tui --profile sta", "vpe-tui --profile staging"),
            ("vpe-tui --zone=Asia/Seo", "--zone=Asia/Seoul"),
            ("vpe-tui show an", "an\\ answer.json"),
        ):
            terminal.send(f"{typed}\t")
            terminal.sees(then)
            terminal.send("\x15")
            terminal.sees(then, gone=True)


def test_bash_lists_with_what_they_are(shell: Shell) -> None:
    """The first tab writes what they have in common, the last lists them."""
    with Terminal(STARTS["bash"], shell.environment) as terminal:
        terminal.send("eval \"$(vpe-tui completion bash)\"; echo rea''dy\r")
        terminal.sees("\nready")
        terminal.send("vpe-tui show --js\t")
        terminal.sees("vpe-tui show --json")
        terminal.send("\t\t")
        terminal.sees("--json-schema  the form of --json")


def test_fish_tells_what_a_session_is(shell: Shell) -> None:
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"vpe-tui completion fish | source; complete -C'vpe-tui show {FAILED[:3]}'"],
        env=shell.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=LONG_S,
    )
    uuid, says = done.stdout.splitlines()[0].split("\t")
    assert uuid == FAILED and "Playback failure" in says
