"""`vpe-tui show` in all its forms, as scripts and pipes meet it."""

import csv
import importlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator

from tests.unit.test_cli import UNKNOWN
from tests.wire import Wire, reply
from vpe_tui.cli import main
from vpe_tui.cli.forms import FORMS, Form
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer
from vpe_tui.playback.reading import playback_of
from vpe_tui.report.contract import json_schema
from vpe_tui.report.rows import csv_rows
from vpe_tui.service.reported import Reported
from vpe_tui.service.targets import piped
from vpe_tui.service.ways import WAYS
from vpe_tui.session.parse import parse_session

UUIDS = [entry.uuid for entry in catalogue()]
UUID_OF = {entry.kind: entry.uuid for entry in reversed(catalogue())}
VALIDATOR = Draft202012Validator(json_schema())


class Done:
    """What a run of the program left behind."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code, self.out, self.err = code, out, err.decode()

    @property
    def json(self):
        return json.loads(self.out)


class Program:
    """The program in this process, with an API of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self.monkeypatch, self.capture = monkeypatch, capture

    def show(self, *arguments: str, stdin: str | bytes = "") -> Done:
        sent = stdin if isinstance(stdin, bytes) else stdin.encode()
        self.monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
        piped.cache_clear()
        self.capture.readouterr()
        code = main(["show", *arguments])
        return Done(code, *self.capture.readouterr())


@pytest.fixture(scope="module")
def api() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def program(api: DemoServer, monkeypatch, capsysbinary, tmp_path: Path) -> Program:
    settings = {"BASE_URL": api.base_url, "API_KEY": DEMO_KEY, "PROJECT_ID": DEMO_PROJECT, "CONFIG_DIR": str(tmp_path)}
    for name, value in settings.items():
        monkeypatch.setenv(f"VPE_{name}", value)
    return Program(monkeypatch, capsysbinary)


def test_every_json_keeps_to_the_shipped_schema(program: Program) -> None:
    done = program.show("--json", *UUIDS, UNKNOWN, "nope")
    VALIDATOR.validate(done.json)
    assert [each["uuid"] for each in done.json] == [*UUIDS, UNKNOWN, "nope"]
    assert done.code == 5
    for each in done.json[:3]:
        VALIDATOR.validate(each)


@pytest.mark.parametrize(
    "wrong", [{"schema": 2}, {"verdict": None}, {"metrics": {}}, {"findings": [{"id": "x"}]}, {"events": [{}]}]
)
def test_the_schema_is_not_satisfied_by_anything(program: Program, wrong: dict[str, object]) -> None:
    told = program.show("--json", DOCUMENTED_UUID).json
    assert VALIDATOR.is_valid(told)
    assert not VALIDATOR.is_valid(told | wrong)


def test_the_schema_is_printed(program: Program) -> None:
    assert program.show("--json-schema").json == json.loads(json.dumps(json_schema()))


def test_json_says_what_became_of_the_documented_example(program: Program) -> None:
    told = program.show("--json", DOCUMENTED_UUID).json
    assert told["verdict"] == {
        "id": "stopped-early",
        "text": "Stopped early at 0 % — left during a pause, stall, seek or change of quality that the log never "
        "closed",
        "band": None,
        "qualifiers": ["left-in-open-state"],
    }
    assert (told["metrics"]["total_start_s"], told["metrics"]["rebuffering_ratio"]) == (0.421, 0)
    assert told["metrics"]["quality_s"] == {"1080p": 0.834}
    assert [(found["id"], found["severity"], found["rows"]) for found in told["findings"]] == [
        ("open-end", "note", [2])
    ]


def test_one_is_an_object_and_several_are_an_array(program: Program) -> None:
    assert isinstance(program.show("--json", DOCUMENTED_UUID).json, dict)
    assert len(program.show("--json", DOCUMENTED_UUID, DOCUMENTED_UUID).json) == 2
    assert len(program.show("--json", "-", stdin=f"{DOCUMENTED_UUID}\n").json) == 1
    assert program.show("--json", "-", DOCUMENTED_UUID, stdin="\n\n").json[0]["uuid"] == DOCUMENTED_UUID


def test_what_was_copied_from_a_chat_is_a_target(program: Program) -> None:
    """On the command line, and on stdin, where `<` and `[` also begin answers."""
    link = f"https://ma.example/t/console/{DOCUMENTED_UUID}/detail"
    for said in (f"<{DOCUMENTED_UUID}>", f"\n`{DOCUMENTED_UUID}`", f"\ufeff<{link}|x y>", f"[x]({link})", f'"{link}"'):
        assert program.show("--json", said).json["uuid"] == DOCUMENTED_UUID
        assert [each["uuid"] for each in program.show("--json", "-", stdin=f"{said}\n").json] == [DOCUMENTED_UUID]


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_rows_are_read_back_by_a_database_and_add_up_to_the_metrics(program: Program, form: str, tmp_path) -> None:
    file = tmp_path / f"events.{form}"
    file.write_bytes(program.show(f"--{form}", *UUIDS).out)
    read = {"ndjson": "read_json", "csv": "read_csv"}[form]
    kinds = duckdb.sql(
        f"""select uuid, count(*), sum(duration_s) filter (action = 'playing'),
            sum(duration_s) filter (action = 'paused'), count(*) filter (state = 'f')
            from {read}('{file}', sample_size = -1) group by uuid"""
    ).fetchall()
    found = {str(uuid): numbers for uuid, *numbers in kinds}
    sessions = {told["uuid"]: told for told in program.show("--json", *UUIDS).json}
    assert found.keys() == sessions.keys()
    for uuid, (rows, playing, paused, errors) in found.items():
        told = sessions[uuid]["metrics"]
        assert rows == len(sessions[uuid]["events"])
        if sessions[uuid]["player_log"]["dialect"] != "web":
            continue  # there a word is not what it says
        assert (playing or 0) == pytest.approx(told["playing_s"], abs=0.1), "silence under 0.1 s is of the row before"
        assert (paused or 0) == pytest.approx(told["paused_s"])
        assert errors == told["error_count"]


def test_ndjson_says_what_json_says(program: Program) -> None:
    lines = program.show("--ndjson", UUIDS[3]).out.decode().splitlines()
    told = program.show("--json", UUIDS[3]).json
    assert [json.loads(line) for line in lines] == [{"uuid": UUIDS[3], **event} for event in told["events"]]


def test_csv_has_one_head_and_a_line_a_row(program: Program) -> None:
    lines = list(csv.reader(io.StringIO(program.show("--csv", *UUIDS[:4], UNKNOWN).out.decode())))
    told = program.show("--json", *UUIDS[:4]).json
    assert lines[0] == ["uuid", *(key for key in told[0]["events"][0] if key != "raw")]
    assert Counter(line[0] for line in lines[1:]) == {each["uuid"]: len(each["events"]) for each in told}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+2", "@SUM(A1)", " =1", "＝1", "\t=1"])
def test_a_spreadsheet_runs_no_cell(cell: str) -> None:
    row = {"actionType": cell, "errorCode": cell, "errorMessage": cell, "quality": cell, "videoTime": -5.5}
    session = parse_session(json.dumps({"code": 200, "result": {"sessionLog": [row]}}).encode(), UNKNOWN)
    (cells,) = csv.reader(csv_rows(playback_of(session)))
    assert not any(each.lstrip()[:1] in ("=", "+", "@", "＝", "\t") for each in cells)
    assert [each for each in cells if each.startswith("-")] == ["-5.5"], "a number stays one"


@pytest.mark.parametrize("uuid", UUIDS[::7])
def test_raw_is_byte_for_byte(program: Program, uuid: str) -> None:
    assert program.show("--raw", uuid).out == session_body(uuid)


def test_several_raw_answers_can_be_told_apart(program: Program) -> None:
    lines = program.show("--raw", *UUIDS[3:6]).out.splitlines()
    assert lines == [session_body(uuid) for uuid in UUIDS[3:6]]


def test_redaction_is_asked_for_or_asked_away(program: Program) -> None:
    uuid = UUID_OF[Kind.CLEAN_VOD]
    ip = program.show("--json", uuid).json["user"]["ip"]
    for form in FORMS:
        told = {flag: program.show(f"--{form}", uuid, *flag).out for flag in ((), ("--redact",), ("--no-redact",))}
        assert ip.encode() not in told["--redact",]
        assert told[()] == told["--redact" if WAYS[f"show.{form}"].pasted else "--no-redact",] or form in (
            "json",
            "text",
        )
        if form not in ("csv", "ndjson"):
            assert ip.encode() in told["--no-redact",]


def test_a_hundred_sessions_with_ten_bad_ones(program: Program) -> None:
    """Order kept, the bad ones in their place, the highest exit code, one stderr line for each."""
    targets = [(UUIDS * 3)[place] if place % 10 else f"{place:08}-0000-4000-8000-000000000000" for place in range(100)]
    done = program.show("--json", "-", stdin="\n".join(targets))
    assert [each["uuid"] for each in done.json] == targets
    assert [place for place, each in enumerate(done.json) if "error" in each] == list(range(0, 100, 10))
    assert all(each["error"]["kind"] == "no-such-session" for each in done.json[::10])
    assert done.code == 5
    lines = done.err.splitlines()
    assert [line.split(": ")[:3] for line in lines] == [["vpe-tui", bad, "No such session"] for bad in targets[::10]]


def test_one_bad_session_stops_no_other(program: Program) -> None:
    done = program.show("nope", DOCUMENTED_UUID, UNKNOWN)
    assert b"NAVER Cloud introduction video" in done.out
    assert (done.code, len(done.err.splitlines())) == (5, 2)


def test_a_console_url_will_do(program: Program) -> None:
    url = f"https://ma.vpe.naverncp.com/x/console/audience/latest_sessions/{DOCUMENTED_UUID}/detail"
    assert program.show("--json", url).json["uuid"] == DOCUMENTED_UUID


@pytest.mark.parametrize(
    "kind, code",
    [
        (Kind.CLEAN_VOD, 0),
        (Kind.NEVER_STARTED, 0),
        (Kind.FATAL_ERROR, 1),
        (Kind.FAILED_START, 1),
        (Kind.STALL_STORM, 1),
    ],
)
def test_check_tells_by_the_exit_code(program: Program, kind: Kind, code: int) -> None:
    assert program.show("--check", UUID_OF[kind]).code == code
    assert program.show(UUID_OF[kind]).code == 0
    assert program.show("--check", UUID_OF[kind], UNKNOWN).code == 5


def test_bands_of_the_settings_hold(program: Program, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[bands]\nvideo_startup_s = [0.1, 0.2]\n")
    assert program.show("--check", DOCUMENTED_UUID).code == 1
    assert b"0.413 s  poor" in program.show(DOCUMENTED_UUID).out


def test_what_is_wrong_with_all_is_said_once_and_stands_in_every_place(program: Program) -> None:
    program.monkeypatch.setenv("VPE_API_KEY", "")
    done = program.show("--json", *UUIDS[:3])
    assert [each["error"]["exit"] for each in done.json] == [3, 3, 3]
    assert (done.code, len(done.err.splitlines())) == (3, 1)
    program.monkeypatch.setenv("VPE_CONFIG_DIR", "/nonexistent")
    done = program.show("--json", *UUIDS[:2], "--profile", "nowhere")
    assert [each["uuid"] for each in done.json] == UUIDS[:2]
    assert done.code == 3


def test_nothing_asked_for_is_usage(program: Program) -> None:
    for arguments, stdin in ([], ""), (["--json"], ""), ([UNKNOWN, "--json", "--csv"], ""), (["--jobs", "0"], ""):
        done = program.show(*arguments, stdin=stdin)
        assert (done.code, done.out, len(done.err.splitlines())) == (2, b"", 1)


@pytest.fixture
def wire(program: Program, tmp_path: Path) -> Iterator[Wire]:
    """An API that answers once and then hangs up; nothing kept is fresh."""
    (tmp_path / "config.toml").write_text('[cache]\nfresh_for = "0s"\n')
    with Wire(reply(200, session_body(DOCUMENTED_UUID) or b"")) as wire:
        program.monkeypatch.setenv("VPE_BASE_URL", wire.url)
        yield wire


def test_quiet_says_only_what_went_wrong_and_verbose_what_was_done(program: Program, wire: Wire) -> None:
    assert f"{DOCUMENTED_UUID}: api, 1,853 bytes, 3 events" in program.show(DOCUMENTED_UUID, "-v").err
    assert "shown is the kept session" in program.show(DOCUMENTED_UUID).err
    quiet = program.show("--json", DOCUMENTED_UUID, "--quiet")
    assert (quiet.err, quiet.json["source"]["kind"]) == ("", "cache")
    assert "stopped" not in program.show(UNKNOWN, "--quiet").out.decode()
    assert program.show(UNKNOWN, "--quiet").err


def test_offline_asks_nobody_and_fresh_takes_nothing_kept(program: Program, wire: Wire) -> None:
    assert program.show("--offline", DOCUMENTED_UUID).code == 5
    assert wire.connections == 0
    assert program.show("--fresh", DOCUMENTED_UUID).code == 0
    assert program.show("--json", "--offline", DOCUMENTED_UUID).json["source"]["kind"] == "cache"
    assert wire.connections == 1
    assert program.show("--fresh", DOCUMENTED_UUID).code == 4


def test_a_saved_answer_comes_through_a_pipe(program: Program) -> None:
    """Its bytes stay what they are; with `-` a script always has an array."""
    body = session_body(DOCUMENTED_UUID) or b""
    assert program.show("--raw", "-", stdin=body.decode()).out == body
    (told,) = program.show("--json", "-", stdin=body.decode()).json
    assert told["source"]["kind"] == "file"


@pytest.mark.parametrize("stdin", ["", "\n", " \n\r\n\t\n", "\ufeff", "\ufeff\n"])
@pytest.mark.parametrize("credentials", [True, False])
def test_nothing_on_stdin_is_nothing_to_do(program: Program, stdin: str, credentials: bool) -> None:
    """As `list … | jq … | show -` has it in a quiet hour."""
    heads = {"json": b"[]\n", "csv": program.show("--csv", DOCUMENTED_UUID).out.splitlines(keepends=True)[0]}
    assert heads["csv"].startswith(b"uuid,row,")
    if not credentials:
        program.monkeypatch.setenv("VPE_API_KEY", "")
    for form in FORMS:
        for more in ((), ("--check",), ("--redact",), ("--offline",)):
            done = program.show(f"--{form}", *more, "-", stdin=stdin)
            assert (done.code, done.err, done.out) == (0, "", heads.get(form, b"")), form


def test_bulk_work_reads_what_is_kept_and_keeps_nothing(program: Program, tmp_path: Path) -> None:
    """A nightly `show -` of 230 sessions pushes out nothing that a person looked at."""
    assert program.show(*UUIDS[:3]).code == 0
    kept = sorted((tmp_path / "recents").glob("*.gz"))
    assert len(kept) == 3
    for arguments, stdin in ((["-"], "\n".join(UUIDS)), (["-"], UUIDS[4]), (UUIDS[:4], ""), (["-", UUIDS[5]], "")):
        done = program.show("--json", *arguments, stdin=stdin)
        assert sorted((tmp_path / "recents").glob("*.gz")) == kept
        assert [each["source"]["kind"] for each in done.json if each["uuid"] in UUIDS[:3]] == ["cache"] * (
            3 if len(done.json) > 1 else 0
        )


def test_a_saved_answer_is_shown_without_credentials(program: Program, tmp_path: Path) -> None:
    body = session_body(DOCUMENTED_UUID)
    assert body is not None
    file = tmp_path / f"{DOCUMENTED_UUID}.json"
    file.write_bytes(body)
    program.monkeypatch.setenv("VPE_API_KEY", "")
    told = program.show("--json", str(file)).json
    VALIDATOR.validate(told)
    assert (told["uuid"], told["source"]["kind"]) == (DOCUMENTED_UUID, "file")
    assert program.show("--raw", str(file)).out == body
    assert program.show(str(tmp_path / "none.json")).code == 2


def test_progress_is_not_for_pipes(program: Program) -> None:
    assert program.show(*UUIDS[:3]).err == ""


def test_controls_in_an_answer_reach_no_terminal(program: Program) -> None:
    """In JSON they are escaped, so that the values are the same and the bytes are harmless."""
    bad = "\x1b[2J\x9b2J\x7f\u202e\u2028\U000e0001"
    body = json.dumps({"code": 200, "result": {"media": [{"title": bad}], "sessionLog": [{"quality": bad}]}}).encode()
    with Wire(*[reply(200, body)] * 6) as wire:
        program.monkeypatch.setenv("VPE_BASE_URL", wire.url)
        for form in ("json", "ndjson", "csv", "text", "markdown"):
            program.monkeypatch.setenv("VPE_CONFIG_DIR", f"/nonexistent/{form}")
            out = program.show(f"--{form}", UNKNOWN).out.decode()
            assert not any(char in out for char in bad if not char.isascii() or char in "\x1b\x7f")
            if form == "json":
                assert json.loads(out)["media"] == [{"title": bad}]


@pytest.mark.parametrize("bad", ["x" * 300, "x" * 5000, "a\0b"], ids=["300", "5000", "NUL"])
def test_what_is_no_name_of_a_file_is_no_session_and_stops_no_other(program: Program, bad: str) -> None:
    for arguments, stdin in ([bad, DOCUMENTED_UUID], ""), (["-"], f"{DOCUMENTED_UUID}\n{bad}\n".replace("\0", "\1")):
        done = program.show(*arguments, stdin=stdin)
        assert (done.code, b"NAVER Cloud introduction video" in done.out) == (2, True)
        assert "Not a session UUID" in done.err
        assert max(map(len, done.err.splitlines())) < 400


BROKEN = {
    "cut JSON": b'{"code": 200, "result": {\n"SECRET": 1,\n',
    "array": b'[\n"SECRET"\n]',
    "page": b"  \n<html>\nSECRET\n</html>",
    "BOM": b"\xef\xbb\xbf{SECRET\nSECRET",
    "UTF-16": '{"SECRET":\n"SECRET"'.encode("utf-16"),
    "gzip": b"\x1f\x8b\x08\nSECRET\n",
    "binary": b"SECRET\n\0\nSECRET\n",
}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("answer", BROKEN)
def test_a_broken_answer_through_a_pipe_is_one_fault_that_echoes_nothing(
    program: Program, answer: str, form: str
) -> None:
    done = program.show(f"--{form}", "-", stdin=BROKEN[answer])
    assert (done.code, len(done.err.splitlines())) == (6, 1)
    assert "SECRET" not in done.err + done.out.decode()
    assert "base_url" not in done.err


def test_a_line_of_stdin_names_a_file_only_where_that_is_plain(program: Program, tmp_path: Path) -> None:
    program.monkeypatch.chdir(tmp_path)
    for name in ("answer", "answer.json"):
        (tmp_path / name).write_bytes(session_body(DOCUMENTED_UUID) or b"")
    lines = ["answer.json", "./answer", f"{tmp_path}/answer", "answer", "sub/answer", "none.json", "-", DOCUMENTED_UUID]
    told = program.show("--json", "-", stdin="\ufeff" + "\n".join(lines)).json
    kinds = [each["source"]["kind"] if "source" in each else each["error"]["title"] for each in told]
    assert kinds == ["file"] * 3 + ["Not a session UUID"] * 4 + ["api"]


def test_our_own_json_is_known_for_what_it_is(program: Program) -> None:
    one = program.show("-", stdin=program.show("--json", DOCUMENTED_UUID).out)
    assert (one.code, DOCUMENTED_UUID.encode() in one.out, one.err) == (0, True, "")
    several = program.show("-", stdin=program.show("--json", DOCUMENTED_UUID, UNKNOWN).out)
    assert (several.code, "what vpe-tui prints with --json" in several.err, "--raw" in several.err) == (6, True, True)


def test_an_answer_that_stops_in_the_middle_is_6_and_what_is_kept_stands_in_for_it(program: Program, tmp_path) -> None:
    (tmp_path / "config.toml").write_text('[cache]\nfresh_for = "0s"\n')
    body = session_body(DOCUMENTED_UUID) or b""
    with Wire(reply(200, b"{", length=9), reply(200, body), reply(200, b"{", length=9)) as wire:
        program.monkeypatch.setenv("VPE_BASE_URL", wire.url)
        first = program.show(DOCUMENTED_UUID)
        assert (first.code, "stopped in the middle" in first.err) == (6, True)
        assert program.show(DOCUMENTED_UUID).code == 0
        assert "shown is the kept session" in program.show(DOCUMENTED_UUID).err


FAR = "Retry-After: Mon, 01 Jan 99999999999999999999 00:00:00 GMT"


def test_a_head_that_no_calendar_has_takes_no_other_along(program: Program, monkeypatch) -> None:
    good = [session_body(uuid) or b"" for uuid in UUIDS[:2]]
    with Wire(reply(200, good[0]), *[reply(503, b"", FAR)] * 3, reply(200, good[1])) as wire:
        monkeypatch.setenv("VPE_BASE_URL", wire.url)
        done = program.show("--json", "--jobs", "1", UUIDS[0], UNKNOWN, UUIDS[1])
    assert done.code == 4
    assert ["verdict" in each for each in done.json] == [True, False, True]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "place",
    [
        "vpe_tui.session.parse.parse_session",
        "vpe_tui.service.reported.diagnose",
        "vpe_tui.cli.forms.{form}.session",
    ],
)
def test_what_breaks_on_one_takes_no_other_along(program: Program, monkeypatch, tmp_path, form, place) -> None:
    error = (OverflowError, IndexError, RecursionError, MemoryError)[len(form) % 4]
    name = place.format(form=FORMS[form].__name__)
    whole = _at(name)
    first = iter([True])

    def broken(*arguments: object, **options: object) -> object:
        if next(first, False):
            raise error("it broke")
        return whole(*arguments, **options)

    monkeypatch.setattr(name, broken)
    done = program.show(f"--{form}", "--jobs", "1", *UUIDS[:3])
    assert done.code == 1
    assert f"vpe-tui broke on this session: {error.__name__}" in done.err
    assert len(done.err.splitlines()) == 1
    assert "it broke" in (tmp_path / "crash.log").read_text()
    if form == "json":
        VALIDATOR.validate(done.json)
        assert Counter("error" in each for each in done.json) == {True: 1, False: 2}
    assert done.out


def test_of_a_session_that_breaks_in_its_middle_nothing_is_written(program: Program, monkeypatch) -> None:
    whole = FORMS["json"].session
    first = iter([True])

    def broken(form: Form, told: Reported) -> Iterator[str | bytes]:
        breaks = next(first, False)
        for piece in whole(form, told):
            yield piece
            if breaks:
                raise KeyError("it broke")

    monkeypatch.setattr(FORMS["json"], "session", broken)
    done = program.show("--json", "--jobs", "1", *UUIDS[:2])
    VALIDATOR.validate(done.json)
    assert ["error" in each for each in done.json] == [True, False]


def _at(name: str):
    module, _, attribute = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError:
        module, _, owner = module.rpartition(".")
        return getattr(getattr(importlib.import_module(module), owner), attribute)
