"""Guards that the soak showed to be needed, each met on purpose."""

import ast
import asyncio
import gc
import threading
from collections.abc import Callable
from pathlib import Path
from types import MethodType
from unittest import mock
from weakref import ref

import pytest
from textual import events
from textual.screen import ModalScreen

from tests.drive import explorer, settings_for
from tests.hostile.api import FakeApi, listing
from tests.hostile.guards import GUARDS, Guard
from tests.hostile.walk import press
from tests.pace import PATIENCE_S
from vpe_tui.service.targets import Opening
from vpe_tui.tui.app import VpeApp
from vpe_tui.tui.commands import by_id
from vpe_tui.tui.keys import Answer
from vpe_tui.tui.screens.base import Dialog
from vpe_tui.tui.screens.dialogs import OpenScreen
from vpe_tui.tui.screens.help import HelpScreen
from vpe_tui.tui.screens.palette import PaletteScreen
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.screens.sessions import SessionsScreen
from vpe_tui.tui.session.feed import Feed
from vpe_tui.tui.session.view import SessionView
from vpe_tui.tui.sessions.view import SessionsView

UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
TUI = Path(__file__).parents[2] / "vpe_tui/tui"
EMPTY = {"": listing([])}
GOOD = (Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes()


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_stands_where_the_list_has_it(guard: Guard) -> None:
    """Else the mutation check, which takes its time and is run by hand, would find out."""
    assert (TUI.parent / guard.file).read_text(encoding="utf-8").count(guard.text) == 1
    path, _, test = guard.test.partition("::")
    named = test.partition("[")[0]
    assert f"def {named}" in (TUI.parents[1] / "tests" / path).read_text(encoding="utf-8")


async def test_a_dialog_closes_once(tmp_path: Path) -> None:
    """An enter and an esc in one go do not close what lies beneath."""
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            home = ui.app.screen
            await press(ui, "app.open")
            dialog = ui.app.screen
            assert isinstance(dialog, OpenScreen)
            dialog.dismiss(None)
            dialog.dismiss(None)
            await ui.pilot.pause()
            assert ui.app.screen is home


def test_every_dialog_is_one_that_closes_once() -> None:
    for path in TUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bases = " ".join(map(ast.unparse, node.bases)) if isinstance(node, ast.ClassDef) else ""
            assert "ModalScreen" not in bases or node.name == "Dialog", f"{path}: {node.name}"
    assert issubclass(Dialog, ModalScreen)


async def test_a_screen_that_is_left_takes_no_answer(tmp_path: Path) -> None:
    answered = threading.Event()

    def late() -> bytes:
        answered.wait(PATIENCE_S)
        return b"{}"

    with FakeApi({**EMPTY, UUID: late}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            ui.app.shell.open_session(Opening(UUID))
            await ui.sees("etching")
            screen = ui.app.screen
            asking = [worker for worker in ui.app.workers if worker.node is screen and worker.is_running]
            assert asking
            ui.app.pop_screen()
            assert all(worker.is_cancelled for worker in asking)
            assert screen.feed.refresh().is_cancelled
            answered.set()
            await ui.pilot.pause()


async def test_a_session_that_is_closed_before_it_is_there_breaks_nothing(tmp_path: Path) -> None:
    """As an enter and an esc in one go do, at every step of the way."""
    with FakeApi({**EMPTY, UUID: GOOD}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            await ui.sees("Recent")
            for steps in range(0, 60, 3):
                ui.app.shell.open_session(Opening(UUID))
                for _ in range(steps):
                    await asyncio.sleep(0)
                ui.app.pop_screen()
                await ui.pilot.pause()
                assert ui.app._exception is None, steps


@pytest.mark.parametrize("steps", range(4))
async def test_a_session_that_is_closed_as_its_frame_is_drawn_is_worked_out_no_further(steps: int) -> None:
    """So many steps of the loop after the frame; a wait that is over by then was not interrupted."""
    frame: asyncio.Future[Callable[[], object]] = asyncio.get_running_loop().create_future()
    feed = mock.Mock(_host=mock.Mock(call_after_refresh=frame.set_result))
    waiting = asyncio.create_task(Feed._next_frame(feed))
    drawn = await frame
    await asyncio.sleep(0.01)
    drawn()
    for _ in range(steps):
        await asyncio.sleep(0)
    was_over = waiting.done()
    waiting.cancel()
    await asyncio.wait([waiting])
    assert was_over or waiting.cancelled()


async def test_a_session_that_is_closed_is_held_by_nothing(tmp_path: Path) -> None:
    """A hundred thousand rows are a hundred megabytes."""
    with FakeApi({**EMPTY, UUID: GOOD}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            await ui.sees("Recent")
            ui.app.shell.open_session(Opening(UUID))
            await ui.sees("player_start")
            await ui.settled()
            await press(ui, "session.watch")
            screen = ref(ui.app.screen)
            ui.app.pop_screen()
            await ui.until(lambda: gc.collect() >= 0 and screen() is None, "the screen gone")


async def test_a_command_of_a_screen_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            assert not await ui.app.run_action("search", SessionView(UUID, ("kst",), lambda _: None))


async def test_the_palette_opens_again_before_the_last_one_has_gone(tmp_path: Path) -> None:
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            for _ in range(3):
                ui.app.action_find_command()
                ui.app.pop_screen()
            ui.app.action_find_command()
            await ui.pilot.pause()
            assert ui.app._exception is None and isinstance(ui.app.screen, PaletteScreen)


async def test_enters_in_one_go_run_a_command_of_the_palette_once(tmp_path: Path) -> None:
    ran = []
    with FakeApi(EMPTY) as api, mock.patch.object(VpeApp, "action_redraw", lambda _: ran.append("redraw")):
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            home = ui.app.screen
            await press(ui, "app.palette")
            await ui.press(*"redraw")
            await ui.sees(by_id()["app.redraw"].says)
            for _ in range(4):
                ui.app.simulate_key("enter")
            await ui.until(lambda: ran and ui.app.screen is home)
            assert ran == ["redraw"]


async def test_a_screen_that_is_left_hears_nothing(tmp_path: Path) -> None:
    called: list[str] = []
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            for id in ("app.help", "app.palette", "app.open"):
                await press(ui, id)
                screen = ui.app.screen
                its_own = MethodType(lambda _, said: called.append(said), screen)
                screen.call_later(its_own, "while it was there")
                await ui.until(lambda: called)
                ui.app.pop_screen()
                assert screen.call_later(its_own, id)
                await ui.pilot.pause()
                assert called == ["while it was there"]
                called.clear()


async def test_a_screen_gets_its_parts_before_it_is_on_the_stack(tmp_path: Path) -> None:
    """From Python 3.12 on Textual's tasks begin at once: a screen composes while it is being pushed."""
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            screen, _ = ui.app._get_screen(HelpScreen({}))
            assert screen not in ui.app.screen_stack
            await ui.until(lambda: screen.children, "its parts")


async def test_what_changes_beneath_a_whole_screen_draws_nothing(tmp_path: Path) -> None:
    """Beneath a dialog it does: the rest of the list is seen there."""
    with FakeApi({**EMPTY, UUID: GOOD}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            home = ui.app.screen
            await press(ui, "app.help")
            await ui.until(lambda: home.is_current, "the list around the help")
            ui.app.pop_screen()
            ui.app.shell.open_session(Opening(UUID))
            await ui.settled()
            with mock.patch.object(ui.app.screen, "refresh") as drawn:
                home.refresh(layout=True)
                for _ in range(5):
                    await ui.pilot.pause()
            assert not home.is_current and not drawn.called


async def test_keys_that_waited_for_a_screen_that_was_left_are_met(tmp_path: Path) -> None:
    with FakeApi({**EMPTY, UUID: GOOD}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            home = ui.app.screen
            ui.app.shell.open_session(Opening(UUID))
            ui.app.shell.keys._typed.append(events.Key("question_mark", "?"))
            await ui.app.shell.keys.go_on()  # it waits for the session's screen
            ui.app.pop_screen()
            await ui.until(lambda: isinstance(ui.app.screen, HelpScreen), "the help")
            assert ui.app.screen_stack[-2] is home


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 40])
@pytest.mark.parametrize("opens", ["a session", "the palette"])
async def test_an_end_at_any_moment_of_an_opening_is_a_good_one(tmp_path: Path, steps: int, opens: str) -> None:
    """A signal does not wait for a screen to have its parts."""
    with FakeApi({**EMPTY, UUID: GOOD}) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            await ui.sees("Recent")
            if opens == "a session":
                ui.app.shell.open_session(Opening(UUID))
            else:
                ui.app.action_find_command()
            for _ in range(steps):
                await asyncio.sleep(0)
            ui.app.exit(return_code=143)
    assert (ui.app._exception, ui.app.return_code) == (None, 143)


async def test_after_an_end_no_key_is_anybodys(tmp_path: Path) -> None:
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            await press(ui, "app.open")
            answer = ui.app.screen.query_one(Answer)
            for key in ("a", "ctrl+q", "b", "c"):
                ui.app.simulate_key(key)
            ui.app.post_message(events.Paste("d"))
            await ui.until(lambda: not ui.app.is_running)
    assert answer.value == "a"


async def test_what_was_typed_for_a_screen_that_was_quit_is_nobodys(tmp_path: Path) -> None:
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            await press(ui, "app.open")
            answer = ui.app.screen.query_one(Answer)
            ui.app.shell.keys._typed.extend(events.Key(key, key) for key in ("a", "ctrl+q", "b", "c"))
            await ui.app.shell.keys.go_on()
    assert answer.value == "a"


async def test_an_app_that_ends_runs_no_command(tmp_path: Path) -> None:
    """As of a line of the palette that was clicked just then."""
    with FakeApi(EMPTY) as api:
        async with explorer(None, tmp_path, settings=settings_for(api.base_url)) as ui:
            ui.app.exit()
            assert not await ui.app.run_action("app.help", ui.app)


def test_no_screen_is_told_of_values_before_its_parts_are_there() -> None:
    """A value's watcher is called once more when a screen is mounted; one that was left by then has no parts."""
    for screen in (SessionScreen, SessionsScreen, SessionView, SessionsView, *Dialog.__subclasses__()):
        for name, value in screen._reactives.items():
            ours = any(
                f"watch_{name}" in vars(each) for each in screen.__mro__ if each.__module__.startswith("vpe_tui")
            )
            assert not (ours and value._init), f"{screen.__name__}.{name}"


SPEAKS_MARKUP = {
    *("Static", "Label", "Button", "Option", "OptionList", "Checkbox", "RadioButton", "Collapsible", "Tab", "TabPane"),
    *("Link", "Markdown", "Log", "RichLog", "Select", "Tree", "DataTable", "Tooltip", "Placeholder", "Digits"),
    *("notify", "from_markup", "update", "from_text", "visualize"),
}
ASSIGNED = {"tooltip", "sub_title", "renderable", "content"}


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda path: path.stem)
def test_no_api_that_reads_markup_is_given_data(path: Path) -> None:
    """Constants and `Content` only. A title of `[/]` would crash, one of `[@click=…]` would act."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SPEAKS_MARKUP:
                for argument in node.args:
                    assert is_safe(argument), ast.unparse(node)
            for keyword in node.keywords:
                assert not (keyword.arg == "markup" and ast.unparse(keyword.value) != "False"), ast.unparse(node)
                assert keyword.arg not in ("tooltip", "label") or is_safe(keyword.value), ast.unparse(node)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ASSIGNED:
                    assert is_safe(node.value), ast.unparse(node)


def is_safe(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and "Content" in ast.unparse(node.func))
