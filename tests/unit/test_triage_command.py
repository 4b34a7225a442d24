"""`vpe-tui triage`: from the API over a real socket, from files, and what it does when things go wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drive import settings_for
from tests.hostile.api import FakeApi, listing
from tests.unit.test_cli import Shell
from vpe_tui.cli.parser import parser_of
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.server import DemoServer, session_body
from vpe_tui.errors import Busy
from vpe_tui.fleet.triage.sampling import MOST_READ
from vpe_tui.service.lookup import Lookup, now_ms
from vpe_tui.service.triaging import Question, Triaging
from vpe_tui.service.window import MOST_LISTED
from vpe_tui.service.worker import SessionWorker

ENTRIES = catalogue()
WINDOW = ("--from", "2025-10-01T00:00", "--to", "2025-11-01T00:00")
FIRST = ENTRIES[0].uuid


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with DemoServer() as server:
        yield Shell(server.base_url, tmp_path)


def test_a_window_is_listed_read_and_told(shell: Shell) -> None:
    done = shell.run("triage", *WINDOW)
    assert done.returncode == 0
    first, sentence, *_ = done.stdout.splitlines()
    assert first.startswith("triage · 2025-10-01 00:00:00 to 2025-11-01 00:00:00 KST")
    assert " of 37 sessions are bad by the list (" in sentence
    assert "worst first" in done.stdout and "what happened" in done.stdout.lower()
    assert done.stdout.splitlines()[-1].startswith("vpe-tui triage --from 2025-09-30T15:00:00.000Z --to ")


def test_as_json_it_says_how_it_came_about(shell: Shell) -> None:
    told = json.loads(shell.run("triage", *WINDOW, "--json").stdout)
    assert told["window"]["complete"] and told["window"]["calls"] == {"list": 4, "detail": len(ENTRIES)}, (
        "40 may be a cap"
    )
    assert told["counts"]["listed"] == told["counts"]["read"] == len(ENTRIES)
    assert len(told["sessions"]) == len(ENTRIES) and not told["failed"]
    bad = [each["is_bad"] for each in told["sessions"]]
    assert bad == sorted(bad, reverse=True), "the worst first"
    assert told["baseline"]["from"] == "2025-09-29T15:00:00.000Z"
    alone = json.loads(shell.run("triage", *WINDOW, "--json", "--no-baseline", "--max", "5").stdout)
    assert alone["baseline"] is None and alone["window"]["calls"] == {"list": 2, "detail": 5}


def test_nothing_is_kept_and_what_is_kept_is_not_asked_for(shell: Shell) -> None:
    shell.run("show", FIRST)
    told = json.loads(shell.run("triage", *WINDOW, "--json").stdout)
    assert told["window"]["calls"]["detail"] == len(ENTRIES) - 1
    assert len(json.loads(shell.run("kept", "--json").stdout)["sessions"]) == 1


def test_flat_lines_hand_over_files_and_answers_are_read_again(shell: Shell, tmp_path: Path) -> None:
    of_api = json.loads(shell.run("triage", *WINDOW, "--json").stdout)
    flat = tmp_path / "incident.ndjson"
    flat.write_text(shell.run("triage", *WINDOW, "--flat").stdout, encoding="utf-8")
    handed = tmp_path / "team.ndjson"
    handed.write_text(shell.run("show", "--handover", *(entry.uuid for entry in ENTRIES)).stdout, encoding="utf-8")
    answer = tmp_path / f"{FIRST}.json"
    answer.write_bytes(session_body(FIRST) or b"")
    for files, count in (
        ((flat,), len(ENTRIES)),
        ((handed,), len(ENTRIES)),
        ((answer,), 1),
        ((handed, answer), len(ENTRIES)),
    ):
        told = json.loads(shell.run("triage", *map(str, files), "--json").stdout)
        assert told["counts"]["listed"] == told["counts"]["read"] == count
        assert told["window"]["calls"] == {"list": 0, "detail": 0}
    by_flat = json.loads(shell.run("triage", str(flat), "--json").stdout)
    by_handed = json.loads(shell.run("triage", str(handed), "--json").stdout)
    assert by_flat["counts"]["bad"] == by_handed["counts"]["bad"] >= of_api["counts"]["bad"]
    assert str(flat) in shell.run("triage", str(flat), "--no-redact").stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--since", "1h", "--from", "12:00"), 2, "use one or the other"),
        (("--from", "noon"), 2, "No such window"),
        (("--from", "12:00", "--to", "11:00"), 2, "ends before it starts"),
        (("--bad", "terrible"), 2, "none of failed, poor"),
        (("--max", "0"), 2, "should be a number"),
        (("absent.ndjson",), 2, "cannot be read"),
        (("absent.ndjson", "--since", "1h"), 2, "all that is in files is judged"),
        (("absent.ndjson", "--device", "mobile"), 2, "all that is in files is judged"),
    ],
)
def test_what_cannot_be_meant_is_one_line(shell: Shell, words: tuple[str, ...], code: int, said: str) -> None:
    done = shell.run("triage", *words)
    assert (done.returncode, said in done.stderr, done.stderr.count("\n")) == (code, True, 1), done.stderr


@pytest.mark.parametrize("damage", [{"uuid": 5}, {"uuid": None}, {"began": "hello"}, {"verdict": "zzz"}])
def test_a_damaged_line_is_no_session_of_nobody(shell: Shell, tmp_path: Path, damage: dict[str, object]) -> None:
    good = shell.run("show", "--flat", FIRST).stdout
    file = tmp_path / "lines.ndjson"
    for lines, said in (([damage, {}], "triage reads"), ([{}, damage], "line 2")):
        file.write_text("".join(f"{json.dumps(json.loads(good) | each)}\n" for each in lines), encoding="utf-8")
        done = shell.run("triage", str(file))
        assert (done.returncode, done.stdout, said in done.stderr) == (6, "", True), done.stderr


def test_a_file_that_is_empty_blames_no_network(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "empty.ndjson").write_text("", encoding="utf-8")
    done = shell.run("triage", str(tmp_path / "empty.ndjson"))
    assert done.returncode == 6 and "it is empty; triage reads" in done.stderr and "base_url" not in done.stderr


def test_a_quiet_window_is_told_in_a_sentence(shell: Shell) -> None:
    done = shell.run("triage", "--from", "2001-01-01", "--to", "2001-01-02")
    assert done.returncode == 0
    assert "No session is listed from 2001-01-01" in done.stdout


def test_a_window_that_has_not_begun_is_empty(shell: Shell) -> None:
    assert "No session is listed" in shell.run("triage", "--from", "2099-01-01", "--to", "2099-01-02").stdout


def test_sessions_that_cannot_be_read_are_counted_and_never_good(tmp_path: Path) -> None:
    rows = [entry.row for entry in ENTRIES[:10]]
    some = {entry.uuid: session_body(entry.uuid) or b"" for entry in ENTRIES[:3]}
    broken = {entry.uuid: b"<html>" for entry in ENTRIES[3:10]}
    with FakeApi({"": listing(rows), **some, **broken}) as api:
        done = Shell(api.base_url, tmp_path).run("triage", "--from", "2025-09-01", "--json", "--no-baseline")
    told = json.loads(done.stdout)
    assert (told["counts"]["read"], told["counts"]["unread"]) == (3, 7)
    assert {each["uuid"] for each in told["failed"]} == set(broken)
    assert done.returncode == 4, "more than half could not be read"
    assert "7 sessions could not be read" in done.stderr


def test_an_api_that_is_busy_is_asked_half_as_often_and_has_its_way(tmp_path: Path) -> None:
    with DemoServer() as server:
        settings = settings_for(server.base_url, demo=False)
        waits: list[float] = []
        with SessionWorker(Lookup(settings, tmp_path)) as worker:
            fetch, busy = worker.lookup.fetch, {FIRST: 2, ENTRIES[1].uuid: 1}

            async def sometimes(uuid: str, *rest: object, **more: object) -> object:
                if busy.get(uuid, 0):
                    busy[uuid] -= 1
                    raise Busy("busy", "429", "wait", 7.0)
                return await fetch(uuid, *rest, **more)  # type: ignore[arg-type]

            worker.lookup.fetch = sometimes  # type: ignore[method-assign, assignment]
            started = min(entry.started_ms for entry in ENTRIES)
            told: list[str] = []
            triaging = Triaging(worker, settings, told.append, sleep=waits.append)
            found = triaging.window(Question(started, has_baseline=False), now_ms())
    assert found.triage.counts.read == len(ENTRIES) and not found.triage.failed
    assert waits == [7.0, 7.0]
    assert any("4 sessions at a time" in each for each in told) and any("2 sessions at a time" in each for each in told)


PLANTED = "edge-2.example.com"


@pytest.fixture
def incident(shell: Shell, tmp_path: Path) -> Path:
    """Flat lines of sixty sessions over an hour; from its middle on those of one host of two fail."""
    like = json.loads(shell.run("show", "--flat", FIRST).stdout)
    path = tmp_path / "incident.ndjson"
    path.write_text("".join(f"{json.dumps(like | each)}\n" for each in planted()), encoding="utf-8")
    return path


def planted() -> Iterator[dict[str, str | None]]:
    for number in range(60):
        fails = number % 2 == 1 and number >= 30
        yield {
            "uuid": f"{number:08x}-0000-4000-8000-000000000000",
            "began": f"2025-10-08T03:{number:02}:00.000Z",
            "verdict": "playback-failure" if fails else "completed",
            "band": "poor" if fails else "good",
            "error_code": "E0003" if fails else None,
            "media_host": PLANTED if number % 2 else "edge-1.example.com",
            "ip": f"192.0.2.{number}",
        }


def test_a_cause_that_is_loud_is_named_and_fails_the_check(shell: Shell, incident: Path) -> None:
    done = shell.run("triage", str(incident), "--check", "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    head, *_ = told["shared"]
    assert head["loud"] and (head["facets"], head["values"]) == (["media.host"], [PLANTED])
    assert (head["bad"], head["total"]) == (15, 30)
    assert told["since"]["from"] <= "2025-10-08T03:31:00.000Z" <= told["since"]["to"] and told["since"]["ongoing"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_cause_that_is_loud_stands_in_the_first_sentences(shell: Shell, incident: Path, form: str) -> None:
    done = shell.run("triage", str(incident), "--check", f"--{form}")
    assert done.returncode == 1, done.stderr
    first, _, _ = done.stdout.partition("Worst first")
    assert f"host {PLANTED}" in first and "since" in first
    assert "\\" not in done.stdout, "a chat would show it"


def test_a_uuid_that_is_none_is_no_way_past_redaction(shell: Shell, incident: Path) -> None:
    """A file may call a session by whatever it likes, a viewer's address too."""
    address = "203.0.113.77"
    incident.write_text(
        incident.read_text(encoding="utf-8").replace("00000021-0000-4000-8000-000000000000", address), encoding="utf-8"
    )
    for form in ("text", "markdown", "json"):
        assert address not in shell.run("triage", str(incident), f"--{form}", "--redact").stdout


def test_as_much_is_read_and_listed_as_the_help_says() -> None:
    asked = parser_of("triage").parse_args([])
    assert (asked.max, asked.max_listed) == (MOST_READ, MOST_LISTED)


def test_check_is_silent_about_what_is_not_loud(shell: Shell) -> None:
    assert shell.run("triage", *WINDOW, "--check").returncode == 0
