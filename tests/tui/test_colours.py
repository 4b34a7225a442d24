"""Every text can be read on what lies behind it, in each of our themes, as it is drawn; no state by colour alone."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from tests.drive import Explorer, explorer, settings_for
from tests.tui.palettes import GROUNDS, Palette
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.session.glossary import Kind as Row
from vpe_tui.settings.sources import Settings
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.terminal.colour import luminance, named_ground, theme_for
from vpe_tui.tui.terminal.replies import Answers
from vpe_tui.tui.theme import THEMES

STORM = simulate(Kind.FATAL_ERROR, 1).uuid
READABLE = 4.5
GRAPHICS = "─│╭╮╰╯▁▂▃▄▅▆▇█━╸┃ "
OUR_OWN = [theme for theme in THEMES if not theme.ansi]

VIEWS = {
    "a search": ("slash", *"E0", "enter", "up", "up"),
    "the search under way": ("slash", *"E0"),
    "the filter under way": ("f", *"stalls "),
    "a pane": ("1", "down"),
    "the findings": ("4", "down"),
    "an explanation": ("x",),
    "the help": ("question_mark",),
    "the palette": ("colon",),
    "the palette at work": ("colon", *"time"),
    "a value": ("enter",),
    "what to copy": ("Y",),
    "the prompt for a session": ("o",),
}


def luminance_of(colour: Color) -> float:
    """Relative luminance after WCAG 2."""
    channels = (channel / 255 for channel in colour.get_truecolor())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance_of(one), luminance_of(other)))
    return (high + 0.05) / (low + 0.05)


def pairs(ui: Explorer) -> Iterator[tuple[str, Color, Color]]:
    """Every text on the screen with its two colours; what lies under a dialog is veiled, and not meant to be read."""
    dialog = ui.app.screen.query(".dialog")
    place = dialog.first().region if dialog else ui.app.screen.region
    strips = ui.app.screen._compositor.render_strips(ui.app.size)[place.y : place.bottom]
    for strip in (line.crop(place.x, place.right) for line in strips):
        for text, style, _ in strip:
            if text.strip(GRAPHICS):
                assert style is not None and style.color and style.bgcolor, text
                front, back = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
                yield text, front, back


def unreadable(ui: Explorer) -> set[str]:
    """What is too faint, in truecolor or in 256 colours."""
    once = {(front, back): text for text, front, back in pairs(ui)}
    return {
        f"{text.strip()!r}: {front.name} on {back.name}, {system.name}: {ratio:.1f}"
        for colours, text in once.items()
        for system in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT)
        for front, back in [[colour.downgrade(system) for colour in colours]]
        if (ratio := contrast(front, back)) < READABLE
    }


@pytest.mark.parametrize("theme", OUR_OWN, ids=lambda theme: theme.name)
async def test_every_text_can_be_read(server: DemoServer, tmp_path: Path, theme) -> None:
    settings = settings_for(server.base_url, theme=theme.name)
    async with explorer(server, tmp_path, uuid=STORM, settings=settings) as ui:
        await ui.sees("player_start")
        await ui.settled()
        for view, keys in VIEWS.items():
            await ui.press(*keys)
            assert not unreadable(ui), view
            if ui.app.screen.is_modal:
                await ui.press("escape")
            while isinstance(ui.app.screen, SessionScreen) and ui.app.screen.view.step_out():
                pass
            await ui.press("5")
        for _ in range(8):  # the cursor on rows of every state this session has
            await ui.press("up", "up")
            assert not unreadable(ui)


@pytest.mark.parametrize(
    "chunks, keys",
    [
        (["ab"], "ab"),
        (["a\x1b]11;rgb:ffff/ffff/ffff\x1b\\b"], "ab"),
        (["a\x1b]1", "1;rgb:ffff/ff", "ff/ffff\x07b"], "ab"),
        (["\x1b[A\x1b", None], "\x1b[A\x1b"),
        (["\x1b]", None], "\x1b]"),
    ],
    ids=["none", "whole", "in parts", "other escapes", "alt+]"],
)
def test_answers_are_taken_out_of_what_is_typed(chunks: list[str | None], keys: str) -> None:
    answers = Answers()
    assert "".join(answers.given_back() if c is None else answers.taken_out(c) for c in chunks) == keys


async def test_a_match_and_selected_text_are_set_off(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=STORM) as ui:
        await ui.sees("player_start")
        await ui.press("slash", *"E0", "enter", "up")
        variables = ui.app.theme_variables
        backs = {text: back.name for text, _, back in pairs(ui)}
        assert backs["E0"] == variables["match"]
        row = ui.app.screen.query_one("#timeline").region
        await ui.pilot.mouse_down(offset=(row.x + 3, row.y + 3))
        await ui.pilot.hover(offset=(row.x + 20, row.y + 3))
        await ui.until(
            lambda: variables["screen-selection-background"] in {back.name for _, _, back in pairs(ui)}, "selection"
        )
        assert not unreadable(ui)


def test_what_is_unreadable_is_found() -> None:
    grey = Style.parse("#888888 on #777777")
    assert grey.color and grey.bgcolor and contrast(grey.color, grey.bgcolor) < READABLE
    black = Style.parse("#000000 on #ffffff")
    assert black.color and black.bgcolor and contrast(black.color, black.bgcolor) == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_theme_has_a_colour_for_each_state(theme) -> None:
    states = ("start", "playing", "paused", "seeking", "rebuffering", "error", "ended")
    assert all(f"state-{state}" in theme.variables for state in states)
    errors = theme.variables["state-error"]
    assert theme.name == "ansi-plain" or [state for state in states if theme.variables[f"state-{state}"] == errors] == [
        "error"
    ]


def test_no_two_states_share_a_glyph() -> None:
    glyphs = [kind.glyph for kind in Row]
    assert len(set(glyphs)) == len(glyphs)


# What people see who have no red, or no green, cones: after Machado, Oliveira and Fernandes, 2009, severity 1.
PROTAN = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTAN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))


def seen(colour: str, eyes: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour in CIELAB, as those eyes see it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in Color.parse(colour).get_truecolor())
    ]
    red, green, blue = (min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in eyes)
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", [PROTAN, DEUTAN], ids=["protan", "deutan"])
def test_the_safe_theme_is_safe(eyes: tuple[tuple[float, ...], ...]) -> None:
    theme = next(theme for theme in THEMES if theme.name == "vpe-safe")
    colours = [theme.variables[f"state-{s}"] for s in ("playing", "paused", "seeking", "rebuffering", "error")]
    for one, other in combinations(colours, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen(one, eyes), seen(other, eyes), strict=True)) ** 0.5
        assert distance > 12, (one, other, distance)


@pytest.mark.parametrize(
    "colour, light", [("0000/0000/0000", 0.0), ("ffff/ffff/ffff", 1.0), ("0d/11/17", 0.006), ("f/f/e", 0.99)]
)
def test_a_background_is_light_or_dark(colour: str, light: float) -> None:
    assert luminance(*colour.split("/")) == pytest.approx(light, abs=0.01)


@pytest.mark.parametrize(
    "told, light", [("15;0", 0.0), ("0;15", 1.0), ("0;default;15", 1.0), ("12;7", 1.0), ("0;8", 0.0)]
    + [(none, None) for none in ("", "15;default", "default;default")],
)  # fmt: skip
def test_a_terminal_that_does_not_answer_may_have_named_its_background(told: str, light: float | None) -> None:
    assert named_ground({"COLORFGBG": told}) == light
    assert named_ground({}) is None


@pytest.mark.parametrize(
    "wanted, ground, colours, theme",
    [
        ("auto", 0.0, "truecolor", "vpe-dark"),
        ("auto", None, "256", "vpe-dark"),
        ("auto", 1.0, "256", "vpe-light"),
        ("auto", 0.0, "standard", "ansi-dark"),
        ("auto", 1.0, "standard", "ansi-light"),
        ("auto", None, "standard", "ansi-plain"),
        ("auto", 1.0, None, "ansi-plain"),
        ("vpe-safe", 0.0, "256", "vpe-safe"),
        ("vpe-safe", 0.0, "standard", "ansi-dark"),
        ("vpe-safe", None, "standard", "ansi-plain"),
        ("vpe-light", None, "standard", "ansi-light"),
        ("ansi-light", 0.0, "truecolor", "ansi-light"),
    ],
)
def test_the_theme_suits_the_terminal(wanted: str, ground: float | None, colours: str | None, theme: str) -> None:
    assert theme_for(wanted, ground=ground, colours=colours) == theme


def inks(ui: Explorer) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every text on the screen, with its two colours as the terminal is told them, whether turned round, or faint."""
    for strip in ui.app.screen._compositor.render_strips(ui.app.size):
        for text, style, _ in strip:
            if text.strip(GRAPHICS) and style is not None:
                yield text.strip(), (style.color, style.bgcolor, bool(style.reverse), bool(style.dim))


async def all_inks(server: DemoServer, directory: Path, theme: str) -> dict[tuple[object, ...], str]:
    """What is drawn with on every view: the cursor's row, marks, bands, hits, what is selected, inputs."""
    met: dict[tuple[object, ...], str] = {}

    def look(ui: Explorer) -> None:
        met.update({ink: text for text, ink in inks(ui)})

    settings = settings_for(server.base_url, theme=theme)
    async with explorer(server, directory, uuid=STORM, settings=settings) as ui:
        await ui.sees("player_start")
        await ui.settled()
        for keys in VIEWS.values():
            await ui.press(*keys)
            look(ui)
            if ui.app.screen.is_modal:
                await ui.press("escape")
            while isinstance(ui.app.screen, SessionScreen) and ui.app.screen.view.step_out():
                pass
            await ui.press("5")
        await ui.press("g", "m")
        for _ in range(8):
            await ui.press("down", "down")
            look(ui)
        row = ui.app.screen.query_one("#timeline").region
        await ui.pilot.mouse_down(offset=(row.x + 3, row.y + 3))
        await ui.pilot.hover(offset=(row.x + 20, row.y + 3))
        await ui.until(lambda: ui.app.screen.get_selected_text(), "selection")
        look(ui)
        await ui.pilot.mouse_up(offset=(row.x + 20, row.y + 3))
    async with explorer(server, directory, settings=settings) as ui:
        await ui.sees("40 sessions")
        look(ui)
        for keys in (("space",), ("S",), ("escape",), ("C",), ("escape",), ("T",)):
            await ui.press(*keys)
            look(ui)
    return met


def suited(palette: Palette, theme: str) -> bool:
    """Whether a theme is there for a palette: by itself it is taken on those grounds alone."""
    return theme in (
        "ansi-plain",
        theme_for("auto", ground=luminance(*palette.ground_parts), colours="standard"),
    )


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES if theme.ansi])
async def test_every_state_can_be_read_in_the_palettes_there_are(server: DemoServer, tmp_path: Path, theme) -> None:
    """At 4.5 : 1, or as well as the terminal's own text where its owner likes that fainter (Solarized on white)."""
    met = await all_inks(server, tmp_path, theme)
    palettes = [palette for palette in GROUNDS if suited(palette, theme)]
    assert palettes
    faint = {
        f"{text!r} in {palette.name}: {palette.contrast(ink):.1f}"
        for ink, text in met.items()
        for palette in palettes
        if palette.contrast(ink) < min(READABLE, palette.own_contrast)
    }
    assert not faint


def test_every_ground_has_a_theme() -> None:
    themes = {palette.name: theme_for("auto", ground=luminance(*palette.ground_parts), colours="standard")
              for palette in GROUNDS}  # fmt: skip
    assert set(themes.values()) == {"ansi-dark", "ansi-light", "ansi-plain"}
    assert {name for name, theme in themes.items() if theme == "ansi-plain"} == {"Solarized", "Solarized on white"}


def test_the_setting_names_the_themes() -> None:
    says = next(field for field in Settings.__dataclass_fields__.values() if field.name == "theme")
    for theme in THEMES:
        assert says.metadata["read"](theme.name) == theme.name
    with pytest.raises(ValueError, match=", ".join(["auto", *(theme.name for theme in THEMES)])):
        says.metadata["read"]("dark")
