"""Textual's private parts that we replace or use: each by its name and signature, and nowhere but in two rooms."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType

import pytest
from textual import _compositor, _styles_cache, _xterm_parser
from textual.app import App
from textual.dom import DOMNode
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.widgets import Input

from vpe_tui.tui.app import VpeApp
from vpe_tui.tui.terminal.driver import TerminalDriver
from vpe_tui.tui.terminal.sgr_minimizer import Update
from vpe_tui.tui.textual_fixes import MendedScreen

TUI = Path(__file__).parents[2] / "vpe_tui/tui"

REPLACED = {
    (VpeApp, App): {
        "_handle_exception": "(self, error: 'Exception') -> 'None'",
        "_fatal_error": "(self) -> 'None'",
        "_display": "(self, screen: 'Screen', renderable: 'RenderableType | None') -> 'None'",
    },
    (MendedScreen, Screen): {
        "_dispatch_message": "(self, message: 'Message') -> 'None'",
        "_compositor_refresh": "(self) -> 'None'",
        "_pop_result_callback": "(self) -> 'None'",
        "_binding_chain": "(self) -> 'list[tuple[DOMNode, BindingsMap]]'",
    },
    (TerminalDriver, LinuxDriver): {
        "_sigtstp_application": "(self, *_) -> 'None'",
        "_sigcont_application": "(self, *_) -> 'None'",
    },
}
"""Ours and Textual's class; what of it we put ours in the place of, with Textual's signature."""

CALLED = {
    App: {
        "_refresh_truecolor_filter": "(self, theme: 'TerminalTheme') -> 'None'",
        "_close_messages_no_wait": "(self) -> 'None'",
        "_check_bindings": "(self, key: 'str', priority: 'bool' = False) -> 'bool'",
        "_context": "(self) -> 'Generator[None, None, None]'",
    },
    Input: {"_on_key": "(self, event: 'events.Key') -> 'None'"},
    LinuxDriver: {
        "_enable_mouse_support": "(self) -> 'None'",
        "_disable_mouse_support": "(self) -> 'None'",
        "_disable_in_band_window_resize": "(self) -> 'None'",
        "_get_terminal_size": "(self) -> 'tuple[int, int]'",
    },
    _compositor.ChopsUpdate: {"render_segments": "(self, console: 'Console') -> 'str'"},
    _xterm_parser.XTermParser: {"__init__": "(self, debug: 'bool' = False) -> 'None'"},
}
"""What is called as it is."""

VALUES = {
    App: {"_exit_renderables", "_return_code", "_clipboard", "_driver", "_background_screens"},
    Screen: {"_result_callbacks", "_select_state", "_compositor", "_repaint_required", "_dirty_widgets"},
    _compositor.Compositor: {"_dirty_regions"},
    DOMNode: {"_bindings"},
    LinuxDriver: {
        *("_app", "_debug", "_mouse", "_mouse_pixels", "_in_band_window_resize", "_auto_restart"),
        *("_must_signal_resume", "_loop"),
    },
}
"""What is read or set."""


@pytest.mark.parametrize(("ours", "theirs"), REPLACED)
def test_what_is_replaced_is_what_is_said(ours: type, theirs: type) -> None:
    expected = REPLACED[ours, theirs]
    assert _private_of(ours) & _private_of(*theirs.__mro__) == set(expected)
    for name, signature in expected.items():
        of_ours, of_theirs = _signature(ours, name), _signature(theirs, name)
        assert str(of_theirs) == signature
        assert list(of_ours.parameters) == list(of_theirs.parameters)


@pytest.mark.parametrize("theirs", CALLED)
def test_what_is_called_is_as_it_was(theirs: type) -> None:
    assert {name: str(inspect.signature(getattr(theirs, name))) for name in CALLED[theirs]} == CALLED[theirs]


@pytest.mark.parametrize("theirs", VALUES)
def test_what_is_read_is_there(theirs: type) -> None:
    assert VALUES[theirs] <= _named_in(theirs)


def test_the_picture_in_fewer_bytes_is_made_of_the_same_parts() -> None:
    assert issubclass(Update, _compositor.ChopsUpdate)
    assert {"chops", "spans", "chop_ends"} <= set(inspect.signature(_compositor.ChopsUpdate.__init__).parameters)
    assert hasattr(_styles_cache.StylesCache.get_inner_outer, "cache_clear")


def test_nothing_private_of_textual_is_used_elsewhere() -> None:
    known = {name for each in (*REPLACED.values(), *CALLED.values(), *VALUES.values()) for name in each}
    used = {(room, name) for room, name in _used()}
    assert {name for room, name in used if room == "fixes"} - known == {"_exit"}, "of os"
    assert sorted(name for room, name in used if room == "elsewhere") == []


def _used() -> Iterator[tuple[str, str]]:
    """The private names of Textual in our screen, with whether they are in the rooms for it."""
    theirs = set().union(*(_named_in(each) for each in (App, Screen, LinuxDriver, Input)))
    for path in TUI.rglob("*.py"):
        room = "fixes" if path.name == "textual_fixes.py" or path.parent.name == "terminal" else "elsewhere"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ours = set(re.findall(r"(?:def |self\.|^    )(_[a-z]\w*)(?:\(|:| =)", path.read_text(encoding="utf-8"), re.M))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual._"):
                if room == "elsewhere":
                    yield room, node.module or ""
            elif isinstance(node, ast.Attribute) and node.attr in (theirs if room == "fixes" else theirs - ours):
                yield room, node.attr


def _signature(of: type, name: str) -> inspect.Signature:
    found = getattr(of, name)
    return inspect.signature(found.fget if isinstance(found, property) else found)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _private_of(*classes: type) -> set[str]:
    return {
        name
        for each in classes
        for name, value in vars(each).items()
        if isinstance(value, FunctionType | property) and _is_private(name)
    }


@cache
def _named_in(theirs: type) -> frozenset[str]:
    """The private names that a class of Textual and those it is made of define or set."""
    found: set[str] = set()
    for each in theirs.__mro__:
        if each.__module__.startswith("textual"):
            found |= {name for name in vars(each) if _is_private(name)}
            found |= set(re.findall(r"self\.(_[a-z]\w*)", inspect.getsource(each)))
    return frozenset(found)
