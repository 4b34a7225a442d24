"""`vpe-tui list` and `vpe-tui kept`, and saved answers on the command line."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.pace import LONG_S
from tests.terminal import Terminal
from tests.unit.test_cli import Shell
from tests.wire import Wire, reply
from vpe_tui.cli import main
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.demo.server import DemoServer

ROWS = len(catalogue())


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with DemoServer() as server:
        yield Shell(server.base_url, tmp_path)


def test_the_list_as_a_table_to_read(shell: Shell) -> None:
    done = shell.run("list", "--limit", "3", "--zone", "utc")
    head, *rows = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert head.split()[:4] == ["uuid", "when", "(UTC)", "verdict"]
    assert [row.split()[0] for row in rows] == [entry.uuid for entry in catalogue()[:3]]
    assert "\x1b" not in done.stdout


def listing(*dates: str) -> bytes:
    """Sessions of such days, in Korean time."""
    rows = [
        {"no": no, "logDate": date, "uuid": f"{no:08d}-1111-4000-8000-000000000000"} for no, date in enumerate(dates)
    ]
    return json.dumps({"code": 200, "result": rows}).encode()


def test_the_head_names_the_zone_that_its_rows_are_in(tmp_path: Path) -> None:
    """New York: EDT, 13 h behind Korea, until 2019-11-03 15:00 there; EST, 14 h behind, from then on."""
    summer, winter = ("2019-07-16 01:00:00", "2019-07-16 02:00:00"), ("2019-01-16 02:00:00",)
    both = ("2019-11-03 15:30:00", "2019-11-03 14:30:00")
    told = {}
    for name, dates in {"summer": summer, "winter": winter, "both": both}.items():
        with Wire(reply(200, listing(*dates))) as wire:
            done = Shell(wire.url, tmp_path).run("list", "--zone", "local", TZ="America/New_York")
        assert done.returncode == 0
        told[name] = [line[38:].strip() for line in done.stdout.splitlines()]
    assert told["summer"][0].startswith("when (EDT)")
    assert [line[:14].rstrip() for line in told["summer"][1:]] == ["19-07-15 12:00", "19-07-15 13:00"]
    assert told["winter"][0].startswith("when (EST)")
    assert told["winter"][1].startswith("19-01-15 12:00 ")
    assert "(" not in told["both"][0]
    assert [line[:18] for line in told["both"][1:]] == ["19-11-03 01:30 EST", "19-11-03 01:30 EDT"]


def test_what_was_looked_at_is_known_in_the_list(shell: Shell) -> None:
    assert shell.run("show", DOCUMENTED_UUID, "--json").returncode == 0
    told = json.loads(shell.run("list", "--json").stdout)
    assert (told["schema"], told["window"], len(told["sessions"])) == (1, {"from": None, "to": None}, ROWS)
    looked_at = next(each for each in told["sessions"] if each["uuid"] == DOCUMENTED_UUID)
    assert (looked_at["kept"], looked_at["verdict"], looked_at["isp"]) == (True, "stopped-early", "SK Broadband Co Ltd")
    assert looked_at["when"] == "2025-10-08T03:52:00.000Z"
    assert looked_at["raw"]["totalStartTime"] == 0.421
    assert {each["kept"] for each in told["sessions"] if each is not looked_at} == {False}


def test_a_session_a_line(shell: Shell) -> None:
    lines = [json.loads(line) for line in shell.run("list", "--ndjson").stdout.splitlines()]
    assert [each["uuid"] for each in lines] == [entry.uuid for entry in catalogue()]
    rows = list(csv.DictReader(shell.run("list", "--csv").stdout.splitlines()))
    assert [each["uuid"] for each in rows] == [entry.uuid for entry in catalogue()]
    assert {each["is_error"] for each in rows} == {"true", "false"}
    assert rows[0].keys() == lines[0].keys() - {"raw"}


def test_what_is_asked_for_goes_out_as_utc(tmp_path: Path) -> None:
    with Wire(reply(200, b'{"code": 200, "result": []}')) as wire:
        done = Shell(wire.url, tmp_path).run(
            "list", "--from", "2025-10-08 12:00", "--to", "2025-10-08", "--device", "Mobile"
        )
        assert done.returncode == 2  # it ends before it starts
        done = Shell(wire.url, tmp_path).run(
            *("list", "--from", "2025-10-08 12:00", "--to", "2025-10-09", "--device", "PC", "--type", "LIVE"),
            *("--limit", "7"),
        )
        assert (done.returncode, done.stdout) == (0, "")
        assert "no session was recorded in that window" in done.stderr
        (request,) = wire.requests
    assert request.path == (
        "/v1/sessionRecent?device=PC&videoType=LIVE&startDate=2025-10-08%2003%3A00%3A00"
        "&endDate=2025-10-08%2015%3A00%3A00&limit=7"
    )


def listed(count: int, oldest: str, newest: str = "2025-10-08 12:00:00") -> bytes:
    """The list call's answer: so many sessions, the newest first, their times Korean."""
    rows = [{"uuid": f"{place:08}-0000-4000-8000-000000000000", "logDate": newest} for place in range(count)]
    rows[-1:] = [rows[-1] | {"logDate": oldest}] if rows else []
    return json.dumps({"code": 200, "result": rows}).encode()


CUT = "vpe-tui: the newest 100 only, back to 2025-10-08 {}; --all lists every one\n"


@pytest.mark.parametrize("form", ["--json", "--ndjson", "--csv", "--text"])
@pytest.mark.parametrize(("zone", "clock"), [("kst", "07:48"), ("utc", "22:48"), ("America/New_York", "18:48")])
def test_a_list_that_is_cut_says_so_and_how_far_back_it_reaches(
    tmp_path: Path, form: str, zone: str, clock: str
) -> None:
    day = "2025-10-08" if zone == "kst" else "2025-10-07"
    with Wire(reply(200, listed(100, "2025-10-08 07:48:12"))) as wire:
        words = ["list", "--zone", zone, "--from", "2025-10-07 12:00", "--to", "2025-10-08 12:00"]
        done = Shell(wire.url, tmp_path).run(*words, *([] if form == "--text" else [form]))
    assert (done.returncode, done.stderr) == (0, CUT.format(clock).replace("2025-10-08", day))
    if form == "--json":
        told = json.loads(done.stdout)
        assert (told["complete"], told["covered"]["from"]) == (False, "2025-10-07T22:48:12.000Z")
        assert told["covered"]["to"] == told["window"]["to"]


def test_of_today_the_time_alone_is_said(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    oldest = now.replace(hour=0, minute=0, second=0)
    with Wire(reply(200, listed(100, f"{oldest:%Y-%m-%dT%H:%M:%S}+00:00", f"{now:%Y-%m-%dT%H:%M:%S}+00:00"))) as wire:
        said = Shell(wire.url, tmp_path).run("list", "--zone", "utc").stderr
    assert "back to 00:00; " in said or datetime.now(UTC).day != now.day


@pytest.mark.parametrize(
    ("count", "words", "complete", "says"),
    [
        (99, (), True, False),
        (100, (), False, True),
        (100, ("--quiet",), False, False),
        (7, ("--limit", "7"), False, False),
    ],
)
def test_a_list_that_may_be_cut_is_not_complete(
    tmp_path: Path, count: int, words: tuple[str, ...], complete: bool, says: bool
) -> None:
    with Wire(reply(200, listed(count, "2025-10-08 07:48:12"))) as wire:
        done = Shell(wire.url, tmp_path).run("list", "--json", *words)
    told = json.loads(done.stdout)
    assert (told["complete"], "only" in done.stderr) == (complete, says)
    assert told["covered"]["from"] == "2025-10-07T22:48:12.000Z"


def test_a_whole_list_covers_what_was_asked_for(tmp_path: Path) -> None:
    with Wire(reply(200, listed(3, "2025-10-08 07:48:12")), reply(200, listed(0, ""))) as wire:
        shell = Shell(wire.url, tmp_path)
        told = json.loads(shell.run("list", "--json", "--from", "2025-10-08", "--to", "2025-10-09").stdout)
        assert (told["complete"], told["covered"]) == (True, told["window"])
        told = json.loads(shell.run("list", "--json").stdout)
        assert (told["complete"], told["covered"]["from"]) == (True, None)


def test_a_quiet_hour_is_nothing_to_do(tmp_path: Path) -> None:
    with Wire(reply(200, listed(0, "")), reply(200, listed(0, ""))) as wire:
        shell = Shell(wire.url, tmp_path)
        program = f"'{sys.executable}' -m vpe_tui"
        line = f"set -o pipefail; {program} list --ndjson | jq -r .uuid | {program} show --json -"
        if shutil.which("jq") is None:
            line = line.replace("jq -r .uuid", "cat")
        done = subprocess.run(["bash", "-c", line], env=shell.environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--since", "soon"),
        ("--from", "yesterday"),
        ("--since", "1h", "--to", "12:00"),
        ("--limit", "0"),
        ("--limit", "101"),
        ("--device", "tv"),
        ("--json", "--csv"),
    ],
)
def test_what_cannot_be_asked_for_is_2(shell: Shell, wrong: tuple[str, ...]) -> None:
    done = shell.run("list", *wrong)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_the_kept_are_listed_told_where_and_cleared(shell: Shell) -> None:
    done = shell.run("kept")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing is kept" in done.stderr
    other = catalogue()[1].uuid
    shell.run("show", DOCUMENTED_UUID)
    shell.run("show", other)
    assert other in shell.run("kept", "list").stdout
    (newest, oldest) = json.loads(shell.run("kept", "--json").stdout)["sessions"]
    assert (newest["uuid"], oldest["uuid"]) == (other, DOCUMENTED_UUID)
    assert (oldest["title"], oldest["starred"], oldest["events"]) == ("NAVER Cloud introduction video", False, 3)
    assert oldest["bytes"] > 300
    assert shell.run("kept", "path").stdout == f"{shell.directory}/recents\n"
    assert shell.run("kept", "clear", other).returncode == 0
    assert shell.run("kept", "clear", other).returncode == 5
    done = shell.run("kept", "clear")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "vpe-tui: 1 session deleted\n")
    assert not list((shell.directory / "recents").glob("*.gz"))


def test_the_starred_are_not_cleared(shell: Shell) -> None:
    shell.run("show", DOCUMENTED_UUID)
    (kept,) = (shell.directory / "recents").glob("*.gz")
    Path(f"{kept}.star").touch()
    assert "0 sessions deleted, 1 starred left" in shell.run("kept", "clear").stderr
    assert DOCUMENTED_UUID in shell.run("kept").stdout
    assert shell.run("kept", "clear", DOCUMENTED_UUID).returncode == 0
    assert shell.run("kept").stdout == ""


def test_no_cache_keeps_nothing(shell: Shell) -> None:
    assert shell.run("show", DOCUMENTED_UUID, "--no-cache").returncode == 0
    assert not (shell.directory / "recents").exists()


OTHER = next(entry.uuid for entry in catalogue() if entry.uuid != DOCUMENTED_UUID)


@pytest.mark.parametrize("flags", ["before", "between", "after"])
def test_a_flag_may_stand_anywhere(shell: Shell, flags: str) -> None:
    words = {"before": ("--quiet", "clear", OTHER), "between": ("clear", "--quiet", OTHER)}
    assert shell.run("recents", *words.get(flags, ("clear", OTHER, "--quiet"))).returncode == 5
    assert shell.run("show", OTHER, "--json", DOCUMENTED_UUID).stdout.startswith("[")


def test_kept_takes_a_uuid_to_clear_only(shell: Shell) -> None:
    assert shell.run("kept", "list", DOCUMENTED_UUID).returncode == 2
    assert shell.run("kept", "clear", "nope").returncode == 2
    assert shell.run("kept", "nope").returncode == 2


def test_a_saved_answer_is_shown_without_network_or_credentials(tmp_path: Path) -> None:
    shell = Shell("http://127.0.0.1:9", tmp_path / "config")
    body = session_body(DOCUMENTED_UUID) or b""
    path = tmp_path / f"{DOCUMENTED_UUID}.json"
    path.write_bytes(body)
    told = json.loads(shell.run("show", str(path), "--json", VPE_API_KEY="").stdout)
    assert (told["uuid"], told["source"]["kind"], len(told["events"])) == (DOCUMENTED_UUID, "file", 3)


def test_a_saved_answer_comes_through_a_pipe_too(tmp_path: Path) -> None:
    shell = Shell("http://127.0.0.1:9", tmp_path / "config")
    done = subprocess.run(
        [sys.executable, "-m", "vpe_tui", "show", "-", "--raw"],
        env=shell.environment | {"VPE_API_KEY": ""},
        input=session_body(DOCUMENTED_UUID),
        capture_output=True,
        check=False,
        timeout=LONG_S,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.strip() == (session_body(DOCUMENTED_UUID) or b"").strip()


def test_what_cannot_be_deleted_is_said_with_the_reason(shell: Shell, monkeypatch, capsys) -> None:
    shell.run("show", DOCUMENTED_UUID)

    def refuse(path: object) -> None:
        raise OSError(30, "Read-only file system")

    for name, value in shell.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("os.unlink", refuse)
    for words in (["clear"], ["clear", DOCUMENTED_UUID]):
        assert main(["kept", *words]) == 1
        said = capsys.readouterr().err.splitlines()[-1]
        assert "cannot be deleted" in said
        assert said.endswith(": Read-only file system")


def test_a_path_is_shown_to_a_terminal_and_given_to_a_script(tmp_path: Path) -> None:
    place = tmp_path / "a\x1b]0;title\x07\udcff"
    shell = Shell("http://127.0.0.1:9", place)
    command = [sys.executable, "-m", "vpe_tui", "kept", "path"]
    piped = subprocess.run(command, env=shell.environment, capture_output=True, check=True, timeout=LONG_S)
    assert piped.stdout == os.fsencode(place / "recents") + b"\n"
    with Terminal(command, shell.environment) as terminal:
        terminal.sees("recents")
        assert terminal.ends() == 0
        assert "␛]0;title␇\ufffd/recents" in terminal.output.decode()
        assert b"\x1b]0" not in terminal.output


def test_the_kept_are_redacted_when_that_is_asked_for_and_when_people_paste_them(tmp_path: Path) -> None:
    answer = json.loads(session_body(DOCUMENTED_UUID) or b"")
    answer["result"]["media"][0]["title"] = "mail wren%40example.com"
    with Wire(*[reply(200, json.dumps(answer).encode())] * 4) as wire:
        shell = Shell(wire.url, tmp_path)
        assert shell.run("show", DOCUMENTED_UUID).returncode == 0
        assert "wren" in shell.run("kept", "--json").stdout
        assert "wren" in shell.run("kept", "--no-redact").stdout
        for flags in (("--json", "--redact"), ("--redact",), ()):
            told = shell.run("kept", *flags).stdout
            assert DOCUMENTED_UUID in told and "(redacted)" in told and "wren" not in told


def test_a_fault_of_the_list_is_an_object_too(shell: Shell) -> None:
    done = shell.run("list", "--json", VPE_API_KEY="wrong")
    assert (done.returncode, json.loads(done.stdout)["error"]["exit"]) == (3, 3)
    done = shell.run("list", "--json", "--profile", "nope")
    assert json.loads(done.stdout)["error"]["kind"] == "settings"
    assert shell.run("list", "--csv", VPE_API_KEY="wrong").stdout == ""


def test_a_narrow_table_leaves_out_what_matters_least(shell: Shell) -> None:
    shown = {
        columns: shell.run("list", "--limit", "5", COLUMNS=columns).stdout.splitlines()
        for columns in ("40", "60", "100", "400", "")
    }
    assert all(len(line) <= int(columns) for columns in ("40", "60", "100") for line in shown[columns])
    assert shown["40"][0] == "uuid"
    assert shown["60"][0].split()[:2] == ["uuid", "when"]
    assert "device" in shown["100"][0] and "origin" not in shown["100"][0]
    assert shown["400"] == shown[""]
    assert shown[""][0].endswith("origin")


def test_the_kept_list_is_no_wider_than_the_terminal(shell: Shell) -> None:
    assert shell.run("show", DOCUMENTED_UUID, "--json").returncode == 0
    heads = {columns: shell.run("kept", COLUMNS=columns).stdout.splitlines()[0] for columns in ("50", "80", "400")}
    assert heads["400"].split() == ["uuid", "fetched", "verdict", "title", "ISP", "browser"]
    assert heads["80"].split() == ["uuid", "fetched", "verdict"]
    assert heads["50"].split() == ["uuid", "fetched"]


@pytest.mark.parametrize("form", ["--json", "--ndjson", "--csv"])
def test_the_list_is_redacted_when_that_is_asked_for(tmp_path: Path, form: str) -> None:
    row = {"uuid": DOCUMENTED_UUID, "origin": "https://h.example/?who=wren", "os": "wren@example.com", "viewer": "wren"}
    body = json.dumps({"code": 200, "result": [row]}).encode()
    with Wire(reply(200, body), reply(200, body)) as wire:
        shell = Shell(wire.url, tmp_path)
        assert "wren" in shell.run("list", form).stdout
        safe = shell.run("list", form, "--redact").stdout
    assert DOCUMENTED_UUID in safe
    assert "wren" not in safe


def test_titles_in_pieces_shift_no_column(tmp_path: Path) -> None:
    """As macOS writes Korean file names: every head begins in the cell in which the cells below it begin."""
    answer = (Path(__file__).parents[1] / "data/cases/nfd-title.json").read_bytes()
    with Wire(reply(200, answer), reply(200, session_body(DOCUMENTED_UUID) or b"")) as wire:
        shell = Shell(wire.url, tmp_path)
        assert shell.run("show", "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d").returncode == 0
        assert shell.run("show", DOCUMENTED_UUID).returncode == 0
        head, *rows = shell.run("kept").stdout.splitlines()
    assert len(rows) == 2
    for name, told in (
        ("ISP", (unicodedata.normalize("NFD", "에스케이브로드밴드"), "SK Broadband")),
        ("browser", ("Chrome", "Edge")),
    ):
        found = [cell_len(row[: row.index(word)]) for row in rows for word in told if word in row]
        assert found == [cell_len(head[: head.index(name)])] * 2


def test_the_older_name_of_a_command_is_the_command_and_is_offered_nowhere(shell: Shell) -> None:
    shell.run("show", DOCUMENTED_UUID)
    for words in (["path"], ["clear", "nope"], ["nope"]):
        old, new = shell.run("recents", *words), shell.run("kept", *words)
        assert (old.returncode, old.stdout, old.stderr) == (new.returncode, new.stdout, new.stderr)
    assert shell.run("help", "recents").stdout == shell.run("help", "kept").stdout
    assert "vpe-tui recents" in shell.run("help", "kept").stdout
    for words in (["--help"], ["help"], ["completion", "bash"], ["completion", "zsh"], ["completion", "fish"]):
        assert not re.search(r"\brecents\b(?!/)", shell.run(*words).stdout)
