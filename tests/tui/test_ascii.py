"""With `--ascii` only data is more than ASCII."""

import ast
from pathlib import Path

import pytest

from tests.drive import explorer, settings_for
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.report.stand_ins import STAND_INS
from vpe_tui.service.targets import Opening
from vpe_tui.session.glossary import Kind as Row

ROOM = Path(__file__).parents[2] / "vpe_tui"
ROOMS = ("tui", "session", "playback", "qoe", "fleet", "report", "service", "api", "store", "settings", "cli")
ELSEWHERE = {"redact_text.py", "korean.py", "placing.py", "known_widths.py", "picture.py", "ending.py"}
"""What is unsafe in data; what is typed; what stands in data."""
OF_DATA = set("�ʼ－＋＝＠")
"""What is looked for, or put, in data."""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
async def test_every_screen_is_ascii(server: DemoServer, tmp_path: Path, size: tuple[int, int]) -> None:
    settings = settings_for(server.base_url, ascii=True)
    async with explorer(server, tmp_path, size=size, settings=settings) as ui:
        await ui.sees("40 sessions")
        assert ui.text.isascii()
        ui.app.shell.open_session(Opening(simulate(Kind.FATAL_ERROR, 1).uuid))
        await ui.sees("player_start")
        await ui.settled()
        for keys in (["m"], ["slash", "E"], ["enter"], ["1"], ["2"], ["3"], ["4"], ["5"], ["question_mark"], ["escape"],
                     ["enter"], ["escape"], ["Y"], ["escape"], ["colon"], ["escape"], ["o"], ["escape"]):  # fmt: skip
            await ui.press(*keys)
            assert ui.text.isascii(), (keys, {char for char in ui.text if not char.isascii()})


async def test_data_stays_as_it_is(server: DemoServer, tmp_path: Path) -> None:
    settings = settings_for(server.base_url, ascii=True)
    async with explorer(server, tmp_path, uuid=simulate(Kind.KOREAN_TITLE).uuid, settings=settings) as ui:
        await ui.sees("player_start")
        assert any("가" <= char <= "힣" for char in ui.text)


def test_the_kinds_can_still_be_told_apart() -> None:
    letters = [STAND_INS[ord(kind.glyph)] for kind in Row]
    assert len(set(letters)) == len(letters)


def texts_in(path: Path) -> str:
    """Every text of a module that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return "".join(node.value for node in nodes if isinstance(node.value, str))


@pytest.mark.parametrize(
    "path",
    [
        path
        for room in ROOMS
        for path in sorted((ROOM / room).rglob("*.py"))
        if not ELSEWHERE & {path.name, path.parent.name}
    ],
    ids=lambda path: path.name,
)
def test_every_glyph_has_a_stand_in(path: Path) -> None:
    assert {char for char in texts_in(path) if not char.isascii() and ord(char) not in STAND_INS} <= OF_DATA
