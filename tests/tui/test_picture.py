"""Saved pictures: they stand for themselves, and every letter has its cells."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style

from tests.drive import explorer
from tests.pty.test_widths import LETTERS, PICTURES
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.text.cells import width_of
from vpe_tui.text.known_widths import of_known_width
from vpe_tui.tui.picture import svg

SVG = "{http://www.w3.org/2000/svg}"
CELL = 12.04
KOREAN = simulate(Kind.KOREAN_TITLE).uuid


def texts(picture: str) -> list[tuple[float, float, float, str]]:
    """Column, line, cells and letters of each run."""
    root = ElementTree.fromstring(picture)
    return [
        (float(run.get("x", 0)) / CELL, float(run.get("y", 0)), float(run.get("textLength", 0)) / CELL, run.text or "")
        for run in root.iter(f"{SVG}text")
        if run.get("class") != "title"
    ]


@pytest.mark.parametrize("text", [*LETTERS.values(), *PICTURES.values(), "드라마 1편  12:30  1080p"])
def test_every_run_takes_its_cells(text: str) -> None:
    text = of_known_width(text)  # as all that is drawn
    line = [
        Segment("│", Style(dim=True)),
        Segment(f"{text} ", Style(bgcolor="#102030")),
        Segment("|", Style(bold=True)),
    ]
    runs = texts(svg([line, line], 60, "x"))
    assert all(cells == pytest.approx(width_of(letters), abs=0.01) for _, _, cells, letters in runs)
    ends = [column for column, _, _, letters in runs if letters == "|"]
    assert ends == pytest.approx([1 + width_of(text) + 1] * 2, abs=0.01)


def test_wide_letters_are_runs_of_their_own() -> None:
    """A font that draws them narrower moves nothing beside them."""
    runs = texts(svg([[Segment("a 한국어 b é", Style())]], 60, "x"))
    assert [(round(column), letters) for column, _, _, letters in runs] == [(0, "a"), (2, "한국어"), (9, "b\xa0é")]


def test_what_no_xml_takes_is_not_there() -> None:
    picture = svg([[Segment("a\x00\x1b]0;x\x07\x9b\ud800\ufffe\uffff<&>\"'", None)]], 60, "t\x00<&>")
    assert "".join(letters for *_, letters in texts(picture)) == "a\ufffd\ufffd]0;x" + "\ufffd" * 5 + "<&>\"'"
    picture.encode("utf-8")


async def test_a_picture_of_the_screen_stands_for_itself(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=KOREAN) as ui:
        await ui.sees("player_start")
        await ui.settled()
        picture = ui.picture()
        assert re.findall(r"https?://[^\s\"<]*", re.sub(r"<text.*?</text>", "", picture)) == [
            "http://www.w3.org/2000/svg"
        ]
        assert not re.search(r"@font-face|url\(|href|@import", re.sub(r"<text.*?</text>", "", picture))
        lines: dict[float, str] = {}
        for column, line, _, letters in texts(picture):
            before = lines.get(line, "")
            lines[line] = before + " " * (round(column) - width_of(before)) + letters.replace("\xa0", " ")
        assert [line.rstrip() for _, line in sorted(lines.items())] == [line for line in ui.lines if line.strip()]


async def test_a_picture_is_taken_before_anything_is_said_of_it(
    server: DemoServer, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(server, tmp_path, uuid=KOREAN) as ui:
        await ui.sees("player_start")
        await ui.settled()
        await ui.press("s", *["down"] * 5, "enter")
        await ui.sees("saved ")
        (saved,) = tmp_path.glob("*.svg")
        said = " ".join(letters for *_, letters in texts(saved.read_text(encoding="utf-8"))).replace("\xa0", " ")
        assert "moment" not in said and "saved" not in said and "a picture" not in said
        assert "player_start" in said
