"""The walls of the house: who may import whom, what start-up may load, what is made from declarations."""

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.generate import PICTURES, pictures, written

ROOT = Path(__file__).parents[2]
METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "vpe_tui").rglob("*.py"))


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", [["--version"], ["show", "--help"], ["show", "not-a-uuid"]])
def test_start_up_loads_neither_screen_nor_http(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from vpe_tui.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('loaded:', [name for name in ('textual', 'rich', 'httpx', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_the_terminal_is_asked_before_textual_is_imported() -> None:
    """It takes its tenth of a second to answer while the imports take theirs."""
    code = "import sys, vpe_tui.cli.screen; print('loaded:', {'textual', 'rich', 'httpx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "loaded: set()\n"


def test_the_first_screens_load_no_pydantic(tmp_path: Path) -> None:
    """Models are for what machines read; their import would take longer than a frame."""
    code = """
import asyncio, sys
from pathlib import Path
from tests.drive import explorer
from vpe_tui.demo.server import DemoServer
async def look():
    with DemoServer() as server:
        async with explorer(server, Path(sys.argv[1])) as ui:
            await ui.sees("40 sessions")
            await ui.press("enter")
            await ui.settled()
asyncio.run(look())
print("loaded:", sorted({"pydantic", "pydantic_core"} & set(sys.modules)))
"""
    argv = [sys.executable, "-c", code, tmp_path]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_nothing_is_imported_that_is_not_declared() -> None:
    """What comes along with something else may stay away with its next version."""
    parts = ("rich", "pydantic_core")  # of what Textual and pydantic document as theirs
    declared = {re.split(r"[<>=~!]", each)[0] for each in METADATA["project"]["dependencies"]}
    imported = {
        name.partition(".")[0]
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - set(sys.stdlib_module_names) - {"vpe_tui", *parts} == declared


def test_showing_a_session_loads_no_screen(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from vpe_tui.cli import main\n"
        "main(['show', '--demo', 'd0c5e551-2025-4008-8252-000830082000'])\n"
        "print('loaded:', [name for name in ('textual',) if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"VPE_CONFIG_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_a_mind_holds(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def test_functions_are_short() -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )
    assert lengths[int(0.95 * len(lengths))] <= 30


def _imported(path: Path) -> set[str]:
    """The modules of ours that one imports, be it late or for its types alone."""
    froms = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    named = {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
    return MODULES.keys() & (named | {node.module for node in froms})


MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES}


def test_no_imports_go_round() -> None:
    """Not even those that wait until they are needed: who can be read without the other can be read first."""
    graphlib.TopologicalSorter({name: _imported(path) for name, path in MODULES.items()}).prepare()


def test_whatever_breaks_is_caught_in_one_place() -> None:
    """Where one session of several must not take the others along; everywhere else a defect ends in its page."""
    blind = [
        f"{path.relative_to(ROOT / 'vpe_tui')}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(ast.unparse(node.type).split()))
    ]
    assert blind == ["service/crash_log.py"]


MARKUP = {"Static", "Label", "Button", "notify", "from_markup", "Option"}


@pytest.mark.parametrize("path", sorted((ROOT / "vpe_tui" / "tui").rglob("*.py")), ids=lambda path: path.name)
def test_nothing_from_outside_meets_markup(path: Path) -> None:
    """A `[/]` in a title would crash what reads markup: such calls get `Content` or nothing."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MARKUP and node.args:
                argument = node.args[0]
                assert isinstance(argument, ast.Call) and "Content" in ast.unparse(argument.func), ast.unparse(node)


def test_at_the_top_stands_what_belongs_there_and_nothing_else() -> None:
    git = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    top = {name.partition("/")[0] for name in listed.stdout.splitlines()}
    belongs = {"pyproject.toml", "vpe_tui", "tests", "screenshots", "README.md", "LICENSE"}
    assert {name for name in top if not name.startswith(".")} <= belongs


def test_the_readme_tells_what_is_declared() -> None:
    stale = [path.name for path, text in written().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `python -m tests.generate`"


async def test_the_pictures_show_what_is() -> None:
    made = await pictures()
    kept = {path.name: path.read_text(encoding="utf-8") for path in PICTURES.glob("*.svg")}
    assert sorted(kept) == sorted(made)
    stale = [name for name, svg in made.items() if kept[name] != svg]
    assert not stale, "stale: run `python -m tests.generate`"
