"""Keys: one meaning each, out and out of the program, and bursts of them, typed without waiting for the screen."""

from pathlib import Path

import pytest
from textual import events

from tests.drive import Explorer, explorer, settings_for
from tests.tui.test_keeping import kept, sessions
from tests.tui.test_sessions import STORM, looked_at
from vpe_tui.demo.catalogue import DOCUMENTED_UUID
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate
from vpe_tui.demo.server import DemoServer
from vpe_tui.tui.commands import GROUPS, Command
from vpe_tui.tui.keys import Answer
from vpe_tui.tui.screens.dialogs import ExplainScreen
from vpe_tui.tui.screens.help import HelpScreen
from vpe_tui.tui.screens.session import SessionScreen
from vpe_tui.tui.screens.sessions import SessionsScreen
from vpe_tui.tui.timeline.view import Timeline

FAILED = simulate(Kind.FATAL_ERROR, 1).uuid

SAME = {"close": "leave", "narrow": "search", "ask": "filter", "report": "copy-as", "turn": "sort"}
SAME |= {"next-difference": "next-match", "previous-difference": "previous-match"}
SAME |= {"window-back": "minute-back", "window-on": "minute-on"}
"""Words for one thing: out of a dialog and out of a screen; rows found in a list and in a timeline; back in time…"""

PLACES = frozenset(("enter", "space", "tab", "shift+tab", "escape", *"123456789"))
"""Keys whose meaning is the place: open, or choose, what is here; the part of the screen."""


def meaning(command: Command) -> str:
    name = command.id.partition(".")[2]
    return SAME.get(name, name)


def test_a_key_means_one_thing_on_every_screen() -> None:
    meanings: dict[str, set[str]] = {}
    for group in GROUPS:
        for command in group.commands:
            for key in set(command.keys.split(",")) - PLACES:
                meanings.setdefault(key, set()).add(meaning(command))
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}
    told = {
        "x": "explain",
        "delete": "delete",
        "u": "undo",
        "q": "leave",
        "Q": "quit",
        "f": "filter",
        "slash": "search",
    }
    told |= {"p": "watch", "s": "save", "less_than_sign": "back", "greater_than_sign": "forward", "Y": "copy-as"}
    assert {key: meanings[key] for key in told} == {key: {said} for key, said in told.items()}


# Out


async def test_q_steps_out_of_one_thing_after_another_and_quits_at_the_top(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.settled()
        await ui.press("f", *"stalls", "enter", "slash", *"re", "enter", "question_mark")
        assert isinstance(ui.app.screen, HelpScreen)
        await ui.press("q")
        await ui.sees("“re” ")
        await ui.press("q")
        await ui.until(lambda: "“re”" not in ui.text, "no search")
        assert "filter stalls" in ui.text
        await ui.press("q")
        await ui.until(lambda: "filter stalls" not in ui.text, "no filter")
        await ui.press("q")
        await ui.sees("40 sessions")
        assert ui.app.is_running
        await ui.pilot.press("q")
        await ui.until(lambda: not ui.app.is_running, "the end")


async def test_esc_stops_at_the_top(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.press(*["escape"] * 6)
        assert ui.app.is_running and isinstance(ui.app.screen, SessionsScreen)


@pytest.mark.parametrize("where", [(), ("question_mark",), ("Y",), ("o",), ("slash",)])
@pytest.mark.parametrize("key", ["Q", "ctrl+q", "ctrl+c"])
async def test_quit_at_once(server: DemoServer, tmp_path: Path, where: tuple[str, ...], key: str) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.settled()
        await ui.press(*where)
        if key == "Q" and where and where[0] in ("o", "slash"):
            await ui.press(key)
            assert ui.app.is_running, "a letter, where something is typed"
        else:
            await ui.pilot.press(key)
            await ui.until(lambda: not ui.app.is_running, "the end")


# Why a row is what it is


async def test_x_explains_a_row_from_what_is_kept_and_enter_opens_it_there(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, FAILED)
    async with explorer(None, tmp_path, settings=settings_for("http://127.0.0.1:9")) as ui:
        await ui.sees("Kept 1")
        await ui.press("2", "x")
        await ui.sees("the row says")
        assert isinstance(ui.app.screen, ExplainScreen)
        assert "is poor: good up to 1.00 %" in ui.text and "error · start" in ui.text
        await ui.press("enter")
        await ui.sees("5 Timeline")
        await ui.settled()
        await ui.sees("row 15 ")


async def test_x_on_a_row_that_nobody_has_read_says_so(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path) as ui:
        await ui.sees("40 sessions")
        await ui.press("x")
        await ui.sees("not known yet: the list has no log; enter opens the session and reads it")
        await ui.sees("no row to go to")


# Typed in one burst: what is typed fast does what is typed slowly


def typed(ui: Explorer, *keys: str) -> None:
    for key in keys:
        ui.app.simulate_key(key)


async def test_each_of_a_burst_of_deletions_is_of_the_row_that_the_one_before_left(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    cache, uuids = kept(tmp_path, 6, settings)
    async with explorer(None, tmp_path, settings=settings) as ui:
        await ui.sees("Kept 6")
        await ui.press("2")
        typed(ui, "down", "delete", "delete", "down", "delete", "u", "enter")
        await ui.until(lambda: isinstance(ui.app.screen, SessionScreen), "what was brought back")
        assert ui.app.screen.view.opened_by == uuids[4]  # type: ignore[attr-defined]
        assert {entry.uuid for entry in cache.entries()} == {uuids[0], uuids[3], uuids[4], uuids[5]}


async def test_a_session_opened_left_and_another_deleted_in_one_burst(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM, DOCUMENTED_UUID)
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 2")
        await ui.press("2")
        there = [row.uuid for row in sessions(ui).view.kept.rows]
        typed(ui, "enter", "q", "down", "delete")
        await ui.sees("deleted: u brings it back")
        assert [row.uuid for row in sessions(ui).view.kept.rows] == there[:1]


async def test_after_the_last_q_of_a_burst_no_key_is_anybodys(server: DemoServer, tmp_path: Path) -> None:
    await looked_at(server, tmp_path, STORM)
    async with explorer(server, tmp_path) as ui:
        await ui.sees("Kept 1")
        cache = ui.app.shell.worker.cache
        typed(ui, "2", "enter", "q", "q", "delete", "enter")
        await ui.until(lambda: not ui.app.is_running, "the end")
    assert cache.get(STORM) is not None


async def test_an_answer_in_a_dialog_is_done_before_the_next_key(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.settled()
        ui.app.shell.keys.hold(ui.app.screen)
        typed(ui, "4", "x", "f", "F", "Q")
        await ui.pilot.pause()
        ui.app.shell.keys.let_go(ui.app.screen)
        view = ui.app.screen.view  # type: ignore[attr-defined]
        await ui.until(lambda: not ui.app.is_running, "the end")
        assert str(view.timeline.model.filter) == "", "shown, and cleared after it"


# With the Hangul layout on


def hangul(ui: Explorer, text: str) -> None:
    for letter in text:
        ui.app.post_message(events.Key("enter", "\r") if letter == "\r" else events.Key(letter, letter))


async def test_korean_letters_are_the_keys_they_are_on(server: DemoServer, tmp_path: Path) -> None:
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.settled()
        timeline = ui.app.screen.query_one(Timeline)
        hangul(ui, "ㅓㅓㅏ")
        await ui.until(lambda: timeline.cursor == 1, "j j k")
        hangul(ui, "허ㅓ")  # g, j, and j again
        await ui.until(lambda: timeline.cursor == 2, "g j j")
        hangul(ui, "ㅌ")
        await ui.until(lambda: isinstance(ui.app.screen, ExplainScreen), "x")
        hangul(ui, "ㅂㅂ")
        await ui.sees("40 sessions")
        hangul(ui, "ㅃ")
        await ui.until(lambda: not ui.app.is_running, "Q")


async def test_korean_letters_are_text_in_a_prompt(server: DemoServer, tmp_path: Path) -> None:
    """Those too that came of one syllable with the key that opens it: of `새` the prompt for a time gets the rest."""
    async with explorer(server, tmp_path, uuid=FAILED) as ui:
        await ui.sees("player_start")
        await ui.settled()
        hangul(ui, "새ㅂ한")
        answer = ui.app.screen.query_one(Answer)
        await ui.until(lambda: answer.value == "ㅐㅂ한", "the letters")
        assert answer.has_focus
        await ui.press("escape", "o")
        hangul(ui, "ㅂ글")
        await ui.until(lambda: ui.app.screen.query_one(Answer).value == "ㅂ글", "the letters in a dialog")
