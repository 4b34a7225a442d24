"""Two sessions side by side on one screen: what is done in one of them is nothing to the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal

from tests.drive import NOW_MS, Explorer, explorer
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.qoe.diagnosis import diagnose
from vpe_tui.session.index import index_of
from vpe_tui.session.parse import parse_session
from vpe_tui.tui.says import Explains, Said, Says, Shows, WantsRefresh
from vpe_tui.tui.screens.base import VpeScreen
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.shell import Shell

STORM, FAILED = simulate(Kind.STALL_STORM, 1), simulate(Kind.FATAL_ERROR, 1)


class SideBySide(VpeScreen):
    """A screen with two views; it keeps what each of them says."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.heard: tuple[list[Said], list[Said]] = ([], [])
        self.left, self.right = (
            SessionView(made.uuid, ("kst", "utc"), heard.append)
            for made, heard in zip((STORM, FAILED), self.heard, strict=True)
        )

    def middle(self) -> ComposeResult:
        yield Horizontal(self.left, self.right)

    @property
    def view(self) -> SessionView:
        """The one that the keys are for."""
        return self.right if self.focused is None or self.right in self.focused.ancestors else self.left

    def on_mount(self) -> None:
        for view, made in ((self.left, STORM), (self.right, FAILED)):
            session = parse_session(made.body, made.uuid)
            view.show(session, is_whole=True)
            view.timeline.know(session, index_of(session))
            view.diagnosis = diagnose(session, NOW_MS, self.shell.settings.bands)


@pytest.fixture
async def ui(server: DemoServer, tmp_path: Path) -> AsyncIterator[Explorer]:
    async with explorer(server, tmp_path, size=(240, 44)) as ui:
        await ui.sees("40 sessions")
        ui.app.push_screen(SideBySide(ui.app.shell))
        await ui.sees("player_start")
        await ui.settled()
        yield ui


def drawn(ui: Explorer, view: SessionView) -> list[object]:
    """What the screen shows of a view, with its colours."""
    place, strips = view.region, ui.app.screen._compositor.render_strips(ui.app.size)
    return [list(strip.crop(place.x, place.right).simplify()) for strip in strips[place.y : place.bottom]]


def state(view: SessionView) -> tuple[object, ...]:
    """What is not seen of a view, but would be felt with the next key."""
    held, model = view.held, view.timeline.model
    cursors = [pane.cursor for pane in (*view.fields, view.timeline)]
    at = (held.row, held.mark, held.evidence, str(held.filter), model.matches.text, view.strip.is_zoomed)
    return (at, cursors, view.fronts.name, view.prompt.is_asking, view.api_names, view.zone_name)


HANDS = {
    "a search": ("slash", *"rebuffering", "enter", "n", "N"),
    "a prompt left open": ("slash", *"seek"),
    "jumps": ("w", "w", "v", "]", "<", ">"),
    "a filter": ("f", *"stalls", "enter", "j"),
    "a time": ("t", *"50%", "enter"),
    "the findings": ("4", "j"),
    "a finding's evidence": ("4", "enter"),
    "a mark, and the strip": ("j", "m", "G", "Z", "plus"),
    "names and zone": ("a", "z", "tab"),
}


@pytest.mark.parametrize("keys", HANDS.values(), ids=list(HANDS))
async def test_what_is_done_in_one_is_nothing_to_the_other(ui: Explorer, keys: tuple[str, ...]) -> None:
    screen = ui.app.screen
    assert isinstance(screen, SideBySide)
    for here, there in ((screen.left, screen.right), (screen.right, screen.left)):
        theirs = screen.heard[1 if there is screen.right else 0]
        screen.set_focus(here.timeline)
        await ui.pilot.pause()
        mine, others, said = (state(here), drawn(ui, here)), (state(there), drawn(ui, there)), len(theirs)
        await ui.press(*keys)
        assert state(here) != mine[0] and drawn(ui, here) != mine[1], "it is done"
        assert (state(there), drawn(ui, there)) == others, "and to the other it is nothing"
        assert len(theirs) == said, "nor has that anything to say"
        while here.step_out():
            await ui.pilot.pause()


async def test_what_a_view_cannot_do_it_says_to_whoever_holds_it(ui: Explorer) -> None:
    screen = ui.app.screen
    assert isinstance(screen, SideBySide)
    screen.set_focus(screen.right.timeline)
    await ui.press("g", "E", "r", "enter", "X")
    left, right = screen.heard
    assert [said.text for said in right if isinstance(said, Says)] == ["no error before this row"]
    assert [type(said) for said in right if isinstance(said, WantsRefresh | Shows | Explains)] == [
        WantsRefresh,
        Shows,
        Explains,
    ]
    assert not [said for said in left if isinstance(said, Says | WantsRefresh | Shows | Explains)]
