"""What the screens look like, as text: a frame for each size, kept in `tests/data/frames`, compared to the letter.

Colours change nothing of it: the same frame in every mode, and what each mode may send to the terminal.
"""

import re
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from tests.drive import Explorer, explorer, settings_for
from tests.shots import ASCII_FRAMES, FRAMES, SIZES, Frame
from vpe_tui.demo.catalogue import catalogue
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.timeline.view import Timeline

KEPT = Path(__file__).parents[1] / "data" / "frames"


def kept(frame: Frame) -> list[str]:
    return (KEPT / frame.file).read_text(encoding="utf-8").splitlines()


async def looks_as_it_did(ui: Explorer, frame: Frame) -> None:
    await ui.until(lambda: ui.lines == kept(frame), f"{frame.file}; if it is meant: python -m tests.generate")


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.file)
async def test_the_screen_looks_as_it_did(server: DemoServer, tmp_path: Path, frame: Frame) -> None:
    async with explorer(server, tmp_path, size=frame.size, uuid=frame.uuid, other=frame.other) as ui:
        await looks_as_it_did(ui, frame)


class Mode(NamedTuple):
    """How a terminal shows colours: settings, environment, and the codes of styles that may be sent to it."""

    settings: dict[str, object]
    environment: dict[str, str]
    codes: str


ATTRIBUTES = "0|1|2|3|4|7|39|49"
PALETTE = rf"{ATTRIBUTES}|3[0-7]|4[0-7]|9[0-7]|10[0-7]"
TRUECOLOR = rf"{ATTRIBUTES}|[34]8;2;\d+;\d+;\d+"

MODES = {
    "dark": Mode({"theme": "vpe-dark"}, {}, TRUECOLOR),
    "light": Mode({"theme": "vpe-light"}, {}, TRUECOLOR),
    "16-colours": Mode({}, {"TERM": "xterm", "COLORTERM": ""}, PALETTE),
    "no-colour": Mode({}, {"NO_COLOR": "1"}, ATTRIBUTES),
    "ascii": Mode({"ascii": True}, {}, TRUECOLOR),
}
IN_MODES = [
    pytest.param(frame._replace(ascii=name == "ascii"), mode, id=f"{frame.file.removesuffix('-ascii.txt')}-{name}")
    for frame in ASCII_FRAMES
    for name, mode in MODES.items()
]


@pytest.mark.parametrize("frame, mode", IN_MODES)
async def test_every_size_in_every_mode(server: DemoServer, tmp_path: Path, frame: Frame, mode: Mode) -> None:
    settings = settings_for(server.base_url, **mode.settings)
    async with explorer(
        *(server, tmp_path),
        size=frame.size,
        uuid=frame.uuid,
        other=frame.other,
        settings=settings,
        environment=mode.environment,
    ) as ui:
        await looks_as_it_did(ui, frame)
        drawn = ui.app.screen._compositor.render_strips(ui.app.size)
        assert {cell_len(strip.text) for strip in drawn} == {frame.size[0]} and len(drawn) == frame.size[1]
        sent = "".join(strip.render(ui.app.console) for strip in drawn)
        codes = set(re.findall(r"\x1b\[([\d;]*)m", sent))
        assert all(re.fullmatch(rf"(?:{mode.codes})(?:;(?:{mode.codes}))*", code) for code in codes), codes
        assert all(len(styles) <= 4 for styles in timeline_rows(ui, drawn)), "each change of style is bytes on the wire"


def timeline_rows(ui: Explorer, drawn: list[Strip]) -> list[list[object]]:
    """The styles of each row of the timeline, from left to right, without what is said of it in its gutter."""
    return [
        [style for style, cells in groupby(strip, lambda cell: cell.style) if any(cell.text.strip() for cell in cells)]
        for timeline in ui.app.screen.query(Timeline)
        for place in [timeline.content_region]
        for strip in (
            Strip(strip.crop(place.x + 1, place.right)).simplify() for strip in drawn[place.y + 1 : place.bottom]
        )
    ]


async def test_another_size_keeps_the_row_under_the_cursor_in_view(server: DemoServer, tmp_path: Path) -> None:
    storm = next(frame for frame in FRAMES if frame.name == "stall-storm")
    async with explorer(server, tmp_path, size=SIZES[0], uuid=storm.uuid, at=20) as ui:
        await ui.sees("+3:02.368")
        for size in (*reversed(SIZES), *SIZES):
            await ui.pilot.resize_terminal(*size)
            await ui.until(lambda size=size: len(ui.lines) == size[1] and "+3:02.368" in ui.text, f"row 20 at {size}")
            assert "row 20 ·" in ui.text


WORD = re.compile(r"[^\W\d_]{2,}")
CUT = re.compile(r"[^\W\d_]+…|…[^\W\d_]+")


@pytest.mark.parametrize("name", ["sessions", "stall-storm"])
async def test_what_is_cut_says_so(server: DemoServer, tmp_path: Path, name: str) -> None:
    """Every word of a frame is one of a screen with room, or of an answer; or it has `…` where it was cut."""
    frames = [frame for frame in FRAMES if frame.name == name]
    async with explorer(server, tmp_path, size=(300, 100), uuid=frames[0].uuid) as ui:
        await ui.sees(frames[0].sees)
        await ui.settled()
        whole = set(WORD.findall(f"{ui.text} {[entry.row for entry in catalogue()]}"))
    for frame in frames:
        uncut = CUT.sub("", "\n".join(kept(frame)))
        assert set(WORD.findall(uncut)) <= whole, frame.file


async def test_a_prompt_and_its_note_are_cut_with_a_sign(server: DemoServer, tmp_path: Path) -> None:
    storm = next(frame for frame in FRAMES if frame.name == "stall-storm")
    async with explorer(server, tmp_path, size=SIZES[-1], uuid=storm.uuid) as ui:
        await ui.sees("player_start")
        await ui.settled()
        await ui.press("f", *"stalls,errors")
        await ui.sees("\n filter stalls,errors ")
        assert ui.lines[-1].endswith(" of 34 events") and "…" in ui.lines[-2]
        await ui.press("escape", "t")
        await ui.until(lambda: ui.lines[-1].endswith("…"), "what a time looks like, as far as there is room")
        await ui.press(*"noon", "enter")
        await ui.until(lambda: "noon" in ui.lines[-1] and ui.lines[-1].endswith("…"), "what is wrong with it")
        assert all(cell_len(line) <= SIZES[-1][0] for line in ui.lines)
