"""Hostile text in every field, on the real terminal: not one byte of it steers, whatever key is pressed."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile.api import FakeApi, listing
from tests.hostile.payloads import PAYLOADS, answer, body, mark, mixed, row, uuid_of
from tests.pace import PATIENCE_S
from tests.pty.line import Line, program, settings, stray
from vpe_tui.tui.commands import by_id

BYTES = {
    "up": "\x1b[A", "down": "\x1b[B", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F",
    "tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "f1": "\x1bOP", "slash": "/", "colon": ":", "plus": "+",
    "minus": "-", "less_than_sign": "<", "greater_than_sign": ">", "left_square_bracket": "[",
    "right_square_bracket": "]", "question_mark": "?", "equals_sign": "=", "escape": "\x1b", "space": " ",
}  # fmt: skip
ESC = "\x1b[27u"
"""As a terminal with the newer keyboard protocol sends it: no letter after it can make it another key."""

ENDING = ("app.leave", "app.quit", "app.suspend", "sessions.demo")
ROWS = [(name, number % 2 == 1) for number, name in enumerate(PAYLOADS)]
MIXED = {shift: f"bad00000-0000-4000-8000-mixed000000{shift}" for shift in (0, 5)}
OSC_52 = re.compile(rb"\x1b\]52;[cps]*;([A-Za-z0-9+/=]+)")


def typed(keys: str) -> str:
    """The bytes that a terminal sends for the first of a command's keys."""
    key = keys.split(",")[0]
    return BYTES.get(key) or (chr(ord(key[-1]) - 96) if key.startswith("ctrl+") else key)


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    each = {uuid_of(name, every=every): body(answer(name, every=every)) for name, every in ROWS}
    alike = {uuid: body(mixed(shift)) for shift, uuid in MIXED.items()}
    with FakeApi({"": listing([row(name, every=every) for name, every in ROWS]), **each, **alike}) as api:
        yield api


@contextmanager
def explorer(api: FakeApi, directory: Path) -> Iterator[Line]:
    """The program, nothing kept. At the end: it lives, and wrote nothing but text and what a screen is drawn with."""
    (directory / "config.toml").write_text("cache.enabled = false\n")
    with program(directory, **settings(api.base_url)) as terminal:
        terminal.sees(mark("erase"))
        yield terminal
        terminal.send(ESC + "\x11")
        assert terminal.ends() == 0
        assert terminal.left_set == set()
        assert stray(bytes(terminal.output)) == []
        for copied in OSC_52.findall(terminal.output):
            assert base64.b64decode(copied) != b"owned"


def opened(terminal: Line, api: FakeApi, uuid: str, seen: str) -> None:
    """Opens a session from wherever the keys before have led."""
    deadline = time.monotonic() + PATIENCE_S
    while not asked_for(api, uuid, by=lambda: terminal.send("o" + uuid + "\r")):
        assert time.monotonic() < deadline, terminal.text
        terminal.send(ESC)  # the keys before have left something open
        quiet(terminal, ESC_ALONE_S)
    terminal.sees(seen)


def asked_for(api: FakeApi, uuid: str, by: Callable[[], None]) -> bool:
    """Whether the API is asked for a session soon after."""
    before, deadline = api.asked.count(uuid), time.monotonic() + OPENED_WITHIN_S
    by()
    while api.asked.count(uuid) == before and time.monotonic() < deadline:
        time.sleep(0.01)
    return api.asked.count(uuid) > before


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_payload_in_every_pane(api: FakeApi, tmp_path: Path, step: int) -> None:
    """Every second one where time is short, as below."""
    panes = [typed(each.keys) for id, each in by_id().items() if re.match(r"pane\.(?!next|previous)", id)]
    with explorer(api, tmp_path) as terminal:
        for name, every in ROWS[::step]:
            opened(terminal, api, uuid_of(name, every=every), mark(name))
            for pane in panes:
                terminal.send(pane + typed(by_id()["move.last"].keys))
            terminal.send(typed(by_id()["session.value"].keys) + ESC)
            quiet(terminal, ESC_ALONE_S)  # what comes in one read with an esc is alt and that key


@pytest.mark.parametrize(("shift", "step"), [(0, 9), pytest.param(5, 1, marks=pytest.mark.nightly)])
def test_every_command_on_all_payloads(api: FakeApi, tmp_path: Path, shift: int, step: int) -> None:
    """Every ninth one where time is short: tests/hostile/test_data.py has all of them, without the terminal."""
    with explorer(api, tmp_path) as terminal:
        for id, command in list(by_id().items())[::step]:
            if id not in ENDING and not id.startswith("move."):
                opened(terminal, api, MIXED[shift], "q")
                for keys in (typed(command.keys), typed(by_id()["move.last"].keys), "\r", ESC, ESC):
                    terminal.send(keys)
                    quiet(terminal, ESC_ALONE_S if keys == ESC else 0.03)


OPENED_WITHIN_S = 1.0
ESC_ALONE_S = 0.2
"""Longer than the screen waits for what may follow an esc."""


def quiet(terminal: Line, pause_s: float = 0.03) -> None:
    """Waits until what a key does is drawn: nothing more is written."""
    size = -1
    while len(terminal.output) != size:
        size = len(terminal.output)
        time.sleep(pause_s)


def test_what_is_pasted_is_text_too(api: FakeApi, tmp_path: Path) -> None:
    with explorer(api, tmp_path) as terminal:
        opened(terminal, api, MIXED[0], "q")
        for id in ("timeline.search", "app.palette", "app.open"):
            for name in ("erase", "clipboard", "c1", "bidi", "del", "close", "newline"):
                pasted = ("#" + PAYLOADS[name]).encode(errors="ignore")
                terminal.send(typed(by_id()[id].keys))
                quiet(terminal)
                terminal.send(b"\x1b[200~" + pasted + b"\x1b[201~")
                quiet(terminal)
                terminal.send(ESC)
                quiet(terminal)
