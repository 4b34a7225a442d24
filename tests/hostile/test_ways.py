"""Every way out, walked with a canary in every field: none of it comes through, and there is no other way.

The canary is in documented and undocumented fields, deeper, in the names of unknown ones, in what is searched for and
filtered by, in the list and in the file's name.
"""

import argparse
import ast
import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree

import pytest
from textual.selection import SELECT_ALL
from textual.widgets import Input

import vpe_tui
from tests.drive import Explorer, explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.unit.test_cli import Shell as CommandLine
from tests.unit.test_redact import CARRIER, FETCHED_MS, PLAIN, SECRETS, UUID, canary_body
from tests.unit.watch.site import Seen, in_turn
from vpe_tui.cli.parser import parser_of
from vpe_tui.cli.tree import OPEN, WORDS
from vpe_tui.fleet.notes import Notes
from vpe_tui.fleet.watch.changes import Failed, Gone, RowCame, SessionCame, StateChanged, WindowStands
from vpe_tui.report.watch.json import as_line as json_line
from vpe_tui.report.watch.text import as_line as text_line
from vpe_tui.service.targets import Comparing, Opening
from vpe_tui.service.triaging import Question
from vpe_tui.service.ways import (
    COMPARED,
    COMPARED_COPIED,
    COMPLETED,
    COPIED,
    HANDED_OVER,
    PRINTED,
    SAVED,
    TRIAGE_COPIED,
    TRIAGE_SAVED,
    WAYS,
    Way,
)
from vpe_tui.session.records import Listed
from vpe_tui.text.times import KST
from vpe_tui.tui.panes.fields import FieldsPane
from vpe_tui.tui.screens.dialogs import ValueScreen
from vpe_tui.tui.shell import Shell

PACKAGE = Path(vpe_tui.__file__).parent
ROW = {name: CARRIER for name in Listed.fields} | {
    "uuid": UUID,
    "viewerName": PLAIN,
    CARRIER: [CARRIER],
    "deep": {"a": PLAIN},
}
OTHER = "/v1/wren@example.com"
"""Stands where a UUID should, and is none."""
READ = ("copy.value", "copy.row-text", "copy.row-json", "plain.value")
ON_SCREEN = {way.id for way in WAYS.values()} - {way.id for way in PRINTED}


def body() -> bytes:
    """The canary in all of an answer, and a title no XML can hold."""
    answer = json.loads(canary_body())
    answer["result"]["media"][0]["title"] = f"A title\uffff\ufdd0\U0010fffe {CARRIER}"
    answer["result"]["player"]["playerName"] = "wren@a.kr"  # short: it stands in a border
    return json.dumps(answer).encode()


def told_in(text: str) -> list[str]:
    text = text.replace("&#160;", " ").replace("&#x27;", "'")
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with FakeApi({"": listing([ROW, ROW | {"uuid": OTHER}]), UUID: body()}) as api:
        yield api


@pytest.fixture
def met() -> Iterator[set[str]]:
    """The ids of the ways that were gone."""
    ids: set[str] = set()
    known = Way.is_redacted

    def is_redacted(way: Way, *settings: object) -> bool:
        ids.add(way.id)
        return known(way, *settings)

    with mock.patch.object(Way, "is_redacted", is_redacted):
        yield ids


@pytest.fixture
def out() -> Iterator[list[str]]:
    """All that left through clipboard and terminal."""
    texts: list[str] = []
    known = Shell.copy

    def copy(app: Shell, way: Way, text: str, name: str = "") -> str:
        texts.append(text)
        return known(app, way, text, name)

    with (
        mock.patch.object(Shell, "copy", copy),
        mock.patch.object(Shell, "show_plain", lambda _, text: texts.append(text)),
    ):
        yield texts


async def ready(ui: Explorer) -> None:
    await ui.sees("A title")
    await ui.settled()


async def walk_session(ui: Explorer, out: list[str]) -> None:
    """Every way out of the session screen."""
    await ready(ui)
    if ui.app.screen.view.opened_by == UUID:
        worker, notes = ui.app.shell.worker, Notes(CARRIER[:200]).noted(CARRIER[:200], 1)
        await ui.until(lambda: worker.cache.note(UUID, notes), "kept, and noted")
        ui.app.screen.feed.found = ui.app.screen.feed.found._replace(notes=notes)
        ui.app.screen.view.noting.show(notes)
        ui.app.screen.view.say_summary(ui.app.screen.feed.found.session)
        await ui.sees("note: http")
    await ui.press("slash", *"wren", "enter")
    await ui.press("f", *"text:CANARY", "enter")
    for key, offered in (("Y", COPIED), ("s", SAVED)):
        for place in range(len(offered)):
            await choose(ui, out, key, offered[-1].says, *["down"] * place, "enter")
        await choose(ui, out, key, offered[-1].says, "end", "l")
    await walk_lines(ui, out, safe=ui.app.shell.settings.redact)
    await ui.press("5")
    ui.app.screen.selections = {widget: SELECT_ALL for widget in ui.app.screen.query("*")}
    await took(ui, out, "y")
    await ui.press("slash")
    answer = ui.app.focused
    assert isinstance(answer, Input)
    answer.value = CARRIER
    answer.action_select_all()
    answer.action_copy()


async def walk_triage(ui: Explorer, out: list[str]) -> None:
    """Every way out of who else is hit, with all that it explains."""
    ui.app.shell.open_triage(Question(0, most_read=2))
    await ui.sees("1 read")
    await ui.until(lambda: not ui.app.screen.view.is_reading, "the end of the reading")
    await took_a_file(ui, "s")
    await took(ui, out, "y")
    for place in range(len(TRIAGE_COPIED) + 1):
        await choose(ui, out, "Y", TRIAGE_COPIED[-1].says, *["down"] * place, "enter")
    for pane in "1234":
        await ui.press(pane, "x")
        if isinstance(ui.app.screen, ValueScreen):
            await took(ui, out, "l")
            await ui.press("escape")
    await ui.press("q")
    await ui.sees("2 sessions")


async def walk_comparison(ui: Explorer, out: list[str]) -> None:
    """Every way out of a comparison, with every line of every pane."""
    await took_a_file(ui, "s")
    for place in range(len(COMPARED_COPIED)):
        await choose(ui, out, "Y", COMPARED_COPIED[-1].says, *["down"] * place, "enter")
    view = ui.app.screen.view
    for number, pane in enumerate((view.fields, view.numbers, view.rows), 1):
        await ui.press(str(number))
        for line in range(pane.count):
            pane.cursor = line
            if pane.said:
                await took(ui, out, "y")
    ui.app.screen.selections = {widget: SELECT_ALL for widget in ui.app.screen.query("*")}
    await took(ui, out, "y")


async def choose(ui: Explorer, out: list[str], key: str, offered: str, *keys: str) -> None:
    before = len(out) + len(list(Path.cwd().iterdir()))
    await ui.press(key)
    await ui.sees(offered)
    await ui.press(*keys)
    await ui.until(lambda: len(out) + len(list(Path.cwd().iterdir())) > before, f"something taken by {keys}")


async def took(ui: Explorer, out: list[str], *keys: str) -> None:
    before = len(out)
    await ui.press(*keys)
    await ui.until(lambda: len(out) > before, f"something taken by {keys}")


async def walk_lines(ui: Explorer, out: list[str], *, safe: bool) -> None:
    """Every line of every pane and of the timeline, copied and shown plain."""
    await ui.press("F")
    screen = ui.app.screen
    for number, pane in enumerate((*screen.query(FieldsPane), screen.view.timeline), 1):
        await ui.press(str(number))
        texts = screen.texts
        with screen.drawn_from(await texts.by_others()) if safe else nullcontext():
            for line in range(pane.count):
                pane.cursor = line
                out += [texts.of_screen[id]() for id in READ]
        if pane.count:
            await took(ui, out, "end", "y")
    await ui.press("enter")
    await ui.sees("esc close")
    await took(ui, out, "l")
    await ui.press("escape")


async def test_no_canary_leaves_the_screen_by_any_way(
    api: FakeApi, tmp_path: Path, out: list[str], met: set[str]
) -> None:
    used = settings_for(api.base_url, redact_all=True)
    async with explorer(None, tmp_path, settings=used) as ui:
        await ui.sees("2 sessions")
        for key in ("home", "end"):
            await took(ui, out, key, "y")
        await took_a_file(ui, "s")
        await walk_triage(ui, out)
        ui.app.shell.open_session(Opening(UUID))
        before = ui.text
        await walk_session(ui, out)
        assert before != ui.text and "wren" in ui.text
        await ui.press("escape")
        ui.app.shell.open_comparison(Comparing(UUID, UUID))
        await ui.sees("aligned at")
        await walk_comparison(ui, out)
    files = {path.name: path.read_text(encoding="utf-8") for path in Path.cwd().iterdir()}
    assert {name: told_in(text) for name, text in files.items() if told_in(text)} == {}
    assert [text for text in out if told_in(text)] == []
    assert met >= ON_SCREEN, "a way that is declared was not gone"
    (handed_over,) = (name for name in files if name.endswith(HANDED_OVER.ending))
    (triage,) = (name for name in files if name.startswith("vpe-triage-") and name.endswith(TRIAGE_SAVED.ending))
    assert sorted(files) == sorted((handed_over, triage, *(f"vpe-{UUID}{way.ending}" for way in (*SAVED, COMPARED))))
    picture = files[f"vpe-{UUID}.svg"].replace("&#160;", " ")
    ElementTree.fromstring(picture)
    assert "A title" in picture and "(redacted)" in picture


async def test_the_screen_is_as_before_whatever_was_taken(api: FakeApi, tmp_path: Path, out: list[str]) -> None:
    async with explorer(None, tmp_path, settings=settings_for(api.base_url), uuid=UUID) as ui:
        await ready(ui)
        await ui.press("slash", *"wren", "enter", "4", "down")
        before = ui.lines[:-2]
        for keys in ("y", "s"):
            await ui.press(keys)
            if keys == "s":
                await ui.sees(SAVED[-1].says)
                await took_a_file(ui, "end", "enter")
            await ui.until(lambda: not ui.app.shell.keys.are_held(ui.app.screen), "taken")
            assert ui.lines[:-2] == before


async def took_a_file(ui: Explorer, *keys: str) -> None:
    before = len(list(Path.cwd().iterdir()))
    await ui.press(*keys)
    await ui.until(lambda: len(list(Path.cwd().iterdir())) > before, "a file")


async def test_a_file_is_named_as_little_as_its_session(tmp_path: Path, out: list[str]) -> None:
    path = tmp_path / "wren@example.com.json"
    path.write_bytes(body())
    async with explorer(None, tmp_path, uuid=str(path)) as ui:
        await ready(ui)
        for place in (0, 3):
            await ui.press("Y")
            await ui.sees(COPIED[-1].says)
            await took(ui, out, *["down"] * place, "enter")
        await ui.press("s")
        await ui.sees(SAVED[-1].says)
        await took_a_file(ui, "end", "enter")
    assert [text for text in out if told_in(text)] == []
    (picture,) = (path.read_text(encoding="utf-8") for path in Path.cwd().iterdir())
    assert told_in(picture) == []


async def test_whole_it_would_be_told(api: FakeApi, tmp_path: Path, out: list[str]) -> None:
    """The canary is where it is looked for."""
    used = settings_for(api.base_url, redact=False)
    async with explorer(None, tmp_path, settings=used, uuid=UUID) as ui:
        await walk_session(ui, out)
    assert all(told_in(path.read_text(encoding="utf-8")) for path in Path.cwd().iterdir())
    assert sum(bool(told_in(text)) for text in out) > 30


# Commands


def forms(word: str) -> set[str]:
    """The forms a command prints in, as its flags tell."""
    actions = parser_of(word)._actions
    chosen = {str(action.const) for action in actions if action.dest == "form"}
    as_json = {"json"} if any(action.dest == "json" for action in actions) else set[str]()
    return {f"{word}.{form}" for form in (chosen | as_json | {"text"}) - {"schema"}}


TELLS_NO_SESSION = {OPEN, "demo", "completion", "config", "help", "schema"}


def test_every_form_of_every_command_is_declared() -> None:
    told = {form for word in WORDS if word not in TELLS_NO_SESSION for form in forms(word)}
    assert told | {COMPLETED.id} == {way.id for way in PRINTED}
    for word in TELLS_NO_SESSION:
        assert not any(
            isinstance(action, argparse._StoreConstAction) and action.dest == "form"
            for action in parser_of(word)._actions
        )


@pytest.mark.parametrize("way", PRINTED, ids=lambda way: way.id)
def test_no_canary_is_printed(api: FakeApi, tmp_path: Path, way: Way) -> None:
    shell = CommandLine(api.base_url, tmp_path)
    word, _, form = way.id.partition(".")
    shell.run("show", UUID, "--raw")  # now it is kept
    flags = [] if form == "text" else [f"--{form}"]
    about = {"show": [UUID], "triage": ["--since", "9000d"], "compare": [UUID, UUID], "watch": [UUID]}.get(word, [])
    last = ["show", ""] if way is COMPLETED else []
    asked = [] if way.pasted else ["--redact"]
    safe = shell.run(word, *about, *flags, *asked, *last, HOME="/home/wren", VPE_CONFIG_DIR=str(tmp_path))
    whole = shell.run(word, *about, *flags, "--no-redact", *last, HOME="/home/wren")
    assert safe.stdout and told_in(safe.stdout) == []
    assert told_in(whole.stdout) or word == "doctor"


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("redact", [True, False])
async def test_no_canary_is_told_of_what_is_watched(tmp_path: Path, form: str, redact: bool) -> None:
    """Rows that come, other ones that go, a session of a window that is bad, its verdict, a fault: whatever is told."""
    begun = json.loads(body())
    begun["result"] |= {"sessionLog": begun["result"]["sessionLog"][:1], "error": []}
    first, refusal = json.dumps(begun), json.dumps({"error": {"errorCode": "4700", "message": CARRIER}})
    answers = in_turn(first.encode(), refusal.encode(), body(), first.encode())
    rows = in_turn(listing([]), listing([]), listing([ROW, ROW | {"uuid": OTHER}]))
    with FakeApi({UUID: answers, "": rows}) as api:
        seen = Seen(api, tmp_path)
        seen.clock.began_ms = seen.clock.now_ms = FETCHED_MS
        await seen.session(uuid=UUID, nothing=True, for_s=90, redact=redact)
        api.answers[UUID] = body()
        await seen.window(nothing=True, for_s=120, redact=redact)
    as_line = text_line if form == "text" else partial(json_line, "")
    told = [as_line(at_ms, change, KST, redact=redact) for at_ms, change in seen.told]
    every = {RowCame, StateChanged, SessionCame, Failed, Gone, WindowStands}
    assert {type(change) for _, change in seen.told} == every
    kinds = {type(change) for (_, change), line in zip(seen.told, told, strict=True) if told_in(line)}
    assert kinds == (set() if redact else {RowCame, StateChanged, SessionCame, Failed})


def test_no_canary_stands_in_a_sessions_place(api: FakeApi, tmp_path: Path) -> None:
    """A file's name, what is no UUID, the API's own words."""
    shell = CommandLine(api.base_url, tmp_path)
    api.answers[UUID] = api.answers[""] = json.dumps({"error": {"errorCode": "4700", "message": CARRIER}}).encode()
    asked = (
        "show",
        UUID,
        "wren@example.com",
        "./wren@example.com.json",
        "https://u:hunter2@h.example/?CANARY",
        "--json",
    )
    for words in (asked, ("list", "--json")):
        assert told_in(shell.run(*words).stdout)
        safe = shell.run(*words, "--redact").stdout
        assert '"error": {' in safe and told_in(safe) == []
    (tmp_path / "config.toml").write_text("zone = 3\n")
    assert told_in(shell.run(*asked, "--redact").stdout) == []


def test_doctor_names_no_home(tmp_path: Path) -> None:
    home = tmp_path / "wren"
    home.mkdir()
    shell = CommandLine("http://127.0.0.1:9", home)
    for form in ((), ("--json",)):
        assert "wren" in shell.run("doctor", *form, HOME=str(home)).stdout
        told = shell.run("doctor", *form, "--redact", HOME=str(home)).stdout
        assert "~/config.toml" in told and "wren" not in told


# There is no other way

GATES = {
    "a copy": ("copied", {"tui/shell.py"}),
    "the app's clipboard": ("*shell.copy", {"tui/screens/copying.py"}),
    "a screen's copy": (
        "copy_out",
        {f"tui/screens/{each}.py" for each in ("taking", "taking_compared", "sessions", "triage")},
    ),
    "the prompt's clipboard": (".copy_to_clipboard", set[str]()),
    "the terminal's own screen": ("show", {"tui/shell.py", "tui/terminal/plain.py"}),
    "a command": ("subprocess.run", {"tui/terminal/plain.py", "tui/terminal/clipboard.py"}),
    "a picture": (".export_screenshot", {"tui/screens/session.py"}),
    "a saved file": (
        "saved",
        {
            f"tui/{each}.py"
            for each in ("screens/taking", "screens/taking_compared", "screens/triage", "sessions/handing_over")
        },
    ),
    "a file": (
        "os.open",
        {"tui/saving.py", "service/crash_log.py", "store/files.py", "store/scan.py", "store/named.py"}
        | {"cli/screen.py", "cli/__init__.py", "cli/config.py"},
    ),
    "text to a file": (".write_text", set()),
    "bytes to a file": (".write_bytes", set()),
    "stdout": (
        "write",
        {
            f"cli/{word}.py"
            for word in ("show", "list", "triage", "compare", "watch", "kept", "config", "doctor", "help")
        }
        | {"cli/completion.py", "cli/complete.py", "cli/schema.py", "cli/stdout.py"},
    ),
    "print": ("print", {"cli/stderr_line.py", "cli/demo.py", "service/crash_log.py"}),
}
"""What opens a way, as it is called (`.` and `*`: of anything), and who calls it.

Whoever else wants to needs a declared way, and a walk.
"""


@pytest.mark.parametrize("gate", GATES)
def test_nothing_else_opens_a_way(gate: str) -> None:
    called, known = GATES[gate]

    def is_gate(call: ast.Call) -> bool:
        name = ast.unparse(call.func)
        return name.endswith(called.removeprefix("*")) if called[0] in ".*" else name == called

    assert set(callers(is_gate)) == known


def test_files_are_opened_to_be_read() -> None:
    def writes(call: ast.Call) -> bool:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        return name == "open" and any(isinstance(each, ast.Constant) and "w" in str(each.value) for each in call.args)

    assert set(callers(writes)) == set()


def callers(is_one: Callable[[ast.Call], bool]) -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        name = str(path.relative_to(PACKAGE))
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        if not name.startswith("demo/") and any(map(is_one, calls)):
            yield name
